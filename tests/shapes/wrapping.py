"""Files in files: extracts zipped together, in folders, beside what is no extract."""

import tempfile
import zipfile
from pathlib import Path

from tests.shapes import books, texts
from tests.shapes.table import Shape


def zipped(path: Path, shape: Shape, cases: list[dict]) -> None:
    """The first half of the cases in a csv, the second in a workbook of a folder."""
    half = len(cases) // 2
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        texts.delimited(";", texts.utf_8_bom)(Path(folder) / "a.csv", shape, cases[:half])
        books.xlsxwriter_xlsx(Path(folder) / "b.xlsx", shape, cases[half:])
        archive.write(Path(folder) / "a.csv", "Quý I.csv")
        archive.write(Path(folder) / "b.xlsx", "Đắk Hà/Quý II.xlsx")
