"""Containers: what an extract arrives in, opened as sheets of text cells."""

from flows.common.grid import HEAD_ROWS
from flows.containers.opening import is_extract, open_sheets
from flows.containers.sheets.sheet import Sheet, UnreadableFile, UnreadableSheet, unreadable_text

__all__ = ["HEAD_ROWS", "Sheet", "UnreadableFile", "UnreadableSheet", "is_extract", "open_sheets", "unreadable_text"]
