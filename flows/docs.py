"""`make docs`: writes the parts of docs/ that are declared elsewhere, between their marks."""

import re
from pathlib import Path

import duckdb

from checks.rules import load_rules
from flows import ROOT
from flows.common.dictionary import load_dictionary
from flows.publishing.publish import TABLES

README = ROOT / "README.md"
DOCS = ROOT / "docs"


def written(sample: duckdb.DuckDBPyConnection) -> dict[Path, str]:
    """Page -> its text as it should be; `sample` holds the published tables of the sample."""
    columns = {table: sample.table(table).columns for table in TABLES}
    parts = {
        "rules": ("rules.md", rules_table()),
        "conventions": ("form_06.md", conventions_table(sample)),
        "dictionary": ("tables.md", load_dictionary().markdown("en", columns)),
    }
    return {DOCS / page: _between_marks(DOCS / page, name, text) for name, (page, text) in parts.items()}


def _between_marks(page: Path, name: str, text: str) -> str:
    found = page.read_text(encoding="utf-8")
    marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    if not re.search(marks, found, flags=re.S):
        raise ValueError(f"{page.name} has no marks for {name}")
    return re.sub(marks, lambda mark: f"{mark[1]}{text.strip()}\n{mark[2]}", found, flags=re.S)


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
        for page, text in written(published).items():
            page.write_text(text, encoding="utf-8")
