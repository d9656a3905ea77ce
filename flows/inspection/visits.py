"""Whom to visit and what to pull: the SQL rooms `risks` and `visits`, and between them the sizes of the samples."""

import duckdb
import pyarrow as pa

from flows.common.inspection import Inspection
from flows.inspection.sizes import Demand, sizes
from flows.warehouse.warehouse import build

_SIZES = pa.schema([(name, pa.int64()) for name in ("files", "intolerable_files", "size", "limit_size")])


def choose_visits(connection: duckdb.DuckDBPyConnection, inspection: Inspection) -> None:
    """Fills the tables of the visits in a warehouse whose findings are listed."""
    build(connection, ("risks",))
    numbers = [files for (files,) in connection.execute("select distinct files from visit_populations").fetchall()]
    demand = Demand(
        inspection.numbers["tolerable_rate"],
        inspection.numbers["confidence"],
        int(inspection.numbers["expected_deviations"]),
    )
    rows = [dict(zip(_SIZES.names, row, strict=True)) for row in sizes(numbers, demand)]
    connection.execute("drop table if exists audit_sample_sizes")
    connection.from_arrow(pa.Table.from_pylist(rows, schema=_SIZES)).create("audit_sample_sizes")
    build(connection, ("visits",))
