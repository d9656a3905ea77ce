"""Online services per unit: the level published on the day of receipt, known channels, nothing where none is known."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.casebook import Casebook, drawn, rows_of

# Procedure 1 was published at level 2 until the end of 2020, at level 4 since; procedure 2 at level 3 without an end,
# procedure 3 without a level, procedure 9 not at all. The window closes on 30/04/2021.
CASES = """
what                            | unit | procedure | received   | level | channel    | due        | ended
online at level 2, by the list  | 608  | 1.000001  | 31/12/2020 | 3     | Trực tuyến | 11/01/2021 | 11/01/2021
online at level 4, by the list  | 608  | 1.000001  | 04/01/2021 | 2     | Trực tuyến | 11/01/2021 | 12/01/2021
at the desk at level 4          | 608  | 1.000001  | 05/01/2021 |       | Trực tiếp  | 11/01/2021 | 11/01/2021
level 3, no channel             | 608  | 1.000002  | 05/01/2021 |       |            | 11/01/2021 | 11/01/2021
level of the extract, no list's | 608  | 1.000009  | 05/01/2021 | 4     | Trực tuyến | 11/01/2021 | 11/01/2021
no level at all                 | 608  | 1.000003  | 05/01/2021 |       | BCCI       | 11/01/2021 | 11/01/2021
open, due when the window ends  | 608  | 1.000002  | 01/04/2021 |       | Trực tuyến | 30/04/2021 |
open, due the day before        | 608  | 1.000002  | 01/04/2021 |       | Trực tuyến | 29/04/2021 |
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    book, rows = Casebook(tmp_path_factory.mktemp("online") / "book"), drawn(CASES)

    def case(row: dict, number: int) -> dict:
        return {
            "case_id": f"C-{number}",
            "unit": row["unit"],
            "procedure_code": row["procedure"],
            "received_at": row["received"],
            "due_at_original": row["due"],
            "finished_at": row["ended"],
            "status": "Đã trả kết quả" if row["ended"] else "Đang xử lý",
            "service_level": row["level"],
        }

    taken = {"taken_at": "2021-05-06T08:00:00"}
    book.cases("with.csv", [case(row, n) | {"channel": row["channel"]} for n, row in enumerate(rows)], **taken)
    book.cases("without.csv", [case(rows[0] | {"unit": "615"}, 100)], **taken)
    book.write(
        "petitions.csv",
        "petitions",
        [{"petition_id": "P", "unit": "608", "received_at": "01/11/2020", "due_at": "02/11/2020"}],
        covers=["608"],
        **taken,
    )
    level = {"level": "Cấp huyện", "authority": "Ủy ban nhân dân cấp huyện", "procedure_name": "Cấp giấy"}
    first = level | {"procedure_code": "1.000001"}
    book.reference(
        "published_procedures",
        [
            first | {"service_level": "2", "valid_from": "2020-01-01", "valid_to": "2020-12-31"},
            first | {"service_level": "4", "valid_from": "2021-01-01"},
            level | {"procedure_code": "1.000002", "service_level": "3", "valid_from": "2020-01-01"},
            level | {"procedure_code": "1.000003", "valid_from": "2020-01-01"},
        ],
    )
    with book.tables() as connection:
        yield connection


def services(office: duckdb.DuckDBPyConnection, unit: str) -> dict:
    (row,) = rows_of(office, "select * from unit_online_services where unit_code = ?", [unit])
    return row


def told(row: dict, *names: str) -> list:
    return [row[name] for name in names]


def test_filed_online_has_the_known_channels_for_its_denominator(office: duckdb.DuckDBPyConnection):
    row = services(office, "608")
    assert told(row, "received", "cases_with_channel", "filed_online") == [8, 7, 5]
    assert row["online_rate"] == pytest.approx(5 / 7)
    # Of the five: ended on time, late, on time; one open past its due date; one due on the last day is not judged yet.
    assert told(row, "online_judged", "online_late") == [4, 2]
    assert row["online_late_rate"] == pytest.approx(1 / 2)


def test_the_level_is_the_published_one_on_the_day_of_receipt_else_the_extracts(office: duckdb.DuckDBPyConnection):
    row = services(office, "608")
    assert told(row, "cases_with_level", "cases_with_published_level") == [7, 6]
    assert told(row, "level_3_4_cases", "level_3_4_cases_with_channel", "level_3_4_filed_online") == [6, 5, 4]
    assert row["level_3_4_online_rate"] == pytest.approx(4 / 5)
    assert row["level_1_2_filed_online"] == 1  # as rule A7 counts, by the extract's own column


def test_procedures_are_those_in_force_at_the_end(office: duckdb.DuckDBPyConnection):
    row = services(office, "608")
    assert told(row, "procedure_source", "procedures", "procedures_with_level") == ["published", 3, 2]
    assert [row[f"level_{level}_procedures"] for level in (1, 2, 3, 4)] == [0, 0, 1, 1]
    assert row["level_3_4_procedure_rate"] == 1
    quarters = rows_of(
        office,
        "select period_id, level_2_procedures, level_4_procedures from unit_period_procedures "
        "where unit_code = '608' and period_id in ('quarter_2020_4', 'quarter_2021_1') order by period_id",
    )
    assert [tuple(row.values())[1:] for row in quarters] == [(1, 0), (0, 1)]


def test_where_no_channel_is_known_nothing_is_said_and_no_0(office: duckdb.DuckDBPyConnection):
    row = services(office, "615")
    assert row["received"] == 1
    empty = ("cases_with_channel", "filed_online", "online_rate", "online_judged", "online_late", "online_late_rate")
    assert told(row, *empty, "level_3_4_filed_online", "level_1_2_filed_online") == [None] * 8
    measured = rows_of(
        office, "select standing, numerator, rate from unit_rates where unit_code = '615' and measure = 'online'"
    )
    assert [tuple(row.values()) for row in measured] == [("not_assessable", None, None)]


def test_petitions_are_told_only_where_a_list_covers_the_unit(office: duckdb.DuckDBPyConnection):
    names = ("petitions", "judged_petitions", "answered_in_time", "handled_in_time_rate")
    assert told(services(office, "608"), *names) == [1, 1, 0, 0]
    assert told(services(office, "615"), *names) == [None] * 4


def test_the_scorecard_has_one_row_per_unit_with_what_the_rates_say(office: duckdb.DuckDBPyConnection):
    rows = {row["unit_code"]: row for row in rows_of(office, "select * from unit_scorecard")}
    assert rows.keys() == {"608", "615"}
    assert told(rows["608"], "online_denominator", "online_rate", "online_standing") == [7, 5 / 7, "too_few_cases"]
    assert told(rows["615"], "online_denominator", "online_rate", "online_standing") == [None, None, "not_assessable"]
    assert told(rows["608"], "late_denominator", "late_rate") == [6, 1 / 6]
    assert told(rows["608"], "measures_compared", "measures_worse", "measures_better") == [0, 0, 0]
