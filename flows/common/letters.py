"""Letters that only look like Latin ones, and characters that nobody sees: what systems and hands put into a text.

`sql/macros/fold_text.sql` does the same to values; a test compares the two, character by character.
"""

import re
import unicodedata

_LOOK_ALIKES = (
    ("ĐƉƋÐ", "ĐĐĐĐ"),
    ("đƌɖð₫", "đđđđđ"),
    ("ıɩȷɡɑ", "iijga"),
    ("АВЕЅІЈКМНОРСТУХԀԚԜҮҺ", "ABESIJKMHOPCTYXDQWYH"),
    ("аеѕіјкмнорсвтухԁԛԝүһӏ", "aesijkmhopcbtyxdqwyhl"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αγικνορτυχϲϳ", "ayikvoptuxcj"),
)
_PLAIN = {ord(seen): meant for pair in _LOOK_ALIKES for seen, meant in zip(*pair, strict=True)}
_PLAIN |= {first + i: chr(plain + i) for first, plain in ((0xFF21, 65), (0xFF41, 97)) for i in range(26)}
_PLAIN |= {0xFF10 + i: chr(48 + i) for i in range(10)}
_PLAIN |= {ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬀ"): "ff"}
_INVISIBLE = re.compile("[\u034f\ufe00-\ufe0f]")


def plain_letters(text: str) -> str:
    """The text in NFC, its look-alikes replaced by the letters they look like, without invisible characters."""
    if text.isascii():
        return text
    seen = "".join(sign for sign in _INVISIBLE.sub("", text) if unicodedata.category(sign) != "Cf")
    # The marks of a letter are taken off first, so that a Cyrillic "а" with a tone mark is found as well.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", seen).translate(_PLAIN))
