"""What must hold for any cases whatever, tried on generated ones; each example is one audit of many cases."""

import csv
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from tests.casebook import REFERENCE_FOLDER, WINDOW, Casebook, rows_of
from tests.sql.direct import built
from tests.sql.plain_cases import Case
from tests.sql.plain_count import outcome
from tests.sql.plain_deadlines import Law

UNITS = ("611", "23281", "SYT")
TAKEN_AT = datetime(2021, 5, 10, 8)  # the extract of the last unit; the others have no card
STATUSES = ("10", "9", "4", "2", "5", "6", "7", "8", "1", "3", "", "không rõ")
CHANNELS = {"": None, "Trực tiếp": "desk", "Trực tuyến": "online"}
DAYS = st.dates(date(2020, 4, 1), date(2021, 6, 15))
# Days that matter, beside any: the window's ends, a weekend, Tết, 30 April.
NEAR = st.sampled_from([date(2020, 5, 31), date(2020, 6, 1), date(2021, 2, 10), date(2021, 4, 29), date(2021, 4, 30)])
TIMES = st.sampled_from([time(0, 0, 0), time(0, 0, 1), time(10, 30), time(17, 0), time(17, 0, 1), time(23, 59, 59)])
MOMENTS = st.builds(datetime.combine, st.one_of(DAYS, NEAR), TIMES)
KINDS = [(outcome, outcome) for outcome in ("early", "late", "undated", "withdrawn", "stopped", "not_accepted")]
KINDS += [("on_time", "early"), ("on_time", "late"), ("on_time", "on_time"), ("pending_in_time", "pending_overdue")]
KINDS += [(f"pending_{kind}", f"pending_{kind}") for kind in ("in_time", "overdue", "undated")]
SEEN: Counter = Counter()
ADDED_UP = (
    "carried_over received completed completed_early completed_on_time completed_late completed_undated pending "
    "pending_in_time pending_overdue pending_undated pending_waiting withdrawn stopped"
)


SLIGHT = st.sampled_from([0, 0, 0, 1, -1, 5, 40])


@st.composite
def generated(draw) -> dict:
    """A case whose dates may be any, in the order they should be or not; a due date may be a day only."""
    received = draw(st.one_of(MOMENTS, MOMENTS, MOMENTS, st.none()))
    base = received or draw(MOMENTS)
    later = st.builds(lambda days, at: datetime.combine(base + timedelta(days), at), st.integers(-3, 60), TIMES)
    due = draw(st.one_of(later, MOMENTS, later, st.none()))
    by_due = st.builds(lambda days, at: datetime.combine((due or base) + timedelta(days), at), SLIGHT, TIMES)
    return {
        "unit": draw(st.sampled_from(UNITS)),
        "status": draw(st.one_of(st.sampled_from(STATUSES[:3]), st.sampled_from(STATUSES))),
        "channel": draw(st.sampled_from(sorted(CHANNELS))),
        "received": received,
        "due": due,
        "due_has_time": draw(st.booleans()),
        "finished": draw(st.one_of(by_due, by_due, by_due, later, st.none())),
        "returned": draw(st.one_of(st.none(), later)),
    }


def _text(moment: datetime | None, has_time: bool = True) -> str | None:
    return moment and moment.strftime("%d/%m/%Y %H:%M:%S" if has_time else "%d/%m/%Y")


def _row(number: int, case: dict) -> dict:
    return {
        "extract_id": case["unit"],
        "row_number": number,
        "case_id": f"G-{number}",
        "procedure_code": "1.000001",
        "status": case["status"],
        "channel": case["channel"],
        "received_at": _text(case["received"]),
        "due_at_original": _text(case["due"], case["due_has_time"]),
        "finished_at": _text(case["finished"]),
        "returned_at": _text(case["returned"]),
    }


def _plain(number: int, case: dict) -> Case:
    due = case["due"] if case["due_has_time"] or not case["due"] else datetime.combine(case["due"], time())
    known = [moment.date() for moment in (due, case["finished"], case["returned"]) if moment]
    is_known = case["received"] and not (case["unit"] == UNITS[-1] and case["received"] > TAKEN_AT)
    plain = Case(
        unit=case["unit"],
        code=f"G-{number}",
        variant=(),
        taken_at=("", ""),
        received=case["received"].date() if is_known else min(known, default=None),
        due=due,
        due_has_time=bool(due and due.time() != time()),
        end=case["finished"] or case["returned"],
        status=int(case["status"]) if case["status"].isdigit() else None,
        channel=CHANNELS[case["channel"]],
        received_at=case["received"] if is_known else None,
    )
    plain.promise = NO_LIMITS.promise(plain, [due] if due else [])
    return plain


NO_LIMITS = Law(REFERENCE_FOLDER, [], {}, {})


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Casebook:
    return Casebook(tmp_path_factory.mktemp("properties") / "book")


@pytest.fixture(scope="module")
def holidays() -> set[date]:
    with (REFERENCE_FOLDER / "holidays.csv").open(encoding="utf-8-sig", newline="") as file:
        return {date.fromisoformat(row["holiday_date"]) for row in csv.DictReader(file)}


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    verbosity=Verbosity.quiet,  # the assertion names the cases that failed
    suppress_health_check=list(HealthCheck),
)
@given(drawn_cases=st.lists(generated(), min_size=80, max_size=120))
def test_any_cases(office, holidays, drawn_cases) -> None:
    plain = {f"G-{number}": _plain(number, case) for number, case in enumerate(drawn_cases)}
    rows = [_row(number, case) for number, case in enumerate(drawn_cases)]
    known = {"taken_at": "2022-01-31T08:00:00"}
    extracts = [{"extract_id": unit, "sender_unit_code": unit} | known for unit in UNITS]
    extracts[-1]["taken_at"] = TAKEN_AT.isoformat()
    found = {}
    for grain in ("day", "clock"):
        with built(office.settings(grain), extracts, rows, ("staging", "intermediate", "marts")) as connection:
            found[grain] = {row["case_id"]: row for row in rows_of(connection, "select * from cases")}
            outcomes_are_plain(found[grain], plain, grain)
            lateness_is_counted_by_hand(found[grain].values(), grain, holidays)
            identities_hold(rows_of(connection, "select * from unit_lateness"), found[grain].values())
            months_add_up(connection)
    clock_is_the_stricter(found["day"], found["clock"])
    SEEN.update((case["outcome"], found["clock"][code]["outcome"]) for code, case in found["day"].items())


def test_the_generated_cases_were_of_every_kind() -> None:
    """Under day and under clock. Runs after the test above; alone it has nothing to say."""
    if not SEEN:
        pytest.skip("no cases were generated")
    missing = [pair for pair in KINDS if not SEEN[pair]]
    assert missing == [], SEEN


def outcomes_are_plain(found: dict, plain: dict, grain: str) -> None:
    expected = {code: outcome(case, grain, WINDOW) for code, case in plain.items()}
    differs = [
        f"{case}: plain {expected[code]}, mart {found.get(code, {}).get('outcome')}"
        for code, case in plain.items()
        if expected[code] != found.get(code, {}).get("outcome")
    ]
    assert differs == []
    for case in found.values():
        if case["status_code"] in (7, 8, 9, 10) and case["ended_at"] and case["ended_at"].date() > WINDOW[1]:
            assert case["outcome"].startswith("pending"), "what ended after the window was open at its end"


def lateness_is_counted_by_hand(found, grain: str, holidays: set[date]) -> None:
    for case in found:
        if case["outcome"] in ("late", "pending_overdue"):
            # What is open is measured at the window's end, or where its dates say that it has ended, there.
            end = min(case["ended_at"] or datetime.max, datetime.combine(WINDOW[1], time(23, 59, 59))).date()
            due = case["due_at_original"].date()
            assert case["days_late"] == max((end - due).days, 1), case
            assert case["working_days_late"] == _working_days(due, end, holidays), case
            assert end > due or grain == "clock"
        elif case["outcome"] in ("early", "on_time", "pending_in_time"):
            assert (case["days_late"], case["working_days_late"]) == (0, 0), case
        else:
            assert case["days_late"] is None, case


def _working_days(after: date, until: date, holidays: set[date]) -> int:
    count, day = 0, after
    while day < until:
        day += timedelta(1)
        count += day.weekday() < 5 and day not in holidays
    return count


def identities_hold(units: list[dict], cases) -> None:
    accepted = [case for case in cases if case["outcome"] != "not_accepted"]
    for u in units:
        assert u["carried_over"] + u["received"] == u["completed"] + u["pending"] + u["withdrawn"] + u["stopped"], u
        parts = u["completed_early"] + u["completed_on_time"] + u["completed_late"] + u["completed_undated"]
        assert u["completed"] == parts, u
        assert u["pending"] == u["pending_in_time"] + u["pending_overdue"] + u["pending_undated"], u
        assert u["received_online"] <= u["received"] and u["pending_waiting"] <= u["pending"], u
        dated = u["completed"] - u["completed_undated"]
        assert u["late_rate"] == (u["completed_late"] / dated if dated else None), u
        open_too = dated + u["pending_overdue"]
        late = u["completed_late"] + u["pending_overdue"]
        assert u["overdue_rate"] == (late / open_too if open_too else None), u
        own = sum(case["unit_code"] == u["unit_code"] for case in accepted)
        assert own == u["carried_over"] + u["received"], "not accepted cases are in no count, all others in one"


def months_add_up(connection) -> None:
    months = rows_of(connection, "select * from unit_month_lateness order by unit_code, month_start")
    for unit in rows_of(connection, f"select unit_code, {', '.join(ADDED_UP.split())} from unit_lateness"):
        own = [month for month in months if month["unit_code"] == unit["unit_code"]]
        flows = (
            "received completed completed_early completed_on_time completed_late completed_undated withdrawn stopped"
        )
        for name in flows.split():
            assert sum(month[name] for month in own) == unit[name], (name, unit)
        assert own[0]["carried_over"] == unit["carried_over"]
        for name in ("pending", "pending_in_time", "pending_overdue", "pending_undated"):
            assert own[-1][name] == unit[name], (name, unit)
        for before, after in pairwise(own):
            assert after["carried_over"] == before["pending"]


def clock_is_the_stricter(by_day: dict, by_clock: dict) -> None:
    assert by_day.keys() == by_clock.keys(), "the grain decides how a case is judged, not whether"
    for code, case in by_day.items():
        other = by_clock[code]["outcome"]
        if case["outcome"] in ("late", "early"):
            assert other == case["outcome"], case
        elif case["outcome"] == "pending_overdue":
            assert other == "pending_overdue", case
        elif case["outcome"] == "on_time":
            assert other in ("early", "on_time", "late"), case
            if case["due_in_force_at"].time() in (time(), time(23, 59, 59)):
                assert other != "late", "a due date without a time is met until the end of its day"
        elif case["outcome"] != "pending_in_time":
            assert other == case["outcome"], case
