"""The record that every run leaves: what went in, what came out, under which code and parameters."""

import hashlib
import hmac
import os
import secrets
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flows import ROOT
from flows.common.settings import KEY_FILE, REGISTER, Settings, unreadable
from flows.common.zones import HERE
from flows.ledger.ledger import Kept
from flows.reading.ingest import FileOutcome
from flows.reading.invented import is_invented
from flows.reading.landing import file_sha256


class RunRecord(dict):
    """A run's record as it is published in `run.json`; times are ISO 8601 in Asia/Ho_Chi_Minh."""

    def __init__(
        self,
        settings: Settings,
        outcomes: list[FileOutcome],
        repeated: list[tuple[str, str]] | None = None,
        previous: dict | None = None,
        kept: Kept | None = None,
    ) -> None:
        now = datetime.now(HERE)
        super().__init__(
            run_id=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}",
            started_at=now.isoformat(timespec="seconds"),
            code_version=code_version(),
            parameters=settings.parameters,
            files=[
                {
                    "file_name": outcome.file_name,
                    "sha256": outcome.sha256,
                    "bytes": outcome.bytes,
                    "sheets_read": len(outcome.landed),
                    "rows_read": sum(landed.rows_read for landed in outcome.landed),
                    "refused": len(outcome.refused),
                    "origin": [_origin(landed) for landed in outcome.landed],
                }
                for outcome in sorted(outcomes, key=lambda outcome: outcome.file_name)
            ],
            reference=_hashes(settings.reference, "*.csv") | _hashes(settings.reference, "*.toml"),
            layouts=_hashes(settings.layouts, "*.toml"),
            repeated=[list(pair) for pair in repeated or []],
        )
        self["is_invented"] = is_invented(settings.raw, outcomes)
        self["key"] = _key_mark(settings)
        self["fingerprint"] = self._fingerprint()
        self["local"] = _local_troubles(settings, (previous or {}).get("key"), self["key"])
        self["changed"], self["renamed"] = self._noticed(kept, previous)
        self["ledger"] = kept and {
            "entries": kept.count,
            "head": kept.head,
            "is_written": kept.is_written,
            "faults": [fault._asdict() for fault in kept.faults],
        }
        self.previous = previous

    def _fingerprint(self) -> str:
        """The same for two runs exactly when they must give the same marts."""
        decisive = {key: self[key] for key in ("code_version", "parameters", "files", "reference", "layouts", "key")}
        return hashlib.sha256(repr(decisive).encode()).hexdigest()

    @property
    def standing(self) -> dict:
        """The published record with the ledger, key and register as they are now: they may have been changed since."""
        return {**self.previous, "ledger": self["ledger"], "local": self["local"]}

    @property
    def is_unchanged(self) -> bool:
        """Whether the published run came from the same inputs, parameters and code."""
        return self.previous is not None and self.previous["fingerprint"] == self["fingerprint"]

    def _noticed(self, kept: Kept | None, previous: dict | None) -> tuple[list[str], list[list[str]]]:
        """What the ledger noticed since the published run: names under which other bytes were read before, and
        [name, earlier name] of bytes that were read before, but for those that this run found twice itself.
        """
        names = {entry["number"]: entry["file_name"] for entry in kept.files} if kept else {}
        new = kept.since(previous) if kept else []
        changed = sorted({entry["file_name"] for entry in new if entry["replaces"]})
        renamed = {entry["file_name"]: names.get(entry["repeats"]) for entry in new if entry["repeats"]}
        twice = [set(pair) for pair in self["repeated"]]
        return changed, [[name, other] for name, other in sorted(renamed.items()) if {name, other} not in twice]


def _key_mark(settings: Settings) -> str:
    """By this it shows that a run had another key; from it nothing of the key can be learnt."""
    return hmac.digest(settings.personal_key.reveal(), b"mark of the key", "sha256").hex()[:8]


def _local_troubles(settings: Settings, before: str | None, now: str) -> list[str]:
    """What is wrong with what must stay on this machine: the key is another one than that of the run before, other
    users may read it or the register, or the office has no list of harmless words.
    """
    found = ["key_changed"] if before not in (None, now) else []
    paths = [settings.marts.parent / name for name in (KEY_FILE, REGISTER)]
    if os.name == "posix" and any(path.exists() and path.stat().st_mode & 0o077 for path in paths):
        found.append("readable_to_others")
    lists = ("words", "units", "family_names")
    return found + [f"no_{name}" for name in lists if not (settings.reference / f"{name}.csv").exists()]


def _origin(landed) -> list:
    return [landed.extract_id, landed.sender_unit_code, landed.taken_at, sorted(landed.covers)]


def _hashes(folder: Path, pattern: str) -> dict[str, str]:
    hashes = {}
    for path in sorted(folder.glob(pattern)):
        try:
            hashes[path.name] = file_sha256(path)
        except OSError as trouble:
            raise unreadable(path, trouble) from None
    return hashes


@cache
def code_version() -> str:
    """The package's version and a hash of the code and SQL that compute the figures."""
    sources = [path for room in ("flows", "checks", "sql") for path in (ROOT / room).rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(sources):
        if path.suffix in (".py", ".sql", ".toml"):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{version('onestop-audit')}+{digest.hexdigest()[:12]}"
