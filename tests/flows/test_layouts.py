"""Which row is the heading, which column is which field, and what is said when a sheet or a layout is not right."""

import unicodedata
from pathlib import Path

import pytest

from flows.common.errors import SetupError
from flows.common.grid import HEAD_ROWS
from flows.tables.layouts import fold_heading, load_layouts, recognise
from tests.flows import sheets

PLAIN = sheets.HEADINGS
DATA = sheets.case_row(1)
FIELDS = {1: "case_id", 2: "applicant_key", 3: "contact_key", 4: "unit"}
FIELDS |= {5: "received_at", 6: "due_at_original", 7: "status"}
ROLES = ["ignored", "field", "hash", "hash", "field", "field", "field", "field"]

MERGED = [
    ["STT", "Mã hồ sơ", "Người nộp", "Số điện thoại", "Đơn vị", "Thời gian", None, "Trạng thái"],
    [None, None, None, None, None, "Ngày tiếp nhận", "Ngày hẹn trả", None],
]
THREE_ROWS = [
    ["STT", "Thông tin hồ sơ", None, None, None, None, None, None],
    [None, "Mã hồ sơ", "Người nộp", "Số điện thoại", "Đơn vị", "Thời gian", None, "Trạng thái"],
    [None, None, None, None, None, "Ngày tiếp nhận", "Ngày hẹn trả", None],
]

# how the headings are written | the rows of the heading | its first row, counted from 0 | how many rows
SPELLINGS = [
    ("one row", [PLAIN], 0, 1),
    ("two rows, dates under a merged parent", MERGED, 0, 2),
    ("three rows", THREE_ROWS, 0, 3),
    ("decomposed letters", [[unicodedata.normalize("NFD", heading) for heading in PLAIN]], 0, 1),
    ("padding and capitals", [[f"  {heading.upper()} : " for heading in PLAIN]], 0, 1),
    ("line breaks", [[heading.replace(" ", "\n") for heading in PLAIN]], 0, 1),
    ("double spaces", [[heading.replace(" ", "  ") for heading in PLAIN]], 0, 1),
    ("a mandatory mark", [[f"{heading} *" for heading in PLAIN]], 0, 1),
]


@pytest.mark.parametrize(("_", "heading", "row", "span"), SPELLINGS, ids=[case[0] for case in SPELLINGS])
def test_headings_are_recognised_however_they_are_written(_, heading, row, span):
    match = sheets.best([*heading, DATA, sheets.case_row(2)])
    assert match.is_whole
    assert (match.layout.layout_id, match.heading_row, match.span) == ("onestop_case_list", row, span)
    assert [column.role for column in match.columns] == ROLES
    assert {column.index: column.field for column in match.columns if column.field} == FIELDS


TITLES = [
    ("one title right above", [["UBND TỈNH KON TUM"]]),
    ("titles and a blank row", [["UBND TỈNH KON TUM"], ["BÁO CÁO TÌNH HÌNH"], ["Từ ngày 01/06/2020"], []]),
    ("a title over the middle", [[None, None, None, "DANH SÁCH HỒ SƠ"], []]),
    ("a title that is as long as a table", [["Đơn vị", "Sở Xây dựng", None, "Kỳ", "Quý II"], []]),
    ("a deep letterhead", [[f"Dòng {number}"] for number in range(40)]),
]


@pytest.mark.parametrize(("_", "titles"), TITLES, ids=[case[0] for case in TITLES])
@pytest.mark.parametrize("heading", [[PLAIN], MERGED, THREE_ROWS], ids=["one row", "two rows", "three rows"])
def test_data_begin_below_the_heading_whatever_stands_above(_, titles, heading):
    match = sheets.best([*titles, *heading, DATA])
    assert match.is_whole
    assert match.heading_row + match.span == len(titles) + len(heading)
    assert {column.index: column.field for column in match.columns if column.field} == FIELDS


def test_the_title_is_no_part_of_the_heading():
    match = sheets.best([["UBND TỈNH KON TUM"], PLAIN, DATA])
    assert (match.heading_row, match.span) == (1, 1)
    assert [column.heading for column in match.columns] == PLAIN


@pytest.mark.parametrize("turn", range(1, len(PLAIN)))
def test_columns_may_stand_in_any_order(turn):
    order = [*range(turn, len(PLAIN)), *range(turn)][::-1]
    match = sheets.best([[PLAIN[i] for i in order], [DATA[i] for i in order]])
    assert match.is_whole
    assert {order[column.index]: column.field for column in match.columns if column.field} == FIELDS


def test_a_parent_gives_its_meaning_to_its_children_only(tmp_path):
    layout = _layout(
        tmp_path,
        fields='case_id = ["Mã"]\nreceived_at = ["Nhận / Ngày"]\nfinished_at = ["Xong / Ngày"]',
        required='["case_id", "received_at", "finished_at"]',
    )
    match = sheets.best([["Mã", "Nhận", None, "Xong"], [None, "Ngày", "Giờ", "Ngày"], ["A-1", "1", "2", "3"]], layout)
    assert [column.field for column in match.columns] == ["case_id", "received_at", None, "finished_at"]
    assert [column.heading for column in match.unknown] == ["Nhận / Giờ"]


def test_rows_of_data_are_never_a_heading():
    words = ["1", "Đơn vị", "Trạng thái", "Lĩnh vực", None, "Ghi chú", "03/06/2020", "Thủ tục"]
    match = sheets.best([PLAIN, words, DATA, words])
    assert (match.heading_row, match.span, match.is_whole) == (0, 1, True)


def test_a_sparse_first_row_of_data_is_no_second_heading_row():
    match = sheets.best([PLAIN, [None, "000.00.11.H34-200603-0001", None, None, None, "03/06/2020"], DATA])
    assert (match.heading_row, match.span) == (0, 1)


@pytest.mark.parametrize(
    "grid",
    [[DATA, sheets.case_row(2)], [["Mã hồ sơ"], ["A-1"]], [["Tổng hợp", "Quý I"], ["a", "b"]], [[None, None]]],
    ids=["data alone", "one heading", "another table", "nothing"],
)
def test_a_sheet_without_known_headings_matches_nothing(grid):
    width = max(len(row) for row in grid)
    assert recognise([row + [None] * (width - len(row)) for row in grid], sheets.layouts()) == []


def test_headings_are_looked_for_near_the_top_only():
    blank = [[None] * len(PLAIN)] * HEAD_ROWS
    assert recognise([*blank[1:], PLAIN, DATA], sheets.layouts())[0].heading_row == HEAD_ROWS - 1
    assert recognise([*blank, PLAIN, DATA], sheets.layouts()) == []


def test_a_missing_required_heading_is_named():
    match = sheets.best([[heading for heading in PLAIN if heading != "Ngày hẹn trả"], DATA[:-1]])
    assert (match.missing, match.is_whole) == (("due_at_original",), False)


def test_an_unknown_heading_is_named_with_its_column():
    match = sheets.best([[*PLAIN, "Nhóm máu"], [*DATA, "O"]])
    assert ([(column.index, column.heading) for column in match.unknown], match.is_whole) == ([(8, "Nhóm máu")], False)


@pytest.mark.parametrize("second", ["Mã hồ sơ", "Số hồ sơ"], ids=["same spelling", "other spelling"])
def test_two_columns_for_one_field_are_not_whole(second):
    match = sheets.best([[*PLAIN, second], [*DATA, "A-1"]])
    assert ([column.index for column in match.repeated], match.is_whole) == ([8], False)


KINDS = [
    (["Mã TTHC", "Tên TTHC", "Cấp thực hiện", "Lĩnh vực"], "published_procedures"),
    (["Mã TTHC", "Tên TTHC", "Đơn vị", "Lĩnh vực"], "configured_procedures"),
    (["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"], "national_procedure_list"),
    (["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"], "onestop_case_list"),
    (["Mã hồ sơ", "Ngày hẹn trả", "Ngày hẹn trả mới", "Ngày lập phiếu"], "apology_slips"),
]


@pytest.mark.parametrize(("heading", "layout_id"), KINDS, ids=[case[1] for case in KINDS])
def test_of_layouts_that_share_headings_the_right_one_wins(heading, layout_id):
    grid = [heading, ["1.000001", *["x"] * (len(heading) - 1)]]
    assert sheets.best(grid).layout.layout_id == layout_id
    assert sheets.best(grid, sheets.layouts()[::-1]).layout.layout_id == layout_id


def _layout(folder: Path, fields: str = 'case_id = ["Mã"]', required: str = '["case_id"]', **other: str):
    told = {"kind": '"cases"', "date_order": '"dmy"', "required": required} | other
    text = "\n".join(f"{name} = {value}" for name, value in told.items() if value) + f"\n[fields]\n{fields}\n"
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return load_layouts(folder)


# what is wrong | how | what the message must say, besides the file
MALFORMED = [
    ("no TOML", {"kind": '"cases'}, "cannot be read"),
    ("unknown kind", {"kind": '"invoices"'}, "kind must be one of"),
    ("no kind", {"kind": ""}, "kind must be one of"),
    ("no order of dates", {"date_order": ""}, "date_order must be one of"),
    ("unknown order of dates", {"date_order": '"ydm"'}, "date_order must be one of"),
    ("a field that the kind has not", {"fields": 'blood_group = ["Nhóm máu"]', "required": "[]"}, "blood_group"),
    pytest.param("a heading that is text, not a list", {"fields": 'case_id = "Mã hồ sơ"'}, "case_id"),
    ("a required field without heading", {"required": '["case_id", "received_at"]'}, "received_at"),
]


@pytest.mark.parametrize(("_", "wrong", "says"), MALFORMED)
def test_a_malformed_layout_is_named(tmp_path, _, wrong, says):
    with pytest.raises(SetupError) as told:
        _layout(tmp_path, **wrong)
    assert str(tmp_path / "mine.toml") in told.value.vi
    assert str(tmp_path / "mine.toml") in told.value.en
    assert says in told.value.en


@pytest.mark.parametrize("name", ["mine.toml", "kinds.toml"])
def test_a_layout_in_another_encoding_is_named(tmp_path, name):
    _layout(tmp_path)
    (tmp_path / name).write_bytes('kind = "cases" # Mã'.encode("utf-16"))
    with pytest.raises(SetupError, match=name):
        load_layouts(tmp_path)


def test_a_layout_that_is_whole_loads(tmp_path):
    (loaded,) = _layout(tmp_path, fields='case_id = ["Mã", "Số"]')
    assert (loaded.layout_id, loaded.kind, loaded.key, loaded.source_system) == ("mine", "cases", "case_id", "mine")
    assert loaded.heading_of("case_id") == "Mã"


def test_a_folder_without_layouts_is_named(tmp_path):
    with pytest.raises(SetupError, match=tmp_path.name):
        load_layouts(tmp_path)


def test_every_heading_of_a_layout_means_one_thing():
    for layout in sheets.layouts():
        told = [h for table in (layout.fields, layout.presence, layout.hashed) for hs in table.values() for h in hs]
        told += layout.dropped + layout.ignored
        assert len({fold_heading(heading) for heading in told}) == len(told), layout.layout_id
