"""Biểu 06 as recounted, in the shape of the form: `bieu_06.xlsx`, the window under each convention, and the quarters.

The cells of the form keep their numbers (3)–(13); what a convention keeps apart follows as (14) and on, so that the
equations of the form hold in every row. The same tables and the same record give the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from flows.common.dictionary import load_dictionary
from flows.workbooks.book import Book, created_at
from flows.workbooks.parts import Pair, ask, pick
from flows.workbooks.widths import LINE, lines_in

FORM = {  # the cells of the form, (3) to (13)
    "total": ("Tổng số", "Total"),
    "received_online": ("Trực tuyến", "Online"),
    "received_direct": ("Trực tiếp, dịch vụ bưu chính", "At the desk, by post"),
    "carried_over": ("Từ kỳ trước", "Carried over"),
    "completed": ("Tổng số", "Total"),
    "completed_early": ("Trước hạn", "Early"),
    "completed_on_time": ("Đúng hạn", "On time"),
    "completed_late": ("Quá hạn", "Late"),
    "pending": ("Tổng số", "Total"),
    "pending_in_time": ("Trong hạn", "In time"),
    "pending_overdue": ("Quá hạn", "Overdue"),
}
APART = {  # columns beside the form, where a convention has them
    "completed_undated": ("Đã giải quyết, không có hạn", "Completed, undated"),
    "pending_undated": ("Đang giải quyết, không có hạn", "Pending, undated"),
    "withdrawn": ("Rút hồ sơ", "Withdrawn"),
    "stopped": ("Dừng xử lý", "Stopped"),
    "left_out": ("Không đếm", "Not counted"),
}
GROUPS = (  # first and last cell under a heading
    ("total", "carried_over", ("Số lượng hồ sơ tiếp nhận", "Cases received")),
    ("completed", "completed_late", ("Số lượng hồ sơ đã giải quyết", "Cases completed")),
    ("pending", "pending_overdue", ("Số lượng hồ sơ đang giải quyết", "Cases pending")),
)
SUMS = {  # what the equation of a numbered cell adds up
    "total": ("received_online", "received_direct", "carried_over"),
    "completed": ("completed_early", "completed_on_time", "completed_late", "completed_undated"),
    "pending": ("pending_in_time", "pending_overdue", "pending_undated"),
}
LEVELS: dict[str | None, Pair] = {
    "province": ("Cấp tỉnh", "Province"),
    "district": ("Cấp huyện", "Districts"),
    "commune": ("Cấp xã", "Communes"),
    None: ("Chưa xác định đơn vị", "Unit not known"),
}
TITLE: Pair = ("TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "RESULTS OF ADMINISTRATIVE PROCEDURES")
FORM_NAME: Pair = (
    "Biểu 06 – Thông tư 01/2020/TT-VPCP\nĐếm lại từ dữ liệu hồ sơ",
    "Form 06 – Circular 01/2020/TT-VPCP\nRecounted from the cases",
)
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
NO_SECTOR: Pair = ("(không ghi lĩnh vực)", "(no sector given)")
SIGNATURES: tuple[Pair, Pair] = (
    ("NGƯỜI LẬP BIỂU\n(Ký, ghi rõ họ tên)", "PREPARED BY\n(signature, name)"),
    (
        "Ngày …… tháng …… năm ………\nTRƯỞNG ĐOÀN KIỂM TRA\n(Ký, ghi rõ họ tên)",
        "Date ………………\nHEAD OF THE INSPECTION\n(signature, name)",
    ),
)
NOTHING: Pair = ("Không có hồ sơ nào trong kỳ kiểm tra.", "There is no case in the window.")
HEAD = 5  # row of the first of three rows of headings, 0-based; the numbers stand below them
WIDTHS = (6, 44)  # of number and name
SIDE = 5  # columns that the name of the form and a signature take


def write_form_06(connection: duckdb.DuckDBPyConnection, target: Path, record: dict, lang: str = "vi") -> None:
    """Writes the form to `target` from the published tables that `connection` holds.

    `record` gives run_id and started_at as for `write_workbook`. Raises OSError when the file cannot be written.
    """
    workbook = xlsxwriter.Workbook(str(target), {"default_format_properties": {"font_name": "Times New Roman"}})
    workbook.set_properties({"title": pick(TITLE, lang), "subject": record["run_id"], "created": created_at(record)})
    book = Book(workbook, load_dictionary(), record["run_id"], 0, lang)
    conventions = {row["convention_no"]: row for row in ask(connection, "sheet_form_06_conventions").to_dicts()}
    periods = {row["period_no"]: row for row in ask(connection, "sheet_report_periods").to_dicts()}
    lines = ask(connection, "sheet_form_06_form").to_dicts()
    for (number, place), rows in groupby(lines, key=lambda line: (line["convention_no"], line["period_no"])):
        convention, period = conventions[number], periods[place]
        name = convention[f"name_{lang}"] if place == 1 else sheet_name(period, lang)
        Form(book, book.add((name, name)), convention, period, list(rows)).write()
    if not lines:
        book.add(("Biểu 06", "Form 06")).write_string(0, 0, pick(NOTHING, lang))
    try:
        workbook.close()
    except FileCreateError as trouble:
        raise trouble.args[0] from None


def sheet_name(period: dict, lang: str) -> str:
    """The name of a period's sheet: its label up to the days, which for a reported period are all that it has."""
    days = f"{period['period_from']:%d.%m.%y}–{period['period_to']:%d.%m.%y}"
    if period["period_kind"] == "reported":
        return days
    return period[f"label_{lang}"].partition(",")[0].replace("/", "-")


@dataclass
class Form:
    """One sheet of the form; `lines` in their order, a unit's total before its sectors."""

    book: Book
    sheet: Worksheet
    convention: dict
    period: dict
    lines: list[dict]

    def write(self) -> None:
        self.apart = [cell for cell in APART if any(line[cell] is not None for line in self.lines)]
        self.cells = [*FORM, *self.apart]
        self.numbers = {cell: number for number, cell in enumerate(self.cells, 3)}
        self.last = len(WIDTHS) + len(self.cells) - 1
        for column, width in enumerate((*WIDTHS, *[13 if cell in SUMS else 9.5 for cell in self.cells])):
            self.sheet.set_column(column, column, width)
        self._titles()
        self._headings()
        rows = list(self._rows())
        for row, (look, values) in enumerate(rows, HEAD + 4):
            self._line(row, look, values)
        self._signatures(HEAD + 4 + len(rows) + 1)

    def _titles(self) -> None:
        lang, book = self.book.lang, self.book
        centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self.sheet.merge_range(0, 0, 0, 1, pick(FORM_NAME, lang), book.format(bold=True, **centred))
        if lang == "vi":
            self.sheet.merge_range(0, self.last - 7, 0, self.last, MOTTO, book.format(bold=True, **centred))
        self.sheet.set_row(0, 2.4 * LINE)
        self.sheet.merge_range(1, 0, 1, self.last, pick(TITLE, lang), book.format(bold=True, font_size=14, **centred))
        self.sheet.set_row(1, 2 * LINE)
        days = f"{self.period['period_from']:%d/%m/%Y}", f"{self.period['period_to']:%d/%m/%Y}"
        cut = pick((" (bị cắt ở đầu hoặc cuối kỳ kiểm tra)", " (cut at an end of the window)"), lang)
        told = pick(("Từ ngày {} đến ngày {}", "From {} to {}"), lang).format(*days) + cut * self.period["is_cut"]
        self.sheet.merge_range(2, 0, 2, self.last, told, book.format(**centred))
        says = f"{self.convention[f'name_{lang}']}: {self.convention[f'says_{lang}']}"
        says = f"{pick(('Quy ước đếm', 'Convention'), lang)} – {says}"
        self.sheet.merge_range(3, 0, 3, self.last, says, book.format(italic=True, **centred))
        self.sheet.set_row(3, LINE * lines_in(says, 9.5 * len(self.cells) + 40))
        apart = "".join(f" + ({self.numbers[cell]})" for cell in ("withdrawn", "stopped") if cell in self.numbers)
        balance = f"({self.numbers['total']}) = ({self.numbers['completed']}) + ({self.numbers['pending']}){apart}"
        self.sheet.merge_range(4, 0, 4, 1, balance, book.format(italic=True, align="left"))
        unit = pick(("Đơn vị tính: hồ sơ", "Unit: cases"), lang)
        self.sheet.merge_range(4, self.last - 3, 4, self.last, unit, book.format(italic=True, align="right"))

    def _headings(self) -> None:
        lang, head = self.book.lang, self.book.heading
        for column, name in enumerate((("STT", "No."), ("Đơn vị, lĩnh vực", "Unit, sector"))):
            self.sheet.merge_range(HEAD, column, HEAD + 2, column, pick(name, lang), head)
        for first, last, name in GROUPS:
            self._merge(HEAD, self._column(first), HEAD, self._column(last), name)
        online, direct = self._column("received_online"), self._column("received_direct")
        self._merge(HEAD + 1, online, HEAD + 1, direct, ("Trong kỳ", "In the period"))
        if self.apart:
            beside = ("Ngoài biểu", "Beside the form")
            self._merge(HEAD, self._column(self.apart[0]), HEAD, self.last, beside)
        for cell in self.cells:
            top = HEAD + 2 if cell in ("received_online", "received_direct") else HEAD + 1
            column = self._column(cell)
            self._merge(top, column, HEAD + 2, column, (FORM | APART)[cell])
        for row, height in ((HEAD, 2), (HEAD + 1, 2), (HEAD + 2, 3)):
            self.sheet.set_row(row, height * LINE)
        small = self.book.format(italic=True, border=1, align="center", font_size=9, text_wrap=True, valign="vcenter")
        self.sheet.write_row(HEAD + 3, 0, ["(1)", "(2)", *map(self.equation, self.cells)], small)
        self.sheet.set_row(HEAD + 3, 3 * LINE)
        self.sheet.freeze_panes(HEAD + 4, len(WIDTHS))
        self.sheet.repeat_rows(HEAD, HEAD + 3)

    def equation(self, cell: str) -> str:
        """The number of a cell, and where it is a sum, of which cells."""
        parts = [f"({self.numbers[part]})" for part in SUMS.get(cell, ()) if part in self.numbers]
        return f"({self.numbers[cell]})" + (f"\n= {' + '.join(parts)}" if parts else "")

    def _merge(self, top: int, left: int, bottom: int, right: int, name: Pair) -> None:
        text = pick(name, self.book.lang)
        if (top, left) == (bottom, right):
            self.sheet.write_string(top, left, text, self.book.heading)
        else:
            self.sheet.merge_range(top, left, bottom, right, text, self.book.heading)

    def _column(self, cell: str) -> int:
        return len(WIDTHS) + self.numbers[cell] - 3

    def _rows(self) -> Iterator[tuple[dict, list]]:
        """The look and the values of each row: levels, units, their sectors, the province."""
        totals = [line for line in self.lines if line["line_kind"] == "total"]
        number = 0
        for letter, (level, lines) in zip(
            "ABCDE", groupby(self.lines, key=lambda line: line["unit_level"]), strict=False
        ):
            of_level = [line for line in totals if line["unit_level"] == level]
            shade = {"bold": True, "bg_color": "#E7ECF4"}
            yield shade, [letter, pick(LEVELS[level], self.book.lang), *self._summed(of_level)]
            sector = 0
            for line in lines:
                figures = [line[cell] for cell in self.cells]
                if line["line_kind"] == "total":
                    number, sector = number + 1, 0
                    yield {"bold": True}, [str(number), line["unit_name"] or line["unit_code"], *figures]
                else:
                    sector += 1
                    name = line["sector"] or pick(NO_SECTOR, self.book.lang)
                    yield {"indent": 1}, [f"{number}.{sector}", name, *figures]
        everything = pick(("Tổng số", "Total"), self.book.lang)
        yield {"bold": True, "bg_color": "#D9E2F0"}, [None, everything, *self._summed(totals)]

    def _summed(self, lines: list[dict]) -> list[int]:
        return [sum(line[cell] or 0 for line in lines) for cell in self.cells]

    def _line(self, row: int, look: dict, values: list) -> None:
        plain = {name: value for name, value in look.items() if name != "indent"}
        number, name, *figures = values
        self.sheet.write_string(
            row, 0, number or "", self.book.format(border=1, align="center", valign="vcenter", **plain)
        )
        named = self.book.format(border=1, align="left", valign="vcenter", text_wrap=True, **look)
        self.sheet.write_string(row, 1, name, named)
        counted = self.book.format(border=1, valign="vcenter", num_format="#,##0", **plain)
        for column, figure in enumerate(figures, len(WIDTHS)):
            self.sheet.write_number(row, column, figure, counted)
        if (needed := lines_in(name, WIDTHS[1] - 3)) > 1:
            self.sheet.set_row(row, needed * LINE)

    def _signatures(self, row: int) -> None:
        centred = self.book.format(bold=True, align="center", text_wrap=True)
        left, right = (pick(text, self.book.lang) for text in SIGNATURES)
        self.sheet.merge_range(row, 0, row, 1, left, centred)
        self.sheet.merge_range(row, self.last - SIDE, row, self.last, right, centred)
        self.sheet.set_row(row, 3.2 * LINE)
