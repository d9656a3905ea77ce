"""What the spreadsheet reader does not tell of an OOXML workbook: merged cells, formulas that were never computed,
how far a sheet is stretched, the date system. It is looked for in the bytes of the sheets, without building a tree.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

CHUNK = 1 << 20
OVERLAP = 1 << 14  # a cell with its formula that lies across two chunks is seen whole in the second
P = rb"(?:\w+:)?"  # some writers put a prefix before every element
DIMENSION = re.compile(rb"<" + P + rb"dimension [^>]*ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
MERGE = re.compile(rb"<" + P + rb"mergeCell [^>]*?ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
FORMULA = re.compile(
    rb"<%bc ([^>]*)>\s*<%bf(?:\s[^>]*)?(?:/>|>[^<]*</%bf>)\s*(?:<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>" % ((P,) * 7)
)
CELL = re.compile(rb"<%bc [^>]*?r=\"([A-Z]+)(\d+)\"[^>]*[^/]>" % P)
LONG = {n: re.compile(rb"r=\"[A-Z]{%d}\d" % n) for n in (2, 3)}
ROW = re.compile(rb"r=\"[A-Z]*(\d+)\"")
ESCAPE = b"_x000D_"
PADDED = re.compile(rb"(<%bv>)\s+|\s+(</%bv>)" % (P, P))
MENDABLE = 256 << 20  # bytes of a sheet
EXTENDED = re.compile(rb"<x15:workbookPr\b[^>]*?(?:/>|>\s*</x15:workbookPr>)")
PLACE = re.compile(rb"\br=\"([A-Z]+)(\d+)\"")
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass
class SheetFacts:
    """Of one sheet: `merges` as (first row, last row, first column), 0-based, of the merges over several rows;
    `uncomputed`, the places (row, column) of formulas without a value; `has_escapes`, whether a text writes signs
    as `_x000D_`.
    """

    merges: list[tuple[int, int, int]] = field(default_factory=list)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    has_escapes: bool = False


def column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


class Workbook:
    """The parts of an .xlsx or .xlsm. Raises OSError, zipfile.BadZipFile or lxml's XMLSyntaxError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with zipfile.ZipFile(path) as archive:
            book = etree.fromstring(archive.read("xl/workbook.xml"), etree.XMLParser(**_SAFE))
            links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), etree.XMLParser(**_SAFE))
        targets = {link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))) for link in links}
        self._parts = {}
        for sheet in book.iterfind(".//{*}sheet"):
            link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
            self._parts[sheet.get("name")] = targets.get(link, "").removeprefix("/")
        self.date_1904 = any(
            properties.get("date1904") in ("1", "true") for properties in book.iterfind(".//{*}workbookPr")
        )

    def dated(self) -> bytes | None:
        """The workbook as its reader tells dates rightly: without the properties that a modern Excel adds to those of a
        workbook that counts from 1904, which that reader takes for a second word on the matter. None for any other.
        """
        if not self.date_1904:
            return None
        with zipfile.ZipFile(self._path) as archive:
            told = archive.read("xl/workbook.xml")
            plain = EXTENDED.sub(b"", told)
            return None if plain == told else _copy_with(archive, "xl/workbook.xml", plain)

    def declared_area(self, name: str) -> int | None:
        """The number of cells in the rectangle that a sheet says it fills, None where it does not say."""
        with zipfile.ZipFile(self._path) as archive, archive.open(self._parts[name]) as part:
            found = DIMENSION.search(part.read(4096))
        if found is None:
            return None
        left, top, right, bottom = found.groups()
        return (column_index(right) - column_index(left) + 1) * (int(bottom) - int(top) + 1)

    def filled_area(self, name: str, enough: int) -> int:
        """The number of cells in the rectangle around the filled cells of a sheet, or less exact but no more than
        `enough` where that can be told sooner.
        """
        letters, last = 1, 0
        for xml in self._chunks(name):
            letters = next((n for n in (3, 2) if n > letters and LONG[n].search(xml)), letters)
            last = max([last, *(int(row) for row in ROW.findall(xml[-4096:]))])
        if last * (26, 702, 16_384)[letters - 1] <= enough:
            return last * (26, 702, 16_384)[letters - 1]
        left = top = 1 << 30
        right = bottom = 0
        for xml in self._chunks(name):
            for column, row in CELL.findall(xml):
                left, right = min(left, column_index(column)), max(right, column_index(column))
                top, bottom = min(top, int(row)), max(bottom, int(row))
        return max(0, right - left + 1) * max(0, bottom - top + 1)

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a sheet, every piece with the end of the one before."""
        with zipfile.ZipFile(self._path) as archive, archive.open(self._parts[name]) as part:
            rest = b""
            while chunk := part.read(CHUNK):
                yield rest + chunk
                rest = chunk[-OVERLAP:]

    def facts(self, name: str) -> SheetFacts:
        """One pass over the bytes of a sheet, which costs an ordinary one little more than unpacking it."""
        facts = SheetFacts()
        with zipfile.ZipFile(self._path) as archive:
            if "xl/sharedStrings.xml" in archive.namelist():
                with archive.open("xl/sharedStrings.xml") as part:
                    while chunk := part.read(CHUNK):
                        facts.has_escapes |= ESCAPE in chunk
        for xml in self._chunks(name):
            facts.has_escapes |= ESCAPE in xml
            if b"<f" in xml or b":f>" in xml or b":f " in xml:
                facts.uncomputed |= set(_uncomputed(xml))
            if b"mergeCell" in xml:
                facts.merges += _merges(xml)
        facts.merges = sorted(set(facts.merges))
        return facts

    def mended(self, name: str) -> bytes | None:
        """The workbook with a sheet as strict readers want it: no blanks around a value, which make a number none.
        None where that changes nothing.
        """
        with zipfile.ZipFile(self._path) as archive:
            info = archive.getinfo(self._parts[name])
            sheet = archive.read(info) if info.file_size <= MENDABLE else b""
            plain = PADDED.sub(rb"\1\2", sheet)
            if plain == sheet:
                return None
            return _copy_with(archive, info.filename, plain)


def _copy_with(archive: zipfile.ZipFile, name: str, content: bytes) -> bytes:
    """The bytes of an archive in which one part holds something else."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.infolist():
            copy.writestr(part.filename, content if part.filename == name else archive.read(part))
    return book.getvalue()


def _merges(xml: bytes) -> list[tuple[int, int, int]]:
    found = [(int(top) - 1, int(bottom) - 1, column_index(left)) for left, top, _, bottom in MERGE.findall(xml)]
    return [merge for merge in found if merge[1] > merge[0]]


def _uncomputed(xml: bytes) -> list[tuple[int, int]]:
    """A text formula may rightly come out empty; any other without a value was never computed."""
    places = []
    for found in FORMULA.finditer(xml):
        place = PLACE.search(found.group(1))
        if place and b't="str"' not in found.group(1):
            places.append((int(place.group(2)) - 1, column_index(place.group(1))))
    return places
