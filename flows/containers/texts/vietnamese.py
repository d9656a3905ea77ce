"""Text in older Vietnamese character sets ("Hå s¬" is "Hồ sơ" in TCVN3) becomes Unicode.

It is recognised per column and per heading row: what has signs of such a set, holds no letter that only Unicode can
write, and reads better as Vietnamese syllables than unchanged and than in any other set. All else is left alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

import duckdb
import pyarrow as pa

from flows.containers.sheets.sheet import Sheet
from flows.containers.texts.vietnamese_sets import TCVN3, VNI, VPS

PLAUSIBLE = 0.6  # the least share of the words with a sign that must be syllables
BETTER = 0.25  # ... and by so much more than unchanged
SAMPLE_ROWS = 2_000
MOST_TEXTS = 400  # of a column are looked at

_ONLY_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u0300-\u036f\u1ea0-\u1ef9]")
_SIGN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_WORD = re.compile(r"[^\x00-@\[-`{-\x7f]+")
_BETWEEN_WORDS = re.compile(r"[\x00-@\[-`{-\x7f]+")
_VNI_PART = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_OPEN = (
    "a|ai|am|an|ang|anh|ao|au|ay|ăm|ăn|ăng|âm|ân|âng|âu|ây|e|em|en|eng|eo|ê|êm|ên|ênh|êu|i|ia|im|in|inh|iu|iêm|iên|"
    "iêng|iêu|o|oa|oai|oam|oan|oang|oanh|oao|oay|oăm|oăn|oăng|oe|oen|oeo|oi|om|on|ong|oong|ô|ôi|ôm|ôn|ông|ơ|ơi|ơm|"
    "ơn|u|ua|uân|uâng|uây|uê|uênh|ui|um|un|ung|uơ|uy|uya|uyên|uynh|uyu|uôi|uôm|uôn|uông|ư|ưa|ưi|ưm|ưn|ưng|ưu|ươi|"
    "ươm|ươn|ương|ươu|y|yêm|yên|yêng|yêu"
)
_STOPPED = (
    "ac|ach|ap|at|ăc|ăp|ăt|âc|âp|ât|ec|ep|et|êch|êp|êt|ich|ip|it|iêc|iêp|iêt|oac|oach|oap|oat|oăc|oăt|oc|oet|ooc|"
    "op|ot|ôc|ôp|ôt|ơp|ơt|uât|uc|uêch|up|ut|uych|uyt|uyêt|uôc|uôt|ưc|ưt|ươc|ươp|ươt"
)
_SYLLABLE = re.compile(rf"({_ONSET})(?:({_OPEN})|({_STOPPED}))")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHAPED = "ăâêôơư"


@lru_cache(maxsize=65536)
def _is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable, written small, large or with a capital."""
    if not (word.islower() or word.isupper() or word.istitle()) or len(word) > 7:
        return False
    letters = [unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", word.lower())]
    plain = [unicodedata.normalize("NFC", _TONE.sub("", letter)) for letter in letters]
    parts = _SYLLABLE.fullmatch("".join(plain))
    if parts is None:
        return False
    toned = [place for place, letter in enumerate(letters) if _TONE.search(letter)]
    if not toned:
        return parts.group(3) is None
    place = toned[0] - len(parts.group(1))
    sharp_or_low = re.search("[\u0301\u0323]", letters[toned[0]]) is not None
    return (
        len(toned) == 1
        and place in _places(parts.group(2) or parts.group(3))
        and (parts.group(3) is None or sharp_or_low)
    )


@lru_cache(maxsize=512)
def _places(rime: str) -> set[int]:
    """Where in a rime its tone is written."""
    vowels = rime.rstrip("cghmnpt")
    shaped = [place for place, letter in enumerate(vowels) if letter in _SHAPED]
    if shaped:
        return {shaped[-1]}
    if len(vowels) < len(rime) or len(vowels) == 1:
        return {len(vowels) - 1}
    return {1} if len(vowels) == 3 else {0, 1} if vowels in ("oa", "oe", "uy") else {0}


def _from_tcvn3(text: str) -> str:
    """In a word of capitals the letters with marks were capitals, too: a font drew them large."""
    capitals = sum(sign.isascii() and sign.isupper() for sign in text)
    is_large = capitals >= 3 and not any(sign.isascii() and sign.islower() for sign in text)
    return _WORD.sub(lambda word: _large_as_its_letters(word.group(), is_large), text)


def _large_as_its_letters(word: str, is_large: bool) -> str:
    plain = [sign for sign in word if sign.isascii()]
    letters = "".join(TCVN3.get(sign, sign) for sign in word)
    if is_large or (len(plain) > 1 and all(sign.isupper() for sign in plain)):
        return letters.upper()
    return letters


def _from_utf8(text: str) -> str:
    """UTF-8 that somebody opened as Windows-1252 and saved again."""
    try:
        content = b"".join(s.encode("latin-1") if "\x80" <= s <= "\xa0" else s.encode("cp1252") for s in text)
        return content.decode("utf-8")
    except UnicodeError:
        return text


READINGS = {
    "tcvn3": _from_tcvn3,
    "vni": lambda text: _VNI_PART.sub(lambda part: VNI[part.group()], text),
    "vps": lambda text: "".join(VPS.get(sign, sign) for sign in text),
    "utf8": _from_utf8,
}


def reading(text: str | None, name: str) -> str | None:
    """One cell read in a set of READINGS; what holds a letter that only Unicode can write is Unicode already."""
    if text is None or text.isascii() or _ONLY_UNICODE.search(text):
        return text
    return READINGS[name](text)


def reading_if_better(text: str | None, name: str) -> str | None:
    """One cell among others that are Unicode: it is read in a set only if it reads better so by itself."""
    return reading(text, name) if text and best_reading([text], name)[0] == name else text


def share_of_words(texts: Iterable[str], written: str) -> float:
    """The share of syllables among the words of texts that held a sign as they were `written`."""
    words = [word for text in texts for word in _WORD.findall(text) if not word.isascii()]
    if not words or not _SIGN.search(written):
        return 0.0
    return sum(map(_is_syllable, words)) / len(words)


def best_reading(
    texts: Iterable[str], expected: str | None = None, least_gain: float = BETTER
) -> tuple[str | None, float]:
    """The set that texts are written in, None where they are best left as they are, and how well it reads.

    `expected` is the set of the whole sheet, for a few words may read well in several; it need read better than
    unchanged by `least_gain` only.
    """
    words = {word for text in texts if not _ONLY_UNICODE.search(text) for word in _BETWEEN_WORDS.split(text)}
    words = {word for word in words if _SIGN.search(word)}
    if not words:
        return None, 0.0
    unchanged = sum(map(_is_syllable, words)) / len(words)
    found: tuple[str | None, float] = (None, unchanged)
    for name in sorted(READINGS, key=lambda name: name != expected):
        read = [READINGS[name](word) for word in words]
        share = sum(map(_is_syllable, read)) / len(words)
        if share < PLAUSIBLE or not any(_is_syllable(word) and len(word) > 1 for word in read):
            continue
        if name == expected and share >= unchanged + least_gain:
            return name, share
        if share > max(found[1], unchanged + BETTER):
            found = (name, share)
    return found


def repair(sheet: Sheet, connection: duckdb.DuckDBPyConnection) -> Sheet:
    """The same sheet with its older Vietnamese text in Unicode; a sheet without such signs costs one look at it."""
    sample = _sample(sheet)
    if not any(_SIGN.search(text) for texts in sample for text in texts):
        return sheet
    expected = best_reading(text for texts in sample for text in texts)[0]
    # Where nothing is Unicode all is in one set, even a heading that is a word in any of them.
    is_mixed = any(map(_is_unicode, [*sample, *sheet.head]))
    gain = BETTER if is_mixed else 0.0
    rows = {n: name for n, row in enumerate(sheet.head) if (name := _of_row(row, expected, gain))}
    columns = {c: name for c, texts in enumerate(sample) if (name := best_reading(texts, expected, gain)[0])}
    if not rows and not columns:
        return sheet
    for name in set(rows.values()) | set(columns.values()):
        _teach(name, connection)
    unicode_rows = {n for n, row in enumerate(sheet.head) if n not in rows and _is_unicode(row)}
    for n, row in enumerate(sheet.head):
        for c, cell in enumerate(row):
            name = rows.get(n) or columns.get(c)
            if name:
                row[c] = reading_if_better(cell, name) if n in unicode_rows else reading(cell, name)
    cells = [_expression(c, rows, columns.get(c), unicode_rows) for c in range(sheet.width)]
    sheet.container += f", {', '.join(sorted({*rows.values(), *columns.values()}))}"
    sheet.scans = [scan.project(", ".join(["row_number", *cells])) for scan in sheet.scans]
    sheet.below = lambda _: None
    return sheet


def _sample(sheet: Sheet) -> list[list[str]]:
    """Of every column some texts that hold more than plain ASCII."""
    width = sheet.width
    few = ", ".join(f"list(distinct c{i}) filter (not regexp_full_match(c{i}, '[\\x00-\\x7f]*'))" for i in range(width))
    try:
        found = sheet.scans[0].limit(SAMPLE_ROWS).aggregate(few).fetchall()[0]
    except duckdb.Error:  # the scan that follows will do, and the first rows are known
        found = [[row[c] for row in sheet.head if c < len(row) and row[c]] for c in range(width)]
    return [(texts or [])[:MOST_TEXTS] for texts in found]


def _is_unicode(row: list[str | None]) -> bool:
    return any(cell and _ONLY_UNICODE.search(cell) for cell in row)


def _of_row(row: list[str | None], expected: str | None, gain: float) -> str | None:
    return None if _is_unicode(row) else best_reading((cell for cell in row if cell), expected, gain)[0]


def _expression(c: int, rows: dict[int, str], of_column: str | None, unicode_rows: set[int]) -> str:
    def among(numbers: Iterable[int]) -> str:
        return f"row_number in ({', '.join(str(n + 1) for n in sorted(numbers))})"

    # One case for all rows of a set: each one more makes DuckDB plan longer, and a sheet has up to 60 of them.
    others = sorted(set(rows.values()) - {of_column})
    cases = [f"when {among(n for n in rows if rows[n] == name)} then read_{name}(c{c})" for name in others]
    if of_column and unicode_rows:
        cases.append(f"when {among(unicode_rows)} then weigh_{of_column}(c{c})")
    rest = f"read_{of_column}(c{c})" if of_column else f"c{c}"
    return f"case {' '.join(cases)} else {rest} end as c{c}" if cases else f"{rest} as c{c}"


def _teach(name: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Gives DuckDB the functions read_<name> and weigh_<name>."""

    def over_columns(change: Callable[[str | None, str], str | None]) -> Callable[[pa.Array], pa.Array]:
        def changed(column: pa.Array) -> pa.Array:
            coded = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
            coded = coded.dictionary_encode()
            texts = pa.array([change(text, name) for text in coded.dictionary.to_pylist()], pa.string())
            return texts.take(coded.indices)

        return changed

    known = "select count(*) from duckdb_functions() where function_name = ?"
    if not connection.execute(known, [f"read_{name}"]).fetchall()[0][0]:
        for verb, change in (("read", reading), ("weigh", reading_if_better)):
            connection.create_function(f"{verb}_{name}", over_columns(change), ["VARCHAR"], "VARCHAR", type="arrow")
