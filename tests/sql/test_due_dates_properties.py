"""Any receipt, limit and requests: the due dates are those of a slow count, day by day, written apart."""

import csv
from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.warehouse.warehouse import build
from tests.casebook import REFERENCE_FOLDER, Casebook, rows_of
from tests.sql.direct import built
from tests.sql.slow_due_dates import Desk, Request

WRITTEN = {"working_days": "{} Ngày làm việc", "days": "{} Ngày", "hours": "{} Giờ", "immediate": "Giải quyết ngay"}
LIMITS = [(0, "immediate"), *((n, unit) for unit in ("working_days", "days", "hours") for n in (1, 2, 3, 5, 8, 13, 45))]
CASES = 200
FIRST, LAST = datetime(2019, 1, 2), datetime(2021, 4, 30, 23, 59, 59)
SECONDS = int((LAST - FIRST).total_seconds())


def _moments() -> st.SearchStrategy[datetime]:
    """Any second, and often one around 17:00; never midnight, which is a day without an hour."""
    anywhere = st.integers(1, SECONDS)
    near_closing = st.builds(
        lambda day, second: day * 86400 + 17 * 3600 + second, st.integers(0, SECONDS // 86400 - 1), st.integers(-2, 2)
    )
    moments = st.one_of(anywhere, near_closing).map(lambda second: FIRST + timedelta(seconds=second))
    return moments.filter(lambda moment: (moment.hour, moment.minute, moment.second) != (0, 0, 0))


@st.composite
def _requests(draw, received: datetime) -> list[Request]:
    requests, asked = [], received.date()
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        asked += timedelta(days=draw(st.integers(0, 9)) + (1 if requests else 0))
        later = draw(st.one_of(st.none(), st.integers(0, 20 * 86400)))
        complete = datetime.combine(asked, datetime.min.time()) + timedelta(seconds=1 + (later or 0))
        has_hour = (complete.hour, complete.minute, complete.second) != (0, 0, 0)
        requests.append(Request(asked, complete if later is not None and has_hour else None))
    return requests


@st.composite
def _case(draw) -> tuple[datetime, tuple[int, str], list[Request]]:
    received = draw(_moments())
    return received, draw(st.sampled_from(LIMITS)), draw(_requests(received))


def _holidays() -> set[date]:
    with (REFERENCE_FOLDER / "holidays.csv").open(encoding="utf-8-sig", newline="") as file:
        return {date.fromisoformat(row["holiday_date"]) for row in csv.DictReader(file)}


def _text(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M:%S}"


def test_any_due_date(tmp_path_factory) -> None:
    book = Casebook(tmp_path_factory.mktemp("slow") / "book", window=(date(2019, 1, 1), date(2021, 4, 30)))
    book.reference(
        "published_procedures",
        [
            {"procedure_code": f"1.{n:06}", "procedure_name": "thủ tục", "level": "Cấp huyện"}
            | {"time_limit": WRITTEN[unit].format(amount)}
            for n, (amount, unit) in enumerate(LIMITS)
        ],
    )
    desk, office = Desk(_holidays()), book.settings()

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(_case(), min_size=CASES, max_size=CASES))
    def every_due_date_is_that_of_the_slow_count(cases) -> None:
        rows = [
            {"extract_id": "e", "row_number": n, "case_id": f"C-{n}", "unit": "UBND huyện Ngọc Hồi"}
            | {"procedure_code": f"1.{LIMITS.index(limit):06}", "received_at": _text(received), "status": "4"}
            for n, (received, limit, _) in enumerate(cases)
        ]
        requests = pd.DataFrame(
            [
                {"extract_id": "r", "sheet": "", "row_number": 10 * n + order, "case_id": f"C-{n}"}
                | {"requested_at": f"{request.asked:%d/%m/%Y}"}
                | {"supplemented_at": _text(request.completed) if request.completed else None}
                for n, (_, _, asked) in enumerate(cases)
                for order, request in enumerate(asked)
            ],
            columns=["extract_id", "sheet", "row_number", "case_id", "requested_at", "supplemented_at"],
        )
        with built(office, [{"extract_id": "e"}], rows, rooms=()) as connection:
            connection.execute(
                "insert into source_extracts by name select * replace ('r' as extract_id, 'r.csv' as file_name, "
                "'supplement_requests' as kind) from source_extracts"
            )
            connection.register("given", requests.astype("string"))
            connection.execute(
                "insert into landed_supplement_requests by name "
                "select * replace (cast(row_number as bigint) as row_number) from given"
            )
            build(connection)
            found = rows_of(connection, "select * from case_deadlines")
        assert len(found) == CASES
        for row in found:
            received, (amount, unit), asked = cases[int(row["case_id"].removeprefix("C-"))]
            first, last = desk.lawful_due(received, amount, unit, asked)
            if max(first, last or first).year > 2021:
                assert row["limit_standing"] == "outside_calendar", row
                continue
            if row["restart_standing"] == "unknown":
                last = None  # of two requests the first was not said to be complied with
                assert len(asked) == 2 and min(asked, key=lambda one: one.asked).completed is None
            assert (row["limit_standing"], row["lawful_due_first_at"], row["lawful_due_at"]) == ("ok", first, last), row

    every_due_date_is_that_of_the_slow_count()
