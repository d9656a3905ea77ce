"""What looks like a person in a text without any list: numbers of telephones and identity cards, addresses of e-mail.

`sql/macros/looks_personal.sql` tells the same; a test compares the two.
"""

import re

from flows.common.letters import plain_letters

_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}[-./]\d{1,2}[-./]\d{1,2})(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?(?!\d)"
)
_MANY_DIGITS = re.compile(r"\d(?:(?:[\W_]{0,2}|[^\W\d_])\d){8,}")
_SIGN = "[ ._,/–—-]"
_PERSONAL = re.compile(
    r"\S@\S|(?i:\[at\]|\(at\))"
    r"|(?<!\d)(?:\+?84|0)[ .()-]*[235789](?:[ .()-]*\d){7,9}(?!\d)|(?<![\d.,/-])(?:\d{9}|0\d{11})(?![\d.,/-])"
    r"|(?<!\d)0084[ .-]?\d{9}(?!\d)"
    rf"|(?<!\d)(?:0|\+?84|0084){_SIGN}?\d{{2,3}}{_SIGN}\d{{3,4}}{_SIGN}\d{{3,4}}(?!\d)"
    rf"|(?<![\d.])[1-9]\d{{2}}{_SIGN}\d{{3}}{_SIGN}\d{{3}}(?![\d.])"
    rf"|(?<!\d)0\d{{2}}{_SIGN}\d{{3}}{_SIGN}\d{{3}}{_SIGN}?\d{{3}}(?!\d)"
    rf"|(?<!\d)0\d{{3}}{_SIGN}\d{{4}}{_SIGN}\d{{4}}(?!\d)",
    re.ASCII,
)


def looks_personal(text: str) -> bool:
    """Whether a text holds what looks like an e-mail address, a phone number or the number of an identity card."""
    return bool(_PERSONAL.search(text if text.isascii() else plain_letters(text)))


def has_many_digits(text: str) -> bool:
    """Whether a text has nine digits in a row, whatever single signs or letters stand between them, days left out."""
    return bool(_MANY_DIGITS.search(_DAY.sub("|", plain_letters(text))))
