"""Examples of the rules that hold a unit against its peers: a province of communes that differ a little, in which
single units do one thing that the others do not. Drawn for `test_unit_signals.py`.

The cases of a unit lie over eleven months. What it does otherwise than its peers stands in the table, with the share of
its cases in which it does so.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from checks import judge
from checks.rules import Judged
from flows.warehouse.warehouse import build, open_warehouse
from tests.casebook import THRESHOLDS, Casebook, drawn
from tests.checks.rulebook import Example

SIGNALS = """
rule | is    | example                     | unit  | cases | does           | share | verdict
D1   | good  | two in five, peers a fifth  | 23284 | 100   | on due date    | 0.40  | clean
D1   | bad   | nearly all                  | 23287 | 100   | on due date    | 0.90  | finding
D1   | empty | 29 cases, all               | 23293 | 29    | on due date    | 1.00  | outside
D1   | n/a   | no day of the end           | 608   | 40    | nothing        | 0     | n/a
D1T  | good  | five times at 16:30         | 23299 | 100   | at 16:30       | 0.05  | clean
D1T  | bad   | half at 16:30               | 23302 | 100   | at 16:30       | 0.50  | finding
D1T  | empty | 29 cases, all               | 23305 | 29    | at 16:30       | 1.00  | outside
D1T  | n/a   | days only                   | 610   | 40    | days only      | 0     | n/a
D2   | good  | a single batch              | 23308 | 100   | batches of 12  | 0.12  | clean
D2   | bad   | three in five in batches    | 23311 | 100   | batches of 6   | 0.60  | finding
D2   | empty | 29 cases in batches         | 23314 | 29    | batches of 6   | 1.00  | outside
D2   | n/a   | days only                   | 610   | 40    | days only      | 0     | n/a
D2P  | good  | three in ten, peers a tenth | 23317 | 60    | at period ends | 0.20  | clean
D2P  | bad   | nearly all                  | 23320 | 100   | at period ends | 0.90  | finding
D2P  | empty | 29 cases, all               | 23323 | 29    | at period ends | 1.00  | outside
D2P  | n/a   | no day of the end           | 608   | 40    | nothing        | 0     | n/a
D5   | good  | three of a hundred          | 23326 | 100   | at night       | 0.03  | clean
D5   | bad   | a third at night            | 23327 | 100   | at night       | 0.35  | finding
D5   | empty | 29 cases, all               | 23329 | 29    | at night       | 1.00  | outside
D5   | n/a   | no day of the end           | 608   | 40    | nothing        | 0     | n/a
D7   | good  | one late case               | 23332 | 100   | a day, 1 late  | 1.00  | clean
D7   | bad   | always a day before         | 23335 | 100   | a day before   | 1.00  | finding
D7   | empty | 29 cases                    | 23338 | 29    | a day before   | 1.00  | outside
D7   | n/a   | no day of the end           | 608   | 40    | nothing        | 0     | n/a
E1I  | good  | one case                    | 23377 | 100   | at once        | 0.01  | clean
E1I  | bad   | none                        | 23374 | 100   | at once        | 0.00  | finding
E1I  | empty | none of 29                  | 23380 | 29    | at once        | 0.00  | outside
E1I  | n/a   | no procedure codes          | 608   | 40    | nothing        | 0     | n/a
"""
PEERS = tuple(str(code) for code in (23281, 23290, 23296, 23341, 23344, 23356, 23362, 23365, 23368, 23383))
LONG, AT_ONCE = "1.000001", "1.000009"
PUBLISHED = f"""
procedure_code | procedure_name | level  | authority       | time_limit       | valid_from
{LONG}         | thường         | Cấp xã | UBND cấp xã     | 10 ngày làm việc | 01/01/2019
{AT_ONCE}      | trong ngày     | Cấp xã | UBND cấp xã     | Giải quyết ngay  | 01/01/2019
"""
LINES = drawn(SIGNALS)
EXAMPLES = [
    Example(line["rule"], line["is"], line["example"], line["verdict"], line["unit"], {}, line["unit"])
    for line in LINES
]
HOLIDAYS = [np.datetime64(day) for day in ("2020-09-02", "2021-01-01", "2021-04-21", "2021-04-30")]
HOLIDAYS += [np.datetime64("2021-02-10") + n for n in range(7)]
OPEN = np.busdaycalendar(holidays=HOLIDAYS)
PERIOD_ENDS = [np.datetime64(f"2020-{month:02}-{day}") for month, day in ((6, 30), (7, 31), (8, 31), (9, 14), (9, 30))]


@dataclass
class Does:
    """What a unit does otherwise, with which share of its cases."""

    what: str = "nothing"
    share: float = 0.0


def _cases(unit: str, count: int, does: Does, rng: np.random.Generator) -> list[dict]:
    rows = []
    first = np.datetime64("2020-06-01")
    for number in range(count):
        chosen = number < round(does.share * count)
        received = np.busday_offset(first, int(rng.integers(0, 205)), "forward", busdaycal=OPEN)
        promised = int(rng.integers(8, 13))
        due = np.busday_offset(received, promised, busdaycal=OPEN)
        left = min(int(rng.beta(1, 2) * (promised - 1)), promised - 1)
        at = int(rng.integers(7 * 60 + 30, 17 * 60 - 10))
        is_at_once = number % 4 == 0 if does.what != "at once" else chosen
        if does.what in ("a day before", "a day, 1 late"):
            left = 1 if number or does.what == "a day before" else -2
        elif does.what == "on due date":
            left = 0 if chosen else int(rng.integers(1, promised - 1))
        elif rng.random() < 0.04:
            left = -3
        end = np.busday_offset(due, -left, busdaycal=OPEN)
        if chosen and does.what == "at period ends":
            end = PERIOD_ENDS[number % len(PERIOD_ENDS)]
            received = np.busday_offset(end, -int(rng.integers(2, 7)), "backward", busdaycal=OPEN)
            due = np.busday_offset(end, int(rng.integers(0, 5)), "forward", busdaycal=OPEN)
        elif chosen and does.what.startswith("batches of"):
            batch = number // int(does.what.split()[-1])
            end = np.busday_offset(first, 20 + 7 * batch, "forward", busdaycal=OPEN)
            received = np.busday_offset(end, -int(rng.integers(2, 7)), busdaycal=OPEN)
            due = np.busday_offset(end, int(rng.integers(0, 5)), busdaycal=OPEN)
            at = 9 * 60 + 7 * (batch % 60)
        at = {"at 16:30": 16 * 60 + 30, "at night": 21 * 60 + number % 120}.get(does.what, at) if chosen else at
        end_text = f"{_day(end)} {at // 60:02}:{at % 60:02}:{int(rng.integers(0, 60)):02}"
        rows.append(
            {
                "case_id": f"{unit}-{number}",
                "procedure_code": AT_ONCE if is_at_once else LONG,
                "received_at": f"{_day(received)} 08:00:00",
                "due_at_original": f"{_day(due)} 17:00:00",
                "finished_at": _day(end) if does.what == "days only" else end_text,
                "status": "Đã trả kết quả",
            }
        )
    return rows


def _day(day: np.datetime64) -> str:
    return day.astype(object).strftime("%d/%m/%Y")


def audited(folder: Path) -> duckdb.DuckDBPyConnection:
    """One audit of all examples and their peers. 608 delivers neither ends nor procedures."""
    book, rng = Casebook(folder), np.random.default_rng(4)
    looked_at = {line["unit"]: (int(line["cases"]), Does(line["does"], float(line["share"]))) for line in LINES}
    rows = {unit: _cases(unit, *habit, rng) for unit, habit in looked_at.items()}
    rows |= {unit: _cases(unit, 100, Does(), rng) for unit in PEERS}
    bare = [{name: row[name] for name in ("case_id", "received_at", "due_at_original")} for row in rows.pop("608")]
    book.cases("608.csv", bare, sender="608")
    book.cases("all.csv", [row | {"unit": unit} for unit, own in rows.items() for row in own])
    book.write("cong_bo.csv", "published_procedures", drawn(PUBLISHED))
    connection = open_warehouse(book.build())
    judge.list_findings(connection, [Judged("none", 0, 0)], THRESHOLDS)
    build(connection, ("verdicts",))
    return connection


def verdict(audit: duckdb.DuckDBPyConnection, example: Example) -> str:
    """n/a for the unit, outside (of those compared), clean or finding; `unit_signals` must say the same."""
    values = [example.rule_id, example.unit]
    query = "select is_assessable, applicable, findings from rule_results where rule_id = ? and unit_code = ?"
    [(is_assessable, applicable, findings)] = audit.execute(query, values).fetchall()
    query = "select not_assessed, is_signal from unit_signals where rule_id = ? and unit_code = ?"
    [(not_assessed, is_signal)] = audit.execute(query, values).fetchall()
    if not is_assessable:
        assert (not_assessed, is_signal) == ("no_input", None)
        return "n/a"
    assert (applicable, findings) == (int(not_assessed is None), int(bool(is_signal)))
    return "outside" if not_assessed else "finding" if is_signal else "clean"
