"""What of a cell may pass the door. Nothing that looks like a person does, in whatever column it was put.

What a field may carry is its group in `kinds.toml`. Codes, times and numbers are judged by their shape, in SQL
(`sql/macros/passes_*.sql`); texts here, value by value: a word passes when the office's own lists know it. Of a reason
nothing passes but the class that the office's list gives to a phrase in it.
"""

import csv
import hashlib
import hmac
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from flows import ROOT
from flows.letters import plain_letters
from flows.personal import has_many_digits, looks_personal
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

_CODE_WORDS = "ubnd hdnd tthc dvc hs so qd ttr tb cv"

_KIND_PHRASES = [
    *("thi tran", "hoi dong", "hoi dong nhan dan", "uy ban nhan dan", "uy ban", "van phong", "chi nhanh", "thanh pho"),
    *("trung tam", "phuc vu", "hanh chinh cong", "hanh chinh", "bo phan", "mot cua", "tiep nhan", "tra ket qua"),
    *("don vi", "co quan", "lien thong", "nhan dan", "cap tinh", "cap huyen", "cap xa"),
]

_OLD, _NEW = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ", "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_NEW_TONES = dict(zip(_OLD.split(" "), _NEW.split(" "), strict=True))
_PART = re.compile(r"\s*[,;()–—-]\s*")
_OLD_TONES = re.compile("(?:" + "|".join(_NEW_TONES) + r")(?![^\W\d_])")
_MARK = re.compile(r"[,;:()\[\]/]")
_CODE = re.compile(r"(?:Số )?[^\W_]+(?:\s*[-./_:&+()#]+\s*[^\W_]*)*")
LONGEST_CODE, LONGEST_SYLLABLE = 80, 7  # nghiêng
ALL = "*"  # in words.csv: the office answers for it that any word may pass that is not like a person
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLASS = re.compile(r"[a-z_]{1,40}")  # a class is an id of ours, never a text


@dataclass(frozen=True)
class Door:
    """The lists by which a text is judged. `sha256` changes with them, `key` is the secret of the keyed hashes."""

    key: bytes = field(repr=False)
    sha256: str
    words: frozenset[str]
    unit_words: frozenset[str]
    pairs: frozenset[tuple[str, str]]  # words that stand side by side in the lists, folded
    first_pairs: frozenset[tuple[str, str]]  # those that begin one
    code_words: frozenset[str]
    known: frozenset[str]
    known_units: frozenset[str]
    family_names: frozenset[str]
    family_spellings: frozenset[str]
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
        if looks_personal(text) or has_many_digits(text):
            return MASK
        if group == "bodies" and self._is_unit(text):
            return value
        if group == "units":
            return value if self._is_unit(text) else MASK
        if folded(text) in self.known:
            return value
        if self._is_name(text):
            return MASK
        kept = self._known_words(text, are_all=group == "titles" or ALL in self.words)
        return value if kept == text else kept

    def passes_code(self, value: str) -> str:
        """What passes of a code of no common shape: all where the office's lists know its words, else a stand-in that
        is the same for the same text, and not to be read back.
        """
        text = value.strip()
        parts = [folded(part) for part in _WORD.findall(text)]
        is_code = _CODE.fullmatch(text) and any(sign.isdigit() for sign in text) and len(text) <= LONGEST_CODE
        is_code = is_code and all(part in self.code_words or len(part) == 1 for part in parts)
        if is_code and not looks_personal(text) and any(len(part) > 1 for part in parts):
            return value
        return MASK + hmac.digest(self.key, text.encode(), "sha256").hex()[:12]

    def _known_words(self, text: str, are_all: bool = False) -> str:
        """The text with a gap for each run of words that are unknown, or read like a name among the known ones.

        A family name counts as a word of its own where it stands in a pair of words that the office's lists know
        ("hồ sơ", "quản lý"); elsewhere it begins a name, which goes on until such a pair, or a mark, ends it.
        `are_all`: every word counts as known that is no longer than a syllable can be.
        """
        words = list(_WORD.finditer(text))
        bare = [folded(word.group()) for word in words]
        pairs = [
            pair if not _MARK.search(text[words[i].end() : words[i + 1].start()]) else ("", "")
            for i, pair in enumerate(pairwise(bare))
        ] + [("", "")]
        gone: list[bool] = []
        for i, word in enumerate(words):
            is_known = _plain(word.group()) in self.words or (are_all and len(word.group()) <= LONGEST_SYLLABLE)
            if is_known and len(words) > 1 and self._is_family_name(word.group()):
                led = i > 0 and not gone[i - 1] and pairs[i - 1] in self.pairs
                is_known = led or pairs[i] in self.first_pairs
            if is_known and i and gone[i - 1] and pairs[i - 1] != ("", ""):
                goes_on = word.group()[0].isupper() or not words[i - 1].group()[0].isupper()
                is_known = (
                    not goes_on or pairs[i] in self.pairs or (" ".join(bare[i:]) in self.known and len(words) - i > 1)
                )
            gone.append(not is_known)
        return _without(text, words, gone)

    def _is_family_name(self, word: str) -> bool:
        """Whether a word is a family name as it is written, or is one without its accents."""
        plain = _plain(word)
        return plain in self.family_spellings or (plain.isascii() and plain in self.family_names)

    def _is_unit(self, text: str) -> bool:
        whole = folded(text)
        parts = [folded(part) for part in _PART.split(text) if part.strip()]
        if all(part in self.known_units or _bare(part) in self.known_units for part in parts):
            return True
        if whole.replace(" ", "") in self._run_together or (ALL in self.words and not self.known_units):
            return not self._is_name(text)
        words = [folded(word) for word in _WORD.findall(text)]
        if not all(self._is_unit_word(word) for word in words):
            return False
        return not self._holds_name(words) and not (2 <= len(text.split()) <= 6 and words[0] in self.family_names)

    def _holds_name(self, words: list[str]) -> bool:
        """Whether a family name that belongs to no known unit has another such word behind it."""
        left = f" {' '.join(words)} "
        for phrase in self._unit_phrases:
            left = left.replace(f" {phrase} ", " | ")
        return any(
            word in self.family_names and after not in ("", "|")
            for word, after in zip(left.split(), [*left.split()[1:], ""], strict=True)
        )

    @cached_property
    def _unit_phrases(self) -> list[str]:
        """Names of units and of their kinds of two words and more, the longest first."""
        known = {name for name in self.known_units if " " in name} | set(_KIND_PHRASES)
        return sorted(known, key=len, reverse=True)

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

    def _is_name(self, text: str) -> bool:
        """Whether a text reads like "Nguyễn Văn An": a family name and one to five more words, all with capitals."""
        words = text.split()
        if not 2 <= len(words) <= 6 or folded(words[0]) not in self.family_names:
            return False
        return all(word[0].isupper() for word in words)


def _without(text: str, words: list[re.Match], gone: list[bool]) -> str:
    """The text with one gap in the place of each run of words that are gone."""
    kept, end, in_gap = [], 0, False
    for word, is_gone in zip(words, gone, strict=True):
        if not is_gone:
            kept.append(text[end : word.end()])
        elif not (in_gap and text[end : word.start()].strip(" .-_") == ""):
            kept += [text[end : word.start()], GAP]
        end, in_gap = word.end(), is_gone
    return "".join(kept) + text[end:]


def open_door(reference: Path, key: bytes) -> Door:
    """The door as the lists of a reference folder stand now; missing lists know nothing.

    Without `words.csv` no word passes that no list knows whole, without `units.csv` no name of a unit.
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
    words |= {folded(word) for word in words}  # who types no accents types none at all
    words |= {ALL} & _column_values(contents["words"], ("word",))
    unit_words = {folded(word) for text in texts[True] for word in _WORD.findall(text)} | set(_UNIT_WORDS.split())
    return Door(
        key=key,
        sha256=hashlib.sha256(b"|".join(contents.values())).hexdigest(),
        words=frozenset(words) if contents["words"] else frozenset(),
        unit_words=frozenset(unit_words),
        pairs=frozenset(_pairs(texts[False] | _own_texts())),
        first_pairs=frozenset(_pairs(texts[False] | _own_texts(), 2)),
        code_words=_code_words(contents),
        known=frozenset(folded(text) for text in texts[False]),
        known_units=frozenset(name for text in texts[True] for name in (folded(text), _bare(folded(text)))),
        family_names=frozenset(folded(name) for name in _column_values(contents[_FAMILY_NAMES], ("family_name",))),
        family_spellings=frozenset(_plain(name) for name in _column_values(contents[_FAMILY_NAMES], ("family_name",))),
        reasons=_reasons(contents[_REASONS]),
    )


def _pairs(texts: Iterable[str], most: int | None = None) -> set[tuple[str, str]]:
    """The pairs of words side by side in the texts, or of the first `most` words of each of their parts."""
    found = set()
    for text in texts:
        for part in _MARK.split(text):
            words = folded(part).split()[:most]
            found.update(pairwise(words))
    return found


@lru_cache(maxsize=1)
def _own_texts() -> frozenset[str]:
    """The texts of the lists that come with the code: an office without a list of procedures has their words, too."""
    folder = ROOT / "data" / "reference"
    return frozenset(
        text
        for name, columns, names_units in _LISTS
        if not names_units
        for text in _column_values(_content(folder / f"{name}.csv"), columns)
    )


def _code_words(contents: dict[str, bytes]) -> frozenset[str]:
    codes = _column_values(contents["units"], ("unit_code", "case_code_prefix"))
    codes |= _column_values(contents["published_procedures"], ("procedure_code", "decision"))
    return frozenset(folded(word) for code in codes for word in _WORD.findall(code)) | set(_CODE_WORDS.split())


def _reasons(content: bytes) -> tuple[tuple[str, str], ...]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    told = [(folded(row.get("phrase") or ""), row.get("reason_class") or "") for row in rows]
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
def folded(text: str) -> str:
    """Without case, accents, đ and punctuation, as `sql/macros/fold_text.sql` compares texts."""
    plain = unicodedata.normalize("NFD", plain_letters(text).casefold().replace("đ", "d"))
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())
