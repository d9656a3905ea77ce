"""The inspection that follows the audit: whom to visit, and how many files to pull there."""
