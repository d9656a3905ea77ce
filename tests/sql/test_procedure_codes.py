"""Procedure codes as lists write them, and as spreadsheets spoil them."""

import duckdb
import pytest

from flows.common.sql_files import SQL, run_macros
from tests.casebook import drawn
from tests.sql.direct import KINDS

CODES = """
written                | stem
1.001570               | 1.001570
1.001570.000.00.00.H34 | 1.001570
1.00157                | 1.001570
1.0015                 | 1.001500
1.012                  | 1.012000
2,000635               | 2.000635
1,00157                | 1.001570
1.0015700000000001     | 1.001570
2.0006349999999999     | 2.000635
1.0015704999999999     | 1.0015704999999999
1.01                   | 1.01
2.5                    | 2.5
12                     | 12
12.00157               | 12.00157
11.001570              | 11.001570
1.00157a               | 1.00157A
TS_lop1.000.00.00.H22  | TS_LOP1.000.00.00.H22
ts_1.00157             | TS_1.00157
                       |
"""


@pytest.mark.parametrize("line", drawn(CODES), ids=lambda line: line["written"] or "empty")
def test_a_procedure_code_that_became_a_number_is_restored(line) -> None:
    """A spreadsheet drops the zeros at the end of a number; a unit's own code is no number and stays as it is."""
    with duckdb.connect() as connection:
        run_macros(connection)
        found = connection.execute("select procedure_stem(written(?))", [line["written"]]).fetchall()[0][0]
    assert found == (line["stem"] or None)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("cases", "stg_cases"),
        ("configured_procedures", "stg_configured_procedures"),
        ("published_procedures", "stg_published_procedures"),
        ("form_06_reports", "stg_form_06_reports"),
    ],
)
def test_every_list_reads_procedure_codes_in_one_way(kind, table) -> None:
    assert "procedure_code" in KINDS[kind]["passes"]
    assert "procedure_stem(written(" in (SQL / "staging" / f"{table}.sql").read_text(encoding="utf-8")
