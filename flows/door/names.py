"""What of a name may be stored or sent: the name of a file, folder, sheet or member, a heading, a key, a sender.

A name is read as words. What is made of phrases that the office knows (`harmless_names.csv`, units and their codes, the
headings of layouts), of dates and of short numbers stays; every other run of words is replaced by a keyed mask,
`ho_so_608_‹x3f9a01c2›.xlsx`, the same for the same words under the same key. What a mask stands for is told by one
register beside the key, on this machine only.
"""

import csv
import hashlib
import hmac
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from flows import ROOT
from flows.common.errors import Refusal
from flows.common.letters import plain_letters
from flows.common.settings import KEY_FILE, REGISTER, Settings
from flows.door.office_words import folded
from flows.door.register import MASKED, Register
from flows.tables.layouts import Layout

LOCAL = (KEY_FILE, REGISTER)  # what a run writes that names persons or tells who they are; never published
ALL = ("*",)  # in harmless_names.csv: the office answers for it that its names hold no persons
LONGEST_NUMBER = 7  # digits in a row, with or without signs between them: more may be a person's number
KNOWN_LISTS = (("units", ("unit_name", "unit_code", "unit_name_en")), ("unit_aliases", ("alias",)))
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DAY = r"(?:(?:19|20)\d\d(?P<a>[-_.]?)(?:0[1-9]|1[0-2])(?P=a)(?:0[1-9]|[12]\d|3[01])"
_DAY += r"|(?:0?[1-9]|[12]\d|3[01])(?P<b>[-_.])(?:0?[1-9]|1[0-2])(?P=b)(?:19|20)\d\d)"
_DATE = re.compile(rf"(?<!\d){_DAY}(?:[T _-]?[0-2]\d[-_.:]?[0-5]\d(?:[-_.:]?[0-5]\d)?)?(?!\d)")
_KINDS = ["xa", "phuong", "thi", "tran", "huyen", "thanh", "pho", "tinh", "so", "ubnd", "uy", "ban", "nhan", "dan"]

Phrase = tuple[str, ...]
Shown = Callable[[str], str]


@dataclass(frozen=True)
class Names:
    """`phrases` → whether its words could be somebody's name as well: then they go with an unknown word beside them."""

    key: bytes = field(repr=False)
    phrases: dict[Phrase, bool]
    register: Register

    @property
    def sha256(self) -> str:
        """Changes with the phrases."""
        return hashlib.sha256(repr(sorted(self.phrases.items())).encode()).hexdigest()

    def shown(self, text: str) -> str:
        """The name as it may be stored. A name without unknown words stays as it is, to the byte."""
        if ALL in self.phrases:
            return text
        plain = plain_letters(unicodedata.normalize("NFC", text))
        kept = self._masked(plain)
        return text if kept == plain else kept

    def refusal(self, refusal: Refusal) -> Refusal:
        """A refusal that names its file as it may be stored."""
        return replace(refusal, file_name=self.shown(refusal.file_name))

    def _masked(self, text: str) -> str:
        tokens = [found for found in _TOKEN.finditer(text) if not _lies_in(found, MASKED, text)]
        known = self._known(text, tokens)
        runs: list[list[int]] = []
        for i, is_known in enumerate(known):
            is_number = tokens[i].group().isdigit()
            goes_on = i and not known[i - 1] and is_number == tokens[i - 1].group().isdigit()
            if not is_known and goes_on and (is_number or "/" not in text[tokens[i - 1].end() : tokens[i].start()]):
                runs[-1].append(i)
            elif not is_known:
                runs.append([i])
        for run in reversed(runs):
            start, end = tokens[run[0]].start(), tokens[run[-1]].end()
            text = text[:start] + self._mask(text[start:end]) + text[end:]
        return text

    def _mask(self, words: str) -> str:
        mask = f"‹x{hmac.digest(self.key, words.encode('utf-8', 'surrogatepass'), 'sha256').hex()[:8]}›"
        self.register.keep(mask, words)
        return mask

    def _known(self, text: str, tokens: list[re.Match]) -> list[bool]:
        """Token by token whether it stays."""
        words = [folded(token.group()) for token in tokens]
        known, weak = [False] * len(words), [False] * len(words)
        at = 0
        while at < len(words):
            length, may_be_name = self._phrase(words, at)
            for i in range(at, at + length):
                known[i], weak[i] = True, may_be_name
            at += length or 1
        for i, word in enumerate(words):
            if word.isdigit():
                known[i], weak[i] = True, False
            elif len(word) == 1 and not known[i]:
                known[i] = weak[i] = True
        for direction in (range(len(words)), range(len(words) - 1, -1, -1)):
            before = None
            for i in direction:
                if weak[i] and before is not None and not known[before] and not words[before].isdigit():
                    known[i] = False
                before = i
        for run in _long_numbers(text, tokens):
            for i in run:
                known[i] = False
        return known

    def _phrase(self, words: list[str], at: int) -> tuple[int, bool]:
        """How many words from here on are a phrase, the longest there is; whether it may be a name."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            said = tuple("#" if word.isdigit() else word for word in words[at : at + length])
            if said in self.phrases and said != ("#",):
                return length, self.phrases[said]
        return 0, False

    @property
    def _longest(self) -> int:
        return max(map(len, self.phrases), default=0)


def as_written(text: str) -> str:
    """What the screen of whoever has the file itself shows of a name."""
    return text


def _lies_in(token: re.Match, pattern: re.Pattern, text: str) -> bool:
    return any(found.start() <= token.start() < found.end() for found in pattern.finditer(text))


def _long_numbers(text: str, tokens: list[re.Match]) -> Iterator[list[int]]:
    """Numbers with no letter between them that have more digits than a harmless one, dates left out."""
    run: list[int] = []
    for i, token in enumerate(tokens):
        is_number = token.group().isdigit() and not _lies_in(token, _DATE, text)
        if is_number:
            run.append(i)
        if run and (not is_number or i == len(tokens) - 1):
            if sum(len(tokens[n].group()) for n in run) > LONGEST_NUMBER:
                yield run
            run = []


def open_names(settings: Settings, layouts: Iterable[Layout]) -> Names:
    """The names as the lists of the reference folder and the layouts know them now."""
    paths = [settings.reference / f"{name}.csv" for name, _ in KNOWN_LISTS]
    own = settings.reference / "harmless_names.csv"
    paths.append(own if own.exists() else ROOT / "data" / "reference" / own.name)
    contents = tuple(path.read_bytes() if path.exists() else b"" for path in paths)
    headings = tuple(sorted({heading for layout in layouts for heading in layout.meaning} | {""}))
    phrases = _phrases(contents, headings)
    return Names(settings.personal_key.reveal(), phrases, Register(settings.marts.parent / REGISTER))


@lru_cache(maxsize=8)
def _phrases(contents: tuple[bytes, ...], headings: tuple[str, ...]) -> dict[Phrase, bool]:
    phrases: dict[Phrase, bool] = {}
    for (_, columns), content in zip(KNOWN_LISTS, contents, strict=False):
        for row in _rows(content):
            for column in columns:
                phrases[_words(row.get(column) or "")] = not (row.get(column) or "").isupper()
            name = _words(row.get("unit_name") or "")
            bare = next((i for i, word in enumerate(name) if word not in _KINDS), 0)
            if len(name) - bare > 1:
                phrases.setdefault(name[bare:], True)
    for heading in headings:
        words = _words(heading)
        phrases[words] = len(words) < 2
    for row in _rows(contents[-1]):
        if (row.get("phrase") or "").strip() == "*":
            phrases[ALL] = False
        phrases[_words(row.get("phrase") or "")] = (row.get("may_be_name") or "").strip() == "yes"
    phrases.pop((), None)
    return phrases


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))


def _words(text: str) -> Phrase:
    found = re.findall(r"[^\W\d_]+|\d+|#", plain_letters(unicodedata.normalize("NFC", text)))
    return tuple("#" if word == "#" or word.isdigit() else folded(word) for word in found)
