"""Where the SQL files stand, and the functions that they share."""

import duckdb

from flows import ROOT

SQL = ROOT / "sql"


def run_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Declares the SQL functions of `sql/macros/`."""
    for macro in sorted((SQL / "macros").glob("*.sql")):
        connection.execute(macro.read_text(encoding="utf-8"))
