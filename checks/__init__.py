"""The bench: every rule of the audit, declared once in `rules.toml`, judged by Great Expectations."""
