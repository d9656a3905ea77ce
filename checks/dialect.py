"""Great Expectations on a finished warehouse: duckdb-engine's dialect, read-only.

Great Expectations fetches rows after it has given its connection back. SQLAlchemy rolls back at that moment, and
DuckDB drops the open result. Nothing is written here, so begin, commit and rollback need do nothing. It also asks for
the columns and keys of every view that it looks at; duckdb-engine searches the whole catalog for them, this asks the
view itself.
"""

from pathlib import Path
from typing import Any

import duckdb_engine
from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.types import NullType

_PLACES: dict[str, Path] = {}  # number in a URL → the warehouse that it stands for


def url_of(warehouse: Path) -> str:
    """The URL under which Great Expectations opens a warehouse. The name of a folder in it would be read as more than
    a name: `?`, `%` and `#` by SQLAlchemy, `$` by Great Expectations.
    """
    number = str(len(_PLACES))
    _PLACES[number] = warehouse
    return f"duckdb+readonly:///{number}?access_mode=read_only"


class ReadOnlyDialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect without transactions, and with columns that are told by name only."""

    supports_statement_cache = False

    def connect(self, *cargs: Any, **cparams: Any) -> Any:
        return super().connect(*cargs, **{**cparams, "database": str(_PLACES[cparams["database"]])})

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
