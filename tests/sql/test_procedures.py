"""Procedures: cases listed with the version that says so, names from lists with their source, use of the system,
certified copies and online share by month; all worked out by hand.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from tests.casebook import Casebook, build_warehouse, drawn, rows_of

# 611 is a district; 608 delivers neither codes nor channels; the window is June 2020 to April 2021.
CASES = """
case | unit | procedure | name    | received   | channel    | entered    | moved on   | papers
A-1  | 611  | 1.000001  |         | 31/12/2020 | Trực tuyến | 04/01/2021 | 31/12/2020 | 1
A-2  | 611  | 1.000001  |         | 01/01/2021 | Trực tiếp  | 06/01/2021 | 05/01/2021 |
A-3  | 611  | 1.000001  | Tên cũ  | 05/03/2021 | Trực tuyến | 05/03/2021 | 05/03/2021 | 1
A-4  | 611  | 1.000002  |         | 05/03/2021 |            | 05/03/2021 | 05/03/2021 | 1
A-5  | 611  | 1.000003  |         | 05/03/2021 | Trực tuyến |            |            |
A-6  | 611  | 8.000001  |         | 05/03/2021 | Trực tiếp  |            |            |
A-7  | 611  | 2.000815  |         | 20/07/2020 | Trực tuyến |            |            |
A-8  | 611  | 2.000815  |         | 21/07/2020 | Trực tuyến |            |            |
A-9  | 611  | 2.000815  |         | 31/07/2020 |            |            |            |
A-10 | 611  | 2.000815  |         | 03/08/2020 | Trực tiếp  |            |            |
A-11 | 611  |           |         | 03/08/2020 | Trực tiếp  |            |            |
"""
PUBLISHED = """
code     | name         | sector | level | authority           | service | from       | to         | decision
1.000001 | Tên năm 2020 | LV 20  | huyện | UBND cấp huyện      | 3       | 2019-01-01 | 2020-12-31 | 20/QĐ
1.000001 | Tên năm 2021 | LV 21  | huyện | UBND cấp huyện      | 4       | 2021-01-01 | 2021-01-31 | 21/QĐ
1.000002 | Của chi nhánh| LV 21  | huyện | BRANCH              | 3       | 2019-01-01 |            | 30/QĐ
1.000004 | Không ai hỏi | LV 21  | huyện | UBND cấp huyện      | 3       | 2019-01-01 |            | 40/QĐ
2.000815 | Chứng thực   | LV 21  | huyện | UBND cấp huyện      | 3       | 2019-01-01 |            | 50/QĐ
"""
TARGETS = {"online_from": date(2021, 3, 1), "online_level_3": 0.5}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    book = Casebook(tmp_path_factory.mktemp("procedures") / "book")
    rows = [
        {
            "case_id": row["case"],
            "procedure_code": row["procedure"],
            "procedure_name": row["name"],
            "received_at": f"{row['received']} 08:00:00",
            "channel": row["channel"],
            "entered_at": row["entered"] and f"{row['entered']} 09:00:00",
            "transferred_at": row["moved on"] and f"{row['moved on']} 10:00:00",
            "has_papers": row["papers"],
            "due_at_original": "31/03/2021",
            "status": "Đang xử lý",
        }
        for row in drawn(CASES)
    ]
    book.cases("611.csv", rows, sender="611")
    bare = {"case_id": "B-1", "received_at": "05/03/2021", "due_at_original": "31/03/2021"}
    book.cases("608.csv", [bare], sender="608")
    book.reference(
        "published_procedures",
        [
            {
                "procedure_code": row["code"],
                "procedure_name": row["name"],
                "sector": row["sector"],
                "level": f"Cấp {row['level']}",
                "authority": row["authority"].replace("BRANCH", "Chi nhánh Văn phòng Đăng ký đất đai"),
                "service_level": row["service"],
                "valid_from": row["from"],
                "valid_to": row["to"],
                "decision": row["decision"],
            }
            for row in drawn(PUBLISHED)
        ],
    )
    listed = {"procedure_code": "1.000003", "procedure_name": "Tên cấu hình", "unit": "UBND huyện Ngọc Hồi"}
    ended = {"procedure_code": "1.000001", "unit": "UBND huyện Ngọc Hồi"}
    book.write("cau_hinh.csv", "configured_procedures", [listed, ended], covers=["611"], taken_at="2021-01-31T08:00:00")
    warehouse = build_warehouse(replace(book.settings(), targets=TARGETS), book.folder / "office.duckdb")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def told(office: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return office.execute(query).fetchall()


def test_cases_of_procedures_are_listed_with_the_version_that_says_so(office):
    columns = "case_id, problem, decision, authority, valid_from, valid_to"
    branch = "Chi nhánh Văn phòng Đăng ký đất đai"
    assert told(office, f"select {columns} from unregistered_cases order by case_id") == [
        ("A-3", "expired", "21/QĐ", "UBND cấp huyện", date(2021, 1, 1), date(2021, 1, 31)),
        ("A-4", "wrong_body", "30/QĐ", branch, date(2019, 1, 1), None),
        ("A-5", "not_published", None, None, None, None),
        ("A-6", "not_published", None, None, None, None),
    ]


def test_a_procedures_problem_has_its_cases_decision_and_dates(office):
    columns = "procedure_code, problem, cases, decision, valid_to"
    rows = told(office, f"select {columns} from unregistered_procedures where unit_code = '611' order by 1, 2")
    assert rows == [
        ("1.000001", "expired", 1, "21/QĐ", date(2021, 1, 31)),
        ("1.000002", "wrong_body", 1, "30/QĐ", None),
        ("1.000003", "configured_unpublished", 1, None, None),
        ("1.000003", "not_published", 1, None, None),
        ("1.000004", "not_configured", 0, "40/QĐ", None),
        ("2.000815", "not_configured", 4, "50/QĐ", None),
        ("8.000001", "not_published", 1, None, None),
    ]


def test_a_list_taken_while_the_decision_was_in_force_shows_nothing_expired(office):
    """1.000001 is configured in a list of 31/01/2021, the last day on which it was in force."""
    query = "select on_date, is_ended from unit_procedure_standings where unit_code = '611' and procedure_code = "
    assert told(office, query + "'1.000001'") == [(date(2021, 1, 31), False)]


def test_names_and_sectors_come_from_where_they_are_known(office):
    columns = "case_id, procedure_name, procedure_name_source, sector, sector_source"
    rows = told(office, f"select {columns} from cases where unit_code = '611'")
    assert {case: rest for case, *rest in rows if case in ("A-1", "A-2", "A-3", "A-5", "A-6", "A-11")} == {
        "A-1": ["Tên năm 2020", "published_then", "LV 20", "published_then"],
        "A-2": ["Tên năm 2021", "published_then", "LV 21", "published_then"],
        "A-3": ["Tên cũ", "extract", "LV 21", "published"],
        "A-5": ["Tên cấu hình", "configured", None, None],
        "A-6": [None, None, None, None],
        "A-11": [None, None, None, None],
    }


def test_the_use_of_the_system_has_its_denominators(office):
    """611: 1.000004 and 2.000815 are published on the last day; after New Year A-2 is entered on the third working day
    (4, 5, 6 January) and moved on the second; A-1 is entered on the first.
    """
    (row,) = rows_of(office, "select * from unit_system_use where unit_code = '611'")
    assert (row["published_procedures"], row["procedures_with_cases"], row["procedures_with_cases_rate"]) == (2, 1, 0.5)
    assert (row["entry_judged"], row["entered_late"], row["entered_late_rate"]) == (4, 1, 0.25)
    assert (row["transfer_judged"], row["transferred_late"], row["transferred_late_rate"]) == (4, 1, 0.25)
    assert (row["papers_judged"], row["papers_scanned"]) == (11, 3)
    assert row["papers_scanned_rate"] == pytest.approx(3 / 11)


def test_use_that_no_extract_tells_is_empty_and_not_zero(office):
    (row,) = rows_of(office, "select * from unit_system_use where unit_code = '608'")
    assert row.pop("published_procedures") == 2
    known = {name: row.pop(name) for name in ("unit_code", "unit_name", "unit_level")}
    assert known["unit_code"] == "608" and set(row.values()) == {None}


def test_certified_copies_count_from_the_day_of_the_directive(office):
    columns = "month_start, certified_copies, copies_with_channel, copies_filed_online, copies_online_rate"
    rows = told(office, f"select {columns} from unit_month_certified_copies where unit_code = '611' order by 1")
    assert rows[:3] == [
        (date(2020, 7, 21), 2, 1, 1, 1.0),
        (date(2020, 8, 1), 1, 1, 0, 0.0),
        (date(2020, 9, 1), 0, 0, 0, None),
    ]
    assert len(rows) == 10
    blank = told(
        office,
        "select distinct certified_copies, copies_filed_online, copies_online_rate "
        "from unit_month_certified_copies where unit_code = '608'",
    )
    assert blank == [(None, None, None)]


def test_the_online_share_meets_a_target_only_where_there_is_one(office):
    """In March 2021 level 4 is not published any more; the target is for level 3 and from March on."""
    columns = "month_start, service_level, received, cases_with_channel, filed_online, online_rate, target_rate"
    query = f"select {columns}, is_target_met from unit_month_online where unit_code = '611' order by 1, 2"
    assert told(office, query) == [
        (date(2020, 7, 1), 3, 3, 2, 2, 1.0, None, None),
        (date(2020, 8, 1), 3, 1, 1, 0, 0.0, None, None),
        (date(2020, 8, 1), None, 1, 1, 0, 0.0, None, None),
        (date(2020, 12, 1), 3, 1, 1, 1, 1.0, None, None),
        (date(2021, 1, 1), 4, 1, 1, 0, 0.0, None, None),
        (date(2021, 3, 1), 3, 1, 0, 0, None, 0.5, None),
        (date(2021, 3, 1), None, 3, 3, 2, 2 / 3, None, None),
    ]
    (row,) = rows_of(office, "select * from unit_month_online where unit_code = '608'")
    assert (row["received"], row["cases_with_channel"], row["online_rate"]) == (1, None, None)


@pytest.mark.parametrize(("target", "is_met"), [(0.5, True), (0.51, False), (None, None)])
def test_a_share_equal_to_the_target_meets_it(tmp_path, target, is_met):
    book = Casebook(tmp_path / "book")
    row = {"procedure_code": "1.000001", "service_level": "3", "received_at": "05/03/2021"}
    row |= {"due_at_original": "31/03/2021", "status": "Đang xử lý"}
    channels = ("Trực tuyến", "Trực tiếp")
    book.cases("611.csv", [row | {"case_id": name, "channel": name} for name in channels], sender="611")
    targets = {} if target is None else {"online_level_3": target}
    warehouse = build_warehouse(replace(book.settings(), targets=targets), tmp_path / "one.duckdb")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = told(connection, "select online_rate, target_rate, is_target_met from unit_month_online")
    assert found == [(0.5, target, is_met)]
