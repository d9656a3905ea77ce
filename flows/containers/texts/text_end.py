"""Whether a text file whose signs part the cells is whole: what its last bytes prove, and what nothing can.

A file that ends in a line end is taken for whole: one cut exactly at the end of a record looks the same, and so does
one that lacks only its last line end. Cut off is what ends

- within a sign of UTF-8 or UTF-16, or between the two signs of a Windows line end;
- within an open quote;
- without a line end and in a record of fewer cells than the others, unless it cannot be the beginning of one: it
  begins otherwise than they all do, with a word of totals or signatures, or stands in a block of short lines or
  after a blank one below the table;
- without a line end in its last cell, if that cell is how others in its column begin and no whole one looks so;
- in its first full record, which are the headings.

What is left: a cut within the last cell where that holds a plain number, or words that no row above has.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flows.containers.sheets.sheet import CutOff

ENOUGH = 5  # records from which the others can be told
MOST_SHAPES = 2_000
BELOW_A_TABLE = re.compile(
    r"(tổng|cộng|người (lập|ký|báo|tổng)|thủ trưởng|lãnh đạo|kế toán|giám đốc|phó |chủ tịch|trưởng|ngày \d|ghi chú)",
    re.IGNORECASE,
)
OPEN_QUOTE = ("một dấu ngoặc kép còn mở khi tệp kết thúc", "a quote is still open where it ends")


@dataclass
class _Body:
    """What the records below the headings look like, the last one apart: `first` counts how they begin, `short` the
    short ones by width and beginning, `shapes` what stands in the last cell of the full ones.
    """

    first: Counter[str] = field(default_factory=Counter)
    short: Counter[tuple[int, str]] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    blank: int = 0
    has_groups: bool = False  # a short record with a full one below it
    is_last_short: bool = False
    is_blank_before: bool = False


def cut_sign(tail: bytes) -> bool:
    """Whether bytes of UTF-8 end within a sign."""
    for back, byte in enumerate(reversed(tail[-3:]), start=1):
        if byte >= 0xC0:
            return back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4)
        if byte < 0x80:
            break
    return False


def require_whole_signs(path: Path) -> None:
    """Raises CutOff where a text in UTF-8 ends within a sign."""
    if cut_sign(_tail(path)):
        raise CutOff("kết thúc giữa một chữ", "it ends within a sign")


def require_whole_text(path: Path, delimiter: str, usual: int, skipped: int, is_windows: bool) -> None:
    """Raises CutOff where a text in UTF-8 is proven to be cut off. `usual` is the width of its records, `skipped` the
    lines above them, `is_windows` whether its lines end in two signs. Costs nothing where the last line is ended.
    """
    tail = _tail(path)
    if tail.endswith(b"\n") or (tail.endswith(b"\r") and not is_windows):
        return
    for is_strict in (True, False):
        number, last, body = 0, [], None
        try:
            for record in _records(path, delimiter, skipped, is_strict):
                if last:
                    body = _seen(body, last, usual)
                if body is not None:
                    body.blank += not record
                    body.is_blank_before = not last
                last, number = record, number + bool(record)
            break
        except csv.Error as trouble:
            if "unexpected end" in str(trouble):
                raise CutOff(*OPEN_QUOTE, number) from None
    if tail.endswith(b"\r"):
        raise CutOff("kết thúc giữa dấu xuống dòng", "it ends within a line end", number)
    if not "".join(last).strip() and len(last) < 2:
        return
    if body is None and len(last) >= usual > 1:
        raise CutOff("kết thúc ở dòng tiêu đề", "it ends at its headings", number)
    if body is not None and (proof := _proof(last, body, usual)):
        raise CutOff(*proof, number)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4))
        return file.read()


def _records(path: Path, delimiter: str, skipped: int, is_strict: bool) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(skipped):
            file.readline()
        yield from csv.reader(file, delimiter=delimiter, strict=is_strict)


def _seen(body: _Body | None, record: list[str], usual: int) -> _Body | None:
    """The body with one more record that is not the last; the first full one are the headings, above which is none."""
    if body is None:
        return _Body() if len(record) >= usual else None
    is_short = len(record) < usual
    if is_short:
        body.short[len(record), _beginning(record)] += 1
    else:
        body.has_groups |= body.is_last_short
        body.first[_beginning(record)] += 1
        shape = _shape(record[usual - 1])
        if shape in body.shapes or len(body.shapes) < MOST_SHAPES:
            body.shapes[shape] += 1
    body.is_last_short = is_short
    return body


def _beginning(record: list[str]) -> str:
    """The first sign of a record, any digit as 0."""
    first = record[0].strip()[:1]
    return "0" if first.isdigit() else first.casefold()


def _shape(cell: str) -> str:
    return re.sub(r"\d", "9", cell.strip())


def _proof(last: list[str], body: _Body, usual: int) -> tuple[str, str] | None:
    """Why a last record without a line end is the beginning of one only, None where it need not be."""
    full = body.first.total()
    known = {sign for sign, count in body.first.items() if count >= 0.8 * full} or set(body.first)
    if full >= ENOUGH and _beginning(last) not in known:
        return None
    if BELOW_A_TABLE.match(next((cell.strip() for cell in last if cell.strip()), "")):
        return None
    if len(last) < usual:
        is_ragged = body.short[len(last), _beginning(last)] >= 2
        is_below = body.is_last_short and not body.has_groups
        is_apart = body.is_blank_before and body.blank == 1
        if is_ragged or is_below or is_apart:
            return None
        return f"dòng cuối chỉ có {len(last)} / {usual} ô", f"its last record has only {len(last)} of {usual} cells"
    shape = _shape(last[usual - 1])
    if shape in body.shapes or re.fullmatch(r"[9.,\s]+", shape) or (not shape and full < ENOUGH):
        return None
    if any(other.startswith(shape) for other in body.shapes):
        return "kết thúc giữa ô cuối", "it ends within its last cell"
    return None
