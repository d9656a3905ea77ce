"""The origin card beside an extract, `NAME.origin.json`: who sent the file, and when it was taken."""

import json
import os
from datetime import datetime
from pathlib import Path

LARGEST_CARD = 65_536  # bytes
LONGEST_NAME = 255  # bytes, of any file system


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def origin_card(path: Path) -> dict:
    """What is known of a file's sender: sender, received_on (day), taken_at (time in Asia/Ho_Chi_Minh), covers.

    `covers` names the units that a list speaks for, each with all below it; without it a list speaks for all.
    Raises ValueError for what says nothing clear.
    """
    card = path.with_name(path.name + ".origin.json")
    if len(os.fsencode(card.name)) > LONGEST_NAME or not card.exists():
        return {}
    if not card.is_file() or card.stat().st_size > LARGEST_CARD:
        raise ValueError("no small file")
    try:
        known = json.loads(card.read_text(encoding="utf-8-sig"))
        json.dumps(known, ensure_ascii=False).encode()  # halves of characters could not be stored
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(known, dict):
        raise ValueError("not an object")
    for name in ("sender", "received_on", "taken_at"):
        if not isinstance(known.get(name, ""), str):
            raise ValueError(f"{name} is no text")
    for name in ("received_on", "taken_at"):
        if name in known and not _is_moment(known[name]):
            raise ValueError(f"{name} is no day or time")
    covers = known.get("covers", [])
    if not isinstance(covers, list) or not all(isinstance(unit_code, str) for unit_code in covers):
        raise ValueError("covers is no list of texts")
    return known
