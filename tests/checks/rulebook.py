"""One audit that carries the examples of all rules, and the verdict that it reaches on each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.casebook import Casebook, drawn, headings

from .procedure_rules import CONFIGURED, published_rows

FULL = "611"  # every list and every column was delivered for this unit
BARE = "616"  # its extract has neither codes nor due dates, no status, procedure, level or channel
ALONE = "618"  # its extract is whole, but no slip, published or configured list speaks for it
IDLE = ("617", "23299")  # no case at all
UNITS = {FULL: "UBND huyện Ngọc Hồi", ALONE: "UBND huyện Ia H' Drai"}
TAKEN_AT = "2021-05-06T08:00:00"
# Where else an example may stand than in its unit's extract ("now"), and the prefix of what is written otherwise there.
ELSEWHERE = {
    "earlier": ("was ", "onestop_case_list", "2021-05-01T08:00:00"),
    "portal": ("portal ", "national_sync", "2021-05-10T08:00:00"),
    "register": ("register ", "register_book", "2021-05-06T08:00:00"),
    "vertical": ("vertical ", "vertical_case_list", "2021-05-06T08:00:00"),
}
AS_USUAL = "~"
SHORT = {
    "procedure": "procedure_code",
    "level": "service_level",
    "received": "received_at",
    "due": "due_at_original",
    "moved": "due_at",
    "moves": "due_moves",
    "asked": "supplement_requested_at",
    "completed": "supplement_completed_at",
    "finished": "finished_at",
    "returned": "returned_at",
    "slip": "slip_date",
    "new date": "new_due_date",
    "reason": "has_reason",
    "requested": "requested_at",
}
SLIP_FIELDS = ("slip_date", "new_due_date", "has_reason")
# What a slip says otherwise than the case it is about.
OF_THE_SLIP = {"slip code": "case_id", "slip due": "due_at_original", "thing": "slip_number"}
REQUEST_FIELDS = ("requested_at",)
USUAL = {
    "procedure_code": "1.000001",
    "service_level": "Mức độ 4",
    "channel": "Trực tuyến",
    "received_at": "03/06/2020 08:00:00",
    "due_at_original": "10/06/2020 17:00:00",
    "due_at": "",
    "due_moves": "",
    "supplement_requested_at": "",
    "supplement_completed_at": "",
    "finished_at": "08/06/2020 10:00:00",
    "returned_at": "09/06/2020 10:00:00",
    "status": "Đã trả kết quả",
    "applicant_key": "",
}


@dataclass
class Example:
    """One line of a table: a situation of a rule, the row that shows it, the verdict it should get."""

    rule_id: str
    situation: str
    says: str
    verdict: str
    unit: str
    row: dict[str, str]
    case_id: str
    count: int = 1  # as many cases alike

    @property
    def name(self) -> str:
        return f"{self.rule_id}-{self.situation}-{self.says}".replace(" ", "_")


def case_examples(tables: dict[str, str]) -> list[Example]:
    """The lines of the tables. A date without year is of 2020, a case without code gets one."""
    examples = []
    for rule_id, table in tables.items():
        for line in drawn(table):
            known = [line.pop("is"), line.pop("example"), line.pop("verdict"), line.pop("for") or FULL]
            row = {_field(name): cell for name, cell in line.items()}
            usual = {name: USUAL[name.split(" ")[1]] for name, cell in row.items() if cell == AS_USUAL and " " in name}
            row = {name: cell for name, cell in row.items() if cell != AS_USUAL} | usual
            row = {name: re.sub(r"\b(\d\d/\d\d)\b(?!/)", r"\1/2020", cell) for name, cell in row.items()}
            case_id = row.pop("case_id", f"000.00.43.H34-200603-{len(examples) + 1:04d}")
            examples.append(Example(rule_id, *known, row, case_id))
    return examples


def _field(name: str) -> str:
    prefix = next((prefix for prefix, _, _ in ELSEWHERE.values() if name.startswith(prefix)), "")
    return prefix + SHORT.get(name.removeprefix(prefix), name.removeprefix(prefix))


def audited(
    folder: Path, examples: list[Example], beside: Callable[[Casebook], None] = lambda _: None
) -> duckdb.DuckDBPyConnection:
    """Writes every example's row to its unit's extract, the lists and what else is `beside` them, and audits all."""
    book = Casebook(folder)
    beside(book)
    by_unit: dict[str, list[dict]] = {}
    for example in examples:
        rows = by_unit.setdefault(example.unit, [])
        for number in range(example.count):
            if "now" not in example.row.get("in", "now"):
                continue
            own = {
                name: cell
                for name, cell in example.row.items()
                if name not in SLIP_FIELDS + REQUEST_FIELDS and " " not in name
            }
            own.pop("in", None)
            own.pop("thing", None)
            code = example.case_id if example.count == 1 else f"{example.case_id}{number}"
            known = {"case_id": code, "unit": UNITS.get(example.unit, ""), "applicant_key": f"Người mẫu {len(rows)}"}
            rows.append(USUAL | known | own)
    for unit, rows in by_unit.items():
        if unit == BARE:
            book.cases(f"{unit}.csv", [_bare(row) for row in rows], sender=unit)
        elif rows and unit not in IDLE:
            total = [{"procedure_code": "Tổng số", "service_level": str(len(rows))}] if unit == FULL else []
            book.cases(f"{unit}.csv", rows + total, sender=unit, taken_at=TAKEN_AT)
    for place, (prefix, layout, taken_at) in ELSEWHERE.items():
        rows = [_elsewhere(example, prefix, layout) for example in examples if place in example.row.get("in", "")]
        book.write(f"{place}.csv", layout, rows, sender=FULL, taken_at=taken_at)
    slips = [slip | _own_words(example) for example in examples for slip in _listed(example, SLIP_FIELDS)]
    book.write("phieu.csv", "apology_slips", slips, covers=[FULL])
    requests = [request for example in examples for request in _listed(example, REQUEST_FIELDS)]
    numbered = [request | {"request_id": f"{number}/PYC"} for number, request in enumerate(requests)]
    book.write("yeu_cau.csv", "supplement_requests", numbered, covers=[FULL])
    book.write("cong_bo.csv", "published_procedures", published_rows(), covers=[FULL, "608"])
    configured = [row | {"unit": UNITS[FULL]} for row in drawn(CONFIGURED)]
    book.write("cau_hinh.csv", "configured_procedures", configured, covers=[FULL])
    return book.audit("day")


def _bare(row: dict) -> dict:
    kept = ("case_id", "received_at", "due_at_original", "finished_at", "returned_at")
    return {name: row[name] for name in kept} | {"case_id": "", "due_at_original": ""}


def _elsewhere(example: Example, prefix: str, layout: str) -> dict:
    """The example's row as another extract has it: its usual columns, and what stands under the prefix."""
    own = {name: cell for name, cell in example.row.items() if name in USUAL}
    own |= {name.removeprefix(prefix): cell for name, cell in example.row.items() if name.startswith(prefix)}
    row = {"case_id": example.case_id} | USUAL | own | {"applicant_key": f"Người mẫu {example.case_id}"}
    iso = {name: re.sub(r"(\d\d)/(\d\d)/(\d{4})", r"\3-\2-\1", cell) for name, cell in row.items()}
    return {name: cell for name, cell in iso.items() if name in headings(layout)}


def _listed(example: Example, fields: tuple[str, ...]) -> list[dict]:
    """The slips or requests of an example, by the fields of their list: `;` parts several, `-` is an empty cell."""
    columns = [[cell.strip() for cell in example.row.get(name, "").split(";")] for name in fields]
    if not columns[0][0]:
        return []
    columns = [cells if any(cells) else ["-"] * len(columns[0]) for cells in columns]
    return [
        {"case_id": example.case_id} | {k: "" if v == "-" else v for k, v in zip(fields, cells, strict=True)}
        for cells in zip(*columns, strict=True)
    ]


def _own_words(example: Example) -> dict:
    """What the slips of an example tell of the case themselves."""
    return {field: example.row[name] for name, field in OF_THE_SLIP.items() if example.row.get(name)}


def verdict(audit: duckdb.DuckDBPyConnection, example: Example) -> str:
    """n/a for the example's unit, or of its case or procedure: outside (of the population), clean, finding."""
    rule_id, unit = example.rule_id, example.unit
    query = "select is_assessable, applicable, findings, rate from rule_results where rule_id = ? and unit_code = ?"
    [(is_assessable, *figures)] = audit.execute(query, [rule_id, unit]).fetchall()
    if not is_assessable:
        judged = audit.execute(f"select 1 from judged_{rule_id} where unit_code = ?", [unit]).fetchall()
        listed = audit.execute("select 1 from findings where rule_id = ? and unit_code = ?", [rule_id, unit]).fetchall()
        assert (figures, judged, listed) == ([None, None, None], [], []), "not assessable, and yet it says something"
        return "n/a"
    if "thing" in example.row:
        thing, values = "unit_code = ? and thing = ?", [unit, example.row["thing"]]
    elif rule_id.startswith("A8"):
        thing, values = "unit_code = ? and ends_with(thing, ?)", [unit, f"14/12/2020 · {example.row['item']}"]
    elif rule_id.startswith("U"):
        thing, values = "unit_code = ? and procedure_code = ?", [unit, example.row["procedure_code"]]
    else:
        query = "select case_id from cases where case_id = ? or (? = '' and case_code is null and unit_code = ?)"
        cases = audit.execute(query, [example.case_id, example.case_id, unit]).fetchall()
        assert len(cases) == 1, "the example's case is not in the marts"
        thing, values = "case_id = ?", list(cases[0])
    findings = audit.execute(f"select 1 from findings where rule_id = ? and {thing}", [rule_id, *values]).fetchall()
    judged = audit.execute(f"select 1 from judged_{rule_id} where {thing}", values).fetchall()
    assert len(findings) <= len(judged) <= 1
    if thing.startswith("case_id"):
        query = "select rules_met, rules_not_met from case_verdicts where case_id = ?"
        about = audit.execute("select about from rules where rule_id = ?", [rule_id]).fetchone()[0]
        if about != "case":
            return "finding" if findings else "clean" if judged else "outside"
        [(met, not_met)] = audit.execute(query, values).fetchall() or [(None, None)]
        told = (rule_id in (met or "").split(), rule_id in (not_met or "").split())
        assert told == (bool(judged) and not findings, bool(findings)), "the case's verdicts say something else"
    return "finding" if findings else "clean" if judged else "outside"
