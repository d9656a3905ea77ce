"""Real case records and procedure lists: the warehouse against a count in plain Python, in both conventions."""

import csv
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from flows import ROOT
from flows.common.settings import load_settings
from flows.steps import build_marts
from tests.casebook import ingest_all

HERE = Path(__file__).resolve().parent


def _us(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p") if text.strip() else None


def _iso(text: str) -> datetime | None:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if text.strip() else None


@dataclass(frozen=True)
class RealSet:
    """A set of case records: its whole file, and the columns that the plain count looks at."""

    name: str
    whole: str
    unit: str
    received: str
    due: str
    ended: str
    parse: Callable[[str], datetime | None]

    def rows(self, path: Path) -> list[dict]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def cut_off(self, path: Path) -> datetime:
        """The latest moment at which something is recorded to have happened."""
        return max(m for row in self.rows(path) for c in (self.received, self.ended) if (m := self.parse(row[c])))


_DC = ("AGENCYABBREVIATION", "SERVICEORDERDATE", "SERVICEDUEDATE", "RESOLUTIONDATE", _us)
_BOSTON = ("Department", "OPEN_DT", "TARGET_DT", "CLOSED_DT", _iso)
SETS = [
    RealSet("dc311", "dc311_feb2014.csv", *_DC),
    RealSet("boston311", "boston311_2015_2024.csv", *_BOSTON),
]
FIGURES = ("cases", "undated", "closed with due", "late", "overdue")


def _plain_count(real: RealSet, path: Path, grain: str) -> dict[str, Counter]:
    """The figures of each unit and of "all", from the file with nothing but csv and datetime."""
    counts: dict[str, Counter] = defaultdict(lambda: Counter(dict.fromkeys(FIGURES, 0)))
    cut_off = real.cut_off(path)
    for row in real.rows(path):
        due, ended = real.parse(row[real.due]), real.parse(row[real.ended])
        measured = ended or cut_off
        is_late = due is not None and (measured > due if grain == "clock" else measured.date() > due.date())
        for unit in (row[real.unit], "all"):
            counts[unit]["cases"] += 1
            counts[unit]["undated"] += due is None
            counts[unit]["closed with due"] += due is not None and ended is not None
            counts[unit]["late"] += is_late and ended is not None
            counts[unit]["overdue"] += is_late and ended is None
    return counts


def _audited(real: RealSet, raw: Path, window_to: date, grain: str, folder: Path) -> duckdb.DuckDBPyConnection:
    home = HERE / real.name
    settings = load_settings(
        raw, home / "layouts", home / "reference", folder / "marts", window_to=window_to, grain=grain
    )
    outcomes = ingest_all(settings)
    assert [outcome.refused for outcome in outcomes] == [[]]
    warehouse = folder / f"{grain}.duckdb"
    build_marts(warehouse, settings, outcomes)
    return duckdb.connect(str(warehouse), read_only=True)


def _found(connection: duckdb.DuckDBPyConnection) -> dict[str, Counter]:
    """The same figures from `unit_lateness`, with "all" added up."""
    query = """
        select unit_code, received + carried_over, completed_undated + pending_undated, completed - completed_undated,
            completed_late, pending_overdue
        from unit_lateness
    """
    counts = {
        unit: Counter(dict(zip(FIGURES, row, strict=True))) for unit, *row in connection.execute(query).fetchall()
    }
    total = Counter(dict.fromkeys(FIGURES, 0))
    for unit in counts.values():
        total.update(unit)
    return {**counts, "all": total}


@pytest.mark.parametrize("grain", ["day", "clock"])
@pytest.mark.parametrize("real", SETS, ids=lambda real: real.name)
def test_a_sample_of_real_cases_gives_the_plain_count(tmp_path, real, grain):
    (path,) = (HERE / real.name / "raw").glob("*.csv")
    expected = _plain_count(real, path, grain)
    with _audited(real, path.parent, real.cut_off(path).date(), grain, tmp_path) as connection:
        assert _found(connection) == expected
        assert connection.execute("select count(*) from rejects where reason = 'unreadable_date'").fetchone() == (0,)
        lateness = connection.execute("select case_id, days_late from cases where days_late > 0").fetchall()
    ids = {row[next(iter(row))]: row for row in real.rows(path)}
    for case_id, days in lateness:
        due, ended = real.parse(ids[case_id][real.due]), real.parse(ids[case_id][real.ended])
        gap = ((ended or real.cut_off(path)).date() - due.date()).days
        assert days == max(gap, 1)


def test_the_samples_hold_what_they_were_chosen_for():
    for real in SETS:
        (path,) = (HERE / real.name / "raw").glob("*.csv")
        day, clock = (_plain_count(real, path, grain)["all"] for grain in ("day", "clock"))
        assert day["cases"] == 250 and day["undated"] and 0 < day["late"] < clock["late"]
        assert path.stat().st_size < 100_000
        assert bool(day["overdue"]) == (real.name == "dc311")  # Boston's file has closed cases only


# set | unit | cases | no due date | closed with due | late, clock | late, day | open overdue
WHOLE = """
    dc311     | DDOT | 1013 |  58 |  918 |  82 |  80 | 37
    dc311     | DPW  |  649 |   0 |  649 | 119 | 119 |  0
    dc311     | DMV  |   96 |   0 |   95 |   1 |   1 |  1
    dc311     | all  | 1855 |  91 | 1701 | 214 | 207 | 63
    boston311 | PWDx | 2905 | 443 | 2462 | 225 | 189 |  0
    boston311 | BTDT | 1094 |   7 | 1087 | 120 | 100 |  0
    boston311 | ISD  |  358 |   1 |  357 |  78 |  74 |  0
    boston311 | all  | 4995 | 711 | 4284 | 475 | 408 |  0
"""


def _folder(variable: str) -> Path:
    if not os.environ.get(variable):
        pytest.skip(f"{variable} names no folder")
    return Path(os.environ[variable])


@pytest.mark.parametrize("grain", ["day", "clock"])
@pytest.mark.parametrize("real", SETS, ids=lambda real: real.name)
def test_the_whole_files_give_the_known_figures(tmp_path, real, grain):
    raw = tmp_path / "raw"
    raw.mkdir()
    path = Path(shutil.copy(_folder("ONESTOP_REAL_CASES") / real.whole, raw))
    with _audited(real, raw, real.cut_off(path).date(), grain, tmp_path) as connection:
        found = _found(connection)
    for line in WHOLE.strip().splitlines():
        name, unit, cases, undated, closed, late_clock, late_day, overdue = (cell.strip() for cell in line.split("|"))
        if name == real.name:
            figures = (cases, undated, closed, late_clock if grain == "clock" else late_day, overdue)
            assert tuple(found[unit][figure] for figure in FIGURES) == tuple(map(int, figures)), unit
    assert found == _plain_count(real, path, grain)


def _codes(path: Path) -> Counter:
    """The procedure codes of a national list, read with openpyxl."""
    cells = (row[0] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    return Counter(str(cell).strip() for cell in cells if re.fullmatch(r"\s*\d\.\d{6}\s*", str(cell)))


def _check_national_lists(raw: Path, folder: Path, expected_files: int) -> None:
    settings = load_settings(raw, ROOT / "data" / "layouts", HERE / "dc311" / "reference", folder / "marts")
    outcomes = ingest_all(settings)
    assert len(outcomes) == expected_files
    build_marts(folder / "lists.duckdb", settings, outcomes)
    with duckdb.connect(str(folder / "lists.duckdb"), read_only=True) as connection:
        for outcome in outcomes:
            (landed,) = outcome.landed
            codes = _codes(raw / outcome.file_name)
            assert codes and landed.layout == "national_procedure_list" and not outcome.refused
            query = "select procedure_code from landed_published_procedures where extract_id = ?"
            found = connection.execute(query, [landed.extract_id]).fetchall()
            assert Counter(code.strip() for (code,) in found) == codes
            query = "select distinct procedure_code from stg_published_procedures where extract_id = ?"
            assert {code for (code,) in connection.execute(query, [landed.extract_id]).fetchall()} == set(codes)


def test_every_code_of_a_national_list_comes_out(tmp_path):
    _check_national_lists(HERE / "tthc" / "raw", tmp_path, 1)


def test_every_code_of_all_national_lists_comes_out(tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(_folder("ONESTOP_REAL_TTHC"), raw, ignore=lambda _, names: [n for n in names if ".xlsx" not in n])
    _check_national_lists(raw, tmp_path, 7)
