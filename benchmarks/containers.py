"""Reading 100,000 cases of 20 columns out of every container, beside pandas with each engine that reads it.

Both read every cell to text in memory: `onestop` to Arrow, pandas to a DataFrame. Landing, which pandas has no word
for, is measured beside it: recognising the layout, judging and hashing what is personal, writing Parquet.
"""

import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.apart import apart, peak_mb

ROWS = 100_000
TEXT = {"dtype": "str"}
CALAMINE, OPENPYXL = {"engine": "calamine"} | TEXT, {"engine": "openpyxl"} | TEXT
JSON = {"dtype": False, "convert_dates": False}
# Container -> how pandas may read it: method and options. It has none for XML Spreadsheet 2003.
PANDAS: dict[str, list[tuple[str, dict]]] = {
    "xlsx (xlsxwriter)": [("read_excel", CALAMINE), ("read_excel", OPENPYXL)],
    "xlsb": [("read_excel", CALAMINE)],
    "xls": [("read_excel", CALAMINE)],
    "ods": [("read_excel", CALAMINE)],
    "html named xls": [("read_html", {"flavor": "lxml"})],
    "xml 2003 named xls": [],
    "csv, utf-8 with mark": [("read_csv", {"engine": "pyarrow"} | TEXT), ("read_csv", {"engine": "c"} | TEXT)],
    "utf-16": [("read_csv", {"engine": "c", "encoding": "utf-16", "sep": "\t"} | TEXT)],
    "windows-1258": [("read_csv", {"engine": "c", "encoding": "cp1258"} | TEXT)],
    "zip of a csv": [
        ("read_csv", {"engine": "pyarrow", "compression": "zip"} | TEXT),
        ("read_csv", {"engine": "c", "compression": "zip"} | TEXT),
    ],
    "json": [("read_json", JSON)],
    "json lines": [("read_json", JSON | {"lines": True}), ("read_json", {"lines": True, "engine": "pyarrow"})],
    "parquet": [("read_parquet", {"engine": "pyarrow"})],
}


def read_ours(path: str) -> dict:
    """Reads every cell of a file to text in Arrow; seconds, rows, peak memory in MB."""
    import duckdb

    from flows.containers import open_sheets

    begun = time.perf_counter()
    with duckdb.connect() as connection:
        rows = sum(sheet.scans[0].to_arrow_table().num_rows - 1 for sheet in open_sheets(Path(path), connection))
    return {"seconds": time.perf_counter() - begun, "rows": rows, "peak_mb": peak_mb()}


def land(path: str, folder: str) -> dict:
    """Recognises, reads, judges and lands a file; seconds, rows, peak memory in MB."""
    from flows.common.settings import load_settings
    from flows.reading.ingest import ingest_file
    from flows.tables.layouts import load_layouts

    settings = load_settings(raw=Path(path).parent, marts=Path(folder) / "marts")
    layouts = load_layouts(settings.layouts)
    begun = time.perf_counter()
    outcome = ingest_file(Path(path), settings, layouts)
    seconds = time.perf_counter() - begun
    assert not outcome.refused, outcome.refused
    return {"seconds": seconds, "rows": sum(landed.rows_read for landed in outcome.landed), "peak_mb": peak_mb()}


def read_pandas(path: str, method: str, options: dict) -> dict:
    """pandas reads the same file; seconds, rows, peak memory in MB."""
    import pandas as pd

    begun = time.perf_counter()
    read = getattr(pd, method)(path, **options)
    rows = sum(len(frame) for frame in (read if isinstance(read, list) else [read]))
    return {"seconds": time.perf_counter() - begun, "rows": rows, "peak_mb": peak_mb()}


def write(folder: str, container: str) -> str:
    """Writes the cases into a container and returns the path, empty where no program here writes that container."""
    from tests.shapes import books, printed, texts, truth
    from tests.shapes.containers import CONTAINERS

    plain = printed.LIST_PLAIN
    columns = {heading: cell for heading, cell in plain.columns.items() if heading not in ("TT", "Địa chỉ")}
    shape = replace(plain, columns=columns)
    cases = truth.in_file(truth.draw(ROWS), 1)
    place = Path(folder)
    if container == "xls":
        if shutil.which("soffice") is None:
            return ""
        path = place / "cases.xls"
        books.xlsxwriter_xlsx(place / "cases.xlsx", shape, cases[:65_000])  # such a sheet holds 65,536 rows
        command = ["soffice", "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", folder]
        subprocess.run([*command, str(place / "cases.xlsx")], check=True, capture_output=True)
        (place / "cases.xlsx").unlink()
    elif container == "zip of a csv":
        path = place / "cases.zip"
        texts.delimited(",", texts.utf_8_bom)(place / "cases.csv", shape, cases)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(place / "cases.csv", "cases.csv")
        (place / "cases.csv").unlink()
    else:
        ending, writer = CONTAINERS[container]
        path = place / f"cases{ending}"
        writer(path, shape, cases)
    return str(path)


def report(folder: Path, console: Console) -> None:
    """Prints the table."""
    table = Table(
        "container", "MB", "reader", "rows/s", "times pandas' best", "peak MB", title=f"Reading {ROWS:,} × 20 cells"
    )
    for container, engines in PANDAS.items():
        place = folder / container.replace(" ", "_")
        (place / "raw").mkdir(parents=True)
        path = apart("containers", "write", str(place / "raw"), container)
        if not path:
            table.add_row(container, "", "not measured: no program here writes it", "", "", "")
            continue
        runs = {
            "onestop, read": apart("containers", "read_ours", path),
            "onestop, read and landed": apart("containers", "land", path, str(place)),
        }
        for method, options in engines:
            label = f"pandas {method} {options.get('engine') or options.get('flavor') or ''}".strip()
            runs[label] = apart("containers", "read_pandas", path, method, options)
        best = min((run["seconds"] for name, run in runs.items() if run and name.startswith("pandas")), default=None)
        size = f"{Path(path).stat().st_size / 2**20:.0f}"
        for name, run in runs.items():
            if run is None:
                table.add_row(container, size, name, "fails", "", "")
                continue
            speed, ratio = run["rows"] / run["seconds"], f"{best / run['seconds']:.1f}" if best else ""
            table.add_row(container, size, name, f"{speed:,.0f}", ratio, f"{run['peak_mb']:.0f}")
        shutil.rmtree(place)
    console.print(table)
