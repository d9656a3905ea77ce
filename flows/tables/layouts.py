"""Layouts: how each system writes a case down, and how a sheet is recognised as written in one of them."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from flows import ROOT
from flows.common.errors import SetupError
from flows.common.grid import HEAD_ROWS, Grid
from flows.common.letters import plain_letters
from flows.common.zones import is_zone

DATE_ORDERS = ("dmy", "mdy", "ymd")
HEADING_SPAN = 3  # headings take at most this many rows


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its 0-based place, its heading as written, what a layout makes of it.

    `role` is field, presence, hash, drop, nested (a list that is read as a sheet of its own), ignored, or unknown.
    """

    index: int
    heading: str
    role: str
    field: str | None = None


@dataclass(frozen=True)
class Layout:
    """The content of one file of `data/layouts/`."""

    layout_id: str
    sha256: str
    kind: str
    key: str
    totals: str  # what a row labelled as a sum is: furniture, data
    passes: dict[str, str]  # the kind's fields -> what of each may pass the door: codes, times, words, ...
    source_system: str
    date_order: str
    zone: str | None  # the clock that its system tells times by, where it is not the office's
    required: tuple[str, ...]
    group_field: str | None
    fields: dict[str, list[str]]
    presence: dict[str, list[str]]
    hashed: dict[str, list[str]]
    dropped: list[str]
    nested: list[str]
    ignored: list[str]

    @cached_property
    def meaning(self) -> dict[str, tuple[str, str | None]]:
        """Folded heading → (role, field)."""
        known: dict[str, tuple[str, str | None]] = {}
        for role, table in (("field", self.fields), ("presence", self.presence), ("hash", self.hashed)):
            for name, headings in table.items():
                known |= {fold_heading(heading): (role, name) for heading in headings}
        known |= {fold_heading(heading): ("drop", None) for heading in self.dropped}
        known |= {fold_heading(heading): ("nested", None) for heading in self.nested}
        return known | {fold_heading(heading): ("ignored", None) for heading in self.ignored}

    def heading_of(self, field: str) -> str:
        return next((t[field][0] for t in (self.fields, self.presence, self.hashed) if field in t), field)


@dataclass(frozen=True)
class Match:
    """A sheet seen through a layout: where its headings stand and what its columns are.

    `heading_row` is the 0-based first heading row, `span` the number of heading rows.
    """

    layout: Layout
    heading_row: int
    span: int
    columns: tuple[Column, ...]

    @property
    def known(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role != "unknown")

    @property
    def unknown(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role == "unknown")

    @property
    def missing(self) -> tuple[str, ...]:
        present = {column.field for column in self.columns}
        return tuple(name for name in self.layout.required if name not in present)

    @property
    def repeated(self) -> tuple[Column, ...]:
        fed = [column.field for column in self.columns]
        return tuple(column for i, column in enumerate(self.columns) if column.field and column.field in fed[:i])

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.unknown or self.repeated)

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Greater is better: required fields found, columns known, few unknown, few heading rows."""
        found = len(self.layout.required) - len(self.missing)
        return (
            found,
            len(self.known) - len(self.unknown) - len(self.repeated),
            -self.span,
            -self.heading_row,
        )


@lru_cache(maxsize=65536)
def fold_heading(text: str) -> str:
    """Headings are compared in NFC, without case, look-alikes, outer marks and the width of white space."""
    folded = re.sub(r"\s+", " ", plain_letters(text)).strip(" :*.").casefold()
    return re.sub(r" ?/ ?", "/", folded)


def load_layouts(folder: Path) -> list[Layout]:
    """All layouts of a folder, by name. Raises SetupError when one of them cannot be understood."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name != "kinds.toml")
    if not paths:
        raise SetupError(f"Không có tệp cấu trúc nào trong {folder}.", f"There is no layout in {folder}.")
    kinds = load_kinds(folder)
    return [_load_layout(path, kinds) for path in paths]


def load_kinds(folder: Path) -> dict[str, dict]:
    """What each kind of extract may carry: its `key`, its `totals`, and `passes` (field -> group of `kinds.toml`).

    An office's own folder of layouts need not repeat it.
    """
    own = folder / "kinds.toml"
    declared, _ = _read_toml(own if own.exists() else ROOT / "data" / "layouts" / "kinds.toml")
    return {
        kind: {
            "key": groups["key"],
            "totals": groups["totals"],
            "passes": {field: group for group, named in groups.items() if isinstance(named, list) for field in named},
        }
        for kind, groups in declared.items()
    }


def _read_toml(path: Path) -> tuple[dict, str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), text
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise _wrong(path, f"không đọc được ({trouble})", f"cannot be read ({trouble})") from None


def _wrong(path: Path, vi: str, en: str) -> SetupError:
    return SetupError(f"Tệp cấu trúc {path}: {vi}.", f"Layout {path}: {en}.")


def _load_layout(path: Path, kinds: dict) -> Layout:
    declared, text = _read_toml(path)
    kind = declared.get("kind")
    if kind not in kinds:
        raise _wrong(path, f"kind phải là một trong {list(kinds)}", f"kind must be one of {list(kinds)}")
    if declared.get("date_order") not in DATE_ORDERS:
        raise _wrong(path, f"date_order phải là một trong {DATE_ORDERS}", f"date_order must be one of {DATE_ORDERS}")
    if "zone" in declared and not is_zone(declared["zone"]):
        raise _wrong(path, f"múi giờ {declared['zone']!r} không có", f"there is no time zone {declared['zone']!r}")
    personal = declared.get("personal", {})
    tables = [declared.get("fields", {}), declared.get("presence", {}), personal.get("hash", {})]
    fed = {name: headings for table in tables for name, headings in table.items()}
    if strange := [name for name in fed if name not in kinds[kind]["passes"]]:
        raise _wrong(path, f"{strange} không phải trường của {kind}", f"{strange} are no fields of {kind}")
    lists = fed | {
        "drop": personal.get("drop", []),
        "read": declared.get("nested", {}).get("read", []),
        "ignored": declared.get("ignored", {}).get("headings", []),
    }
    for name, headings in lists.items():
        if not isinstance(headings, list) or not all(isinstance(heading, str) for heading in headings):
            raise _wrong(path, f"{name} phải là danh sách tiêu đề", f"{name} must be a list of headings")
    if absent := [name for name in declared.get("required", []) if name not in fed]:
        raise _wrong(path, f"trường bắt buộc {absent} không có tiêu đề", f"required {absent} have no heading")
    return Layout(
        layout_id=path.stem,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        kind=kind,
        key=kinds[kind]["key"],
        totals=kinds[kind]["totals"],
        passes=kinds[kind]["passes"],
        source_system=declared.get("source_system", path.stem),
        date_order=declared["date_order"],
        zone=declared.get("zone"),
        required=tuple(declared.get("required", [])),
        group_field=declared.get("group_field"),
        fields=tables[0],
        presence=tables[1],
        hashed=tables[2],
        dropped=lists["drop"],
        nested=lists["read"],
        ignored=lists["ignored"],
    )


def recognise(head: Grid, layouts: list[Layout]) -> list[Match]:
    """Every layout's best match with the first rows of a sheet, the best one first.

    `head` is a rectangular grid of cell texts, None where a cell is empty. An empty list: no layout knows even
    two of the headings.
    """
    rows = head[:HEAD_ROWS]
    known_anywhere = {heading.split("/")[-1] for layout in layouts for heading in layout.meaning}
    hits = [sum(fold_heading(cell or "").split("/")[-1] in known_anywhere for cell in row) for row in rows]
    best: dict[str, Match] = {}
    for top in range(len(rows)):
        for span in range(1, min(HEADING_SPAN, len(rows) - top) + 1):
            if sum(hits[top : top + span]) < 2:
                continue
            headings = headings_of(rows[top : top + span])
            # Between headings and those that come again, fuller perhaps, stand data: they are not the sheet's own.
            again = sum(len(parts) > 2 and parts[0] == parts[2] != parts[1] for parts in headings) > 1
            for layout in layouts:
                above = best.get(layout.layout_id)
                if again or (above and not above.missing and top >= above.heading_row + above.span):
                    continue
                match = Match(layout, top, span, _columns(headings, layout))
                if len(match.known) >= 2 and (above is None or match.score > above.score):
                    best[layout.layout_id] = match
    return sorted(best.values(), key=lambda match: (match.is_whole, match.score), reverse=True)


def headings_of(rows: Grid) -> list[list[str]]:
    """Per column the heading's parts from top to bottom, a merged parent given to each of its children."""
    width = max(len(row) for row in rows)
    cells = [[(row[c] or "").strip() if c < len(row) else "" for c in range(width)] for row in rows]
    for level in range(len(cells) - 1):
        for c in range(1, width):
            below = any(cells[deeper][c] for deeper in range(level + 1, len(cells)))
            if not cells[level][c] and below and cells[level][c - 1]:
                cells[level][c] = cells[level][c - 1]
    return [[cells[level][c] for level in range(len(cells)) if cells[level][c]] for c in range(width)]


def _columns(headings: list[list[str]], layout: Layout) -> tuple[Column, ...]:
    columns = []
    for index, parts in enumerate(headings):
        if not parts:
            continue
        whole = " / ".join(dict.fromkeys(parts))
        # What comes from the record around a nested one is that record's own, read or declared there.
        role, field = "ignored" if parts[0].startswith("../") else "unknown", None
        for spelling in (whole, " ".join(dict.fromkeys(parts)), parts[-1]):
            if fold_heading(spelling) in layout.meaning:
                role, field = layout.meaning[fold_heading(spelling)]
                break
        columns.append(Column(index, whole, role, field))
    return tuple(columns)
