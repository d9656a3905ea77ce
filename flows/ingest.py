"""From the raw folder to landed rows: every file is read through a layout, taken from an earlier landing, or
refused with one reason, and no file's trouble touches another.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from flows.errors import Refusal, SetupError
from flows.landing import LANDING_VERSION, Landed, column_letter, file_sha256, land
from flows.layouts import Layout, Match, recognise
from flows.readers import Sheet, UnreadableFile, is_extract, open_sheets
from flows.settings import Settings


@dataclass
class FileOutcome:
    """What became of one file: its landed sheets and its refused ones."""

    file_name: str
    sha256: str
    bytes: int
    landed: list[Landed] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    from_cache: bool = False


def raw_files(settings: Settings) -> list[Path]:
    """The files to read, by their path below the raw folder. Raises SetupError when there is none."""
    if not settings.raw.is_dir():
        raise SetupError(f"Không thấy thư mục {settings.raw}.", f"There is no folder {settings.raw}.")
    files = sorted(path for path in settings.raw.rglob("*") if is_extract(path))
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
    name = path.relative_to(settings.raw).as_posix()
    sha256, size = file_sha256(path), path.stat().st_size
    recipe = "|".join([str(LANDING_VERSION), *(layout.sha256 for layout in layouts)]).encode()
    stem = f"{sha256[:12]}-{hashlib.sha256(recipe + settings.personal_key).hexdigest()[:10]}"
    outcome = _landed_before(settings.landed / f"{stem}.json", settings.landed, name)
    if outcome is None:
        settings.landed.mkdir(parents=True, exist_ok=True)
        outcome = _read(path, FileOutcome(name, sha256, size), stem, settings, layouts)
        card = settings.landed / f"{stem}.json"
        card.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1), encoding="utf-8")
    try:
        origin = _origin_card(path)
    except ValueError as trouble:
        return FileOutcome(name, sha256, size, refused=[_bad_card(name, str(trouble))])
    for landed in outcome.landed:
        landed.sender_unit_code = origin.get("sender")
        landed.received_on = origin.get("received_on")
        landed.taken_at = origin.get("taken_at")
        landed.covers = origin.get("covers", [])
    return outcome


def locked_file(path: Path, settings: Settings, trouble: OSError) -> FileOutcome:
    """The outcome of a file that stayed locked."""
    name = path.relative_to(settings.raw).as_posix()
    reason = UnreadableFile(
        "tệp đang bị khóa hoặc không có quyền đọc", f"the file is locked ({type(trouble).__name__})"
    )
    return FileOutcome(name, "", 0, refused=[_unreadable(name, reason)])


def _landed_before(card: Path, folder: Path, name: str) -> FileOutcome | None:
    try:
        known = json.loads(card.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    landed = [Landed(**{**sheet, "file_name": name}) for sheet in known.pop("landed")]
    refused = [Refusal(**{**refusal, "file_name": name}) for refusal in known.pop("refused")]
    if not all((folder / sheet.parquet).exists() for sheet in landed):
        return None
    return FileOutcome(**{**known, "file_name": name, "landed": landed, "refused": refused, "from_cache": True})


def _read(path: Path, outcome: FileOutcome, stem: str, settings: Settings, layouts: list[Layout]) -> FileOutcome:
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        try:
            for number, sheet in enumerate(open_sheets(path, connection), start=1):
                match, refusal = choose(outcome.file_name, sheet, layouts)
                if match is not None:
                    extract = {
                        "extract_id": outcome.sha256[:12] + (f".{number}" if number > 1 else ""),
                        "file_name": outcome.file_name,
                        "sha256": outcome.sha256,
                        "bytes": outcome.bytes,
                        "parquet": f"{stem}-{number}.parquet",
                    }
                    landed = land(sheet, match, extract, settings.landed, settings.personal_key, connection)
                    if isinstance(landed, Landed):
                        outcome.landed.append(landed)
                        continue
                    refusal = _nameless(outcome.file_name, sheet, *landed)
                if refusal is not None:
                    outcome.refused.append(refusal)
        except UnreadableFile as trouble:
            outcome.refused.append(_unreadable(outcome.file_name, trouble))
        except (duckdb.Error, MemoryError) as trouble:
            # The message of such an error may carry values of the file, so only its kind is told.
            damaged = UnreadableFile(
                "nội dung tệp không đọc được", f"the content cannot be read ({type(trouble).__name__})"
            )
            outcome.refused.append(_unreadable(outcome.file_name, damaged))
    if not outcome.landed and not outcome.refused:
        outcome.refused.append(_unreadable(outcome.file_name, UnreadableFile("tệp trống", "the file is empty")))
    return outcome


def choose(name: str, sheet: Sheet, layouts: list[Layout]) -> tuple[Match | None, Refusal | None]:
    """The layout a sheet is written in, or the one reason why it cannot be read."""
    matches = recognise(sheet.head, layouts)
    if matches and matches[0].is_whole:
        return matches[0], None
    near = next((match for match in matches if len(match.missing) < len(match.layout.required)), None)
    if near is None:
        return None, Refusal(
            name,
            sheet.name,
            None,
            "",
            _seen(sheet),
            ", ".join(layout.layout_id for layout in layouts),
            "Thêm tệp cấu trúc cho hệ thống này vào data/layouts/ (xem README), hoặc bỏ tệp ra khỏi thư mục.",
            "Add a layout for this system to data/layouts/ (see the README), or take the file out of the folder.",
            "không cấu trúc nào nhận ra tiêu đề cột",
            "no layout knows its headings",
        )
    row, layout = near.heading_row + near.span, near.layout
    if near.missing:
        expected = ", ".join(f"“{layout.heading_of(field)}”" for field in near.missing)
        return None, Refusal(
            name,
            sheet.name,
            row,
            "",
            _seen(sheet, near),
            expected,
            f"Đề nghị nơi gửi xuất lại đủ cột, hoặc thêm cách viết tiêu đề vào data/layouts/{layout.layout_id}.toml.",
            f"Have the sender export all columns, or add the spelling to data/layouts/{layout.layout_id}.toml.",
            f"thiếu cột bắt buộc {expected}",
            f"required heading missing: {expected}",
        )
    odd = (near.unknown or near.repeated)[0]
    what = ("tiêu đề lạ", "unknown heading") if near.unknown else ("tiêu đề lặp lại", "heading repeated")
    return None, Refusal(
        name,
        sheet.name,
        row,
        column_letter(odd.index),
        odd.heading,
        ", ".join(heading for headings in layout.fields.values() for heading in headings[:1]),
        f"Khai báo tiêu đề này trong data/layouts/{layout.layout_id}.toml: trường nào, dữ liệu cá nhân hay bỏ qua.",
        f"Declare the heading in data/layouts/{layout.layout_id}.toml: which field, personal, or ignored.",
        f"{what[0]} “{odd.heading}” ở cột {column_letter(odd.index)}",
        f"{what[1]} “{odd.heading}” in column {column_letter(odd.index)}",
    )


def _seen(sheet: Sheet, match: Match | None = None) -> str:
    """The headings found, or of an unknown sheet only how large it is: its cells could hold anything."""
    if match is None:
        return f"{len(sheet.head[0])} × {len(sheet.head)}+"
    return ", ".join(f"“{column.heading}”" for column in match.known)


def _nameless(name: str, sheet: Sheet, row: int, column: str) -> Refusal:
    return Refusal(
        name,
        sheet.name,
        row,
        column,
        "",
        "",
        f"Đặt tiêu đề cho cột {column} rồi khai báo trong tệp cấu trúc.",
        f"Give column {column} a heading and declare it in the layout.",
        f"cột {column} có dữ liệu nhưng không có tiêu đề",
        f"column {column} holds data but has no heading",
    )


def _unreadable(name: str, trouble: UnreadableFile) -> Refusal:
    return Refusal(
        name,
        "",
        None,
        "",
        "",
        "",
        "Mở thử tệp, đề nghị nơi gửi xuất lại nếu tệp hỏng.",
        "Try to open the file; have the sender export it again if it is damaged.",
        trouble.vi,
        trouble.en,
    )


def _bad_card(name: str, trouble: str) -> Refusal:
    return Refusal(
        name,
        "",
        None,
        "",
        trouble,
        '{"sender": "608", "received_on": "2021-05-10", "taken_at": "2021-05-05T08:00:00", "covers": ["62"]}',
        f"Sửa tệp {name}.origin.json.",
        f"Mend {name}.origin.json.",
        "thẻ nguồn gốc không đọc được",
        "its origin card cannot be read",
    )


def _origin_card(path: Path) -> dict:
    """What is known of a file's sender: sender, received_on (day), taken_at (time in Asia/Ho_Chi_Minh), covers.

    `covers` names the units that a list speaks for, each with all below it; without it a list speaks for all.
    Raises ValueError for what says nothing clear.
    """
    card = path.with_name(path.name + ".origin.json")
    if not card.exists():
        return {}
    known = json.loads(card.read_text(encoding="utf-8-sig"))
    if not isinstance(known, dict):
        raise ValueError("not an object")
    for name in ("sender", "received_on", "taken_at"):
        if not isinstance(known.get(name, ""), str):
            raise ValueError(f"{name} is no text")
    for name in ("received_on", "taken_at"):
        if name in known:
            datetime.fromisoformat(known[name])
    covers = known.get("covers", [])
    if not isinstance(covers, list) or not all(isinstance(unit_code, str) for unit_code in covers):
        raise ValueError("covers is no list of texts")
    return known
