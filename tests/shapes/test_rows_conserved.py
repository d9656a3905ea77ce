"""No row is lost or made up on the way from a file to the marts, by a count that knows nothing of the reader."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq

CODE = re.compile(r"(?:\d{3}\.00\.41\.H34|H34\.41\.\d{3})-\d{6}-\d{4}")


def test_every_code_written_lands_as_often_and_nothing_else_does(delivered, shape, container):
    parcel = delivered.parcels[shape.name, container]
    written = sum((codes_in(path.name, path.read_bytes()) for path in parcel.files), Counter())
    assert len(written) == sum(written.values()) == len(parcel.cases)
    landed = [sheet for outcome in parcel.outcomes for sheet in outcome.landed if sheet.kind == "cases"]
    found = [code for sheet in landed for code in _landed(parcel.files[0], sheet.parquet)]
    assert Counter(found) == written
    assert sum(sheet.rows_read for sheet in landed) == sum(written.values())


def test_rows_staged_and_rejected_are_the_rows_landed_of_every_extract(delivered):
    read = [row for row in delivered.extracts if row["outcome"] == "read"]
    wrong = [
        (row["file_name"], row["rows_read"], row["rows_landed"], row["rows_staged"], row["rows_rejected"])
        for row in read
        if not row["rows_read"] == row["rows_landed"] == row["rows_staged"] + row["rows_rejected"]
    ]
    assert read and wrong == []


def test_every_supplement_request_inside_a_record_lands(delivered):
    """A national sync payload keeps the requests of a case in a list within its record."""
    for container in ("json", "json answer", "json lines", "parquet"):
        parcel = delivered.parcels["national_sync", container]
        asked = sum(case["supplement_requested_at"] is not None for case in parcel.cases)
        landed = [sheet for outcome in parcel.outcomes for sheet in outcome.landed]
        assert asked and [sheet.rows_read for sheet in landed if sheet.kind == "supplement_requests"] == [asked]


def codes_in(name: str, content: bytes) -> Counter:
    """The case codes written in a file, as often as they stand there."""
    if name.endswith(".parquet"):
        return Counter(CODE.findall(str(pq.read_table(io.BytesIO(content)).to_pylist())))
    if not content.startswith(b"PK"):
        is_wide = content.startswith(b"\xff\xfe")
        return Counter(CODE.findall(content.decode("utf-16" if is_wide else "latin-1")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    if "xl/workbook.xml" in parts:
        pages = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        cells = [str(cell) for page in pages for row in page.values for cell in row if cell is not None]
        return Counter(CODE.findall("\n".join(cells)))
    if "content.xml" in parts:
        return Counter(CODE.findall(parts["content.xml"].decode()))
    if "xl/workbook.bin" in parts:  # a text begins at an even byte or an odd one
        sheet = parts["xl/worksheets/sheet1.bin"]
        return Counter(CODE.findall("\n".join(sheet[shift:].decode("utf-16-le", "replace") for shift in (0, 1))))
    return sum((codes_in(part, held) for part, held in parts.items()), Counter())


def _landed(beside: Path, parquet: str) -> list[str]:
    """The codes in a landed file, from the folder beside the raw one."""
    path = beside.parent.parent / "landed" / parquet
    return [row[0] for row in duckdb.read_parquet(str(path)).project("case_id").fetchall()]
