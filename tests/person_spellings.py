"""The spellings of invented persons: names, logins, addresses, telephones and identity numbers, each drawn by chance.

A spelling gives the text to plant and what it is found again by: the letters of a name, the digits of a number.
"""

import random
import re
import unicodedata
from collections.abc import Callable

from flows.common.letters import plain_letters
from tests.test_privacy import FAMILY, GIVEN, MIDDLE, unaccented

FULL_WIDTH = {ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)}
PLAIN_WORDS = re.findall(
    r"\S+", "Mẫu Thơm Nhiên Hoa Hương Thanh Lan Hải Minh Công Nam Xuân Thu Hạnh Phúc Thắng Quý Bình Tâm Hòa"
)


def _named(spell: Callable[[str], str]) -> Callable[[random.Random], tuple[str, str]]:
    """A spelling of a name of four syllables, with the letters by which it is found again."""

    def draw(chance: random.Random) -> tuple[str, str]:
        middle = chance.sample(MIDDLE, 2)
        name = " ".join([chance.choice(FAMILY), *middle, chance.choice(GIVEN)])
        return spell(name), letters(name)

    return draw


def _short(chance: random.Random) -> tuple[str, str]:
    name = f"Y {chance.choice(PLAIN_WORDS)} {chance.choice(PLAIN_WORDS)}"
    return name, letters(name)


def _numbered(first: str, length: int, spell: Callable[[str], str]) -> Callable[[random.Random], tuple[str, str]]:
    """A spelling of a number that begins with one of `first`, found by its digits without a 0 in front."""

    def draw(chance: random.Random) -> tuple[str, str]:
        number = chance.choice(first.split()) + "".join(chance.choice("123456789") for _ in range(length))
        return spell(number), number.lstrip("0")

    return draw


def _parts(sign: str, *lengths: int) -> Callable[[str], str]:
    def spell(number: str) -> str:
        ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
        return sign.join(number[end - length : end] for end, length in zip(ends, lengths, strict=True))

    return spell


def _joined(name: str) -> str:
    return unaccented(name).replace(" ", "")


_PHONE = ("03 05 07 08 09", 8)
_BARE_PHONE = ("3 5 7 8 9", 8)
SPELLINGS = {
    "name": _named(str),
    "NAME": _named(str.upper),
    "name in lower case": _named(str.lower),
    "name without accents": _named(unaccented),
    "name in lower case without accents": _named(lambda name: unaccented(name).lower()),
    "name joined, with a number": _named(lambda name: f"{_joined(name).upper()}77"),
    "name joined": _named(_joined),
    "name in a sentence": _named(lambda name: f"Đã chuyển cho {name}"),
    "name in a sentence in lower case": _named(lambda name: f"đã chuyển cho {name.lower()} xử lý"),
    "name with a title": _named(lambda name: f"Ông {name}"),
    "login": _named(lambda name: unaccented(name).lower().replace(" ", ".")),
    "login with a number": _named(lambda name: f"{unaccented(name).lower().replace(' ', '.')}77"),
    "name with _": _named(lambda name: unaccented(name).replace(" ", "_")),
    "name with -": _named(lambda name: name.replace(" ", "-")),
    "name decomposed": _named(lambda name: unicodedata.normalize("NFD", name)),
    "name of one letter and words": _short,
    "mail": _named(lambda name: f"{_joined(name).lower()}@thu-dien-tu.example"),
    "mail written out": _named(lambda name: f"{_joined(name).lower()} [at] thu-dien-tu.example"),
    "address": _named(lambda name: f"Thôn 5, nhà {name}"),
    "phone": _numbered(*_PHONE, str),
    "phone with spaces": _numbered(*_PHONE, _parts(" ", 4, 3, 3)),
    "phone with en dashes": _numbered(*_PHONE, _parts("–", 4, 3, 3)),
    "phone with slashes": _numbered(*_PHONE, _parts("/", 4, 3, 3)),
    "phone with commas": _numbered(*_PHONE, _parts(",", 4, 3, 3)),
    "phone with _": _numbered(*_PHONE, _parts("_", 4, 3, 3)),
    "phone with dots": _numbered(*_PHONE, _parts(".", 4, 2, 4)),
    "phone without 0": _numbered(*_BARE_PHONE, str),
    "phone without 0, with dashes": _numbered(*_BARE_PHONE, _parts("-", 3, 3, 3)),
    "phone in full width": _numbered(*_PHONE, lambda number: number.translate(FULL_WIDTH)),
    "phone with 0084": _numbered(*_BARE_PHONE, lambda number: f"0084{number}"),
    "phone with +84": _numbered(*_BARE_PHONE, lambda number: f"+84 {number}"),
    "phone with invisible signs": _numbered(*_PHONE, _parts("\u200b", 4, 3, 3)),
    "phone in a sentence": _numbered(*_PHONE, lambda number: f"Chờ bổ sung, gọi {number}"),
    "identity of 9": _numbered("1 2 3", 8, str),
    "identity of 9 with spaces": _numbered("1 2 3", 8, _parts(" ", 3, 3, 3)),
    "identity of 9 with dots": _numbered("1 2 3", 8, _parts(".", 3, 3, 3)),
    "identity of 12": _numbered("0", 11, str),
    "identity of 12 with spaces": _numbered("0", 11, _parts(" ", 3, 3, 3, 3)),
    "identity of 12 with dashes": _numbered("0", 11, _parts("-", 4, 4, 4)),
    "identity of 12 with dots": _numbered("0", 11, _parts(".", 3, 3, 6)),
}


def letters(text: str) -> str:
    """What is left of a name however it is spelled: its letters, in lower case and without accents."""
    return "".join(re.findall(r"[^\W\d_]+", unaccented(plain_letters(unicodedata.normalize("NFC", text))).casefold()))
