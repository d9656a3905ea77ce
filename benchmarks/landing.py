"""Landing one large csv, beside DuckDB's own `read_csv` to Parquet, which recognises, judges and hashes nothing."""

import shutil
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.apart import apart, peak_mb
from benchmarks.walk import simulate


def copy_csv(path: str, target: str) -> dict:
    """DuckDB copies a csv to Parquet, every cell as text; seconds and peak memory in MB."""
    import duckdb

    begun = time.perf_counter()
    with duckdb.connect(config={"threads": 2, "memory_limit": "1500MB"}) as connection:
        query = "copy (select * from read_csv(?, all_varchar = true)) to '{}' (format parquet)"
        connection.execute(query.format(target.replace("'", "''")), [path])
    return {"seconds": time.perf_counter() - begun, "peak_mb": peak_mb()}


def report(folder: Path, console: Console, sizes: list[int]) -> None:
    """Prints the table."""
    table = Table("rows", "MB", "what", "seconds", "times DuckDB's", "peak MB", title="Landing a csv")
    for size in sizes:
        place = folder / f"landing{size}"
        path = simulate(place, size)
        plain = apart("landing", "copy_csv", str(path), str(place / "plain.parquet"))
        landed = apart("containers", "land", str(path), str(place))
        for name, run in (("DuckDB read_csv to Parquet", plain), ("onestop, landed", landed)):
            if run is None or plain is None:
                table.add_row(f"{size:,}", "", name, "fails", "", "")
                continue
            ratio = f"{run['seconds'] / plain['seconds']:.2f}"
            megabytes = f"{path.stat().st_size / 2**20:,.0f}"
            table.add_row(f"{size:,}", megabytes, name, f"{run['seconds']:.2f}", ratio, f"{run['peak_mb']:.0f}")
        shutil.rmtree(place)
    console.print(table)
