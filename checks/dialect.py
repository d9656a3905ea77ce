"""Great Expectations on a finished warehouse: duckdb-engine's dialect, read-only.

Great Expectations fetches rows after it has given its connection back. SQLAlchemy rolls back at that moment, and
DuckDB drops the open result. Nothing is written here, so begin, commit and rollback need do nothing.
"""

from typing import Any

import duckdb_engine
from sqlalchemy.dialects import registry

URL = "duckdb+readonly:///{path}?access_mode=read_only"


class ReadOnlyDialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect without transactions."""

    supports_statement_cache = False

    def do_begin(self, dbapi_connection: Any) -> None:
        pass

    def do_commit(self, dbapi_connection: Any) -> None:
        pass

    def do_rollback(self, dbapi_connection: Any) -> None:
        pass


registry.register("duckdb.readonly", "checks.dialect", "ReadOnlyDialect")
