"""Kills an audit at one point after another and tells what a reader finds then. Run as a program: it forks.

`python -m tests.flows.kill_points RAW MARTS JUDGED` expects a published run in MARTS and a judged warehouse file, so
that the points of publishing need not compute everything again. It prints one JSON line per point: the point, whether
the child was killed there, and the run under `latest`, if every file of it is what its record says.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from checks import checkpoint
from checks import judge as bench
from flows import steps
from flows.common.settings import load_settings
from flows.ledger.record import RunRecord
from flows.publishing import publish
from flows.reading import ingest
from flows.tables.layouts import load_layouts
from flows.warehouse import warehouse

# module, function, at which call, before or after it
POINTS = [
    (ingest, "land", 1, "before"),
    (ingest, "land", 2, "after"),
    (steps, "load_sources", 1, "after"),
    (warehouse, "tables_read", 5, "after"),
    (steps, "build", 1, "after"),
    (checkpoint, "_counted", 3, "after"),
    (bench, "list_findings", 1, "after"),
    (publish, "_write_parquet", 4, "after"),
    (publish, "_write_duckdb", 1, "before"),
    (publish, "write_workbook", 1, "after"),
    (publish, "write_validations", 1, "after"),
    (publish, "_show", 1, "before"),
    (publish, "_exchange", 1, "before"),
    (publish, "_exchange", 1, "after"),
    (publish, "_prune", 1, "before"),
]


def audit(raw: Path, marts: Path, landed: Path, judged: Path | None) -> None:
    """One audit without the orchestrator; its window is a day shorter than that of the published run."""
    settings = load_settings(raw=raw, marts=marts, landed=landed)
    settings = replace(settings, window_to=settings.window_to - timedelta(days=1))
    with steps.workshop(settings) as path:
        layouts = load_layouts(settings.layouts)
        outcomes = [ingest.ingest_file(file, settings, layouts) for file in ingest.raw_files(settings)]
        record = RunRecord(settings, outcomes)
        if judged:
            shutil.copy(judged, path)
        else:
            steps.build_marts(path, settings, outcomes)
            steps.judge_marts(path, settings)
            steps.choose(path, settings)
        steps.publish_marts(path, settings, record)


def _kill_at(module: object, name: str, call: int, when: str) -> None:
    original: Callable = getattr(module, name)
    calls = 0

    def deadly(*arguments, **keywords):
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **keywords)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, deadly)


def main(raw: Path, marts: Path, judged: Path) -> None:
    import great_expectations  # noqa: F401 - once, before the forks

    for number, (module, name, call, when) in enumerate(POINTS):
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            _kill_at(module, name, call, when)
            ready = judged if module is publish else None
            audit(raw, marts, marts.parent / f"landed-{number}", ready)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        record = publish.last_record(marts)
        found = {
            "point": f"{when} {name} #{call}",
            "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
            "latest": record and record["run_id"],
            "window_to": record and record["parameters"]["window_to"],
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
