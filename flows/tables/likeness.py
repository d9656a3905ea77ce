"""How like a heading is to those that the layouts know, 0 (not at all) to 1 (the same but for accents and marks)."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from flows.common.grid import HEAD_ROWS, Grid
from flows.tables.layouts import HEADING_SPAN, Layout, headings_of

LEAST = 0.6  # a heading this like a known one is taken for a heading
LONGEST = 80
# Words that change what a heading means: a promised day is no day on which something happened.
CONTRASTS = frozenset(["hen", "moi", "nop", "bo", "yeu", "lai", "due", "new", "extend"])
CONTRAST = 0.7
WITHIN = 0.85  # one heading holds all the words of the other


class Meaning(NamedTuple):
    """What a layout makes of one heading: role and field as in a `Column`."""

    layout: Layout
    heading: str
    role: str
    field: str | None


def meanings_of(layouts: Iterable[Layout]) -> list[Meaning]:
    """What all layouts make of all headings that they know."""
    return [Meaning(layout, heading, *meant) for layout in layouts for heading, meant in layout.meaning.items()]


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Words in lower case without accents, đ and marks; `NgayTiepNhan` is three words."""
    words = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", text)
    plain = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return " ".join(re.findall(r"[a-z\d]+", "".join(mark for mark in plain if not unicodedata.combining(mark))))


@lru_cache(maxsize=262144)
def likeness(one: str, other: str) -> float:
    """Of two headings as `bare` gives them: half the words that they share, half the letters in their order."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    words, others = set(one.split()), set(other.split())
    common, fewer = len(words & others), min(len(words), len(others))
    if not common:
        return 0.0
    shared = 2 * common / (len(words) + len(others))
    if common == fewer > 1:  # "Trạng thái" in "Trạng thái hiện tại"
        shared = max(shared, WITHIN)
    contrast = CONTRAST if (words ^ others) & CONTRASTS else 1.0
    return contrast * (shared + SequenceMatcher(None, one, other, autojunk=False).ratio()) / 2


def spellings(parts: list[str]) -> tuple[str, ...]:
    """The ways in which a layout may name a heading of these parts, from the top down."""
    return " / ".join(dict.fromkeys(parts)), " ".join(dict.fromkeys(parts)), parts[-1]


def like_heading(parts: list[str], meaning: Meaning) -> float:
    return max(likeness(bare(spelling), bare(meaning.heading)) for spelling in spellings(parts))


def find_headings(head: Grid, meanings: list[Meaning]) -> tuple[int, int] | None:
    """The 0-based first row of the headings and how many rows they take, None where no row looks like headings.

    At least two cells must be like headings that are known: what else stands in the first rows may be a person.
    """
    known = {bare(meaning.heading.split("/")[-1]) for meaning in meanings} | {bare(m.heading) for m in meanings}
    by_word: dict[str, set[str]] = {}
    for heading in known:
        for word in heading.split():
            by_word.setdefault(word, set()).add(heading)

    def best(text: str) -> float:
        plain = bare(text)
        near = set().union(*(by_word.get(word, set()) for word in plain.split()))
        return max((likeness(plain, heading) for heading in near), default=0.0)

    def score(top: int, span: int) -> float:
        found = [max(best(s) for s in spellings(parts)) for parts in headings_of(head[top : top + span]) if parts]
        like = [one for one in found if one >= LEAST]
        return sum(like) if len(like) >= 2 else 0.0

    rows = [
        sum(best(cell) >= LEAST for cell in row if cell and len(cell) <= LONGEST and not re.search(r"\d{4}|@", cell))
        for row in head[:HEAD_ROWS]
    ]
    if not rows or max(rows) < 2:
        return None
    likeliest = rows.index(max(rows))
    candidates = [
        (top, span)
        for top in range(max(likeliest - HEADING_SPAN + 1, 0), likeliest + 1)
        for span in range(1, HEADING_SPAN + 1)
        if top <= likeliest < top + span <= len(head)
        and all(sum(map(bool, head[row])) > 1 for row in range(likeliest + 1, top + span))  # no group row
    ]
    return max(candidates, key=lambda place: (round(score(*place), 6), -place[1], -place[0]))
