"""Which files are pulled: the directed list spread over rules and procedures; replacements that cannot stand."""

import pytest

from flows.common.errors import SetupError
from flows.warehouse.given_visits import refuse_wrong_visits
from tests.casebook import Casebook, drawn, rows_of
from tests.sql.visit_tables import tables, values

# Late cases k1 to k4 of one procedure and k5 of another, all of rule B1; k2 has no slip either (B5). k6 shows a signal.
CASES = values(
    "unit_code, case_id, procedure_code, days_late",
    ("u", "k1", "p", 30),
    ("u", "k2", "p", 9),
    ("u", "k3", "p", 20),
    ("u", "k4", "p", 10),
    ("u", "k5", "q", 1),
    ("u", "k6", "q", 0),
    ("u", "k7", "q", 0),
    ("u", "k8", None, None),
)
FINDINGS = values(
    "unit_code, case_id, rule_id, kind, is_acknowledged",
    *[("u", case, "B1", "violation", False) for case in ("k1", "k2", "k3", "k4", "k5")],
    ("u", "k2", "B5", "violation", False),
    ("u", "k6", "D5", "suspicion", False),
    ("u", "k7", "B7", "violation", True),
    ("u", "k8", "A1", "defect", False),
    ("u", None, "U1", "violation", False),
)


def test_directed_files_are_spread_over_rules_and_procedures_the_gravest_first():
    """k2 first: of the cases that come first for their rule it breaks most; then the signal; then the other procedure
    before more of the same, and those by days. What is acknowledged, a defect or no case is not pulled.
    """
    with tables({"cases": CASES, "findings": FINDINGS}, ("visits/directed_files",)) as connection:
        told = rows_of(connection, "select case_id, findings, rule_ids from directed_files order by list_number")
    assert [row["case_id"] for row in told] == ["k2", "k6", "k5", "k1", "k3", "k4"]
    assert (told[0]["findings"], told[0]["rule_ids"]) == (2, "B1 B5")


UNITS = values(
    "unit_code, unit_level, district_code",
    ("a", "commune", "d"),
    ("b", "commune", "d"),
    ("c", "commune", "d"),
    ("x", "commune", "e"),
    ("d", "district", "d"),
)
REPLACEMENTS = """
what           | unit_code | replaces | reason   | agreed_by | decided_on | fault
stands         | a         | b        | mưa lũ   | Trưởng đoàn | 2021-05-20 |
unknown unit   | z         | b        | r        | t         | 2021-05-20 | unknown_unit
no unit        |           | b        | r        | t         | 2021-05-20 | unknown_unit
replaces none  | c         |          | r        | t         | 2021-05-20 | unknown_replaced
unknown other  | c         | z        | r        | t         | 2021-05-20 | unknown_replaced
itself         | c         | c        | r        | t         | 2021-05-20 | same_unit
a body         | d         | c        | r        | t         | 2021-05-20 | no_commune
for a body     | c         | d        | r        | t         | 2021-05-20 | no_commune
other district | x         | c        | r        | t         | 2021-05-20 | other_district
no reason      | c         | x        |          | t         | 2021-05-20 | other_district
no reason      | c         | a        |          | t         | 2021-05-20 | no_reason
nobody agreed  | c         | a        | r        |           | 2021-05-20 | not_agreed
no day         | c         | a        | r        | t         | 20/05/2021 | no_day
"""
COLUMNS = ("unit_code", "replaces", "reason", "agreed_by", "decided_on")


def staged(rows: list[dict]):
    given = values(", ".join(COLUMNS), *[tuple(row[name] for name in COLUMNS) for row in rows])
    past = values("unit_code, visited_on", ("a", "2018-03-01"))
    made = ("staging/stg_visit_replacements", "staging/stg_past_visits")
    return tables({"stg_units": UNITS, "ref_visits": given, "ref_past_visits": past}, made)


@pytest.mark.parametrize("row", drawn(REPLACEMENTS), ids=lambda row: row["what"])
def test_a_replacement_that_cannot_stand_stops_the_run(row: dict):
    with staged([row]) as connection:
        (told,) = rows_of(connection, "select * from stg_visit_replacements")
        assert (told["fault"] or "") == row["fault"]
        if row["fault"]:
            with pytest.raises(SetupError, match=r"visits\.csv has rows that cannot stand: line 2: "):
                refuse_wrong_visits(connection)
        else:
            refuse_wrong_visits(connection)


def test_a_commune_replaces_once_and_is_replaced_once():
    first = {"unit_code": "a", "replaces": "b", "reason": "r", "agreed_by": "t", "decided_on": "2021-05-20"}
    for second, fault in (({"replaces": "c"}, "given_twice"), ({"unit_code": "c"}, "replaced_twice")):
        with staged([first, first | second]) as connection:
            assert {row["fault"] for row in rows_of(connection, "from stg_visit_replacements")} == {fault}


def test_what_looks_like_a_persons_number_in_a_reason_is_not_kept():
    row = {"unit_code": "a", "replaces": "b", "agreed_by": "t", "decided_on": "2021-05-20"}
    with staged([row | {"reason": "gọi 0912 345 678"}]) as connection:
        assert rows_of(connection, "select reason from stg_visit_replacements") == [{"reason": "***"}]


def test_an_earlier_visit_without_a_day_stops_the_run(tmp_path):
    book = Casebook(tmp_path / "book")
    book.write("petitions.csv", "petitions", [{"petition_id": "P", "unit": "608", "received_at": "01/11/2020"}])
    book.reference("past_visits", [{"unit_code": "608", "visited_on": "năm 2018"}])
    with pytest.raises(SetupError, match=r"past_visits\.csv .* line 2: its day"):
        book.build()
