"""What the office decides and remembers of visits, in `visits.csv` and `past_visits.csv`: a row that cannot stand stops
the run.
"""

import duckdb

from flows.common.errors import SetupError

_WORDS = {
    "unknown_unit": ("unit_code không có trong units.csv", "its unit_code is not in units.csv"),
    "unknown_replaced": ("replaces không có trong units.csv", "its replaces is not in units.csv"),
    "same_unit": ("đơn vị thay thế chính nó", "the unit replaces itself"),
    "no_commune": ("chỉ được thay xã bằng xã", "only a commune replaces a commune"),
    "other_district": ("hai xã không cùng huyện", "the two communes are of different districts"),
    "no_reason": ("thiếu lý do (reason)", "it gives no reason"),
    "not_agreed": ("thiếu người đồng ý (agreed_by)", "it does not say who agreed (agreed_by)"),
    "no_day": ("ngày phải có dạng yyyy-mm-dd", "its day should be written yyyy-mm-dd"),
    "given_twice": ("một đơn vị thay thế hai lần", "the unit replaces two others"),
    "replaced_twice": ("một đơn vị bị thay hai lần", "the unit is replaced twice"),
}


def refuse_wrong_visits(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises SetupError that names up to five lines of the first file that has rows that cannot stand, and why.

    `connection` holds the finished staging tables.
    """
    for name, table in (("visits.csv", "stg_visit_replacements"), ("past_visits.csv", "stg_past_visits")):
        query = f"select row_number + 1, fault from {table} where fault is not null order by all limit 5"
        if not (rows := connection.execute(query).fetchall()):
            continue
        vi = "; ".join(f"dòng {line}: {_WORDS[fault][0]}" for line, fault in rows)
        en = "; ".join(f"line {line}: {_WORDS[fault][1]}" for line, fault in rows)
        raise SetupError(
            f"Tệp {name} có dòng không dùng được: {vi}. Hãy sửa hoặc bỏ dòng đó.",
            f"{name} has rows that cannot stand: {en}. Mend or remove them.",
        )
