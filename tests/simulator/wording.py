"""How people write what the frame holds as numbers: units, statuses, channels, levels, invented persons."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter

import numpy as np
import pandas as pd

from .catalog import REFERENCE

CHANNELS = {
    "desk": ("Trực tiếp", "Tại Bộ phận Một cửa", "Nộp trực tiếp"),
    "online": ("Trực tuyến", "Nộp trực tuyến"),
    "postal": ("Bưu chính công ích", "BCCI", "Qua bưu chính"),
}
LEVELS = ("{}", "Mức độ {}", "Mức {}")
REMARKS = ("", "", "", "Đã liên hệ công dân", "Hồ sơ mẫu", "Thiếu bản sao, đã nhắc")


def statuses() -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    with (REFERENCE / "status_codes.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if not row["note"].startswith(("OpenCPS", "iGate")):  # no words of a printed case list
                texts.setdefault(int(row["status_code"]), []).append(row["status_text"])
    return texts


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(sign for sign in plain if sign.isalnum())


def units(table: pd.DataFrame) -> list[list[str]]:
    """Spellings that name one unit only; communes get their district unless the bare name is unique."""
    with (REFERENCE / "unit_aliases.csv").open(encoding="utf-8", newline="") as handle:
        aliases: dict[str, list[str]] = {}
        for row in csv.DictReader(handle):
            if not row["alias"].startswith("VPĐKĐĐ"):  # added later; the files keep the spellings that they had
                aliases.setdefault(row["unit_code"], []).append(row["alias"])
    bare = Counter(fold(_bare(row.unit_name)) for row in table.itertuples())
    names = dict(zip(table["unit_code"], table["unit_name"], strict=True))
    return [
        _spellings(row, names.get(row.district_code, ""), bare, aliases.get(row.unit_code, []))
        for row in table.itertuples()
    ]


def _bare(name: str) -> str:
    for prefix in ("Thành phố ", "Thị trấn ", "Phường ", "Huyện ", "Tỉnh ", "Xã "):
        name = name.removeprefix(prefix)
    return name


def _lower_first(name: str) -> str:
    return name[0].lower() + name[1:]


def _spellings(row, district: str, bare: Counter, aliases: list[str]) -> list[str]:
    name, small = row.unit_name, _lower_first(row.unit_name)
    if row.unit_type in ("department", "land_registration_branch"):
        return [name, *aliases]
    if row.unit_type == "province":
        return [f"UBND {small}", f"Ủy ban nhân dân {small}", *aliases]
    if row.unit_type == "district":
        written = [alias for alias in aliases if alias.startswith("UBND")]
        return [f"UBND {small}", f"Ủy ban nhân dân {small}", *written]
    of_district = _lower_first(district)
    spellings = [
        f"UBND {small}, {of_district}",
        f"{name}, {district}",
        f"Ủy ban nhân dân {small}, {of_district}",
    ]
    if district.startswith("Thành phố"):
        spellings.append(f"UBND {small}, TP Kon Tum")
    if bare[fold(_bare(name))] == 1:
        spellings.append(f"UBND {small}")
    return spellings


def pick(texts: list[str], wording: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Mostly the file's own wording, now and then another."""
    chosen = np.full(size, texts[wording % len(texts)], dtype=object)
    other = rng.random(size) < 0.1
    chosen[other] = rng.choice(np.array(texts, dtype=object), other.sum())
    return chosen


def applicants(rows: np.ndarray) -> np.ndarray:
    """Nobody: surnames are common, 'Mẫu' (sample) and the number are not a name."""
    given = np.array(["Nguyễn Văn Mẫu", "Trần Thị Mẫu", "A Mẫu", "Y Mẫu", "Lê Văn Mẫu"], dtype=object)
    return np.array([f"{given[row % 5]} {row * 7 % 99_991:05d}" for row in rows], dtype=object)


def phones(rows: np.ndarray) -> np.ndarray:
    return np.array([f"0900 000 {row % 1000:03d}" for row in rows], dtype=object)


def addresses(rows: np.ndarray) -> np.ndarray:
    return np.array([f"Thôn mẫu {row % 9 + 1}" for row in rows], dtype=object)
