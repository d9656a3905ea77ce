"""The conventions under which Biểu 06 is recounted: a row of the list that nobody can count by stops the run."""

import duckdb

from flows.common.errors import SetupError
from flows.warehouse.warehouse import build_order

_TABLES = ("stg_parameters", "stg_conventions", "stg_convention_faults")


def refuse_wrong_conventions(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises SetupError that names up to five rows of `conventions.csv` that cannot stand, and the column at fault."""
    for path in build_order("staging"):
        if path.stem in _TABLES:
            connection.execute(f"create or replace table {path.stem} as\n{path.read_text(encoding='utf-8')}")
    query = "select convention_id, fault from stg_convention_faults order by all limit 5"
    if not (rows := connection.execute(query).fetchall()):
        return
    vi, en = [], []
    for convention_id, fault in rows:
        is_twice = fault == "twice"
        vi.append(f"“{convention_id}”: " + ("mã hoặc số thứ tự bị trùng, trống" if is_twice else f"cột {fault}"))
        en.append(f"“{convention_id}”: " + ("its id or number is missing or not its own" if is_twice else fault))
    raise SetupError(
        f"Tệp conventions.csv có dòng không đếm được: {'; '.join(vi)}. Giá trị được phép: data/reference/README.md.",
        f"conventions.csv has rows that cannot be counted by: {'; '.join(en)}. Values: data/reference/README.md.",
    )
