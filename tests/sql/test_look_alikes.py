"""Letters that only look Latin, and characters that nobody sees, change no heading, status, channel or unit."""

import csv
import unicodedata

import duckdb
import pyarrow as pa
import pytest

from flows.common.letters import plain_letters
from flows.common.sql_files import run_macros
from flows.tables.layouts import fold_heading
from tests.casebook import Casebook

CYRILLIC = str.maketrans("aceopxyACEHKMOPTX", "асеорхуАСЕНКМОРТХ")
NOISES = {
    "as it is": lambda text: text,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "Cyrillic": lambda text: unicodedata.normalize("NFD", text).translate(CYRILLIC),
    "other đ": lambda text: text.replace("đ", "ð").replace("Đ", "Ɖ"),
    "full width": lambda text: "".join(chr(ord(sign) + 0xFEE0) if "A" <= sign <= "z" else sign for sign in text),
    "zero width": lambda text: "\ufeff" + "\u200b".join(text),
    "soft hyphens": lambda text: text.replace("n", "\u00adn"),
    "right-to-left marks": lambda text: f"\u202d{text}\u202c",
    "NBSP": lambda text: f"\u00a0{text.replace(' ', chr(0xA0))} \u2003",
}
ROW = {
    "Mã hồ sơ": "000.00.47.H34-200603-0001",
    "Đơn vị xử lý": "Huyện Đắk Hà",
    "Ngày tiếp nhận": "03/06/2020",
    "Ngày hẹn trả": "10/06/2020",
    "Hình thức tiếp nhận": "Trực tuyến",
    "Trạng thái": "Đã trả kết quả",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> dict[str, list[tuple]]:
    """Noise -> (unit, channel, status) of a case whose headings and texts all carry it."""
    book = Casebook(tmp_path_factory.mktemp("noise") / "book")
    for name, noise in NOISES.items():
        with (book.raw / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            texts = {heading: value if value[0].isdigit() else noise(value) for heading, value in ROW.items()}
            csv.writer(file).writerows([[noise(heading) for heading in ROW], texts.values()])
    with book.tables() as connection:
        rows = connection.execute(
            "select extracts.file_name, cases.unit_code, cases.channel, cases.status_code from stg_cases as cases "
            "inner join source_extracts as extracts on cases.extract_id = extracts.extract_id"
        ).fetchall()
    return {name.removesuffix(".csv"): [row for file, *row in rows if file == name] for name, *_ in rows}


@pytest.mark.parametrize("noise", NOISES)
def test_headings_units_channels_and_statuses_are_read_through_it(read, noise) -> None:
    assert read.get(noise) == [["615", "online", 10]]


@pytest.mark.parametrize("noise", NOISES)
def test_a_heading_keeps_its_accents(noise) -> None:
    assert fold_heading(NOISES[noise]("Ngày hẹn trả")) == "ngày hẹn trả"
    assert fold_heading("Ngay hen tra") != fold_heading("Ngày hẹn trả")


def test_both_lists_of_look_alikes_are_the_same() -> None:
    """`fold_text` in SQL and `plain_letters` in Python, over every character there is."""
    signs = [chr(code) for code in range(1, 0x20000) if not 0xD800 <= code < 0xE000]
    with duckdb.connect() as connection:
        run_macros(connection)
        connection.from_arrow(pa.table({"sign": signs})).create("signs")
        rows = connection.execute("select sign, fold_text('a' || sign || 'b') from signs").fetchall()
    replaced = {sign: folded for sign, folded in rows if plain_letters(sign) != unicodedata.normalize("NFC", sign)}
    assert len(replaced) > 150
    assert [hex(ord(sign)) for sign, folded in replaced.items() if folded != _folded(f"a{sign}b")] == []
    made_latin = [(sign, folded) for sign, folded in rows if folded.isascii() and folded not in ("ab", "a b")]
    assert [hex(ord(sign)) for sign, folded in made_latin if folded != _folded(f"a{sign}b")] == []


def _folded(text: str) -> str:
    """What is left of a text without accents, case and marks, its look-alikes made plain."""
    letters = unicodedata.normalize("NFD", plain_letters(text).lower().replace("đ", "d"))
    kept = (sign for sign in letters if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())
