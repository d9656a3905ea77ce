"""Any table of cases, in any container, comes back as it was written: tables drawn by Hypothesis, not by hand."""

import tempfile
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from flows.reading.ingest import ingest_file
from flows.tables.layouts import load_layouts
from flows.warehouse.warehouse import run_macros
from tests.casebook import LAYOUTS
from tests.shapes import delivery
from tests.shapes.containers import BOOKS, CONTAINERS, RECORDS, TEXTS
from tests.shapes.spelling import STATUSES
from tests.shapes.table import Shape

MOMENTS = {
    "received_at": ["Ngày tiếp nhận", "Thời gian tiếp nhận"],
    "due_at_original": ["Ngày hẹn trả", "Hạn trả kết quả"],
    "finished_at": ["Ngày có kết quả", "Ngày hoàn thành"],
    "returned_at": ["Ngày trả kết quả", "Ngày trả"],
}
WORDS = {"status": ["Trạng thái", "Tình trạng"]}
FREE = {"note": ["Ghi chú"], "content": ["Nội dung", "Trích yếu"], "address": ["Địa chỉ"], "person": ["Người nộp"]}
HEADINGS = {"case_id": ["Mã hồ sơ", "Số hồ sơ", "Mã HS"]} | MOMENTS | WORDS | FREE
REQUIRED = ["case_id", "received_at", "due_at_original"]
LEGACY = {"windows-1258", "tcvn3", "vni"}
TYPED = {*BOOKS, "parquet"} - {"html named xls", "zip"}
SPELLINGS = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y", "%H:%M %d/%m/%Y"]
SPELLINGS += ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "  %d/%m/%Y  ", "\u00a0%d/%m/%Y %H:%M:%S"]
SPELLINGS += ["%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S.000+07:00"]

vietnamese = st.text("aăâđêôơưĐẤừệ ,;|\"'()-/:.0123456789\n", min_size=1, max_size=12)
looks_like = st.sampled_from(["=1+1", "+84", "-", "1e5", "007", "01/02", "3,5", "#N/A", "TRUE", "NULL", "Tổng số: 5"])
strange = st.one_of(looks_like, st.text("😀é\t\"'<&>%\u200b\u00a0\n", max_size=8), st.just("rất dài " * 3000))
codes = st.sampled_from(
    ["000.00.41.H34-200601-{:04d}", "H34.41-200601-{:05d}", "1E5-{:04d}", "007-{:04d}", "2020-06-{:02d}"]
)
moments = st.datetimes(datetime(2019, 1, 1), datetime(2021, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


@st.composite
def spelled(draw: st.DrawFn, is_typed: bool) -> tuple[object, datetime]:
    """A moment as a cell and as it must be understood: a spelling without seconds or time has lost them."""
    moment = draw(moments)
    if is_typed:
        return moment, moment
    pattern = draw(st.sampled_from(SPELLINGS))
    if "%H" not in pattern:
        moment = moment.replace(hour=0, minute=0, second=0)
    return moment.strftime(pattern), moment if "%S" in pattern else moment.replace(second=0)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, Shape, list[dict], list[dict]]:
    """A container, a shape, the cells of its cases and what must be understood of them."""
    container = draw(st.sampled_from(sorted(CONTAINERS)))
    fields = draw(
        st.permutations(REQUIRED + draw(st.lists(st.sampled_from(sorted(HEADINGS.keys() - {*REQUIRED})), unique=True)))
    )
    free = vietnamese if container in LEGACY else st.one_of(vietnamese, strange)
    form = draw(st.sampled_from(["NFC", "NFD"]))
    of_one_type = {name: draw(st.booleans()) for name in fields if name in MOMENTS and container == "parquet"}
    cells, meant = [], []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        case: dict = {"case_id": draw(codes).format(number)}
        true: dict = dict(case)
        for name in fields:
            if name in MOMENTS:
                is_typed = of_one_type.get(name, container in TYPED and draw(st.booleans()))
                case[name], true[name] = draw(spelled(is_typed))
            elif name in WORDS:
                true[name] = draw(st.sampled_from(STATUSES[4]))
                case[name] = unicodedata.normalize(form, draw(st.sampled_from(["{}", " {} "])).format(true[name]))
            elif name in FREE:
                case[name] = unicodedata.normalize(form, draw(free))
        cells.append(case)
        meant.append(true)
    columns = {}
    for place, name in enumerate(fields):
        heading = unicodedata.normalize(form, draw(st.sampled_from(HEADINGS[name])))
        columns[heading] = lambda case, name=name: case[name]
        if draw(st.integers(0, 5)) == 0:
            columns[" " * (place + 1)] = lambda case: None
    shape = Shape(
        "drawn",
        "one_stop",
        columns,
        is_printed=draw(st.booleans()),
        titles=tuple(draw(st.lists(st.sampled_from(["UBND TỈNH KON TUM", "BÁO CÁO, quý II; năm 2020\n(hai dòng)"])))),
        blank_before=frozenset(draw(st.sets(st.integers(1, 6), max_size=2))),
    )
    return container, shape, cells, meant


@pytest.fixture(scope="module")
def staging():
    with duckdb.connect() as connection:
        run_macros(connection)
        yield connection


LOADED = load_layouts(LAYOUTS)


@hypothesis(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tables())
def test_any_table_comes_back_as_it_was_written(staging, drawn):
    container, shape, cells, meant = drawn
    ending, write = CONTAINERS[container]
    with tempfile.TemporaryDirectory() as folder:
        using = delivery.settings(Path(folder))
        path = using.raw / f"drawn{ending}"
        write(path, shape, cells)
        outcome = ingest_file(path, using, LOADED)
        assert outcome.refused == []
        found = {}
        for sheet in outcome.landed:
            landed = staging.read_parquet(str(using.landed / sheet.parquet))
            times = ", ".join(f"parse_at(written({name}), 'dmy', 'Asia/Ho_Chi_Minh') as {name}" for name in MOMENTS)
            query = landed.query(
                "landed", f"select case_id, {times}, nfc_normalize(trim(status)) as status from landed"
            )
            rows = [dict(zip(query.columns, row, strict=True)) for row in query.fetchall()]
            found |= {row["case_id"].strip(): row for row in rows}
            assert sheet.rows_read == len(rows)
    assert sorted(found) == sorted(case["case_id"] for case in meant)
    for case in meant:
        row = found[case["case_id"]]
        assert {name: _seconds(row[name]) for name in case} == case


def _seconds(value: object) -> object:
    """Workbooks keep a moment as a fraction of a day: true to the second."""
    return (value + timedelta(milliseconds=500)).replace(microsecond=0) if isinstance(value, datetime) else value


def test_every_container_is_drawn():
    assert {*BOOKS, *TEXTS, *RECORDS} == {*CONTAINERS} and {*TEXTS} > LEGACY
