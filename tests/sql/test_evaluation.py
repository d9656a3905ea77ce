"""TT 01/2018: each index by hand, rounding, the class, and what cannot be scored, with its reason."""

import duckdb
import pytest

from flows.warehouse.warehouse import build_order
from tests.casebook import drawn, rows_of

UNIT = "608"
INDICES, SUMS = (
    next(p for p in build_order("marts") if p.stem == name) for name in ("unit_evaluation_indices", "unit_evaluation")
)
# What the indices are made of; a test changes what it is about.
ENDS = {"completed": 1, "time_cases": 1, "time_points": 1, "open_late": 0, "contact_points": 1}
ENDS |= {"attitude_cases": 1, "attitude_points": 1, "late_cases": 0}
INPUTS = dict.fromkeys(
    (
        "has_time_limits",
        "has_procedure_code",
        "has_supplement_dates",
        "has_whole_request_list",
        "has_petition_list",
        "has_due_date",
        "has_channel",
    ),
    True,
)
ONLINE = {"cases_with_channel": 100, "filed_online": 30, "online_late": 0}
PROCEDURES = {"procedures_with_level": 10, "level_3_procedures": 1, "level_4_procedures": 1}
PETITIONS = {"petitions": 0, "judged": 0, "in_time": 0, "overdue": 0, "undated": 0}

STEPS = {"steps": 0, "step_points": 0}


def evaluated(given: dict[int, str] | None = None, nobodys: int = 0, **changes) -> tuple[dict[int, dict], dict]:
    """The indices of one unit and period by number, and its sum."""
    parts = {
        "ends": ENDS,
        "inputs": INPUTS,
        "online": ONLINE,
        "procedures": PROCEDURES,
        "petitions": PETITIONS,
        "steps": STEPS,
    }
    for name in changes:
        assert any(name in part for part in parts.values()), name
    parts = {key: part | {n: v for n, v in changes.items() if n in part} for key, part in parts.items()}
    count = parts["petitions"]["petitions"]
    names = dict(zip(parts, ("unit_period_ends", "stg_unit_inputs", "unit_period_online"), strict=False))
    names |= {"procedures": "unit_period_procedures", "petitions": "unit_period_petitions"}
    names |= {"steps": "unit_period_steps"}
    with duckdb.connect() as connection:
        for key, part in parts.items():
            values = ", ".join(f"{str(value).lower()} as {name}" for name, value in part.items())
            period = ", 'window' as period_id, date '2020-06-01' as period_from, date '2021-04-30' as period_to"
            connection.execute(
                f"create table {names[key]} as select '{UNIT}' as unit_code, {values}"
                + (period if key != "inputs" else "")
            )
        connection.execute(
            f"create table stg_units as select '{UNIT}' as unit_code, 'A' as unit_name, 'x' as unit_level"
        )
        connection.execute(
            f"create table unit_petitions as select '{UNIT}' as unit_code, {count} as petitions "
            f"union all select 'UNRESOLVED', {nobodys} where {nobodys} > 0"
        )
        connection.execute(
            "create table stg_evaluation_points (unit_code text, period_id text, index_number int, tenths int)"
        )
        for number, tenths in (given or {}).items():
            connection.execute("insert into stg_evaluation_points values (?, 'window', ?, ?)", [UNIT, number, tenths])
        for path in (INDICES, SUMS):
            connection.execute(f"create table {path.stem} as\n{path.read_text(encoding='utf-8')}")
        indices = {row["index_number"]: row for row in rows_of(connection, "select * from unit_evaluation_indices")}
        (total,) = rows_of(connection, "select * from unit_evaluation")
    return indices, total


# Points of so many cases together, and their mean to one decimal as a hand rounds it: 5 goes up.
ROUNDED = [
    (5, 4, 1.3),  # 1.25
    (27, 20, 1.4),  # 1.35, which is less in binary
    (1, 20, 0.1),  # 0.05
    (23, 20, 1.2),  # 1.15
    (124, 100, 1.2),
    (0, 7, 0.0),
    (14, 7, 2.0),
    (1999999, 1000000, 2.0),
    (1949999, 1000000, 1.9),
    (1950000, 1000000, 2.0),
]


@pytest.mark.parametrize(("points", "cases", "mean"), ROUNDED)
def test_a_mean_over_cases_is_rounded_to_one_decimal(points: int, cases: int, mean: float):
    indices, _ = evaluated(contact_points=points, completed=cases, attitude_points=points, attitude_cases=cases)
    assert (indices[3]["points"], indices[3]["cases"], indices[3]["basis"]) == (mean, cases, "cases")
    assert indices[7]["points"] == mean


def test_an_open_case_past_its_time_by_law_has_no_points():
    indices, total = evaluated(time_cases=8, time_points=15, open_late=2, late_cases=3)
    assert (indices[1]["points"], indices[1]["cases"], indices[1]["cases_open_late"]) == (1.5, 10, 2)
    assert (total["index_1_points"], total["index_1_cases"]) == (1.5, 10)
    assert (indices[7]["cases_without_value"], indices[3]["cases_without_value"]) == (3, None)


COMPLAINTS = """
what                          | judged | in time | overdue | undated | points | basis
none                          | 0      | 0       | 0       | 0       | 2      | no_petitions
all on time                   | 3      | 3       | 0       | 0       | 2      | petitions
nine of ten, the tenth late   | 10     | 9       | 0       | 0       | 1      | petitions
nine of ten, the tenth open   | 10     | 9       | 1       | 0       | 0      | petitions
less than nine of ten         | 19     | 17      | 0       | 0       | 0      | petitions
only petitions without a date | 0      | 0       | 0       | 2       |        | petitions_undated
"""


@pytest.mark.parametrize("row", drawn(COMPLAINTS), ids=lambda row: row["what"])
def test_complaints(row: dict):
    counts = {name: int(row[name.replace("_", " ")]) for name in ("judged", "in_time", "overdue", "undated")}
    indices, _ = evaluated(**counts)
    assert (indices[8]["points"], indices[8]["basis"]) == (
        float(row["points"]) if row["points"] else None,
        row["basis"],
    )


ONLINE_SERVICES = """
what                              | channel | online | late | levels | level 3 | level 4 | points
both shares just enough           | 100     | 30     | 0    | 10     | 1       | 1       | 2
a late one                        | 100     | 90     | 1    | 10     | 5       | 5       | 0
share one short of 30%            | 100     | 29     | 0    | 10     | 1       | 1       | 1
share just 15%                    | 100     | 15     | 0    | 10     | 0       | 0       | 1
share just 15%, a late one        | 100     | 15     | 1    | 10     | 0       | 0       | 0
share one short of 15%            | 100     | 14     | 0    | 10     | 1       | 1       | 0
30%, procedures one short of 20%  | 100     | 30     | 0    | 11     | 1       | 1       | 0
nothing online                    | 100     | 0      | 0    | 10     | 1       | 1       | 0
no case whose channel is known    | 0       | 0      | 0    | 10     | 1       | 1       |
no level known                    | 100     | 30     | 0    | 0      | 0       | 0       |
"""


@pytest.mark.parametrize("row", drawn(ONLINE_SERVICES), ids=lambda row: row["what"])
def test_online_services(row: dict):
    indices, _ = evaluated(
        cases_with_channel=int(row["channel"]),
        filed_online=int(row["online"]),
        online_late=int(row["late"]),
        procedures_with_level=int(row["levels"]),
        level_3_procedures=int(row["level 3"]),
        level_4_procedures=int(row["level 4"]),
    )
    assert indices[9]["points"] == (float(row["points"]) if row["points"] else None)


MISSING = """
what                   | not delivered          | index | basis
no time limits         | has_time_limits        | 1     | no_time_limits
no procedure codes     | has_procedure_code     | 1     | no_time_limits
no days of supplements | has_supplement_dates   | 1     | no_supplement_dates
no list of requests    | has_whole_request_list | 3     | no_request_list
no list of petitions   | has_petition_list      | 7     | no_petition_list
no list of petitions   | has_petition_list      | 8     | no_petition_list
no due dates           | has_due_date           | 7     | no_due_date
no due dates           | has_due_date           | 9     | no_due_date
no channel             | has_channel            | 9     | no_channel
"""


@pytest.mark.parametrize("row", drawn(MISSING), ids=lambda row: f"{row['what']} {row['index']}")
def test_what_was_not_delivered_is_not_scored(row: dict):
    indices, total = evaluated(**{row["not delivered"]: False})
    missed = indices[int(row["index"])]
    assert (missed["points"], missed["cases"], missed["basis"]) == (None, None, row["basis"])
    assert row["index"] in total["missing_indices"].split(", ")


def test_attitude_is_scored_only_where_there_was_no_complaint_at_all():
    assert evaluated()[0][7]["points"] == 1
    assert evaluated(petitions=1)[0][7]["basis"] == "complaints_without_case"
    assert evaluated(nobodys=1)[0][7]["basis"] == "complaints_without_unit"
    assert evaluated(attitude_cases=0, attitude_points=0)[0][7]["basis"] == "no_cases"


# 1, 3, 7 and 8 and 9 come from data: 1 + 1 + 1 + 2 + 2 = 7 points.
CLASSES = [
    ({2: 20, 4: 20, 5: 20, 6: 20}, 15.0, "excellent"),
    ({2: 20, 4: 20, 5: 20, 6: 19}, 14.9, "good"),
    ({2: 20, 4: 20, 5: 10, 6: 0}, 12.0, "good"),
    ({2: 20, 4: 20, 5: 9, 6: 0}, 11.9, "fair"),
    ({2: 20, 4: 0, 5: 0, 6: 0}, 9.0, "fair"),
    ({2: 19, 4: 0, 5: 0, 6: 0}, 8.9, "average"),
]


@pytest.mark.parametrize(("given", "total", "class_code"), CLASSES)
def test_the_class_has_its_bounds_at_15_12_and_9(given: dict, total: float, class_code: str):
    indices, told = evaluated(given)
    assert (told["total_points"], told["indices_scored"], told["class_code"]) == (total, 9, class_code)
    assert (told["rescaled_points"], told["missing_indices"]) == (pytest.approx(total), None)
    assert {number for number, row in indices.items() if row["basis"] == "given"} == given.keys()


@pytest.mark.parametrize(
    ("given", "class_code"), [({2: 10, 4: 0, 5: 0, 6: 0}, "average"), ({2: 9, 4: 0, 5: 0, 6: 0}, "weak")]
)
def test_the_class_has_its_bound_at_6(given: dict, class_code: str):
    nothing = {"online_late": 1}  # 1 + 1 + 1 + 2 + 0 = 5 points
    assert evaluated(given, **nothing)[1]["class_code"] == class_code


def test_without_all_nine_there_is_a_rescaled_sum_and_no_class():
    told = evaluated()[1]
    assert (told["total_points"], told["indices_scored"], told["class_code"]) == (7.0, 5, None)
    assert told["rescaled_points"] == pytest.approx(7 * 18 / 10)
    assert told["missing_indices"] == "2, 4, 5, 6"


def test_what_data_say_goes_before_what_was_given():
    indices, _ = evaluated({3: 20})
    assert (indices[3]["points"], indices[3]["basis"]) == (1.0, "cases")
    indices, _ = evaluated({3: 20}, has_whole_request_list=False)
    assert (indices[3]["points"], indices[3]["basis"], indices[3]["cases"]) == (2.0, "given", None)


@pytest.mark.parametrize(
    ("steps", "points", "given", "scored", "basis", "counted"),
    [
        (0, 0, None, None, "not_in_data", None),
        (0, 0, 15, 1.5, "given", None),
        (4, 5, None, 1.3, "steps", 4),  # 1.25
        (4, 5, 0, 0.0, "given", None),  # what was seen on site goes before, a 0 too
    ],
)
def test_steps_score_index_2_unless_points_were_given(steps, points, given, scored, basis, counted):
    indices, total = evaluated({2: given} if given is not None else {}, steps=steps, step_points=points)
    assert (indices[2]["points"], indices[2]["basis"], indices[2]["cases"]) == (scored, basis, counted)
    assert total["index_2_points"] == scored
