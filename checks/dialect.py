"""Great Expectations on a finished warehouse: duckdb-engine's dialect, read-only.

Great Expectations fetches rows after it has given its connection back. SQLAlchemy rolls back at that moment, and
DuckDB drops the open result. Nothing is written here, so begin, commit and rollback need do nothing. It also asks for
the columns and keys of every view that it looks at; duckdb-engine searches the whole catalog for them, this asks the
view itself.
"""

from typing import Any

import duckdb_engine
from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.types import NullType

URL = "duckdb+readonly:///{path}?access_mode=read_only"


class ReadOnlyDialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect without transactions, and with columns that are told by name only."""

    supports_statement_cache = False

    def do_begin(self, dbapi_connection: Any) -> None:
        pass

    def do_commit(self, dbapi_connection: Any) -> None:
        pass

    def do_rollback(self, dbapi_connection: Any) -> None:
        pass

    def get_columns(self, connection: Connection, table_name: str, schema: str | None = None, **_: Any) -> list[dict]:
        described = connection.exec_driver_sql(f'describe "{table_name}"').fetchall()
        return [{"name": row[0], "type": NullType(), "nullable": True, "default": None} for row in described]

    def get_pk_constraint(self, connection: Connection, table_name: str, schema: str | None = None, **_: Any) -> dict:
        return {"constrained_columns": [], "name": None}


registry.register("duckdb.readonly", "checks.dialect", "ReadOnlyDialect")
