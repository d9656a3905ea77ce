"""What of a cell may pass the door. Nothing that looks like a person does, in whatever column it was put.

What a field may carry is its group in `kinds.toml`. Codes, times and numbers are judged by their shape, in SQL
(`sql/macros/passes_*.sql`); texts here, value by value: a word passes when the office's own lists know it. Of a reason
nothing passes but the class that the office's list gives to a phrase in it.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from flows.letters import plain_letters
from flows.settings import unreadable

MASK = "***"
GAP = "…"  # stands for a word that nobody knows
TEXTS = ("words", "units", "bodies", "titles")

# Whose words may pass: file of the reference folder, its columns, whether it names units.
_LISTS = (
    ("words", ("word",), False),
    ("status_codes", ("status_text",), False),
    ("channels", ("channel_text",), False),
    ("petition_statuses", ("status_text",), False),
    ("petition_channels", ("channel_text",), False),
    ("authority_levels", ("authority_text",), False),
    ("usage_statuses", ("usage_text",), False),
    ("published_procedures", ("procedure_name", "sector", "level", "authority", "time_limit"), False),
    ("units", ("unit_name", "unit_code"), True),
    ("unit_aliases", ("alias",), True),
)
_FAMILY_NAMES = "family_names"
_REASONS = "slip_reasons"
_UNIT_WORDS = """ubnd hdnd uy ban nhan dan hoi dong xa x phuong p thi tran tt xa tx huyen h quan thanh pho tp tinh so
 ban chi nhanh van phong trung tam phuc vu hanh chinh cong bo phan mot cua tiep va tra ket qua don vi co quan
 cap tthcc ttpvhcc hcc pvhcc tkq lien thong"""

_OLD, _NEW = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ", "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_NEW_TONES = dict(zip(_OLD.split(" "), _NEW.split(" "), strict=True))
_PART = re.compile(r"\s*[,;()–—-]\s*")
_OLD_TONES = re.compile("(?:" + "|".join(_NEW_TONES) + r")(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLASS = re.compile(r"[a-z_]{1,40}")  # a class is an id of ours, never a text
_PERSONAL = re.compile(
    r"\S@\S|(?<!\d)(?:\+?84|0)[ .()-]*[235789](?:[ .()-]*\d){7,9}(?!\d)|(?<![\d.,/-])(?:\d{9}|0\d{11})(?![\d.,/-])"
)


@dataclass(frozen=True)
class Door:
    """The lists by which a text is judged. `sha256` changes with them, `key` is the secret of the keyed hashes."""

    key: bytes = field(repr=False)
    sha256: str
    words: frozenset[str]
    unit_words: frozenset[str]
    known: frozenset[str]
    known_units: frozenset[str]
    family_names: frozenset[str]
    reasons: tuple[tuple[str, str], ...]  # (phrase, class), the first that fits stands

    @cached_property
    def _nearly_unit_words(self) -> frozenset[str]:
        """The words of unit names, each without one of its letters: by them a typing error is told."""
        return frozenset(
            word[:i] + word[i + 1 :] for word in self.unit_words if len(word) > 2 for i in range(len(word))
        )

    def passes(self, group: str, value: str) -> str:
        """What passes of a text of a field of this group (words, units, bodies, titles): all, a part, or a mask."""
        text = " ".join(unicodedata.normalize("NFC", value).split())
        if looks_personal(text):
            return MASK
        if group == "bodies" and self._is_unit(text):
            return value
        if group == "units":
            return value if self._is_unit(text) else MASK
        if _folded(text) in self.known:
            return value
        if self._is_name(text):
            return MASK
        if group == "titles" or not self.words:
            return value
        kept = _WORD.sub(lambda found: found.group() if _plain(found.group()) in self.words else GAP, text)
        return value if kept == text else kept

    def _is_unit(self, text: str) -> bool:
        whole = _folded(text)
        parts = [_folded(part) for part in _PART.split(text) if part.strip()]
        if all(part in self.known_units or _bare(part) in self.known_units for part in parts):
            return True
        if not self.known_units or whole.replace(" ", "") in self._run_together:
            return not self._is_name(text)
        words = [_folded(word) for word in _WORD.findall(text)]
        if not all(self._is_unit_word(word) for word in words):
            return False
        return not self._is_name(text, in_any_case=True)

    def _is_unit_word(self, word: str) -> bool:
        near = self._nearly_unit_words
        return (
            word in self.unit_words
            or len(word) <= 2
            or word in near
            or word in self._run_together
            or any(word[:i] + word[i + 1 :] in self.unit_words | near for i in range(len(word)))
        )

    @cached_property
    def _run_together(self) -> frozenset[str]:
        return frozenset(name.replace(" ", "") for name in self.known_units)

    def _is_name(self, text: str, in_any_case: bool = False) -> bool:
        """Whether a text reads like "Nguyễn Văn An": a family name and one to five more words, all with capitals."""
        words = text.split()
        if not 2 <= len(words) <= 6 or _folded(words[0]) not in self.family_names:
            return False
        return in_any_case or all(word[0].isupper() for word in words)


def looks_personal(text: str) -> bool:
    """Whether a text holds what looks like an e-mail address, a phone number or the number of an identity card."""
    return bool(_PERSONAL.search(text))


def open_door(reference: Path, key: bytes) -> Door:
    """The door as the lists of a reference folder stand now; missing lists know nothing.

    Without `words.csv` every word passes that does not look like a person, without `units.csv` every name of a unit.
    """
    lists = {
        name: _content(reference / f"{name}.csv") for name in (*(one[0] for one in _LISTS), _FAMILY_NAMES, _REASONS)
    }
    return _door(tuple(lists.items()), key)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as trouble:
        raise unreadable(path, trouble) from None


@lru_cache(maxsize=8)
def _door(lists: tuple[tuple[str, bytes], ...], key: bytes) -> Door:
    contents = dict(lists)
    texts: dict[bool, set[str]] = {True: set(), False: set()}
    for name, columns, names_units in _LISTS:
        texts[names_units].update(_column_values(contents[name], columns))
    words = {_plain(word) for text in texts[False] for word in _WORD.findall(text)}
    words |= {_folded(word) for word in words}  # who types no accents types none at all
    unit_words = {_folded(word) for text in texts[True] for word in _WORD.findall(text)} | set(_UNIT_WORDS.split())
    return Door(
        key=key,
        sha256=hashlib.sha256(b"|".join(contents.values())).hexdigest(),
        words=frozenset(words) if contents["words"] else frozenset(),
        unit_words=frozenset(unit_words),
        known=frozenset(_folded(text) for text in texts[False]),
        known_units=frozenset(name for text in texts[True] for name in (_folded(text), _bare(_folded(text)))),
        family_names=frozenset(_folded(name) for name in _column_values(contents[_FAMILY_NAMES], ("family_name",))),
        reasons=_reasons(contents[_REASONS]),
    )


def _reasons(content: bytes) -> tuple[tuple[str, str], ...]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    told = [(_folded(row.get("phrase") or ""), row.get("reason_class") or "") for row in rows]
    return tuple((phrase, name) for phrase, name in told if phrase and _CLASS.fullmatch(name))


def _column_values(content: bytes, columns: Iterable[str]) -> set[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    return {unicodedata.normalize("NFC", row[column]) for row in rows for column in columns if row.get(column)}


def _bare(name: str) -> str:
    """A unit's name without the words for its kind; all of it where nothing else is left."""
    words = name.split()
    start = next((i for i, word in enumerate(words) if word not in _UNIT_WORDS.split()), 0)
    return " ".join(words[start:])


def _plain(word: str) -> str:
    """A word as it is looked up: without case, the tone mark where today's spelling has it (hòa, not hoà)."""
    return _OLD_TONES.sub(lambda found: _NEW_TONES[found.group()], plain_letters(word).casefold())


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    """Without case, accents, đ and punctuation, as `sql/macros/fold_text.sql` compares texts."""
    plain = unicodedata.normalize("NFD", plain_letters(text).casefold().replace("đ", "d"))
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())
