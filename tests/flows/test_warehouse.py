"""The workshop: sources go in as text and whole, and the SQL files run in the order in which they read each other."""

import csv
from collections.abc import Callable
from dataclasses import replace
from graphlib import CycleError
from pathlib import Path

import duckdb
import pytest

from flows import ROOT
from flows.common.errors import Refusal, SetupError
from flows.reading.ingest import FileOutcome
from flows.tables.layouts import load_kinds
from flows.warehouse import warehouse
from flows.warehouse.warehouse import NATIONAL, REFERENCE, build, build_order, load_sources, open_warehouse, tables_read
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

ROOMS = ("staging", "intermediate", "marts", "judged", "verdicts", "invariants", "summary", "sheets")
KINDS = load_kinds(ROOT / "data" / "layouts")


@pytest.fixture
def using(tmp_path):
    """Settings whose reference folder is empty."""
    (tmp_path / "reference").mkdir()
    return replace(sheets.settings(tmp_path), reference=tmp_path / "reference")


def _load(using, outcomes: list[FileOutcome] = ()) -> duckdb.DuckDBPyConnection:
    connection = open_warehouse(using.raw.parent / "w.duckdb")
    try:
        load_sources(connection, using, outcomes, KINDS)
    except BaseException:
        connection.close()
        raise
    return connection


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return connection.execute(f"select count(*) from {table}").fetchone()[0]


def _reference(using, name: str, content: str | bytes) -> None:
    content = content.encode() if isinstance(content, str) else content
    (using.reference / f"{name}.csv").write_bytes(content)


def test_a_reference_file_that_is_not_there_is_an_empty_table(using):
    with _load(using) as connection:
        for name, columns in REFERENCE.items():
            assert connection.table(f"ref_{name}").columns == columns.replace("?", "").split()
            assert bool(connection.table(f"ref_{name}").fetchall()) == (name in NATIONAL)


@pytest.mark.parametrize("name", REFERENCE)
def test_a_reference_file_without_a_column_is_named_with_it(using, name):
    columns = REFERENCE[name].split()
    for lacking in (column for column in columns if not column.endswith("?")):
        heading = ["other", *(column for column in columns if column != lacking)]
        _reference(using, name, f"{','.join(heading)}\n{','.join('x' * len(heading))}\n")
        with pytest.raises(SetupError) as told:
            _load(using)
        for message in (told.value.vi, told.value.en):
            assert f"{name}.csv" in message and lacking in message


def test_a_reference_file_may_have_more_columns_in_any_order(using):
    _reference(
        using, "channels", '\ufeffnote,channel,channel_text\r\n"a, b",desk,"Trực tiếp, tại chỗ"\r\n,online,007\r\n'
    )
    with _load(using) as connection:
        found = connection.table("ref_channels").fetchall()
    assert found == [("Trực tiếp, tại chỗ", "desk"), ("007", "online")]


def test_a_reference_file_of_headings_alone_is_an_empty_table(using):
    _reference(using, "channels", "channel_text,channel\n")
    with _load(using) as connection:
        assert connection.table("ref_channels").fetchall() == []


UNREADABLE = [
    pytest.param("", id="empty"),
    pytest.param("channel_text;channel\nA;desk\n", id="semicolons"),
    pytest.param("channel_text,channel\nĐ,desk\n".encode("utf-16"), id="utf-16"),
    pytest.param("channel_text,channel\n" + "A,desk\n" * 30_000 + "B,desk,more\n", id="a cell too many"),
    pytest.param(b"channel_text,channel\n" + b"A,desk\n" * 30_000 + b"\xd0,desk\n", id="no utf-8"),
]


@pytest.mark.parametrize("content", UNREADABLE)
def test_a_reference_file_that_cannot_be_read_is_named(using, content):
    _reference(using, "channels", content)
    with pytest.raises(SetupError, match=r"channels\.csv"):
        _load(using)


def test_the_office_s_own_reference_files_load_whole(tmp_path):
    using = sheets.settings(tmp_path)
    with _load(using) as connection:
        for name in REFERENCE:
            with (using.reference / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                assert _count(connection, f"ref_{name}") == len(list(csv.DictReader(file)))


def test_landed_rows_refusals_covers_and_fields_go_in(using):
    path = sheets.write(using.raw / "a.csv", [HEADINGS, case_row(1), case_row(2)])
    outcome = sheets.ingest(path, using)
    outcome.landed[0].covers = ["608", "62"]
    outcome.landed[0].sender_unit_code = "608"
    told = Refusal("b.csv", "Quý II", 3, "C", "found", "expected", "làm gì", "do what", "vì sao", "why")
    with _load(using, [outcome, FileOutcome("b.csv", "f" * 64, 5, refused=[told])]) as connection:
        rows = connection.sql("select case_id, row_number from landed_cases order by 2").fetchall()
        assert rows == [(case_row(1)[1], 2), (case_row(2)[1], 3)]
        extracts = connection.sql("select file_name, outcome, rows_read from source_extracts order by 1").fetchall()
        assert extracts == [("a.csv", "read", 2), ("b.csv", "refused", None)]
        assert connection.sql("select unit_code from source_extract_covers order by 1").fetchall() == [
            ("608",),
            ("62",),
        ]
        assert ("status",) in connection.sql("select field from source_extract_fields").fetchall()
        (refused,) = connection.sql("select * exclude (extract_id) from source_refusals").fetchall()
        assert refused == ("Quý II", 3, "C", "found", "expected", "vì sao. làm gì")


def test_parameters_are_those_of_the_run(using):
    with _load(replace(using, grain="clock")) as connection:
        connection.execute((ROOT / "sql/staging/stg_parameters.sql").read_text(encoding="utf-8"))
        row = dict(zip([c[0] for c in connection.description], connection.fetchone(), strict=True))
    assert (row["window_from"], row["window_to"], row["grain"]) == (using.window_from, using.window_to, "clock")
    assert {name: row[name] for name in using.thresholds} == using.thresholds


def test_the_rooms_can_be_built_from_nothing_at_all(using):
    told: list[str] = []
    with _load(using) as connection:
        build(connection, on_table=told.append)
        built = {name for (name,) in connection.sql("select table_name from duckdb_tables()").fetchall()}
        assert _count(connection, "cases") == 0
    rooms = [path.stem for room in warehouse.ROOMS for path in build_order(room)]
    assert told == rooms and set(rooms) <= built


@pytest.mark.parametrize("name", ["Kỳ [1] năm 2020", "o'clock"])
def test_folders_with_odd_names(tmp_path, name):
    (tmp_path / name).mkdir()
    using = sheets.settings(tmp_path / name)
    outcome = sheets.ingest(sheets.write(using.raw / "a.xlsx", [HEADINGS, case_row(1)]), using)
    with _load(using, [outcome]) as connection:
        assert _count(connection, "landed_cases") == 1


@pytest.mark.parametrize("room", ROOMS)
def test_each_file_is_built_after_those_that_it_reads(room):
    order = [path.stem for path in build_order(room)]
    assert sorted(order) == sorted(path.stem for path in (ROOT / "sql" / room).rglob("*.sql"))
    for place, path in enumerate(build_order(room)):
        assert tables_read(path) & set(order) <= set(order[:place]) | {path.stem}


@pytest.fixture
def room(tmp_path, monkeypatch) -> Callable[..., list[str]]:
    """Writes a room of SQL files and gives the order in which they are built."""

    def order(**files: str) -> list[str]:
        (tmp_path / "sql" / "hall").mkdir(parents=True)
        for name, query in files.items():
            (tmp_path / "sql" / "hall" / f"{name}.sql").write_text(query, encoding="utf-8")
        monkeypatch.setattr(warehouse, "SQL", tmp_path / "sql")
        build_order.cache_clear()
        return [path.stem for path in build_order("hall")]

    yield order
    build_order.cache_clear()


def test_the_order_comes_from_what_is_read_not_from_names(room):
    assert room(a="select * from b join z using (x)", b="select * from (select 1 from z)", z="select 1") == [
        "z",
        "b",
        "a",
    ]


def test_a_circle_is_no_order(room):
    with pytest.raises(CycleError):
        room(a="select * from b", b="select * from a")


READS = [
    ("select * from a, b left join c using (x)", {"a", "b", "c"}),
    ("with a as (select * from b) select * from a", {"b"}),
    ("with a as (select * from a) select * from a", {"a"}),
    ("select (select max(x) from b) from a where exists (select 1 from c)", {"a", "b", "c"}),
    ("select * from a union all select * from b", {"a", "b"}),
    ("unpivot (select * from a) on x, y into name n value v", {"a"}),
    ("with recursive r as (select 1 from a union select 1 from r join b on true) select * from r", {"a", "b", "r"}),
]


@pytest.mark.parametrize(("query", "tables"), READS)
def test_what_a_file_reads(tmp_path: Path, query, tables):
    (tmp_path / "x.sql").write_text(query, encoding="utf-8")
    assert tables_read(tmp_path / "x.sql") == tables
