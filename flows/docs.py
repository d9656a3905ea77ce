"""`make docs`: writes the parts of the README that are declared elsewhere, between their marks."""

import re

import duckdb

from checks.rules import load_rules
from flows import ROOT
from flows.dictionary import load_dictionary
from flows.publish import TABLES

README = ROOT / "README.md"


def written(readme: str, sample: duckdb.DuckDBPyConnection) -> str:
    """The README with its generated parts as they should be; `sample` holds the published tables of the sample."""
    columns = {table: sample.table(table).columns for table in TABLES}
    parts = {
        "rules": rules_table(),
        "conventions": conventions_table(sample),
        "dictionary": load_dictionary().markdown("en", columns),
    }
    for name, text in parts.items():
        marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        if not re.search(marks, readme, flags=re.S):
            raise ValueError(f"the README has no marks for {name}")
        readme = re.sub(marks, lambda mark, text=text: f"{mark[1]}{text.strip()}\n{mark[2]}", readme, flags=re.S)
    return readme


def rules_table() -> str:
    """One line per rule; invariants are left out, for they judge us and not an office."""
    lines = ["| rule | kind | should | basis | sure |", "|---|---|---|---|---|"]
    lines += [
        f"| {rule.rule_id} | {rule.kind} | {rule.says_en}<br>*{rule.says_vi}* | {rule.legal_basis} | {rule.certainty} |"
        for rule in load_rules()
        if rule.kind != "invariant"
    ]
    return "\n".join(lines)


def conventions_table(sample: duckdb.DuckDBPyConnection) -> str:
    """One line per convention: what form 06 says of the whole province and window."""
    cells = (
        "total",
        "completed",
        "completed_early",
        "completed_on_time",
        "completed_late",
        "pending",
        "pending_overdue",
    )
    dictionary = load_dictionary()
    heads = ["convention", *(dictionary.column("form_06", cell).label("en").lower() for cell in cells)]
    counted = sample.execute(
        f"select any_value(name_en), {', '.join(f'sum({cell})' for cell in cells)} "
        "from form_06 inner join form_06_conventions using (convention_id) "
        "where period_kind = 'window' and line_kind = 'total' group by convention_id order by any_value(convention_no)"
    ).fetchall()
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [f"| {' | '.join([name, *(f'{count:,}' for count in counts)])} |" for name, *counts in counted]
    return "\n".join(lines)


if __name__ == "__main__":
    with duckdb.connect(str(ROOT / "data" / "marts" / "latest" / "audit.duckdb"), read_only=True) as published:
        README.write_text(written(README.read_text(encoding="utf-8"), published), encoding="utf-8")
