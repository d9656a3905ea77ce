"""The door: what of a cell passes, field group by field group, and that a person passes in none of them."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import ROOT
from flows.common.sql_files import run_macros
from flows.door.door import GAP, MASK, looks_personal, open_door
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

REFERENCE = ROOT / "data" / "reference"
DOOR = open_door(REFERENCE, b"key")
PEOPLE = ("Nguyễn Văn An", "TRẦN THỊ HÀ", "Lý Công Minh", "A Thút", "Y Nhan", "Hồ Chí Công", "Lê Lợi An")
NUMBERS = (
    "0905123456",
    "0905 123 456",
    "+84 905.123.456",
    "(026) 0386 2345",
    "233123456",
    "062090001234",
    "an@gmail.com",
)


@pytest.fixture(scope="module")
def sql():
    with duckdb.connect() as connection:
        run_macros(connection)
        yield lambda call, value: connection.execute(f"select {call}(?)", [value]).fetchone()[0]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_persons_number_is_told_the_same_way_in_python_and_sql(sql, number):
    assert looks_personal(number) and sql("looks_personal", number)
    assert looks_personal(f"gọi {number} nhé") and sql("looks_personal", f"gọi {number} nhé")
    assert [sql(call, number) for call in ("passes_code", "passes_time", "passes_number")] == [False] * 3
    assert DOOR.passes("words", number) == DOOR.passes("titles", number) == DOOR.passes("units", number) == MASK


CODES = (
    *("000.00.06.H34-200601-0012", "H34.06-200601-00012", "H34.106-200601-0012", "G22.99.12-200601-0012"),
    *(
        "2.000635",
        "2.000635.000.00.00.H34",
        "TS_lop1.000.00.00.H22",
        "XN_CUTRU.000.00.00.H34",
        "101004128563",
        "14-00029168",
        "RPP",
    ),
    *("12/PXL-UBND", "#REF!", "000.00.06.H34 - 200601 - 0012"),
)


@pytest.mark.parametrize("code", CODES)
def test_a_code_passes(sql, code):
    assert sql("passes_code", code) and not looks_personal(code)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("H34.02-201030-1", True),  # 02 201 030 1 would be a telephone number
        ("H34.03-201030-12", True),
        ("H34.02-201330-1", False),  # no such month
        ("H34.02-201032-1", False),
        ("02-201030-1", False),
    ],
)
def test_a_code_without_the_zeros_of_its_number_is_no_telephone(sql, text, passes):
    assert looks_personal(text) and sql("passes_code", text) is passes


@pytest.mark.parametrize("text", [*PEOPLE, "Hồ sơ của Nguyễn Văn An", "Nguyễn Văn An 12", "an.nguyen@x.vn"])
def test_a_name_is_no_code_no_time_and_no_number(sql, text):
    assert not any(sql(call, text) for call in ("passes_code", "passes_time", "passes_number"))


TIMES = ("03/06/2020", "3/6/2020 8:15", "03/06/2020 08:15:00", "2020-06-03", "2020-06-03 08:15:00", "20200603081500",
         "2020-06-03T08:15:00.000+0700", "2020-06-03T01:15:00Z", "1591146900000", "43985.34375", "43985",
         "08:15 03/06/2020", "03/06/2020 08:15:00 CH", "31/02/2021", "-", "#N/A")  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_a_time_passes(sql, time):
    assert sql("passes_time", time)


STATUSES = (
    ("Đang xử lý", "Đang xử lý"),
    ("Chờ ký duyệt", "Chờ ký duyệt"),
    ("ĐÃ TRẢ KẾT QUẢ", "ĐÃ TRẢ KẾT QUẢ"),
    ("Đã chuyển xyzt", f"Đã chuyển {GAP}"),
    ("Chờ Nguyễn Văn An ký", f"Chờ {GAP} ký"),
    ("đã chuyển cho lý công minh xử lý", f"đã chuyển cho {GAP} xử lý"),
    ("nguyen van an", GAP),
    ("Thôn 5, nhà Lê Thị Hải", f"Thôn 5, nhà {GAP}"),
    ("Trả kết quả", "Trả kết quả"),  # Trà is a family name, Trả is none
    ("Mức độ 0748–620–065", MASK),
    ("Mức độ 233 12 34 56", MASK),  # nine digits, however they stand
    ("Mức độ 233 12 34 5", "Mức độ 233 12 34 5"),
    ("Nguyễn Văn An", MASK),
    ("Lý Công Minh", MASK),  # each word for itself is one of the lists
    ("Hồ sơ mới", "Hồ sơ mới"),  # Hồ is a family name, too
)


@pytest.mark.parametrize(("written", "passed"), STATUSES)
def test_of_a_status_the_known_words_pass(written, passed):
    assert DOOR.passes("words", written) == passed


UNITS = (
    *("UBND xã Đăk Long", "Đắk Hà", "xa dak long", "UBND TP. Kon Tum", "Sở Nông nghiệp và PTNT", "Xã Đăk Lnog"),
    *("UBND phường Lê Lợi", "Lê Lợi", "XãĐăkLong", "608 - Đắk Glei", "000.16.32.H34", "Bộ phận Một cửa xã Đăk Pxi"),
    *("Hà Mòn, Đắk Hà", "Đắk Hà - Hà Mòn", "Hà Mòn (Đắk Hà)"),
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_passes_with_its_typing_errors(unit):
    assert DOOR.passes("units", unit) == unit


@pytest.mark.parametrize("person", [*PEOPLE, "nguyễn thị hà", "Ông Nguyễn Văn An", "Phạm Quốc Bảo Khánh"])
def test_a_person_is_no_unit(person):
    assert DOOR.passes("units", person) == MASK


def test_without_the_office_lists_the_door_is_closed(tmp_path):
    door = open_door(tmp_path, b"key")
    assert [door.passes(group, "Đang xử lý") for group in ("words", "units", "bodies")] == [GAP, MASK, GAP]
    assert door.passes_code("SNV-12") == door.passes_code("SNV-12") != "SNV-12"


def test_an_office_that_answers_for_it_lets_all_words_pass_that_are_not_like_a_person(tmp_path):
    (tmp_path / "family_names.csv").write_bytes((REFERENCE / "family_names.csv").read_bytes())
    (tmp_path / "words.csv").write_text("word\n*\n", encoding="utf-8")
    door = open_door(tmp_path, b"key")
    assert [door.passes(group, "Parking Works") for group in ("words", "units")] == ["Parking Works"] * 2
    assert [door.passes(group, "Nguyễn Văn An") for group in ("words", "units", "titles")] == [MASK] * 3


@given(st.text(max_size=40), st.sampled_from(["words", "units", "titles"]), st.sampled_from(NUMBERS))
def test_no_text_takes_a_number_through(text, group, number):
    assert number not in DOOR.passes(group, f"{text} {number} {text}")


def test_the_door_changes_with_its_lists(tmp_path):
    before = open_door(tmp_path, b"key").sha256
    (tmp_path / "words.csv").write_text("word\nký\n", encoding="utf-8")
    assert open_door(tmp_path, b"key").sha256 != before


STATUS = HEADINGS.index("Trạng thái")


def _with(column: int, values: list[str]) -> list[list]:
    rows = [case_row(n) for n in range(1, len(values) + 1)]
    for row, value in zip(rows, values, strict=True):
        row[column] = value
    return [HEADINGS, *rows]


@pytest.mark.parametrize("column", range(len(HEADINGS)))
def test_a_column_full_of_phone_numbers_stops_the_sheet_unless_it_is_declared_personal(tmp_path, column):
    numbers = [f"09051234{n:02}" for n in range(10)]
    using = sheets.settings(tmp_path)
    outcome = sheets.ingest(sheets.write(using.raw / "list.csv", _with(column, numbers)), using)
    if HEADINGS[column] in ("Người nộp", "Số điện thoại"):
        assert not outcome.refused
        return
    (refusal,) = outcome.refused
    assert refusal.found == HEADINGS[column] and "[personal]" in refusal.todo_en and not outcome.landed
    assert not any("0905" in str(value) for value in refusal.as_dict().values())


def test_one_number_in_a_column_is_masked_and_counted(tmp_path):
    card, landed = sheets.land(tmp_path, _with(STATUS, ["Đang xử lý"] * 9 + ["0905123456"]))
    assert landed[9]["status"] == MASK and landed[8]["status"] == "Đang xử lý"
    assert card.values_masked == 1


def test_a_masked_code_stays_one_code(tmp_path):
    _, landed = sheets.land(tmp_path, _with(1, ["Nguyễn Văn An", "Nguyễn Văn An", "Trần Thị Hà"]))
    first, second, third = (row["case_id"] for row in landed)
    assert first == second != third and first.startswith(MASK)
