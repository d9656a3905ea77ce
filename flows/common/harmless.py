"""Text from outside (names of files, folders, sheets, headings, words of reference files and parameters) made safe to
print, to store and to send as UTF-8. Other places have their own one: the terminal `screen.py`, SQL `literal` of
`scan.py`, cells XlsxWriter's `write_string`. Prefect is given no text of the user's at all.
"""

import re

# Terminal escapes and other controls, marks that turn the direction of what follows, line separators, and the
# stand-ins under which Python carries bytes of a file name that are no UTF-8.
HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with what could act on a terminal, or be no character at all, written out: `\\x1b`, `\\u202e`.

    Accents, emoji and punctuation of every kind stay as they are.
    """
    return HARMFUL.sub(lambda found: _written_out(ord(found.group())), text)


def _written_out(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
