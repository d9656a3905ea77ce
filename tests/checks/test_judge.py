"""The judge is judged: a check that could not run, or a result that contradicts itself, stops the run."""

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from checks import judge
from checks.rules import load_rules
from flows.common.errors import ChecksBroken
from flows.steps import build_marts, judge_marts
from flows.warehouse.warehouse import open_warehouse
from tests.casebook import Casebook, ingest_all, rows_of
from tests.simulator.labels import NOT_PLANTED

RULES = {rule.rule_id: rule for rule in load_rules()}
INVARIANTS = [rule for rule in load_rules() if rule.kind == "invariant"]
DAY = {"procedure_code": "1.000001", "received_at": "03/06/2020", "due_at_original": "10/06/2020"}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Casebook:
    """Five cases of 611: on time, late, overdue, withdrawn, and one late case that was agreed upon."""
    book = Casebook(tmp_path_factory.mktemp("judge") / "book")
    ends = [("10", "08/06/2020"), ("10", "11/06/2020"), ("4", ""), ("7", "05/06/2020"), ("10", "12/06/2020")]
    rows = [{"case_id": f"C-{n}", "status": code, "finished_at": end} | DAY for n, (code, end) in enumerate(ends)]
    book.cases("611.csv", rows, sender="611")
    book.write("phieu.csv", "apology_slips", [{"case_id": "X-9", "slip_date": "09/06/2020", "new_due_date": ""}])
    return book


@pytest.fixture
def warehouse(book, tmp_path) -> Path:
    """A fresh copy of the built warehouse, not yet judged."""
    built = book.folder / "built.duckdb"
    if not built.exists():
        build_marts(built, book.settings(), ingest_all(book.settings()))
    return Path(shutil.copy(built, tmp_path))


@pytest.fixture
def declared(monkeypatch):
    """Declares other rules for one test."""
    return lambda *rules: monkeypatch.setattr(judge, "load_rules", lambda: rules)


def _tables(warehouse: Path) -> set[str]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}


def _prepare(warehouse: Path, *statements: str) -> None:
    with open_warehouse(warehouse) as connection:
        judge.prepare(connection, ("arrived", "law"))
        for statement in statements:
            connection.execute(statement)


def test_a_whole_run_for_comparison(warehouse, declared, book) -> None:
    declared(RULES["B1"], RULES["B5"], *INVARIANTS)
    judge_marts(warehouse, book.settings())
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counted = connection.sql("select rule_id, judged, unexpected from check_counts order by 1").fetchall()
    assert counted == [("B1", 4, 3), ("B5", 3, 3)]


BROKEN = {
    "the measure is gone": "create or replace view judged_b1 as select * exclude (measure) from judged_cases_b1",
    "the view fails": "create or replace view judged_b1 as select case_id, cast(case_id as integer) as measure "
    "from judged_cases_b1",
}


@pytest.mark.parametrize("statement", BROKEN.values(), ids=BROKEN.keys())
def test_a_check_that_crashes_is_no_finding(warehouse, declared, book, statement) -> None:
    declared(RULES["B1"], *INVARIANTS)
    _prepare(warehouse, "create table judged_cases_b1 as select *, measure as kept from judged_b1", statement)
    with pytest.raises(ChecksBroken, match="B1"):
        judge_marts(warehouse, book.settings())
    assert not _tables(warehouse) & {"listed_findings", "findings", "rule_results"}


def test_a_measure_that_cannot_be_compared_is_no_finding(warehouse, declared, book) -> None:
    declared(replace(RULES["B1"], measure="case_id"), *INVARIANTS)
    _prepare(warehouse)
    with pytest.raises(ChecksBroken, match="B1"):
        judge_marts(warehouse, book.settings())
    assert "findings" not in _tables(warehouse)


UNREADABLE = {
    "population": {"population": "no_such_column = 1"},
    "measure": {"measure": "no_such_column"},
    "table": {"table": "no_such_table"},
    "need": {"needs": ("no_such_input",)},
}


@pytest.mark.parametrize("wrong", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_rule_that_names_what_is_not_there_stops_the_run(warehouse, declared, wrong) -> None:
    declared(replace(RULES["B1"], **wrong), *INVARIANTS)
    with pytest.raises((ChecksBroken, duckdb.Error)):
        _prepare(warehouse)


def test_an_empty_measure_is_no_success(warehouse, declared, book) -> None:
    """The withdrawn case has no `days_late`; an expectation would pass over it in silence."""
    declared(replace(RULES["B1"], population="true"), *INVARIANTS)
    _prepare(warehouse)
    with pytest.raises(ChecksBroken, match="1 empty values of days_late"):
        judge_marts(warehouse, book.settings())
    assert "findings" not in _tables(warehouse)


TAMPERED = {
    "I1": "update unit_lateness set withdrawn = withdrawn + 1",
    "I2": "update unit_lateness set completed_early = completed_early + 1",
    "I3": "update unit_lateness set pending_in_time = pending_in_time + 1",
    "I4": "update unit_month_lateness set received = received + 1 where month_start = '2020-06-01'",
    "I5": "update unit_lateness set carried_over = carried_over + 1, withdrawn = withdrawn + 1",
    "I6": "delete from stg_cases where case_code = 'C-0'",
    "I8": "delete from missing_apologies where case_id = 'C-1'",
    "I13": "update form_06 set completed_late = completed_late + 1 where line_kind = 'total' and period_id = 'window'",
    "I11": "update form_06 set carried_over = carried_over + 1 where period_id = 'quarter_2020_3'",
    "I12": "delete from form_06_case_states where record_id = (select min(record_id) from form_06_case_states)",
    "I9": "insert into unit_reconciliation select '611', '', 'a', 'b', 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0",
    "I10": "update unit_deadlines set not_published = not_published + 1",
    "I14": "update unit_online_services set received = received + 1",
    "I15": "update unit_rates set standing = 'worse', is_higher_worse = true, low_rate = 0.1, common_rate = 0.2",
}


@pytest.mark.parametrize(("rule_id", "statement"), TAMPERED.items(), ids=TAMPERED.keys())
def test_a_result_that_contradicts_itself_stops_the_run(warehouse, declared, book, rule_id, statement) -> None:
    declared(RULES["B1"], RULES["B5"], RULES[rule_id])
    with open_warehouse(warehouse) as connection:
        connection.execute(statement)
    with pytest.raises(ChecksBroken, match=rule_id):
        judge_marts(warehouse, book.settings())


def test_a_finding_that_was_not_counted_stops_the_run(warehouse, declared, book, monkeypatch) -> None:
    declared(RULES["B1"], RULES["I7"])
    listing = judge.list_findings

    def losing_one(connection, judged, thresholds) -> None:
        listing(connection, judged, thresholds)
        connection.execute("delete from listed_findings where case_id = 'C-1'")

    monkeypatch.setattr(judge, "list_findings", losing_one)
    with pytest.raises(ChecksBroken, match="I7"):
        judge_marts(warehouse, book.settings())


def test_every_invariant_is_tampered_with() -> None:
    assert {rule.rule_id for rule in INVARIANTS} == TAMPERED.keys() | {"I7"}


@pytest.mark.parametrize("rule", [r for r in load_rules() if r.kind != "invariant"], ids=lambda rule: rule.rule_id)
def test_three_ways_of_counting_agree_on_the_sample(sample, rule) -> None:
    def figures(query: str) -> tuple:
        return sample.execute(query, [rule.rule_id]).fetchall()[0]

    judged, unexpected = figures("select judged, unexpected from check_counts where rule_id = ?")
    assert figures("select count(*) from findings where rule_id = ?") == (unexpected,)
    totals = "select coalesce(sum(applicable), 0), coalesce(sum(findings), 0) from rule_results where rule_id = ?"
    by_unit = figures(totals)
    assert by_unit == (judged, unexpected)
    assert unexpected <= judged
    assert (unexpected > 0) == (rule.rule_id not in NOT_PLANTED)


def test_a_finding_is_one_row_with_an_id_of_its_own(sample) -> None:
    found = sample.execute("select count(*), count(distinct finding_id) from findings").fetchall()
    assert len(set(found[0])) == 1


ENTRIES = [
    ("B1", "C-1", "", "2020-01-01", "2021-12-31", "the case"),
    ("B1", "C-4", "611", "", "", "the case, without days"),
    ("B1", "C-2", "", "2020-01-01", "2020-12-31", "run out before the window ended"),
    ("B5", "", "611", "2020-01-01", "", "the unit"),
    ("A6", "C-1", "612", "", "", "another unit"),
    ("B3", "", "", "", "", "neither case nor unit"),
]


def test_an_acknowledged_finding_stays_and_is_marked(book, tmp_path, declared) -> None:
    declared(RULES["A6"], RULES["B1"], RULES["B5"], *INVARIANTS)
    names = ("rule_id", "case_id", "unit_code", "valid_from", "valid_until", "reason")
    book.reference("acknowledged", [dict(zip(names, entry, strict=True)) for entry in ENTRIES])
    build_marts(tmp_path / "a.duckdb", book.settings(), ingest_all(book.settings()))
    (book.references / "acknowledged.csv").unlink()
    judge_marts(tmp_path / "a.duckdb", book.settings())
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as connection:
        found = rows_of(connection, "select rule_id, case_id, is_acknowledged from findings order by 1, 2")
    assert [tuple(row.values()) for row in found] == [
        ("B1", "C-1", True),
        ("B1", "C-2", False),
        ("B1", "C-4", True),
        ("B5", "C-1", True),
        ("B5", "C-2", True),
        ("B5", "C-4", True),
    ]


def test_the_entries_of_the_sample_are_in_force(sample) -> None:
    """They were agreed upon after the window's end, as all are that answer to an audit of it."""
    marked = rows_of(sample, "select rule_id, unit_code from findings where is_acknowledged order by 1")
    assert marked == [{"rule_id": "B1", "unit_code": "SXD"}, {"rule_id": "U5", "unit_code": "612"}]
