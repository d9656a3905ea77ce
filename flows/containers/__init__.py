"""Containers: what an extract arrives in, opened as sheets of text cells."""

from flows.containers.opening import is_extract, open_sheets
from flows.containers.sheet import Sheet, UnreadableFile, UnreadableSheet, unreadable_text
from flows.layouts import HEAD_ROWS

__all__ = ["HEAD_ROWS", "Sheet", "UnreadableFile", "UnreadableSheet", "is_extract", "open_sheets", "unreadable_text"]
