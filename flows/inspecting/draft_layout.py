"""`onestop inspect --write-layout`: a first draft of the layout of a sheet that no layout reads, to be finished by
hand. Each heading is put where the layouts put headings spelled like it, if what stands in its column fits. What is not
clear stays undecided: a heading that is not declared stops the sheet, so nothing slips through by being overlooked.
"""

import re
from dataclasses import dataclass, replace

import duckdb

from flows.containers import Sheet
from flows.inspecting import profile
from flows.inspecting.profile import ColumnProfile
from flows.tables.layouts import Column, Layout, Match, headings_of
from flows.tables.likeness import Meaning, bare, find_headings, like_heading, meanings_of

LIKE_ENOUGH = 0.7  # below it a heading is left to whoever finishes the draft
LIKE_A_PERSON = 0.95  # what looks personal is a field only if it is spelled like one
RUNNING_NUMBER = 1.2  # "Số TT" is less like "STT" than it should be
NO_FIT = 0.6  # a column of dates under a heading of none, or the other way round
FEEDING = ("field", "presence", "hash")
PERSONAL_WORDS = re.compile(
    r"\b(ho (va )?ten|nguoi|chu ho|dien thoai|sdt|dia chi|cmnd|cmt|cccd|can cuoc|ho chieu|ngay sinh|nam sinh|gioi tinh|"
    r"email|thu dien tu|can bo|chuyen vien|applicant|citizen|phone|address|owner|person)\b"
)


@dataclass
class Entry:
    """One heading of the draft: where it goes (`role` and `field` as in a `Column`; undecided is unknown), and why.

    `likeness` is to `like`, the known heading nearest to it.
    """

    index: int
    heading: str
    role: str = "unknown"
    field: str | None = None
    likeness: float = 0.0
    like: str = ""
    nearest: str = ""
    found: ColumnProfile | None = None


@dataclass
class Draft:
    """A layout to be. `pattern` is the known layout that its kind is taken from; `likeness` sums over its headings.

    `is_ambiguous`: another order of day and month reads the dates as well.
    """

    pattern: Layout
    likeness: float
    runner_up: str
    entries: list[Entry]
    date_order: str = "dmy"
    is_ambiguous: bool = True

    def of_role(self, role: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.role == role]

    @property
    def required(self) -> list[str]:
        """What the pattern requires, as far as a heading was found for it, and the kind's key."""
        fed = {entry.field for entry in self.entries if entry.role in FEEDING}
        return [name for name in dict.fromkeys((self.pattern.key, *self.pattern.required)) if name in fed]


def draft_layout(sheet: Sheet, layouts: list[Layout], connection: duckdb.DuckDBPyConnection) -> Draft | None:
    """The draft for a sheet, None where no row of it looks like headings. Raises UnreadableFile."""
    meanings = meanings_of(layouts)
    place = find_headings(sheet.head[:1] if sheet.is_records else sheet.head, meanings)
    if place is None:
        return None
    parts_of = {i: parts for i, parts in enumerate(headings_of(sheet.head[place[0] : sum(place)])) if parts}
    if any(re.search(r"\S@\S|\d{9}", part) for parts in parts_of.values() for part in parts):
        return None
    kinds = sorted({layout.kind for layout in layouts}, key=lambda kind: -_likeness_of(kind, parts_of, meanings))
    of_kind = [meaning for meaning in meanings if meaning.layout.kind == kinds[0]]
    entries = [Entry(index, " / ".join(dict.fromkeys(parts))) for index, parts in parts_of.items()]
    _assign(entries, parts_of, of_kind)
    pattern = max((one for one in layouts if one.kind == kinds[0]), key=lambda layout: _knows(layout, parts_of))
    draft = Draft(pattern, _likeness_of(kinds[0], parts_of, meanings), kinds[1] if kinds[1:] else "", entries)
    # What stands in the columns is only known when the rows are, and the rows only by a first guess at the columns.
    profile.furniture(sheet, _as_match(draft, place), connection)
    dated = [e.index for e in entries if pattern.passes.get(e.field) == profile.TIMES] or list(parts_of)
    draft.date_order, draft.is_ambiguous = profile.likely_order(dated, connection)
    for entry in entries:
        is_date = pattern.passes.get(entry.field) == profile.TIMES
        entry.found = profile.column_profile(entry.index, draft.date_order, is_date, connection)
    _assign(entries, parts_of, of_kind)
    return draft


def _likeness_of(kind: str, parts_of: dict[int, list[str]], meanings: list[Meaning]) -> float:
    """How well the fields of a kind explain the headings; half without anything like the kind's key."""
    feeding = [meaning for meaning in meanings if meaning.layout.kind == kind and meaning.role in FEEDING]
    best = {}
    for index, parts in parts_of.items():
        for meaning in feeding:
            like = like_heading(parts, meaning)
            if like >= LIKE_ENOUGH and like > best.get(meaning.field, (0.0, 0))[0]:
                best[meaning.field] = (like, index)
    has_key = any(meaning.layout.key in best for meaning in feeding)
    return sum(like for like, _ in best.values()) * (1.0 if has_key else 0.5)


def _knows(layout: Layout, parts_of: dict[int, list[str]]) -> float:
    meanings = meanings_of([layout])
    return sum(max(like_heading(parts, meaning) for meaning in meanings) for parts in parts_of.values())


def _assign(entries: list[Entry], parts_of: dict[int, list[str]], meanings: list[Meaning]) -> None:
    """Gives each heading its role, the likest first, each field to one heading only."""
    pairs = []
    for entry in entries:
        entry.role, entry.field, entry.likeness, entry.like = "unknown", None, 0.0, ""
        for meaning in meanings:
            like = like_heading(parts_of[entry.index], meaning)
            if like > entry.likeness:
                entry.likeness, entry.like, entry.nearest = like, meaning.heading, meaning.field or meaning.role
            pairs.append((like * _fit(entry, meaning), like, entry, meaning))
    taken: set[str] = set()
    for fitting, like, entry, meaning in sorted(pairs, key=lambda pair: -pair[0]):
        if fitting < LIKE_ENOUGH or entry.role != "unknown" or meaning.field in taken:
            continue
        entry.role, entry.field, entry.likeness, entry.like = meaning.role, meaning.field, like, meaning.heading
        taken |= {meaning.field} - {None}
    for entry in entries:
        if entry.role in ("unknown", "ignored") and _looks_personal(entry):
            entry.role, entry.field = "drop", None


def _fit(entry: Entry, meaning: Meaning) -> float:
    """A factor: whether a column holds what a heading of this meaning promises, as far as that is known yet."""
    if meaning.role == "ignored" and entry.found and entry.found.guess == "number":
        return RUNNING_NUMBER
    if meaning.role != "field":
        return 1.0 if meaning.role != "nested" or bare(entry.heading) == bare(meaning.heading) else 0.0
    like = like_heading([entry.heading], meaning)
    if _looks_personal(entry) and (like < LIKE_A_PERSON or (entry.found and entry.found.looks_personal)):
        return 0.0
    if entry.found is None or entry.found.guess == "empty":
        return 1.0
    holds_dates = entry.found.guess in profile.DATES
    return 1.0 if holds_dates == (meaning.layout.passes[meaning.field] == profile.TIMES) else NO_FIT


def _looks_personal(entry: Entry) -> bool:
    if PERSONAL_WORDS.search(bare(entry.heading)):
        return True
    return entry.found is not None and (entry.found.looks_personal or entry.found.guess in profile.PERSONAL_KINDS)


def _as_match(draft: Draft, place: tuple[int, int]) -> Match:
    """The draft as if it were finished: by it rows of data are told from others."""
    columns = tuple(Column(entry.index, entry.heading, entry.role, entry.field) for entry in draft.entries)
    layout = replace(draft.pattern, layout_id="draft", required=tuple(draft.required))
    return Match(layout, *place, columns)
