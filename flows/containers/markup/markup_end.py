"""Whether a page or a book in angle brackets is whole. XML proves it by itself: its root is closed or it is no XML. A
page of HTML is read by a forgiving reader, which closes what is left open, so its bytes are asked before.

A page is cut off where it ends within a tag or a remark, or leaves a table open. Much software never closes the page
around its tables; so a page is whole when all its tables are closed, and one cut exactly between two tables looks the
same: nothing can tell. An archive of pages (.mht) ends in its boundary, which also says that no page is missing.
"""

import re

from flows.containers.sheets.sheet import CutOff

_ASIDE = re.compile(rb"(?is)<!--.*?-->|<(script|style)\b.*?</\1\s*>")
_OPENED, _CLOSED = re.compile(rb"(?i)<table(?=[\s>/])"), re.compile(rb"(?i)</table\s*>")
_ROW = re.compile(rb"(?i)<(?:\w+:)?(?:tr|row|table-row)(?=[\s>/])")
_WITHIN_A_TAG = re.compile(rb"<[a-zA-Z/!?][^<>]*\Z")


def require_closed_tables(page: bytes) -> None:
    """Raises CutOff where a page of HTML in UTF-8 ends before its tables do."""
    shown = _ASIDE.sub(b"", page) if b"<!--" in page or re.search(rb"(?i)<(script|style)\b", page) else page
    opened = [found.start() for found in _OPENED.finditer(shown)]
    if not opened:
        return
    row = len(_ROW.findall(shown, opened[-1]))
    if len(opened) > len(_CLOSED.findall(shown)):
        raise CutOff("một bảng không được đóng (thiếu </table>)", "a table is never closed (no </table>)", row)
    if b"<!--" in shown or _WITHIN_A_TAG.search(shown, max(0, len(shown) - 4096)):
        raise CutOff("kết thúc giữa một thẻ HTML", "it ends within a tag", row)


def require_boundary(archive: bytes) -> None:
    """Raises CutOff where an .mht lacks the boundary that ends it."""
    found = re.search(rb"(?i)boundary\s*=\s*\"?([^\s\";]+)", archive[:8192])
    if found and b"--" + found.group(1) + b"--" not in archive[-4096:]:
        raise CutOff("thiếu dấu kết thúc của tệp .mht", "the boundary that ends an .mht is missing")


def cut_book(book: bytes) -> CutOff | None:
    """Why XML that broke its reader is cut off, None where its root is closed and something else is wrong."""
    if re.search(rb"</(?:\w+:)?(?:Workbook|document)\s*>(?:\s|<!--.*?-->)*\Z", book[-4096:]):
        return None
    start = max(book.rfind(b"Worksheet "), book.rfind(b"<table:table "), 0)
    row = len(_ROW.findall(book, start))
    return CutOff("XML không được đóng", "its XML is never closed", row)
