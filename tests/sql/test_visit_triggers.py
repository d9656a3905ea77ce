"""Reasons to come unannounced, each at its last quiet and its first speaking value. The window ends on 30/04/2021."""

import pytest

from tests.casebook import rows_of
from tests.sql.visit_tables import tables, values

PETITION = "unit_code, received_at, outcome, is_in_scope"
SLIP = "unit_code, case_id, due_at_original, apology_status"
NOTHING = {
    "stg_units": values(
        "unit_code, unit_name, unit_level, district_code",
        ("u", "Xã U", "commune", "d"),
        ("v", "Xã V", "commune", "d"),
        ("d", "Huyện D", "district", "d"),
    ),
    "petitions": values(PETITION, ("u", "2020-06-01", "answered_late", True)),  # long ago
    "case_changes": values("unit_code, case_id, is_suspicious, extract_after", ("u", "k", False, "e")),
    "vanished_cases": "select '' as unit_code, '' as case_id, '' as missing_from_extract where false",
    "missing_apologies": "select '' as unit_code, timestamp '2021-04-01' as due_at_original, "
    "'' as case_id, '' as apology_status where false",
    "unit_signals": values("unit_code, rule_id, is_signal, cases_showing, cases_compared", ("u", "D5", False, 1, 2)),
    "signal_cases": "select '' as unit_code, '' as rule_id, timestamp '2021-04-01' as finished_at where false",
    "extracts": values("extract_id, as_of", ("e", "2021-03-02 08:00:00"), ("f", "2021-02-02 08:00:00")),
    "late_jumps": "select '' as unit_code, date '2021-04-01' as since_date, 0::bigint as late_lately, "
    "0::bigint as completed_lately where false",
    "visit_choices": values("unit_code, is_visited", ("v", True), ("u", False)),
}


def triggers(**drawn: str) -> list[tuple]:
    with tables(NOTHING | drawn, ("visits/visit_triggers",)) as connection:
        told = rows_of(connection, "from visit_triggers order by unit_code, trigger_code, rule_id")
    assert all(row["why_now"] == row["look_first"] == row["trigger_code"] for row in told)
    assert all(row["is_visited"] is (row["unit_code"] == "v") for row in told)
    return [
        (row["unit_code"], row["trigger_code"], row["rule_id"], str(row["since_date"]), row["value"]) for row in told
    ]


def test_where_nothing_happened_nobody_comes():
    assert triggers() == []


# 90 days before 30/04/2021 is 30/01/2021: the day after it is the first that counts.
@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2021-01-31", "2021-04-01"], [("u", "petitions", None, "2021-01-31", 2)]),
        (["2021-01-30", "2021-04-01"], []),
        (["2021-04-01"], []),
    ],
)
def test_petitions_lately(days: list[str], told: list):
    assert triggers(petitions=values(PETITION, *[("u", day, "answered_in_time", True) for day in days])) == told


def test_one_petition_answered_late_or_overdue_is_a_reason_and_one_in_time_or_out_of_scope_is_none():
    rows = [
        ("u", "2021-04-01", "pending_overdue", True),
        ("v", "2021-04-01", "answered_in_time", True),
        ("v", "2021-04-02", "answered_late", False),
        ("UNRESOLVED", "2021-04-02", "answered_late", True),
    ]
    assert triggers(petitions=values(PETITION, *rows)) == [("u", "petitions_late", None, "2021-04-01", 1)]


def test_altered_and_vanished_records_since_the_first_extract_that_shows_them():
    changes = [("u", "k", True, "e"), ("u", "k", True, "f"), ("u", "l", True, "e"), ("v", "m", False, "e")]
    told = triggers(
        case_changes=values("unit_code, case_id, is_suspicious, extract_after", *changes),
        vanished_cases=values("unit_code, case_id, missing_from_extract", ("v", "n", "e")),
    )
    assert told == [("u", "altered", "D9", "2021-02-02", 2), ("v", "vanished", "D11", "2021-03-02", 1)]


@pytest.mark.parametrize(
    ("days", "count"),
    [
        (["2021-02-01", "2021-03-09", "2021-04-30"], 3),
        (["2021-02-01", "2021-02-02", "2021-03-09", "2021-04-30"], 4),
        (["2021-01-31", "2021-03-09", "2021-04-30"], 0),  # none in February
        (["2021-02-01", "2021-03-09", "2021-05-01"], 0),  # the window is over
    ],
)
def test_slips_missing_in_each_of_the_last_three_months(days: list[str], count: int):
    rows = values(SLIP, *[("u", f"k{place}", day, "missing") for place, day in enumerate(days)])
    slips = f"select * replace (due_at_original::timestamp as due_at_original) from ({rows})"
    told = triggers(missing_apologies=slips)
    assert told == ([("u", "slips_missing", "B5", "2021-02-01", count)] if count else [])
    faulty = slips.replace("'missing'", "'late'")
    assert triggers(missing_apologies=faulty) == []


def test_a_signal_speaks_since_its_first_case_and_what_is_none_or_not_assessed_is_silent():
    rows = [("u", "D5", True, 31, 98), ("v", "D5", False, 3, 98), ("v", "D7", None, None, 9)]
    told = triggers(
        unit_signals=values("unit_code, rule_id, is_signal, cases_showing, cases_compared", *rows),
        signal_cases="select 'u' as unit_code, 'D5' as rule_id, timestamp '2020-06-08 22:00' as finished_at",
    )
    assert told == [("u", "signal", "D5", "2020-06-08", 31)]


def jumps(late: int, completed: int, before: tuple[int, int], coverage: str = "covered") -> list[dict]:
    """Of a commune with so many late among the completed of March, and before; its one peer ended 200 in time."""
    months = values(
        "unit_code, unit_type, month_start, completed_late, completed, completed_undated, coverage",
        ("u", "commune", "2021-03-01", late, completed, 0, coverage),
        ("u", "commune", "2021-01-01", *before, 0, "covered"),
        ("v", "commune", "2021-03-01", 2, 200, 0, "covered"),
        ("v", "commune", "2021-01-01", 2, 200, 0, "covered"),
    )
    drawn = f"select * replace (month_start::date as month_start) from ({months})"
    with tables({"unit_month_lateness": drawn}, ("risks/late_jumps",)) as connection:
        return rows_of(connection, "select unit_code, late_lately, completed_lately, since_date::varchar as since "
                       "from late_jumps")  # fmt: skip


def test_a_jump_in_lateness_is_one_against_the_own_past_and_against_the_peers():
    """1 late of 60 before is at most 8.9% (upper end of Wilson's interval)."""
    assert jumps(12, 40, (1, 60)) == [
        {"unit_code": "u", "late_lately": 12, "completed_lately": 40, "since": "2021-03-01"}
    ]
    assert jumps(5, 40, (1, 60)) == []  # 12.5% is not 1.5 times 8.9%
    assert jumps(6, 40, (1, 60)) == []  # 15% is, but may be chance
    assert jumps(12, 40, (18, 60)) == []  # no worse than ever
    assert jumps(12, 29, (1, 60)) == []  # too few cases lately
    assert jumps(12, 40, (1, 29)) == []  # ... or before
    assert jumps(12, 40, (1, 60), coverage="not") == []
