"""`make bench`: how fast the walk is, as ratios measured in one run, with peak memory. Not part of the tests.

Each measurement is a process of its own, so that its peak memory is its own; times are wall-clock seconds without
the orchestrator. Sizes on the command line: `python -m benchmarks.bench 100000 1000000`.
"""

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows import ROOT

XLSX_ROWS = 100_000


def walk(folder: Path) -> dict:
    """One audit of the files in `folder`/raw: seconds per step, rows, peak memory in MB."""
    import great_expectations  # noqa: F401 - imported beforehand: its import is part of the start, not of the walk

    from checks import judge
    from flows import steps
    from flows.ingest import ingest_file, raw_files
    from flows.layouts import load_layouts
    from flows.publish import last_record
    from flows.record import RunRecord
    from flows.settings import load_settings

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
            timed("publish", steps.publish_marts, warehouse, settings, record)
        total = sum(times.values())
        if not record.is_unchanged:  # once more, alone: it is a part of the step "judge"
            timed("of judge: all rules", judge.judge, warehouse, ("arrived", "law"), settings.thresholds)
    rows = sum(landed.rows_read for outcome in outcomes for landed in outcome.landed)
    return {"times": times, "total": total, "rows": rows, "peak_mb": _peak_mb()}


def read_ours(path: Path) -> dict:
    """Reads every cell of one workbook to text in memory, as pandas does; seconds and peak memory in MB."""
    import duckdb

    from flows.containers import open_sheets

    begun = time.perf_counter()
    with duckdb.connect() as connection:
        rows = sum(sheet.scans[0].count("*").fetchall()[0][0] - 1 for sheet in open_sheets(path, connection))
    return {"total": time.perf_counter() - begun, "rows": rows, "peak_mb": _peak_mb()}


def land_ours(path: Path, folder: Path) -> dict:
    """Recognises, reads and lands one file as Parquet, persons hashed; seconds and peak memory in MB."""
    from flows.ingest import ingest_file
    from flows.layouts import load_layouts
    from flows.settings import load_settings

    settings = load_settings(raw=path.parent, marts=folder / "marts")
    layouts = load_layouts(settings.layouts)
    begun = time.perf_counter()
    outcome = ingest_file(path, settings, layouts)
    return {
        "total": time.perf_counter() - begun,
        "rows": sum(landed.rows_read for landed in outcome.landed),
        "peak_mb": _peak_mb(),
    }


def read_pandas(path: Path, engine: str) -> dict:
    """pandas reads the same file to text; seconds and peak memory in MB."""
    import pandas as pd

    begun = time.perf_counter()
    rows = len(pd.read_excel(path, header=0, dtype=str, engine=engine))
    return {"total": time.perf_counter() - begun, "rows": rows, "peak_mb": _peak_mb()}


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if platform.system() == "Darwin" else 1024)


def _apart(call: str, *arguments: str) -> dict:
    code = f"import json; from pathlib import Path; from benchmarks import bench; print(json.dumps(bench.{call}))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def _simulate(folder: Path, cases: int) -> Path:
    path = folder / "raw" / "cases.csv"
    path.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.simulator", "--bench-csv", str(path), "--cases", str(cases)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


def _to_xlsx(csv_path: Path, folder: Path) -> Path:
    import csv

    import xlsxwriter

    path = folder / "xlsx" / "cases.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book, csv_path.open(encoding="utf-8-sig") as file:
        sheet = book.add_worksheet()
        for number, record in enumerate(csv.reader(file)):
            sheet.write_row(number, 0, record)
    return path


def main(sizes: list[int]) -> None:
    """Prints the two tables."""
    console = Console(width=120)
    readers = Table("reading xlsx", "rows", "seconds", "times ours", "peak MB", title="Reading a workbook")
    walks = Table(
        "cases", "step", "seconds", "share of first run", "peak MB", title="CSV to published marts and findings"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = _to_xlsx(_simulate(folder / "small", XLSX_ROWS), folder)
        ours = _apart(f"read_ours(Path({str(book)!r}))")
        rivals = {
            "onestop, cells to text": ours,
            "onestop, recognised and landed as Parquet": _apart(
                f"land_ours(Path({str(book)!r}), Path({str(folder / 'ours')!r}))"
            ),
            "pandas + openpyxl": _apart(f"read_pandas(Path({str(book)!r}), 'openpyxl')"),
        }
        for name, figures in rivals.items():
            seconds, rows, peak = figures["total"], figures["rows"], figures["peak_mb"]
            readers.add_row(name, f"{rows:,}", f"{seconds:.2f}", f"{seconds / ours['total']:.1f}", f"{peak:.0f}")
        console.print(readers)
        for size in sizes:
            place = folder / str(size)
            _simulate(place, size)
            runs = [_apart(f"walk(Path({str(place)!r}))") for _ in range(2)]
            for step, seconds in runs[0]["times"].items():
                walks.add_row(f"{size:,}", step, f"{seconds:.2f}", f"{seconds / runs[0]['total']:.0%}", "")
            for label, run in zip(("first run", "second run, nothing changed"), runs, strict=True):
                walks.add_row(
                    f"{size:,}",
                    label,
                    f"{run['total']:.2f}",
                    f"{run['total'] / runs[0]['total']:.0%}",
                    f"{run['peak_mb']:.0f}",
                )
        console.print(walks)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
