"""`onestop inspect`: how a file would be read, without auditing it."""

from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.console import say
from flows.ingest import choose
from flows.landing import column_letter
from flows.layouts import Layout, Match, recognise
from flows.readers import Sheet, UnreadableFile, open_sheets
from flows.warehouse import run_macros

FIRST_ROWS = 3
MOST_BAD_DATES = 5
HIDDEN = "•••"
_ROLES = {
    "field": ("trường {0}", "field {0}"),
    "presence": ("chỉ ghi có/không: {0}", "only whether filled: {0}"),
    "hash": ("cá nhân, băm thành {0}", "personal, hashed to {0}"),
    "drop": ("cá nhân, bỏ", "personal, dropped"),
    "ignored": ("bỏ qua", "ignored"),
    "unknown": ("CHƯA KHAI BÁO", "UNKNOWN"),
}


def inspect_file(path: Path, layouts: list[Layout], console: Console, lang: str) -> bool:
    """Prints how each sheet of a file would be read. True when all of them would be.

    Cells of personal and of undeclared columns are never shown.
    """
    console.print(f"[bold]{escape(path.name)}[/] – {path.suffix.lower() or '?'}, {path.stat().st_size:,} bytes")
    readable = True
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        run_macros(connection)
        try:
            for sheet in open_sheets(path, connection):
                readable &= _inspect_sheet(path.name, sheet, layouts, connection, console, lang)
        except UnreadableFile as trouble:
            console.print(f"[red]✗[/] {say(lang, trouble.vi, trouble.en)}")
            return False
    return readable


def _inspect_sheet(
    name: str,
    sheet: Sheet,
    layouts: list[Layout],
    connection: duckdb.DuckDBPyConnection,
    console: Console,
    lang: str,
) -> bool:
    if sheet.name:
        console.print(f"\n[bold]{say(lang, 'Trang tính', 'Sheet')} {escape(sheet.name)}[/]")
    _, refusal = choose(name, sheet, layouts)
    matches = recognise(sheet.head, layouts)
    if refusal is not None:
        where = f" ({say(lang, 'dòng', 'row')} {refusal.row})" if refusal.row else ""
        console.print(f"[red]✗[/] {escape(say(lang, refusal.reason_vi, refusal.reason_en))}{where}")
        console.print(f"  → {escape(say(lang, refusal.todo_vi, refusal.todo_en))}")
    if not matches:
        return False
    best = matches[0]
    console.print(
        say(lang, "Cấu trúc", "Layout")
        + f": [bold]{best.layout.layout_id}[/] ({best.layout.kind}), "
        + say(lang, "tiêu đề ở dòng", "headings in row")
        + f" {best.heading_row + 1}–{best.heading_row + best.span}; {_why(best, lang)}"
    )
    if len(matches) > 1:
        console.print(f"{say(lang, 'Kế đó', 'Runner-up')}: {matches[1].layout.layout_id}; {_why(matches[1], lang)}")
    console.print(_mapping(sheet, best, lang))
    _print_bad_dates(sheet, best, connection, console, lang)
    return refusal is None


def _why(match: Match, lang: str) -> str:
    wanted = len(match.layout.required)
    found = wanted - len(match.missing)
    return say(
        lang,
        f"{found}/{wanted} cột bắt buộc, {len(match.known)} cột nhận ra, {len(match.unknown)} cột lạ",
        f"{found}/{wanted} required, {len(match.known)} known, {len(match.unknown)} unknown headings",
    )


def _mapping(sheet: Sheet, match: Match, lang: str) -> Table:
    table = Table(show_edge=False)
    for title, width in (("", 3), (say(lang, "Tiêu đề", "Heading"), 18), (say(lang, "Đọc thành", "Read as"), 20)):
        table.add_column(title, min_width=width)
    below = sheet.head[match.heading_row + match.span :]
    rows = [row for row in below if sum(bool(cell and cell.strip()) for cell in row) > 2][:FIRST_ROWS]
    for number in range(1, len(rows) + 1):
        table.add_column(f"{say(lang, 'Dòng', 'Row')} {number}", overflow="ellipsis", no_wrap=True, max_width=20)
    for column in match.columns:
        role = say(lang, *_ROLES[column.role]).format(column.field)
        shown = column.role in ("field", "ignored")
        cells = [escape(row[column.index] or "") if shown else HIDDEN for row in rows]
        style = "red" if column.role == "unknown" else None
        table.add_row(column_letter(column.index), escape(column.heading), role, *cells, style=style)
    return table


def _print_bad_dates(
    sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection, console: Console, lang: str
) -> None:
    """Texts in date columns that are no dates, with the row they stand in; the furniture's among them."""
    rows = sheet.scans[-1]  # noqa: F841 - DuckDB finds it by its name
    dates = [column for column in match.columns if (column.field or "").endswith(("_at", "_date", "due_at_original"))]
    for column in dates:
        cell = f"written(c{column.index})"
        bad = connection.execute(
            f"select row_number, masked({cell}) from rows where row_number > {match.heading_row + match.span} "
            f"and {cell} is not null and plausible_at(parse_at({cell}, '{match.layout.date_order}')) is null "
            f"and regexp_matches({cell}, '[0-9]{{2}}') order by row_number limit {MOST_BAD_DATES}"
        ).fetchall()
        for row, text in bad:
            console.print(
                f"[yellow]![/] {column_letter(column.index)}{row} “{escape(column.heading)}”: "
                + say(lang, f"“{text}” không phải ngày", f"“{text}” is no date"),
                soft_wrap=True,
            )
