"""What a person sees while an audit runs and when it is over, in Vietnamese or English."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from checks.rules import load_rules
from flows.common.errors import OnestopError
from flows.common.settings import REGISTER
from flows.door.register import Register
from flows.publishing.publish import WORKBOOK, Published
from flows.screen.notices import notices
from flows.screen.terminal import HarmlessConsole, shown

T = TypeVar("T")

_STEPS = {
    "start": ("Khởi động", "Starting"),
    "ingest": ("Đọc tệp trích xuất", "Reading extracts"),
    "build": ("Tính toán", "Computing"),
    "judge": ("Kiểm tra theo quy tắc", "Judging by the rules"),
    "choose": ("Chọn nơi kiểm tra", "Choosing visits"),
    "publish": ("Công bố kết quả", "Publishing"),
}
_KINDS = {
    "violation": ("vi phạm", "violations"),
    "suspicion": ("nghi vấn", "suspicions"),
    "defect": ("lỗi dữ liệu", "data defects"),
}
MOST_REFUSALS = 3
MOST_NOTICES = 6
PROCEDURE_RULES = {rule.rule_id for rule in load_rules() if rule.problem}


def say(lang: str, vi: str, en: str) -> str:
    return en if lang == "en" else vi


def out() -> Console:
    console = HarmlessConsole()
    return console if console.is_terminal else HarmlessConsole(width=120)


def names_for(console: Console, marts: Path) -> Callable[[str], str]:
    """How names are told: on a terminal of this machine by the register, in what is kept of a screen masked."""
    return Register(marts.parent / REGISTER).readable if console.is_terminal else str


def fail(trouble: OnestopError, lang: str) -> None:
    told = shown(say(lang, trouble.vi, trouble.en))
    HarmlessConsole(stderr=True).print(f"[bold red]✗[/] {told}", soft_wrap=True)


class Steps:
    """The progress of a run; on a terminal a bar per step, elsewhere nothing."""

    def __init__(self, progress: Progress, lang: str) -> None:
        self._progress, self._lang = progress, lang
        self._current = None

    def note(self, vi: str, en: str) -> None:
        """Says something above the bars."""
        self._progress.console.print(shown(say(self._lang, vi, en)), soft_wrap=True)

    def step(self, name: str, total: int | None = None) -> None:
        """Ends the step before and begins this one."""
        self.finish()
        self._current = self._progress.add_task(say(self._lang, *_STEPS[name]), total=total)

    def finish(self) -> None:
        if self._current is not None:
            task = next(task for task in self._progress.tasks if task.id == self._current)
            self._progress.update(self._current, total=task.total or 1, completed=task.total or 1)

    def track(self, items: Iterable[T], name: str) -> Iterator[T]:
        listed = list(items)
        self.step(name, total=len(listed))
        for item in listed:
            yield item
            self._progress.advance(self._current)


@contextmanager
def steps(lang: str) -> Iterator[Steps]:
    """Shows the steps of a run while the block lasts."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = out()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        shown = Steps(progress, lang)
        yield shown
        shown.finish()


def _number(lang: str, value: int | None) -> str:
    """1.234 in Vietnamese, 1,234 in English."""
    text = f"{value or 0:,}"
    return text if lang == "en" else text.replace(",", ".")


def _rate(lang: str, part: int | None, whole: int | None) -> str:
    """`12 / 340 (3,5%)`, or a dash where nothing could be assessed."""
    if not whole or part is None:
        return "–"
    percent = f"{part / whole:.1%}"
    return f"{_number(lang, part)} / {_number(lang, whole)} ({percent if lang == 'en' else percent.replace('.', ',')})"


def summary_rows(published: Published, lang: str) -> list[tuple[str, str]]:
    """The figures of a run as (label, value), each rate with its counts."""
    found = published.summary
    extracts, late, slips = found["extracts"][0], found["lateness"][0], found["apologies"][0]
    told = found["coverage"][0]
    kinds = [f"{_number(lang, row['findings'])} {say(lang, *_KINDS[row['kind']])}" for row in found["findings"]]
    not_assessed = [row["rule_id"] + ("*" if row["is_partly"] else "") for row in found["not_assessable"]]
    read, refused = extracts["sheets_read"], extracts["sheets_refused"]
    rows, cases, units = _number(lang, extracts["rows_read"]), _number(lang, late["cases"]), late["units"]
    procedures = _number(lang, sum(row["entries"] for row in found["procedures"]))
    is_told = not {rule_id for rule_id in not_assessed if rule_id.startswith("U")} >= PROCEDURE_RULES
    return [
        (
            say(lang, "Bảng trích xuất", "Extracts"),
            say(
                lang,
                f"{read} đọc được, {refused} bị từ chối; {rows} dòng",
                f"{read} read, {refused} refused; {rows} rows",
            ),
        ),
        (
            say(lang, "Hồ sơ trong kỳ", "Cases in scope"),
            say(lang, f"{cases} hồ sơ của {units} đơn vị", f"{cases} cases of {units} units"),
        ),
        (
            say(lang, "Trích xuất trọn kỳ", "Whole window told"),
            say(
                lang,
                f"{told['covered']} đơn vị; {told['partly']} chỉ một phần, {told['uncovered']} không có",
                f"{told['covered']} units; {told['partly']} in part only, {told['uncovered']} not at all",
            ),
        ),
        (
            say(lang, "Trễ hạn / đã giải quyết có hạn", "Late / completed with a due date"),
            _rate(lang, late["late"], late["completed_dated"]),
        ),
        (say(lang, "Quá hạn / đang giải quyết", "Overdue / pending"), _rate(lang, late["overdue"], late["pending"])),
        (
            say(lang, "Thiếu phiếu xin lỗi / hồ sơ trễ, quá hạn", "Missing slips / late and overdue cases"),
            _rate(lang, slips["slips_missing"], slips["assessed"]),
        ),
        (
            say(lang, "Thủ tục có vấn đề đăng ký", "Procedures with a registration problem"),
            say(lang, f"{procedures} lượt đơn vị × thủ tục", f"{procedures} unit × procedure") if is_told else "–",
        ),
        (say(lang, "Phát hiện", "Findings"), ", ".join(kinds) or "0"),
        (say(lang, "Không đánh giá được (* một phần)", "Not assessable (* in part)"), ", ".join(not_assessed) or "–"),
    ]


def last_screen(published: Published, lang: str) -> None:
    """What was found and where to look, in fewer than 25 lines."""
    console = out()
    readable = names_for(console, published.latest.parent)
    table = Table.grid(padding=(0, 2))
    for label, value in summary_rows(published, lang):
        table.add_row(label, f"[bold]{value}[/]")
    window = published.record["parameters"]
    title = f"{say(lang, 'Kết quả kiểm tra', 'Audit')} {window['window_from']} – {window['window_to']}"
    if published.record.get("is_invented"):
        title += f" · {say(lang, 'DỮ LIỆU MÔ PHỎNG', 'INVENTED DATA')}"
    console.print(Panel(table, title=title, expand=False))
    if published.unchanged:
        console.print(
            say(
                lang,
                f"Không có gì thay đổi kể từ lần chạy {published.record['run_id']}; kết quả đó còn nguyên giá trị.",
                f"Nothing has changed since run {published.record['run_id']}; its results stand.",
            )
        )
    refusals = published.summary["refusals"]
    for refusal in refusals[:MOST_REFUSALS]:
        where = refusal["file_name"]
        where += f" [{refusal['sheet']}]" if refusal["sheet"] else ""
        where += f":{refusal['row_number']}" if refusal["row_number"] else ""
        console.print(f"[yellow]✗[/] {shown(readable(where))}: {shown(readable(refusal['todo']))}", soft_wrap=True)
    more = len(refusals) - MOST_REFUSALS
    if more > 0:
        console.print(say(lang, f"  … và {more} tệp khác, xem bảng rejects.", f"  … and {more} more, see rejects."))
    noticed = notices(published)
    for vi, en in noticed[:MOST_NOTICES]:
        console.print(f"[yellow]![/] {shown(readable(say(lang, vi, en)))}", soft_wrap=True)
    more = len(noticed) - MOST_NOTICES
    if more > 0:
        console.print(say(lang, f"  … và {more} lưu ý khác, xem run.json.", f"  … and {more} more, see run.json."))
    console.print(f"[green]✓[/] {say(lang, 'Mở', 'Open')} {shown(str(published.latest / WORKBOOK))}", soft_wrap=True)
