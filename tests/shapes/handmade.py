"""Workbooks that no package here writes, with the least that readers need: ods (OpenDocument 1.2), xlsb (MS-XLSB)."""

import struct
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.shapes.table import Cell, Shape, Table, table

EPOCH = datetime(1899, 12, 30)
SHEET = "Danh sách"

# --- ods (OpenDocument 1.2) ---------------------------------------------------------------------------------------

_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table></office:spreadsheet>
</office:body></office:document-content>"""
_ODS_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def ods(path: Path, shape: Shape, cases: list[dict]) -> None:
    made = table(shape, cases)
    rows = "".join(f"<table:table-row>{''.join(_ods_cells(made, r))}</table:table-row>" for r in range(len(made.rows)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        archive.writestr("content.xml", _ODS.format(name=SHEET, rows=rows))


def _ods_cells(made: Table, r: int) -> list[str]:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in made.merged}
    covered = {(y, x) for top, left, bottom, right in made.merged for y in range(top, bottom + 1)
               for x in range(left, right + 1) if (y, x) != (top, left)}  # fmt: skip
    cells = []
    for c in range(made.width):
        cell = made.rows[r][c] if c < len(made.rows[r]) else None
        if (r, c) in covered:
            cells.append("<table:covered-table-cell/>")
            continue
        down, right = spans.get((r, c), (1, 1))
        span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
        cells.append(_ods_cell(cell, span if (down, right) != (1, 1) else ""))
    return cells


def _ods_cell(cell: Cell, span: str) -> str:
    if cell is None:
        return f"<table:table-cell{span}/>"
    if isinstance(cell, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(cell).lower()}"/>'
    if isinstance(cell, int):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    if isinstance(cell, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
    return f'<table:table-cell office:value-type="string"{span}>{lines}</table:table-cell>'


# --- xlsb (MS-XLSB): records of (type, length, content) -------------------------------------------------------------

_XLSB_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>'
    '<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.bin"/></Relationships>',
    "xl/_rels/workbook.bin.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.bin"/><Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.bin"/>'
    "</Relationships>",
}


def xlsb(path: Path, shape: Shape, cases: list[dict]) -> None:
    """Text inline (BrtCellSt), numbers and dates as doubles (BrtCellReal) in style 0 or, for a date, 1."""
    made = table(shape, cases)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(SHEET)
    workbook = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    xf = struct.pack("<HHHHBBH", 0xFFFF, 0, 0, 0, 0, 0, 0), struct.pack("<HHHHBBH", 0xFFFF, 22, 0, 0, 0, 0, 1)
    styles = (
        _record(278) + _record(617, struct.pack("<I", 2)) + _record(47, xf[0] + b"\0\0") + _record(47, xf[1] + b"\0\0")
    )
    styles += _record(618) + _record(279)
    cells = b"".join(
        _record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, 0, 0, 0)) + b"".join(map(_xlsb_cell, range(len(row)), row))
        for r, row in enumerate(made.rows)
    )
    used = struct.pack("<IIII", 0, len(made.rows) - 1, 0, made.width - 1)
    sheet = _record(129) + _record(148, used) + _record(145) + cells + _record(146) + _record(130)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _XLSB_PARTS.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
        archive.writestr("xl/workbook.bin", workbook)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)


def _xlsb_cell(column: int, cell: Cell) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, bool):
        return _record(4, struct.pack("<II", column, 0) + bytes([cell]))
    if isinstance(cell, datetime):
        return _record(5, struct.pack("<IId", column, 1, (cell - EPOCH).total_seconds() / 86400))
    if isinstance(cell, int):
        return _record(5, struct.pack("<IId", column, 0, cell))
    return _record(6, struct.pack("<II", column, 0) + _wide(cell))


def _wide(text: str) -> bytes:
    coded = text.encode("utf-16-le")
    return struct.pack("<I", len(coded) // 2) + coded


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while size > 127:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + content
