"""Text in angle brackets: which of the spreadsheets written as XML, or a page of HTML with tables."""

import email
import email.policy
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb

from flows.common.limits import Limits
from flows.containers.markup.html import html_tables
from flows.containers.markup.markup_end import cut_book, require_boundary, require_closed_tables
from flows.containers.markup.office_xml import excel_2003_tables, open_document_tables
from flows.containers.sheets.cells import DrawnTable, sheet_of
from flows.containers.sheets.sheet import CutOff, Sheet, UnreadableFile
from flows.containers.texts.encodings import decoded, encoding_of, ends_within_a_sign

DECLARED = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)")
Reader = Callable[[BinaryIO, Limits], Iterator[DrawnTable]]
HTML = re.compile(r"(?i)<\s*(html|table|meta|head|body|style|div|!doctype\s+html|tr|center|frameset)\b")


def open_markup(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[Sheet]:
    """The tables of the file as sheets. Raises UnreadableFile."""
    content = path.read_bytes()
    start = content[:8192].replace(b"\0", b"")
    if (b"urn:schemas-microsoft-com:office:spreadsheet" in start and b":Workbook" in start) or b"<Workbook" in start:
        container, tables = "XML Spreadsheet 2003", _whole(excel_2003_tables, content, limits)
    elif b"opendocument.spreadsheet" in start and b"office:document" in start:
        container, tables = "fods", _whole(open_document_tables, content, limits)
    elif re.search(rb"(?im)^mime-version:", start):
        container, tables = "HTML table (mht)", _archived_tables(content, limits)
    elif HTML.search(start.decode("latin-1")):
        container, tables = "HTML table", _page_tables(_in_utf8(content), limits)
    elif b"w:wordDocument" in start or b"wordprocessingml" in start:
        raise UnreadableFile("tệp là văn bản Word, không phải bảng tính", "the file is a Word document, no spreadsheet")
    else:
        raise UnreadableFile(
            "XML của một hệ thống khác, không phải bảng tính", "XML of some other kind, no spreadsheet"
        )
    yield from _sheets(tables, container, connection)


def _sheets(tables: Iterator[DrawnTable], container: str, connection: duckdb.DuckDBPyConnection) -> Iterator[Sheet]:
    for table in tables:
        sheet = sheet_of(table, container, connection)
        if sheet is not None:
            yield sheet


def _page_tables(page: io.BytesIO, limits: Limits) -> Iterator[DrawnTable]:
    require_closed_tables(page.getvalue())
    return html_tables(page, limits)


def _whole(reader: Reader, content: bytes, limits: Limits) -> Iterator[DrawnTable]:
    """The tables of a book in XML; where it breaks its reader, whether it is cut off. Raises UnreadableFile."""
    book = _xml(content)
    try:
        yield from reader(book, limits)
    except UnreadableFile as trouble:
        raise cut_book(book.getvalue()) or trouble from None


def _in_utf8(content: bytes, declared: str | None = None) -> io.BytesIO:
    """A page in UTF-8. What it says of its own encoding is often wrong, so the bytes are asked first."""
    found = DECLARED.search(content[:8192].replace(b"\0", b""))
    declared = declared or (found.group(1).decode("ascii", "replace") if found else None)
    encoding = encoding_of(content, declared)
    try:
        if encoding != "utf-8-sig":
            content = decoded(content, encoding).encode("utf-8", "replace")
    except UnicodeDecodeError as trouble:
        if ends_within_a_sign(trouble):
            raise CutOff("kết thúc giữa một chữ", "it ends within a sign") from None
        raise UnreadableFile("bảng mã chữ hỏng", f"the text breaks its own encoding (byte {trouble.start})") from None
    return io.BytesIO(content.replace(b"\0", b"") if b"\0" in content else content)


def _xml(content: bytes) -> io.BytesIO:
    """XML in UTF-8, past the declaration, which would say otherwise."""
    page = _in_utf8(content)
    page.seek(re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*", page.getbuffer()).end())
    return page


def _archived_tables(content: bytes, limits: Limits) -> Iterator[DrawnTable]:
    """The tables of the pages within an .mht, as Excel saves a "single file web page"."""
    require_boundary(content)
    pages = 0
    for part in email.message_from_bytes(content, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = _in_utf8(part.get_payload(decode=True) or b"", part.get_content_charset())
            if re.search(rb"(?i)<table", page.getvalue()):
                pages += 1
                for table in _page_tables(page, limits):
                    table.name = f"{pages}.{table.name}" if table.name else str(pages)
                    yield table
    if not pages:
        raise UnreadableFile("trang web không có bảng nào", "the saved page has no table")
