"""The period that the title above a table speaks of: "Từ ngày 01/06/2020 đến ngày 30/04/2021", "Quý II năm 2020"."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """Its first and last day, both included, as ISO text; all three are None where the title gives no clear period.

    `period_kind` is days where the title writes them out. A month, quarter, half_year, nine_months or year gives the
    days of the calendar, and the office may mean others (report quarters that run from the 15th to the 14th).
    """

    period_from: str | None
    period_to: str | None
    period_kind: str | None


UNKNOWN = Period(None, None, None)
YEARS = range(1990, 2101)

_DAY = (
    r"(?:(?P<{0}_iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})"
    r"|(?P<{0}_day>\d{{1,2}})\s*(?:[-/.]|tháng)\s*(?P<{0}_month>\d{{1,2}})"
    r"(?:\s*(?:[-/.]|năm)\s*(?P<{0}_year>\d{{4}}))?(?!\d))"
    r"(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
)
_SPAN = re.compile(
    rf"từ\s*(?:ngày)?\s*:?\s*{_DAY.format('first')}\s*,?\s*(?:đến|tới|[-–])\s*(?:hết)?\s*(?:ngày)?\s*:?\s*"
    rf"{_DAY.format('last')}"
)
_MONTHS = re.compile(
    r"từ tháng (?P<first_month>\d{1,2})\s*(?:[-/.]|năm)\s*(?P<first_year>\d{4})\s*(?:đến|tới|[-–])\s*(?:hết)?\s*"
    r"tháng (?P<last_month>\d{1,2})\s*(?:[-/.]|năm)\s*(?P<last_year>\d{4})"
)
_OF_YEAR = r"\s*(?:,?\s*năm|[-/.–])\s*(?P<year>\d{4})(?!\d)"
_NAMED = {
    "quarter": re.compile(rf"\bquý\s*(?P<number>iv|i{{1,3}}|[1-4]){_OF_YEAR}"),
    "half_year": re.compile(rf"\b(?:6|06|sáu)\s*tháng\s*(?P<number>đầu|cuối){_OF_YEAR}"),
    "nine_months": re.compile(rf"\b(?:9|09|chín)\s*tháng(?:\s*đầu)?{_OF_YEAR}"),
    "month": re.compile(rf"\btháng\s*(?P<number>\d{{1,2}}){_OF_YEAR}"),
    "year": re.compile(r"\bnăm\s*(?P<year>\d{4})(?!\d|\s*[-–,/]\s*\d)"),
}
_PARTS = re.compile(r"\b(?:quý|tháng|tuần|ngày)\b")
_SEVERAL = re.compile(r"\b(?:đến|tới|l[ũu][ỹy] kế)\b|\bnăm\b.*\bnăm\b|\b(?:quý|tháng)\b.*\b(?:quý|tháng)\b")
# The day on which a paper was signed ("ngày 05 tháng 05 năm 2021"), and papers that are only cited, name no period.
_SIGNED = re.compile(r"ngày[\s.…_]*\d{0,2}[\s.…_]*tháng[\s.…_]*\d{0,2}[\s.…_]*(?:năm|[-/.])\s*\d{4}")
_CITED = re.compile(r"(?:kế hoạch|quyết định|thông tư|nghị định|công văn|chỉ thị|nghị quyết|văn bản)\b.*")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def period_of(head_rows: list[list[str | None]]) -> Period:
    """The period that the rows above a table's headings tell. Days written out go before a quarter or year by name;
    two different periods of the same standing, or one that ends before it starts, are none.
    """
    lines = [line for row in head_rows for line in _lines(row)]
    for told in (set(_written_out(" ".join(lines))), {found for line in lines for found in _named(line)}):
        if told:
            return told.pop() if len(told) == 1 else UNKNOWN
    return UNKNOWN


def _lines(row: list[str | None]) -> list[str]:
    """The lines of a row as they are compared: the cells side by side, a merged text once."""
    cells = dict.fromkeys(unicodedata.normalize("NFC", cell).casefold().strip() for cell in row if cell)
    return [re.sub(r"\s+", " ", line).strip() for line in "  ".join(cells).splitlines()]


def _written_out(text: str) -> Iterator[Period]:
    for found in _SPAN.finditer(text):
        first, last = _day(found, "first"), _day(found, "last")
        yield _period("days", first, last)
    for found in _MONTHS.finditer(text):
        first_month, first_year, last_month, last_year = map(int, found.group(1, 2, 3, 4))
        yield _months("month", first_year, first_month, last_year, last_month)


def _named(line: str) -> Iterator[Period]:
    """The one period that a line names; a line that names several, or only one end of one, names none."""
    line = _CITED.sub("", _SIGNED.sub("", line))
    if _SEVERAL.search(line):
        return
    for kind, pattern in _NAMED.items():
        if (found := pattern.search(line)) and not (kind == "year" and _PARTS.search(line)):
            year, number = int(found["year"]), found.groupdict().get("number")
            if kind == "quarter":
                quarter = _QUARTERS.get(number) or int(number)
                yield _months(kind, year, 3 * quarter - 2, year, 3 * quarter)
            elif kind == "half_year":
                yield _months(kind, year, *((1, year, 6) if number == "đầu" else (7, year, 12)))
            elif kind == "month":
                yield _months(kind, year, int(number), year, int(number))
            else:
                yield _months(kind, year, 1, year, 12 if kind == "year" else 9)
            return


def _day(found: re.Match, end: str) -> date | None:
    """One end of a span; a first day without its year is of the year of the last one."""
    try:
        if found[f"{end}_iso"]:
            return date.fromisoformat(found[f"{end}_iso"])
        year = found[f"{end}_year"] or (end == "first" and (found["last_year"] or (found["last_iso"] or "")[:4]))
        return date(int(year), int(found[f"{end}_month"]), int(found[f"{end}_day"]))
    except ValueError:
        return None


def _months(kind: str, first_year: int, first_month: int, last_year: int, last_month: int) -> Period:
    if not (1 <= first_month <= 12 and 1 <= last_month <= 12 and {first_year, last_year} <= set(YEARS)):
        return UNKNOWN
    last_day = calendar.monthrange(last_year, last_month)[1]
    return _period(kind, date(first_year, first_month, 1), date(last_year, last_month, last_day))


def _period(kind: str, first: date | None, last: date | None) -> Period:
    if first is None or last is None or first > last or first.year not in YEARS or last.year not in YEARS:
        return UNKNOWN
    return Period(first.isoformat(), last.isoformat(), kind)
