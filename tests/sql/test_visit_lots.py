"""The lot among communes: probabilities follow the weights, the same seed draws the same, nobody moves a number."""

import hashlib
from math import log

import pytest
from scipy.stats import chisquare

from tests.casebook import rows_of
from tests.sql.visit_tables import tables, values

POINTS = (50, 40, 30, 20, 10, 2)  # of the communes of each district; the first is chosen by risk
WEIGHTS = (40, 30, 20, 10, 5)  # of the rest; the last one's is the least that there is


def districts(count: int, points: tuple[float, ...] = POINTS) -> dict[str, str]:
    """So many districts whose communes have these points."""
    communes = " union all ".join(
        f"select concat('c', district, '-{place}') as unit_code, concat('d', district) as district_code, "
        f"{number}::double as risk_points from range({count}) as districts(district)"
        for place, number in enumerate(points)
    )
    of_districts = f"select concat('d', district) as unit_code from range({count}) as districts(district)"
    return {
        "unit_risks": f"select *, unit_code as unit_name, 'commune' as unit_level from ({communes})",
        "stg_units": f"select unit_code, unit_code as unit_name from ({of_districts})",
        "stg_inspection_plan": of_districts,
    }


def lots(drawn: dict[str, str], **parameters: float) -> list[dict]:
    with tables(drawn, ("visits/visit_lots",), **parameters) as connection:
        return rows_of(connection, "select * from visit_lots order by unit_code")


@pytest.mark.parametrize("seed", [1, 2021])
def test_the_lot_falls_as_the_weights_say(seed: int):
    told = lots(districts(6_000), lot_seed=seed)
    drawn = [row["unit_code"].split("-")[1] for row in told if row["is_drawn"]]
    counts = [drawn.count(str(place)) for place in range(1, 6)]
    assert sum(counts) == len(drawn) == 6_000
    assert chisquare(counts, [6_000 * weight / sum(WEIGHTS) for weight in WEIGHTS]).pvalue > 0.001
    flat = chisquare(counts, [1_200] * 5).pvalue  # it can tell
    assert flat < 1e-9
    shares = {row["unit_code"][-1]: row["lot_share"] for row in told if not row["is_by_risk"]}
    assert shares == {str(place): pytest.approx(weight / 105) for place, weight in enumerate(WEIGHTS, start=1)}


def test_anybody_can_draw_again():
    """From the published list alone, in plain Python."""
    for row in lots(districts(40), lot_seed=7):
        digits = hashlib.md5(f"visit|7|{row['unit_code']}".encode()).hexdigest()[:13]
        number = (int(digits, 16) + 0.5) / 2**52
        assert (row["lot_seed"], row["lot_number"]) == (7, number)
        if row["is_by_risk"]:
            assert (row["lot_weight"], row["lot_key"], row["lot_place"], row["is_drawn"]) == (None, None, None, False)
        else:
            assert row["lot_key"] == pytest.approx(-log(number) / row["lot_weight"])


def test_the_same_seed_draws_the_same_whatever_else_is_there_and_another_draws_another():
    few = {row["unit_code"]: row for row in lots(districts(30), lot_seed=3)}
    many = {row["unit_code"]: row for row in lots(districts(60), lot_seed=3)}
    assert {code: many[code] for code in few} == few
    other = {row["unit_code"] for row in lots(districts(30), lot_seed=4) if row["is_drawn"]}
    assert other != {code for code, row in few.items() if row["is_drawn"]}


def test_a_commune_that_comes_to_a_district_takes_the_place_of_nobody_but_itself():
    before = [row["unit_code"] for row in lots(districts(50)) if row["is_drawn"]]
    after = [row["unit_code"] for row in lots(districts(50, (*POINTS, 15))) if row["is_drawn"]]
    newcomers = [code for code in after if code.endswith("-6")]
    assert newcomers and [code for code in after if code not in newcomers] == [
        code for code in before if code.split("-")[0] not in {new.split("-")[0] for new in newcomers}
    ]


@pytest.mark.parametrize(("by_risk", "by_lot"), [(1, 1), (2, 0), (0, 2), (1, 9)])
def test_as_many_are_chosen_as_the_office_says(by_risk: int, by_lot: int):
    told = lots(districts(3), communes_by_risk=by_risk, communes_by_lot=by_lot)
    for district in ("d0", "d1", "d2"):
        rows = [row for row in told if row["district_code"] == district]
        assert sum(row["is_by_risk"] for row in rows) == by_risk
        assert sum(row["is_drawn"] for row in rows) == min(by_lot, len(POINTS) - by_risk)
        assert not any(row["is_drawn"] and row["is_by_risk"] for row in rows)
        assert {row["unit_code"][-1] for row in rows if row["is_by_risk"]} == set(map(str, range(by_risk)))


def test_a_district_of_one_commune_and_one_outside_the_plan():
    one = districts(1, (3,)) | {"stg_inspection_plan": values("unit_code", ("d0",))}
    assert [(row["is_by_risk"], row["is_drawn"]) for row in lots(one)] == [(True, False)]
    assert lots(one | {"stg_inspection_plan": values("unit_code", ("d9",))}) == []
