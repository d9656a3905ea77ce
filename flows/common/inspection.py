"""The table `[inspection]` of `audit.toml`: by what the visits are chosen and the files to pull are drawn."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flows import ROOT
from flows.common.errors import SetupError

_OWN = ROOT / "data" / "reference" / "audit.toml"
_INSIDE_0_TO_1 = ("tolerable_rate", "confidence")
_SHARES = ("risk_unknown_share",)
_FROM_1 = ("trigger_days", "trigger_months", "trigger_petitions")


@dataclass(frozen=True)
class Inspection:
    """`numbers` by name as in the file; `risks` component -> (weight, value from which it counts in full)."""

    numbers: dict[str, float]
    risks: dict[str, tuple[float, float]]

    @property
    def parameters(self) -> dict:
        """As it stands in the record of a run."""
        risks = {name: {"weight": weight, "full": full} for name, (weight, full) in sorted(self.risks.items())}
        return dict(sorted(self.numbers.items())) | {"risks": risks}


def read_inspection(declared: dict, path: Path) -> Inspection:
    """What `declared`, read from `path`, says under `[inspection]`; what it lacks is the project's own.

    Raises SetupError for an unknown name and for a value that makes no sense.
    """
    own, found = _own_table(), declared.get("inspection", {})
    if not isinstance(found, dict):
        raise _wrong(path, "inspection", found)
    risks = found.get("risks", {})
    if not isinstance(risks, dict):
        raise _wrong(path, "risks", risks)
    for name in [*found, *risks]:
        if name not in own and name not in own["risks"]:
            raise _wrong(path, name, found.get(name, risks.get(name)))
    numbers = {name: found.get(name, number) for name, number in own.items() if name != "risks"}
    for name, number in numbers.items():
        if not _makes_sense(name, number):
            raise _wrong(path, name, number)
    parts = {name: risks.get(name, part) for name, part in own["risks"].items()}
    for name, part in parts.items():
        if not (isinstance(part, dict) and part.keys() == {"weight", "full"}):
            raise _wrong(path, name, part)
        if not (_is_number(part["weight"]) and _is_number(part["full"]) and part["weight"] >= 0 < part["full"]):
            raise _wrong(path, name, part)
    if not any(part["weight"] for part in parts.values()):
        raise _wrong(path, "risks", "0")
    return Inspection(
        {name: float(number) for name, number in numbers.items()},
        {name: (float(part["weight"]), float(part["full"])) for name, part in parts.items()},
    )


def own_inspection() -> Inspection:
    """The project's own table."""
    return read_inspection({}, _OWN)


@cache
def _own_table() -> dict[str, Any]:
    return tomllib.loads(_OWN.read_text(encoding="utf-8"))["inspection"]


def _makes_sense(name: str, number: Any) -> bool:
    if not _is_number(number):
        return False
    if name in _INSIDE_0_TO_1:
        return 0 < number < 1
    if name in _SHARES:
        return 0 <= number <= 1
    if name == "lot_least_points":
        return 0 < number <= 100
    return number >= (1 if name in _FROM_1 else 0) and number % 1 == 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(path: Path, name: str, value: Any) -> SetupError:
    return SetupError(
        f"Tệp {path}: {name} trong [inspection] không nhận giá trị {value!r}, hoặc không có tham số này.",
        f"{path}: {name} in [inspection] cannot be {value!r}, or there is no such parameter.",
    )
