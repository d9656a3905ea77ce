"""Steps of cases: who had a case when, against the step's norm, and which step made it late.

Expected hours were counted by hand with desks open 07:00-11:30 and 13:30-17:00; 03/06/2020 is a Wednesday.
"""

import json
from datetime import datetime
from pathlib import Path

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
    with book.tables() as connection:
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
    with book.tables() as connection:
        query = (
            "select rows_read, rows_staged, rows_rejected from extracts where kind = 'case_steps' order by file_name"
        )
        assert connection.execute(query).fetchall() == [(5, 4, 1), (3, 3, 0)]


def test_a_code_of_two_cases_names_none_of_them(tmp_path):
    book = Casebook(tmp_path / "book")
    twice = [CASE | {"case_id": CODE, "received_at": f"0{day}/06/2020", "finished_at": "12/06/2020"} for day in (3, 4)]
    book.cases("a.csv", [twice[0], twice[1] | {"procedure_code": "1.000002"}])
    _portal(book, drawn(LATE_CASE))
    with book.tables() as connection:
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
    book.build()
    told = _steps(book)
    assert [(step["body"], step["has_content"]) for step in told] == [("***", True), ("Phòng Tài chính", False)]
    for file in [*book.folder.rglob("*.duckdb"), *book.folder.rglob("*.parquet")]:
        content = Path(file).read_bytes()
        assert person.encode() not in content and "Chuyên viên mẫu".encode() not in content
