"""`make docs`: writes the parts of the README that are declared elsewhere, between their marks."""

import re
from pathlib import Path

import duckdb

from checks.rules import load_rules
from flows import ROOT
from flows.dictionary import load_dictionary
from flows.publish import TABLES

README = ROOT / "README.md"


def written(readme: str, columns: dict[str, list[str]]) -> str:
    """The README with its generated parts as they should be; `columns` gives those of each published table."""
    parts = {"rules": rules_table(), "dictionary": load_dictionary().markdown("en", columns)}
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


def published_columns(folder: Path) -> dict[str, list[str]]:
    """The columns of each published Parquet file of a run."""
    described = {table: duckdb.read_parquet(str(folder / f"{table}.parquet")) for table in TABLES}
    return {table: relation.columns for table, relation in described.items()}


if __name__ == "__main__":
    README.write_text(
        written(README.read_text(encoding="utf-8"), published_columns(ROOT / "data" / "marts" / "latest")),
        encoding="utf-8",
    )
