"""Which rows of a sheet are cases and which are furniture: numbering, groups, totals, repeated headings, signatures."""

from collections.abc import Iterable

import duckdb

from flows.containers import Sheet, unreadable_text
from flows.tables.layouts import Match

TOTAL = r"^(tổng( số| cộng)?|cộng)\s*([:.(\d]|hồ sơ|$)"
SUMMARY = (  # how a line below a table begins that counts its cases by their outcome
    r"^(trong đó|(đúng|trước|sớm|trễ|quá|còn|trong|chưa đến) hạn|t[ỷỉ] lệ|số (hồ sơ|lượng|bản ghi)"
    r"|(đã|đang|chưa) (giải quyết|xử lý))"
)
PRINTED = r"^(ngày|người|thời gian) (in|xuất|lập)( |:|$)"  # who printed a list, and when
COUNT = r"[0-9][0-9.,/: -]{0,19}(%| ?hồ sơ)?"  # what such a line may tell where a case has its code
GROUP = "^lĩnh vực"  # even in a personal column this is no person
COUNTED = r"\([0-9]+( hồ sơ)?\)\s*$"  # how a group row that counts its cases ends
NUMERAL = r"[0-9]{1,3}\.?|[IVXLC]+\.?|[A-ZĐ]\.?"  # what may number a group row
NUMBERED = r"^\(?(1\)? \(?2|[Aa]\)? \(?([Bb]|1)|I\)? \(?II)\)?( |$)"  # how a row that numbers the columns begins
DATA = "row_kind = 'data'"


def classify(
    sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection, scan: duckdb.DuckDBPyRelation | None = None
) -> None:
    """Makes the table `classified_rows`: the rows below the headings of a sheet, or of a scan that holds some of them
    (`row_number`, `c0`, ...), with their `row_kind`: data, blank, numbering, repeated_heading, total, group, other.

    A data row has its key and something else, or several values among which a required one with a digit; a
    signature line under the table has neither. In a list of records every row that is not empty is data.
    Raises UnreadableFile when no scan comes to the end.
    """
    mapped, required = _mapped(match)
    kind = "case when all_filled = 0 then 'blank' else 'data' end" if sheet.is_records else _kind(sheet, match)
    query = f"""
        create or replace table classified_rows as select *, {kind} as row_kind
        from (
            select *, {_filled(range(sheet.width))} as all_filled,
                {_filled(column.index for column in mapped)} as mapped_filled,
                {_filled(column.index for column in required)} as required_filled,
                {_filled(c.index for c in match.columns if c.role in ("hash", "drop", "presence"))} as personal_filled
            from sheet_rows where row_number > {match.heading_row + match.span}
        )
    """
    run_over([scan] if scan is not None else sheet.scans, query, connection)


def run_over(scans: list[duckdb.DuckDBPyRelation], query: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Runs a statement that reads `sheet_rows`, by the first of the scans that comes to the end."""
    for scan in scans:
        try:
            scan.create_view("sheet_rows", replace=True)
            connection.execute(query)
            return
        except (duckdb.OutOfMemoryException, duckdb.IOException):
            raise
        except duckdb.Error as error:
            trouble = error
    raise unreadable_text(trouble)


def surely_data(sheet: Sheet, match: Match) -> str:
    """SQL: a row that `classify` would call data, told by little: its key has a digit, is longer than a row's number,
    and stands beside another required value, or beside any other where no sum or note may lead the row. False
    says nothing.
    """
    mapped, required = _mapped(match)
    key = _key(match)
    others = [column.index for column in required if column.index != key]
    until_key = ", ".join(f"nullif(trim(c{i}), '')" for i in range(key + 1))
    led = " or ".join(f"trim(c{column.index}) <> ''" for column in mapped if column.index != key)
    if sheet.is_records:
        return " or ".join(f"c{column.index} <> ''" for column in mapped)
    if not others or key not in {column.index for column in required}:
        return "false"
    beside = " or ".join(f"trim(c{i}) <> ''" for i in others)
    numbered = f"length(c{key}) > 8 and regexp_matches(c{key}, '[0-9]') and trim(c{key}) not in ({_own(match)[key]})"
    # No longer list after IN here: DuckDB makes a join of it, and the rows come out of their order.
    unled = f"not contains('tcđsqn', lower(left(coalesce({until_key}, null), 1))) and ({led or 'false'})"
    return f"coalesce({numbered} and case when {beside} then true else {unled} end, false)"


def group_text(width: int) -> str:
    """SQL: the text of a group row, which stands in one of the first three columns, without the number before it."""
    cells = [
        f"case when not regexp_full_match(trim(c{i}), '{NUMERAL}|') then trim(c{i}) end" for i in range(min(3, width))
    ]
    return f"coalesce({', '.join(cells)}, null)"


def _mapped(match: Match) -> tuple[list, list]:
    mapped = [column for column in match.columns if column.role not in ("ignored", "unknown")]
    return mapped, [column for column in mapped if column.field in match.layout.required]


def _key(match: Match) -> int:
    mapped, _ = _mapped(match)
    return next((column.index for column in mapped if column.field == match.layout.key), mapped[0].index)


def _own(match: Match) -> dict[int, str]:
    """Column → its heading and the parts of it, as SQL literals."""
    return {column.index: _literals({column.heading, *column.heading.split(" / ")}) for column in match.columns}


def _kind(sheet: Sheet, match: Match) -> str:
    """SQL: the kind of a row. The inner cases keep the costly tests away from the rows that cannot pass them."""
    key, own = _key(match), _own(match)
    headings = " + ".join(f"coalesce(trim(c{i}) in ({parts}), false)::int" for i, parts in own.items())
    digits = " or ".join(f"regexp_matches(c{column.index}, '[0-9]')" for column in _mapped(match)[1])
    cells = [f"nullif(trim(c{i}), '')" for i in range(sheet.width)]
    first = f"coalesce({', '.join(cells)}, null)"
    required = {column.index for column in _mapped(match)[1]}
    label = " ".join(f"when {cell} is not null then {int(i in required)}" for i, cell in enumerate(cells))
    # No other required value than the label, and at most a number where the code stands.
    alone = (
        f"required_filled - case {label} else 0 end - (trim(c{key}) <> '' and {first} <> trim(c{key}) "
        f"and c{key} is not null)::int < 1 "
        f"and coalesce(trim(c{key}) in ('', {first}) or regexp_full_match(trim(c{key}), '{COUNT}'), true)"
    )
    numbering = " and ".join(
        rf"coalesce(regexp_full_match(trim(c{i}), '\(?[0-9A-Za-z]{{1,2}}([=+][0-9+=]*)?\)?|'), true)"
        for i in range(sheet.width)
    )
    numbering += f" and regexp_matches(concat_ws(' ', {', '.join(cells)}), '{NUMBERED}')"
    return f"""case
            when all_filled = 0 then 'blank'
            when case when coalesce(length(c{key}), 0) <= 8 then all_filled >= 3 and {numbering} end
                then 'numbering'
            when case when nullif(trim(c{key}), '') is null or trim(c{key}) in ({own[key]})
                then 2 * ({headings}) > all_filled end
                then 'repeated_heading'
            when case when left({first}, 1) in ('T', 't', 'C', 'c')
                then regexp_matches(lower(nfc_normalize({first})), '{TOTAL}')
                    and required_filled - case {label} else 0 end < 2 end
                then '{"total" if match.layout.totals == "furniture" else "data"}'
            when case when {"true" if match.layout.totals == "furniture" else "false"} and {alone} then
                regexp_matches(lower(nfc_normalize({first})), '{SUMMARY}') end then 'total'
            when case when {alone} then regexp_matches(lower(nfc_normalize({first})), '{PRINTED}') end then 'other'
            when case when all_filled >= 2 then regexp_matches(c{key}, '[0-9]') end then 'data'
            when mapped_filled >= 5 or (mapped_filled >= 3 and ({digits})) then 'data'
            when {_filled(range(min(3, sheet.width)))} = all_filled
                and (personal_filled = 0 or regexp_matches(lower(nfc_normalize({first})), '{GROUP}'))
                and (all_filled = 1 or (all_filled = 2 and regexp_full_match({first}, '{NUMERAL}'))) then 'group'
            else 'other'
        end"""


def _filled(indexes: Iterable[int]) -> str:
    return " + ".join(f"(trim(c{i}) <> '' and c{i} is not null)::int" for i in indexes) or "0"


def _literals(texts: Iterable[str]) -> str:
    return ", ".join("'" + text.strip().replace("'", "''") + "'" for text in sorted(texts))
