"""Workbooks of Excel 97–2003, which no package here writes: three are kept, made by LibreOffice from the same cases.

`python -m tests.shapes.old_excel` makes them again; it needs `soffice` on the path.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.shapes import books, dumps, printed, truth
from tests.shapes.table import Shape

KEPT = Path(__file__).parent / "kept"
NUMBERS = {printed.LIST_TWO_ROWS: 991, printed.LIST_THREE_ROWS: 992, dumps.OPENCPS_MILLISECONDS: 993}  # of the parcels
COUNT = 60


def kept_xls(path: Path, shape: Shape, cases: list[dict]) -> None:
    """The kept workbook of a shape; `cases` are those that it was made of."""
    shutil.copy(KEPT / f"{shape.name}.xls", path)


def make() -> None:
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for shape, number in NUMBERS.items():
            path = Path(folder) / f"{shape.name}.xlsx"
            books.xlsxwriter_xlsx(path, shape, truth.in_file(truth.draw(COUNT), number))
            command = ["soffice", "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(KEPT), str(path)]
            subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    make()
