"""Every shape in every container, written and ingested once per test session, and its marts."""

from collections import Counter
from dataclasses import dataclass

import pytest

from tests.casebook import rows_of
from tests.shapes import delivery, old_excel
from tests.shapes.containers import CONTAINERS
from tests.shapes.delivery import Parcel
from tests.shapes.shapes import SHAPES

COMBINATIONS = [(shape, container) for shape in SHAPES for container in CONTAINERS]
COMBINATIONS += [(shape, "xls") for shape in old_excel.NUMBERS]
MANY = {("list_two_rows", "xlsx (openpyxl)"), ("list_plain", "csv; utf-8"), ("national_sync", "json")}
MANY |= {("opencps_milliseconds", "parquet"), ("igate_utc", "json answer"), ("register_book", "html named xls")}


@dataclass
class Delivered:
    """`mart` holds rows of `cases` by case code, `extracts` rows of that mart by file and sheet."""

    parcels: dict[tuple[str, str], Parcel]
    mart: dict[str, dict]
    extracts: list[dict]


@pytest.fixture(scope="session")
def delivered(tmp_path_factory) -> Delivered:
    """1,000 cases in some combinations, 80 in the others, 60 where the file is kept."""
    using = delivery.settings(tmp_path_factory.mktemp("shapes"))
    parcels = {}
    for number, (shape, container) in enumerate(COMBINATIONS, 1):
        name, count = (shape.name, container), 80
        if container == "xls":
            number, count = old_excel.NUMBERS[shape], old_excel.COUNT
        parcels[name] = delivery.pack(shape, container, number, 1000 if name in MANY else count, using.raw)
    delivery.receive(list(parcels.values()), using)
    with delivery.built(list(parcels.values()), using) as connection:
        cases = rows_of(connection, "select * from cases")
        extracts = rows_of(connection, "select * from extracts")
    assert max(Counter(row["case_code"] for row in cases if row["case_code"]).values()) == 1
    return Delivered(parcels, {row["case_code"]: row for row in cases}, extracts)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"shape", "container"} <= set(metafunc.fixturenames):
        names = [f"{shape.name}-{container}" for shape, container in COMBINATIONS]
        metafunc.parametrize(("shape", "container"), COMBINATIONS, ids=names)
