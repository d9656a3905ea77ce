"""The four steps of an audit as plain calls, without the orchestrator: ingest, build, judge, publish.

The flow in `audit.py` carries them; benchmarks and tests call them as they are.
"""

import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from checks import judge as bench
from flows import ROOT
from flows.ingest import FileOutcome
from flows.publish import heal, publish
from flows.record import RunRecord
from flows.settings import Settings
from flows.warehouse import build, load_sources, open_warehouse


@dataclass
class Published:
    """What a run left: its record, where it stands, and the figures of its last screen."""

    record: dict
    folder: Path
    summary: dict
    unchanged: bool = False


@contextmanager
def workshop(settings: Settings) -> Iterator[Path]:
    """A place for the run's warehouse, beside the marts so that it is on the same disk, gone afterwards."""
    settings.marts.mkdir(parents=True, exist_ok=True)
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


def build_marts(
    warehouse: Path, settings: Settings, outcomes: list[FileOutcome], on_table: Callable[[str], None] = lambda _: None
) -> None:
    """Landed rows and reference files to marts, in the warehouse file."""
    kinds = tomllib.loads((ROOT / "data" / "layouts" / "kinds.toml").read_text(encoding="utf-8"))
    with open_warehouse(warehouse) as connection:
        load_sources(connection, settings, outcomes, kinds)
        build(connection, on_table=on_table)
        bench.prepare(connection, ("arrived", "law"))


def judge_marts(warehouse: Path, settings: Settings) -> None:
    """Rules to findings, then invariants over all that was computed. Raises ChecksBroken."""
    verdicts = bench.judge(warehouse, ("arrived", "law"), settings.thresholds)
    with open_warehouse(warehouse) as connection:
        bench.list_findings(connection, verdicts, settings.thresholds)
        build(connection, ("verdicts", "invariants"))
        bench.prepare(connection, ("computed",))
    invariants = bench.judge(warehouse, ("computed",), settings.thresholds)
    with open_warehouse(warehouse) as connection:
        bench.require(invariants, connection, settings.thresholds)


def publish_marts(
    warehouse: Path, settings: Settings, record: RunRecord, on_step: Callable[[str], None] = lambda _: None
) -> Published:
    """The finished warehouse to `data/marts/latest`, all or nothing. Raises PublishFailed."""
    with open_warehouse(warehouse) as connection:
        record["summary"] = summarise(connection)
        folder = publish(connection, settings, record, on_step)
    return Published(record, folder, record["summary"])


def summarise(connection: duckdb.DuckDBPyConnection) -> dict:
    """The figures of the last screen, each rate with its counts; None where nothing could be assessed."""

    def row(query: str) -> dict:
        cursor = connection.execute(query)
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))

    def rows(query: str) -> list[list]:
        return [list(found) for found in connection.execute(query).fetchall()]

    return {
        "extracts": row(
            "select count(*) filter (where outcome = 'read')::bigint as read, "
            "count(*) filter (where outcome = 'refused')::bigint as refused, "
            "sum(rows_read)::bigint as rows_read, sum(rows_rejected)::bigint as rows_rejected from extracts"
        ),
        "lateness": row(
            "select count(*) as units, sum(carried_over + received)::bigint as cases, "
            "sum(completed)::bigint as completed, sum(completed_undated)::bigint as undated, "
            "sum(completed_late)::bigint as late, sum(pending)::bigint as pending, "
            "sum(pending_overdue)::bigint as overdue from unit_lateness"
        ),
        "apologies": row(
            "select sum(late_cases)::bigint as late_cases, "
            "sum(late_cases) filter (where is_assessable)::bigint as assessable, "
            "sum(slips_missing)::bigint as missing, sum(slips_faulty)::bigint as faulty from unit_apologies"
        ),
        "procedures": rows(
            "select problem, count(*) as entries, count(distinct unit_code) as units, sum(cases)::bigint as cases "
            "from unregistered_procedures group by problem order by problem"
        ),
        "findings": rows("select kind, count(*) as n from findings group by kind order by kind desc"),
        "refused": rows(
            "select file_name, sheet, row_number, todo from rejects where reason = 'file_refused' "
            "order by file_name, sheet"
        ),
        "not_assessable": [found[0] for found in rows("select rule_id from rules where not is_assessable order by 1")],
        "partly_assessable": [
            found[0]
            for found in rows(
                "select rule_id from rule_results join unit_lateness using (unit_code) where unit_code <> 'UNRESOLVED' "
                "group by rule_id having bool_or(is_assessable) and not bool_and(is_assessable) order by 1"
            )
        ],
    }
