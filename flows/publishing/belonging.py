"""Whose a folder of results is: ours only if we marked it. What is replaced or cleared there must be what we wrote."""

import json
import re
from pathlib import Path, PurePosixPath

from flows.common.errors import SetupError
from flows.common.harmless import harmless

MARK = ".onestop-marts"
LOCK = ".onestop-lock"
_MARK_TEXT = "onestop writes its results here: latest/ is replaced and old runs are cleared. Keep nothing else in it.\n"
_RUN_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}")
_OURS = {MARK, LOCK, "latest", "latest.new", "latest.old", "runs", "README.md", ".gitkeep"}
_LITTER = re.compile(r"~\$.*|\.~lock\..*|thumbs\.db|desktop\.ini|\.ds_store|.*\.wal", re.IGNORECASE)


def claim(marts: Path) -> None:
    """Marks an empty or absent folder as ours, and one that an earlier version published into. Raises OSError.

    Raises SetupError where the folder, or a part of it that is going to be replaced, holds anything of somebody else's.
    """
    if foreign := _foreign(marts):
        raise SetupError(
            f"Thư mục kết quả {marts} chứa thứ không do chương trình ghi ({harmless(foreign)}) nên được để yên. "
            "Hãy chọn thư mục trống bằng --marts, hoặc chuyển thứ đó đi.",
            f"The folder of results {marts} holds what this program has not written ({harmless(foreign)}): it is left "
            "alone. Name an empty folder with --marts, or move that elsewhere.",
        )
    marts.mkdir(parents=True, exist_ok=True)
    if not (marts / MARK).exists():
        (marts / MARK).write_text(_MARK_TEXT, encoding="ascii")


def is_run(folder: Path) -> bool:
    """Whether a folder below `runs` is a run that was published under its name."""
    record = _record(folder)
    return record is not None and record["run_id"] == folder.name


def _foreign(marts: Path) -> str | None:
    """The first entry that is not ours, by its path below the folder."""
    if not marts.exists():
        return None
    if not marts.is_dir() or marts.is_symlink():
        return marts.name
    entries = sorted(path.name for path in marts.iterdir() if not _LITTER.fullmatch(path.name))
    for name in ("latest", "latest.old"):
        if name in entries and (found := _foreign_in_run(marts / name)):
            return f"{name}/{found}"
    if MARK in entries:
        return None
    unknown = [name for name in entries if name not in _OURS and not name.startswith(".unfinished-")]
    published = [marts / "latest", marts / "latest.old", *(marts / "runs").glob("*")]
    if not unknown and any(_record(folder) for folder in published):
        return None
    return next(iter(unknown or [name for name in entries if name not in ("README.md", ".gitkeep", LOCK)]), None)


def _foreign_in_run(folder: Path) -> str | None:
    """The first entry of a published run that its record does not list."""
    if not folder.is_dir() or folder.is_symlink():
        return "."
    record = _record(folder)
    listed = {*record["outputs"], "run.json"} if record else set()
    folders = {parent.as_posix() for name in listed for parent in PurePosixPath(name).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_known = name in folders if path.is_dir() and not path.is_symlink() else name in listed
        if not is_known and not _LITTER.fullmatch(path.name):
            return name
    return None


def _record(folder: Path) -> dict | None:
    """The record of a published run, where the folder holds one."""
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return record if _RUN_ID.fullmatch(record["run_id"]) and isinstance(record["outputs"], dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
