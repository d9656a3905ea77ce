"""The rows of a sheet that were taken for no data, one by one: which row, what it was taken for, how many cells it
fills, and the number of cases that a total tells. Never what else stands in them: a block of signatures holds names.
"""

import duckdb

from flows.tables.rows import TOTAL

# what `row_kind` of classified_rows is called where it is published; what is left is a note, or a signature
KINDS = {"numbering": "numbering", "repeated_heading": "heading", "total": "total", "group": "group", "other": "note"}
SIGNED = (
    r"(^| )(người (lập|ký|in|xuất|báo cáo)|lập biểu|thủ trưởng|kế toán|giám đốc|chủ tịch|trưởng (phòng|ban|bộ phận)"
    r"|lãnh đạo|ký tên|ký, ghi rõ|xác nhận của)|, ngày .* tháng "
)
NEAR = 6  # a name stands at most so many rows below the word that it signs under


def furniture_rows(width: int, connection: duckdb.DuckDBPyConnection) -> list[dict]:
    """Of each row of `classified_rows` that is neither data nor blank: row_number, furniture_kind, cells_filled, and
    number_told: the one number of a row that calls itself a total, none where it has several or one too long for a
    count.

    A row near below a signature is one as well, a group only where no data follows: names stand there.
    """
    texts = ", ".join(f"trim(c{i})" for i in range(width))
    numbers = ", ".join(f"parse_count(trim(c{i}))" for i in range(width))
    label = f"lower(nfc_normalize(coalesce({', '.join(f'written(c{i})' for i in range(width))})))"
    in_label = f"parse_count(trim(regexp_extract({label}, '[:(]\\s*([0-9][0-9.,  ]*)', 1)))"
    rows = connection.execute(
        f"""
        select row_number, row_kind, all_filled,
            regexp_matches(lower(nfc_normalize(concat_ws(' ', {texts}))), '{SIGNED}') as is_signed,
            case
                when row_kind = 'total' and regexp_matches({label}, '{TOTAL}')
                    then list_filter(list_distinct([{numbers}, {in_label}]), lambda told: told between 1 and 9999999)
            end as told
        from classified_rows
        where row_kind not in ('data', 'blank')
        order by row_number
        """
    ).fetchall()
    last = connection.execute("select max(row_number) from sheet_data").fetchall()[0][0] or 0 if rows else 0
    found, signed = [], None
    for number, row_kind, filled, is_signed, told in rows:
        kind = KINDS[row_kind]
        if kind == "note" or (kind == "group" and number > last):
            is_below = signed is not None and number - signed <= NEAR
            kind = "signature" if is_signed or is_below else kind
        signed = number if kind == "signature" else None
        found.append(
            {"row_number": number, "furniture_kind": kind, "cells_filled": filled}
            | {"number_told": told[0] if told and len(told) == 1 else None}
        )
    return found
