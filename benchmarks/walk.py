"""From a csv of cases to published marts and findings, step by step, without the orchestrator."""

import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.apart import apart, peak_mb
from flows import ROOT


def walk(place: str) -> dict:
    """One audit of the files in `folder`/raw: seconds per step, rows, peak memory in MB."""
    import great_expectations  # noqa: F401 - imported beforehand: its import is part of the start, not of the walk

    from checks import judge
    from flows import steps
    from flows.common.settings import load_settings
    from flows.ledger.record import RunRecord
    from flows.publishing.publish import last_record
    from flows.reading.ingest import ingest_file, raw_files
    from flows.tables.layouts import load_layouts

    folder = Path(place)
    times: dict[str, float] = {}

    def timed(step: str, call, *arguments):
        begun = time.perf_counter()
        result = call(*arguments)
        times[step] = time.perf_counter() - begun
        return result

    settings = load_settings(raw=folder / "raw", marts=folder / "marts")
    with steps.workshop(settings) as warehouse:
        layouts = load_layouts(settings.layouts)
        outcomes = timed("ingest", lambda: [ingest_file(path, settings, layouts) for path in raw_files(settings)])
        previous = timed("compare with the last run", last_record, settings.marts)
        record = RunRecord(settings, outcomes, [], previous)
        if not record.is_unchanged:
            timed("build", steps.build_marts, warehouse, settings, outcomes)
            timed("judge", steps.judge_marts, warehouse, settings)
            timed("choose", steps.choose, warehouse, settings)
            timed("publish", steps.publish_marts, warehouse, settings, record)
        total = sum(times.values())
        if not record.is_unchanged:  # once more, alone: it is a part of the step "judge"
            timed("of judge: Great Expectations alone", judge.judge, warehouse, ("arrived", "law"), settings.thresholds)
    rows = sum(landed.rows_read for outcome in outcomes for landed in outcome.landed)
    return {"times": times, "total": total, "rows": rows, "peak_mb": peak_mb()}


def simulate(folder: Path, cases: int) -> Path:
    """A csv of so many cases in `folder`/raw."""
    path = folder / "raw" / "cases.csv"
    path.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.simulator", "--bench-csv", str(path), "--cases", str(cases)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


def report(folder: Path, console: Console, sizes: list[int]) -> None:
    """Prints the table."""
    table = Table(
        "cases", "step", "seconds", "share of first run", "peak MB", title="CSV to published marts and findings"
    )
    for size in sizes:
        place = folder / str(size)
        simulate(place, size)
        first, second = (apart("walk", "walk", str(place)) for _ in range(2))
        if first is None or second is None:
            table.add_row(f"{size:,}", "fails", "", "", "")
            continue
        for step, seconds in first["times"].items():
            table.add_row(f"{size:,}", step, f"{seconds:.2f}", f"{seconds / first['total']:.0%}", "")
        for label, run in (("first run", first), ("second run, nothing changed", second)):
            share = f"{run['total'] / first['total']:.0%}"
            table.add_row(f"{size:,}", label, f"{run['total']:.2f}", share, f"{run['peak_mb']:.0f}")
    console.print(table)
