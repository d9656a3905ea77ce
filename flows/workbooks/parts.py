"""What the sheets of the workbook are made of: a table and its query, what the cover tells of it, words by language."""

from dataclasses import dataclass, field

import duckdb

from flows import ROOT

Pair = tuple[str, str]  # Vietnamese, English


@dataclass(frozen=True)
class Sheet:
    """One table sheet. The file `query` of `sql/sheets/` gives its columns in order, `total` what the row of the whole
    province says of them, by name.

    `tables` are the published tables whose dictionary entries head the columns; the first also gives the sentence,
    unless `says` does, and names the Parquet file that holds every row. `own` heads the columns of the sheet alone.
    """

    name: Pair
    tables: tuple[str, ...]
    query: str
    total: str = ""
    own: dict[str, Pair] = field(default_factory=dict)
    frozen_columns: int = 0  # they also stand on every page of a sheet that prints more than one page wide
    pages_wide: int = 1
    says: Pair | None = None


@dataclass(frozen=True)
class Contents:
    """What a sheet shows: how many rows there are, how many of them stand in the sheet, which file holds all."""

    name: str
    says: str
    rows: int
    shown: int
    parquet: str

    def cut_note(self, lang: str) -> str:
        """A warning where the sheet does not show every row, else ""."""
        if self.shown == self.rows:
            return ""
        shown, rows = thousands(self.shown, lang), thousands(self.rows, lang)
        if lang == "en":
            return f"Cut: this sheet shows the first {shown} of {rows} rows; {self.parquet} holds all."
        return f"Bị cắt: trang này chỉ có {shown} dòng đầu trong {rows} dòng; tệp {self.parquet} có đủ."


def ask(connection: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    """What a file of `sql/sheets/`, or of `sql/summary/`, says of the published tables."""
    room = "summary" if name.startswith("summary_") else "sheets"
    return connection.sql((ROOT / "sql" / room / f"{name}.sql").read_text(encoding="utf-8"))


def thousands(number: int, lang: str) -> str:
    """12.345 in Vietnamese, 12,345 in English."""
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", ".")


def pick(pair: Pair, lang: str) -> str:
    return pair[1] if lang == "en" else pair[0]
