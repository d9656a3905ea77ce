"""What the sheets of a workbook share: formats, words, the limit of rows, and how a page prints."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.common.dictionary import Dictionary
from flows.workbooks.kinds import is_moment, kind_of, number_format
from flows.workbooks.parts import Contents, Pair, Sheet, ask, pick
from flows.workbooks.sheets import DICTIONARY
from flows.workbooks.widths import LINE, lines_in, widths_of

VIETNAM = timezone(timedelta(hours=7))
HEADING_ROW = 2  # 0-based: below the title and the sentence that says what one row is
BATCH = 5_000
INDENT = 1.3  # characters that the indent of a text takes of its column
SENTENCE = 115  # characters, figures 0 wide, that the sentence below a sheet's title may take of its line
TALLEST = 12 * LINE  # a row of the table; what a taller cell holds is read in the formula bar
NOTHING: Pair = (
    "Không có dòng nào; trang Không đánh giá được cho biết có thiếu dữ liệu hay không.",
    "There is no row; the sheet of what is not assessable tells whether data are missing.",
)
PROVINCE: Pair = ("Toàn tỉnh", "Province")


def started(record: dict) -> datetime:
    """When the run started; without an offset it is Asia/Ho_Chi_Minh."""
    at = datetime.fromisoformat(record["started_at"])
    return at.replace(tzinfo=VIETNAM) if at.tzinfo is None else at


def created_at(record: dict) -> datetime:
    """What a workbook of the run gives as its time of creation, in UTC without an offset."""
    return started(record).astimezone(UTC).replace(tzinfo=None)


class Book:
    """What the sheets share: formats, words, the limit of rows, and how a page prints."""

    def __init__(
        self, workbook: xlsxwriter.Workbook, dictionary: Dictionary, run_id: str, max_rows: int, lang: str
    ) -> None:
        self.workbook, self.dictionary, self.run_id = workbook, dictionary, run_id
        self.max_rows, self.lang = max_rows, lang
        self._formats: dict[tuple, Format] = {}

    def format(self, **properties) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    @property
    def heading(self) -> Format:
        return self.format(bold=True, bg_color="#D9E2F0", border=1, text_wrap=True, align="center", valign="vcenter")

    def add(self, name: Pair, pages_wide: int = 1) -> Worksheet:
        """A sheet that prints as landscape A4, `pages_wide` pages wide, with run and page in the footer."""
        sheet = self.workbook.add_worksheet(pick(name, self.lang))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(pages_wide, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{self.run_id.replace('&', '&&')}&C&A&R{pick(('Trang', 'Page'), self.lang)} &P/&N")
        return sheet

    def write_sheet(self, connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> Contents:
        rows = ask(connection, sheet.query)
        rows_in_all = len(rows)
        other_language = pick(("_en", "_vi"), self.lang)
        rows = rows.select(*[name for name in rows.columns if not name.endswith(other_language)])
        columns = [self._column(sheet, name, str(kind)) for name, kind in zip(rows.columns, rows.types, strict=True)]
        total = None
        if sheet.total:
            (sums,) = ask(connection, sheet.total).to_dicts()
            sums["unit_name"] = pick(PROVINCE, self.lang)
            total = tuple(sums.get(name) for name in rows.columns)
        contents = Contents(
            pick(sheet.name, self.lang),
            pick(sheet.says, self.lang) if sheet.says else self.dictionary.table(sheet.tables[0]).says(self.lang),
            rows_in_all,
            min(rows_in_all, self.max_rows),
            f"{sheet.tables[0]}.parquet",
        )
        shown = rows.limit(self.max_rows).iter_rows(BATCH)
        worksheet = self.add(sheet.name, sheet.pages_wide)
        if sheet.pages_wide > 1:
            worksheet.repeat_columns(0, sheet.frozen_columns - 1)
        self._write_table(worksheet, contents, columns, shown, total, sheet.frozen_columns)
        return contents

    def write_dictionary(self, connection: duckdb.DuckDBPyConnection) -> Contents:
        rows = []
        for table in self.dictionary.tables:
            of_table = self.dictionary.table(table)
            rows.append((of_table.label(self.lang), table, None, None, of_table.says(self.lang)))
            for column in connection.table(table).columns:
                entry = self.dictionary.column(table, column)
                rows.append((of_table.label(self.lang), table, column, entry.label(self.lang), entry.says(self.lang)))
        heads: dict[str, Pair] = {
            "table_label": ("Bảng", "Table"),
            "table": ("Mã bảng", "Table id"),
            "column": ("Mã cột", "Column id"),
            "label": ("Tên cột", "Column"),
            "says": ("Ý nghĩa", "Meaning"),
        }
        columns = [(name, "text", pick(pair, self.lang), {}) for name, pair in heads.items()]
        says = pick(("Mỗi dòng là một bảng hoặc một cột.", "One row per table or column."), self.lang)
        contents = Contents(pick(DICTIONARY, self.lang), says, len(rows), len(rows), "")
        self._write_table(self.add(DICTIONARY), contents, columns, rows, None, 0)
        return contents

    def _column(self, sheet: Sheet, name: str, sql_type: str) -> tuple[str, str, str, dict[str, str]]:
        """Name, kind, heading and words for codes."""
        kind = kind_of(name, sql_type)
        home = next((table for table in sheet.tables if not self.dictionary.undeclared(table, [name])), sheet.tables[0])
        if name in sheet.own:
            return name, kind, pick(sheet.own[name], self.lang), {}
        words = {code: entry.label(self.lang) for code, entry in self.dictionary.codes(home, name).items()}
        return name, kind, self.dictionary.column(home, name).label(self.lang), words

    def _write_table(
        self,
        sheet: Worksheet,
        contents: Contents,
        columns: list[tuple[str, str, str, dict[str, str]]],
        rows: Iterable[tuple],
        total: tuple | None,
        frozen_columns: int,
    ) -> None:
        """Title, sentence, headings, rows and, apart from what the filter reaches, the row of the province."""
        widths = widths_of([(name, kind, heading) for name, kind, heading, _ in columns])
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.write_string(0, 0, contents.name, self.format(bold=True, font_size=14))
        self._write_sentence(sheet, contents, widths)
        lines = max(lines_in(head, width * 0.9) for (_, _, head, _), width in zip(columns, widths, strict=True))
        sheet.set_row(HEADING_ROW, LINE * max(lines, 2))
        for number, (_, _, heading, _) in enumerate(columns):
            sheet.write_string(HEADING_ROW, number, heading, self.heading)
        sheet.freeze_panes(HEADING_ROW + 1, frozen_columns)
        sheet.repeat_rows(HEADING_ROW)
        last = HEADING_ROW + contents.shown
        sheet.autofilter(HEADING_ROW, 0, max(last, HEADING_ROW + 1), len(columns) - 1)
        first = HEADING_ROW + 1
        cells = self._cells(sheet, columns, {})
        for row, values in enumerate(rows, start=first):
            lines = 1
            for number, value in enumerate(values):
                if value is None:
                    continue
                write, cell_format, words, is_text = cells[number]
                if is_text:
                    value = words(value) if words else value
                    if len(value) > 0.7 * widths[number]:
                        lines = max(lines, lines_in(value, widths[number] - INDENT))
                write(row, number, value, cell_format)
            if lines > 1:
                sheet.set_row(row, min(lines * LINE, TALLEST))
        if total is not None:
            cells = self._cells(sheet, columns, {"bold": True, "top": 1, "bg_color": "#F2F2F2"})
            for number, (value, (write, cell_format, _, _)) in enumerate(zip(total, cells, strict=True)):
                if value is None:
                    sheet.write_blank(last + 1, number, None, cell_format)
                else:
                    write(last + 1, number, value, cell_format)

    def _write_sentence(self, sheet: Worksheet, contents: Contents, widths: list[float]) -> None:
        """What one row is, or that rows were cut, in as many columns as a printed page surely shows."""
        cut = contents.cut_note(self.lang)
        text = cut or (contents.says if contents.rows else f"{contents.says} {pick(NOTHING, self.lang)}")
        wide = next((n for n in range(1, len(widths)) if sum(widths[: n + 1]) > SENTENCE), len(widths)) - 1
        look = self.format(italic=True, font_color="#C00000" if cut else "#595959", text_wrap=True)
        if wide > 0:
            sheet.merge_range(1, 0, 1, wide, "", look)
        sheet.write_string(1, 0, text, look)
        sheet.set_row(1, LINE * lines_in(text, sum(widths[: wide + 1]) - INDENT))

    def _cells(self, sheet: Worksheet, columns: list, look: dict) -> list[tuple]:
        """Per column: how a cell is written, in which format, how a value becomes a word, whether it is text."""
        text = self.format(text_wrap=True, align="left", indent=1, **look)
        cells = []
        for name, kind, _, words in columns:
            if kind == "flag":
                spoken = {flag: self.dictionary.value("*", name, flag, self.lang) for flag in (True, False)}
                cells.append((sheet.write_string, text, spoken.get, True))
            elif shown_as := number_format(kind, self.lang):
                write = sheet.write_datetime if is_moment(kind) else sheet.write_number
                cells.append((write, self.format(num_format=shown_as, **look), None, False))
            else:
                spoken_as = (lambda value, words=words: words.get(value, value)) if words else None
                cells.append((sheet.write_string, text, spoken_as, True))
        return cells
