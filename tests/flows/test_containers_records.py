"""Records: JSON and Parquet come out as headings and rows of text, nested lists as sheets of their own."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from flows.common.limits import Limits
from flows.containers.records import json_records, records
from tests.flows.container_tools import only, read, trouble

ONE = (
    '{"Mã": "A-1", "so": 1.10, "to": 12345678901234567890123, "mu": 1e5, '
    '"dung": true, "rong": null, "chu": "hai\\ndòng"}'
)
ONE_ROW = ["A-1", "1.10", "12345678901234567890123", "1e5", "true", None, "hai\ndòng"]
KEYS = ["Mã", "so", "to", "mu", "dung", "rong", "chu"]


def _json(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "list.xlsx"  # a name says nothing
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    "shape", ["[{0}, {0}]", "{0}\n{0}\n", '{{"total": 2, "data": [{0}, {0}]}}', "\n [ {0},{0} ] \n"]
)
def test_every_leaf_is_text_as_it_is_written(tmp_path, shape, encoding):
    sheet = only(_json(tmp_path, shape.format(ONE), encoding))
    assert sheet.rows == sheet.head == [KEYS, ONE_ROW, ONE_ROW]
    assert sheet.is_records and sheet.parent is None and sheet.name == ("data" if "data" in shape else "")


NESTED = [
    {
        "ma": "A-1",
        "don_vi": {"ma": "608", "cap": {"so": 2}},
        "nhan": ["x", 1.5, None, True],
        "BoSung": [{"m": 1}, {"n": 2}],
    },
    {"ma": "A-2", "don_vi": None, "moi": 5, "nhan": [], "BoSung": [{"m": 3, "sau": [{"k": "s"}]}]},
    {},
]


def test_nested_records(tmp_path):
    top, child, grandchild = read(_json(tmp_path, json.dumps(NESTED)))
    assert top.rows == [
        ["ma", "don_vi.ma", "don_vi.cap.so", "nhan", "BoSung", "moi"],
        ["A-1", "608", "2", "x; 1.5; true", "2", None],
        ["A-2", None, None, None, "1", "5"],
        [None] * 6,
    ]
    assert (child.name, child.parent, grandchild.name, grandchild.parent) == ("BoSung", "", "sau", "BoSung")
    found = [dict(zip(child.rows[0], row, strict=True)) for row in child.rows[1:]]
    assert [(row["m"], row["n"], row["../ma"], row["../don_vi.ma"], row["../moi"]) for row in found] == [
        ("1", None, "A-1", "608", None),
        (None, "2", "A-1", "608", None),
        ("3", None, "A-2", None, "5"),
    ]
    assert grandchild.rows == [["k", "../m"], ["s", "3"]]


def test_records_beyond_one_part_are_numbered_on_and_keep_their_columns(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "PART_ROWS", 3)
    monkeypatch.setattr(json_records, "PIECE", 7)
    rows = [{"a": n} if n < 7 else {"b": n} for n in range(10)]
    sheet = only(_json(tmp_path, json.dumps(rows)))
    assert sheet.rows == [["a", "b"], *[[str(n), None] if n < 7 else [None, str(n)] for n in range(10)]]


# an object | the names of the sheets and their numbers of records
OBJECTS = [
    ({"data": [{"a": 1}], "other": [{"b": 1}, {"b": 2}]}, [("data", 1), ("other", 2)]),
    ({"result": {"items": [{"a": 1, "b": 2}], "page": 1}, "ok": True}, [("result.items", 1)]),
    ({f"k{n}": n for n in range(9)} | {"BoSung": [{"m": 1}]}, [("", 1), ("BoSung", 1)]),
    ({"a": 1}, [("", 1)]),
]


@pytest.mark.parametrize(("whole", "found"), OBJECTS)
def test_an_object_is_a_record_or_the_envelope_of_records(tmp_path, whole, found):
    assert [(sheet.name, len(sheet.rows) - 1) for sheet in read(_json(tmp_path, json.dumps(whole)))] == found


COLUMNS = {"Mã": ["A-1", "A-2", "A-3"], "so": [1, None, True]}
TABLES = [
    COLUMNS,
    {key: {str(n): cell for n, cell in enumerate(cells)} for key, cells in COLUMNS.items()},
    [list(COLUMNS), *map(list, zip(*COLUMNS.values(), strict=True))],
    {"columns": list(COLUMNS), "index": [0, 1, 2], "data": list(map(list, zip(*COLUMNS.values(), strict=True)))},
]


@pytest.mark.parametrize("whole", TABLES, ids=["by columns", "by numbered cells", "rows", "rows and headings apart"])
def test_a_table_without_records_is_read_row_by_row(tmp_path, whole):
    sheet = only(_json(tmp_path, json.dumps(whole)))
    assert sheet.rows == [["Mã", "so"], ["A-1", "1"], ["A-2", None], ["A-3", "true"]]
    assert sheet.is_records


# what is no table, or not clearly one | its rows
UNCLEAR = [
    ({"a": ["x", "y"], "b": ["z"]}, [["a", "b"], ["x; y", "z"]]),
    ({"a": ["x", "y"]}, [["a"], ["x; y"]]),
    ([["a", "b"]], [["value"], ["a; b"]]),
    ([["a", "b"], ["1", "2"], ["3", "4", "5"]], [["a", "b", "value"], ["1", "2", None], [None, None, "3; 4; 5"]]),
    ([["1", 2], ["a", "b"]], [["value"], ["1; 2"], ["a; b"]]),
]


@pytest.mark.parametrize(("whole", "rows"), UNCLEAR)
def test_lists_that_are_not_clearly_a_table_keep_every_cell(tmp_path, whole, rows):
    assert only(_json(tmp_path, json.dumps(whole))).rows == rows


def test_half_a_sign_costs_only_itself(tmp_path):
    sheet = only(_json(tmp_path, '[{"M\\ud83d": "A\\udc00-1", "so": "\\ud83d\\ude00"}, {"so": "x"}]'))
    assert sheet.rows == [["M\ufffd", "so"], ["A\ufffd-1", "😀"], [None, "x"]]


def test_a_long_envelope_is_read_without_holding_it(tmp_path, monkeypatch):
    monkeypatch.setattr(json_records, "SMALL", 10)
    monkeypatch.setattr(json_records, "PIECE", 16)
    whole = {"total": 2, "result": {"items": [{"a": n} for n in range(50)]}, "last": "x"}
    sheet = only(_json(tmp_path, json.dumps(whole, indent=1)))
    assert (sheet.name, sheet.rows) == ("result.items", [["a"], *[[str(n)] for n in range(50)]])


@pytest.mark.parametrize(
    "text", ['[{"a": 1}', '[{"a": 1}, {"b": ', '{"a": [1, 2}', '[{"a": 1}] x', '{"a": 1} {"b"', "[" * 9999]
)
def test_broken_json_is_told_with_its_line_and_without_its_content(tmp_path, text):
    told = trouble(_json(tmp_path, text.replace("1", '"bí mật"')))
    assert "line 1" in told.en and "bí mật" not in told.en + told.vi


def test_too_many_keys_are_told(tmp_path):
    path = _json(tmp_path, json.dumps([{str(n): n} for n in range(30)]))
    assert "30" in trouble(path, Limits(columns=20)).en


@pytest.mark.parametrize("text", ["[UBND TỈNH],x\nA-1,y\n", "{Mã},x\nA-1,y\n"])
def test_text_that_only_begins_like_json_is_text(tmp_path, text):
    assert len(only(_json(tmp_path, text)).rows) == 2


leaves = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False, allow_infinity=False)
)
flat = st.lists(st.dictionaries(st.sampled_from("abcde"), leaves), min_size=1, max_size=9)


@hypothesis(max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(flat.filter(any), st.booleans(), st.sampled_from([None, 1]))
def test_any_flat_records(tmp_path_factory, rows, by_line, indent):
    text = "\n".join(map(json.dumps, rows)) if by_line else json.dumps(rows, indent=indent)
    sheet = only(_json(tmp_path_factory.mktemp("json"), text))
    for row, record in zip(sheet.rows[1:], rows, strict=True):
        found = {key: value for key, value in zip(sheet.rows[0], row, strict=True) if value is not None}
        known = {key: value for key, value in record.items() if value is not None}
        assert found == {key: value if isinstance(value, str) else json.dumps(value) for key, value in known.items()}


def test_parquet(tmp_path):
    moment = datetime(2020, 6, 3, 8, 30)
    columns = {
        'Mã "hồ sơ"': pa.array(["A-1", None]),
        "ngày": pa.array([date(2020, 6, 3), None]),
        "lúc": pa.array([moment, datetime(2020, 6, 3)]),
        "có múi giờ": pa.array([(moment - timedelta(hours=7)).replace(tzinfo=UTC), None]),
        "số": pa.array([1.5, 2.0]),
        "nguyên": pa.array([1, None]),
        "đúng": pa.array([True, False]),
        "tiền": pa.array([Decimal("1.50"), None]),
        "loại": pa.array(["x", "x"]).dictionary_encode(),
    }
    rows = [
        list(columns),
        ["A-1", "2020-06-03", "2020-06-03 08:30:00", "2020-06-03 08:30:00", "1.5", "1", "true", "1.50", "x"],
        [None, None, "2020-06-03", None, "2", None, "false", None, "x"],
    ]
    pq.write_table(pa.table(columns), tmp_path / "a[1].csv")
    sheet = only(tmp_path / "a[1].csv")
    assert sheet.rows == sheet.head == rows and sheet.is_records and sheet.container == "Parquet"
    nested = columns | {"BoSung": pa.array([[{"m": 1}], []])}
    pq.write_table(pa.table(nested), tmp_path / "nested.parquet")
    top, child = read(tmp_path / "nested.parquet")
    assert [row[:-1] for row in top.rows] == rows and [row[-1] for row in top.rows] == ["BoSung", "1", None]
    assert child.rows[1][:2] == ["1", "A-1"] and child.parent == ""


def test_a_damaged_parquet_is_told(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-20])
    assert "damaged" in trouble(tmp_path / "cut.parquet").en
