"""The bench: every rule of the audit, declared once in `declared/`, judged by Great Expectations."""
