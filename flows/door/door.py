"""What of a cell may pass the door. Nothing that looks like a person does, in whatever column it was put.

What a field may carry is its group in `kinds.toml`. Codes, times and numbers are judged by their shape, in SQL
(`sql/macros/passes_*.sql`); texts here, value by value: a word passes when the office's own lists know it. Of a reason
nothing passes but the class that the office's list gives to a phrase in it.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from flows.door.office_words import ALL, MARK, PART, WORD, OfficeWords, bare, folded, office_words, plain
from flows.door.personal import has_many_digits, looks_personal

MASK = "***"
GAP = "…"  # stands for a word that nobody knows
TEXTS = ("words", "units", "bodies", "titles")

_KIND_PHRASES = [
    *("thi tran", "hoi dong", "hoi dong nhan dan", "uy ban nhan dan", "uy ban", "van phong", "chi nhanh", "thanh pho"),
    *("trung tam", "phuc vu", "hanh chinh cong", "hanh chinh", "bo phan", "mot cua", "tiep nhan", "tra ket qua"),
    *("don vi", "co quan", "lien thong", "nhan dan", "cap tinh", "cap huyen", "cap xa"),
]
_CODE = re.compile(r"(?:Số )?[^\W_]+(?:\s*[-./_:&+()#]+\s*[^\W_]*)*")
LONGEST_CODE, LONGEST_SYLLABLE = 80, 7  # nghiêng


@dataclass(frozen=True)
class Door(OfficeWords):
    """The lists by which a text is judged, and `key`, the secret of the keyed hashes."""

    key: bytes = field(repr=False)

    @cached_property
    def _nearly_unit_words(self) -> frozenset[str]:
        """The words of unit names, each without one of its letters: by them a typing error is told."""
        return frozenset(
            word[:i] + word[i + 1 :] for word in self.unit_words if len(word) > 2 for i in range(len(word))
        )

    def passes(self, group: str, value: str) -> str:
        """What passes of a text of a field of this group (words, units, bodies, titles): all, a part, or a mask."""
        text = " ".join(unicodedata.normalize("NFC", value).split())
        if looks_personal(text) or (group != "titles" and has_many_digits(text)):
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
        parts = [folded(part) for part in WORD.findall(text)]
        is_code = _CODE.fullmatch(text) and any(sign.isdigit() for sign in text) and len(text) <= LONGEST_CODE
        is_code = is_code and all(part in self.code_words or len(part) == 1 for part in parts)
        if is_code and not looks_personal(text) and any(len(part) > 1 for part in parts):
            return value
        return MASK + hmac.digest(self.key, text.encode(), "sha256").hex()[:12]

    def _known_words(self, text: str, are_all: bool = False) -> str:
        """The text with a gap for each run of words that are unknown, or read like a name among the known ones.

        A family name counts as a word of its own where it stands in a pair of words that the office's lists know
        ("hồ sơ", "quản lý"); elsewhere it begins a name, until such a pair, or a mark, ends it. A rare family name
        may be an everyday word (Đường, Lại, Mua): it begins a name only with a capital, before another.
        `are_all`: every word counts as known that is no longer than a syllable can be.
        """
        words = list(WORD.finditer(text))
        said = [folded(word.group()) for word in words]
        pairs = [
            pair if not MARK.search(text[words[i].end() : words[i + 1].start()]) else ("", "")
            for i, pair in enumerate(pairwise(said))
        ] + [("", "")]
        gone: list[bool] = []
        for i, word in enumerate(words):
            is_known = plain(word.group()) in self.words or (are_all and len(word.group()) <= LONGEST_SYLLABLE)
            after = words[i + 1].group() if pairs[i] != ("", "") else ""
            if is_known and len(words) > 1 and self._begins_name(word.group(), after, text, not are_all):
                led = i > 0 and not gone[i - 1] and pairs[i - 1] in self.pairs
                is_known = led or pairs[i] in self.first_pairs
            if is_known and i and gone[i - 1] and pairs[i - 1] != ("", ""):
                goes_on = word.group()[0].isupper() or not words[i - 1].group()[0].isupper()
                is_known = (
                    not goes_on or pairs[i] in self.pairs or (" ".join(said[i:]) in self.known and len(words) - i > 1)
                )
            gone.append(not is_known)
        if not are_all:
            joined = _joined(text, words)
            gone = [is_gone or i in joined for i, is_gone in enumerate(gone)]
        return _without(text, words, gone)

    def _begins_name(self, word: str, after: str, said: str, in_any_case: bool) -> bool:
        """Whether a word can be the family name before another word of the text `said`. `in_any_case`: a common one in
        small letters, too.
        """
        spelled = plain(word)
        is_capital = word[0].isupper() and bool(after) and after[0].isupper()
        if is_capital and not said.isupper():
            return spelled in self.family_spellings or (spelled.isascii() and spelled in self.family_names)
        is_common = spelled in self.common_spellings or (said.isascii() and folded(word) in self.common_names)
        return is_common and bool(after) and (is_capital or in_any_case)

    def _is_unit(self, text: str) -> bool:
        whole = folded(text)
        parts = [folded(part) for part in PART.split(text) if part.strip()]
        if parts and all(part in self.known_units or bare(part) in self.known_units for part in parts):
            return True
        if not self.known_units:
            return ALL in self.words and not self._is_name(text)
        if whole.replace(" ", "") in self._run_together:
            return not self._is_name(text)
        words = [folded(word) for word in WORD.findall(text)]
        if not words:
            return True  # marks alone, or a number of fewer digits than a person's
        if not all(self._is_unit_word(word) for word in words):
            return False
        return not self._holds_name(words) and not (2 <= len(text.split()) <= 6 and words[0] in self.family_names)

    def _holds_name(self, words: list[str]) -> bool:
        """Whether a family name that belongs to no known unit has another such word behind it."""
        left = f" {' '.join(words)} "
        for phrase in self._unit_phrases:
            left = left.replace(f" {phrase} ", " | ")
        return any(word in self.family_names and after != "|" for word, after in pairwise(left.split()))

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


def _joined(text: str, words: list[re.Match]) -> set[int]:
    """The places of words that only a dot or a low line parts from the next, as in the login of a person."""
    joins = [i for i, (word, after) in enumerate(pairwise(words)) if text[word.end() : after.start()] in (".", "_")]
    return {place for i in joins for place in (i, i + 1) if len(words[place].group()) > 1}


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
    """The door as the lists of a reference folder stand now.

    Without `words.csv` no word passes that no list knows whole, without `units.csv` no name of a unit.
    """
    return _door(office_words(reference), key)


@lru_cache(maxsize=8)
def _door(words: OfficeWords, key: bytes) -> Door:
    return Door(**vars(words), key=key)
