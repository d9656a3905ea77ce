"""Whom to visit, from files: a small province whose risks are worked out by hand, and the sample."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows.common.inspection import Inspection, own_inspection
from flows.inspection.visits import choose_visits
from flows.steps import choose
from flows.warehouse.warehouse import REFERENCE, open_warehouse
from tests.casebook import REFERENCE_FOLDER, Casebook, rows_of

DISTRICT = "618"  # Ia H'Drai: three communes
BUSY, SILENT, SMALL = "23535", "23537", "23538"
ELSEWHERE = ("23404", "23407")  # two communes of another district
UNITS = ("62", "SYT", "617", DISTRICT, BUSY, SILENT, SMALL, *ELSEWHERE)
ENTRIES = 25
REASON = "Xã đã được thanh tra tháng 3"


def cases(unit: str, count: int, late: int = 0, first: int = 1) -> list[dict]:
    """So many cases of June 2020 of which the first ones came late; in July where first is not 1."""
    month = "06" if first == 1 else "07"
    return [
        {
            "case_id": f"H34.{unit}-20{month}01-{number:04}",
            "unit": unit,
            "received_at": f"01/{month}/2020",
            "due_at_original": f"10/{month}/2020",
            "finished_at": f"{'12' if number < first + late else '08'}/{month}/2020",
            "status": "Đã trả kết quả",
        }
        for number in range(first, first + count)
    ]


def province(folder: Path, more: list[dict] = ()) -> Casebook:
    """Cases of two communes of the district, the register of one, nothing of the third; `more` of others."""
    book = Casebook(folder)
    whole = {"taken_at": "2021-05-05T08:00:00", "period_from": "2020-06-01", "period_to": "2021-04-30"}
    book.cases("cases.csv", cases(BUSY, 60, late=6) + cases(SMALL, 3, late=3), **whole)
    names = ("case_id", "unit", "received_at", "due_at_original")
    entries = [
        {name: row[name] for name in names} | {"returned_at": row["finished_at"]} for row in cases(BUSY, ENTRIES)
    ]
    book.write("so.csv", "register_book", entries)
    with (REFERENCE_FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit_code"] in UNITS]
    book.reference("unit_aliases", [])
    book.reference("units", [{name: row[name] for name in REFERENCE["units"].split()} for row in rows])
    if more:
        book.cases("more.csv", more, **whole)
    plan = [{"plan_no": 10, "unit_code": DISTRICT, "quarters": "Quý II, III"}]
    book.reference("inspection_plan", [*plan, {"plan_no": 14, "unit_code": "SYT", "quarters": "Quý III"}])
    return book


def chosen(book: Casebook) -> Path:
    book.audit().close()
    warehouse = book.folder / "day.duckdb"
    choose(warehouse, book.settings())
    return warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return chosen(province(tmp_path_factory.mktemp("visits") / "book"))


@pytest.fixture(scope="module")
def office(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def risks(office: duckdb.DuckDBPyConnection, unit: str) -> dict[str, dict]:
    rows = rows_of(office, "select * from visit_risks where unit_code = ?", [unit])
    return {row["component"]: row for row in rows}


def test_a_unit_that_delivered_nothing_is_no_low_risk(office):
    """Of 20 weights 2 (nothing delivered) and 1 (no rule assessable) count in full, 17 are not known: half."""
    told = risks(office, SILENT)
    known = {name: row for name, row in told.items() if row["is_known"]}
    assert {name: (row["value"], row["rate"], row["risk_points"]) for name, row in known.items()} == {
        "not_delivered": (334, 1.0, 10.0),
        "not_assessable": (known["not_assessable"]["denominator"], 1.0, 5.0),
    }
    unknown = {name: row["unknown_reason"] for name, row in told.items() if not row["is_known"]}
    assert unknown == {
        **dict.fromkeys(("late", "slips", "procedures", "signals", "altered", "register"), "no_cases"),
        **{"report": "no_report", "petitions": "no_input", "last_visit": "no_record"},
    }
    assert all(told[name]["scale_share"] == 0.5 and told[name]["value"] is None for name in unknown)
    assert sum(row["risk_points"] for row in told.values()) == pytest.approx(10 + 5 + 17 / 20 * 50)
    (choice,) = rows_of(office, "select * from visit_choices where unit_code = ?", [SILENT])
    assert (choice["chosen_by"], choice["risk_place"], choice["is_visited"]) == ("risk", 1, True)
    assert (choice["reason_1"], choice["counted_1"]) == ("not_delivered", "334/334")


def test_what_the_figures_of_a_unit_add_up_to(office):
    """One peer is too few to shrink towards: the lower end of the interval stands in, for 6 of 60 that is 4.66% of a
    scale of 20%; 3 of 3 count as 3 of 30. The register lacks 35 of 60 cases: 45.7% at least, more than the full 10%.
    """
    told = risks(office, BUSY)
    assert (told["late"]["value"], told["late"]["denominator"]) == (6, 60)
    assert told["late"]["rate"] == pytest.approx(0.0466, abs=1e-4)
    assert told["late"]["risk_points"] == pytest.approx(15 * 0.0466 / 0.2, abs=0.01)
    assert risks(office, SMALL)["late"]["rate"] == pytest.approx(0.0346, abs=1e-4)
    assert (told["register"]["value"], told["register"]["denominator"]) == (35, 60)
    assert told["register"]["rate"] == pytest.approx(0.457, abs=1e-3)
    assert told["register"]["risk_points"] == 10
    assert told["not_delivered"]["risk_points"] == 0
    for row in told.values():
        assert row["most_risk_points"] == pytest.approx(100 * row["weight"] / 20)
        assert row["risk_points"] == pytest.approx(row["most_risk_points"] * row["scale_share"])


def test_the_plan_and_two_communes_of_its_district_are_visited(office):
    told = rows_of(office, "select * from visit_choices order by plan_number, unit_level desc, chosen_by")
    assert [(row["unit_code"], row["chosen_by"]) for row in told if row["chosen_by"] == "plan"] == [
        (DISTRICT, "plan"),
        ("SYT", "plan"),
    ]
    communes = [row for row in told if row["unit_level"] == "commune"]
    assert Counter(row["chosen_by"] for row in communes) == {"risk": 1, "lot": 1}
    assert {(row["district_name"], row["plan_number"], row["plan_quarters"]) for row in communes} == {
        ("Huyện Ia H' Drai", 10, "Quý II, III")
    }
    shares = rows_of(office, "select sum(lot_share) as whole, count(lot_share) as communes from visit_lots")
    assert shares == [{"whole": pytest.approx(1), "communes": 2}]


def test_the_lists_of_files_are_as_long_as_they_should_be(office):
    """3 files: all; 60 files, 5%, 90%: 32; 25 entries: 2 deviating ones must be found, 17."""
    sizes = {
        (row["unit_code"], row["sample_list"]): (row["files"], row["sample_size"], row["size_convention"])
        for row in rows_of(office, "select * from sample_sizes")
    }
    assert sizes == {
        (SMALL, "drawn"): (3, 3, "all_files"),
        (BUSY, "drawn"): (60, 32, "hypergeometric"),
        (BUSY, "reverse"): (ENTRIES, 17, "hypergeometric"),
    }
    pulled = rows_of(office, "select unit_code, sample_list, list_number, case_id from visit_samples order by all")
    drawn = [row for row in pulled if row["sample_list"] != "directed"]
    assert Counter((row["unit_code"], row["sample_list"]) for row in drawn) == {
        key: size for key, (_, size, _) in sizes.items()
    }
    directed = [row["case_id"] for row in pulled if row["sample_list"] == "directed" and row["unit_code"] == BUSY]
    assert {row["case_id"] for row in cases(BUSY, 6)} <= set(directed) and len(directed) <= 20
    assert len(set(directed)) == len(directed)
    told = "select count(*) from visit_samples where sample_list <> 'directed' and rule_ids is not null"
    assert office.execute(told).fetchone() == (0,)
    reverse = "select count(*) from visit_samples where sample_list = 'reverse' and finished_at is not null"
    assert office.execute(reverse).fetchone() == (0,)


def numbers(connection: duckdb.DuckDBPyConnection, unit: str = BUSY) -> list[str]:
    query = "select case_id from visit_samples where sample_list = 'drawn' and unit_code = ? order by list_number"
    return [case_id for (case_id,) in connection.execute(query, [unit]).fetchall()]


def test_a_larger_sample_begins_with_the_smaller_one_and_another_seed_draws_another(warehouse, office, tmp_path):
    longer = replace(own_inspection(), numbers=own_inspection().numbers | {"confidence": 0.99})
    path = shutil.copy(warehouse, tmp_path / "again.duckdb")
    with open_warehouse(Path(path)) as connection:
        choose_visits(connection, longer)
        more = numbers(connection)
        connection.execute("update stg_parameters set lot_seed = lot_seed + 1")
        choose_visits(connection, longer)
        other = numbers(connection)
    few = numbers(office)
    assert len(few) == 32 < len(more) and more[:32] == few
    assert sorted(other) != sorted(more) and len(other) == len(more)


def test_rows_elsewhere_move_no_drawn_file_and_a_replacement_keeps_both_rows(office, tmp_path):
    """The lot's commune is replaced by the third one; the bodies of another district deliver cases, too."""
    (lot,) = rows_of(office, "select unit_code from visit_choices where chosen_by = 'lot'")
    (third,) = {BUSY, SMALL} - {lot["unit_code"]}
    book = province(tmp_path / "book", cases(ELSEWHERE[0], 50, late=20))
    replaced = {"unit_code": third, "replaces": lot["unit_code"], "reason": REASON, "agreed_by": "Trưởng đoàn"}
    idle = {
        "unit_code": ELSEWHERE[0],
        "replaces": ELSEWHERE[1],
        "reason": "r",
        "agreed_by": "t",
        "decided_on": "2021-05-20",
    }
    book.reference("visits", [replaced | {"decided_on": "2021-05-20"}, idle])
    with duckdb.connect(str(chosen(book)), read_only=True) as connection:
        assert numbers(connection) == numbers(office)
        told = {row["unit_code"]: row for row in rows_of(connection, "from visit_choices")}
        pulled = dict(
            connection.execute("select unit_code, any_value(is_visited) from visit_samples group by 1").fetchall()
        )
    left, came = told[lot["unit_code"]], told[third]
    assert (left["chosen_by"], left["is_visited"], left["replaced_by"]) == ("lot", False, third)
    assert (came["chosen_by"], came["is_visited"], came["replaces"]) == ("replacement", True, lot["unit_code"])
    assert left["replacement_reason"] == came["replacement_reason"] == REASON
    assert (told[ELSEWHERE[0]]["replacement_state"], told[ELSEWHERE[0]]["is_visited"]) == ("not_needed", False)
    assert (pulled[third], pulled[lot["unit_code"]]) == (True, False)
    assert sum(row["is_visited"] for row in told.values()) == 4


def test_without_a_weight_a_component_says_nothing(warehouse, tmp_path):
    path = shutil.copy(warehouse, tmp_path / "again.duckdb")
    only = Inspection(own_inspection().numbers, {"late": (1.0, 0.2)})
    with open_warehouse(Path(path)) as connection:
        connection.execute("delete from audit_risks where component <> 'late'")
        choose_visits(connection, only)
        told = dict(connection.execute("select unit_code, risk_points from visit_lots").fetchall())
    assert told[SILENT] == 50  # not known
    assert told[BUSY] == pytest.approx(100 * 0.0466 / 0.2, abs=0.05)


# --- the sample ----------------------------------------------------------------------------------------------------


def test_on_the_sample_fourteen_bodies_and_two_communes_in_each_of_ten_districts_are_visited(sample):
    told = rows_of(sample, "select * from visit_choices where is_visited")
    assert Counter(row["chosen_by"] for row in told) == {"plan": 14, "risk": 10, "lot": 10}
    communes = Counter(row["district_code"] for row in told if row["unit_level"] == "commune")
    assert sorted(communes.values()) == [2] * 10
    assert len({row["unit_code"] for row in told}) == 34
    assert all(0 < row["risk_points"] < 100 and row["known_risk_points"] <= row["risk_points"] for row in told)
    highest = """
        select district_code from visit_lots
        group by all having max(risk_points) > max(risk_points) filter (is_by_risk)
    """
    assert sample.execute(highest).fetchall() == []


def test_on_the_sample_every_unit_with_cases_has_its_lists(sample):
    lacking = """
        select sizes.unit_code, sizes.sample_list from sample_sizes as sizes
        left join visit_samples as pulled using (unit_code, sample_list)
        group by all having count(pulled.case_id) <> any_value(sizes.sample_size)
    """
    assert sample.execute(lacking).fetchall() == []
    units = "select count(distinct unit_code) from cases where outcome <> 'not_accepted' and unit_code <> 'UNRESOLVED'"
    listed = "select count(*) from sample_sizes where sample_list = 'drawn'"
    assert sample.execute(listed).fetchone() == sample.execute(units).fetchone()
    most = (
        "select max(n) from (select count(*) as n from visit_samples where sample_list = 'directed' group by unit_code)"
    )
    assert sample.execute(most).fetchone() == (20,)
