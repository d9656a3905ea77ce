"""A count is read as it was meant, or not at all: a figure that was guessed would stand in a finding."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.warehouse.warehouse import run_macros
from tests.casebook import drawn

COUNTS = """
written          | read
0                | 0
5                | 5
05               | 5
1234             | 1234
1.234            | 1234
1,234            | 1234
1 234            | 1234
1.234.567        | 1234567
1.234,0          | 1234
1,234.00         | 1234
12.0             | 12
12,00            | 12
12.000           | 12000
100.0            | 100
12 hồ sơ         | 12
1.234 HS         | 1234
-                | 0
–                | 0
không            | 0
Không có         | 0
0.123            |
1.23             |
1.2345           |
12.5             |
1.234,5          |
1.234.5          |
1,234.567        |
1 23             |
-3               |
(3)              |
12%              |
12 (3 trễ)       |
1e3              |
#REF!            |
chưa thống kê    |
99999999999999999999 |
"""


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        run_macros(connection)
        yield connection


def _read(connection: duckdb.DuckDBPyConnection, text: str) -> int | None:
    return connection.execute("select parse_count(written(?))", [text]).fetchone()[0]


@pytest.mark.parametrize("row", drawn(COUNTS), ids=lambda row: row["written"])
def test_a_count_is_read_or_it_is_none(connection, row: dict):
    assert _read(connection, row["written"]) == (int(row["read"]) if row["read"] else None)
    assert _read(connection, f"\xa0{row['written']} ") == (int(row["read"]) if row["read"] else None)


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\xa0", ""]), st.sampled_from(["", " hồ sơ"]))
def test_every_count_is_read_as_it_was_meant(connection, count: int, mark: str, unit: str):
    assert _read(connection, f"{count:,}".replace(",", mark) + unit) == count


@given(st.text(st.sampled_from("0123456789.,- ")))
def test_what_is_read_has_the_digits_that_stand_there(connection, text: str):
    digits = "".join(sign for sign in text if sign.isdigit())
    count = _read(connection, text)
    assert count is None or str(count) in (
        digits.lstrip("0") or "0",
        (digits[:-1]).lstrip("0"),
        digits[:-2].lstrip("0"),
    )
