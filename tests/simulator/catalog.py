"""The province the cases happen in: units with their sizes and habits, procedures with limits and validity.

Units and procedures come from data/reference; sizes, late rates and who uses which procedure are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .law import Calendar, parse_limit

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
NEW_DECISION = Path(__file__).with_name("new_decision.csv")
WINDOW_FROM, WINDOW_TO = np.datetime64("2020-06-01"), np.datetime64("2021-04-30")

SIZES = {
    "62": 60,
    "SGTVT": 4000,
    "STP": 1400,
    "SKHDT": 1300,
    "SYT": 620,
    "STNMT": 500,
    "SCT": 420,
    "SNNPTNT": 380,
    "SXD": 360,
    "SLDTBXH": 330,
    "SGDDT": 220,
    "SVHTTDL": 180,
    "SNV": 160,
    "STTTT": 90,
    "STC": 60,
    "SKHCN": 45,
    "BQLKKT": 35,
    "TTT": 30,
    "BDT": 12,
    "CNVPDKDD-608": 1900,
    "CNVPDKDD-615": 520,
    "CNVPDKDD-611": 430,
    "CNVPDKDD-612": 380,
    "608": 1500,
    "615": 700,
    "611": 600,
    "612": 480,
    "616": 430,
    "610": 380,
    "613": 330,
    "614": 300,
    "617": 260,
    "618": 220,
}
SMALLEST = ["23347", "23359", "23386", "23449", "23464", "23537"]  # communes with three cases
BAD_RATES = {"SXD": 0.24, "616": 0.22, "CNVPDKDD-611": 0.27}
LEVELS = {"Cấp tỉnh": "province", "Cấp huyện": "district", "Cấp xã": "commune"}
BODIES = {
    "district": "Ủy ban nhân dân cấp huyện",
    "commune": "Ủy ban nhân dân cấp xã",
    "province": "Ủy ban nhân dân cấp tỉnh",
    "land_registration_branch": "Chi nhánh Văn phòng Đăng ký đất đai",
}
UNPUBLISHED = [
    ("9.990001", "Xác nhận hồ sơ vay vốn", "district"),
    ("9.990002", "Xác nhận nguồn gốc đất theo mẫu riêng", "commune"),
    ("9.990003", "Thỏa thuận vị trí mở lối ra đường", "province"),
    ("TS_lop1", "Tuyển sinh vào lớp 1", "district"),
    ("XN_CUTRU", "Xác nhận tạm vắng theo mẫu cũ", "commune"),
    ("9.990006", "Cấp giấy giới thiệu", "commune"),
]
CORE = 12  # district procedures that every district has in number; ten of them lack one district each


@dataclass(frozen=True)
class Province:
    units: pd.DataFrame  # data/reference/units.csv and: size, late_rate
    procedures: pd.DataFrame  # one row per procedure, level and period; amount and limit_unit are the parsed limit
    calendar: Calendar
    pools: list[np.ndarray]  # per unit: rows of `procedures`
    weights: list[np.ndarray]
    core: list[np.ndarray]  # per unit: rows that it has in number (districts only)


def load(cases: int, rng: np.random.Generator) -> Province:
    units = pd.read_csv(REFERENCE / "units.csv", dtype=str, keep_default_na=False)
    units["size"] = _sizes(units, cases, rng)
    units["late_rate"] = _late_rates(units, rng)
    procedures = load_procedures()
    pools, weights, core = _pools(units, procedures, rng)
    return Province(units, procedures, Calendar.from_csv(REFERENCE / "holidays.csv"), pools, weights, core)


def load_procedures() -> pd.DataFrame:
    published = pd.read_csv(REFERENCE / "published_procedures.csv", dtype=str, keep_default_na=False)
    new = pd.read_csv(NEW_DECISION, dtype=str, keep_default_na=False)
    foreign = pd.DataFrame(
        [
            {
                "procedure_code": code,
                "procedure_name": name,
                "sector": "Khác",
                "level": next(text for text, known in LEVELS.items() if known == level),
                "authority": "",
                "service_level": "2",
                "time_limit": "5 Ngày làm việc",
                "valid_from": "2000-01-01",
                "valid_to": "",
                "decision": "",
            }
            for code, name, level in UNPUBLISHED
        ]
    )
    table = pd.concat(
        [published.assign(origin="reference"), new.assign(origin="new"), foreign.assign(origin="none")],
        ignore_index=True,
    )
    table[["amount", "limit_unit"]] = [parse_limit(text) for text in table["time_limit"]]
    table["unit_level"] = table["level"].map(LEVELS)
    table["service_level"] = table["service_level"].astype(int)
    table["from"] = table["valid_from"].to_numpy("datetime64[D]")
    table["to"] = table["valid_to"].replace("", "2099-12-31").to_numpy("datetime64[D]")
    later = {
        (row.procedure_code, row.level): row.Index for row in table[table["valid_from"] == "2021-01-01"].itertuples()
    }
    table["successor"] = [
        later.get((row.procedure_code, row.level), -1) if row.valid_to else -1 for row in table.itertuples()
    ]
    return table


def whose(unit: pd.Series, procedures: pd.DataFrame) -> pd.Series:
    """Which published rows name this unit as the executing body."""
    body = unit["unit_name"] if unit["unit_type"] == "department" else BODIES[unit["unit_type"]]
    return (procedures["authority"] == body) & (procedures["origin"] != "none")


def always_in_force(procedures: pd.DataFrame) -> pd.Series:
    return (procedures["from"] <= np.datetime64("2019-10-31")) & (procedures["valid_to"] == "")


def _sizes(units: pd.DataFrame, cases: int, rng: np.random.Generator) -> np.ndarray:
    scale = cases / 25_000
    size = units["unit_code"].map(SIZES).to_numpy(float) * scale
    communes = np.isnan(size)
    tiny = communes & units["unit_code"].isin(SMALLEST).to_numpy()
    size[tiny] = 3 if scale < 4 else 3 * scale
    draw = rng.lognormal(0, 0.8, communes.sum())
    rest = communes & ~tiny
    share = draw[(~tiny)[communes]]
    size[rest] = np.maximum(share / share.sum() * (cases - np.nansum(size)), 5)
    return np.maximum(np.rint(size), 3).astype(int)


def _late_rates(units: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    commune = (units["unit_level"] == "commune").to_numpy()
    rate = rng.uniform(0.01, 0.08, len(units))
    rate[commune & (rng.random(len(units)) < 0.45)] = 0
    rate[units["unit_code"].isin(SMALLEST).to_numpy()] = 0
    busy = np.flatnonzero(commune & (units["size"] > 40).to_numpy())
    rate[rng.choice(busy, min(4, len(busy)), replace=False)] = rng.uniform(0.2, 0.32)
    return units["unit_code"].map(BAD_RATES).fillna(pd.Series(rate)).to_numpy()


def _pools(units: pd.DataFrame, procedures: pd.DataFrame, rng: np.random.Generator):
    """Occasional district procedures reach 5 of 10 districts and commune procedures about 3 of 5 communes, so
    that nothing but the dropped core procedures is used by nearly all units of a kind."""
    settled = always_in_force(procedures).to_numpy()
    district_rows = np.flatnonzero((procedures["authority"] == BODIES["district"]).to_numpy())
    core = rng.choice(
        district_rows[settled[district_rows] & (procedures["limit_unit"].to_numpy()[district_rows] < 2)],
        CORE,
        replace=False,
    )
    districts = units["unit_code"][units["unit_type"] == "district"].tolist()
    lacking = dict(zip(core, rng.permutation(districts), strict=False))
    offered = {row: set(rng.choice(districts, 5, replace=False)) for row in district_rows}
    pools, weights, cores = [], [], []
    for _, unit in units.iterrows():
        rows, own_core = np.flatnonzero(whose(unit, procedures).to_numpy()), np.array([], int)
        if unit["unit_type"] == "district":
            own_core = np.array([row for row in core if lacking.get(row) != unit["unit_code"]])
            rows = np.concatenate([own_core, [r for r in rows if r not in core and unit["unit_code"] in offered[r]]])
        elif unit["unit_type"] == "commune":
            keep = rng.random(len(rows)) < 0.6
            rows = rows[keep | (np.cumsum(settled[rows]) == 1)]
        weight = rng.permutation(1 / np.arange(2, len(rows) + 2) ** (1.1 if unit["unit_level"] == "province" else 0.7))
        pools.append(rows.astype(int))
        weights.append(weight / weight.sum())
        cores.append(own_core)
    return pools, weights, cores
