"""Which container a file is, archives of containers, and the one sentence for what cannot be opened."""

import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from flows.common.limits import Limits
from flows.containers import UnreadableFile, UnreadableSheet, is_extract
from tests.flows import sheets
from tests.flows.container_tools import cells, only, read, trouble

ROWS = [["Mã hồ sơ", "Ngày tiếp nhận"], ["A-1", "x"]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.xlsb", "a.ods", "a.csv", "a.zip", "a"])
def test_a_workbook_is_known_by_its_bytes_whatever_its_name(tmp_path, name):
    sheets.write_xlsx(tmp_path / "right.xlsx", ROWS).rename(tmp_path / name)
    assert cells(tmp_path / name) == ROWS


# first bytes | a word of the reason
NOT_READ = [
    (b"%PDF-1.7\n", "PDF"),
    (b"{\\rtf1\\ansi x}", "Word"),
    (b"\x89PNG\r\n\x1a\n\0\0", "image"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
    (b"\x1f\x8b\x08\0\0", "gzip"),
    (b"Rar!\x1a\x07\0", "RAR"),
    (b"7z\xbc\xaf\x27\x1c\0", "7z"),
    (b"\0\0\x02\0\x06\x04\x06\0", "Lotus"),
    (b"\x09\x04\x06\0\0\0\x10\0", "Excel 4"),
    (b"SQLite format 3\0", "SQLite"),
    (b"BZh91AY&SY", "bzip2"),
    (b"\xfd7zXZ\0\0\4", "xz"),
    (b'ID;PWXL;N;E\nC;Y1;X1;K"STT"\nE\n', "SYLK"),
    (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "DIF"),
    (b'TABLE\n0,1\n"Sheet1"\n', "DIF"),
    (b"ARROW1\0\0\xff\xff", "Arrow"),
    (b"\x7fELF\x02\x01\x01" + bytes(60), "kind"),
    (bytes(range(256)) * 4, "kind"),
    (bytes(5000), "kind"),
    (b"PK\x03\x04 and nothing more", "damaged"),
    (b"\xd0\xcf\x11\xe0 and nothing more", "damaged"),
    (b"PAR1 and nothing more", "damaged"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("content", "word"), NOT_READ, ids=[case[1] for case in NOT_READ])
@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list"])
def test_what_is_no_table_is_told(tmp_path, content, word, name):
    (tmp_path / name).write_bytes(content)
    assert word in trouble(tmp_path / name).en


def test_what_could_be_a_table_elsewhere_says_what_to_do(tmp_path):
    (tmp_path / "list").write_bytes(b"ID;P")
    told = trouble(tmp_path / "list")
    assert told.en == "the file is a SYLK spreadsheet; save it again as .xlsx" and told.vi.endswith(".xlsx")


def test_text_may_begin_with_two_letters_of_an_image(tmp_path):
    assert cells(sheets.write_csv(tmp_path / "bm.csv", [["BM", "x"], ["1", "y"]])) == [["BM", "x"], ["1", "y"]]


def _zip(path: Path, members: dict[str, bytes], **options) -> Path:
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "word"), [("word/document.xml", "Word"), ("ppt/presentation.xml", "Office")], ids=["Word", "PowerPoint"]
)
def test_other_files_of_office_are_told(tmp_path, part, word):
    assert word in trouble(_zip(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<x/>", part: b"<x/>"})).en


def test_an_archive_is_read_member_by_member(tmp_path):
    book = sheets.write_xlsx(tmp_path / "book.xlsx", ROWS, [["y"]], names=["một", "hai"]).read_bytes()
    members = {
        "thư mục/": b"",
        "thư mục/a.csv": b"a,b\n1,2\n",
        "book.xlsx": book,
        "book.xlsx.origin.json": b"{}",
        "__MACOSX/._a.csv": b"x",
        ".DS_Store": b"x",
        "~$book.xlsx": b"x",
        "scan.pdf": b"%PDF",
        "trống.csv": b"",
        "records.json": b'[{"a": 1, "l": [{"b": 2}]}]',
    }
    found = read(_zip(tmp_path / "all.zip", members))
    assert [(sheet.name, sheet.rows if not isinstance(sheet, UnreadableSheet) else None) for sheet in found] == [
        ("thư mục/a.csv", [["a", "b"], ["1", "2"]]),
        ("book.xlsx/một", ROWS),
        ("book.xlsx/hai", [["y"]]),
        ("scan.pdf", None),
        ("trống.csv", None),
        ("records.json", [["a", "l"], ["1", "1"]]),
        ("records.json/l", [["b", "../a"], ["2", "1"]]),
    ]
    assert found[0].container == "zip > csv, UTF-8, ,"
    assert found[-1].parent == "records.json"


def test_names_of_members_never_become_paths(tmp_path):
    archive = tmp_path / "a" / "b" / "evil.zip"
    archive.parent.mkdir(parents=True)
    _zip(archive, {"../evil.csv": b"a,b\n1,2\n", "/evil.csv": b"a,b\n1,2\n", "C:\\evil.csv": b"a,b\n1,2\n"})
    before = sorted(tmp_path.rglob("*"))
    assert [sheet.rows[1] for sheet in read(archive)] == [["1", "2"]] * 3
    assert sorted(tmp_path.rglob("*")) == before


def test_names_that_do_not_say_their_encoding(tmp_path):
    path = _zip(tmp_path / "old.zip", {"Hs.csv": b"a,b\n1,2\n"})
    path.write_bytes(path.read_bytes().replace(b"Hs.csv", "ồ.csv".encode()[:2] + b"\x93csv"))
    path.write_bytes(path.read_bytes().replace("ồ".encode()[:2] + b"\x93csv", "ồ".encode() + b"csv"))
    assert only(path).name == "ồcsv"


def test_archives_within_archives(tmp_path):
    path = _zip(tmp_path / "0.zip", {"a.csv": b"a,b\n1,2\n"})
    for depth in range(1, 4):
        path = _zip(tmp_path / f"{depth}.zip", {f"{depth - 1}.zip": path.read_bytes()})
    assert only(tmp_path / "2.zip", Limits(nesting=2)).name == "1.zip/0.zip/a.csv"
    (refused,) = read(path, Limits(nesting=2))
    assert "deep" in refused.en


def test_a_locked_member_does_not_keep_the_others_back(tmp_path):
    path = _zip(tmp_path / "locked.zip", {"locked.csv": b"a,b\n", "open.csv": b"a,b\n1,2\n"})
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the first member's flag, in its own header and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    locked, sound = read(path)
    assert "password" in locked.en and locked.name == "locked.csv" and sound.rows == [["a", "b"], ["1", "2"]]


def test_an_archive_of_nothing_is_told(tmp_path):
    assert "no file" in trouble(_zip(tmp_path / "nothing.zip", {})).en
    assert "no file" in trouble(_zip(tmp_path / "cards.zip", {"a.origin.json": b"{}", "x/": b""})).en


DENSE = {"compression": zipfile.ZIP_DEFLATED}


def test_what_an_archive_claims_is_checked_before_it_is_unpacked(tmp_path):
    dense = _zip(tmp_path / "dense.zip", {"a.csv": b"a,b\n" * (30 << 20)}, **DENSE)
    assert "times" in trouble(dense, Limits(unpack_ratio=100)).en
    assert "100 MB" in trouble(dense, Limits(unpacked_mb=100)).en
    many = _zip(tmp_path / "many.zip", {f"{n}.csv": b"a,b\n1,2\n" for n in range(12)})
    assert "12" in trouble(many, Limits(members=11)).en
    assert len(read(many, Limits(members=12))) == 12


def test_a_workbook_is_an_archive_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["x" * 30_000])
    book.save(tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx", "a", **DENSE) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(150 << 20))
    assert "times" in trouble(tmp_path / "book.xlsx").en


def test_a_member_that_lies_about_its_size_stops_at_the_limit(tmp_path):
    path = _zip(tmp_path / "lie.zip", {"a.csv": b"a,b\n" * (1 << 20)}, **DENSE)
    content = path.read_bytes()
    place = content.index(b"PK\x01\x02") + 24
    path.write_bytes(content[:place] + struct.pack("<I", 100) + content[place + 4 :])
    (refused,) = read(path, Limits(unpacked_mb=1))
    assert isinstance(refused, UnreadableSheet)


def test_a_truncated_archive_is_told(tmp_path):
    whole = sheets.write_xlsx(tmp_path / "a.xlsx", [sheets.HEADINGS, *[sheets.case_row(n) for n in range(1, 50)]])
    content = whole.read_bytes()
    for length in range(4, len(content), 211):
        (tmp_path / "cut.xlsx").write_bytes(content[:length])
        assert "damaged" in trouble(tmp_path / "cut.xlsx").en


def test_any_bytes_at_the_place_of_others_are_read_or_told(tmp_path):
    content = sheets.write_xlsx(tmp_path / "a.xlsx", [ROWS[0], *[["A-1", n] for n in range(40)]]).read_bytes()
    for place in range(0, len(content) - 8, 97):
        (tmp_path / "b.xlsx").write_bytes(content[:place] + b"\xff\0\x80\x7f" + content[place + 4 :])
        try:
            read(tmp_path / "b.xlsx")
        except UnreadableFile as told:
            assert told.en


@pytest.mark.parametrize(
    ("name", "counts"),
    [("a.csv", True), ("a.pdf", True), (".DS_Store", False), ("~$a.xlsx", False), ("a.csv.origin.json", False)],
)
def test_which_files_stand_for_data(tmp_path, name, counts):
    (tmp_path / name).touch()
    assert is_extract(tmp_path / name) is counts
    assert not is_extract(tmp_path)
