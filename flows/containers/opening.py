"""Which container a file is. Its first bytes tell, never its name."""

import errno
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from flows.common.limits import Limits
from flows.containers.archives import DAMAGED, checked_members, open_archive
from flows.containers.books import ole
from flows.containers.books.spreadsheets import open_workbook
from flows.containers.markup.markup import open_markup
from flows.containers.records.json_records import open_json
from flows.containers.records.parquet import open_parquet
from flows.containers.sheets.sheet import Sheet, UnreadableFile, UnreadableSheet, empty_file
from flows.containers.texts.encodings import wide_encoding
from flows.containers.texts.text import open_text
from flows.containers.texts.vietnamese import repair

Found = Iterator[Sheet | UnreadableSheet]
START = 8192  # bytes by which a file is known

NOT_READ = (  # first bytes | what it is, in Vietnamese and in English
    (b"%PDF", "tệp PDF", "a PDF"),
    (b"{\\rtf", "văn bản Word (RTF)", "a Word document (RTF)"),
    (b"\x89PNG", "ảnh", "an image"),
    (b"\xff\xd8\xff", "ảnh", "an image"),
    (b"GIF8", "ảnh", "an image"),
    (b"II*\0", "ảnh", "an image"),
    (b"MM\0*", "ảnh", "an image"),
    (b"BM", "ảnh", "an image"),
    (b"\x1f\x8b", "tệp nén gzip; hãy giải nén trước", "packed with gzip; unpack it first"),
    (b"Rar!", "tệp nén RAR; hãy giải nén trước", "packed with RAR; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7z; hãy giải nén trước", "packed with 7z; unpack it first"),
    (b"\0\0\x02\0\x06\x04", "bảng tính Lotus 1-2-3", "a Lotus 1-2-3 spreadsheet"),
    (b"\0\0\x1a\0\0\x10\x04\0", "bảng tính Lotus 1-2-3", "a Lotus 1-2-3 spreadsheet"),
    (b"\x09\0\x04\0", "bảng tính Excel 2 quá cũ", "a spreadsheet of Excel 2, too old to be read"),
    (b"\x09\x02\x06\0", "bảng tính Excel 3 quá cũ", "a spreadsheet of Excel 3, too old to be read"),
    (b"\x09\x04\x06\0", "bảng tính Excel 4 quá cũ", "a spreadsheet of Excel 4, too old to be read"),
    (b"BZh", "tệp nén bzip2; hãy giải nén trước", "packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "tệp nén xz; hãy giải nén trước", "packed with xz; unpack it first"),
    (b"ID;P", "bảng tính SYLK; hãy lưu lại dạng .xlsx", "a SYLK spreadsheet; save it again as .xlsx"),
    (b"TABLE\r\n0,1\r\n", "bảng tính DIF; hãy lưu lại dạng .xlsx", "a DIF spreadsheet; save it again as .xlsx"),
    (b"TABLE\n0,1\n", "bảng tính DIF; hãy lưu lại dạng .xlsx", "a DIF spreadsheet; save it again as .xlsx"),
    (b"ARROW1\0\0", "tệp Arrow (Feather)", "an Arrow file (Feather)"),
    (b"SQLite format 3", "cơ sở dữ liệu SQLite", "an SQLite database"),
    (b"\0\x01\0\0Standard ", "cơ sở dữ liệu Access", "an Access database"),
)
JSON = re.compile(r'\s*(\{\s*(["}]|$)|\[\s*([\[{"\]\d-]|true|false|null|$))')


def open_sheets(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits | None = None) -> Found:
    """The sheets of a file, one at a time, empty ones left out; a part that cannot be read comes as UnreadableSheet.

    A sheet is good until the next one is asked for. Raises UnreadableFile when nothing can be opened, and OSError.
    """
    is_empty = True
    try:
        for sheet in _open(path, connection, limits or Limits(), 0):
            is_empty = False
            yield repair(sheet, connection) if isinstance(sheet, Sheet) else sheet
    except OSError as trouble:
        if trouble.errno != errno.EINVAL:  # an archive that places a part before its own beginning
            raise
        raise DAMAGED from None
    if is_empty:
        raise empty_file()


def _open(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits, depth: int) -> Found:
    with path.open("rb") as file:
        start = file.read(START)
    if not start:
        raise UnreadableFile("tệp trống (0 byte)", "the file is empty (0 bytes)")
    for first_bytes, vi, en in NOT_READ:
        if start.startswith(first_bytes) and not _is_plain_text(start, first_bytes):
            if ";" not in en:  # after which stands what to do
                vi, en = f"{vi}, không phải bảng dữ liệu", f"{en}, no table of data"
            raise UnreadableFile(f"tệp là {vi}", f"the file is {en}")
    for first_bytes, opener in OPENERS:
        if start.startswith(first_bytes):
            yield from opener(path, connection, limits, depth)
            return
    yield from _open_text(path, start, connection, limits)


def _is_plain_text(start: bytes, first_bytes: bytes) -> bool:
    """Two letters may begin any text."""
    return first_bytes == b"BM" and 0 not in start[:64]


def _open_zip(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits, depth: int) -> Found:
    names = {member.filename.lower() for member in checked_members(path, limits)}
    if "encryptedpackage" in names:
        raise UnreadableFile("tệp có mật khẩu; hãy bỏ mật khẩu", "the file has a password; take it off")
    if {"xl/workbook.xml", "xl/workbook.bin"} & names:
        yield from open_workbook(path, connection, limits, "xlsx" if "xl/workbook.xml" in names else "xlsb")
    elif "mimetype" in names and "content.xml" in names:
        yield from _open_document(path, connection, limits)
    elif "[content_types].xml" in names or any(name.endswith(".iwa") for name in names):
        word = any(name.startswith("word/") for name in names)
        vi, en = ("văn bản Word", "a Word document") if word else ("tệp Office, nhưng", "an Office file, but")
        raise UnreadableFile(f"tệp là {vi} không phải bảng tính", f"the file is {en} no spreadsheet")
    elif depth > limits.nesting:
        raise UnreadableFile("tệp nén lồng trong tệp nén quá sâu", "archives are nested too deeply")
    else:
        yield from open_archive(
            path, connection, limits, depth, lambda member, level: _open(member, connection, limits, level)
        )


def _open_document(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Found:
    try:
        with zipfile.ZipFile(path) as archive:
            kind = archive.read("mimetype").decode("ascii", "replace")
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError):
        raise DAMAGED from None
    if b"encryption-data" in manifest:
        raise UnreadableFile("tệp có mật khẩu; hãy bỏ mật khẩu", "the file has a password; take it off")
    if not kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        raise UnreadableFile("tệp OpenDocument không phải bảng tính", "an OpenDocument file that is no spreadsheet")
    yield from open_workbook(path, connection, limits, "ods")


def _open_ole(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits, depth: int) -> Found:
    yield from open_workbook(path, connection, limits, ole.what_it_holds(path))


def _open_parquet(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits, depth: int) -> Found:
    yield from open_parquet(path, connection, limits)


OPENERS: tuple[tuple[bytes, Callable[..., Found]], ...] = (
    (b"PK\x03\x04", _open_zip),
    (b"PK\x05\x06", _open_zip),  # an archive of nothing
    (b"\xd0\xcf\x11\xe0", _open_ole),
    (b"PAR1", _open_parquet),
)


def _open_text(path: Path, start: bytes, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Found:
    """JSON, markup or parted cells, as the first sign says that is not blank."""
    wide = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else wide_encoding(start)
    if 0 in start and wide is None:
        raise UnreadableFile("loại tệp không đọc được", "a file of a kind that is not read")
    text = start.decode(wide or "latin-1", "replace")
    text = text.removeprefix("\ufeff").removeprefix("ï»¿").lstrip()
    if text.startswith("<") or re.match(r"(?i)mime-version:|from: .*\n(.*\n)*mime-version:", text):
        yield from open_markup(path, connection, limits)
    elif JSON.match(text):
        yield from open_json(path, connection, limits)
    elif not text and path.stat().st_size <= START:
        raise UnreadableFile("tệp chỉ có khoảng trắng", "the file holds nothing but white space")
    else:
        if sum(sign < " " and sign not in "\t\n\r\f\x1a" for sign in text) > max(2, len(text) // 100):
            raise UnreadableFile("loại tệp không đọc được", "a file of a kind that is not read")
        yield from open_text(path, connection, limits)


def is_extract(path: Path) -> bool:
    """Whether a file in the raw folder stands for data, and is neither a card beside one nor a lock of Excel."""
    return path.is_file() and not path.name.startswith((".", "~$")) and not path.name.endswith(".origin.json")
