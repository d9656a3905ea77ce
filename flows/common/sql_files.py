"""Where the SQL files stand, and the functions that they share."""

import duckdb

from flows import ROOT

SQL = ROOT / "sql"


def keep_quiet(connection: duckdb.DuckDBPyConnection) -> None:
    """No bar of progress: DuckDB draws one on the screen where it takes the program for somebody at a prompt."""
    connection.execute("set enable_progress_bar = false")


def run_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Declares the SQL functions of `sql/macros/`."""
    for macro in sorted((SQL / "macros").glob("*.sql")):
        connection.execute(macro.read_text(encoding="utf-8"))
