"""The aliases of units that an analyst adds: a row that would send cases to a unit not meant stops the run."""

import duckdb

from flows.common.errors import SetupError
from flows.common.sql_files import run_macros
from flows.warehouse.warehouse import build_order

_TABLES = ("stg_units", "stg_unit_chains", "stg_unit_codes", "stg_unit_own_names", "stg_unit_keys", "stg_alias_faults")
_WORDS = {
    "no_name": ("cột alias để trống", "its alias is empty"),
    "no_unit": ("chưa điền unit_code", "its unit_code is not filled in"),
    "unknown_unit": ("unit_code {unit} không có trong units.csv", "unit_code {unit} is not in units.csv"),
    "unknown_district": ("district_code {district} không phải mã huyện", "district_code {district} is no district"),
    "not_in_district": ("đơn vị {unit} không thuộc huyện {district}", "unit {unit} does not lie in {district}"),
    "two_units": ("cùng một cách ghi chỉ hai đơn vị khác nhau", "the same spelling stands for two units"),
    "name_of_another": (
        "đó là tên chính thức của đơn vị {other}, không phải của {unit}",
        "it is the official name of {other}, not of {unit}",
    ),
}


def refuse_wrong_aliases(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises SetupError that names up to five rows of `unit_aliases.csv` that cannot stand, and why."""
    run_macros(connection)
    for path in build_order("staging"):
        if path.stem in _TABLES:
            connection.execute(f"create or replace table {path.stem} as\n{path.read_text(encoding='utf-8')}")
    query = "select alias, district_code, unit_code, fault, other_unit_code from stg_alias_faults order by all limit 5"
    if not (rows := connection.execute(query).fetchall()):
        return
    told: tuple[list[str], list[str]] = ([], [])
    for alias, district, unit, fault, other in rows:
        for words, sentences in zip(_WORDS[fault], told, strict=True):
            sentences.append(f"“{alias or ''}”: {words.format(unit=unit, district=district, other=other)}")
    raise SetupError(
        f"Tệp unit_aliases.csv có dòng không dùng được: {'; '.join(told[0])}. Hãy sửa hoặc bỏ dòng đó.",
        f"unit_aliases.csv has rows that cannot stand: {'; '.join(told[1])}. Mend or remove them.",
    )
