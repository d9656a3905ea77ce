"""The words of the office's own lists, by which the door judges a text, and how words are compared."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from flows import ROOT
from flows.common.letters import plain_letters
from flows.common.settings import unreadable

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
UNIT_WORDS = """ubnd hdnd uy ban nhan dan hoi dong xa x phuong p thi tran tt xa tx huyen h quan thanh pho tp tinh so
 ban chi nhanh van phong trung tam phuc vu hanh chinh cong bo phan mot cua tiep va tra ket qua don vi co quan
 cap tthcc ttpvhcc hcc pvhcc tkq lien thong"""

_CODE_WORDS = "ubnd hdnd pyc pakn pa tthc dvc hs so qd ttr tb cv"

_OLD, _NEW = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ", "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_NEW_TONES = dict(zip(_OLD.split(" "), _NEW.split(" "), strict=True))
PART = re.compile(r"\s*[,;()–—-]\s*")
_OLD_TONES = re.compile("(?:" + "|".join(_NEW_TONES) + r")(?![^\W\d_])")
MARK = re.compile(r"[,;:()\[\]/]")
ALL = "*"  # in words.csv: the office answers for it that any word may pass that is not like a person
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLASS = re.compile(r"[a-z_]{1,40}")  # a class is an id of ours, never a text


@dataclass(frozen=True)
class OfficeWords:
    """What the lists of a reference folder know. `sha256` changes with them."""

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
    common_names: frozenset[str]  # family names that many people have
    common_spellings: frozenset[str]
    reasons: tuple[tuple[str, str], ...]  # (phrase, class), the first that fits stands


def office_words(reference: Path) -> OfficeWords:
    """The lists of a reference folder as they stand now; missing lists know nothing."""
    lists = {
        name: _content(reference / f"{name}.csv") for name in (*(one[0] for one in _LISTS), _FAMILY_NAMES, _REASONS)
    }
    return _known_by(tuple(lists.items()))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as trouble:
        raise unreadable(path, trouble) from None


@lru_cache(maxsize=8)
def _known_by(lists: tuple[tuple[str, bytes], ...]) -> OfficeWords:
    contents = dict(lists)
    texts: dict[bool, set[str]] = {True: set(), False: set()}
    for name, columns, names_units in _LISTS:
        texts[names_units].update(_column_values(contents[name], columns))
    words = {plain(word) for text in texts[False] for word in WORD.findall(text)}
    words |= {folded(word) for word in words}  # who types no accents types none at all
    words |= {ALL} & _column_values(contents["words"], ("word",))
    unit_words = {folded(word) for text in texts[True] for word in WORD.findall(text)} | set(UNIT_WORDS.split())
    return OfficeWords(
        sha256=hashlib.sha256(b"|".join(contents.values())).hexdigest(),
        words=frozenset(words) if contents["words"] else frozenset(),
        unit_words=frozenset(unit_words),
        pairs=frozenset(_pairs(texts[False] | _own_texts())),
        first_pairs=frozenset(_pairs(texts[False] | _own_texts(), 2)),
        code_words=_code_words(contents),
        known=frozenset(folded(text) for text in texts[False]),
        known_units=frozenset(name for text in texts[True] for name in (folded(text), bare(folded(text)))),
        family_names=frozenset(folded(name) for name in _column_values(contents[_FAMILY_NAMES], ("family_name",))),
        family_spellings=frozenset(plain(name) for name in _column_values(contents[_FAMILY_NAMES], ("family_name",))),
        common_names=frozenset(folded(name) for name in _common(contents[_FAMILY_NAMES])),
        common_spellings=frozenset(plain(name) for name in _common(contents[_FAMILY_NAMES])),
        reasons=_reasons(contents[_REASONS]),
    )


def _pairs(texts: Iterable[str], most: int | None = None) -> set[tuple[str, str]]:
    """The pairs of words side by side in the texts, or of the first `most` words of each of their parts."""
    found = set()
    for text in texts:
        for part in MARK.split(text):
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
    return frozenset(folded(word) for code in codes for word in WORD.findall(code)) | set(_CODE_WORDS.split())


def _common(content: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    return [row["family_name"] for row in rows if (row.get("is_common") or "").strip() == "yes"]


def _reasons(content: bytes) -> tuple[tuple[str, str], ...]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    told = [(folded(row.get("phrase") or ""), row.get("reason_class") or "") for row in rows]
    return tuple((phrase, name) for phrase, name in told if phrase and _CLASS.fullmatch(name))


def _column_values(content: bytes, columns: Iterable[str]) -> set[str]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    return {unicodedata.normalize("NFC", row[column]) for row in rows for column in columns if row.get(column)}


def bare(name: str) -> str:
    """A unit's name without the words for its kind; all of it where nothing else is left."""
    words = name.split()
    start = next((i for i, word in enumerate(words) if word not in UNIT_WORDS.split()), 0)
    return " ".join(words[start:])


def plain(word: str) -> str:
    """A word as it is looked up: without case, the tone mark where today's spelling has it (hòa, not hoà)."""
    return _OLD_TONES.sub(lambda found: _NEW_TONES[found.group()], plain_letters(word).casefold())


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Without case, accents, đ and punctuation, as `sql/macros/fold_text.sql` compares texts."""
    spelled = unicodedata.normalize("NFD", plain_letters(text).casefold().replace("đ", "d"))
    letters = "".join(sign if sign.isalnum() else " " for sign in spelled if not unicodedata.combining(sign))
    return " ".join(letters.split())
