"""The workbook's cover: the headline figures, what was read, what could not be told, and how things were counted.

Its sentences stand in the data dictionary, under the codes of `headline`, `convention` and `threshold`.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb
from xlsxwriter.worksheet import Worksheet

from flows.workbook_sheets import LEVEL_ORDER, LINE, NAME_ORDER, Contents, Pair, lines_in, pick, thousands

if TYPE_CHECKING:
    from flows.workbook import Book

TITLE: Pair = ("KẾT QUẢ KIỂM TRA GIÁN TIẾP QUA DỮ LIỆU MỘT CỬA", "INDIRECT INSPECTION OF ONE-STOP DATA: RESULTS")
WIDTHS = (38, 13, 13, 11, 75)
NAMES_SHOWN = 12  # units named for one rule; the sheet of what is not assessable names all

# Code of the figure, count, out of how many. A figure about slips speaks of the units whose list was received.
_HEADLINES = """
with units as (
    select
        sum(carried_over + received) as cases,
        sum(completed_late) as late,
        sum(completed - completed_undated) as dated,
        sum(pending_overdue) as overdue,
        sum(pending) as pending,
        sum(completed_undated + pending_undated) as undated
    from unit_lateness
),

slips as (
    select
        sum(slips_missing) as missing,
        sum(slips_faulty) as faulty,
        sum(slips_ok + slips_missing + slips_faulty) as judged,
        sum(late_cases) as late_cases
    from unit_apologies
)

select 'cases', cases, null from units
union all select 'completed_late', late, dated from units
union all select 'late_and_overdue', late + overdue, dated + overdue from units
union all select 'pending_overdue', overdue, pending from units
union all select 'undated', undated, cases from units
union all select 'slips_missing', missing, judged from slips
union all select 'slips_faulty', faulty, judged from slips
union all select 'slips_not_assessable', late_cases - coalesce(judged, 0), late_cases from slips
union all (
    select rules.problem, sum(results.findings), sum(results.applicable)
    from rules inner join rule_results as results on rules.rule_id = results.rule_id
    where rules.problem is not null
    group by rules.rule_id, rules.problem order by rules.rule_id
)
"""
_NOT_ASSESSABLE = f"""
select
    results.rule_id, any_value(rules.says_{{lang}}), count(*) filter (where not results.is_assessable), count(*),
    list(coalesce(results.unit_name, results.unit_code) order by {NAME_ORDER.replace("unit_", "results.unit_")})
        filter (where not results.is_assessable)
from rule_results as results inner join rules on results.rule_id = rules.rule_id
group by results.rule_id
having count(*) filter (where not results.is_assessable) > 0
order by results.rule_id
"""
_WITHOUT_CASES = f"""
select unit_level, count(*), string_agg(unit_name, ', ' order by {NAME_ORDER})
from stg_units
where unit_code <> 'UNRESOLVED' and unit_code not in (select unit_code from unit_lateness where unit_code is not null)
group by unit_level order by {LEVEL_ORDER}
"""
_EXTRACTS = """
select
    count(*) filter (where outcome = 'read'), count(distinct case when outcome = 'read' then file_name end),
    count(*) filter (where outcome <> 'read'),
    coalesce(sum(rows_read), 0), coalesce(sum(rows_staged), 0), coalesce(sum(rows_rejected), 0)
from extracts
"""
_REFUSED = """
select concat_ws(' · ', file_name, nullif(sheet, '')), coalesce(todo, as_written, '')
from rejects where reason = 'file_refused' order by file_name, sheet, todo
"""


def write_cover(
    connection: duckdb.DuckDBPyConnection, sheet: Worksheet, book: "Book", record: dict, contents: list[Contents]
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
    for entry in contents:
        if note := entry.cut_note(book.lang):
            page.line((f"Trang {entry.name}", f"Sheet {entry.name}"), (note, note), font_color="#C00000")
    _headlines(connection, page)
    _what_was_read(connection, page)
    _what_could_not_be_told(connection, page)
    page.section(("Cách đếm", "How things were counted"))
    _conventions(page, parameters)
    page.section(("Các trang", "The sheets"))
    for entry in contents:
        page.link(entry)


def _headlines(connection: duckdb.DuckDBPyConnection, page: "Page") -> None:
    page.section(("Kết quả chính", "Headline figures"))
    heads = [("Chỉ tiêu", "Figure"), ("Số lượng", "Count"), ("Trên", "Out of"), ("Tỷ lệ", "Rate")]
    page.headings(*heads, ("Trên tổng số nào", "Out of what"))
    words = page.book.dictionary.codes("*", "headline")
    for code, count, out_of in connection.execute(_HEADLINES).fetchall():
        entry = words[code]
        page.figure(entry.label(page.book.lang), count, out_of, entry.says(page.book.lang))


def _what_was_read(connection: duckdb.DuckDBPyConnection, page: "Page") -> None:
    page.section(("Dữ liệu đã nhận", "Data received"))
    counts = connection.execute(_EXTRACTS).fetchone()
    read, files, refused, rows, used, rejected = (thousands(count, page.book.lang) for count in counts)
    page.line(
        ("Đã đọc", "Read"),
        (
            f"{read} trang tính trong {files} tệp: {rows} dòng, dùng {used}, loại {rejected}",
            f"{read} sheets in {files} files: {rows} rows, {used} used, {rejected} rejected",
        ),
    )
    page.line(("Bị từ chối", "Refused"), (f"{refused} tệp hoặc trang tính", f"{refused} files or sheets"))
    for where, todo in connection.execute(_REFUSED).fetchall():
        page.line((f"   {where}", f"   {where}"), (todo, todo))


def _what_could_not_be_told(connection: duckdb.DuckDBPyConnection, page: "Page") -> None:
    page.section(
        ("Không đánh giá được (không có nghĩa là không có vi phạm)", "Not assessable (which does not mean clean)")
    )
    found = connection.execute(_NOT_ASSESSABLE.format(lang=page.book.lang)).fetchall()
    for rule_id, says, count, units, names in found:
        named = ", ".join(names[:NAMES_SHOWN])
        rest = count - NAMES_SHOWN
        vi = "Mọi đơn vị" if count == units else named + (f" và {rest} đơn vị khác" if rest > 0 else "")
        en = "All units" if count == units else named + (f" and {rest} more" if rest > 0 else "")
        page.line(
            (f"{rule_id}: {count}/{units} đơn vị", f"{rule_id}: {count} of {units} units"),
            (f"{says}\n{vi}", f"{says}\n{en}"),
        )
    if not found:
        page.line(
            ("Quy tắc", "Rules"),
            ("Mọi quy tắc đánh giá được ở mọi đơn vị", "Every rule could be assessed at every unit"),
        )
    if connection.execute("select 1 from duckdb_tables() where table_name = 'stg_units'").fetchone():
        for level, count, names in connection.execute(_WITHOUT_CASES).fetchall():
            vi, en = (page.book.dictionary.value("*", "unit_level", level, lang) for lang in ("vi", "en"))
            page.line(
                (f"Cấp {vi.lower()}: {count} đơn vị không có hồ sơ nào", f"{en} level: {count} units without any case"),
                (names, names),
            )


def _conventions(page: "Page", parameters: dict) -> None:
    dictionary, lang = page.book.dictionary, page.book.lang
    for code, entry in dictionary.codes("*", "convention").items():
        if not code.startswith("grain_") or code == f"grain_{parameters['grain']}":
            page.text(entry.label(lang), entry.says(lang))
    for name in ("late_rate", "overdue_rate", "late_rate_vendor", "overdue_rate_without_waiting"):
        entry = dictionary.column("unit_lateness", name)
        page.text(entry.label(lang), entry.says(lang))
    for name, value in parameters["thresholds"].items():
        page.text(pick(("Ngưỡng", "Threshold"), lang), f"{dictionary.value('*', 'threshold', name, lang)}: {value}")


class Page:
    """Writes the cover from top to bottom: a label in the first column, the rest across the others."""

    def __init__(self, sheet: Worksheet, book: "Book") -> None:
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
        lines = max(lines_in(text, width), lines_in(label, WIDTHS[0] * 0.9))
        self.sheet.set_row(self.row, LINE * lines)
