"""The sample in data/raw, ingested once per test session, audited once under each convention of comparison."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

# The rooms of tests/ carry the names of the packages they test; the packages come first.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flows.common.settings import Settings, load_settings
from flows.reading.ingest import FileOutcome
from flows.steps import build_marts, choose, judge_marts
from tests.casebook import ingest_all

SHARED = ("delivered", "landing")  # what takes long to make; its tests run in one process, the others file by file


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        shared = next((name for name in SHARED if name in item.fixturenames), str(item.path))
        item.add_marker(pytest.mark.xdist_group(shared))


@dataclass
class Landing:
    """The sample as it landed: the settings of the run and what became of each file."""

    settings: Settings
    outcomes: list[FileOutcome]


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Landing:
    folder = tmp_path_factory.mktemp("sample")
    settings = load_settings(marts=folder / "marts", grain="day")
    return Landing(settings, ingest_all(settings))


@pytest.fixture(scope="session")
def sample_warehouse(landing: Landing) -> Path:
    """The sample judged under `day`. Open it read-only."""
    warehouse = landing.settings.landed / "day.duckdb"
    build_marts(warehouse, landing.settings, landing.outcomes)
    judge_marts(warehouse, landing.settings)
    choose(warehouse, landing.settings)
    return warehouse


@pytest.fixture(scope="session")
def sample(sample_warehouse: Path) -> duckdb.DuckDBPyConnection:
    with duckdb.connect(str(sample_warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def sample_clock(landing: Landing) -> duckdb.DuckDBPyConnection:
    """The sample built under `clock`, not judged."""
    warehouse = landing.settings.landed / "clock.duckdb"
    build_marts(warehouse, replace(landing.settings, grain="clock"), landing.outcomes)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection
