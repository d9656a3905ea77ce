"""The steps of an audit as plain calls, without the orchestrator: ingest, build, judge, choose, publish.

The flow in `audit.py` carries them; benchmarks and tests call them as they are.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from checks import judge as bench
from flows.common.own_disk import ours
from flows.common.settings import Settings
from flows.inspection.visits import choose_visits
from flows.ledger.record import RunRecord
from flows.publishing.alone import alone_in
from flows.publishing.belonging import claim
from flows.publishing.publish import Published, heal, publish
from flows.reading.ingest import FileOutcome
from flows.reading.invented import is_invented
from flows.tables.layouts import load_kinds
from flows.warehouse.aliases import refuse_wrong_aliases
from flows.warehouse.conventions import refuse_wrong_conventions
from flows.warehouse.given_points import refuse_wrong_points
from flows.warehouse.given_visits import refuse_wrong_visits
from flows.warehouse.warehouse import SQL, build, load_sources, open_warehouse


@contextmanager
def workshop(settings: Settings, told: Callable[[str, str], None] = lambda vi, en: None) -> Iterator[Path]:
    """A place for the run's warehouse, beside the marts so that it is on the same disk, gone afterwards. No other audit
    writes into the marts meanwhile; `told` learns that one has to be waited for.

    Raises SetupError where the folder of marts is not ours, PublishFailed where another audit keeps it or it cannot be
    written.
    """
    with ours(settings.marts):
        claim(settings.marts)
        with alone_in(settings.marts, told):
            heal(settings.marts)
            folder = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=settings.marts))
            try:
                yield folder / "warehouse.duckdb"
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def distinct(outcomes: list[FileOutcome]) -> tuple[list[FileOutcome], list[tuple[str, str]]]:
    """The outcomes without files whose bytes stand in another file, and those (file, other file): read once."""
    first: dict[str, str] = {}
    kept, repeated = [], []
    for outcome in outcomes:
        if outcome.landed and outcome.sha256 in first:
            repeated.append((outcome.file_name, first[outcome.sha256]))
        else:
            first.setdefault(outcome.sha256, outcome.file_name)
            kept.append(outcome)
    return kept, repeated


def build_marts(warehouse: Path, settings: Settings, outcomes: list[FileOutcome]) -> None:
    """Landed rows and reference files to marts, in the warehouse file.

    Raises SetupError for a wrong alias, convention, point or replacement, and where invented extracts lie beside
    others.
    """
    is_invented(settings.raw, outcomes)
    with open_warehouse(warehouse) as connection:
        load_sources(connection, settings, outcomes, load_kinds(settings.layouts))
        refuse_wrong_aliases(connection)
        refuse_wrong_conventions(connection)
        build(connection)
        refuse_wrong_points(connection)
        refuse_wrong_visits(connection)
        bench.prepare(connection, ("arrived", "law"))


def judge_marts(warehouse: Path, settings: Settings) -> None:
    """Rules to findings, then invariants over all that was computed. Raises ChecksBroken."""
    with open_warehouse(warehouse) as connection:
        bench.lay_out(connection, ("arrived", "law"))
    rules = bench.judge(warehouse, ("arrived", "law"), settings.thresholds)
    with open_warehouse(warehouse) as connection:
        bench.list_findings(connection, rules.judged, settings.thresholds)
        build(connection, ("verdicts", "invariants"))
        bench.prepare(connection, ("computed",))
        bench.lay_out(connection, ("computed",))
    invariants = bench.judge(warehouse, ("computed",), settings.thresholds)
    with open_warehouse(warehouse) as connection:
        bench.require(invariants.judged, connection, settings.thresholds)
        bench.keep(connection, rules.validations | invariants.validations)


def choose(warehouse: Path, settings: Settings) -> None:
    """Findings to visits: whom to inspect, and which files to pull there."""
    with open_warehouse(warehouse) as connection:
        choose_visits(connection, settings.inspection)


def publish_marts(warehouse: Path, settings: Settings, record: RunRecord) -> Published:
    """The finished warehouse to `data/marts/latest`, all or nothing. Raises PublishFailed."""
    with open_warehouse(warehouse) as connection:
        record["summary"] = summarise(connection)
        publish(connection, settings, record)
    return Published(record, settings.marts / "latest", record["summary"])


def summarise(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict]]:
    """The figures of the last screen: the rows of each file of `sql/summary/`, by its name."""
    summary = {}
    for path in sorted((SQL / "summary").glob("*.sql")):
        cursor = connection.execute(path.read_text(encoding="utf-8"))
        columns = [column[0] for column in cursor.description]
        summary[path.stem.removeprefix("summary_")] = [
            dict(zip(columns, row, strict=True)) for row in cursor.fetchall()
        ]
    return summary
