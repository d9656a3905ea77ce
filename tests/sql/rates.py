"""The comparison of units on counts given directly: `unit_rate_counts` in, `unit_rates` and `level_rates` out."""

import duckdb
import pandas as pd

from flows.common.sql_files import run_macros
from flows.warehouse.warehouse import build_order
from tests.casebook import THRESHOLDS, rows_of

CHAIN = (
    *(
        "stg_rate_grid",
        "stg_rate_places",
        "stg_spread_candidates",
        "unit_rate_intervals",
        "level_rates",
        "peer_likelihoods",
    ),
    *("peer_predictions", "unit_peer_tests", "unit_rate_ranks", "unit_rates"),
)
FILES = [path for room in ("staging", "intermediate", "marts") for path in build_order(room) if path.stem in CHAIN]
assert len(FILES) == len(CHAIN)


def compared(
    counts: pd.DataFrame, higher_is_worse: bool = True, unit_type: str | list[str] = "commune", **thresholds: float
) -> duckdb.DuckDBPyConnection:
    """`counts` has numerator and denominator, maybe measure, level and code of units; `thresholds` replace some."""
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    given = {"measure": "late", "unit_level": "commune", "unit_code": [f"{n:04}" for n in range(len(counts))]}
    frame = counts.assign(**{name: value for name, value in given.items() if name not in counts})
    given = {"unit_name": frame["unit_code"], "unit_type": unit_type, "is_higher_worse": higher_is_worse}
    frame = frame.assign(**{name: value for name, value in given.items() if name not in frame})
    frame = frame.assign(is_assessable=frame["denominator"].notna())
    connection.register("given", frame)
    run_macros(connection)
    numbers = THRESHOLDS | thresholds
    columns = ", ".join(f"{value}::double as {name}" for name, value in numbers.items())
    connection.execute(f"create table stg_parameters as select {columns}")
    connection.execute(
        "create table unit_rate_counts as select * replace (numerator::bigint as numerator, "
        "denominator::bigint as denominator) from given"
    )
    for path in FILES:
        connection.execute(f"create table {path.stem} as\n{path.read_text(encoding='utf-8')}")
    return connection


def frame(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["numerator", "denominator"])


def rates_of(pairs: list[tuple[int, int]], **options) -> list[dict]:
    """`unit_rates` of units that have these numerators and denominators, in their order."""
    with compared(frame(pairs), **options) as connection:
        return rows_of(connection, "select * from unit_rates order by unit_code")


def level_of(pairs: list[tuple[int, int]], **options) -> dict:
    with compared(frame(pairs), **options) as connection:
        return rows_of(connection, "select * from level_rates")[0]


def worlds_of(worlds: list[list[tuple[int, int]]], **options) -> list[list[dict]]:
    """`unit_rates` of several lots of units that know nothing of each other, worked out together: each a measure."""
    frames = [frame(pairs).assign(measure=f"{number:05}") for number, pairs in enumerate(worlds)]
    counts = pd.concat([each.assign(unit_code=[f"{n:04}" for n in range(len(each))]) for each in frames])
    with compared(counts, **options) as connection:
        rows = rows_of(connection, "select * from unit_rates order by measure, unit_code")
    return [[row for row in rows if row["measure"] == f"{number:05}"] for number in range(len(worlds))]
