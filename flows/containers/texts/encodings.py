"""In which character set a text file is written: by its mark, by its zero bytes, by what decodes, by what reads as
Vietnamese. Older Vietnamese sets (TCVN3, VNI, VPS) come out as the Western signs they borrow; `vietnamese` turns
those into letters.
"""

import codecs
import io
import re
import shutil
import unicodedata
from pathlib import Path

from flows.containers.sheets.sheet import CutOff, UnreadableFile
from flows.containers.texts import vietnamese

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WHOLE = 64 << 20  # up to this size a file is decoded as a whole to see that it is UTF-8
SAMPLE = 1 << 20
WESTERN = "western"  # Windows-1252, with the five bytes that it leaves out standing for themselves
_WESTERN_TABLE = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


def decoded(content: bytes, encoding: str) -> str:
    """Raises UnicodeDecodeError."""
    if encoding == WESTERN:
        return codecs.charmap_decode(content, "strict", _WESTERN_TABLE)[0]
    text = content.decode(encoding).removeprefix("\ufeff")
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def encoding_of(start: bytes, declared: str | None = None) -> str:
    """The encoding of bytes that begin a file. `declared` is what the file says of itself; it is believed when the
    bytes agree. Raises UnreadableFile.
    """
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if wide := wide_encoding(start):
        return wide
    try:
        _check_utf8(start)
        return "utf-8-sig"
    except UnicodeDecodeError as trouble:
        return _narrow(start, trouble, declared)


def _check_utf8(start: bytes) -> None:
    """Piece by piece, for the text would take several times the room. Raises UnicodeDecodeError with its place."""
    place = 0
    while place < len(start):
        try:
            _, read = codecs.utf_8_decode(start[place : place + SAMPLE], "strict", False)
        except UnicodeDecodeError as trouble:
            trouble.start += place
            raise
        if not read:
            return  # a letter that the end has cut
        place += read


def wide_encoding(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain signs is zero."""
    sample = start[: min(len(start), 4096) & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(1, len(sample) // 8) or min(even, odd) > len(sample) // 16 or len(sample) < 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _narrow(start: bytes, trouble: UnicodeDecodeError, declared: str | None) -> str:
    """A set of one byte a sign: the one in which the text reads best as Vietnamese."""
    start = start[max(0, trouble.start - SAMPLE // 8) :][:SAMPLE]
    western = decoded(start, WESTERN)
    best, share = vietnamese.best_reading([western])
    unchanged = vietnamese.share_of_words([western], western)
    try:
        marked = unicodedata.normalize("NFC", codecs.decode(start, "cp1258"))
    except UnicodeDecodeError:
        marked = ""
    windows = vietnamese.share_of_words([marked], western)
    if windows >= vietnamese.PLAUSIBLE and windows >= max(share, unchanged):
        return "cp1258"
    if best not in (None, "utf8") or unchanged >= vietnamese.PLAUSIBLE:
        return WESTERN
    if declared and re.fullmatch(r"(?i)(windows-|cp)125[28]|iso-8859-1|us-ascii", declared):
        return "cp1258" if declared.endswith("8") else WESTERN
    raise UnreadableFile(
        "không nhận ra bảng mã chữ; hãy lưu lại tệp dạng UTF-8",
        f"the character set of the text is not known (byte {trouble.start}); save the file again as UTF-8",
    )


def encoding_name(encoding: str) -> str:
    """As a person knows it."""
    return {WESTERN: "Windows-1252", "cp1258": "Windows-1258"}.get(encoding, encoding.removesuffix("-sig").upper())


def ends_within_a_sign(trouble: Exception) -> bool:
    """Whether a text could not be decoded because its end has cut a sign."""
    return getattr(trouble, "reason", "") in ("truncated data", "unexpected end of data")


def encoding_of_file(path: Path) -> str:
    """Raises UnreadableFile. A mistake far down a large file shows only when it is read."""
    with path.open("rb") as file:
        start = file.read(WHOLE)
    return encoding_of(start if len(start) < WHOLE else start[:SAMPLE])


def plain_copy(path: Path, encoding: str, copy: Path) -> Path:
    """The same text as UTF-8 under a plain name. Raises UnreadableFile."""
    try:
        if encoding in (WESTERN, "cp1258"):
            copy.write_text(decoded(path.read_bytes(), encoding), encoding="utf-8", newline="")
            return copy
        with path.open(encoding=encoding, newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
            shutil.copyfileobj(source, target, io.DEFAULT_BUFFER_SIZE * 16)
    except UnicodeError as trouble:
        if ends_within_a_sign(trouble):
            raise CutOff("kết thúc giữa một chữ", "it ends within a sign") from None
        raise UnreadableFile(
            "bảng mã chữ của tệp bị lẫn lộn; hãy lưu lại tệp dạng UTF-8",
            f"the text breaks its own encoding (byte {getattr(trouble, 'start', '?')}); save the file again as UTF-8",
        ) from None
    return copy
