"""Biểu 06 under every convention: its identities hold in every cell, and a slow recount by hand gives the same."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.casebook import REFERENCE_FOLDER, WINDOW, Casebook, rows_of
from tests.sql import plain_cases
from tests.sql.direct import FIELDS, built
from tests.sql.plain_deadlines import Law, Promise
from tests.sql.plain_form_06 import CELLS, Case, conventions, periods, recount

PERIODS = periods(*WINDOW)
APART = {"completed_undated", "pending_undated", "withdrawn", "stopped", "left_out"}


def _counts(form: list[dict]) -> dict[tuple, dict]:
    """(convention, period) -> Counter of (unit, sector, cell), cells of 0 left out."""
    found: dict[tuple, dict] = {}
    for line in form:
        counts = found.setdefault((line["convention_id"], line["period_id"]), Counter())
        for cell in CELLS:
            if line["line_kind"] == "line" and line[cell]:
                counts[line["unit_code"], line["sector"], cell] = line[cell]
    return found


def same_by_hand(connection, cases: list[Case], grain: str, units: list[str] | None = None) -> None:
    """Every cell of every line, period and convention."""
    only = f"where unit_code in ({', '.join(repr(unit) for unit in units)})" if units else ""
    found = _counts(rows_of(connection, f"select * from form_06 {only}"))
    listed = conventions(REFERENCE_FOLDER, grain)
    assert set(found) in (set(), {(convention["convention_id"], period) for convention in listed for period in PERIODS})
    for convention in listed:
        for period, days in PERIODS.items():
            by_hand = recount(cases, convention, days, WINDOW)
            here = found.get((convention["convention_id"], period), {})
            differs = {
                key: (by_hand[key], here.get(key)) for key in {*by_hand, *here} if by_hand[key] != here.get(key, 0)
            }
            assert differs == {}, (convention["convention_id"], period)


def identities_hold(form: list[dict]) -> None:
    for line in form:
        n = {cell: line[cell] or 0 for cell in {*CELLS, "total", "received", "completed", "pending"}}
        assert n["received"] == n["received_online"] + n["received_direct"], line
        assert n["total"] == n["received"] + n["carried_over"], line
        parts = n["completed_early"] + n["completed_on_time"] + n["completed_late"] + n["completed_undated"]
        assert n["completed"] == parts, line
        assert n["pending"] == n["pending_in_time"] + n["pending_overdue"] + n["pending_undated"], line
        assert n["total"] == n["completed"] + n["pending"] + n["withdrawn"] + n["stopped"], line
    lines = {(r["convention_id"], r["period_id"], r["unit_code"], r["line_kind"], r["sector"]): r for r in form}
    for kind in ("quarter", "report_quarter"):
        chain = sorted({(r["period_from"], r["period_id"]) for r in form if r["period_kind"] == kind})
        for (_, before), (_, after) in pairwise(chain):
            for key, line in lines.items():
                if key[1] == after:
                    assert line["carried_over"] == lines[key[0], before, *key[2:]]["pending"], line
    for key, line in lines.items():
        if key[3] == "total":
            own = [other for place, other in lines.items() if place[:4] == (*key[:3], "line")]
            for cell in ("total", "completed_late", "pending_overdue", "carried_over"):
                assert line[cell] == sum(other[cell] for other in own), (key, cell)


# --- any cases -----------------------------------------------------------------------------------------------------

UNITS = ("611", "23281")
BARE = "23284"  # its extract knows no date of return
TAKEN_AT = "2022-01-31T08:00:00"
NO_LIMITS = Law(REFERENCE_FOLDER, [], {}, {})
STATUSES = ("10", "9", "4", "2", "5", "6", "7", "8", "1", "3", "")
DAYS = st.dates(date(2020, 4, 1), date(2021, 6, 15))
# Days that matter, beside any: ends of the window and of quarters, and their neighbours.
NEAR = [date(2020, 5, 31), date(2020, 6, 1), date(2020, 6, 14), date(2020, 6, 15), date(2020, 6, 30), date(2020, 7, 1)]
NEAR += [date(2021, 3, 14), date(2021, 3, 15), date(2021, 4, 29), date(2021, 4, 30), date(2021, 5, 1)]
TIMES = st.sampled_from([time(0, 0, 0), time(10, 30), time(17, 0), time(17, 0, 1), time(23, 59, 59)])
MOMENTS = st.builds(datetime.combine, st.one_of(DAYS, st.sampled_from(NEAR)), TIMES)


@st.composite
def generated(draw) -> dict:
    received = draw(MOMENTS)
    later = st.builds(lambda days, at: datetime.combine(received + timedelta(days), at), st.integers(-2, 90), TIMES)
    due = draw(st.one_of(later, later, st.none()))
    by_due = st.builds(
        lambda days, at: datetime.combine((due or received) + timedelta(days), at), st.integers(-1, 1), TIMES
    )
    return {
        "unit": draw(st.sampled_from((*UNITS, BARE))),
        "sector": draw(st.sampled_from(["Hộ tịch", "Đất đai", None])),
        "status": draw(st.one_of(st.sampled_from(STATUSES[:3]), st.sampled_from(STATUSES))),
        "channel": draw(st.sampled_from(["", "Trực tiếp", "Trực tuyến"])),
        "received": received,
        "due": due,
        "due_has_time": draw(st.booleans()),
        "finished": draw(st.one_of(by_due, later, later, st.none())),
        "returned": draw(st.one_of(by_due, later, st.none())),
        "requested": draw(st.one_of(st.none(), later)),
        "completed": draw(st.one_of(st.none(), later)),
    }


def _text(moment: datetime | None, has_time: bool = True) -> str | None:
    return moment and moment.strftime("%d/%m/%Y %H:%M:%S" if has_time else "%d/%m/%Y")


def _row(number: int, case: dict) -> dict:
    return {
        "extract_id": case["unit"],
        "row_number": number,
        "case_id": f"G-{number}",
        "sector": case["sector"],
        "status": case["status"],
        "channel": case["channel"],
        "received_at": _text(case["received"]),
        "due_at_original": _text(case["due"], case["due_has_time"]),
        "supplement_requested_at": _text(case["requested"]),
        "supplement_completed_at": _text(case["completed"]),
        "finished_at": _text(case["finished"]),
        "returned_at": None if case["unit"] == BARE else _text(case["returned"]),
    }


def _plain(case: dict) -> Case:
    due = case["due"] if case["due_has_time"] or not case["due"] else datetime.combine(case["due"], time())
    return Case(
        unit=case["unit"],
        sector=case["sector"],
        status=int(case["status"]) if case["status"] else None,
        is_online=case["channel"] == "Trực tuyến",
        is_own=True,
        received=case["received"].date(),
        due=due,
        due_has_time=bool(due and due.time() != time()),
        finished=case["finished"],
        returned=None if case["unit"] == BARE else case["returned"],
        requested=case["requested"] and case["requested"].date(),
        completed=case["completed"] and case["completed"].date(),
        knows_returned=case["unit"] != BARE,
        in_force=_in_force(case, due),
    )


def _in_force(case: dict, due: datetime | None) -> Promise:
    """None of these cases names a procedure: after a restart no limit is known."""
    returned = None if case["unit"] == BARE else case["returned"]
    received, status = case["received"], int(case["status"]) if case["status"] else None
    known = {"unit": case["unit"], "code": "", "variant": (), "taken_at": (TAKEN_AT, ""), "channel": None}
    dates = {"received": received.date(), "received_at": received, "due": due, "due_has_time": case["due_has_time"]}
    papers = {"asked": case["requested"], "completed": case["completed"]}
    plain = plain_cases.Case(**known, **dates, **papers, end=case["finished"] or returned, status=status)
    return NO_LIMITS.promise(plain, [due] if due else [])


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Casebook:
    return Casebook(tmp_path_factory.mktemp("form") / "book")


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(drawn_cases=st.lists(generated(), min_size=150, max_size=200), grain=st.sampled_from(["day", "clock"]))
def test_any_cases(office, drawn_cases, grain) -> None:
    extracts = [{"extract_id": unit, "sender_unit_code": unit, "taken_at": TAKEN_AT} for unit in (*UNITS, BARE)]
    extracts[-1]["fields"] = [field for field in FIELDS if field != "returned_at"]
    rows = [_row(number, case) for number, case in enumerate(drawn_cases)]
    with built(office.settings(grain), extracts, rows, ("staging", "intermediate", "marts")) as connection:
        same_by_hand(connection, [_plain(case) for case in drawn_cases], grain)
        identities_hold(rows_of(connection, "select * from form_06"))


# --- the sample ----------------------------------------------------------------------------------------------------

SOME = ["SNV", "SNNPTNT", "614", "616", "23284", "23383", "UNRESOLVED"]  # with registers and copies in the portal


def test_the_sample_counted_case_by_case(sample) -> None:
    rows = rows_of(
        sample,
        """
        select records.*, outcomes.compared_due_at, outcomes.doubt, outcomes.seen_until, lines.sector as line,
            coalesce(extracts.has_finished_at or extracts.has_cancelled_at, false)
            as knows_finished, extracts.has_returned_at as knows_returned,
            coalesce(records.supplement_requested_at, asked.first_requested_at) as requested,
            coalesce(records.supplement_completed_at, asked.last_supplemented_at) as supplemented
        from stg_case_records as records
        inner join stg_case_lines using (record_id)
        inner join stg_counted_lines as lines using (line_no)
        inner join stg_case_extracts as extracts on records.extract_number = extracts.extract_number
        left join case_supplement_dates as asked using (case_id)
        left join case_outcomes as outcomes on records.record_id = outcomes.record_id
        where records.record_id = records.described_by and list_contains(?, records.unit_code)
        """,
        [SOME],
    )
    cases = []
    for row in rows:
        known = [row[name] for name in ("submitted_at", "due_at_original", "finished_at", "returned_at") if row[name]]
        cases.append(
            Case(
                unit=row["unit_code"],
                sector=row["line"],
                status=row["status_code"],
                is_online=row["channel"] == "online",
                is_own=row["source_system"] in ("one_stop", "vertical"),
                received=row["received_date"] or (min(known).date() if known else WINDOW[0]),
                due=row["due_at_original"],
                due_has_time=bool(row["due_at_original"]) and row["due_at_original"].time() != time(),
                in_force=Promise(row["compared_due_at"], row["doubt"] or ""),
                seen_until=row["seen_until"],
                finished=row["finished_at"],
                returned=row["returned_at"],
                requested=row["requested"] and row["requested"].date(),
                completed=row["supplemented"] and row["supplemented"].date(),
                knows_finished=row["knows_finished"],
                knows_returned=row["knows_returned"],
            )
        )
    assert len(cases) > 1000
    same_by_hand(sample, cases, "day", SOME)


def test_the_sample_adds_up_and_each_convention_counts_otherwise(sample) -> None:
    totals = {row["convention_id"]: row for row in rows_of(sample, PROVINCE)}
    print("\n" + "\n".join(f"{name:9} {list(row.values())[1:]}" for name, row in totals.items()))
    assert len({tuple(list(row.values())[1:]) for row in totals.values()}) == len(totals)
    for row in totals.values():
        kept = row["completed"] + row["pending"] + row["withdrawn"] + row["stopped"]
        assert row["total"] == kept, row
    # Withdrawn and undated cases become completed on time with the vendor, and no case of its becomes overdue by it.
    ours, vendor = totals["ours"], totals["vendor"]
    assert vendor["completed_on_time"] > ours["completed_on_time"]
    # The vendor takes the date of the column, in which a lawful restart may stand, or a re-appointment.
    assert vendor["completed_late"] != ours["completed_late"]
    assert vendor["pending_overdue"] < ours["pending_overdue"]
    assert totals["strict"]["pending_overdue"] > ours["pending_overdue"]


PROVINCE = """
select convention_id, sum(total) as total, sum(completed) as completed, sum(completed_on_time) as completed_on_time,
    sum(completed_late) as completed_late, sum(pending) as pending, sum(pending_overdue) as pending_overdue,
    sum(coalesce(withdrawn, 0)) as withdrawn, sum(coalesce(stopped, 0)) as stopped
from form_06 where period_id = 'window' and line_kind = 'total' group by convention_id order by convention_id
"""
