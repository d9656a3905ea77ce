"""A file that was cut off on its way is refused as such: never are fewer rows read without a word.

One list of 60 cases in every container, cut at every hundredth of its bytes: what is left gives all its rows or none.
"""

import struct
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.containers import UnreadableFile, UnreadableSheet, open_sheets
from flows.containers.books.ole import CompoundFile
from flows.reading.choosing import choose
from tests.flows import container_tools, sheets
from tests.flows.cut_lists import CASES, LINES, STATUSES, TABLE, TEXTS
from tests.flows.sheets import HEADINGS

REFUSED = "refused"


@pytest.fixture(scope="module")
def read():
    """The rows of a file from the headings on, as landing would take them, or that it is refused."""
    own = [layout for layout in sheets.layouts() if layout.layout_id == "onestop_case_list"]
    with duckdb.connect() as connection:

        def rows_of(path: Path) -> list[list[str]] | str:
            try:
                for sheet in open_sheets(path, connection):
                    if isinstance(sheet, UnreadableSheet):
                        return REFUSED
                    match, _ = choose(path.name, sheet, own)
                    if match is None:
                        return REFUSED
                    return [list(row[1 : len(HEADINGS) + 1]) for row in sheets.scanned(sheet)][match.heading_row :]
            except UnreadableFile:
                return REFUSED

        yield rows_of


def _nothing_can_tell(name: str, content: bytes, cut: int) -> bool:
    """The accepted losses, of lines only: a cut at a record's end, or in a last cell of words that no row above has."""
    if name not in LINES:
        return False
    encoding = "utf-16-be" if "big" in name else "utf-16-le" if "16" in name else "utf-8"
    left, rest = content[:cut].decode(encoding, "replace"), content[cut:].decode(encoding, "replace")
    if left.endswith("\n") or rest.startswith(("\n", "\r\n")):
        return True
    above, _, last = left.rpartition("\n")
    begun = last[max(map(last.rfind, ",;\t|")) + 1 :]
    return last.count(" 17:00:00") == 1 and not any(status.startswith(begun) for status in STATUSES if status in above)


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_left_of_a_text_gives_all_its_rows_or_none(tmp_path, read, name):
    content, path = TEXTS[name], tmp_path / "list.xls"
    path.write_bytes(content)
    assert read(path) == TABLE
    lost = []
    for hundredth in range(1, 100):
        cut = len(content) * hundredth // 100
        path.write_bytes(content[:cut])
        if read(path) not in (REFUSED, TABLE) and not _nothing_can_tell(name, content, cut):
            lost.append((cut, content[max(0, cut - 30) : cut]))
    assert lost == []


@pytest.mark.parametrize("name", LINES)
def test_a_cut_exactly_at_the_end_of_a_record_is_the_accepted_loss(tmp_path, read, name):
    """Nothing in such a file says how many records it had. What comes with a number of them is compared elsewhere."""
    sign = "\n".encode("utf-16-be" if "big" in name else "utf-16-le" if "16" in name else "utf-8")
    content, path = TEXTS[name], tmp_path / "list.csv"
    ends = [place for place in range(len(sign), len(content), len(sign)) if content[place - len(sign) : place] == sign]
    path.write_bytes(content[: ends[-10]])
    assert len(read(path)) in (CASES - 9, CASES - 8)


def _zipped(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", content)
    return path


def _old_workbook(path: Path) -> Path:
    """A BIFF workbook whose directory stands before its cells, as an exporter may write it; then it outlives a cut."""
    book = CompoundFile((sheets.ROOT / "tests/flows/fixtures/dates_from_1904.xls").read_bytes()).stream("Workbook")
    book += bytes(max(4096 - len(book), -len(book) % 512))
    count = len(book) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    entries = b""
    for name, kind, child, start, size in (("Root Entry", 5, 1, 0xFFFFFFFE, 0), ("Workbook", 2, FREE, 2, len(book))):
        head = (name + "\0").encode("utf-16-le")
        entry = head.ljust(64, b"\0") + struct.pack("<HBB3I", len(head), kind, 1, FREE, FREE, child)
        entries += entry.ljust(116, b"\0") + struct.pack("<IQ", start, size)
    entries += bytes(512 - len(entries))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<8I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    path.write_bytes(head + table + entries + book)
    return path


FREE = 0xFFFFFFFF
PACKED = {
    "xlsx": lambda folder: sheets.write_xlsx(folder / "whole", TABLE),
    "zip": lambda folder: _zipped(folder / "whole", TEXTS["csv"]),
    "xls": lambda folder: _old_workbook(folder / "whole"),
    "parquet": lambda folder: _parquet(folder / "whole"),
    "ods": lambda _: sheets.ROOT / "tests/flows/fixtures/merged_error_hidden.ods",
}


def _parquet(path: Path) -> Path:
    pq.write_table(pa.table({heading: [row[i] for row in TABLE[1:]] for i, heading in enumerate(HEADINGS)}), path)
    return path


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_or_binary_file_is_whole_or_refused(tmp_path, name):
    content, path = PACKED[name](tmp_path).read_bytes(), tmp_path / "cut"
    path.write_bytes(content)
    assert container_tools.read(path)
    with duckdb.connect() as connection:
        for hundredth in range(1, 100):
            path.write_bytes(content[: len(content) * hundredth // 100])
            with pytest.raises(UnreadableFile):
                list(open_sheets(path, connection))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_sound_archive_around_a_part_that_was_cut_is_refused(tmp_path, part):
    with zipfile.ZipFile(sheets.write_xlsx(tmp_path / "a.xlsx", TABLE)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for hundredth in range(3, 100, 12):
        with zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as book:
            for name, content in parts.items():
                book.writestr(name, content[: len(content) * hundredth // 100] if name == part else content)
        try:
            (found,) = container_tools.read(tmp_path / "cut.xlsx")
            assert isinstance(found, UnreadableSheet)
        except UnreadableFile as told:
            assert "cut off" in told.en


HALF = {name: len(content) * 6 // 10 for name, content in TEXTS.items()}
# a file of 61 rows cut at six tenths | the row in which it ends: 36.6
ENDS = {"csv": 37, "csv of Windows": 37, "html": 37, "XML Spreadsheet 2003": 37, "JSON": 37}


@pytest.mark.parametrize("name", ENDS)
def test_the_refusal_names_file_sheet_last_row_and_what_to_do(tmp_path, name):
    using = sheets.settings(tmp_path)
    (using.raw / "list.xls").write_bytes(TEXTS[name][: HALF[name]])
    _zipped(using.raw / "list.zip", TEXTS[name][: HALF[name]])
    for file_name, sheet in (("list.xls", ""), ("list.zip", "list.csv")):
        outcome = sheets.ingest(using.raw / file_name, using)
        (refusal,) = outcome.refused
        assert outcome.landed == []
        assert (refusal.file_name, refusal.sheet, refusal.row) == (file_name, sheet, ENDS[name])
        assert "bị cắt cụt" in refusal.reason_vi and "cut off" in refusal.reason_en
        assert f": {ENDS[name]}" in refusal.reason_vi and f": {ENDS[name]}" in refusal.reason_en
        assert "xuất lại" in refusal.todo_vi and "export" in refusal.todo_en
        assert "Người thứ" not in str(refusal)
