"""Spreadsheets written as XML: OpenDocument (flat .fods, or the content of an .ods) and XML Spreadsheet 2003."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from flows.common.limits import Limits
from flows.containers.sheets.cells import DrawnTable
from flows.containers.sheets.sheet import RowBuffer, UnreadableFile

SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
LAST_ROW = 1_048_576


def damaged_xml(trouble: etree.XMLSyntaxError) -> UnreadableFile:
    line = (trouble.position or (None,))[0] or "?"
    return UnreadableFile(f"XML hỏng ở dòng {line}", f"the XML is damaged in line {line}")


class _Rows:
    """Rows of one sheet; empty ones count only when a filled one follows."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.table = DrawnTable(name, RowBuffer(limits))
        self.at = 0  # the row, 0-based, that comes next

    def put(self, cells: list[str | None], times: int = 1) -> None:
        if any(cells) and self.at < LAST_ROW:
            if gap := self.at - self.table.rows.height:
                self.table.rows.append([], gap)
            self.table.rows.append(cells, min(times, LAST_ROW - self.at))
        self.at += times

    def merge(self, down: int, column: int) -> None:
        if down:
            self.table.merges.append((self.at, self.at + down, column))


def _count(text: str | None, otherwise: int = 1) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def _forget(element: etree._Element) -> None:
    """Frees an element that has been read, and those before it."""
    element.clear(keep_tail=True)
    while element.getprevious() is not None:
        del element.getparent()[0]


# --- OpenDocument --------------------------------------------------------------------------------------------------


def open_document_tables(file: BinaryIO, limits: Limits) -> Iterator[DrawnTable]:
    """The tables of an OpenDocument spreadsheet. Raises UnreadableFile."""
    rows, hidden_styles, depth = None, set(), 0
    tags = [TABLE + "table", TABLE + "table-row", STYLE + "style"]
    try:
        for event, element in etree.iterparse(file, events=("start", "end"), tag=tags, **SAFE):
            if element.tag == STYLE + "style":
                properties = element.find(STYLE + "table-properties")
                if properties is not None and properties.get(TABLE + "display") == "false":
                    hidden_styles.add(element.get(STYLE + "name"))
            elif element.tag == TABLE + "table" and event == "start":
                depth += 1
                if depth == 1:
                    rows = _Rows(element.get(TABLE + "name", ""), limits)
                    rows.table.is_hidden = element.get(TABLE + "style-name") in hidden_styles
            elif element.tag == TABLE + "table":
                depth -= 1
                if depth == 0:
                    yield rows.table
                    _forget(element)
            elif event == "end" and rows is not None and depth == 1:  # within it, the numbers behind a chart
                rows.put(_open_document_row(element, rows, limits), _count(element.get(TABLE + "number-rows-repeated")))
                _forget(element)
    except etree.XMLSyntaxError as trouble:
        raise damaged_xml(trouble) from None


def _open_document_row(row: etree._Element, rows: _Rows, limits: Limits) -> list[str | None]:
    cells: list[str | None] = []
    gap = 0
    for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
        times = _count(cell.get(TABLE + "number-columns-repeated"))
        text = _open_document_text(cell)
        if text is None:
            gap += times
            continue
        cells += [None] * min(gap, limits.columns + 1)
        gap = 0
        rows.merge(_count(cell.get(TABLE + "number-rows-spanned")) - 1, len(cells))
        cells += [text] * min(times, limits.columns + 1)
    return cells


def _open_document_text(cell: etree._Element) -> str | None:
    kind = cell.get(OFFICE + "value-type")
    if cell.get(CALC + "value-type") == "error" or kind is None or kind == "string":
        lines = ["".join(_pieces(line)) for line in cell.iterchildren(TEXT + "p", TEXT + "h")]
        return "\n".join(lines) if lines else cell.get(OFFICE + "string-value")
    if kind == "date":
        return cell.get(OFFICE + "date-value", "").replace("T", " ") or None
    if kind == "boolean":
        return cell.get(OFFICE + "boolean-value")
    if kind == "time":
        found = re.fullmatch(r"PT(\d+)H(\d+)M(\d+)(?:[.,](\d*[1-9])?0*)?S", cell.get(OFFICE + "time-value", ""))
        if found is None:
            return cell.get(OFFICE + "time-value")
        hours, minutes, seconds, rest = found.groups()
        return f"{int(hours):02d}:{minutes:0>2}:{seconds:0>2}" + (f".{rest}" if rest else "")
    return _number(cell.get(OFFICE + "value"))


def _pieces(line: etree._Element) -> Iterator[str]:
    """The text of a paragraph, which writes blanks, tabs and line breaks as elements; notes are left out."""
    if line.text:
        yield line.text
    for part in line:
        if part.tag == TEXT + "s":
            yield " " * _count(part.get(TEXT + "c"))
        elif part.tag in (TEXT + "tab", TEXT + "line-break"):
            yield "\t" if part.tag == TEXT + "tab" else "\n"
        elif isinstance(part.tag, str) and part.tag != OFFICE + "annotation":
            yield from _pieces(part)
        if part.tail:
            yield part.tail


def _number(text: str | None) -> str | None:
    """A number without the noise of its binary form: 0.10000000000000001 is 0.1, and 12.0 is 12."""
    try:
        if text is None or len(text) <= 15:
            return re.sub(r"^(-?\d+)\.0*$", r"\1", text) if text else text
        return f"{float(text):.15g}" if "." in text else text
    except ValueError:
        return text


# --- XML Spreadsheet 2003 ------------------------------------------------------------------------------------------


def excel_2003_tables(file: BinaryIO, limits: Limits) -> Iterator[DrawnTable]:
    """The worksheets of an XML Spreadsheet 2003. Raises UnreadableFile."""
    rows, date_1904 = None, False
    tags = [SS + "Worksheet", SS + "Row", EXCEL + "Visible", EXCEL + "Date1904"]
    try:
        for event, element in etree.iterparse(file, events=("start", "end"), tag=tags, **SAFE):
            if element.tag == EXCEL + "Date1904":
                date_1904 = True
            elif element.tag == SS + "Worksheet" and event == "start":
                rows = _Rows(element.get(SS + "Name", ""), limits)
            elif element.tag == SS + "Worksheet":
                rows.table.date_1904 = date_1904
                yield rows.table
                _forget(element)
            elif element.tag == EXCEL + "Visible":
                if rows is not None and (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden"):
                    rows.table.is_hidden = True
            elif event == "end" and rows is not None:
                rows.at = max(rows.at, _count(element.get(SS + "Index"), 0) - 1)
                rows.put(_excel_2003_row(element, rows, limits))
                _forget(element)
    except etree.XMLSyntaxError as trouble:
        raise damaged_xml(trouble) from None


def _excel_2003_row(row: etree._Element, rows: _Rows, limits: Limits) -> list[str | None]:
    cells: list[str | None] = []
    at = 0
    covered = {c for top, bottom, c in rows.table.merges[-64:] if top < rows.at <= bottom}
    for cell in row.iterchildren(SS + "Cell"):
        while at in covered and cell.get(SS + "Index") is None:
            at += 1
        at = max(at, _count(cell.get(SS + "Index"), 0) - 1)
        text = _excel_2003_text(cell.find(SS + "Data"))
        if text is not None:
            rows.merge(_count(cell.get(SS + "MergeDown"), 0), at)
            cells += [None] * min(at - len(cells), limits.columns + 1) + [text]
        at += 1 + _count(cell.get(SS + "MergeAcross"), 0)
    return cells


def _excel_2003_text(data: etree._Element | None) -> str | None:
    if data is None:
        return None
    text, kind = "".join(data.itertext()), data.get(SS + "Type")
    if kind == "DateTime":
        return re.sub(r"\.000$", "", text.replace("T", " "))
    if kind == "Boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    return _number(text) if kind == "Number" else text
