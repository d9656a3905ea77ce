"""Pages and XML that systems name .xls: an HTML table, a spreadsheet in Microsoft's XML of 2003."""

from datetime import datetime
from html import escape
from pathlib import Path

from tests.shapes.table import Cell, Shape, as_text, table

_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>td {{ mso-number-format:"\\@"; }}</style>
</head><body><table border="1">{rows}</table></body></html>"""
_BOOK = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Danh sách"><Table>{rows}</Table></Worksheet></Workbook>"""


def html(path: Path, shape: Shape, cases: list[dict]) -> None:
    """Merged cells stand once, with colspan and rowspan; line breaks are <br>, the empty cell is &nbsp;."""
    rows = []
    for r, row in enumerate(_placed(shape, cases)):
        tag = "th" if r < 2 else "td"
        cells = [f'<{tag} rowspan="{down}" colspan="{right}">{_shown(cell)}</{tag}>' for _, cell, down, right in row]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    path.write_text(_PAGE.format(rows="\n".join(rows)), encoding="utf-8")


def _shown(cell: Cell) -> str:
    return escape(as_text(cell)).replace("\n", "<br>") or "&nbsp;"


def spreadsheet_xml(path: Path, shape: Shape, cases: list[dict]) -> None:
    """Empty cells are left out: ss:Index tells where the next one stands; so are empty rows."""
    rows, skipped = [], False
    for r, row in enumerate(_placed(shape, cases), 1):
        filled = [placed for placed in row if placed[1] is not None]
        cells = [
            f'<Cell ss:Index="{place + 1}" ss:MergeDown="{down - 1}" ss:MergeAcross="{right - 1}">{_data(cell)}</Cell>'
            for place, cell, down, right in filled
        ]
        if filled:
            rows.append(f'<Row ss:Index="{r}">{"".join(cells)}</Row>' if skipped else f"<Row>{''.join(cells)}</Row>")
        skipped = not filled
    path.write_text(_BOOK.format(rows="\n".join(rows)), encoding="utf-8")


def _data(cell: Cell) -> str:
    if isinstance(cell, bool):
        return f'<Data ss:Type="Boolean">{int(cell)}</Data>'
    if isinstance(cell, int):
        return f'<Data ss:Type="Number">{cell}</Data>'
    if isinstance(cell, datetime):
        return f'<Data ss:Type="DateTime">{cell.isoformat(timespec="milliseconds")}</Data>'
    return f'<Data ss:Type="String">{escape(as_text(cell)).replace(chr(10), "&#10;")}</Data>'


def _placed(shape: Shape, cases: list[dict]) -> list[list[tuple[int, Cell, int, int]]]:
    """Per row (column, cell, rows spanned, columns spanned), without the cells that a merged one covers."""
    made = table(shape, cases)
    spans, covered = {}, set()
    for top, left, bottom, right in made.merged:
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(y, x) for y in range(top, bottom + 1) for x in range(left, right + 1)} - {(top, left)}
    return [
        [
            (c, row[c] if c < len(row) else None, *spans.get((r, c), (1, 1)))
            for c in range(made.width)
            if (r, c) not in covered
        ]
        for r, row in enumerate(made.rows)
    ]
