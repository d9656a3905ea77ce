"""rates.csv as the table of docs/detection.md."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from .planters import WITHOUT
from .rates import RULES, interval

RATES = Path(__file__).with_name("rates.csv")
COLUMNS = ("rule_id", "what", "level", "things", "found")
MARKS = re.compile(r"(<!-- detection -->\n).*?(<!-- /detection -->)", re.S)
HEAD = (
    "| rule | kind | planted, found by strength | recall | findings, false | precision | near misses found "
    "| clean worlds with a false alarm |",
    "|---|---|---|---|---|---|---|---|",
)


def in_page(page: str) -> str:
    """The page with the table between its marks."""
    return MARKS.sub(lambda mark: f"{mark[1]}{markdown()}\n{mark[2]}", page)


def markdown() -> str:
    with RATES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [line for rule in RULES if (line := _line(rule, [row for row in rows if row["rule_id"] == rule]))]
    lines += [f"| {rule} | {RULES[rule].kind} | {reason} | | | | | |" for rule, reason in WITHOUT.items()]
    return "\n".join([*HEAD, *lines])


def _line(rule: str, rows: list[dict[str, str]]) -> str:
    def told(what: str) -> list[tuple[str, int, int]]:
        return [(row["level"], int(row["things"]), int(row["found"])) for row in rows if row["what"] == what]

    planted = told("planted")
    if not planted:
        return ""
    (_, findings, false), (_, worlds, alarms) = told("finding")[0], told("clean world")[0]
    near = [level for level in told("near miss") if level[1]]
    strengths = "; ".join(f"{level} {found}/{things}" for level, things, found in planted)
    recall = _rate(sum(found for *_, found in planted), sum(things for _, things, _ in planted))
    missed = f"{sum(found for *_, found in near)}/{sum(things for _, things, _ in near)}" if near else ""
    cells = (rule, RULES[rule].kind, strengths, recall, f"{findings}, {false}", _rate(findings - false, findings))
    return "| " + " | ".join((*cells, missed, f"{alarms}/{worlds}")) + " |"


def _rate(hits: int, of: int) -> str:
    if not of:
        return ""
    low, high = interval(hits, of)
    return f"{hits / of:.2f} ({low:.3f}–{high:.3f})" if hits < of else f"{1:.2f} (≥ {low:.3f})"
