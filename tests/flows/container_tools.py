"""Reads a file of any container back the way the flow does, and what the tests of containers compare."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from flows.common.limits import Limits
from flows.containers import UnreadableFile, UnreadableSheet, open_sheets
from tests.flows import sheets

Rows = list[list[str | None]]


@dataclass
class Read:
    """A sheet after all its rows were scanned: `rows` without their numbers, which must run from 1."""

    name: str
    rows: Rows
    head: Rows
    container: str
    is_hidden: bool
    is_records: bool
    parent: str | None
    date_1904: bool


def read(path: Path, limits: Limits | None = None) -> list[Read | UnreadableSheet]:
    found = []
    with duckdb.connect() as connection:
        for sheet in open_sheets(path, connection, limits):
            if isinstance(sheet, UnreadableSheet):
                assert sheet.vi and sheet.en
                found.append(sheet)
                continue
            rows = sheets.scanned(sheet)
            assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
            width = len(sheet.head[0])
            assert not any(cell for row in rows for cell in row[1 + width :])
            found.append(
                Read(
                    sheet.name,
                    [list(row[1 : 1 + width]) for row in rows],
                    sheet.head,
                    sheet.container,
                    sheet.is_hidden,
                    sheet.is_records,
                    sheet.parent,
                    sheet.date_1904,
                )
            )
    return found


def only(path: Path, limits: Limits | None = None) -> Read:
    (sheet,) = read(path, limits)
    return sheet


def cells(path: Path) -> Rows:
    return only(path).rows


def trouble(path: Path, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as told:
        read(path, limits)
    assert told.value.vi and told.value.en
    return told.value


def edit(path: Path, old: bytes, new: bytes) -> None:
    """Replaces a piece of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert old in parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part.replace(old, new) if name == "xl/worksheets/sheet1.xml" else part)
