"""The workbook's cover: the headline figures, what was read, what could not be told, and how things were counted.

Its sentences stand in the data dictionary, under the codes of `headline`, `next_step`, `convention` and `threshold`.
"""

from datetime import date, datetime

import duckdb
from xlsxwriter.worksheet import Worksheet

from flows.workbooks.book import Book
from flows.workbooks.parts import Contents, Pair, ask, pick, thousands
from flows.workbooks.thresholds import told
from flows.workbooks.widths import LINE, lines_in

TITLE: Pair = ("KẾT QUẢ KIỂM TRA GIÁN TIẾP QUA DỮ LIỆU MỘT CỬA", "INDIRECT INSPECTION OF ONE-STOP DATA: RESULTS")
WIDTHS = (38, 13, 13, 11, 75)
NAMES_SHOWN = 5  # units named for one missing input; the sheet of what is not assessable names all


def write_cover(
    connection: duckdb.DuckDBPyConnection, sheet: Worksheet, book: Book, record: dict, contents: list[Contents]
) -> None:
    """`record["started_at"]` is a datetime in Asia/Ho_Chi_Minh; `contents` lists the other sheets in their order."""
    page = Page(sheet, book)
    parameters = record["parameters"]
    first, last = (f"{date.fromisoformat(parameters[name]):%d/%m/%Y}" for name in ("window_from", "window_to"))
    started: datetime = record["started_at"]
    page.title(pick(TITLE, book.lang))
    page.line(
        ("Kỳ kiểm tra", "Window"),
        (f"Từ {first} đến hết {last}; giờ Việt Nam", f"{first} to {last}, both days included; Asia/Ho_Chi_Minh"),
    )
    run = f"{record['run_id']} · {started:%d/%m/%Y %H:%M}"
    version = record["code_version"]
    page.line(("Lần chạy", "Run"), (f"{run} · phiên bản {version}", f"{run} · version {version}"))
    if record.get("is_invented"):
        page.line(
            ("Dữ liệu", "Data"),
            ("MÔ PHỎNG: mọi người và hồ sơ đều là hư cấu", "INVENTED: no person and no case of it exists"),
        )
    for entry in contents:
        if note := entry.cut_note(book.lang):
            page.line((f"Trang {entry.name}", f"Sheet {entry.name}"), (note, note), font_color="#C00000")
    _headlines(connection, page)
    page.section(("Làm gì tiếp theo", "What to do next"))
    for entry in book.dictionary.codes("*", "next_step").values():
        page.text(entry.label(book.lang), entry.says(book.lang))
    page.section(("Các trang", "The sheets"))
    page.headings(("Trang", "Sheet"), ("Số dòng", "Rows"), ("Mỗi dòng là gì", "What a row is"))
    for entry in contents:
        page.link(entry)
    _what_was_read(connection, page)
    _what_could_not_be_told(connection, page)
    page.section(("Cách đếm", "How things were counted"))
    _conventions(page, parameters)


def _headlines(connection: duckdb.DuckDBPyConnection, page: "Page") -> None:
    page.section(("Kết quả chính", "Headline figures"))
    heads = [("Chỉ tiêu", "Figure"), ("Số lượng", "Count"), ("Trên", "Out of"), ("Tỷ lệ", "Rate")]
    page.headings(*heads, ("Trên tổng số nào", "Out of what"))
    words = page.book.dictionary.codes("*", "headline")
    for code, count, out_of in _figures(connection):
        entry = words[code]
        page.figure(entry.label(page.book.lang), count, out_of, entry.says(page.book.lang))


def _figures(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int | None, int | None]]:
    """Code of the figure, count, out of how many: the figures of the run's summary, and what it leaves out.

    A figure about slips speaks of the units whose list was received.
    """
    names = ("summary_lateness", "summary_apologies", "cover_counts")
    (units,), (slips,), (others,) = (ask(connection, name).to_dicts() for name in names)
    late, dated, overdue, judged = units["late"], units["completed_dated"], units["overdue"], slips["assessed"]
    return [
        ("cases", units["cases"], None),
        ("completed_late", late, dated),
        ("late_and_overdue", late + overdue, dated + overdue),
        ("pending_overdue", overdue, units["pending"]),
        ("undated", others["undated"], units["cases"]),
        ("slips_missing", slips["slips_missing"], judged),
        ("slips_faulty", slips["slips_faulty"], judged),
        ("slips_not_assessable", others["late_cases"] - (judged or 0), others["late_cases"]),
        *ask(connection, "cover_procedures").fetchall(),
    ]


def _what_was_read(connection: duckdb.DuckDBPyConnection, page: "Page") -> None:
    page.section(("Dữ liệu đã nhận", "Data received"))
    (summary,), (others,) = (ask(connection, name).to_dicts() for name in ("summary_extracts", "cover_counts"))
    counts = summary | others
    names = ("sheets_read", "files_read", "sheets_refused", "rows_read", "rows_used", "rows_rejected")
    read, files, refused, rows, used, rejected = (thousands(counts[name], page.book.lang) for name in names)
    page.line(
        ("Đã đọc", "Read"),
        (
            f"{read} trang tính trong {files} tệp: {rows} dòng, dùng {used}, loại {rejected}",
            f"{read} sheets in {files} files: {rows} rows, {used} used, {rejected} rejected",
        ),
    )
    page.line(("Bị từ chối", "Refused"), (f"{refused} tệp hoặc trang tính", f"{refused} files or sheets"))
    for refusal in ask(connection, "summary_refusals").to_dicts():
        where = "   " + " · ".join(filter(None, (refusal["file_name"], refusal["sheet"])))
        page.text(where, refusal["todo"] or "")


def _what_could_not_be_told(connection: duckdb.DuckDBPyConnection, page: "Page") -> None:
    page.section(
        ("Không đánh giá được (không có nghĩa là không có vi phạm)", "Not assessable (which does not mean clean)")
    )
    found = ask(connection, "cover_not_assessable").fetchall()
    dictionary, lang = page.book.dictionary, page.book.lang
    for code, count, units, names, *rules in found:
        named, rest = ", ".join(names[:NAMES_SHOWN]), count - NAMES_SHOWN
        vi = "mọi đơn vị" if count == units else named + (f" và {rest} đơn vị khác" if rest > 0 else "")
        en = "all units" if count == units else named + (f" and {rest} more" if rest > 0 else "")
        lacks = dictionary.value("rule_results", "missing_input", code, lang)
        rules_vi, rules_en = ("\n".join(listed) for listed in rules)
        page.line(
            (f"Thiếu: {lacks}", f"Missing: {lacks}"),
            (f"{count}/{units} đơn vị: {vi}\n{rules_vi}", f"{count} of {units} units: {en}\n{rules_en}"),
        )
    if not found:
        page.line(
            ("Quy tắc", "Rules"),
            ("Mọi quy tắc đánh giá được ở mọi đơn vị", "Every rule could be assessed at every unit"),
        )
    untold = ask(connection, "cover_coverage").to_dicts()
    if untold:
        named = [
            f"{row['unit_name']} ({row['covered_months']}/{row['window_months']}, {row['last_seen_date']:%d/%m/%Y})"
            for row in untold[:NAMES_SHOWN]
        ]
        more, listed = len(untold) - NAMES_SHOWN, ", ".join(named)
        vi, en = (f"{listed} và {more} đơn vị khác", f"{listed} and {more} more") if more > 0 else (listed, listed)
        page.line(
            (f"{len(untold)} đơn vị không có trích xuất trọn kỳ", f"{len(untold)} units not told for the whole window"),
            (f"Số tháng có đủ, số liệu đến ngày: {vi}", f"Months covered, figures until: {en}"),
        )
    idle = [unit_name for (unit_name,) in ask(connection, "cover_units_without_cases").fetchall()]
    if idle:
        page.line(
            (f"{len(idle)} đơn vị không có hồ sơ nào", f"{len(idle)} units without any case"),
            (", ".join(idle), ", ".join(idle)),
        )


def _conventions(page: "Page", parameters: dict) -> None:
    dictionary, lang = page.book.dictionary, page.book.lang
    for code, entry in dictionary.codes("*", "convention").items():
        if not code.startswith("grain_") or code == f"grain_{parameters['grain']}":
            page.text(entry.label(lang), entry.says(lang))
    for name in ("late_rate", "overdue_rate", "late_rate_vendor", "overdue_rate_without_waiting"):
        entry = dictionary.column("unit_lateness", name)
        page.text(entry.label(lang), entry.says(lang))
    for label, text in told(parameters["thresholds"], dictionary, lang):
        page.text(label, text)


class Page:
    """Writes the cover from top to bottom: a label in the first column, the rest across the others."""

    def __init__(self, sheet: Worksheet, book: Book) -> None:
        self.sheet, self.book, self.row = sheet, book, 0
        for number, width in enumerate(WIDTHS):
            sheet.set_column(number, number, width)
        sheet.hide_gridlines(2)

    def title(self, text: str) -> None:
        self.sheet.set_row(self.row, 26)
        self.sheet.write_string(self.row, 0, text, self.book.format(bold=True, font_size=16))
        self.row += 1

    def section(self, text: Pair) -> None:
        look = self.book.format(bold=True, font_size=12, font_color="#1F3864", bottom=1)
        self.row += 1
        self.sheet.write_string(self.row, 0, pick(text, self.book.lang), look)
        for number in range(1, len(WIDTHS)):
            self.sheet.write_blank(self.row, number, None, look)
        self.row += 1

    def headings(self, *texts: Pair) -> None:
        for number, text in enumerate(texts):
            self.sheet.write_string(self.row, number, pick(text, self.book.lang), self.book.heading)
        self.row += 1

    def figure(self, label: str, count: int | None, out_of: int | None, says: str) -> None:
        """One headline: without `out_of`, or where it is 0, its rate stays empty."""
        self.sheet.write_string(self.row, 0, label, self.book.format(text_wrap=True))
        number = self.book.format(num_format="#,##0")
        for column, value in ((1, count), (2, out_of)):
            if value is not None:
                self.sheet.write_number(self.row, column, value, number)
        if count is not None and out_of:
            self.sheet.write_number(self.row, 3, count / out_of, self.book.format(num_format="0.0%"))
        self.sheet.write_string(
            self.row, 4, says, self.book.format(text_wrap=True, font_color="#595959", align="left", indent=1)
        )
        self._fit(label, says, WIDTHS[4] - 2)
        self.row += 1

    def line(self, label: Pair, text: Pair, **look) -> None:
        self.text(pick(label, self.book.lang), pick(text, self.book.lang), **look)

    def text(self, label: str, text: str, **look) -> None:
        self._fit(label, text, sum(WIDTHS[1:]))
        self.sheet.write_string(self.row, 0, label, self.book.format(text_wrap=True, bold=True))
        body = self.book.format(text_wrap=True, **look)
        self.sheet.merge_range(self.row, 1, self.row, len(WIDTHS) - 1, "", body)
        self.sheet.write_string(self.row, 1, text, body)
        self.row += 1

    def link(self, contents: Contents) -> None:
        link = self.book.format(font_color="#0563C1", underline=1)
        self.sheet.write_url(self.row, 0, f"internal:'{contents.name}'!A1", link, contents.name)
        self.sheet.write_number(self.row, 1, contents.rows, self.book.format(num_format="#,##0"))
        says = self.book.format(text_wrap=True, align="left", indent=1)
        self.sheet.merge_range(self.row, 2, self.row, len(WIDTHS) - 1, contents.says, says)
        self._fit(contents.name, contents.says, sum(WIDTHS[2:]) - 2)
        self.row += 1

    def _fit(self, label: str, text: str, width: float) -> None:
        """Merged cells do not grow with their text, so the row's height is reckoned from the texts' lengths."""
        lines = max(lines_in(text, width), lines_in(label, WIDTHS[0] * 0.95))
        self.sheet.set_row(self.row, LINE * lines)
