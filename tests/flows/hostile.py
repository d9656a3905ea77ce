"""Makes files that are meant to break their reader: bombs, broken containers, tricks with paths. Small on the disk."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

MEGABYTE = 1 << 20
SECRET = "bí mật của máy này"
MAGIC = {
    "zip": b"PK\x03\x04",
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "parquet": b"PAR1",
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh9",
    "xz": b"\xfd7zXZ\x00",
    "zstd": b"\x28\xb5\x2f\xfd",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "rar": b"Rar!\x1a\x07",
    "pdf": b"%PDF-1.7",
    "xml": b"<?xml version='1.0'?>",
    "html": b"<html><table>",
    "json": b'{"a":[',
    "utf-16": b"\xff\xfe",
    "arrow": b"ARROW1\0\0",
    "sqlite": b"SQLite format 3\0",
    "biff2": b"\x09\x00\x04\x00",
    "nothing": b"",
}


def good_xlsx(number: int = 1) -> bytes:
    """A workbook with one case."""
    memory = io.BytesIO()
    sheets.write_xlsx(memory, [HEADINGS, case_row(number)])
    return memory.getvalue()


def good_csv(numbers: list[int]) -> bytes:
    rows = [HEADINGS, *(case_row(number) for number in numbers)]
    return "".join(",".join(row) + "\r\n" for row in rows).encode()


def with_member(book: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts rewritten."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, change(content) if part.endswith(name) else content)
    return memory.getvalue()


def zip_bomb(members: dict[str, bytes], bomb: str, chunk: bytes, times: int, says: int | None = None) -> bytes:
    """A zip whose member `bomb` unpacks to `times` chunks after what `members` has for it, and whose header says
    that it unpacks to `says` bytes. Its packed stream repeats one packed chunk, so it takes no time to make.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(members[bomb]) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = start + packed * times + packer.flush(zlib.Z_FINISH)
    crc = zlib.crc32(members[bomb])
    for _ in range(times if says is None else 0):
        crc = zlib.crc32(chunk, crc)
    size = len(members[bomb]) + len(chunk) * times if says is None else says
    whole, directory = b"", b""
    for name, content in members.items():
        if name != bomb:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            body = packer.compress(content) + packer.flush()
            sizes = (zlib.crc32(content), len(body), len(content))
        else:
            body, sizes = stream, (crc, len(stream), size)
        told = name.encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x21, *sizes, len(told), 0)
        rest = struct.pack("<HHHII", 0, 0, 0, 0, len(whole))
        directory += b"PK\x01\x02\x14\x00" + common + rest + told
        whole += b"PK\x03\x04" + common + told + body
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(whole), 0)
    return whole + directory + b"PK\x05\x06" + end


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as source:
        return {name: source.read(name) for name in source.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def sheet_bomb(megabytes: int, says: int | None = None) -> bytes:
    """A workbook whose only sheet unpacks to so many megabytes of rows."""
    members = parts(good_xlsx())
    members[SHEET] = members[SHEET].replace(b"</sheetData>", b"").rpartition(b"</row>")[0] + b"</row>"
    row = b"<row>" + b"<c t='inlineStr'><is><t>0123456789</t></is></c>" * 8 + b"</row>"
    chunk = row * (MEGABYTE // len(row))
    return zip_bomb(members, SHEET, chunk, megabytes, says)


def text_bomb(megabytes: int) -> bytes:
    """A zip with a text file of so many megabytes of one line."""
    return zip_bomb({"a.csv": good_csv([1])}, "a.csv", b"0" * MEGABYTE, megabytes)


def nested(content: bytes, name: str, depth: int) -> bytes:
    """Content in a zip in a zip in a zip."""
    for level in range(depth):
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name if level == 0 else f"{level}.zip", content)
        content = memory.getvalue()
    return content


def zip_of(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """A zip with members of any name, and members that are symbolic links."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for name, target in (links or {}).items():
            link = zipfile.ZipInfo(name)
            link.create_system, link.external_attr = 3, 0o120777 << 16
            archive.writestr(link, target)
    return memory.getvalue()


def billion_laughs(use: str = "&i;") -> tuple[bytes, bytes]:
    """A document type whose last entity stands for a gigabyte, and its use."""
    entities = '<!ENTITY a "ha ha ha ha ">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f"<!DOCTYPE bomb [{entities}]>".encode(), use.encode()


def reads_a_file(secret: Path) -> tuple[bytes, bytes]:
    """A document type whose entity stands for the content of a local file, and its use."""
    return f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'.encode(), b"&secret;"


def with_entity(book: bytes, part: str, entity: tuple[bytes, bytes]) -> bytes:
    """The workbook with a document type in one of its parts, and the entity in the first text there."""

    def change(content: bytes) -> bytes:
        head, _, body = content.partition(b"?>")
        return head + b"?>" + entity[0] + body.replace("UBND xã".encode(), entity[1] + "UBND xã".encode(), 1)

    return with_member(book, part, change)


def spreadsheet_ml(entity: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """The XML that Excel 2003 wrote, with a document type."""
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in [HEADINGS, case_row(1)]
    ).encode()
    space = (
        b'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    return (
        b'<?xml version="1.0"?>' + entity[0] + b"<Workbook " + space + b'><Worksheet ss:Name="A"><Table>'
        + rows.replace("UBND xã".encode(), entity[1] + "UBND xã".encode(), 1) + b"</Table></Worksheet></Workbook>"
    )  # fmt: skip


def empty_rows(number: int) -> bytes:
    """A workbook with a case, so many rows of cells that have a style and no value, and another case."""
    blank = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="H{n}" s="1"/></row>' for n in range(3, number + 3))

    def change(sheet: bytes) -> bytes:
        heading, case, end = sheet.partition(b'<row r="2"')
        row = case + end.partition(b"</row>")[0] + b"</row>"
        last = row.replace(b'r="2"', f'r="{number + 3}"'.encode())
        for letter in "ABCDEFGH":
            last = last.replace(f'r="{letter}2"'.encode(), f'r="{letter}{number + 3}"'.encode())
        return heading + row + blank.encode() + last + end.partition(b"</row>")[2]

    return with_member(good_xlsx(), SHEET, change)


def wide(columns: int, ending: str) -> bytes:
    """A case list with columns that the layout passes over, up to a width."""
    table = [HEADINGS + ["STT"] * (columns - 8), case_row(1) + ["1"] * (columns - 8)]
    if ending == ".csv":
        return "".join(",".join(row) + "\n" for row in table).encode()
    memory = io.BytesIO()
    sheets.write_xlsx(memory, table)
    return memory.getvalue()


def good_parquet() -> bytes:
    memory = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEADINGS, [[cell] for cell in case_row(1)], strict=True))), memory)
    return memory.getvalue()


def absurd_parquet(footer_bytes: int) -> bytes:
    """A Parquet file whose end says that its footer has so many bytes."""
    return good_parquet()[:-8] + struct.pack("<I", footer_bytes) + b"PAR1"


def good_json(rows: int = 1) -> bytes:
    cases = [dict(zip(HEADINGS, case_row(number), strict=True)) for number in range(1, rows + 1)]
    return json.dumps(cases, ensure_ascii=False).encode()


def deep_json(depth: int) -> bytes:
    return b'{"data":' + b"[" * depth + b"]" * depth + b"}"


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A good file with a few bytes changed, a piece cut out or doubled, or its end cut off."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place, length = chance.randrange(len(changed)), chance.randrange(1, 64)
        kind = chance.randrange(5)
        if kind == 0:
            changed[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[place : place + length] = chance.randbytes(length)
        elif kind == 2 and len(changed) > 2 * length:
            del changed[place : place + length]
        elif kind == 3:
            changed[place:place] = changed[place : place + length]
        else:
            changed[place : place + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x80"))
    return bytes(changed[: chance.randrange(1, len(changed) + 1)] if chance.random() < 0.2 else changed)
