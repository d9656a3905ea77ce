"""How wide the columns of the workbook are, and how many lines a text takes in them."""

import math
import unicodedata
from functools import lru_cache

from xlsxwriter.utility import xl_pixel_width

LINE = 13.5  # points a line of text takes; rows are given their height, for not every program fits it to wrapped text

_MEASURES = ("late", "overdue", "late_by_law", "padded", "slip_missing", "online", "petition_late")
# How wide a column is, in characters, by its kind and by its name.
_WIDTHS = {
    **dict.fromkeys(["count", "rate", "share", "days", "points", "multiple"], 9.5),
    **{"probability": 10, "place": 8, "date": 11.5, "stamp": 16.5, "month": 9, "text": 22, "flag": 10},
}
_COLUMN_WIDTHS = {
    **dict.fromkeys(["rule_id", "is_acknowledged"], 9),
    **dict.fromkeys(["unit_code", "procedure_code", "kind", "unit_level", "sender_unit_code", "extract_id"], 16),
    **dict.fromkeys(["sheet", "layout", "finding_id", "certainty"], 19),
    "plan_quarters": 14,
    **dict.fromkeys(["measure", "basis", "index_number"], 30),
    **dict.fromkeys([f"{measure}_standing" for measure in _MEASURES], 11),
    **dict.fromkeys(["procedure_source", "class_code", "missing_indices"], 12),
    **dict.fromkeys(["case_id", "column", "as_written", "reason", "problem", "table_label", "missing_input"], 28),
    **dict.fromkeys(["field", "value_before", "value_after", "change", "system_a", "system_b", "source_system"], 20),
    **dict.fromkeys(["file_before", "file_after", "last_file", "missing_from_file"], 30),
    **dict.fromkeys(["unit_name", "expected", "legal_basis", "file_name", "label", "alias_row"], 30),
    **dict.fromkeys(["unit_as_written", *(f"candidate_{n}_name" for n in (1, 2, 3))], 30),
    **dict.fromkeys(["procedure_name", "says_vi", "says_en", "observed", "sha256"], 42),
    **dict.fromkeys(["calculation", "innocent_vi", "innocent_en", "ask_vi", "ask_en"], 60),
    **dict.fromkeys(["todo", "says"], 80),
}
BOLD = 1.25  # how much wider than its letters the column of a bold word must be
DENSE = 18  # a sheet with more columns than this gets narrow ones, so that a printed page can be read
_DENSE_WIDTHS = {
    **dict.fromkeys(["count", "rate", "days", "points"], 7),
    **{"month": 8, "unit_code": 15, "unit_name": 30, "unit_level": 9},
}


def widths_of(columns: list[tuple[str, str, str]]) -> list[float]:
    """The widths of a sheet's columns, given by name, kind and heading; no word of a heading is broken."""
    narrow = _DENSE_WIDTHS if len(columns) > DENSE else {}
    return [
        max(
            narrow.get(name) or narrow.get(kind) or _COLUMN_WIDTHS.get(name) or _WIDTHS[kind],
            BOLD * max(_pixels(word) for word in heading.split()) / 7,
        )
        for name, kind, heading in columns
    ]


@lru_cache(maxsize=50_000)
def lines_in(text: str, width: float) -> int:
    """How many lines a text takes, broken between words, in a column as wide as `width` figures 0."""
    room = 7 * width  # pixels
    lines = 0
    for part in text.split("\n"):
        used = 0.0
        lines += 1
        for word in part.split(" "):
            wide = _pixels(word)
            if used and used + wide > room:
                lines, used = lines + 1, 0.0
            broken = max(0, math.ceil(wide / room) - 1)  # how often a word wider than the column is broken itself
            lines += broken
            used += wide - broken * room + _pixels(" ")
    return lines


@lru_cache(maxsize=50_000)
def _pixels(word: str) -> int:
    """How wide a word is; a letter with its accents is as wide as without."""
    plain = unicodedata.normalize("NFD", word.replace("Đ", "D").replace("đ", "d"))
    return xl_pixel_width("".join(letter for letter in plain if not unicodedata.combining(letter)))
