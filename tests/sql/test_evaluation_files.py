"""TT 01/2018 from files: a unit worked out by hand, and the points that the office gives on site."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.common.errors import SetupError
from flows.warehouse.given_points import refuse_wrong_points
from flows.warehouse.warehouse import build_order
from tests.casebook import Casebook, drawn, rows_of

UNIT = "608"
# The procedure may take 5 working days. B had what was asked for on 07/10, so its time began again and ended on 14/10;
# what C was asked for never came, so nobody can tell its time by law. G is still open.
CASES = """
code | received   | due        | ended      | asked for papers | time | contacts | attitude
A    | 05/10/2020 | 12/10/2020 | 09/10/2020 | 0                | 2    | 2        | 2
B    | 05/10/2020 | 14/10/2020 | 14/10/2020 | 1                | 1    | 1        | 1
C    | 05/10/2020 | 14/10/2020 | 13/10/2020 | 2                |      | 0        | 2
D    | 05/10/2020 | 12/10/2020 | 14/10/2020 | 0                | 0    | 2        |
G    | 05/10/2020 | 12/10/2020 |            | 0                | 0    |          |
H    | 04/01/2021 | 11/01/2021 | 08/01/2021 | 0                | 2    | 2        | 2
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    book = Casebook(tmp_path_factory.mktemp("evaluation") / "book")
    unit = {"unit": "Thành phố Kon Tum", "procedure_code": "1.000001", "channel": "Trực tuyến"}
    book.cases(
        "cases.csv",
        [
            unit
            | {"case_id": f"H34.608-201005-000{n}", "received_at": row["received"], "due_at_original": row["due"]}
            | {"finished_at": row["ended"], "status": "Đã trả kết quả" if row["ended"] else "Đang xử lý"}
            for n, row in enumerate(drawn(CASES), start=1)
        ],
    )
    asked = [("2", "06/10/2020", "07/10/2020"), ("3", "06/10/2020", ""), ("3", "08/10/2020", "")]
    book.write(
        "requests.csv",
        "supplement_requests",
        [
            {"case_id": f"H34.608-201005-000{number}", "requested_at": day, "supplemented_at": came}
            for number, day, came in asked
        ],
    )
    book.write("petitions.csv", "petitions", [{"petition_id": "P", "unit": "615", "received_at": "01/11/2020"}])
    level = {"level": "Cấp huyện", "authority": "Ủy ban nhân dân cấp huyện", "valid_from": "2020-01-01"}
    limit = {"procedure_name": "Cấp giấy", "time_limit": "5 ngày làm việc"}
    book.reference(
        "published_procedures",
        [
            level | limit | {"procedure_code": "1.000001", "service_level": "3"},
            level | limit | {"procedure_code": "1.000002", "service_level": "2"},
        ],
    )
    book.reference(
        "evaluation_points",
        [{"unit_code": UNIT, "period_id": "quarter_2021_1", "index_number": n, "points": "1,5"} for n in (2, 4, 5, 6)],
    )
    with book.tables() as connection:
        yield connection


def of_period(office: duckdb.DuckDBPyConnection, period: str) -> dict:
    query = "select * from unit_evaluation where unit_code = ? and period_id = ?"
    return rows_of(office, query, [UNIT, period])[0]


def test_a_unit_worked_out_by_hand(office: duckdb.DuckDBPyConnection):
    told = of_period(office, "quarter_2020_4")
    assert (told["index_1_points"], told["index_1_cases"]) == (0.8, 4)  # (2 + 1 + 0 + 0) / 4 = 0.75
    assert (told["index_3_points"], told["index_3_cases"]) == (1.3, 4)  # (2 + 1 + 0 + 2) / 4 = 1.25
    assert (told["index_7_points"], told["index_7_cases"]) == (1.7, 3)  # (2 + 1 + 2) / 3, D left out
    assert (told["index_8_points"], told["index_9_points"]) == (2.0, 0.0)  # no petition; all online, D late
    assert (told["total_points"], told["indices_scored"], told["missing_indices"]) == (5.8, 5, "2, 4, 5, 6")
    assert told["rescaled_points"] == pytest.approx(5.8 * 1.8)


def test_a_quarter_scored_in_full_has_a_class(office: duckdb.DuckDBPyConnection):
    told = of_period(office, "quarter_2021_1")
    assert (told["index_1_points"], told["index_1_cases"]) == (1.0, 2)  # H 2, G still open 0
    assert (told["index_3_points"], told["index_7_points"], told["index_9_points"]) == (2.0, 2.0, 0.0)  # G is overdue
    assert (told["total_points"], told["class_code"]) == (1 + 2 + 2 + 2 + 0 + 6, "good")
    assert of_period(office, "quarter_2020_2")["missing_indices"] == "1, 2, 3, 4, 5, 6, 7, 9"


FAULTS = """
what            | unit_code | period_id      | index_number | points | fault
stands          | 608       | window         | 1            | 2,0    |
unknown unit    | 999       | window         | 2            | 1      | unknown_unit
no such quarter | 608       | quarter_2019_1 | 2            | 1      | unknown_period
no such index   | 608       | window         | 10           | 1      | unknown_index
no index        | 608       | window         |              | 1      | unknown_index
too many points | 608       | window         | 2            | 2.1    | no_points
two decimals    | 608       | window         | 3            | 1.25   | no_points
no number       | 608       | window         | 4            | tốt    | no_points
twice           | 608       | window         | 5            | 1      | given_twice
twice again     | 608       | window         | 5            | 1.5    | given_twice
"""


def test_given_points_that_cannot_stand_stop_the_run():
    rows = drawn(FAULTS)
    (points,) = (path for path in build_order("staging") if path.stem == "stg_evaluation_points")
    with duckdb.connect() as connection:
        connection.execute("create table stg_units as select '608' as unit_code")
        connection.execute("create table stg_evaluation_periods as select 'window' as period_id")
        names = ("unit_code", "period_id", "index_number", "points")
        connection.execute(f"create table ref_evaluation_points ({', '.join(f'{name} text' for name in names)})")
        for row in rows:
            connection.execute("insert into ref_evaluation_points values (?, ?, ?, ?)", [row[name] for name in names])
        connection.execute(f"create table stg_evaluation_points as\n{points.read_text(encoding='utf-8')}")
        told = rows_of(connection, "select fault, tenths from stg_evaluation_points order by row_number")
        with pytest.raises(SetupError) as trouble:
            refuse_wrong_points(connection)
        connection.execute("delete from stg_evaluation_points where fault is not null")
        refuse_wrong_points(connection)
    assert [one["fault"] or "" for one in told] == [row["fault"] for row in rows]
    assert told[0]["tenths"] == 20
    assert "line 3: its unit_code is not in units.csv; line 4: its period_id" in trouble.value.en
    assert "dòng 3: unit_code không có trong units.csv" in trouble.value.vi


def test_a_run_with_a_wrong_row_of_points_stops(tmp_path: Path):
    book = Casebook(tmp_path / "book")
    book.write("petitions.csv", "petitions", [{"petition_id": "P", "unit": UNIT, "received_at": "01/11/2020"}])
    book.reference("evaluation_points", [{"unit_code": "999", "period_id": "window", "index_number": 2, "points": 1}])
    with pytest.raises(SetupError, match="line 2: its unit_code"):
        book.build()
