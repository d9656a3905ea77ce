"""An analyst resolves a name by adding a row to the aliases; a row that would send cases elsewhere stops the run."""

import csv
from dataclasses import replace

import duckdb
import pytest

from flows.common.errors import SetupError
from flows.common.settings import load_settings
from flows.tables.layouts import load_kinds
from flows.warehouse.aliases import refuse_wrong_aliases
from flows.warehouse.warehouse import load_sources
from tests.casebook import LAYOUTS, Casebook, drawn, rows_of
from tests.sql.unit_spellings import unit_tables

DATED = {"received_at": "03/06/2020", "due_at_original": "10/06/2020"}

DECIDED = """
what                          | written              | district  | sender | alias        | in  | means | before | after
a misspelt name               | Xã Đắk Hrinh         |           |        | Xã Đắk Hrinh |     | 23506 | open   | 23506
... in other letters          | XA DAK HRINH         |           |        | Xã Đắk Hrinh | 615 | 23506 | open   | 23506
... with its district         | Xã Đắk Hrinh, Đắk Hà |           |        | Xã Đắk Hrinh |     | 23506 | open   | 23506
... but in another district   | Xã Đắk Hrinh         | H. Đắk Tô |        | Xã Đắk Hrinh |     | 23506 | open   | open
a name of two                 | Xã Đăk Long          |           |        | Xã Đăk Long  |     | 23504 | open   | 23504
... district says the other   | Xã Đăk Long          | Đắk Glei  |        | Xã Đăk Long  |     | 23504 | 23368  | 23368
... the sender is the other's | Xã Đăk Long          |           | 610    | Xã Đăk Long  |     | 23504 | 23368  | 23368
a name of three, in one place | Đắk Hà               |           | 615    | Đắk Hà       | 615 | 23500 | open   | 23500
... by its district column    | Đắk Hà               | Đắk Hà    |        | Đắk Hà       | 615 | 23500 | open   | 23500
... not in another's file     | Đắk Hà               |           | 608    | Đắk Hà       | 615 | 23500 | open   | open
"""


@pytest.fixture(scope="module")
def run_settings(tmp_path_factory):
    return load_settings(marts=tmp_path_factory.mktemp("aliases"))


@pytest.mark.parametrize("line", drawn(DECIDED), ids=lambda line: line["what"].replace(" ", "_"))
def test_an_alias_decides_what_was_open(run_settings, line) -> None:
    named = [(line["written"], line["district"] or None, line["sender"] or None)]
    for aliases, unit in (([], line["before"]), ([(line["alias"], line["in"], line["means"])], line["after"])):
        with unit_tables(run_settings, named, aliases) as connection:
            found = connection.execute("select coalesce(unit_code, 'open') from stg_unit_names").fetchall()
            listed = connection.execute("select count(*) from unresolved_units").fetchall()
        assert (found, listed) == ([(unit,)], [(int(unit == "open"),)])


def test_the_row_that_the_list_offers_resolves_the_name_on_the_next_run(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    book.cases("a.csv", [{"case_id": f"C{n}", "unit": "UBND xã Đắk Hrinh, huyện Đắk Hà"} | DATED for n in range(3)])
    with book.tables() as connection:
        (offered,) = rows_of(connection, "select * from unresolved_units")
        waiting = connection.execute("select count(*) from stg_cases where unit_code = 'UNRESOLVED'").fetchall()
    assert (offered["rows_affected"], waiting) == (3, [(3,)])
    assert (offered["candidate_1_code"], offered["candidate_1_reason"]) == ("23506", "similar_name")
    alias, district, unit_code, note = next(csv.reader([offered["alias_row"]]))
    assert (alias, unit_code, note) == ("UBND xã Đắk Hrinh, huyện Đắk Hà", "", "")
    with (book.references / "unit_aliases.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([alias, district, "23506", "seen in a.csv"])
    with book.tables() as connection:
        assert connection.execute("select distinct unit_code from stg_cases").fetchall() == [("23506",)]
        assert connection.execute("select * from unresolved_units").fetchall() == []


WRONG = """
what                            | alias         | in  | means  | says
the official name of another    | Xã Đắk Cấm    |     | 23314  | 23311
... abbreviated                 | X. Đắk Cấm    |     | 23314  | 23311
one of two of that name         | Xã Đăk Long   |     | 23504  |
no unit chosen yet              | Xã Đắk Hrinh  | 615 |        | unit_code
a unit that there is not        | Xã Đắk Hrinh  |     | 99999  | 99999
a district that there is not    | Xã Đắk Hrinh  | 999 | 23506  | 999
in a district where it is not   | Xã Đắk Hrinh  | 610 | 23506  | 610
nothing but marks               | -             |     | 23506  | alias
a name of its own               | Xã Đắk Hrinh  | 615 | 23506  |
"""


def _refusal(run_settings, aliases: list[tuple[str, str, str]]) -> str:
    with duckdb.connect() as connection:
        load_sources(connection, run_settings, [], load_kinds(LAYOUTS))
        connection.executemany("insert into ref_unit_aliases values (?, ?, ?)", aliases)
        try:
            refuse_wrong_aliases(connection)
        except SetupError as refused:
            return f"{refused.vi} | {refused}"
    return ""


@pytest.mark.parametrize("line", drawn(WRONG), ids=lambda line: line["what"].replace(" ", "_"))
def test_an_alias_that_cannot_stand_stops_the_run(run_settings, line) -> None:
    told = _refusal(run_settings, [(line["alias"], line["in"], line["means"])])
    assert bool(told) is bool(line["says"])
    assert not told or (told.count(line["alias"]) >= 2 and line["says"] in told)


def test_two_rows_that_contradict_each_other_stop_the_run(run_settings) -> None:
    twice = [("Xã Đắk Hrinh", "", "23506"), ("xa dak hrinh", "", "23455")]
    assert "two units" in _refusal(run_settings, twice)
    apart = [("Đắk Hà", "615", "615"), ("Đắk Hà", "617", "23425")]
    assert _refusal(run_settings, apart) == ""


def test_the_aliases_of_the_office_stand(run_settings, tmp_path) -> None:
    assert _refusal(run_settings, [("Sở Nào Đó", "", "SYT")]) == ""
    with duckdb.connect() as connection:  # nor are they missed where there are none
        load_sources(connection, replace(run_settings, reference=tmp_path), [], load_kinds(LAYOUTS))
        refuse_wrong_aliases(connection)
