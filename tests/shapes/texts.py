"""Text files: four separators, and the encodings of Vietnamese of the last thirty years."""

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.shapes.table import Shape, as_text, table

# TCVN 5712 (ABC): a letter with its marks is one byte; accented capitals are their small letters in another font.
TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđ" + "àảãáạ" + "ằẳẵắặ" + "ầẩẫấậ" + "èẻẽéẹ" + "ềểễếệ" + "ìỉĩíị" + "òỏõóọ" + "ồổỗốộ" + "ờởỡớợ"
        "ùủũúụ" + "ừửữứự" + "ỳỷỹýỵ",
        bytes.fromhex(
            "A1A2A3A4A5A6A7A8A9AAABACADAE B5B6B7B8B9 BBBCBDBEC6 C7C8C9CACB CCCECFD0D1 D2D3D4D5D6 D7D8DCDDDE DFE1E2E3E4"
            "E5E6E7E8E9 EAEBECEDEE EFF1F2F3F4 F5F6F7F8F9 FAFBFCFDFE"
        ),
        strict=True,
    )
)
# VNI: a letter is followed by a byte for its marks, of one set for small letters and one for capitals.
_VNI = {"F9": "\u0301", "F8": "\u0300", "FB": "\u0309", "F5": "\u0303", "EF": "\u0323"}
_VNI |= {"E2": "\u0302", "E1": "\u0302\u0301", "E0": "\u0302\u0300", "E5": "\u0302\u0309", "E3": "\u0302\u0303"}
_VNI |= {"E4": "\u0302\u0323", "EA": "\u0306", "E9": "\u0306\u0301", "E8": "\u0306\u0300", "FA": "\u0306\u0309"}
_VNI |= {"FC": "\u0306\u0303", "EB": "\u0306\u0323"}
VNI_MARKS = {marks: int(byte, 16) for byte, marks in _VNI.items()}
VNI_WHOLE = {"ơ": 0xF4, "ư": 0xF6, "đ": 0xF1, "í": 0xED, "ì": 0xEC, "ỉ": 0xE6, "ĩ": 0xF3, "ị": 0xF2, "ỵ": 0xEE}
TONES = "\u0300\u0301\u0303\u0309\u0323"


def tcvn3(text: str) -> bytes:
    plain = unicodedata.normalize("NFC", text).replace("–", "-")
    return bytes(TCVN3.get(letter) or TCVN3.get(letter.lower()) or ord(letter) for letter in plain)


def vni(text: str) -> bytes:
    return b"".join(map(_vni_letter, unicodedata.normalize("NFC", text).replace("–", "-")))


def _vni_letter(letter: str) -> bytes:
    small, lower = letter.lower(), 0 if letter == letter.lower() else 0x20
    if small in VNI_WHOLE:
        return bytes([VNI_WHOLE[small] - lower])
    base, marks = _split(small)
    if base in "ơư":
        return bytes([VNI_WHOLE[base] - lower, VNI_MARKS[marks] - lower])
    base, *rest = unicodedata.normalize("NFD", small)
    if not rest:
        return letter.encode("ascii")
    return bytes([ord(base) - lower, VNI_MARKS["".join(sorted(rest, key=TONES.__contains__))] - lower])


def windows_1258(text: str) -> bytes:
    """As Windows types Vietnamese: the letter, then its tone as a sign of its own."""
    parts = ("".join(_split(letter)) for letter in unicodedata.normalize("NFC", text))
    return "".join(parts).encode("cp1258")


def _split(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES)), tone


def _csv(shape: Shape, cases: list[dict], delimiter: str) -> str:
    made = table(shape, cases)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter)
    writer.writerows([as_text(cell) for cell in row] + [""] * (made.width - len(row)) for row in made.rows)
    return lines.getvalue()


def delimited(delimiter: str, encode: Callable[[str], bytes]) -> Callable[[Path, Shape, list[dict]], None]:
    def write(path: Path, shape: Shape, cases: list[dict]) -> None:
        path.write_bytes(encode(_csv(shape, cases, delimiter)))

    return write


def utf_8(text: str) -> bytes:
    return text.encode()


def utf_8_bom(text: str) -> bytes:
    return text.encode("utf-8-sig")


def utf_16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def utf_8_decomposed(text: str) -> bytes:
    return unicodedata.normalize("NFD", text).encode()
