"""What a single case tells of conduct: its code (A3, A3U, A4G), its hours (D3, D4, E3), who filed it (D6, D8), its
papers (E4). In units of which no other extract tells; the columns that some of it needs are in a few files only.

What is so by chance in an honest case is labelled too: that it is so, not that anybody meant it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from .catalog import WINDOW_TO
from .deadlines import alone, settled
from .faults import NOTHING, Planter
from .law import AT_ONCE, Calendar, as_day, at
from .styles import Style

COLUMNS = {
    "entered_at": ("Ngày nhập hồ sơ", ("608", "STNMT", "SGDDT", "23365", "23293", "23452")),
    "transferred_at": ("Ngày chuyển xử lý", ("608", "STNMT", "STP", "23293", "23545", "23392")),
    "papers": ("Tệp đính kèm", ("608", "SYT", "STC", "23545", "23452", "23446")),
}
INSTANT = np.timedelta64(600, "s")
AT_15 = np.timedelta64(15 * 3600, "s")


def with_columns(styles: list[Style], units: pd.DataFrame) -> list[Style]:
    """The styles, with one more column at the end for each list of COLUMNS that names the unit."""
    changed = list(styles)
    for column, (heading, codes) in COLUMNS.items():
        for unit in units.index[units["unit_code"].isin(codes)]:
            one = changed[unit]
            changed[unit] = replace(one, columns=(*one.columns, column), headings=(*one.headings, heading))
    return changed


def desk_hours(frame: pd.DataFrame, calendar: Calendar, rng: np.random.Generator) -> None:
    """Entered within minutes; handed to those who work on it the same day or, received after 15:00, next morning."""
    received, size = frame["received_at"].to_numpy(), len(frame)
    day, known = as_day(received), ~np.isnat(received)
    frame["entered_at"] = received + rng.integers(30, 900, size).astype("timedelta64[s]")
    morning = np.full(size, NOTHING)
    morning[known] = at(calendar.shift(day[known] + 1, 0), rng.integers(25_300, 27_000, known.sum()))
    soon = received + rng.integers(900, 5400, size).astype("timedelta64[s]")
    frame["transferred_at"] = np.where(received - day.astype("datetime64[s]") <= AT_15, soon, morning)


def plant(p: Planter) -> None:
    frame = p.frame
    desk_hours(frame, p.province.calendar, p.rng)
    frame["papers"] = p.rng.integers(1, 6, len(frame))
    frame["person"] = np.arange(len(frame))
    late_entry(p)
    late_transfer(p)
    no_papers(p)
    filed_again(p)
    filed_in_batches(p)
    instant(p)
    codes_of_others(p)
    numbers_left_out(p)


def late_entry(p: Planter) -> None:
    rows = p.take(settled(p) & p.where("entered_at"), 18)
    day = p.province.calendar.shift(as_day(p.frame["received_at"].to_numpy())[rows], p.rng.integers(3, 12, len(rows)))
    p.frame.loc[rows, "entered_at"] = at(day, 33_000)
    p.label("D4", rows, "entered days after receipt")


def late_transfer(p: Planter) -> None:
    rows = p.take(settled(p) & p.where("transferred_at"), 20)
    day = p.province.calendar.shift(as_day(p.frame["received_at"].to_numpy())[rows], p.rng.integers(2, 6, len(rows)))
    p.frame.loc[rows, "transferred_at"] = at(day, 36_000)
    p.label("E3", rows, "handed on days after receipt")


def no_papers(p: Planter) -> None:
    rows = p.take(settled(p) & p.where("papers"), 22)
    p.frame.loc[rows, "papers"] = 0
    p.label("E4", rows, "no papers attached")


def filed_again(p: Planter) -> None:
    """Withdrawn the day before it was due; the same applicant's next case of the procedure came days later."""
    frame = p.frame
    due, received = as_day(frame["due"].to_numpy()), as_day(frame["received_at"].to_numpy())
    mask, left = settled(p) & p.where("applicant") & (due - received >= 5), 12
    for first in p.rng.permutation(np.flatnonzero(mask & p.clean)):
        end = p.province.calendar.shift(due[first], -1)
        again = p.clean & mask & (frame["unit"] == frame.at[first, "unit"]).to_numpy()
        again &= (frame["procedure"] == frame.at[first, "procedure"]).to_numpy()
        again &= (received > end) & (received <= end + 12)
        if left and p.clean[first] and again.any():
            second = p.rng.choice(np.flatnonzero(again))
            p.clean[[first, second]] = False
            frame.loc[first, "finished_at"], frame.loc[first, "returned_at"] = at(end, 36_000), NOTHING
            frame.loc[first, "status"], frame.loc[second, "person"] = 7, first
            p.label("D6", np.array([first]), "withdrawn the day before it was due and filed again")
            left -= 1


def filed_in_batches(p: Planter) -> None:
    """Six cases of one month, filed online within a minute from one telephone."""
    frame, left = p.frame, 5
    shown = p.where("phone") & p.where("submitted_at") & p.where("channel") & alone(p)
    online = shown & p.ended & (frame["level"] >= 3).to_numpy() & frame["status"].eq(10).to_numpy()
    month = frame["received_at"].dt.to_period("M")
    groups = frame[online & p.clean].groupby([frame["unit"], month]).groups
    for rows in p.rng.permutation(np.array([*groups.values(), None], dtype=object)):
        if rows is not None and left and len(rows) >= 6:
            chosen = rows.to_numpy()[:6]
            p.clean[chosen] = False
            filed = frame.loc[chosen, "received_at"].min().floor("min") - pd.Timedelta(minutes=40)
            frame.loc[chosen, "channel"], frame.loc[chosen, "person"] = "online", chosen[0]
            frame.loc[chosen, "submitted_at"] = filed + pd.to_timedelta(np.arange(6) * 8, unit="s")
            unit = p.province.units["unit_code"].iat[frame.at[chosen[0], "unit"]]
            p.labels.thing("D8", unit, filed.strftime("%Y-%m-%d %H:%M"), "six cases from one telephone")
            left -= 1


def instant(p: Planter) -> None:
    """Made in minutes: some planted, some by chance."""
    frame, table = p.frame, p.province.procedures
    rows = p.take(settled(p), 16)
    frame.loc[rows, "finished_at"] = frame.loc[rows, "received_at"] + pd.Timedelta(minutes=3)
    frame.loc[rows, "returned_at"] = frame.loc[rows, "received_at"] + pd.Timedelta(minutes=5)
    limit, unit = (table[name].to_numpy()[frame["procedure"]] for name in ("amount", "limit_unit"))
    is_long = (
        (limit >= 2)
        & (unit < 2)
        & frame["has_procedure_code"]
        & (table["origin"] == "reference").to_numpy()[frame["procedure"]]
    )
    took = frame[["finished_at", "returned_at"]].max(axis=1) - frame["received_at"]
    first = frame[["finished_at", "returned_at"]].min(axis=1)
    done = frame["returned_at"].notna() & frame["finished_at"].notna() & (first >= frame["received_at"])
    rows = np.flatnonzero(done & is_long & (unit != AT_ONCE) & (took <= INSTANT) & frame["in_scope"])
    p.label("D3", rows, "received, ended and handed over within ten minutes")


def last_numbers(p: Planter) -> np.ndarray:
    """Rows that carry the last of at least three running numbers of their unit and day."""
    day, unit = as_day(p.frame["first_seen"].to_numpy()), p.frame["unit"].to_numpy()
    same = np.append(False, (day[1:] == day[:-1]) & (unit[1:] == unit[:-1]))
    third = same & np.append(False, same[:-1])
    return third & ~np.append(same[1:], False)


def _renumber(code: str, by: int) -> str:
    head, _, number = code.rpartition("-")
    return f"{head}-{int(number) + by:04d}"


def codes_of_others(p: Planter) -> None:
    """A code that names another day, or a commune of another district; reused codes name another day as well."""
    frame = p.frame
    lasts = last_numbers(p) & settled(p)
    for row in p.take(lasts, 16):
        unit, _, _ = frame.at[row, "case_id"].split("-")
        other = np.datetime64(frame.at[row, "received_at"], "D") + int(p.rng.integers(1, 9))
        stamp = str(other).replace("-", "")[2:]
        frame.loc[row, "case_id"] = f"{unit}-{stamp}-{800 + int(p.rng.integers(0, 99)):04d}"
    _of_another_unit(p)
    told = frame["in_scope"] & frame["received_at"].notna()
    stamp = frame["case_id"].str.split("-").str[1]
    wrong = told & (stamp != frame["received_at"].dt.strftime("%y%m%d"))
    p.label("A3", np.flatnonzero(wrong), "the day in the code is not the day of receipt")


def _of_another_unit(p: Planter) -> None:
    """The only code of its unit and day becomes one of a commune elsewhere that gave out none that day."""
    frame, units = p.frame, p.province.units
    day = as_day(frame["first_seen"].to_numpy())
    busy = set(zip(frame["unit"], day, strict=True))
    alone_that_day = ~frame.assign(day=day).duplicated(["unit", "day"], keep=False).to_numpy()
    communes = units.index[units["unit_type"] == "commune"]
    for row in p.take(settled(p) & alone_that_day & np.isin(frame["unit"], communes), 9):
        district = units["district_code"].iat[frame.at[row, "unit"]]
        far = [n for n in communes if units["district_code"].iat[n] != district and (n, day[row]) not in busy]
        _, stamp, number = frame.at[row, "case_id"].split("-")
        frame.loc[row, "case_id"] = f"{units['case_code_prefix'].iat[p.rng.choice(far)]}-{stamp}-{number}"
        p.labels.case("A3U", row, "code of a commune of another district")


def numbers_left_out(p: Planter) -> None:
    """The last code of a day leaves some numbers out."""
    rows = p.take(last_numbers(p) & settled(p), 14)
    frame = p.frame
    frame.loc[rows, "case_id"] = [_renumber(code, 2) for code in frame.loc[rows, "case_id"]]
    gaps(p)


def gaps(p: Planter) -> None:
    """A4G for every unit and day with a number missing below the last one given to a case received that day."""
    frame = p.frame
    parts = frame["case_id"].str.split("-", expand=True)
    told = pd.DataFrame({"unit": frame["unit"], "stamp": parts[1], "number": parts[2].astype(int)})
    of_day = parts[1] == frame["received_at"].dt.strftime("%y%m%d")
    resolved = ~frame.index.isin(list(p.labels.unresolved))
    last = told[of_day & resolved].groupby(["unit", "stamp"])["number"].max()
    numbers = told.drop_duplicates().set_index(["unit", "stamp"])["number"]
    held = numbers[numbers <= last.reindex(numbers.index).fillna(0)].groupby(level=[0, 1]).size()
    for unit, stamp in last.index[held.reindex(last.index) < last]:
        day = f"20{stamp[:2]}-{stamp[2:4]}-{stamp[4:]}"
        if np.datetime64(day) <= WINDOW_TO:
            p.labels.thing("A4G", p.province.units["unit_code"].iat[unit], day, "numbers missing")
