"""Text files: whatever cuts the cells and whatever encodes the signs, every record comes out whole."""

import codecs
import csv
import io
import unicodedata

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from flows.common.limits import Limits
from tests.flows import sheets
from tests.flows.container_tools import cells, only, trouble

HEADING = ["Mã hồ sơ", "Ngày tiếp nhận"]
AWKWARD = [HEADING, ["A-1", "một, hai; ba\tbốn|năm"], ["A-2", 'ngoặc "kép"'], ["A-3", "hai\ndòng"], ["A-4", "Đắk"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_give_every_cell_whatever_cuts_and_encodes_them(tmp_path, delimiter, encoding):
    path = sheets.write_csv(tmp_path / "awkward.csv", AWKWARD, delimiter=delimiter, encoding=encoding)
    assert cells(path) == AWKWARD


def test_utf_16_the_other_way_round(tmp_path):
    path = sheets.write_csv(tmp_path / "unicode.txt", AWKWARD, delimiter="\t", encoding="utf-16-be")
    path.write_bytes(codecs.BOM_UTF16_BE + path.read_bytes())
    assert cells(path) == AWKWARD


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
@pytest.mark.parametrize("first", ["", "sep=;", '"sep=;"', "SEP=;"])
def test_line_endings_and_a_line_for_excel(tmp_path, ending, last, first):
    lines = [first] if first else []
    text = ending.join([*lines, "Mã hồ sơ;Ngày tiếp nhận", "A-1;x", "A-2;y"]) + (ending if last else "")
    (tmp_path / "ends.csv").write_bytes(text.encode())
    assert cells(tmp_path / "ends.csv") == [HEADING, ["A-1", "x"], ["A-2", "y"]]


def test_blank_lines_are_not_counted_and_short_records_are_padded(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("\nUBND TỈNH\n\n\nMã hồ sơ,Ngày tiếp nhận\nA-1\n,\nA-2,y\n\nTổng số\n", encoding="utf-8")
    rows = [["UBND TỈNH", None], HEADING, ["A-1", None], [None, None], ["A-2", "y"], ["Tổng số", None]]
    sheet = only(path)
    assert sheet.rows == sheet.head == rows


def test_a_record_somewhat_wider_than_the_first_ones_keeps_its_cells(tmp_path):
    wide = ["A-1", *["x"] * 9]
    path = sheets.write_csv(tmp_path / "wide.csv", [HEADING] * 300 + [wide])
    assert sheets.read(path)[0][-1] == wide


def test_too_many_columns_are_told_with_their_line(tmp_path):
    path = sheets.write_csv(tmp_path / "wider.csv", [HEADING] * 300 + [["bí mật"] * 20])
    told = trouble(path)
    assert "301" in told.en and "301" in told.vi
    assert "bí mật" not in told.vi + told.en
    assert "40" in trouble(sheets.write_csv(path, [["x"] * 41]), Limits(columns=40)).en


def test_a_quoted_line_break_far_down_a_large_file_costs_no_row(tmp_path):
    many = 400_000
    lines = ["Mã hồ sơ,Ngày tiếp nhận", *[f"A-{n},03/06/2020 08:00:00" for n in range(many)]]
    lines[many - 5] = '"A\n-",03/06/2020 08:00:00'
    (tmp_path / "large.csv").write_text("\n".join(lines), encoding="utf-8")
    with duckdb.connect() as connection:
        rows = sheets.scanned(sheets.open_first(tmp_path / "large.csv", connection))
    assert len(rows) == many + 1
    assert [row[1] for row in rows[-6:]] == ["A\n-", *[f"A-{n}" for n in range(many - 5, many)]]
    assert rows[-1][0] == many + 1


# what each of 3 lines ends in | how many of the records stand below the first lines, in one reading on every core
ENDINGS = [("\r\n", "\n", "\n"), ("\n", "\r\n", "\r\n"), ("\n", "\n", "\r\n"), ("\r", "\n", "\n")]


@pytest.mark.parametrize("endings", ENDINGS, ids=["windows first", "unix first", "windows last", "mac first"])
def test_line_endings_that_change_cost_no_row(tmp_path, endings):
    path = tmp_path / "mixed.csv"
    lines = ["sep=;", "Mã hồ sơ;Ngày tiếp nhận", "A-1;x"]
    text = "".join(map("".join, zip(lines, endings, strict=True)))
    path.write_bytes((text + f"A-2;y{endings[-1]}").encode())
    rows = [HEADING, ["A-1", "x"], ["A-2", "y"]]
    assert cells(path) == rows
    with duckdb.connect() as connection:
        below = sheets.open_first(path, connection).below(1)
        assert below is None or [list(row[:2]) for row in below.fetchall()] == rows[1:]


def test_a_quote_that_is_never_closed_takes_no_row_with_it(tmp_path):
    path = tmp_path / "open.csv"
    lines = [f'A-{n},"một\nhai"' for n in range(5)] + ['A-5,"mở', *[f"A-{n},x" for n in range(6, 99)]]
    path.write_text("\n".join(["Mã hồ sơ,Ngày tiếp nhận", *lines]), encoding="utf-8")
    assert "quote" in trouble(path).en
    path.write_text("\n".join(["Mã hồ sơ,Ngày tiếp nhận", *lines[:5], *lines[6:]]), encoding="utf-8")
    assert len(cells(path)) == 99


# a column as it is written | as it is read
AS_TEXT = [
    (['="007"', '="03/06/2020"', '=""'], ["007", "03/06/2020", None]),
    (["=1+1", '="a"&"b"', "'007"], ["=1+1", '="a"&"b"', "'007"]),
]


@pytest.mark.parametrize(("written", "meant"), AS_TEXT)
def test_signs_that_make_excel_take_a_cell_for_text_are_no_part_of_it(tmp_path, written, meant):
    path = sheets.write_csv(tmp_path / "text.csv", [["A", "B"], *[["x", cell] for cell in written]])
    assert cells(path) == [["A", "B"], *[["x", cell] for cell in meant]]
    with duckdb.connect() as connection:
        below = sheets.open_first(path, connection).below(1)
        assert below is None or [row[1] or None for row in below.fetchall()] == meant


@pytest.mark.parametrize(
    ("content", "word"), [("x" * 2_000_000, "too long"), ("," * 2_000_000, "wide"), ('"' + "x" * 2_000_000, "quote")]
)
def test_text_that_is_no_table_is_told_as_such(tmp_path, content, word):
    (tmp_path / "long.csv").write_text(content, encoding="utf-8")
    assert word in trouble(tmp_path / "long.csv").en


def _windows_1258(text: str) -> bytes:
    """Letters with their shape, the tone behind them: no codec of Python writes that."""
    signs = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(sign for sign in parts if sign in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in tone))
        signs.append((base + tone).encode("cp1258"))
    return b"".join(signs)


ROWS = [["Mã hồ sơ", "Đơn vị", "Người nộp"], ["A-1", "Ủy ban nhân dân xã Đắk Long", "Nguyễn Thị Hường"]]


def test_windows_1258(tmp_path):
    text = "\n".join(";".join(row) for row in ROWS)
    (tmp_path / "old.csv").write_bytes(_windows_1258(text))
    sheet = only(tmp_path / "old.csv")
    assert sheet.rows == ROWS and "1258" in sheet.container


@pytest.mark.parametrize("text", ["日本語,東京", "名前,大阪市"])
def test_an_encoding_that_nobody_here_writes_is_told(tmp_path, text):
    (tmp_path / "other.csv").write_bytes(text.encode("shift_jis"))
    assert "UTF-8" in trouble(tmp_path / "other.csv").en


def test_a_byte_that_breaks_the_encoding_far_down_is_told(tmp_path):
    rows = [f"A-{n},x\n".encode() for n in range(500)]
    rows.insert(400, "A,日本語\n".encode("shift_jis"))
    (tmp_path / "other.csv").write_bytes("Mã,Đơn vị\n".encode() + b"".join(rows))
    assert "UTF-8" in trouble(tmp_path / "other.csv").en


@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.xlsx", "a.xls", "a.csv.gz", "a", "a*[1]?.txt"])
def test_text_is_known_by_its_bytes_whatever_its_name(tmp_path, name):
    sheets.write_csv(tmp_path / name, [HEADING, ["A-1", "x"]])
    assert cells(tmp_path / name) == [HEADING, ["A-1", "x"]]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"  \t \r\n", "\ufeff  \n".encode("utf-16")], ids=repr
)
def test_a_file_of_nothing_is_told(tmp_path, content):
    (tmp_path / "empty.csv").write_bytes(content)
    told = trouble(tmp_path / "empty.csv").en
    assert "empty" in told or "white space" in told


cell_texts = st.text(st.sampled_from("aăẵđ0 ;,|\t\n\r\"'=x"), max_size=6)
cell_texts = cell_texts.filter(
    lambda text: text.strip() and not text.startswith('="')
)  # AS_TEXT says what becomes of it
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(cell_texts, min_size=width, max_size=width), min_size=2, max_size=12)
)


@hypothesis(max_examples=70, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tables, st.sampled_from(["utf-8-sig", "utf-16"]), st.sampled_from([",", ";", "\t", "|"]))
def test_what_one_program_writes_is_read_cell_for_cell(tmp_path_factory, table, encoding, delimiter):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    path = tmp_path_factory.mktemp("text") / "t.csv"
    path.write_bytes(written.getvalue().encode(encoding))
    assert cells(path) == table
