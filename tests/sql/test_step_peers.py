"""Steps of cases beside their peers, for rule E3 and for index 2.

Expected hours were counted by hand with desks open 07:00-11:30 and 13:30-17:00; 03/06/2020 is a Wednesday.
"""

import pytest

from tests.casebook import Casebook, drawn, rows_of

CASE = {"unit": "UBND huyện Ngọc Hồi", "procedure_code": "1.000001", "status": "Đã trả kết quả"}
CASE |= {"received_at": "03/06/2020 08:00:00", "due_at_original": "10/06/2020 17:00:00"}
CODE = "000.00.43.H34-200603-0001"


def _compact(text: str) -> str:
    """dd/mm hh:mm of 2020 as the portal writes it."""
    return f"2020{text[3:5]}{text[:2]}{text[6:8]}{text[9:11]}00" if text else ""


def _portal(book: Casebook, steps: list[dict], name: str = "tien_do.csv", **card) -> None:
    rows = [
        {"case_id": CODE, "body": step["body"]} | {k: _compact(step.get(k, "")) for k in step if k.endswith("_at")}
        for step in steps
    ]
    book.write(name, "national_progress", rows, sender="62", **card)


def _steps(book: Casebook, grain: str = "day") -> list[dict]:
    with book.tables(grain) as connection:
        return rows_of(connection, "select * from case_steps order by case_code, step_number")


PEERS = """
unit | hours | late
611  | 12:00 | no
612  | 09:00 | no
613  | 10:00 | yes
"""


def test_a_body_stands_beside_the_same_kind_of_body_elsewhere(tmp_path):
    """From 08:00: 3.5 hours in 611 (the noon break is not counted), 1 in 612, 2 in 613: elsewhere than in 611 1.5."""
    book, names = Casebook(tmp_path / "book"), {"611": "Ngọc Hồi", "612": "Đắk Tô", "613": "Kon Plông"}
    steps, cases = [], []
    for row in drawn(PEERS):
        code = f"HS-{row['unit']}"
        cases.append(CASE | {"case_id": code, "unit": f"UBND huyện {names[row['unit']]}", "finished_at": "09/06/2020"})
        end = f"03/06 {row['hours']}"
        norm = "02/06 17:00" if row["late"] == "yes" else "03/06 17:00"
        steps.append(
            {"case_id": code, "body": f"Văn phòng UBND huyện {names[row['unit']]}"}
            | {"started_at": _compact("03/06 08:00"), "ended_at": _compact(end), "norm_end_at": _compact(norm)}
        )
    book.cases("a.csv", cases)
    book.write("tien_do.csv", "national_progress", steps)
    with book.tables() as connection:
        told = {row["unit_code"]: row for row in rows_of(connection, "select * from unit_steps")}
    assert {unit: row["median_working_hours"] for unit, row in told.items()} == {"611": 3.5, "612": 1.0, "613": 2.0}
    assert {unit: row["peer_median_working_hours"] for unit, row in told.items()} == {
        "611": 1.5,
        "612": 2.75,
        "613": 2.25,
    }
    assert {unit: row["late_rate"] for unit, row in told.items()} == {"611": 0, "612": 0, "613": 1}
    assert {unit: row["peer_late_rate"] for unit, row in told.items()} == {"611": 0.5, "612": 0.5, "613": 0}


TRANSFERS = """
what                            | steps                                              | days late
the same day, before closing    | Một cửa -03/06 16:59, Phòng Tài chính -05/06 10:00 | 0
the next morning                | Một cửa -04/06 08:00, Phòng Tài chính -05/06 10:00 | 1
two desks, then the next day    | Một cửa -03/06 09:00, Bộ phận tiếp nhận -04/06 08:00, Phòng Tài chính -05/06 10:00 | 1
settled at the desk             | Một cửa -05/06 10:00                               |
a log that begins elsewhere     | Phòng Tài chính -05/06 10:00                       |
an unnamed body after the desk  | Một cửa -03/06 09:00                               |
"""


@pytest.mark.parametrize("layout", ["national_progress", "control_slips"])
def test_what_the_case_list_does_not_tell_of_the_transfer_the_log_does(tmp_path, layout: str):
    book, cases, rows = Casebook(tmp_path / "book"), [], []
    for place, line in enumerate(drawn(TRANSFERS)):
        cases.append(CASE | {"case_id": f"HS-{place}", "finished_at": "09/06/2020"})
        steps = [tuple(step.strip().split(" -")) for step in line["steps"].split(",")]
        for number, (body, end) in enumerate(steps):
            row = {"case_id": f"HS-{place}", "body": body}
            after = steps[number + 1][0] if number + 1 < len(steps) else "Bộ phận trả kết quả"
            slip = {"ended_at": f"{end[:5]}/2020 {end[6:]}", "receiving_body": after}
            rows.append(row | ({"ended_at": _compact(end)} if layout == "national_progress" else slip))
    book.cases("a.csv", cases)
    book.write("buoc.csv", layout, rows)
    with book.tables() as connection:
        found = rows_of(connection, "select case_id, transfer_days_late from judged_case_conduct")
    told = {row["case_id"]: row["transfer_days_late"] for row in found}
    expected = {f"HS-{place}": line["days late"] for place, line in enumerate(drawn(TRANSFERS))}
    assert told == {case: int(days) for case, days in expected.items() if days}


def test_the_case_list_goes_before_the_log(tmp_path):
    book = Casebook(tmp_path / "book")
    book.cases("a.csv", [CASE | {"case_id": CODE, "transferred_at": "03/06/2020 09:00", "finished_at": "09/06/2020"}])
    steps = [{"case_id": CODE, "body": "Một cửa", "receiving_body": "Phòng Tài chính", "ended_at": "05/06/2020 08:00"}]
    book.write("buoc.csv", "control_slips", steps)
    with book.audit() as connection:
        (found,) = rows_of(connection, "select transfer_days_late, transfer_source_text from judged_case_conduct")
        assert connection.execute("select 1 from findings where rule_id = 'E3'").fetchall() == []
    assert found == {"transfer_days_late": 0, "transfer_source_text": ""}


def test_index_2_is_the_mean_over_steps_of_its_period(tmp_path):
    """Of the window: early 2, on time 1, late 0, and one open past its norm, 0: 3 of 4, rounded up to 0.8."""
    book = Casebook(tmp_path / "book")
    ended = {"early": "04/06 10:00", "on": "05/06 10:00", "late": "08/06 10:00", "open": ""}
    cases, steps = [], []
    for number, end in enumerate(ended.values(), 1):
        what = f"HS-{number}"
        done = {"status": "Đã trả kết quả", "finished_at": "09/06/2020"} if end else {"status": "Đang xử lý"}
        cases.append(CASE | {"case_id": what} | done)
        times = {
            "started_at": _compact("03/06 09:00"),
            "ended_at": _compact(end),
            "norm_end_at": _compact("05/06 17:00"),
        }
        steps.append({"case_id": what, "body": "Phòng Tài chính"} | times)
    book.cases("a.csv", cases, taken_at="2021-05-05")
    book.write("tien_do.csv", "national_progress", steps, taken_at="2021-05-05")
    query = "select period_id, points, basis, cases from unit_evaluation_indices where index_number = 2"
    with book.tables() as connection:
        found = {row["period_id"]: row for row in rows_of(connection, f"{query} and unit_code = '611'")}
    assert (found["window"]["points"], found["window"]["basis"], found["window"]["cases"]) == (0.8, "steps", 4)
    others = [(row["points"], row["basis"], row["cases"]) for key, row in found.items() if key != "window"]
    assert set(others) == {(0.8, "steps", 4), (0.0, "steps", 1)}
