"""The process that reads files is light: it starts beside everything else."""

import subprocess
import sys

from flows import ROOT


def test_the_reader_imports_what_it_needs_only():
    heavy = "prefect great_expectations pandas rich typer sqlglot xlsxwriter psutil"
    script = (
        f"import sys, flows.reading.reader_process; print([name for name in {heavy.split()} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
