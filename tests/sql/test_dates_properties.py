"""Dates as text: every supported spelling of any moment is read as that moment, and no other text as a date that a
strict reader, written apart in plain Python, would not find in it.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.common.sql_files import run_macros

HANOI = "Asia/Ho_Chi_Minh"
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
SPACES = (" ", " ", "  ", "\u00a0", "\u2009", "\u202f", " \u200b")

DAYS = {
    "dmy": (
        lambda d: f"{d:%d/%m/%Y}",
        lambda d: f"{d.day}/{d.month}/{d.year}",
        lambda d: f"{d:%d-%m-%Y}",
        lambda d: f"{d:%d.%m.%Y}",
        lambda d: f"{d:%d/%m/%y}",
        lambda d: f"ngày {d:%d/%m/%Y}",
    ),
    "mdy": (lambda d: f"{d:%m/%d/%Y}", lambda d: f"{d.month}/{d.day}/{d.year}", lambda d: f"{d:%m/%d/%y}"),
    "ymd": (lambda d: f"{d:%Y/%m/%d}",),
}
ANY_ORDER = (
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"ngày {d:%d} tháng {d:%m} năm {d.year}",
    lambda d: f"{d.day} thg {d.month}, {d.year}",
)
CLOCKS = (
    (1, lambda t: f"{t:%H:%M:%S}"),
    (60, lambda t: f"{t:%H:%M}"),
    (60, lambda t: f"{t.hour}:{t:%M}"),
    (60, lambda t: f"{t.hour}h{t:%M}"),
    (60, lambda t: f"{t.hour}g{t:%M}"),
    (60, lambda t: f"{t:%H} giờ {t:%M}"),
    (60, lambda t: f"{t:%H} giờ {t:%M} phút"),
    (1, lambda t: f"{t:%H} giờ {t:%M} phút {t:%S} giây"),
    (60, lambda t: f"{t:%I:%M} " + ("CH" if t.hour >= 12 else "SA")),
    (1, lambda t: f"{t:%I:%M:%S} " + ("PM" if t.hour >= 12 else "AM")),
)
OFFSETS = (
    ("Z", 0), (" UTC", 0), ("+07", 420), ("+0700", 420), ("+07:00", 420), ("-05:30", -330), (" GMT+7", 420),
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2039, 12, 31, 23, 59, 59)).map(
    lambda moment: moment.replace(microsecond=0)
)


@pytest.fixture(scope="module")
def sql() -> duckdb.DuckDBPyConnection:
    with duckdb.connect() as connection:
        run_macros(connection)
        yield connection


MANY = {"min_size": 60, "max_size": 60}  # texts that one query reads: to prepare it costs more than to run it


def read(sql: duckdb.DuckDBPyConnection, texts: list[str], orders: list[str], zones: list[str]) -> list[tuple]:
    """Per text the moment read, and whether it may pass the door."""
    query = """
        with texts as (
            select unnest(?::varchar[]) as text, unnest(?::varchar[]) as date_order, unnest(?::varchar[]) as zone
        )
        select plausible_at(parse_at(written(text), date_order, zone)), passes_time(text) from texts
    """
    return sql.execute(query, [texts, orders, zones]).fetchall()


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str, datetime]:
    """A text, the order of its column, the moment that it means."""
    moment, order = draw(MOMENTS), draw(st.sampled_from(sorted(DAYS)))
    day = draw(st.sampled_from((*DAYS[order], *ANY_ORDER)))(moment)
    if draw(st.booleans()):
        names = draw(st.sampled_from((WEEKDAYS, SHORT)))
        day = names[moment.weekday()] + draw(st.sampled_from((", ", " "))) + day
    step, clock = draw(st.sampled_from(CLOCKS))
    moment = moment if step == 1 else moment.replace(second=0)
    space, place = draw(st.sampled_from(SPACES)), draw(st.sampled_from(("after", "before", "none")))
    texts = {"after": f"{day}{space}{clock(moment)}", "before": f"{clock(moment)}{space}{day}", "none": day}
    form = draw(st.sampled_from(("NFC", "NFD")))
    moment = moment if place != "none" else moment.replace(hour=0, minute=0, second=0)
    return unicodedata.normalize(form, texts[place]), order, moment


@settings(max_examples=12, deadline=None)
@given(drawn=st.lists(spelled(), **MANY))
def test_every_spelling_of_a_moment_is_read_as_it(sql, drawn) -> None:
    texts, orders, expected = map(list, zip(*drawn, strict=True))
    found = read(sql, texts, orders, [HANOI] * len(texts))
    wrong = [(text, one) for text, one, moment in zip(texts, found, expected, strict=True) if one != (moment, True)]
    assert wrong == []


@st.composite
def with_offset(draw: st.DrawFn) -> tuple[str, str, datetime]:
    """A text, the zone whose clock is asked for, the moment by that clock."""
    moment, offset, fine = draw(MOMENTS), draw(st.sampled_from(OFFSETS)), draw(st.integers(0, 2))
    sign, zone = draw(st.sampled_from(("T", " "))), draw(st.sampled_from((HANOI, "America/New_York")))
    pattern = (f"%Y-%m-%d{sign}%H:%M", f"%Y-%m-%d{sign}%H:%M:%S", f"%Y-%m-%d{sign}%H:%M:%S.250")[fine]
    known = moment.replace(second=0 if fine == 0 else moment.second, microsecond=250_000 if fine == 2 else 0)
    there = known.replace(tzinfo=timezone(timedelta(minutes=offset[1]))).astimezone(ZoneInfo(zone))
    return moment.strftime(pattern) + offset[0], zone, there.replace(tzinfo=None)


@settings(max_examples=8, deadline=None)
@given(drawn=st.lists(with_offset(), **MANY))
def test_an_offset_is_converted_to_the_clock_of_the_zone(sql, drawn) -> None:
    texts, zones, expected = map(list, zip(*drawn, strict=True))
    found = [one for one, _ in read(sql, texts, ["dmy"] * len(texts), zones)]
    assert [pair for pair in zip(texts, found, expected, strict=True) if pair[1] != pair[2]] == []


@settings(max_examples=8, deadline=None)
@given(moments=st.lists(MOMENTS, **MANY))
def test_numbers_that_stand_for_moments(sql, moments) -> None:
    texts = [str(int(moment.replace(tzinfo=ZoneInfo(HANOI)).timestamp()) * 1000) for moment in moments]
    texts += [f"{moment:%Y%m%d%H%M%S}" for moment in moments]
    serials = [(moment - datetime(1899, 12, 30)) / timedelta(days=1) for moment in moments]
    texts += [f"{serial:.9f}" for serial in serials] + [f"{serial:.9f}".replace(".", ",") for serial in serials]
    found = [one for one, _ in read(sql, texts, ["dmy"] * len(texts), [HANOI] * len(texts))]
    assert found == moments * 4


WORDS = "05 5 13 31 2020 20 24 00 30 / - . : T Z +07 PM SA h giờ phút ngày tháng năm , x hoặc 05/10/2020 2020-10-05"
TOKENS = st.sampled_from([*WORDS.split(), " ", "Thứ Hai"])


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.one_of(st.lists(TOKENS, min_size=1, max_size=12).map("".join), st.text(max_size=24)), **MANY))
def test_no_other_text_is_read_as_a_date(sql, texts) -> None:
    found = [one for one, _ in read(sql, texts, ["dmy"] * len(texts), [HANOI] * len(texts))]
    wrong = [(text, one) for text, one in zip(texts, found, strict=True) if one and one not in strictly(text)]
    assert wrong == []


NUMERIC = re.compile(r"(\d{1,4})(\s?[/.-]\s?)(\d{1,2})(\s?[/.-]\s?)(\d{1,4})")
WORDED = re.compile(r"(\d{1,2}) (?:tháng|thg) (\d{1,2})(?: năm)? (\d{4})")
TIME = re.compile(
    r"(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?|\s?(?:giờ|h|g)\s?(?:(\d{1,2})\s?(?:phút|p|:)?\s?(\d{1,2})?)?)\s?(pm|ch|am|sa)?"
)
FILLING = re.compile(r"[\s,.()-]|ngày|thứ hai|t|z|utc|\+07", re.IGNORECASE)


def strictly(text: str) -> set[datetime]:
    """Every moment that the whole of a text can mean: one day, at most one time, and nothing else but known words."""
    text = re.sub(r",?\s+", " ", unicodedata.normalize("NFC", text).casefold()).strip()
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    moments = {moment for day, rest in _days(text) for moment in _moments(day, rest)}
    if re.fullmatch(r"\d{8}", text):
        moments |= {datetime(*day) for day in [(int(text[:4]), int(text[4:6]), int(text[6:]))] if _is_day(*day)}
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        days = float(text.replace(",", "."))
        whole = datetime(1899, 12, 30) + timedelta(days=int(days))
        moments |= {whole + timedelta(seconds=min(86399, round(86400 * (days % 1))))}
    if re.fullmatch(r"\d{12}|\d{14}", text):
        parts = [int(text[:4]), *(int(text[i : i + 2]) for i in range(4, len(text), 2))]
        if _is_day(*parts[:3]) and parts[3] < 24 and max(parts[4:]) < 60:
            moments.add(datetime(*parts))
    if re.fullmatch(r"\d{13}", text):
        moments.add(datetime(1970, 1, 1, 7) + timedelta(milliseconds=int(text)))
    return moments


def _days(text: str) -> list[tuple[date, str]]:
    found = []
    for start in range(len(text)):
        for pattern in (NUMERIC, WORDED):
            match = pattern.match(text, start)
            if match is None or (start and text[start - 1].isdigit()):
                continue
            if pattern is WORDED:
                day, month, year = map(int, match.groups())
            elif match[2].strip() != match[4].strip():
                continue
            else:
                one, two, three = match[1], int(match[3]), match[5]
                year, month, day = (one, two, three) if len(one) == 4 else (three, two, one)
                year = int(year) if len(year) == 4 else 2000 + int(year) if len(year) == 2 else 0
                day = int(day)
            if _is_day(year, month, day):
                found.append((date(year, month, day), text[:start] + " " + text[match.end() :]))
    return found


def _moments(day: date, rest: str) -> set[datetime]:
    if "thứ hai" in rest and day.weekday() != 0:
        return set()
    if not FILLING.sub("", rest):
        return {datetime(day.year, day.month, day.day)}
    moments = set()
    for match in TIME.finditer(rest):
        left = rest[: match.start()] + " " + rest[match.end() :]
        hour, minute = int(match[1]), int(match[2] or match[4] or 0)
        second, half = int(match[3] or match[5] or 0), match[6]
        if half in ("pm", "ch"):
            hour = hour + 12 if 1 <= hour < 12 else hour if hour == 12 else 99
        elif half:
            hour = hour % 12 if hour <= 12 else 99
        if (hour, minute, second) == (24, 0, 0):
            hour, minute, second = 23, 59, 59
        if FILLING.sub("", left) or hour > 23 or minute > 59 or second > 59:
            continue
        moment = datetime(day.year, day.month, day.day, hour, minute, second)
        is_utc = "z" in left
        moments.add(moment.replace(tzinfo=UTC).astimezone(ZoneInfo(HANOI)).replace(tzinfo=None) if is_utc else moment)
    return moments


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
