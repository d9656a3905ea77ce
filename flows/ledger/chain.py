"""The ledger's lines, how each is chained to the one before it, and what shows of a changed past.

A line of `ledger.jsonl` is one entry: JSON in UTF-8 without spaces, whose last member, `hash`, is the SHA-256 of the
line without that member. `previous` is the `hash` of the line before (64 zeros in the first). So anybody can check a
line, here the third, with other tools:

    sed -n 3p ledger.jsonl | sed -E 's/,"hash":"[0-9a-f]{64}"\\}$/}/' | tr -d '\\n' | sha256sum
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

GENESIS = "0" * 64
FILE, HEALED = "file", "healed"
_MEMBERS = {False: {"event", "at", "previous"}, True: {"at", "previous", "file_name", "sha256", "replaces", "repeats"}}
_ENTRY = re.compile(rb'(\{.*),"hash":"([0-9a-f]{64})"\}')


class Fault(NamedTuple):
    """What is wrong with the ledger: (Vietnamese, English), naming the entries concerned by their numbers."""

    vi: str
    en: str


@dataclass(frozen=True)
class Line:
    """One line of the ledger. `is_true`: it is an entry and says what its own hash says; else `entry` is empty.

    `number` is the entry's own number, or of a line that is none the number that it should bear.
    """

    number: int
    hash: str
    entry: dict
    is_true: bool


def sealed(entry: dict) -> dict:
    """An entry with its hash."""
    return {**entry, "hash": hashlib.sha256(written(entry)).hexdigest()}


def written(entry: dict) -> bytes:
    """An entry as bytes. A file name that is no UTF-8 keeps its bytes as `\\udc..`, which JSON reads back."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def read(path: Path) -> tuple[list[Line], bytes]:
    """The lines of a ledger (none where there is no file) and the half line at its end. Raises OSError."""
    return lines_of(path.read_bytes() if path.exists() else b"")


def lines_of(content: bytes) -> tuple[list[Line], bytes]:
    """The lines of a ledger's bytes, and what stands behind the last end of line: a run was killed while it wrote."""
    *texts, half = content.split(b"\n")
    lines: list[Line] = []
    for text in texts:
        lines.append(_line(text, lines[-1].number + 1 if lines else 1))
    return lines, half


def _line(text: bytes, expected: int) -> Line:
    found = _ENTRY.fullmatch(text)
    if found is None:
        return Line(expected, GENESIS, {}, False)
    body, told = found[1] + b"}", found[2].decode()
    try:
        entry = json.loads(body) if hashlib.sha256(body).hexdigest() == told else {}
    except (ValueError, RecursionError):
        entry = {}
    if not isinstance(entry.get("number"), int) or not _MEMBERS[entry.get("event") == FILE] <= entry.keys():
        return Line(expected, told, {}, False)
    return Line(entry["number"], told, {**entry, "hash": told}, True)


def chain_faults(lines: list[Line], half: bytes = b"") -> list[Fault]:
    """Entries that were changed, taken out, put in or moved since they were written, as far as the chain shows it."""
    found = []
    before = Line(0, GENESIS, {}, True)
    for line in lines:
        n, m = line.number, before.number
        if not line.is_true:
            found.append(Fault(f"mục {n} đã bị sửa", f"entry {n} has been changed"))
        elif n > m + 1:
            gone = f"{m + 1}–{n - 1}" if n > m + 2 else f"{m + 1}"
            found.append(Fault(f"mục {gone} đã bị xóa", f"entry {gone} has been taken out"))
        elif n <= m:
            found.append(
                Fault(
                    f"mục {n} đứng sau mục {m}: thứ tự đã bị đổi hoặc có mục bị chèn",
                    f"entry {n} stands behind entry {m}: moved, or put in later",
                )
            )
            continue  # what follows is held against the entry before the one that does not belong here
        elif before.is_true and line.entry["previous"] != before.hash:
            found.append(
                Fault(
                    f"mục {m} không phải mục đã có khi ghi mục {n}" if m else f"mục {n} không phải mục đầu tiên",
                    f"entry {m} is not the one that stood before entry {n}" if m else f"entry {n} was not the first",
                )
            )
        before = line
    if half:
        found.append(
            Fault(
                f"dòng cuối (sau mục {before.number}) dở dang: một lần ghi bị ngắt; lần kiểm tra sau sẽ cắt bỏ "
                "và ghi lại",
                f"the last line (after entry {before.number}) is incomplete: a write was broken off; the next audit "
                "cuts it off and enters the file again",
            )
        )
    return found


def run_heads(marts: Path) -> dict[str, tuple[int, str] | None]:
    """Per kept run the number and hash of the last entry that it knew; None where its record tells nothing."""
    heads: dict[str, tuple[int, str] | None] = {}
    for path in sorted([*marts.glob("runs/*/run.json"), *marts.glob("latest/run.json")]):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            heads[record["run_id"]] = (int(record["ledger"]["entries"]), str(record["ledger"]["head"]))
        except (OSError, ValueError, KeyError, TypeError):
            heads.setdefault(path.parent.name, None)
    return heads


def head_faults(lines: list[Line], heads: dict[str, tuple[int, str] | None]) -> list[Fault]:
    """What the kept runs know otherwise: a ledger that was cut short, or written anew as a whole."""
    hashes = {0: GENESIS} | {line.number: line.hash for line in lines}
    found = []
    for run_id, head in heads.items():
        if head is None or hashes.get(head[0]) == head[1]:
            continue
        n = head[0]
        if n in hashes:
            vi = f"mục {n} không phải mục mà lần chạy {run_id} đã ghi nhận"
            en = f"entry {n} is not the one that run {run_id} knew"
        else:
            last = max(hashes)
            vi = f"lần chạy {run_id} đã có {n} mục, sổ chỉ còn đến mục {last}"
            en = f"run {run_id} knew {n} entries, the ledger ends at entry {last}"
        found.append(Fault(vi, en))
    return found
