"""The ledger of extracts: every file that was ever read is entered in `ledger.jsonl` beside the marts folder, which is
only ever appended to. It holds no cell of a file. `ledger_chain.py` says how its lines are chained.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import FileIO
from pathlib import Path

from flows.common.settings import Settings
from flows.common.zones import HERE
from flows.ledger.chain import (
    FILE,
    GENESIS,
    HEALED,
    Fault,
    Line,
    chain_faults,
    head_faults,
    lines_of,
    read,
    run_heads,
    sealed,
    written,
)
from flows.reading.ingest import FileOutcome

LEDGER = "ledger.jsonl"
LOCK_SECONDS = 10  # another run holds the lock for milliseconds
LOCK_PLACE = 1 << 40  # the byte that Windows locks: far behind the last line, so that readers are not kept out


@dataclass
class Kept:
    """The ledger as a run left it. `files` are all its entries of files, also those that could not be written.

    `count` and `head` are number and hash of the last entry on the disk.
    """

    files: list[dict] = field(default_factory=list)
    count: int = 0
    head: str = GENESIS
    faults: list[Fault] = field(default_factory=list)
    is_written: bool = True

    def since(self, previous: dict | None) -> list[dict]:
        """The entries that the run of this record (`run.json`) did not know."""
        known = ((previous or {}).get("ledger") or {}).get("entries", 0)
        return [entry for entry in self.files if entry["number"] > known]


def ledger_path(marts: Path) -> Path:
    return marts.parent / LEDGER


def keep(settings: Settings, outcomes: list[FileOutcome]) -> Kept:
    """Enters the files that are new, hold other bytes, or of which something else is known than at the last reading.

    A file that could not be opened is not entered: no byte of it was read. Trouble is returned, never raised: the
    audit goes on, and what could not be written is entered by the next run, which does not know it either.
    """
    path = ledger_path(settings.marts)
    seen = [_facts(outcome) for outcome in sorted(outcomes, key=lambda outcome: outcome.file_name) if outcome.sha256]
    lines, unwritten, faults = [], [], []
    try:
        lines, half = read(path)
        if new_entries(lines, half, seen):
            lines = _append(path, seen)
    except OSError as trouble:
        unwritten = new_entries(lines, b"", seen)
        what = trouble.strerror or type(trouble).__name__
        faults.append(
            Fault(
                f"chưa ghi được ({what}); lần chạy sau sẽ ghi",
                f"could not be written ({what}); the next run enters the files",
            )
        )
    faults += chain_faults(lines) + head_faults(lines, run_heads(settings.marts))
    entries = [line.entry for line in lines if line.is_true] + unwritten
    files = [entry for entry in entries if entry["event"] == FILE]
    count, head = (lines[-1].number, lines[-1].hash) if lines else (0, GENESIS)
    return Kept(files, count, head, faults, not unwritten)


def _facts(outcome: FileOutcome) -> dict:
    """What the ledger says of a file besides when; where any of it changes, the file is entered again."""
    return {
        "file_name": outcome.file_name,
        "sha256": outcome.sha256,
        "bytes": outcome.bytes,
        "outcome": "read" if not outcome.refused else "partly" if outcome.landed else "refused",
        "rows": sum(landed.rows_read for landed in outcome.landed),
        "sheets": [
            {"sheet": landed.sheet, "layout": landed.layout, "kind": landed.kind, "rows": landed.rows_read}
            for landed in outcome.landed
        ],
        "sheets_refused": len(outcome.refused),
        "sender": outcome.origin.get("sender"),
        "received_on": outcome.origin.get("received_on"),
        "taken_at": outcome.origin.get("taken_at"),
    }


def new_entries(lines: list[Line], half: bytes, seen: list[dict]) -> list[dict]:
    """The entries to add to these lines, each chained to the one before.

    `replaces` is the number of the last entry of the same name where that had other bytes, `repeats` the number of
    the first entry of the same bytes under another name.
    """
    known = [line.entry for line in lines if line.entry.get("event") == FILE]
    latest = {entry["file_name"]: entry for entry in known}
    number, previous = (lines[-1].number, lines[-1].hash) if lines else (0, GENESIS)
    now = datetime.now(HERE).isoformat(timespec="seconds")
    added: list[dict] = []

    def add(event: str, facts: dict) -> None:
        place = number + len(added) + 1
        before = added[-1]["hash"] if added else previous
        added.append(sealed({"number": place, "event": event, "at": now, **facts, "previous": before}))

    if half:
        add(HEALED, {"cut_bytes": len(half), "cut_sha256": hashlib.sha256(half).hexdigest()})
    names: dict[str, dict[str, int]] = {}  # bytes → the names that they were read under, with their first entries
    for entry in known:
        names.setdefault(entry["sha256"], {}).setdefault(entry["file_name"], entry["number"])
    for facts in seen:
        name, before = facts["file_name"], latest.get(facts["file_name"])
        if before and all(before.get(key) == value for key, value in facts.items()):
            continue
        same_bytes = names.setdefault(facts["sha256"], {})
        others = [place for other, place in same_bytes.items() if other != name]
        replaces = before["number"] if before and before["sha256"] != facts["sha256"] else None
        add(FILE, {**facts, "replaces": replaces, "repeats": others[0] if others else None})
        same_bytes.setdefault(name, added[-1]["number"])
    return added


def _append(path: Path, seen: list[dict]) -> list[Line]:
    """Adds what is new as of the moment when no other run writes: all of it, on the disk, or nothing. Raises OSError.

    A half line, which only a run killed while it wrote leaves behind, is cut off, and an entry says so.
    """
    with path.open("a+b", buffering=0) as file, alone(file):
        file.seek(0)
        content = file.readall()
        lines, half = lines_of(content)
        whole = len(content) - len(half)
        added = b"".join(written(entry) + b"\n" for entry in new_entries(lines, half, seen))
        try:
            file.truncate(whole)
            rest = memoryview(added)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(whole)
            file.write(half)
            raise
        return lines_of(content[:whole] + added)[0]


@contextmanager
def alone(file: FileIO) -> Iterator[None]:
    """Holds the ledger against other runs until the file is closed or the process dies. Raises OSError."""
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            lock(file)
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    yield


def lock(file: FileIO) -> None:
    """Takes the file's lock, which goes with the file or the process. Raises OSError where another has it."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(LOCK_PLACE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
