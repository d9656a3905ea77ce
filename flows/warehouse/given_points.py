"""The points of evaluation that the office gives on site: a row that cannot stand stops the run."""

import duckdb

from flows.common.errors import SetupError

_WORDS = {
    "unknown_unit": ("unit_code không có trong units.csv", "its unit_code is not in units.csv"),
    "unknown_period": (
        "period_id phải là window hoặc quarter_năm_quý trong kỳ kiểm tra",
        "its period_id should be window or quarter_year_number within the window",
    ),
    "unknown_index": ("index_number phải từ 1 đến 9", "its index_number should be 1 to 9"),
    "no_points": ("points phải từ 0 đến 2, một chữ số lẻ", "its points should be 0 to 2, to one decimal"),
    "given_twice": ("một chỉ số cho điểm hai lần", "the index is given twice"),
}


def refuse_wrong_points(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises SetupError that names up to five lines of `evaluation_points.csv` that cannot stand, and why.

    `connection` holds the finished staging tables.
    """
    query = "select row_number + 1, fault from stg_evaluation_points where fault is not null order by all limit 5"
    if not (rows := connection.execute(query).fetchall()):
        return
    vi = "; ".join(f"dòng {line}: {_WORDS[fault][0]}" for line, fault in rows)
    en = "; ".join(f"line {line}: {_WORDS[fault][1]}" for line, fault in rows)
    raise SetupError(
        f"Tệp evaluation_points.csv có dòng không dùng được: {vi}. Hãy sửa hoặc bỏ dòng đó.",
        f"evaluation_points.csv has rows that cannot stand: {en}. Mend or remove them.",
    )
