"""A unit's name is resolved to that unit or to none: a wrong unit would be blamed for another's cases."""

import csv
import unicodedata

import pytest

from tests.casebook import REFERENCE_FOLDER, Casebook, drawn, rows_of

UNRESOLVED = "UNRESOLVED"
KINDS = ("Thành phố ", "Thị trấn ", "Phường ", "Huyện ", "Tỉnh ", "Xã ")
DATED = {"received_at": "03/06/2020", "due_at_original": "10/06/2020"}

NAMED = """
what                          | written                                     | sender  | unit
official                      | Xã Đắk Cấm                                  |         | 23311
official, department          | Sở Nông nghiệp và Phát triển nông thôn      |         | SNNPTNT
alias                         | Sở NN&PTNT                                  |         | SNNPTNT
alias, other case             | SỞ nn và ptnt                               |         | SNNPTNT
alias of the plan             | UBND huyện Kon PLong                        |         | 613
abbreviated ward              | P. Quang Trung, TP Kon Tum                  |         | 23281
abbreviated town              | TT Đắk Hà                                   |         | 23500
abbreviated city              | UBND TP. Kon Tum                            |         | 608
unaccented                    | xa dak cam                                  |         | 23311
upper case                    | UỶ BAN NHÂN DÂN XÃ ĐẮK CẤM                  |         | 23311
no spaces and apostrophe      | UBND huyện IaHDrai                          |         | 618
by code                       | 23311                                       |         | 23311
by code of letters            | SNNPTNT                                     |         | SNNPTNT
with its district             | UBND xã Đăk Long, huyện Đắk Hà              |         | 23504
its neighbour in name         | UBND xã Đắk Long, huyện Đắk Glei            |         | 23368
misspelt, with its district   | UBND xã Đắk Long, huyện Đăk Hà              |         | 23504
district and province         | UBND xã Đăk Long, huyện Đắk Hà, tỉnh Kon Tum |        | 23504
district after a dash         | Xã Đăk Long - Huyện Đắk Hà                  |         | 23504
district in brackets          | Xã Đăk Long (huyện Đắk Hà)                  |         | 23504
two communes of that name     | Xã Đăk Long                                 |         | UNRESOLVED
and the other                 | Xã Đắk Long                                 |         | UNRESOLVED
told apart by the sender      | Xã Đăk Long                                 | 615     | 23504
by a sender beside it         | Xã Đăk Long                                 | 23500   | 23504
by a sender elsewhere         | Xã Đăk Long                                 | 608     | UNRESOLVED
district, town and commune    | Đắk Hà                                      |         | UNRESOLVED
the district                  | Huyện Đắk Hà                                |         | 615
the town                      | Thị trấn Đắk Hà                             |         | 23500
the commune                   | Xã Đắk Hà                                   |         | 23425
province or city              | Kon Tum                                     |         | UNRESOLVED
the province                  | UBND tỉnh Kon Tum                           |         | 62
in a district it is not in    | Xã Hòa Bình, huyện Đắk Hà                   |         | UNRESOLVED
in a district there is not    | Xã Hòa Bình, huyện Không Có                 |         | UNRESOLVED
nobody's                      | Xã Không Có                                 | 608     | UNRESOLVED
a person's name               | Nguyễn Văn Mẫu                              | 608     | UNRESOLVED
department, no "và"           | SỞ NN - PTNT                                |         | SNNPTNT
department and province       | Sở VHTT&DL, tỉnh Kon Tum                    |         | SVHTTDL
branch, all abbreviated       | CN VPĐKĐĐ H. Đắk Hà                         |         | CNVPDKDD-615
branch, its word left out     | VPĐKĐĐ huyện Đắk Hà                         |         | CNVPDKDD-615
branch of no district         | Chi nhánh VPĐKĐĐ                            |         | UNRESOLVED
branch of the sender's        | Chi nhánh VPĐKĐĐ                            | 615     | CNVPDKDD-615
a body of a district          | Văn phòng HĐND và UBND huyện Đắk Hà         |         | 615
desk of a district            | TTHCC huyện Đắk Hà                          |         | 615
desk of the province          | Trung tâm PVHCC tỉnh Kon Tum                |         | UNRESOLVED
no more than its type         | UBND xã                                     | 23504   | 23504
... from its district         | UBND xã                                     | 615     | UNRESOLVED
the only city                 | UBND thành phố                              |         | 608
code below the province's     | 62.608                                      |         | 608
code and name                 | 23504 - Xã Đăk Long                         |         | 23504
code and name of two units    | 608 - Đắk Glei                              |         | UNRESOLVED
beginning of its case codes   | H34.41                                      |         | 608
another kind of unit          | Xã Quang Trung                              |         | UNRESOLVED
district written twice        | Huyện Đắk Hà - Huyện Đắk Hà                 |         | 615
... without its type          | Đắk Hà - Đắk Hà                             |         | UNRESOLVED
a letter left out             | Xã Đắk Cm                                   | 608     | UNRESOLVED
a letter lost on the way      | Xã Đắk ?Ring                                |         | UNRESOLVED
letters of one, words of none | Xã Đắk Roong                                |         | UNRESOLVED
what did not pass the door    | ***                                         | 608     | UNRESOLVED
empty but for marks           | -                                           | 23311   | 23311
empty, sender known           |                                             | 23311   | 23311
empty, sender not known       |                                             |         | UNRESOLVED
"""


def _units() -> list[dict[str, str]]:
    with (REFERENCE_FOLDER / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["unit_type"] in ("province", "district", "commune")]


def _bare(name: str) -> str:
    return next((name.removeprefix(kind) for kind in KINDS if name.startswith(kind)), name)


def _unaccented(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _spellings(unit: dict, district: str) -> dict[str, str]:
    name = unit["unit_name"]
    lowered = name[0].lower() + name[1:]
    spellings = {
        "official": name,
        "lower": name.lower(),
        "upper": name.upper(),
        "NFD": unicodedata.normalize("NFD", name),
        "unaccented": _unaccented(name),
        "padded": f"  {name}\u00a0 ",
        "double spaces": name.replace(" ", "  "),
        "UBND": f"UBND {lowered}",
        "Ủy ban": f"Ủy ban nhân dân {lowered}",
        "bare": _bare(name),
        "bare, unaccented": _unaccented(_bare(name)),
        "other apostrophe": name.replace("'", "’"),
    }
    if unit["unit_type"] == "commune":
        town = district[0].lower() + district[1:]
        spellings |= {
            "of district": f"{name}, {district}",
            "of district, NFD": unicodedata.normalize("NFD", f"UBND {lowered}, {town}"),
            "of district and province": f"UBND {lowered}, {town}, tỉnh Kon Tum",
            "of district, dash": f"{name} - {district}",
            "of district, brackets": f"{name} ({town})",
            "bare of bare district": f"{_bare(name)}, {_bare(district)}",
        }
    return spellings


UNITS = _units()
NAMES = {unit["unit_code"]: unit["unit_name"] for unit in UNITS}
SPELT = [
    (unit["unit_code"], how, text)
    for unit in UNITS
    for how, text in _spellings(unit, NAMES.get(unit["district_code"], "")).items()
]
SENDERS = ("", "608", "610", "615", "617", "62")


@pytest.fixture(scope="module")
def resolved(tmp_path_factory) -> dict[tuple[str, str], str]:
    """(text, sender) -> unit, for every spelling from every sender."""
    book = Casebook(tmp_path_factory.mktemp("units") / "book")
    wanted = {(line["written"], line["sender"]) for line in drawn(NAMED)}
    wanted |= {(text, sender) for _, _, text in SPELT for sender in SENDERS}
    written = {}
    for sender in sorted({sender for _, sender in wanted}):
        texts = sorted(text for text, by in wanted if by == sender)
        rows = [{"case_id": f"C{sender}-{number}", "unit": text} | DATED for number, text in enumerate(texts)]
        written |= {row["case_id"]: (row["unit"], sender) for row in rows}
        book.cases(f"s{sender}.csv", rows, **({"sender": sender} if sender else {}))
    with book.tables() as connection:
        found = rows_of(connection, "select case_code, unit_code from stg_cases")
    return {written[row["case_code"]]: row["unit_code"] for row in found}


@pytest.mark.parametrize("line", drawn(NAMED), ids=lambda line: line["what"].replace(" ", "_"))
def test_a_name_means(resolved, line) -> None:
    assert resolved[line["written"], line["sender"]] == line["unit"]


def test_all_administrative_units_are_tried() -> None:
    assert len(UNITS) == 113


# Without a district a name means the unit of the sender's own district, even where its letters are another's: what the
# extracts of Đắk Glei and of Đắk Hà call "Xã Đăk Long" is each its own. (unit of the name, unit that it is taken for)
NAMESAKES = {
    "610": {("23504", "23368")},
    "615": {("23368", "23504")},
}


@pytest.mark.parametrize("sender", SENDERS, ids=lambda sender: f"from_{sender or 'nobody'}")
def test_never_a_wrong_unit(resolved, sender) -> None:
    taken = {(unit, how, resolved[text, sender]) for unit, how, text in SPELT}
    wrong = {(unit, how, found) for unit, how, found in taken if found not in (unit, UNRESOLVED)}
    assert {(unit, found) for unit, _, found in wrong} == NAMESAKES.get(sender, set())
    assert not [how for _, how, _ in wrong if "of " in how], "a name with its district never means another"
    assert all(how.startswith("bare") for unit, how, _ in wrong if unit not in ("23368", "23504"))


def test_a_name_with_its_district_is_always_resolved(resolved) -> None:
    """... and one without wherever its letters fit one unit only; those that fit two are named here."""
    unresolved = {(unit, how) for unit, how, text in SPELT if resolved[text, ""] == UNRESOLVED}
    assert {unit for unit, how in unresolved if how.startswith("of district")} == set()
    assert {unit for unit, how in unresolved if not how.startswith("bare")} == {"23368", "23504"}
