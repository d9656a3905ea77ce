"""What every published table and column is called and means, in Vietnamese and English, and the words for codes.

One file says it (`data/reference/dictionary.csv`); workbook headings, DuckDB comments, `docs/tables.md` come from it.
A row without `column` speaks of a table, one without `value` of a column, else of one code of that column.
What has the same meaning in several tables stands once, under table `*`; a row naming the table goes before it.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows import ROOT
from flows.common.errors import SetupError

DICTIONARY = ROOT / "data" / "reference" / "dictionary.csv"
FIELDS = ["table", "column", "value", "label_vi", "label_en", "says_vi", "says_en"]
ANY = "*"


@dataclass(frozen=True)
class Entry:
    """A name for headings and one sentence of meaning, in both languages. A code may do without the sentence."""

    label_vi: str
    label_en: str
    says_vi: str = ""
    says_en: str = ""

    def label(self, lang: str) -> str:
        return self.label_en if lang == "en" else self.label_vi

    def says(self, lang: str) -> str:
        return self.says_en if lang == "en" else self.says_vi


@dataclass(frozen=True)
class Dictionary:
    """`entries` by (table, column, value), the latter two empty where they do not apply."""

    entries: Mapping[tuple[str, str, str], Entry]

    @property
    def tables(self) -> list[str]:
        """The declared tables, in the file's order."""
        return [table for table, column, _ in self.entries if not column]

    def table(self, table: str) -> Entry:
        """Raises SetupError when the table is not declared."""
        return self._entry(table, "")

    def column(self, table: str, column: str) -> Entry:
        """The entry of the table's own column, else of `*`. Raises SetupError when neither is declared."""
        return self._entry(table, column)

    def _entry(self, table: str, column: str) -> Entry:
        entry = self.entries.get((table, column, "")) or self.entries.get((ANY, column, ""))
        if entry is None:
            where = f"{table}.{column}" if column else table
            raise SetupError(f"Từ điển dữ liệu chưa có {where}.", f"The data dictionary lacks {where}.")
        return entry

    def codes(self, table: str, column: str) -> dict[str, Entry]:
        """What is declared for the codes of a column, in the file's order; empty for a column that holds no codes."""
        found = {}
        for home in (ANY, table):
            for (of_table, of_column, code), entry in self.entries.items():
                if code and (of_table, of_column) == (home, column):
                    found[code] = entry
        return found

    def value(self, table: str, column: str, code: object, lang: str = "vi") -> str:
        """The word for a code, truth values included; a code without one as it is, and "" for None."""
        if code is None:
            return ""
        text = str(code).lower() if isinstance(code, bool) else str(code)
        for key in ((table, column, text), (ANY, column, text), (ANY, ANY, text)):
            if key in self.entries and (key[1] != ANY or isinstance(code, bool)):
                return self.entries[key].label(lang)
        return text

    def undeclared(self, table: str, columns: Iterable[str]) -> list[str]:
        """What the dictionary lacks of this table: `table` itself, or `table.column`."""
        lacking = [] if (table, "", "") in self.entries else [table]
        for column in columns:
            if (table, column, "") not in self.entries and (ANY, column, "") not in self.entries:
                lacking.append(f"{table}.{column}")
        return lacking

    def unused(self, tables: Mapping[str, Collection[str]]) -> list[str]:
        """What the dictionary declares but none of the tables, given with all their columns, has."""
        idle = []
        for table, column, value in self.entries:
            if value:
                continue
            homes = [table] if table != ANY else [name for name in tables if (name, column, "") not in self.entries]
            used = table in tables if not column else any(column in tables.get(home, ()) for home in homes)
            if not used:
                idle.append(f"{table}.{column}" if column else table)
        return idle

    def markdown(self, lang: str, tables: Mapping[str, Iterable[str]]) -> str:
        """One section per table: its grain, then its columns with label and meaning."""
        heads = ("column", "label", "meaning") if lang == "en" else ("cột", "tên", "ý nghĩa")
        sections = []
        for table, columns in tables.items():
            entry = self.table(table)
            lines = [f"### `{table}`: {entry.label(lang)}", entry.says(lang), ""]
            lines += [f"| {' | '.join(heads)} |", "|---|---|---|"]
            for column in columns:
                of_column = self.column(table, column)
                cells = (f"`{column}`", of_column.label(lang), of_column.says(lang))
                lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
            sections.append("\n".join(lines))
        return "\n\n".join(sections) + "\n"


def load_dictionary(path: Path | None = None) -> Dictionary:
    """Raises SetupError, naming the line, when the file is missing or malformed."""
    path = path or DICTIONARY
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if reader.fieldnames != FIELDS:
                raise _malformed(path, 1, f"cột phải là {', '.join(FIELDS)}", f"columns must be {', '.join(FIELDS)}")
            entries: dict[tuple[str, str, str], Entry] = {}
            for row in reader:
                key, entry = _parse(path, reader.line_num, row)
                if key in entries:
                    raise _malformed(path, reader.line_num, f"khai báo lại {key}", f"{key} is declared again")
                entries[key] = entry
    except OSError as trouble:
        raise SetupError(
            f"Không đọc được từ điển {path}: {trouble.strerror}.",
            f"The dictionary {path} cannot be read: {trouble.strerror}.",
        ) from None
    except (csv.Error, UnicodeDecodeError) as trouble:
        raise SetupError(
            f"Từ điển {path} không phải CSV UTF-8 hợp lệ: {trouble}.", f"{path} is no valid UTF-8 CSV: {trouble}."
        ) from None
    return Dictionary(entries)


def _parse(path: Path, line: int, row: dict) -> tuple[tuple[str, str, str], Entry]:
    if None in row or None in row.values():
        raise _malformed(path, line, f"cần đúng {len(FIELDS)} ô", f"{len(FIELDS)} cells are needed")
    table, column, value, *words = (row[field].strip() for field in FIELDS)
    needed = words[:2] if value else words
    if not table or not all(needed) or (not column and (value or table == ANY)):
        raise _malformed(
            path,
            line,
            "cần bảng, tên và (trừ mã) ý nghĩa bằng hai thứ tiếng",
            "a table, labels and (but for codes) sentences in both languages are needed",
        )
    return (table, column, value), Entry(*words)


def _malformed(path: Path, line: int, vi: str, en: str) -> SetupError:
    return SetupError(f"Từ điển {path}, dòng {line}: {vi}.", f"Dictionary {path}, line {line}: {en}.")


def comment_statements(dictionary: Dictionary, tables: Mapping[str, Iterable[str]], lang: str = "vi") -> list[str]:
    """`COMMENT ON` statements for DuckDB: "label: sentence" on each table and each of its columns."""
    statements = []
    for table, columns in tables.items():
        statements.append(f"comment on table {_name(table)} is {_text(dictionary.table(table), lang)}")
        for column in columns:
            entry = dictionary.column(table, column)
            statements.append(f"comment on column {_name(table)}.{_name(column)} is {_text(entry, lang)}")
    return statements


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(entry: Entry, lang: str) -> str:
    return "'" + f"{entry.label(lang)}: {entry.says(lang)}".replace("'", "''") + "'"
