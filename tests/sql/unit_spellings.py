"""How offices write the names of the 113 administrative units: every unit in many spellings, each with its truth."""

import csv
import random
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd

from flows.common.settings import Settings
from flows.tables.layouts import load_kinds
from flows.warehouse.warehouse import build_order, load_sources, run_macros, tables_read
from tests.casebook import LAYOUTS, REFERENCE_FOLDER

Named = tuple[str | None, str | None, str | None]  # unit, district column, sender

FULL = {"Tỉnh": "T", "Thành phố": "TP.", "Huyện": "H.", "Thị trấn": "TT.", "Phường": "P.", "Xã": "X."}
LOOK_ALIKES = str.maketrans("aceopxyACEHKMOPTX", "асеорхуАСЕНКМОРТХ")
APOSTROPHES = "'’ʼ′`"


def _units() -> list[dict[str, str]]:
    with (REFERENCE_FOLDER / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["unit_type"] in ("province", "district", "commune")]


UNITS = _units()
NAMES = {unit["unit_code"]: unit["unit_name"] for unit in UNITS}


def kind_and_bare(name: str) -> tuple[str, str]:
    kind = next(kind for kind in FULL if name.startswith(kind + " "))
    return kind, name.removeprefix(kind + " ")


def unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def letters_of(text: str) -> str:
    """A text's letters without accents, case, spaces and marks: two names with the same ones are not told apart."""
    return "".join(letter for letter in unaccented(text).lower() if letter.isalnum())


def words_of(text: str) -> str:
    """A text's words without accents, case and marks."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in unaccented(text).lower()).split())


def spellings(unit: dict[str, str]) -> dict[str, Named]:
    """Kind of spelling -> the unit as it is written so. What lies in no district is written with the province."""
    name, code = unit["unit_name"], unit["unit_code"]
    kind, bare = kind_and_bare(name)
    low = name[0].lower() + name[1:]
    is_commune, is_province = unit["unit_type"] == "commune", unit["unit_type"] == "province"
    place = NAMES[unit["district_code"]] if is_commune else NAMES["62"]
    place_kind, place_bare = kind_and_bare(place)
    place_low = place[0].lower() + place[1:]
    placed = name if is_province else f"{name}, {place_low}"
    short = low if is_province else f"{FULL[kind]} {bare}"
    path = ".".join(dict.fromkeys(["62", unit["district_code"] or "62", code]))
    prefix = unit["case_code_prefix"]
    turned = ".".join(reversed(prefix.split(".")))
    beside = unit["district_code"] or "62"
    written: dict[str, Named] = {
        # something tells the unit for sure
        "name, district": (placed, None, None),
        "district by dash": (name if is_province else f"{name} - {place}", None, None),
        "district in brackets": (name if is_province else f"{name} ({place_low})", None, None),
        "district first": (name if is_province else f"{place_low}, {low}", None, None),
        "district and province": (f"UBND {low}, {place_low}, tỉnh Kon Tum" if is_commune else placed, None, None),
        "without commas": (name if is_province else f"UBND {low} {place_low}", None, None),
        "all abbreviated": (
            f"UBND {short}" if not is_commune else f"UBND {short}, {FULL[place_kind]} {place_bare}",
            None,
            None,
        ),
        "HĐND&UBND": (f"HĐND&UBND {placed}", None, None),
        "Uỷ ban nhân dân": (f"Uỷ ban nhân dân {placed}", None, None),
        "district column": (name, place if is_commune else None, None),
        "sender beside it": (name, None, beside),
        "unaccented": (unaccented(placed), None, None),
        "NFD": (unicodedata.normalize("NFD", placed), None, None),
        "upper case": (placed.upper(), None, None),
        "look-alike letters": (unicodedata.normalize("NFD", placed).translate(LOOK_ALIKES), None, None),
        "other đ": (placed.replace("Đ", "Ð").replace("đ", "ð"), None, None),
        "NBSP, double spaces": ("\u00a0" + placed.replace(" ", "\u00a0 ") + "\u2003", None, None),
        "zero width, soft hyphen": ("\ufeff" + placed.replace("n", "n\u200b").replace("a", "\u00ada"), None, None),
        "spaces missing": (placed.replace(" ", ""), None, None),
        "more punctuation": (f"- {placed.replace(',', ' ;')}.", None, None),
        "code": (code, None, None),
        "code as a number": (f"{code}.0", None, None),
        "code with zeros": (f"00{code}", None, None),
        "code below codes": (path, None, None),
        "code and name": (f"{code} - {name}", None, None),
        "case code prefix": (prefix, None, None),
        "prefix turned round": (turned, None, None),
        # nothing but the name
        "name alone": (name, None, None),
        "UBND and name": (f"UBND {low}", None, None),
        "type abbreviated": (f"UBND {short}", None, None),
        "without type": (bare, None, None),
        "unaccented, without type": (unaccented(bare), None, None),
        "one-stop desk": (f"Bộ phận một cửa {low}", None, None),
        "desk, abbreviated": (f"BP TN&TKQ {low}", None, None),
    }
    if is_commune:
        written |= {
            "bare, bare district": (f"{bare}, {place_bare}", None, None),
            "province first, all bare": (f"Kon Tum, {place_bare}, {bare}", None, None),
            "bare, district column": (bare, place_bare, None),
            "bare, sender beside it": (bare, None, beside),
        }
    if any(mark in name for mark in APOSTROPHES):
        written |= {f"apostrophe {mark}": (name.replace("'", mark), None, None) for mark in APOSTROPHES}
    return written


def typing_errors(unit: dict[str, str], random_: random.Random) -> dict[str, str]:
    """Kind of error -> the name with one such error in its own part; left out where no letter allows it."""
    kind, bare = kind_and_bare(unit["unit_name"])
    found = {}
    for what in ("dropped letter", "doubled letter", "swapped letters", "other letter"):
        places = [i for i, letter in enumerate(bare) if letter.isalpha()]
        random_.shuffle(places)
        for i in places:
            if what == "dropped letter":
                text = bare[:i] + bare[i + 1 :]
            elif what == "doubled letter":
                text = bare[:i] + bare[i] + bare[i:]
            elif what == "other letter":
                text = bare[:i] + random_.choice("bcdghklmnprstvx") + bare[i + 1 :]
            else:
                text = (
                    bare[:i] + bare[i + 1 : i + 2] + bare[i] + bare[i + 2 :] if bare[i + 1 : i + 2].isalpha() else bare
                )
            if letters_of(text) != letters_of(bare):
                found[what] = f"{kind} {text}"
                break
    return found


def every_typing_error(unit: dict[str, str]) -> set[str]:
    """The name with any one letter of its own part dropped, doubled, swapped with the next, or another."""
    kind, bare = kind_and_bare(unit["unit_name"])
    found = set()
    for i, letter in enumerate(bare):
        if letter.isalpha():
            found |= {bare[:i] + bare[i + 1 :], bare[:i] + letter + bare[i:]}
            found |= {bare[:i] + other + bare[i + 1 :] for other in "abcdeghiklmnopqrstuvxy"}
            if bare[i + 1 : i + 2].isalpha():
                found.add(bare[:i] + bare[i + 1] + letter + bare[i + 2 :])
    return {f"{short}{text}" for text in found if letters_of(text) != letters_of(bare) for short in (kind + " ", "")}


def _closure(table: str) -> list[Path]:
    """The SQL files that a table is made of, each after those that it reads."""
    paths = [path for room in ("staging", "intermediate", "marts") for path in build_order(room)]
    wanted = {table}
    for path in reversed(paths):
        if path.stem in wanted:
            wanted |= tables_read(path)
    return [path for path in paths if path.stem in wanted]


def unit_tables(
    settings: Settings, named: Iterable[Named], aliases: Iterable[tuple[str, str, str]] = ()
) -> duckdb.DuckDBPyConnection:
    """Real staging and mart of what landed cases name so, one row each, a file per sender; `aliases` come on top."""
    named = list(named)
    connection = duckdb.connect()
    load_sources(connection, settings, [], load_kinds(LAYOUTS))
    run_macros(connection)
    senders = {sender: f"{sender}.csv" for _, _, sender in named}
    given = {
        "source_extracts": pd.DataFrame(
            {
                "extract_id": list(senders.values()),
                "file_name": list(senders.values()),
                "sender_unit_code": list(senders),
            }
        ),
        "landed_cases": pd.DataFrame(
            [
                {"extract_id": senders[sender], "sheet": "", "row_number": row, "unit": unit, "district": district}
                for row, (unit, district, sender) in enumerate(named, start=2)
            ]
        ).astype(object),
        "ref_unit_aliases": pd.DataFrame(aliases, columns=["alias", "district_code", "unit_code"]),
    }
    for table, frame in given.items():
        connection.register("given", frame.astype(object).where(frame.notna(), None))
        connection.execute(f"insert into {table} by name select * from given").fetchall()
        connection.unregister("given")
    for path in _closure("unresolved_units"):
        connection.execute(f"create or replace table {path.stem} as\n{path.read_text(encoding='utf-8')}").fetchall()
    return connection
