"""Compound files (OLE2), in which old Office programs save and new ones hide what has a password: what is in one,
and of an .xls the date system and the merged cells, which the spreadsheet reader does not tell.
"""

import struct
from pathlib import Path

from flows.containers.sheets.sheet import UnreadableFile

FREE = 0xFFFFFFFA  # sector numbers from here on mean "none"
MERGED_CELLS, DATE_MODE, FILE_PASS, BOUND_SHEET, END = 0x00E5, 0x0022, 0x002F, 0x0085, 0x000A


class CompoundFile:
    """The streams of a compound file by name. Raises ValueError where its tables make no sense."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512:
            raise ValueError("too short")
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        if self._size not in (512, 4096):
            raise ValueError("odd sector size")
        directory, _, self._cutoff, mini_fat, _, more, _ = struct.unpack_from("<7I", content, 48)
        places = list(struct.unpack_from("<109I", content, 76))
        seen = 0
        while more < FREE and seen < len(content) // self._size:
            block = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            places, more, seen = places + list(block[:-1]), block[-1], seen + 1
        self._next = self._numbers(b"".join(self._sector(place) for place in places if place < FREE))
        self._next_mini = self._numbers(self._chain(mini_fat))
        entries = self._chain(directory)
        self.streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        for place in range(0, len(entries) - 127, 128):
            length, kind = struct.unpack_from("<HB", entries, place + 64)
            start, size = struct.unpack_from("<IQ", entries, place + 116)
            name = entries[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                self._mini = self._chain(start)
            elif kind in (1, 2):
                self.streams[name] = (start, size & 0xFFFFFFFF)

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, start: int) -> bytes:
        parts, number = [], start
        while number < FREE:
            if number >= len(self._next) or len(parts) > len(self._next) or not self._sector(number):
                raise ValueError("a chain of sectors leads nowhere")
            parts.append(self._sector(number))
            number = self._next[number]
        return b"".join(parts)

    def stream(self, name: str) -> bytes:
        """Raises ValueError where the file ends before the stream does."""
        start, size = self.streams[name]
        content = self._chain(start) if size >= self._cutoff else self._small_chain(start)
        if len(content) < size:
            raise ValueError("a stream is cut off")
        return content[:size]

    def _small_chain(self, start: int) -> bytes:
        parts, number = [], start
        while number < FREE:
            if number >= len(self._next_mini) or len(parts) > len(self._next_mini):
                raise ValueError("a chain of small sectors leads nowhere")
            parts.append(self._mini[number * 64 : number * 64 + 64])
            number = self._next_mini[number]
        return b"".join(parts)


def what_it_holds(path: Path) -> str:
    """The container in words. Raises UnreadableFile for what is no workbook, or has a password."""
    try:
        file = CompoundFile(path.read_bytes())
        names = set(file.streams)
        book = next((name for name in ("Workbook", "Book", "WORKBOOK", "BOOK") if name in names), None)
        if names & {"EncryptedPackage", "EncryptionInfo"} or (book and _has_password(file.stream(book))):
            raise UnreadableFile(
                "tệp có mật khẩu; hãy bỏ mật khẩu rồi gửi lại", "the file has a password; take it off and send it again"
            )
    except (ValueError, struct.error):
        raise UnreadableFile("tệp .xls hỏng hoặc bị cắt cụt", "the old Office file is damaged or cut off") from None
    if book:
        return "xls (BIFF)"
    for stream, vi, en in (
        ("WordDocument", "văn bản Word", "a Word document"),
        ("PowerPoint Document", "bản trình chiếu PowerPoint", "a PowerPoint presentation"),
        ("__properties_version1.0", "thư Outlook", "an Outlook message"),
    ):
        if stream in names:
            raise UnreadableFile(f"tệp là {vi}, không phải bảng tính", f"the file is {en}, no spreadsheet")
    raise UnreadableFile("tệp kiểu Office cũ nhưng không chứa bảng tính", "an old Office file without a workbook in it")


def date_1904_and_merges(path: Path) -> tuple[bool, list[list[tuple[int, int, int]]]]:
    """Whether the dates of an .xls count from 1904, and per sheet the merges over several rows as (first row, last
    row, first column), 0-based. Nothing is told of a damaged file.
    """
    try:
        file = CompoundFile(path.read_bytes())
        content = file.stream(next(name for name in ("Workbook", "WORKBOOK", "Book", "BOOK") if name in file.streams))
        date_1904, starts = _globals(content)
        ends = [min([other for other in starts if other > start], default=len(content)) for start in starts]
        return date_1904, [_merges(content, start, end) for start, end in zip(starts, ends, strict=True)]
    except (ValueError, struct.error, StopIteration):
        return False, []


def _has_password(content: bytes) -> bool:
    place = 0
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        if kind in (FILE_PASS, END):
            return kind == FILE_PASS
        place += 4 + length
    return False


def _globals(content: bytes) -> tuple[bool, list[int]]:
    """The date system, and where each sheet begins."""
    place, date_1904, starts = 0, False, []
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == DATE_MODE:
            date_1904 = struct.unpack_from("<H", content, place + 4)[0] == 1
        elif kind == BOUND_SHEET:
            starts.append(struct.unpack_from("<I", content, place + 4)[0])
        elif kind == END:
            break
        place += 4 + length
    return date_1904, starts


def _merges(content: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """The merges of one sheet. Walking over every cell would be slow, so the record is looked for by its shape and
    taken for one only if records follow on it up to the end of the sheet.
    """
    merges, place = [], start
    while (place := content.find(struct.pack("<H", MERGED_CELLS), place, end)) >= 0:
        length, count = struct.unpack_from("<HH", content, place + 2) if place + 6 <= end else (0, 0)
        if count and length == 2 + 8 * count and _leads_to_the_end(content, place, end):
            found = [struct.unpack_from("<4H", content, place + 6 + 8 * n) for n in range(count)]
            merges += [(top, bottom, left) for top, bottom, left, _ in found if bottom > top]
            place += 4 + length
        else:
            place += 1
    return merges


def _leads_to_the_end(content: bytes, place: int, end: int) -> bool:
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == END and length == 0:
            return True
        place += 4 + length
    return False
