"""The door: what is a row of data and what is furniture around it."""

import unicodedata

import duckdb
import pytest
import xlsxwriter.utility

from flows import ROOT
from flows.door.door import open_door
from flows.reading.landing import column_letter, land
from flows.reading.scan import landed_rows
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

CODE = "000.00.11.H34-200603-"


def _codes(rows: list[dict]) -> list[str]:
    return [row["case_id"].removeprefix(CODE) for row in rows]


TWO = [[*HEADINGS[:5], "Thời gian", None, *HEADINGS[7:]], [None] * 5 + HEADINGS[5:7]]
THREE = [
    ["STT", "Thông tin hồ sơ"],
    [None, *HEADINGS[1:5], "Thời gian", None, "Trạng thái"],
    [None] * 5 + HEADINGS[5:7],
]

# furniture | its rows between two rows of data
FURNITURE = [
    ("numbering", [[f"({n})" for n in range(1, 9)]]),
    ("bare numbering", [[str(n) for n in range(1, 9)]]),
    ("numbering with letters", [["A", "B", "1", "2", "3=1+2", "4", "5", "6"]]),
    ("group", [["Lĩnh vực: Đất đai"]]),
    ("group in another column", [[None, "Lĩnh vực: Đất đai"]]),
    ("numbered group", [["I", "Lĩnh vực: Đất đai"]]),
    ("repeated heading", [HEADINGS]),
    ("total", [["Tổng số", None, None, None, "12 hồ sơ"]]),
    ("total in capitals", [[None, "TỔNG CỘNG", None, None, "12"]]),
    ("total of decomposed letters", [[unicodedata.normalize("NFD", "Cộng"), None, "12", "12", "12"]]),
    ("total under the case code", [["Tổng số", "12"]]),
    ("total with a colon", [["Tổng cộng: 12 hồ sơ"]]),
    ("place and day", [[None, None, None, None, None, "Kon Tum, ngày 05 tháng 5 năm 2021"]]),
    ("signatures", [[None, "NGƯỜI LẬP BIỂU", None, None, None, "THỦ TRƯỞNG ĐƠN VỊ"]]),
    ("names below signatures", [[None, "Y Blon", None, None, None, "A Thút"]]),
    ("three signatures", [["Người lập", "Kế toán", None, None, "Thủ trưởng"]]),
]


@pytest.mark.parametrize(("_", "rows"), FURNITURE)
@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_furniture_is_counted_and_never_data(tmp_path, name, _, rows):
    card, landed = sheets.land(tmp_path, [HEADINGS, case_row(1), *rows, case_row(2)], name)
    assert _codes(landed) == ["0001", "0002"]
    assert (card.rows_read, card.rows_furniture, card.rows_blank) == (2, len(rows), 0)


PAGES = [
    ("one row", [HEADINGS], 0),
    ("one row below a title", [["DANH SÁCH"], HEADINGS], 1),
    ("two rows", TWO, 0),
    pytest.param("three rows", THREE, 0),
]


@pytest.mark.parametrize(("_", "heading", "titles"), PAGES)
def test_headings_repeated_on_every_page_are_furniture(tmp_path, _, heading, titles):
    card, landed = sheets.land(tmp_path, [*heading, case_row(1), *heading[titles:], case_row(2)])
    assert _codes(landed) == ["0001", "0002"]
    assert (card.heading_row, card.rows_furniture) == (titles + 1, len(heading) - titles)


def test_blank_rows_are_neither(tmp_path):
    card, landed = sheets.land(tmp_path, [HEADINGS, [], case_row(1), [None] * 8, ["  ", " "], case_row(2)])
    assert [row["row_number"] for row in landed] == [3, 6]
    assert (card.rows_read, card.rows_furniture, card.rows_blank) == (2, 0, 3)


_NONE = dict.fromkeys([f"c{i}" for i in range(8)])

# a row that is data though it looks odd | its cells
ODD_DATA = [
    ("code and number only", case_row(2, **_NONE | {"c0": "2", "c1": CODE + "0002"})),
    ("code and a date only", case_row(2, **_NONE | {"c1": CODE + "0002", "c5": "03/06/2020"})),
    ("no code", case_row(2, c1=None)),
    ("no code, no number, two dates", case_row(2, **_NONE | {"c4": "X", "c5": "03/06/2020", "c6": "10/06/2020"})),
    ("no dates", case_row(2, c5=None, c6=None)),
    ("unreadable dates", case_row(2, c5="hôm qua", c6="sau Tết")),
    ("a short code", case_row(2, c1="7")),
    ("an applicant who begins like a total", case_row(2, c0=None, c2="Tổng công ty Điện lực")),
    ("a number column that begins like a total", case_row(2, c0="Cộng đồng thôn 5")),
    ("a status like a heading", case_row(2, c7="Trạng thái")),
]


@pytest.mark.parametrize(("_", "row"), ODD_DATA, ids=[case[0] for case in ODD_DATA])
@pytest.mark.parametrize("first", [0, 2, 4], ids=["number first", "applicant first", "unit first"])
def test_a_case_is_data_however_odd(tmp_path, _, row, first):
    order = [*range(first, 8), *range(first)]
    rows = [[cells[i] for i in order] for cells in (HEADINGS, case_row(1), row, case_row(3))]
    card, landed = sheets.land(tmp_path, rows)
    assert (card.rows_read, card.rows_furniture) == (3, 0)
    assert landed[1]["case_id"] == row[1] and landed[1]["due_at_original"] == row[6]


@pytest.mark.parametrize("row", [case_row(2, c5=None, c6=None), case_row(2, c1=None, c6=None)], ids=["code", "day"])
def test_a_case_of_a_corporation_is_no_total(tmp_path, row):
    row[2] = "Tổng công ty Điện lực"
    rows = [[*cells[2:], *cells[:2]] for cells in (HEADINGS, case_row(1), row, case_row(3))]
    assert sheets.land(tmp_path, rows)[0].rows_read == 3


GROUPED = [HEADINGS, case_row(1), ["Lĩnh vực: Đất đai"], case_row(2), [], case_row(3), ["Hộ tịch"], case_row(4)]


def test_a_group_row_is_filled_down_to_the_next(tmp_path):
    _, landed = sheets.land(tmp_path, GROUPED)
    assert [row["group_text"] for row in landed] == [None, "Lĩnh vực: Đất đai", "Lĩnh vực: Đất đai", "Hộ tịch"]


def test_a_numbered_group_row_is_filled_down(tmp_path):
    _, landed = sheets.land(tmp_path, [HEADINGS, ["I", "Đất đai"], case_row(1), ["II", "Hộ tịch"], case_row(2)])
    assert [row["group_text"] for row in landed] == ["Đất đai", "Hộ tịch"]


def test_where_the_sector_has_a_column_groups_say_nothing(tmp_path):
    rows = [[*HEADINGS, "Lĩnh vực"], ["Một nhóm"], [*case_row(1), "Hộ tịch"], [*case_row(2), None]]
    _, landed = sheets.land(tmp_path, rows)
    assert [(row["sector"], row["group_text"]) for row in landed] == [("Hộ tịch", None), (None, None)]


@pytest.mark.parametrize(("width", "letter"), [(9, "I"), (11, "K"), (30, "AD")])
def test_a_value_without_heading_refuses_the_sheet(tmp_path, width, letter):
    using = sheets.settings(tmp_path)
    stray = [*case_row(2), *[None] * (width - 9), "bí mật"]
    path = sheets.write(using.raw / "stray.xlsx", [HEADINGS, case_row(1), stray])
    outcome = sheets.ingest(path, using)
    assert not outcome.landed and not list(using.landed.glob("*.parquet"))
    (refusal,) = outcome.refused
    assert (refusal.row, refusal.column) == (3, letter)
    assert "bí mật" not in str(refusal)


def test_furniture_may_be_wider_than_the_headings(tmp_path):
    card, _ = sheets.land(tmp_path, [HEADINGS, case_row(1), [None] * 9 + ["Thủ trưởng"]])
    assert (card.rows_read, card.rows_furniture) == (1, 1)


@pytest.mark.parametrize("index", [0, 25, 26, 51, 52, 701, 702])
def test_columns_are_named_as_in_a_spreadsheet(index):
    assert column_letter(index) == xlsxwriter.utility.xl_col_to_name(index)


def test_the_card_of_a_sheet(tmp_path):
    card, landed = sheets.land(tmp_path, [["DANH SÁCH"], HEADINGS, case_row(1)])
    assert (card.layout, card.kind, card.source_system, card.date_order) == (
        "onestop_case_list", "cases", "one_stop", "dmy",
    )  # fmt: skip
    present = ["applicant_key", "case_id", "contact_key", "due_at_original", "received_at", "status", "unit"]
    assert card.fields_present == present
    assert landed[0]["extract_id"] == card.extract_id == card.sha256[:12]
    assert landed[0]["finished_at"] is None


def test_a_sheet_that_cannot_be_written_leaves_no_half_of_itself(tmp_path):
    path = sheets.write(tmp_path / "list.xlsx", [HEADINGS, case_row(1)])
    extract = {"extract_id": "x", "file_name": "x", "sha256": "x", "bytes": 1, "parquet": "no/folder.parquet"}
    with duckdb.connect() as connection, pytest.raises(duckdb.Error):
        sheet = sheets.open_first(path, connection)
        land(
            sheet,
            sheets.best(sheet.head),
            extract,
            tmp_path,
            open_door(ROOT / "data" / "reference", b"key"),
            connection,
        )
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize("odd", [None, 200_001])
def test_a_long_list_is_numbered_as_it_lies_there(tmp_path, odd):
    """Long enough to be read on several cores and landed in several row groups; `odd`: a record that is no case."""
    (tmp_path / "raw").mkdir()
    codes = [f"000.00.11.H34-200603-{number:06d}" for number in range(1, 300_001)]
    lines = [f"{number},{code},UBND xã Đắk Long,03/06/2020,10/06/2020,Xong" for number, code in enumerate(codes, 1)]
    if odd:
        lines[odd - 1] = "Lĩnh vực: Đất đai,,,,,"
        codes[odd - 1] = None
    text = "DANH SÁCH\nSTT,Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái\n" + "\n".join(lines) + "\n"
    (tmp_path / "raw" / "long.csv").write_text(text, encoding="utf-8")
    using = sheets.settings(tmp_path)
    [landed] = sheets.ingest(using.raw / "long.csv", using).landed
    with duckdb.connect() as connection:
        rows = landed_rows([using.landed / landed.parquet])
        found = connection.execute(f"select row_number, case_id from ({rows}) order by row_number")
        assert found.fetchall() == [(n, code) for n, code in enumerate(codes, start=3) if code]
