"""Tables of web pages, which much software saves under the name .xls; also a page within an .mht archive."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from flows.common.limits import Limits
from flows.containers.sheets.cells import DrawnTable
from flows.containers.sheets.sheet import RowBuffer, UnreadableFile

LEAST = 2  # a table has at least so many rows and columns; the others only place things on the page
INVISIBLE = {"script", "style", "template", "head", "select", "textarea"}
BLOCKS = {"p", "div", "li", "tr", "table"}
NO_TABLE = UnreadableFile(
    "tệp là trang HTML không có bảng nào; hãy xuất lại dạng .xlsx",
    "the file is a page of HTML without a table; export it again as .xlsx",
)


@dataclass
class _Open:
    """A table that is being read: per column how many rows a cell above still covers."""

    table: DrawnTable
    covered: dict[int, int] = field(default_factory=dict)


def html_tables(page: BinaryIO, limits: Limits) -> Iterator[DrawnTable]:
    """The tables of a page in UTF-8, in the order in which they end; a nested one stands alone.

    Raises UnreadableFile.
    """
    stack: list[_Open] = []
    found: list[DrawnTable] = []
    options = {"html": True, "encoding": "utf-8", "huge_tree": False, "no_network": True}
    try:
        for event, element in etree.iterparse(page, events=("start", "end"), tag=("table", "tr"), **options):
            if element.tag == "table" and event == "start":
                stack.append(_Open(DrawnTable("", RowBuffer(limits))))
            elif element.tag == "table" and stack:
                found.append(stack.pop().table)
                element.clear(keep_tail=True)
            elif event == "end" and stack:
                _read_row(element, stack[-1], limits)
                element.clear(keep_tail=True)
                while element.getprevious() is not None and element.getprevious().tag == "tr":
                    del element.getparent()[element.getparent().index(element) - 1]
    except etree.XMLSyntaxError as trouble:
        raise UnreadableFile("trang HTML hỏng", f"the page of HTML is damaged ({type(trouble).__name__})") from None
    found = [table for table in found if table.rows.height >= LEAST and table.rows.width >= LEAST]
    if not found:
        raise NO_TABLE
    for number, table in enumerate(found, start=1):
        table.name = str(number) if len(found) > 1 else ""
        yield table


def _read_row(row: etree._Element, at: _Open, limits: Limits) -> None:
    cells: list[str | None] = []
    number, place = at.table.rows.height, 0
    covered = {column: rows - 1 for column, rows in at.covered.items() if rows > 1}
    for cell in row.iterchildren("td", "th"):
        across = down = 1
        if cell.keys():
            if _is_hidden(cell):
                continue
            across, down = _span(cell, "colspan", limits.columns), _span(cell, "rowspan", 65_535)
        while at.covered.get(place, 0) > 0:
            place += 1
        text = _text(cell)
        if text:
            cells += [None] * (place - len(cells)) + [text]
        if down > 1:
            covered |= dict.fromkeys(range(place, place + across), down - 1)
            if text:
                at.table.merges.append((number, number + down - 1, place))
        place += across
        if place > 2 * limits.columns:
            raise UnreadableFile("hàng có quá nhiều cột", "a row has too many columns")
    at.covered = covered
    at.table.rows.append(cells)


def _span(cell: etree._Element, name: str, most: int) -> int:
    if name not in cell.keys():  # noqa: SIM118 - an element's own keys are its children
        return 1
    found = re.match(r"\s*(\d{1,6})", cell.get(name, ""))
    return min(max(int(found.group(1)), 1), most) if found else 1


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (
        style is not None and "display:none" in re.sub(r"\s", "", style).lower()
    )


def _text(cell: etree._Element) -> str | None:
    """What a reader sees in a cell: white space is one blank, a break or a block a new line."""
    if not len(cell):
        return " ".join(cell.text.split()) if cell.text else None
    lines = "".join(_pieces(cell)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip()) or None


def _pieces(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield re.sub(r"\s", " ", element.text)
    for part in element:
        if isinstance(part.tag, str) and part.tag not in INVISIBLE and not _is_hidden(part):
            yield "\n" if part.tag == "br" or part.tag in BLOCKS else ""
            yield from _pieces(part)
            yield "\n" if part.tag in BLOCKS else ""
        if part.tail:
            yield re.sub(r"\s", " ", part.tail)
