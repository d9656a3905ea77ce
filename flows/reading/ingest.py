"""From the raw folder to landed rows: every file is read through a layout, taken from an earlier landing, or
refused with one reason, and no file's trouble touches another.
"""

import errno
import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import duckdb

from flows.common.errors import Refusal, SetupError
from flows.common.own_disk import is_full, require_room
from flows.common.settings import REGISTER, Settings
from flows.common.sql_files import keep_quiet
from flows.containers import Sheet, UnreadableFile, UnreadableSheet, open_sheets
from flows.door.door import open_door
from flows.door.names import Names, open_names
from flows.door.register import Register
from flows.reading.choosing import choose
from flows.reading.landing import LANDING_VERSION, Landed, file_sha256, land
from flows.reading.origin import origin_card
from flows.reading.raw_folder import entries, name_below, why_no_file
from flows.tables.layouts import Layout, Match, load_layouts
from flows.tables.refusals import bad_card, cut_off, over_memory, unreadable

CARD = ("sender", "received_on", "taken_at", "covers")


@dataclass
class FileOutcome:
    """What became of one file: its landed sheets and its refused ones."""

    file_name: str
    sha256: str
    bytes: int
    landed: list[Landed] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    origin: dict = field(default_factory=dict)  # what its card says
    from_cache: bool = False


def raw_files(settings: Settings) -> list[Path]:
    """The files to read, by their path below the raw folder. Raises SetupError when there is none."""
    if not settings.raw.is_dir():
        raise SetupError(f"Không thấy thư mục {settings.raw}.", f"There is no folder {settings.raw}.")
    files = entries(settings.raw)
    if not files:
        raise SetupError(
            f"Không có tệp trích xuất nào trong {settings.raw}. Hãy chép tệp vào đó rồi chạy lại.",
            f"There is no extract in {settings.raw}. Drop files there and run again.",
        )
    return files


def ingest_file(path: Path, settings: Settings, layouts: list[Layout]) -> FileOutcome:
    """Reads one file, or finds it already landed. What is wrong with its content is refused, never raised.

    Raises OSError while the file cannot be opened: it may be locked, or still on its way.
    """
    if outcome := no_file(path, settings, layouts):
        return outcome
    unread, stem = identify(path, settings, layouts)
    outcome = landed_before(unread, stem, settings)
    if outcome is None:
        outcome = read_file(path, unread, stem, settings, layouts)
        keep(outcome, stem, settings)
    return with_origin(path, outcome, settings, layouts)


def no_file(path: Path, settings: Settings, layouts: list[Layout]) -> FileOutcome | None:
    """The outcome of an entry that must not be opened. Raises OSError where it cannot even be looked at."""
    if refusal := why_no_file(path, settings.raw):
        refusal = open_names(settings, layouts).refusal(refusal)
        return FileOutcome(refusal.file_name, "", 0, refused=[refusal])
    return None


def identify(path: Path, settings: Settings, layouts: list[Layout]) -> tuple[FileOutcome, str]:
    """The outcome of a file before it is read, and the stem under which its rows land: it changes with the bytes
    and with everything else that decides how they are read. Raises OSError.
    """
    sha256, size = file_sha256(path), path.stat().st_size
    door = open_door(settings.reference, settings.personal_key.reveal())
    decides = [
        str(LANDING_VERSION),
        repr(settings.limits),
        repr(settings.dates),
        door.sha256,
        *(layout.sha256 for layout in layouts),
        open_names(settings, layouts).sha256,
    ]
    recipe = "|".join(decides).encode()
    stem = f"{sha256[:12]}-{hashlib.sha256(recipe + settings.personal_key.reveal()).hexdigest()[:10]}"
    name = open_names(settings, layouts).shown(name_below(path, settings.raw))
    return FileOutcome(name, sha256, size), stem


def keep(outcome: FileOutcome, stem: str, settings: Settings) -> None:
    """Writes the card by which the next run finds the file landed."""
    card = settings.landed / f"{stem}.json"
    card.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1), encoding="utf-8", errors="replace")


def with_origin(path: Path, outcome: FileOutcome, settings: Settings, layouts: list[Layout]) -> FileOutcome:
    """The outcome with what the origin card beside the file says; a card that says nothing clear refuses the file."""
    names = open_names(settings, layouts)
    try:
        origin = {name: _known(told, names) for name, told in origin_card(path).items() if name in CARD}
    except ValueError as trouble:
        refusal = bad_card(outcome.file_name, str(trouble))
        return FileOutcome(outcome.file_name, outcome.sha256, outcome.bytes, refused=[refusal])
    outcome.origin = origin
    for landed in outcome.landed:
        landed.sender_unit_code = origin.get("sender")
        landed.received_on = origin.get("received_on")
        landed.taken_at = origin.get("taken_at")
        landed.covers = origin.get("covers", [])
    return outcome


def _known(told: str | list[str], names: Names) -> str | list[str]:
    return names.shown(told) if isinstance(told, str) else [names.shown(unit_code) for unit_code in told]


def locked_file(path: Path, settings: Settings, trouble: OSError) -> FileOutcome:
    """The outcome of a file that stayed locked."""
    name = open_names(settings, load_layouts(settings.layouts)).shown(name_below(path, settings.raw))
    reason = ("tệp đang bị khóa hoặc không có quyền đọc", f"the file is locked ({type(trouble).__name__})")
    return FileOutcome(name, "", 0, refused=[unreadable(name, reason)])


def landed_before(unread: FileOutcome, stem: str, settings: Settings) -> FileOutcome | None:
    """What an earlier run made of the same bytes, or None when they have to be read."""
    try:
        card = (settings.landed / f"{stem}.json").read_text(encoding="utf-8")
        known = json.loads(card)
    except (OSError, ValueError):
        return None
    if not Register(settings.marts.parent / REGISTER).knows(card):
        return None  # the register was lost: the file is read again, so that its masked names are known again
    outcome = from_dict({**known, "from_cache": True}, unread.file_name)
    return outcome if all((settings.landed / sheet.parquet).exists() for sheet in outcome.landed) else None


def from_dict(known: dict, name: str) -> FileOutcome:
    """An outcome from what `asdict` made of it, under the name that its file bears now."""
    landed = [Landed(**{**sheet, "file_name": name}) for sheet in known["landed"]]
    refused = [Refusal(**{**refusal, "file_name": name}) for refusal in known["refused"]]
    return FileOutcome(**{**known, "file_name": name, "landed": landed, "refused": refused})


def read_file(path: Path, outcome: FileOutcome, stem: str, settings: Settings, layouts: list[Layout]) -> FileOutcome:
    """Lands every sheet of a file; fills the outcome and returns it. Raises OSError."""
    settings.landed.mkdir(parents=True, exist_ok=True)
    options = {"threads": 2, "memory_limit": settings.limits.duckdb_memory, "temp_directory": tempfile.gettempdir()}
    door = open_door(settings.reference, settings.personal_key.reveal())
    seen: dict[str, Match | None] = {}
    shown = open_names(settings, layouts).shown
    with duckdb.connect(config=options) as connection:
        keep_quiet(connection)
        try:
            for number, sheet in enumerate(open_sheets(path, connection, settings.limits), start=1):
                if isinstance(sheet, UnreadableSheet):
                    outcome.refused.append(unopened(outcome.file_name, sheet, shown(sheet.name)))
                    continue
                named = replace(sheet, name=shown(sheet.name))
                match, refusal = choose(outcome.file_name, named, layouts, shown)
                if sheet.parent is not None and is_left_out(sheet, seen.get(sheet.parent)):
                    continue
                seen[sheet.name] = match
                if match is not None:
                    extract = {
                        "extract_id": outcome.sha256[:12] + (f".{number}" if number > 1 else ""),
                        "file_name": outcome.file_name,
                        "sha256": outcome.sha256,
                        "bytes": outcome.bytes,
                        "parquet": f"{stem}-{number}.parquet",
                    }
                    landed = land(named, match, extract, settings.landed, door, connection, settings.dates, shown)
                    if isinstance(landed, Landed):
                        outcome.landed.append(landed)
                        continue
                    refusal = landed
                if refusal is not None:
                    outcome.refused.append(refusal)
        except UnreadableFile as trouble:
            outcome.refused.append(unopened(outcome.file_name, trouble))
        except (MemoryError, duckdb.OutOfMemoryException, duckdb.Error) as trouble:
            _require_own_disk(trouble, settings.landed)
            if isinstance(trouble, MemoryError | duckdb.OutOfMemoryException):
                outcome.refused.append(over_memory(outcome.file_name, settings.limits))
                return outcome
            # The message of such an error may carry values of the file, so only its kind is told.
            damaged = ("nội dung tệp không đọc được", f"the content cannot be read ({type(trouble).__name__})")
            outcome.refused.append(unreadable(outcome.file_name, damaged))
    if not outcome.landed and not outcome.refused:
        outcome.refused.append(unreadable(outcome.file_name, ("tệp trống", "the file is empty")))
    return outcome


def unopened(name: str, trouble: UnreadableFile | UnreadableSheet, sheet: str = "") -> Refusal:
    """The refusal of what a container could not give."""
    reason = (trouble.vi, trouble.en)
    return cut_off(name, reason, sheet, trouble.last_row) if trouble.is_cut_off else unreadable(name, reason, sheet)


def _require_own_disk(trouble: Exception, landed: Path) -> None:
    """Raises OSError where reading failed for want of room for what is read: no fault of the file."""
    if is_full(trouble):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(landed))
    try:
        require_room(landed)
    except OSError as found:
        raise OSError(found.errno, found.strerror, str(landed)) from None


def is_left_out(sheet: Sheet, around: Match | None) -> bool:
    """Whether a list inside records is one that their layout does not have read."""
    return around is not None and all(
        column.role != "nested" for column in around.columns if column.heading == sheet.name.rpartition("/")[2]
    )
