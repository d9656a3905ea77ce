"""SQL files of the visits, run on tables that a test draws by hand."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from flows.common.inspection import own_inspection
from flows.common.sql_files import SQL, run_macros
from tests.casebook import THRESHOLDS


@contextmanager
def tables(drawn: dict[str, str], files: tuple[str, ...], **parameters: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with the tables `drawn` (name -> query) and those that the files (`room/name`) make of them."""
    numbers = THRESHOLDS | own_inspection().numbers | parameters
    with duckdb.connect() as connection:
        run_macros(connection)
        columns = ", ".join(f"{value}::double as {name}" for name, value in numbers.items())
        connection.execute(
            f"create table stg_parameters as select date '2020-06-01' as window_from, date '2021-04-30' as window_to, "
            f"{columns}"
        )
        for name, query in drawn.items():
            connection.execute(f"create table {name} as {query}")
        for file in files:
            query = (SQL / f"{file}.sql").read_text(encoding="utf-8")
            connection.execute(f"create table {file.split('/')[-1]} as\n{query}")
        yield connection


def values(columns: str, *rows: tuple) -> str:
    """A query that gives these rows; None and texts are written as SQL writes them."""

    def written(value: object) -> str:
        return "null" if value is None else f"'{value}'" if isinstance(value, str) else str(value)

    lines = ", ".join(f"({', '.join(map(written, row))})" for row in rows)
    return f"select * from (values {lines}) as rows({columns})"
