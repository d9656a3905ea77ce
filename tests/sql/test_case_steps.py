"""Steps of cases: who had a case when, against the step's norm, and which step made it late.

Expected hours were counted by hand with desks open 07:00-11:30 and 13:30-17:00; 03/06/2020 is a Wednesday.
"""

import json
from datetime import datetime
from pathlib import Path

import duckdb
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
    with duckdb.connect(str(book.build(grain)), read_only=True) as connection:
        return rows_of(connection, "select * from case_steps order by case_code, step_number")


LATE_CASE = """
body                | started_at  | ended_at    | norm_end_at
Bộ phận Một cửa     | 03/06 08:00 | 03/06 09:30 | 03/06 17:00
Phòng Tài chính     | 03/06 09:30 | 11/06 16:00 | 08/06 17:00
Văn phòng UBND      | 11/06 16:00 | 12/06 10:00 | 10/06 17:00
"""


def test_the_step_that_held_a_late_case_longest_made_it_late(tmp_path):
    book = Casebook(tmp_path / "book")
    book.cases("a.csv", [CASE | {"case_id": CODE, "finished_at": "12/06/2020 10:00:00"}])
    _portal(book, drawn(LATE_CASE))
    told = _steps(book)
    assert [step["step_outcome"] for step in told] == ["on_time", "late", "late"]
    assert [step["days_late"] for step in told] == [0, 3, 2]
    # 5.5 hours of Wednesday, five whole days, 7 hours of Thursday; then 1 hour and 3 of the next morning
    assert [step["working_hours"] for step in told] == [1.5, 52.5, 4.0]
    assert [step["working_days"] for step in told] == [0, 6, 1]
    assert [step["hours"] for step in told] == [1.5, 198.5, 18.0]
    # from its norm for the second; the third had the case only after its own norm had passed
    assert [step["own_overrun_hours"] for step in told] == [None, 23.0, 4.0]
    assert [step["is_bottleneck"] for step in told] == [False, True, False]


def test_a_case_in_time_has_no_step_that_made_it_late(tmp_path):
    book = Casebook(tmp_path / "book")
    book.cases("a.csv", [CASE | {"case_id": CODE, "due_at_original": "12/06/2020", "finished_at": "12/06/2020"}])
    _portal(book, drawn(LATE_CASE))
    assert [(s["is_case_late"], s["is_bottleneck"]) for s in _steps(book)] == [(False, False)] * 3


NORMS = """
what                     | started_at  | ended_at    | norm_end_at | status | outcome         | by clock
on its last day          | 03/06 08:00 | 05/06 23:59 | 05/06 17:00 | 10     | on_time         | late
at its minute            | 03/06 08:00 | 05/06 17:00 | 05/06 17:00 | 10     | on_time         | on_time
the day after            | 03/06 08:00 | 06/06 00:01 | 05/06 17:00 | 10     | late            | late
the day before           | 03/06 08:00 | 04/06 17:00 | 05/06 17:00 | 10     | early           | early
without a norm           | 03/06 08:00 | 05/06 17:00 |             | 10     | undated         | undated
open, past its norm      | 03/06 08:00 |             | 05/06 17:00 | 4      | pending_overdue | pending_overdue
open, of an ended case   | 03/06 08:00 |             | 05/06 17:00 | 10     | pending_undated | pending_undated
open, it is not seen how | 03/06 08:00 |             |             | 4      | pending_undated | pending_undated
"""


@pytest.mark.parametrize("grain", ["day", "clock"])
def test_a_step_stands_against_its_norm(tmp_path, grain: str):
    book, rows = Casebook(tmp_path / "book"), drawn(NORMS)
    codes = [f"000.00.43.H34-200603-{number:04d}" for number in range(len(rows))]
    ends = ["12/06/2020" if row["status"] == "10" else "" for row in rows]
    book.cases(
        "a.csv",
        [
            CASE | {"case_id": c, "status": r["status"], "finished_at": e}
            for c, r, e in zip(codes, rows, ends, strict=True)
        ],
    )
    steps = [
        {"case_id": code, "body": "Phòng Tài chính"}
        | {name: _compact(row[name]) for name in ("started_at", "ended_at", "norm_end_at")}
        for code, row in zip(codes, rows, strict=True)
    ]
    book.write("tien_do.csv", "national_progress", steps)
    assert [s["step_outcome"] for s in _steps(book, grain)] == [
        row["outcome" if grain == "day" else "by clock"] for row in rows
    ]


SLIPS = """
body            | receiving_body  | ended_at         | result     | outcome
Bộ phận Một cửa | Phòng Tài chính | 03/06/2020 10:00 | Đúng hạn   | on_time
Phòng Tài chính | Văn phòng UBND  | 11/06/2020 10:00 | Quá hạn    | late
Văn phòng UBND  | Bộ phận Một cửa | 12/06/2020 08:00 | trước hạn  | early
Bộ phận Một cửa | Bộ phận Một cửa | 12/06/2020 09:00 | không rõ   | undated
"""


def test_a_control_slip_tells_steps_by_their_ends(tmp_path):
    book = Casebook(tmp_path / "book")
    book.cases("a.csv", [CASE | {"case_id": CODE, "finished_at": "12/06/2020 08:00:00"}])
    rows = drawn(SLIPS)
    book.write(
        "phieu.csv",
        "control_slips",
        [{k: v for k, v in row.items() if k != "outcome"} | {"case_id": CODE} for row in rows],
    )
    told = _steps(book)
    assert [step["step_outcome"] for step in told] == [row["outcome"] for row in rows]
    assert [step["outcome_basis"] for step in told] == ["slip", "slip", "slip", None]
    assert [step["started_basis"] for step in told] == ["receipt", "step_before", "step_before", "step_before"]
    assert (told[0]["started_at"], told[0]["working_hours"]) == (datetime(2020, 6, 3, 8), 2.0)
    assert [step["is_bottleneck"] for step in told] == [False, True, False, False]
    with duckdb.connect(str(book.folder / "day.duckdb"), read_only=True) as connection:
        found = connection.execute("select row_number, reason, as_written from rejects").fetchall()
    assert [(row, reason) for row, reason, _ in found] == [(5, "unmapped_result")]


def test_a_mark_in_one_of_three_columns_is_the_result(tmp_path):
    marks = [
        ("x", "", "", "early"),
        ("", "x", "", "on_time"),
        ("", "", "x", "late"),
        ("x", "", "x", None),
        ("", "", "", None),
    ]
    book = Casebook(tmp_path / "book")
    rows = [
        {"case_id": f"HS-{n}", "body": "Phòng Tài chính", "receiving_body": "Văn phòng UBND", "ended_at": "03/06/2020"}
        | {"told_early": early, "told_on_time": on_time, "told_late": late}
        for n, (early, on_time, late, _) in enumerate(marks)
    ]
    book.write("phieu.csv", "control_slips", rows)
    assert [step["result_told"] for step in _steps(book)] == [mark[-1] for mark in marks]


def test_a_later_log_ends_the_step_and_tells_nothing_twice(tmp_path):
    book, steps = Casebook(tmp_path / "book"), drawn(LATE_CASE)
    book.cases("a.csv", [CASE | {"case_id": CODE, "finished_at": "12/06/2020 10:00:00"}])
    _portal(book, [steps[0], steps[1] | {"ended_at": ""}], "t1.csv", taken_at="2020-06-05T08:00:00")
    _portal(book, steps, "t2.csv", taken_at="2020-07-01T08:00:00")
    told = _steps(book)
    assert [(step["body"], step["step_outcome"]) for step in told] == [
        ("Bộ phận Một cửa", "on_time"),
        ("Phòng Tài chính", "late"),
        ("Văn phòng UBND", "late"),
    ]


def test_two_tellings_of_a_case_are_not_added_up_and_no_row_is_lost(tmp_path):
    book, slips = Casebook(tmp_path / "book"), drawn(SLIPS)
    book.cases("a.csv", [CASE | {"case_id": CODE, "finished_at": "12/06/2020 10:00:00"}])
    _portal(book, drawn(LATE_CASE))
    rows = [{k: v for k, v in row.items() if k != "outcome"} | {"case_id": CODE} for row in slips]
    book.write("phieu.csv", "control_slips", [*rows, rows[0] | {"case_id": ""}])
    assert {step["source_system"] for step in _steps(book)} == {"national_portal"}
    with duckdb.connect(str(book.folder / "day.duckdb"), read_only=True) as connection:
        query = (
            "select rows_read, rows_staged, rows_rejected from extracts where kind = 'case_steps' order by file_name"
        )
        assert connection.execute(query).fetchall() == [(5, 4, 1), (3, 3, 0)]


def test_a_code_of_two_cases_names_none_of_them(tmp_path):
    book = Casebook(tmp_path / "book")
    twice = [CASE | {"case_id": CODE, "received_at": f"0{day}/06/2020", "finished_at": "12/06/2020"} for day in (3, 4)]
    book.cases("a.csv", [twice[0], twice[1] | {"procedure_code": "1.000002"}])
    _portal(book, drawn(LATE_CASE))
    with duckdb.connect(str(book.build()), read_only=True) as connection:
        cases = connection.execute("select count(*) from cases").fetchone()[0]
    told = _steps(book)
    assert [step["case_id"] for step in told] == ([None] * 3 if cases == 2 else [CODE] * 3)


def test_who_handled_a_step_does_not_pass_the_door(tmp_path):
    book, person = Casebook(tmp_path / "book"), "Nguyễn Thị Mẫu"
    record = {"MaHoSo": CODE, "NguoiXuLy": person, "ChucDanh": "Chuyên viên mẫu", "ThoiDiemXuLy": "20200603093000"}
    record |= {"PhongBanXuLy": person, "NoiDungXuLy": f"Đã gửi {person}", "TrangThai": "4"}
    record |= {"NgayBatDau": "20200603080000", "NgayKetThucTheoQuyDinh": "20200603170000"}
    records = [
        record,
        record | {"PhongBanXuLy": "Phòng Tài chính", "NoiDungXuLy": None, "ThoiDiemXuLy": "20200603100000"},
    ]
    (book.raw / "tien_do.json").write_text(json.dumps({"data": records}, ensure_ascii=False), encoding="utf-8")
    told = _steps(book)
    assert [(step["body"], step["has_content"]) for step in told] == [("***", True), ("Phòng Tài chính", False)]
    for file in [*book.folder.rglob("*.duckdb"), *book.folder.rglob("*.parquet")]:
        content = Path(file).read_bytes()
        assert person.encode() not in content and "Chuyên viên mẫu".encode() not in content


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
    with duckdb.connect(str(book.build()), read_only=True) as connection:
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
    with duckdb.connect(str(book.build()), read_only=True) as connection:
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
    with duckdb.connect(str(book.build()), read_only=True) as connection:
        found = {row["period_id"]: row for row in rows_of(connection, f"{query} and unit_code = '611'")}
    assert (found["window"]["points"], found["window"]["basis"], found["window"]["cases"]) == (0.8, "steps", 4)
    others = [(row["points"], row["basis"], row["cases"]) for key, row in found.items() if key != "window"]
    assert set(others) == {(0.8, "steps", 4), (0.0, "steps", 1)}
