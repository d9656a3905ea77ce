"""Ledgers for the tests: runs that enter files, and hands that change what was entered."""

import hashlib
import json
import re
from pathlib import Path

from flows.ledger import ledger
from flows.ledger.record import RunRecord
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row


def write(using, name: str, *cases: int) -> None:
    sheets.write(using.raw / name, [HEADINGS, *(case_row(number) for number in cases)])


def keep(using) -> ledger.Kept:
    """Enters what lies in the raw folder now, as a run does."""
    paths = sorted(path for path in using.raw.iterdir() if not path.name.endswith(".origin.json"))
    return ledger.keep(using, [sheets.ingest(path, using) for path in paths])


def told(using) -> list[tuple]:
    """Number, file, rows, outcome, replaces, repeats of each entry, read by plain means."""
    entries = [json.loads(line) for line in lines_in(using)]
    names = ("number", "file_name", "rows", "outcome", "replaces", "repeats")
    return [tuple(entry.get(name) for name in names) for entry in entries]


def lines_in(using) -> list[str]:
    return path_of(using).read_text(encoding="utf-8").splitlines()


def path_of(using) -> Path:
    return using.marts.parent / "ledger.jsonl"


def record(using, previous: dict | None = None) -> RunRecord:
    return RunRecord(using, [], [], previous, keep(using))


def runs(using, *records: RunRecord) -> None:
    for number, one in enumerate(records):
        folder = using.marts / "runs" / str(number)
        folder.mkdir(parents=True)
        (folder / "run.json").write_text(json.dumps(one), encoding="utf-8")


def sealed_anew(text: str) -> str:
    """An entry with the hash of what it says now, by the recipe and with nothing of ours."""
    body = re.sub(r',"hash":"[0-9a-f]{64}"\}$', "}", text)
    return body[:-1] + f',"hash":"{hashlib.sha256(body.encode()).hexdigest()}"}}'


def changed(lines: list[str], place: int) -> list[str]:
    return [line.replace('"rows":1', '"rows":9') if n == place else line for n, line in enumerate(lines)]
