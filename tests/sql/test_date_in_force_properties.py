"""Any request for papers, answered or not, any end: the outcome is a slow clerk's, and the lawful are never late."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.warehouse.warehouse import build
from tests.casebook import Casebook, rows_of
from tests.sql.direct import built
from tests.sql.plain_cases import Case
from tests.sql.plain_count import outcome
from tests.sql.plain_deadlines import Law

WINDOW = (date(2020, 6, 1), date(2021, 4, 30))
TAKEN_AT = datetime(2021, 5, 5, 8)
LIMITS = {"1.000001": "10 Ngày làm việc", "1.000002": "15 Ngày", "1.000003": "12 Giờ", "1.000004": None}
CASES = 150


@st.composite
def _case(draw) -> dict:
    """Received any day of the window; asked on a working day from the first to the fifth; ended before, on or after."""
    received = datetime(2020, 6, 1, 8, 30) + timedelta(days=draw(st.integers(0, 300)))
    promised = received.date() + timedelta(days=draw(st.integers(1, 25)))
    asked = received.date() + timedelta(days=draw(st.integers(0, 8))) if draw(st.booleans()) else None
    answered = draw(st.booleans()) if asked else False
    completed = datetime.combine(asked, time(9)) + timedelta(days=draw(st.integers(0, 25))) if answered else None
    again = promised + timedelta(days=draw(st.integers(1, 30))) if draw(st.booleans()) else None
    ended = datetime.combine(received.date(), time(10)) + timedelta(days=draw(st.integers(0, 60)))
    is_open = draw(st.integers(0, 3)) == 0
    return {
        "received": received,
        "promised": promised,
        "asked": asked,
        "completed": completed,
        "again": again,
        "ended": None if is_open else ended,
        "status": draw(st.sampled_from((2, 4, 5))) if is_open else 9,
        "procedure": draw(st.sampled_from(tuple(LIMITS))),
    }


@cache
def _book(folder) -> Casebook:
    book = Casebook(folder / "book")
    book.reference(
        "published_procedures",
        [
            {"procedure_code": code, "procedure_name": "thủ tục", "level": "Cấp huyện", "time_limit": limit or ""}
            for code, limit in LIMITS.items()
        ],
    )
    return book


def _row(number: int, case: dict) -> dict:
    def text(moment) -> str | None:
        return moment and f"{moment:%d/%m/%Y %H:%M:%S}"

    return {
        "extract_id": "e",
        "row_number": number,
        "case_id": f"C-{number}",
        "unit": "UBND huyện Ngọc Hồi",
        "procedure_code": case["procedure"],
        "received_at": text(case["received"]),
        "due_at_original": f"{case['promised']:%d/%m/%Y}",
        "due_at": case["again"] and f"{case['again']:%d/%m/%Y}",
        "supplement_requested_at": case["asked"] and f"{case['asked']:%d/%m/%Y}",
        "supplement_completed_at": text(case["completed"]),
        "finished_at": text(case["ended"]),
        "status": str(case["status"]),
    }


def _plain(number: int, case: dict) -> Case:
    def midnight(day: date | None) -> datetime | None:
        return datetime.combine(day, time()) if day else None

    return Case(
        unit="611",
        code=f"C-{number}",
        variant=(),
        taken_at=("", ""),
        received=case["received"].date(),
        due=midnight(case["promised"]),
        due_has_time=False,
        end=case["ended"],
        status=case["status"],
        channel=None,
        stem=case["procedure"],
        received_at=case["received"],
        due_now=midnight(case["again"]),
        asked=midnight(case["asked"]),
        completed=case["completed"],
        seen_until=TAKEN_AT,
    )


def _found(folder, drawn: list[dict], grain: str = "day") -> list[dict]:
    rows = pd.DataFrame([_row(number, case) for number, case in enumerate(drawn)]).to_dict("records")
    extracts = [{"extract_id": "e", "taken_at": TAKEN_AT.isoformat()}]
    with built(_book(folder).settings(grain), extracts, rows, rooms=()) as connection:
        build(connection, ("staging", "intermediate", "marts"))
        return rows_of(connection, "select * from cases order by row_number")


def test_the_outcome_is_the_slow_clerks(tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("clerk")
    book, seen = _book(folder), defaultdict(int)
    published = [{"stem": code, "limit": text or "", "from": None, "to": None} for code, text in LIMITS.items()]
    law = Law(book.references, published, {}, {})

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(_case(), min_size=CASES, max_size=CASES), st.sampled_from(("day", "clock")))
    def every_case(drawn, grain) -> None:
        found = {row["row_number"]: row for row in _found(folder, drawn, grain)}
        for number, case in enumerate(drawn):
            plain = _plain(number, case)
            plain.promise = law.promise(plain, [plain.due])
            told = found.get(number)
            assert (told and told["outcome"]) == outcome(plain, grain, WINDOW), (case, told, plain.promise)
            if told:
                seen[told["due_in_force_basis"], told["outcome"]] += 1

    every_case()
    assert {basis for basis, _ in seen} >= {
        "first_promise",
        "restarted",
        "restart_promise",
        "restart_unknown",
        "waiting",
    }
    assert seen["restarted", "late"] and seen["restarted", "on_time"] + seen["restarted", "early"]


def test_who_follows_the_law_is_never_late(tmp_path_factory) -> None:
    """Asked within three working days; waits, or ends by completion plus the full limit: no case is late or overdue."""
    folder = tmp_path_factory.mktemp("lawful")
    desk = Law(_book(folder).references, [], {}, {}).desk

    def lawful(case: dict, day: int, answered: bool, early: int) -> dict:
        amount, unit = {"1.000001": (10, "working_days"), "1.000002": (15, "days")}[case["procedure"]]
        promised = desk.due(case["received"], amount, unit).date()
        asked = desk.working_days_later(case["received"].date(), day)
        completed = datetime.combine(asked, time(9)) + timedelta(days=case["wait"]) if answered else None
        ended = completed and desk.due(completed, amount, unit) - timedelta(days=early)
        if ended and ended < completed:
            ended = completed + timedelta(hours=1)
        done = ended is not None and ended.date() <= WINDOW[1]
        return case | {
            "promised": promised,
            "asked": asked,
            "completed": completed if done or completed is None or completed < TAKEN_AT else None,
            "ended": ended if done else None,
            "status": 9 if done else 5,
            "again": None,
        }

    one = st.builds(
        lawful,
        st.fixed_dictionaries(
            {
                "received": st.integers(0, 320).map(lambda days: datetime(2020, 6, 1, 9) + timedelta(days=days)),
                "procedure": st.sampled_from(("1.000001", "1.000002")),
                "wait": st.integers(0, 40),
            }
        ),
        st.integers(1, 3),
        st.booleans(),
        st.integers(0, 12),
    )

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(one, min_size=CASES, max_size=CASES))
    def nobody(drawn) -> None:
        outcomes = [(row["outcome"], row["case_id"]) for row in _found(folder, drawn)]
        late = [drawn[int(code[2:])] for found, code in outcomes if found in ("late", "pending_overdue")]
        assert late == []

    nobody()
