"""The order of day and month that a column itself proves, and columns that cannot be trusted."""

from datetime import date, timedelta

import pytest

from flows.steps import summarise
from tests.casebook import Casebook, rows_of

DAYS = [date(2020, 6, 1) + timedelta(days=7 * number) for number in range(40)]


def listed(pattern: str, due: str | None = None) -> list[dict]:
    """Forty cases a week apart, due ten days after their receipt."""
    due = due or pattern
    return [
        {
            "case_id": f"C-{number:03d}",
            "received_at": day.strftime(pattern),
            "due_at_original": (day + timedelta(days=10)).strftime(due),
            "status": "4",
        }
        for number, day in enumerate(DAYS)
    ]


def told(folder, rows: list[dict]) -> tuple[list, list[dict]]:
    """(case code, receipt, due date) of every case, and what was refused."""

    book = Casebook(folder / "book")
    book.cases("list.csv", rows, sender="611")
    with book.tables() as connection:
        query = "select case_code, received_at::date, due_at_original::date from stg_cases order by case_code"
        read = connection.execute(query).fetchall()
        refused = rows_of(connection, 'select row_number, "column", as_written, todo from rejects')
        return read, [row for row in refused if row["todo"]]


TRUE = [(f"C-{number:03d}", day, day + timedelta(days=10)) for number, day in enumerate(DAYS)]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("%d/%m/%Y", "%d/%m/%Y"),
        ("%m/%d/%Y", "%m/%d/%Y"),
        ("%d/%m/%Y", "%m/%d/%Y"),  # each column by its own proof
        ("%m/%d/%Y %H:%M", "%Y-%m-%d"),
        ("%m-%d-%y", "%d/%m/%y"),
    ],
)
def test_a_column_is_read_in_the_order_that_it_proves(tmp_path, received, due) -> None:
    assert told(tmp_path, listed(received, due)) == (TRUE, [])


def test_a_column_that_proves_both_orders_stops_its_file(tmp_path) -> None:
    """02/06 is due on 11/06; row 2 is the first case. 15/06/2020 is the first of the day first, 07/13 of the other."""
    rows = listed("%d/%m/%Y")
    rows[6:] = listed("%m/%d/%Y")[6:]
    read, refused = told(tmp_path, rows)
    assert read == []
    assert [(row["row_number"], row["column"]) for row in refused] == [(8, "Ngày tiếp nhận")]
    assert refused[0]["as_written"] == "“15/06/2020” (4), “07/13/2020” (8)"


def test_one_typing_error_swaps_no_column(tmp_path) -> None:
    rows = listed("%d/%m/%Y")
    rows[5]["received_at"] = "07/25/2020"
    read, refused = told(tmp_path, rows)
    assert (refused, read[5][1]) == ([], None)
    assert read[:5] + read[6:] == TRUE[:5] + TRUE[6:]


def test_dates_that_prove_nothing_keep_the_order_of_the_layout(tmp_path) -> None:
    rows = [row | {"received_at": "05/06/2020", "due_at_original": "07/06/2020"} for row in listed("%d/%m/%Y")]
    read, refused = told(tmp_path, rows)
    assert ({row[1:] for row in read}, refused) == ({(date(2020, 6, 5), date(2020, 6, 7))}, [])


@pytest.mark.parametrize(("unread", "is_refused"), [(0, False), (8, False), (9, True), (40, True)])
def test_a_required_column_that_cannot_be_read_stops_its_file(tmp_path, unread, is_refused) -> None:
    """A fifth of forty is eight."""
    rows = listed("%d/%m/%Y")
    for row in rows[:unread]:
        row["due_at_original"] = "tháng sau"
    read, refused = told(tmp_path, rows)
    assert [row["column"] for row in refused] == ["Ngày hẹn trả"] * is_refused
    assert len(read) == (0 if is_refused else 40)


def test_a_date_that_cannot_be_read_is_not_told_as_missing(tmp_path) -> None:
    """C-001 has no due date, C-002 one that nobody can read; one in forty stops no file."""
    rows = listed("%d/%m/%Y")
    rows[1]["due_at_original"], rows[2]["due_at_original"] = "", "tháng sau"
    book = Casebook(tmp_path / "book")
    book.cases("list.csv", rows, sender="611")
    with book.audit() as connection:
        query = "select case_id, observed from findings where rule_id = 'A1' order by case_id"
        found = [(row[0], row[1].partition(": ")[2]) for row in connection.execute(query).fetchall()]
    assert found == [("C-001", "thiếu ngày hẹn trả"), ("C-002", "ngày hẹn trả ghi nhưng không đọc được")]


def test_what_is_read_otherwise_than_declared_or_in_part_is_told(tmp_path) -> None:
    """The due dates stand month first: 23 of the forty prove it, and nine of the forty returns, no required ones, are
    no dates.
    """
    rows = listed("%d/%m/%Y", "%m/%d/%Y")
    for number, row in enumerate(rows):
        row["returned_at"] = "chưa trả" if number < 9 else "01/03/2021"
    book = Casebook(tmp_path / "book")
    book.cases("list.csv", rows, sender="611")
    with book.audit() as connection:
        due, returned = summarise(connection)["date_columns"]
    assert (due["field"], due["date_order"], due["is_in_other_order"]) == ("due_at_original", "mdy", True)
    assert (due["proofs"], due["values_unread"]) == (23, 0)
    assert (returned["field"], returned["is_in_other_order"]) == ("returned_at", False)
    assert (returned["values_unread"], returned["values_filled"]) == (9, 40)
