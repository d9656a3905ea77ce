"""The record that every run leaves: what went in, what came out, under which code and parameters."""

import hashlib
import secrets
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from flows import ROOT
from flows.ingest import FileOutcome
from flows.landing import file_sha256
from flows.settings import Settings

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class RunRecord(dict):
    """A run's record as it is published in `run.json`; times are ISO 8601 in Asia/Ho_Chi_Minh."""

    def __init__(
        self,
        settings: Settings,
        outcomes: list[FileOutcome],
        repeated: list[tuple[str, str]] | None = None,
        previous: dict | None = None,
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
        self["fingerprint"] = self._fingerprint()
        self["changed"] = self._changed_files(previous)
        self.previous = previous

    def _fingerprint(self) -> str:
        """The same for two runs exactly when they must give the same marts."""
        decisive = {key: self[key] for key in ("code_version", "parameters", "files", "reference", "layouts")}
        return hashlib.sha256(repr(decisive).encode()).hexdigest()

    @property
    def is_unchanged(self) -> bool:
        """Whether the published run came from the same inputs, parameters and code."""
        return self.previous is not None and self.previous["fingerprint"] == self["fingerprint"]

    def _changed_files(self, previous: dict | None) -> list[str]:
        """Files that bear the name of one in the previous run but hold other bytes."""
        before = {file["file_name"]: file["sha256"] for file in (previous or {}).get("files", [])}
        return [
            file["file_name"]
            for file in self["files"]
            if before.get(file["file_name"], file["sha256"]) != file["sha256"]
        ]


def _origin(landed) -> list:
    return [landed.extract_id, landed.sender_unit_code, landed.taken_at, sorted(landed.covers)]


def _hashes(folder: Path, pattern: str) -> dict[str, str]:
    return {path.name: file_sha256(path) for path in sorted(folder.glob(pattern))}


@cache
def code_version() -> str:
    """The package's version and a hash of the code and SQL that compute the figures."""
    sources = [path for room in ("flows", "checks", "sql") for path in (ROOT / room).rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(sources):
        if path.suffix in (".py", ".sql", ".toml"):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{version('onestop-audit')}+{digest.hexdigest()[:12]}"
