"""The inspectors' workbook: `findings.xlsx`, a cover and one sheet per published table, as Excel types.

An empty cell means "not known" or "no denominator", never 0. Text from an extract stays text, whatever it begins with.
The same tables and the same record give the same bytes.
"""

from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from flows.common.dictionary import load_dictionary
from flows.workbooks.book import VIETNAM, Book, created_at, started
from flows.workbooks.cover import write_cover
from flows.workbooks.parts import Pair, pick
from flows.workbooks.sheets import COVER, SHEETS

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10, "valign": "top"},
}
TITLE: Pair = ("Kết quả kiểm tra gián tiếp qua dữ liệu một cửa", "Indirect inspection of one-stop data: results")


def write_workbook(
    connection: duckdb.DuckDBPyConnection, target: Path, record: dict, max_rows: int = 50_000, lang: str = "vi"
) -> None:
    """Writes the workbook to `target` from the published tables that `connection` holds.

    `record` gives run_id, started_at (ISO 8601; without an offset it is Asia/Ho_Chi_Minh), code_version and parameters
    (window_from, window_to, grain, thresholds). No sheet gets more than `max_rows` rows: one that is cut says so and
    names the Parquet file that holds all. Raises SetupError when the dictionary is wrong or lacks a column shown, and
    OSError when the file cannot be written.
    """
    dictionary = load_dictionary()
    started_at = started(record)
    workbook = xlsxwriter.Workbook(str(target), OPTIONS)
    workbook.set_properties(
        {
            "title": pick(TITLE, lang),
            "subject": record["run_id"],
            "created": created_at(record),
        }
    )
    book = Book(workbook, dictionary, record["run_id"], max_rows, lang)
    cover = book.add(COVER)
    contents = [book.write_sheet(connection, sheet) for sheet in SHEETS]
    contents.append(book.write_dictionary(connection))
    write_cover(connection, cover, book, {**record, "started_at": started_at.astimezone(VIETNAM)}, contents)
    try:
        workbook.close()
    except FileCreateError as trouble:
        raise trouble.args[0] from None
