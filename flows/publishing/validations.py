"""What Great Expectations said, among the published files: its validation results as they are, and pages to read."""

import json
from pathlib import Path

import duckdb

from checks import data_docs
from checks.checkpoint import dated

RESULTS, PAGES = "validations", "data_docs"


def write_validations(connection: duckdb.DuckDBPyConnection, folder: Path, record: dict) -> None:
    """Writes `validations/<suite>.json` and `data_docs/`, both marked with the run."""
    kept = connection.execute("select suite, result from check_validations order by suite").fetchall()
    validations = {suite: dated(json.loads(result), record["run_id"], record["started_at"]) for suite, result in kept}
    (folder / RESULTS).mkdir()
    for suite, result in validations.items():
        text = json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1)
        (folder / RESULTS / f"{suite}.json").write_text(text, encoding="utf-8", newline="\n")
    data_docs.write_pages(folder / PAGES, validations)
