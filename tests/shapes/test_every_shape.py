"""The same cases written in every shape and container give the same `cases` mart, value for value."""

from collections import Counter
from datetime import date, datetime

from tests.shapes.containers import RECORDS
from tests.shapes.delivery import Parcel
from tests.shapes.shapes import CANNOT_CARRY, SHAPES, SUPPLEMENTS_WITHIN, carried
from tests.shapes.truth import REFERENCE, rows
from tests.sql.plain_cases import Case
from tests.sql.plain_count import outcome
from tests.sql.plain_deadlines import Law

WINDOW = (date(2020, 6, 1), date(2021, 4, 30))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


PUBLISHED = [
    {"stem": row["procedure_code"], "limit": row["time_limit"], "level": row["level"]}
    | {"from": _day(row["valid_from"]), "to": _day(row["valid_to"])}
    for row in rows("published_procedures")
]
LAW = Law(REFERENCE, PUBLISHED, {}, {})
FIELDS = ["source_system", "unit_code", "procedure_code", "procedure_name", "sector", "service_level", "channel"]
FIELDS += ["submitted_at", "received_at", "due_at_original", "due_at", "due_moves", "supplement_requested_at"]
FIELDS += ["supplement_completed_at", "finished_at", "returned_at", "status_code", "outcome"]


def test_a_shape_in_a_container_gives_the_same_mart(delivered, shape, container):
    parcel = delivered.parcels[shape.name, container]
    assert [refusal for outcome in parcel.outcomes for refusal in outcome.refused] == []
    expected = {case["case_id"]: _expected(parcel, case) for case in parcel.cases}
    in_scope = {code: row for code, row in expected.items() if row["outcome"]}
    found = {code: delivered.mart[code] for code in expected if code in delivered.mart}
    assert found.keys() == in_scope.keys()
    wrong = [
        (code, name, found[code][name], row[name])
        for code, row in in_scope.items()
        for name in FIELDS
        if found[code][name] != row[name]
    ]
    assert (dict(Counter(name for _, name, *_ in wrong)), wrong[:3]) == ({}, [])


def test_every_shape_says_what_it_cannot_carry():
    assert CANNOT_CARRY.keys() == {shape.name for shape in SHAPES}


def _expected(parcel: Parcel, case: dict) -> dict:
    """The mart's row worked out from the case itself."""
    known = carried(parcel.shape, case, parcel.container in RECORDS)
    ended = known["finished_at"] or known["cancelled_at"]
    due = known["due_at_original"]
    # Requests within a payload tell the new date, which its cases do not.
    is_told_within = parcel.shape.name in SUPPLEMENTS_WITHIN and known["supplement_requested_at"]
    plain = Case(
        unit=known["unit_code"],
        code=known["case_id"],
        variant=(),
        taken_at=("", ""),
        received=known["received_at"].date(),
        due=due,
        due_has_time=due.time() != datetime.min.time(),
        end=ended or known["returned_at"],
        status=known["status"],
        channel=known["channel"],
        stem=known["procedure_code"],
        received_at=known["received_at"],
        due_now=case["due_at"] if is_told_within else known["due_at"],
        moves=known["due_moves"] or 0,
        asked=known["supplement_requested_at"],
        completed=known["supplement_completed_at"],
    )
    plain.promise = LAW.promise(plain, [due])
    return known | {
        "source_system": parcel.shape.system,
        "status_code": known["status"],
        "finished_at": ended,
        "due_at": known["due_at"] or due,
        "outcome": outcome(plain, "day", WINDOW),
        # What a shape leaves out is told by the published list.
        "sector": known["sector"] or (case["sector"] if known["procedure_code"] else None),
    }
