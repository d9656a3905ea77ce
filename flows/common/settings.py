"""The parameters of a run: where things stand, the window, the convention of comparison, the thresholds."""

import hashlib
import os
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows import ROOT
from flows.common.errors import SetupError
from flows.common.inspection import Inspection, own_inspection, read_inspection
from flows.common.limits import Limits
from flows.common.secret import Secret
from flows.common.zones import is_zone

OWN_AUDIT_TOML = ROOT / "data" / "reference" / "audit.toml"
GRAINS = ("day", "clock")
TARGETS = {"online_from": date, "online_level_3": (int, float), "online_level_4": (int, float)}
TARGETS |= {"petition_working_days": (int, float)}  # no share: how long an answer may take
KEY_FILE = ".onestop-key"
REGISTER = ".onestop-names.jsonl"  # beside the key
LEAST_MEMORY_MB = 300  # below it not even an empty file could be read


@dataclass(frozen=True)
class Dates:
    """How dates are read: by the clock of `zone` (an IANA name) where the layout names none.

    `mixed_share`: a column whose dates prove one order of day and month, but for less than this share of those that
    prove any, is written in it; `unread_share`: a required column of which more cannot be read stops its file.
    """

    zone: str = "Asia/Ho_Chi_Minh"
    mixed_share: float = 0.05
    unread_share: float = 0.2


@dataclass(frozen=True)
class Settings:
    """Everything a run depends on besides the bytes of its input files.

    `window_from` and `window_to` are days in Asia/Ho_Chi_Minh, both included. `thresholds` are the numbers of
    `audit.toml`'s table of that name; `targets` what the office has written of its `[targets]`, shares from 0 to 1.
    """

    raw: Path
    layouts: Path
    reference: Path
    marts: Path
    landed: Path
    window_from: date
    window_to: date
    grain: str
    thresholds: dict[str, float]
    keep_runs: int = 5
    cron: str = "0 5 * * 1-5"
    lang: str = "vi"
    limits: Limits = field(default_factory=Limits)
    targets: dict[str, date | float] = field(default_factory=dict)
    dates: Dates = field(default_factory=Dates)
    inspection: Inspection = field(default_factory=own_inspection)
    personal_key: Secret = b""  # bytes become one

    def __post_init__(self) -> None:
        if isinstance(self.personal_key, bytes):
            object.__setattr__(self, "personal_key", Secret(self.personal_key))

    @property
    def parameters(self) -> dict:
        """What the figures depend on, as it stands in the record of a run."""
        return {
            "window_from": self.window_from.isoformat(),
            "window_to": self.window_to.isoformat(),
            "grain": self.grain,
            "lang": self.lang,
            "thresholds": dict(sorted(self.thresholds.items())),
            "targets": {name: str(target) for name, target in sorted(self.targets.items())},
            "zone": self.dates.zone,
            "inspection": self.inspection.parameters,
        }


def load_settings(
    raw: Path | None = None,
    layouts: Path | None = None,
    reference: Path | None = None,
    marts: Path | None = None,
    landed: Path | None = None,
    window_from: date | None = None,
    window_to: date | None = None,
    grain: str | None = None,
    lang: str = "vi",
) -> Settings:
    """Settings from `audit.toml` in the reference folder, with what the caller gives in its place.

    A reference folder without `audit.toml` is served by the project's own where the caller gives both ends of the
    window. Without `landed`, extracts land in a folder `landed` beside the marts.
    Raises SetupError when the file cannot be read, a folder is missing, or a value makes no sense.
    """
    reference = reference or ROOT / "data" / "reference"
    marts = marts or ROOT / "data" / "marts"
    path = reference / "audit.toml"
    if window_from and window_to and not path.exists():
        path = OWN_AUDIT_TOML  # whoever names the window may leave the rest as it comes
    declared = _read_audit_toml(path)
    settings = Settings(
        raw=raw or ROOT / "data" / "raw",
        layouts=layouts or ROOT / "data" / "layouts",
        reference=reference,
        marts=marts,
        landed=landed or marts.parent / "landed",
        window_from=window_from or _value(declared, path, "window", "from", date),
        window_to=window_to or _value(declared, path, "window", "to", date),
        grain=grain or _value(declared, path, "comparison", "grain", str, "day"),
        thresholds=_thresholds(declared, path),
        keep_runs=_value(declared, path, "publish", "keep_runs", int, 5),
        cron=_value(declared, path, "schedule", "cron", str, "0 5 * * 1-5"),
        lang=lang,
        limits=_limits(declared, path),
        targets=_targets(declared, path),
        dates=_dates(declared, path),
        inspection=read_inspection(declared, path),
        personal_key=personal_key(marts.parent),
    )
    if "?" in str(settings.marts):  # DuckDB takes what follows for options and loses its journal
        raise SetupError(
            f"Tên thư mục kết quả {settings.marts} có dấu “?”. Hãy chọn tên khác.",
            f"The name of the folder of results {settings.marts} holds a “?”. Choose another.",
        )
    if settings.grain not in GRAINS:
        raise SetupError(
            f"Cách so sánh {settings.grain!r} không có; chọn một trong {GRAINS}.",
            f"There is no grain {settings.grain!r}; choose one of {GRAINS}.",
        )
    if settings.window_from > settings.window_to:
        raise SetupError(
            f"Kỳ kiểm tra bắt đầu ({settings.window_from}) sau khi kết thúc ({settings.window_to}).",
            f"The window begins ({settings.window_from}) after it ends ({settings.window_to}).",
        )
    return settings


def _thresholds(declared: dict, path: Path) -> dict[str, float]:
    """The numbers of `[thresholds]` that the project's own audit.toml names; what a file lacks keeps its default."""
    own = _read_audit_toml(OWN_AUDIT_TOML)["thresholds"]
    return {name: _value(declared, path, "thresholds", name, (int, float), number) for name, number in own.items()}


def _targets(declared: dict, path: Path) -> dict[str, date | float]:
    """What is written of `[targets]`. Raises SetupError for an unknown name, or a share that is none."""
    written = declared.get("targets", {})
    found = {name: _value(declared, path, "targets", name, kind) for name, kind in TARGETS.items() if name in written}
    wrong = [name for name in written if name not in TARGETS]
    shares = {name: target for name, target in found.items() if name.startswith("online_level")}
    wrong += [name for name, target in shares.items() if not 0 <= target <= 1]
    wrong += [
        name for name, target in found.items() if name.endswith("_days") and not (target >= 1 and target % 1 == 0)
    ]
    if wrong:
        raise SetupError(
            f"Tệp {path}: {wrong[0]} trong [targets] không phải chỉ tiêu, hoặc không nằm trong khoảng 0 đến 1. "
            f"Các chỉ tiêu: {', '.join(TARGETS)}.",
            f"{path}: {wrong[0]} in [targets] is no target, or no share of 0 to 1. Targets: {', '.join(TARGETS)}.",
        )
    return found


def _limits(declared: dict, path: Path) -> Limits:
    """The numbers of `[limits]`; what is left out keeps its default. Raises SetupError for what bounds nothing."""
    known = {limit.name: limit.default for limit in fields(Limits)}
    found = {name: _value(declared, path, "limits", name, int, default) for name, default in known.items()}
    wrong = [name for name in declared.get("limits", {}) if name not in known]
    wrong += [name for name, number in found.items() if number < (LEAST_MEMORY_MB if name == "memory_mb" else 1)]
    if wrong:
        raise SetupError(
            f"Tệp {path}: {wrong[0]} trong [limits] không phải giới hạn, hoặc giá trị quá nhỏ. "
            f"Các giới hạn: {', '.join(known)}.",
            f"{path}: {wrong[0]} in [limits] is no limit, or its value is too small. Limits are {', '.join(known)}.",
        )
    return Limits(**found)


def _dates(declared: dict, path: Path) -> Dates:
    """The table `[dates]`; what is left out keeps its default. Raises SetupError for a zone that nobody knows."""
    zone = _value(declared, path, "dates", "zone", str, Dates.zone)
    if not is_zone(zone):
        raise SetupError(
            f"Tệp {path}: múi giờ {zone!r} trong [dates] không có; ví dụ: 'Asia/Ho_Chi_Minh'.",
            f"{path}: there is no time zone {zone!r} ([dates]); one is 'Asia/Ho_Chi_Minh'.",
        )
    shares = {
        name: float(_value(declared, path, "dates", name, (int, float), getattr(Dates, name)))
        for name in ("mixed_share", "unread_share")
    }
    return Dates(zone, **shares)


def _value(declared: dict, path: Path, table: str, name: str, kind: type | tuple, default: Any = None) -> Any:
    """A value of audit.toml, of its kind. Raises SetupError for another kind, or a missing one without default."""
    found = declared.get(table, {}).get(name, default)
    if found is None:
        raise SetupError(
            f"Tệp {path} thiếu {name!r} trong [{table}]. Hãy bổ sung.", f"{path} lacks {name!r} in [{table!r}]. Add it."
        )
    if not isinstance(found, kind) or isinstance(found, datetime | bool):
        raise SetupError(
            f"Tệp {path}: {name} trong [{table}] không nhận giá trị {found!r}.",
            f"{path}: {name} in [{table}] cannot be {found!r}.",
        )
    return found


def _read_audit_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SetupError(
            f"Không thấy tệp {path}. Hãy chỉ thư mục tham chiếu bằng --reference.",
            f"{path} is missing. Name the reference folder with --reference.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise SetupError(f"Không đọc được {path}: {trouble}.", f"{path} cannot be read: {trouble}.") from None
    except OSError as trouble:
        raise unreadable(path, trouble) from None


def unreadable(path: Path, trouble: OSError) -> SetupError:
    """A file of the office's own that cannot be opened."""
    what = trouble.strerror or type(trouble).__name__
    return SetupError(
        f"Không mở được {path} ({what}). Kiểm tra quyền của tệp và đĩa rồi chạy lại.",
        f"{path} cannot be opened ({what}). Look at its rights and at the disk, then run again.",
    )


def personal_key(folder: Path) -> bytes:
    """The secret under which applicants are recognised again without being named.

    Taken from ONESTOP_KEY, else from `.onestop-key` in `folder`, which is made at the first run. It must stay on
    this machine: whoever has it can test whether a given name stands behind a hash.
    """
    if from_environment := os.environ.get("ONESTOP_KEY"):
        return hashlib.sha256(from_environment.encode()).digest()
    path = folder / KEY_FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            path.touch(0o600, exist_ok=False)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as trouble:
        raise unreadable(path, trouble) from None
    except ValueError:
        raise SetupError(
            f"Tệp khóa {path} bị hỏng. Xóa tệp này để tạo khóa mới (các mã băm cũ sẽ không khớp nữa).",
            f"The key file {path} is damaged. Delete it for a new key; hashes of before will no longer match.",
        ) from None
