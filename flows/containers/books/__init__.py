"""Workbooks of spreadsheet programs, new and old."""
