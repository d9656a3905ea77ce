"""A request for supplementing a case counts once, however often and wherever it was listed, and is never lost."""

import json
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.casebook import Casebook, drawn, rows_of

CODE = "000.00.06.H34-200601-0012"
CASE = {"case_id": CODE, "received_at": "01/06/2020", "due_at_original": "10/06/2020", "unit": "608"}
SAID = "select request_number, requested_at, supplemented_at, times_listed from case_supplements order by case_code, 1"


def _ask(book: Casebook, query: str) -> list[dict]:
    with book.tables() as connection:
        return rows_of(connection, query)


def _at(text: str) -> datetime | None:
    return datetime.strptime(text, "%d/%m/%Y %H:%M" if ":" in text else "%d/%m/%Y") if text else None


# --- the same request twice ------------------------------------------------------------------------------------------

TWICE = """
what                       | id  | requested        | id again | again            | requests
one id, one day            | 7   | 03/06/2020 08:00 | 7        | 03/06/2020 08:00 | 1
one id, its time corrected | 7   | 03/06/2020 08:00 | 7        | 05/06/2020 09:00 | 1
two ids, one day           | 7   | 03/06/2020 08:00 | 8        | 03/06/2020 08:00 | 2
two ids, two days          | 7   | 03/06/2020 08:00 | 8        | 04/06/2020 08:00 | 2
no id, one minute          |     | 03/06/2020 08:00 |          | 03/06/2020 08:00 | 1
no id, one day by its date |     | 03/06/2020 08:00 |          | 03/06/2020       | 1
no id, two days            |     | 03/06/2020 08:00 |          | 04/06/2020 08:00 | 2
an id on one side, one day | 7   | 03/06/2020 08:00 |          | 03/06/2020       | 1
an id on one side, two     | 7   | 03/06/2020 08:00 |          | 04/06/2020       | 2
no time at all             |     |                  |          |                  | 1
a time on one side         |     | 03/06/2020       |          |                  | 2
"""


def _counted(book: Casebook, drawing: str) -> dict[str, tuple[int, int]]:
    """What was drawn -> its requests as counted, and the rows of which they tell."""
    told = _ask(book, "select case_code, count(*) as n, sum(times_listed) as times from case_supplements group by all")
    by_code = {one["case_code"]: (one["n"], one["times"]) for one in told}
    return {row["what"]: by_code[_code(number)] for number, row in enumerate(drawn(drawing))}


def _code(number: int) -> str:
    return f"000.00.06.H34-200601-{number:04}"


def test_what_successive_extracts_say_of_one_request_counts_once(tmp_path):
    book, rows = Casebook(tmp_path / "book"), list(enumerate(drawn(TWICE)))
    for name, key, taken_at in (("", "requested", "2020-06-30"), (" again", "again", "2020-07-31")):
        listed = [
            {"case_id": _code(number), "requested_at": row[key], "request_id": row[f"id{name}"], "unit": "608"}
            for number, row in rows
        ]
        book.write(f"{key}.csv", "supplement_requests", listed, taken_at=taken_at)
    assert _counted(book, TWICE) == {row["what"]: (int(row["requests"]), 2) for _, row in rows}


IN_ONE_LIST = """
what                      | id  | requested        | id again | again            | requests
a row written twice       |     | 03/06/2020 08:00 |          | 03/06/2020 08:00 | 1
a row written twice, id   | 7   | 03/06/2020 08:00 | 7        | 03/06/2020 08:00 | 1
two on one day            |     | 03/06/2020 08:00 |          | 03/06/2020 15:00 | 2
two ids on one day        | 7   | 03/06/2020       | 8        | 03/06/2020       | 2
two without a date        |     |                  |          |                  | 2
"""


def test_what_one_list_says_twice_counts_once(tmp_path):
    book, rows = Casebook(tmp_path / "book"), list(enumerate(drawn(IN_ONE_LIST)))
    pairs = [
        (number, row[f"id{name}"], row[key])
        for number, row in rows
        for name, key in (("", "requested"), (" again", "again"))
    ]
    book.write(
        "list.csv",
        "supplement_requests",
        [{"case_id": _code(n), "request_id": i, "requested_at": at, "unit": "608"} for n, i, at in pairs],
    )
    assert _counted(book, IN_ONE_LIST) == {row["what"]: (int(row["requests"]), 2) for _, row in rows}


def test_the_list_and_the_payload_of_the_national_portal_tell_of_the_same_requests(tmp_path):
    book = Casebook(tmp_path / "book")
    book.write(
        "list.csv",
        "supplement_requests",
        [
            {"case_id": CODE, "requested_at": "03/06/2020", "request_id": "12/PYC"},
            {"case_id": CODE, "requested_at": "08/06/2020", "request_id": "19/PYC"},
        ],
        sender="608",
    )
    inside = [
        {"HoSoBoSungId": 1, "NgayBoSung": "20200603083000", "NgayTiepNhanBoSung": "20200605091500"},
        {"HoSoBoSungId": 2, "NgayBoSung": "20200608100000"},
        {"HoSoBoSungId": 3, "NgayBoSung": "20200609100000"},
    ]
    record = {"MaHoSo": "H34.06-200601-00012", "NgayTiepNhan": "20200601080000", "NgayHenTra": "20200610170000"}
    (book.raw / "sync.json").write_text(json.dumps([record | {"DanhSachHoSoBoSung": inside}]), encoding="utf-8")
    told = _ask(book, SAID)
    assert [one["times_listed"] for one in told] == [2, 2, 1]
    assert [one["supplemented_at"] for one in told] == [_at("05/06/2020 09:15"), None, None]


def test_the_latest_extract_speaks_first_and_what_it_lacks_is_kept(tmp_path):
    book = Casebook(tmp_path / "book")
    rows = {
        "june.csv": {"requested_at": "03/06/2020", "supplemented_at": "05/06/2020", "due_at_after": "20/06/2020"},
        "july.csv": {"requested_at": "03/06/2020", "due_at_after": "25/06/2020", "has_content": "có"},
    }
    for number, (name, row) in enumerate(rows.items(), start=6):
        book.write(name, "supplement_requests", [{"case_id": CODE} | row], sender="608", taken_at=f"2020-0{number}-30")
    (told,) = _ask(
        book, "select supplemented_at, due_at_after, has_content, times_listed, unit_code from case_supplements"
    )
    assert list(told.values()) == [_at("05/06/2020"), _at("25/06/2020"), True, 2, "608"]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(st.integers(1, 28), min_size=1, max_size=8), min_size=1, max_size=3))
def test_every_row_is_told_of_and_no_list_counts_more_than_it_says(tmp_path_factory, lists: list[list[int]]):
    book = Casebook(tmp_path_factory.mktemp("book") / "book")
    for number, days in enumerate(lists):
        rows = [{"case_id": CODE, "requested_at": f"{day:02}/06/2020", "status": f"{number}"} for day in days]
        book.write(f"{number}.csv", "supplement_requests", rows)
    told = _ask(book, SAID)
    assert sum(one["times_listed"] for one in told) == sum(map(len, lists))
    assert {one["requested_at"].day for one in told} == {day for days in lists for day in days}
    assert len(told) == len({day for days in lists for day in days})


# --- the case ----------------------------------------------------------------------------------------------------

CASES = """
what                          | code on the request       | sender | case      | standing
its code                      | 000.00.06.H34-200601-0012 |        | the case  | in_scope
in lower case, with spaces    | 000.00.06.h34-200601 -0012 |       | the case  | in_scope
from left to right, 5 digits  | H34.06-200601-00012       |        | the case  | in_scope
of a case ended long before   | 000.00.06.H34-190601-0001 |        | the other | out_of_scope
of no case                    | 000.00.06.H34-200601-0099 |        |           | unknown
of two cases                  | 000.00.06.H34-200701-0001 |        |           | several_cases
of two cases, of one unit     | 000.00.06.H34-200701-0001 | 615    | the 615's | in_scope
"""


def test_a_request_finds_its_case_or_says_that_it_has_none(tmp_path):
    book, rows = Casebook(tmp_path / "book"), drawn(CASES)
    ended = {"case_id": "000.00.06.H34-190601-0001", "received_at": "01/06/2019", "due_at_original": "10/06/2019"}
    twice = {"case_id": "000.00.06.H34-200701-0001", "due_at_original": "10/07/2020"}
    book.cases(
        "cases.csv",
        [
            CASE,
            ended | {"unit": "608", "finished_at": "10/06/2019"},
            twice | {"unit": "608", "received_at": "01/07/2020"},
            twice | {"unit": "615", "received_at": "02/07/2020"},
        ],
    )
    for number, row in enumerate(rows):  # each on a day of its own, by which it is found again
        listed = {"case_id": row["code on the request"], "requested_at": f"{number + 1:02}/08/2020"}
        card = {"sender": row["sender"]} if row["sender"] else {}
        book.write(f"{number}.csv", "supplement_requests", [listed], **card)
    told = _ask(
        book,
        "select s.case_standing, s.unit_code, c.case_code, c.unit_code as case_unit, s.case_id "
        "from case_supplements as s left join cases as c on s.case_id = c.case_id order by s.requested_at",
    )
    assert [one["case_standing"] for one in told] == [row["standing"] for row in rows]
    for row, one in zip(rows, told, strict=True):
        assert (one["case_id"] is not None) == bool(row["case"])
        if row["case"] == "the case":
            assert (one["case_code"], one["unit_code"]) == (CODE, "608")
        if row["case"] == "the 615's":
            assert one["case_unit"] == "615"
        if not row["case"]:
            assert one["unit_code"] == "UNRESOLVED"


DATES = """
what                       | listed     | requested  | done       | then       | done then  | first      | last
none                       |            |            |            |            |            |            |
one, open                  |            | 03/06/2020 |            |            |            | 03/06/2020 |
one, done                  |            | 03/06/2020 | 05/06/2020 |            |            | 03/06/2020 | 05/06/2020
two, the last one open     |            | 03/06/2020 | 05/06/2020 | 08/06/2020 |            | 03/06/2020 |
two, both done             |            | 03/06/2020 | 05/06/2020 | 08/06/2020 | 09/06/2020 | 03/06/2020 | 09/06/2020
two, only the last done    |            | 03/06/2020 |            | 08/06/2020 | 09/06/2020 | 03/06/2020 | 09/06/2020
the case list knows better | 02/06/2020 | 03/06/2020 | 05/06/2020 |            |            | 02/06/2020 | 05/06/2020
"""


def test_a_case_has_its_first_request_and_its_last_completion(tmp_path):
    book, rows = Casebook(tmp_path / "book"), list(enumerate(drawn(DATES)))
    book.cases(
        "cases.csv",
        [
            CASE | {"case_id": _code(number), "supplement_requested_at": row["listed"], "status": "Đang xử lý"}
            for number, row in rows
        ],
        taken_at="2021-05-06T08:00:00",
    )
    book.write(
        "list.csv",
        "supplement_requests",
        [
            {"case_id": _code(number), "requested_at": row[requested], "supplemented_at": row[done]}
            for number, row in rows
            for requested, done in (("requested", "done"), ("then", "done then"))
            if row[requested]
        ],
    )
    told = _ask(
        book,
        "select supplement_requested_at, supplement_completed_at, is_waiting from cases order by case_code",
    )
    expected = [[_at(row["first"]), _at(row["last"]), False] for _, row in rows]
    assert [list(case.values()) for case in told] == expected


# --- what could not be read ----------------------------------------------------------------------------------------

UNUSABLE = """
field           | written    | as written | reason
requested_at    | 31/06/2020 | 31/06/2020 | unreadable_date
requested_at    |            |            | no_request_date
supplemented_at | 32/01/2020 | 32/01/2020 | unreadable_date
due_at_before   | 03/06/2    | 03/06/2    | unreadable_date
due_at_after    | 0/0/0      | 0/0/0      | unreadable_date
unit            | Xã Hòa Sơn | Xã Hòa Sơn | unresolved_unit
case_id         |            |            | no_case_code
"""


def test_what_could_not_be_used_is_listed_and_no_row_is_lost(tmp_path):
    book, rows = Casebook(tmp_path / "book"), drawn(UNUSABLE)
    good = {"requested_at": "03/06/2020", "supplemented_at": "05/06/2020", "due_at_before": "10/06/2020"}
    good |= {"case_id": CODE, "due_at_after": "12/06/2020", "unit": "Thành phố Kon Tum"}
    listed = [good | {"request_id": str(number)} for number in range(len(rows) + 1)]
    for row, one in zip(rows, listed[1:], strict=True):
        one[row["field"]] = row["written"]
    book.write("list.csv", "supplement_requests", listed)
    with book.audit() as connection:
        rejects = rows_of(
            connection, 'select row_number, "column" as field, as_written, reason from rejects order by row_number'
        )
        (extract,) = rows_of(connection, "select rows_read, rows_landed, rows_staged, rows_rejected from extracts")
        (told,) = connection.execute("select count(*) from case_supplements").fetchone()
    assert [(one["row_number"], one["field"], one["as_written"] or "", one["reason"]) for one in rejects] == [
        (number, row["field"], row["as written"], row["reason"]) for number, row in enumerate(rows, start=3)
    ]
    assert list(extract.values()) == [len(rows) + 1, len(rows) + 1, len(rows), 1]
    assert told == len(rows)
