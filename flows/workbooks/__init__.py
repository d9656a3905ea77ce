"""The workbooks of a run, written from published tables: findings.xlsx and bieu_06.xlsx."""
