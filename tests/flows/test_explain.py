"""The story of a case as a person reads it: what is in it, how the case is found, and what is said where it is not."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from flows import steps
from flows.common.errors import SetupError
from flows.ledger.record import RunRecord
from flows.screen.explain import explain
from tests.casebook import Casebook, ingest_all

CASE = {
    "procedure_code": "1.000656",
    "unit": "UBND xã Xốp, huyện Đắk Glei",
    "channel": "Trực tiếp",
    "received_at": "03/06/2020 08:00:00",
    "due_at_original": "10/06/2020 17:00:00",
    "finished_at": "08/06/2020 09:00:00",
    "returned_at": "08/06/2020 10:00:00",
    "status": "Đã trả kết quả",
    "applicant_key": "Nguyễn Văn Sáng",
}
LATE = CASE | {"case_id": "000.17.42.H34-200603-0001", "finished_at": "15/06/2020 09:00:00", "returned_at": ""}
LATE |= {"status": "Đã có kết quả", "supplement_requested_at": "09/06/2020 10:00:00"}  # too late: the limit runs on


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published run of a late case, a case in time, and two cases under one code; the former in two extracts."""
    book = Casebook(tmp_path_factory.mktemp("story"))
    twice = CASE | {"case_id": "000.17.42.H34-200603-0003"}
    rows = [LATE, CASE | {"case_id": "000.17.42.H34-200603-0002"}, twice, twice | {"procedure_code": "1.000689"}]
    book.cases("truoc.csv", [LATE | {"finished_at": "10/06/2020 09:00:00"}], taken_at="2021-01-05T08:00:00")
    book.cases("sau.csv", rows, taken_at="2021-05-05T08:00:00")
    settings = book.settings()
    outcomes = ingest_all(settings)
    with steps.workshop(settings) as warehouse:
        steps.build_marts(warehouse, settings, outcomes)
        steps.judge_marts(warehouse, settings)
        steps.choose(warehouse, settings)
        steps.publish_marts(warehouse, settings, RunRecord(settings, outcomes))
    return settings.marts


def story(marts: Path, case_id: str, lang: str = "vi") -> list[str]:
    console = Console(record=True, width=160, file=io.StringIO())
    explain(case_id, marts, console, lang)
    return [" ".join(line.split()) for line in console.export_text().splitlines()]


def test_a_late_case_is_told_from_its_times_to_its_row(marts):
    told = story(marts, "000.17.42.H34-200603-0001")
    timeline = told[told.index("Diễn biến") + 1 :]
    assert timeline[: timeline.index("")] == [
        "03/06/2020 08:00 Ngày giờ tiếp nhận",
        "09/06/2020 10:00 Ngày giờ yêu cầu bổ sung",
        "10/06/2020 17:00 Ngày giờ hẹn trả ban đầu",
        "15/06/2020 09:00 Ngày giờ có kết quả",
        "05/05/2021 08:00 Thời điểm trích xuất",
    ]
    assert "Thấy: Muộn 5 ngày (3 ngày làm việc), tính đến 15/06/2020 09:00" in told
    broken = [line.split()[1] for line in told if line.startswith("✗")]
    assert {"B1", "D9"} <= set(broken) and "A1" not in broken
    (met,) = [line for line in told if line.startswith("✓ Đạt: ")]
    assert {"A1", "A2", "A5", "D11"} <= set(met.removeprefix("✓ Đạt: ").split(", "))
    (unknown,) = [line for line in told if line.startswith("? ")]
    assert "B5 (Danh sách phiếu xin lỗi)" in unknown
    assert any("│ 10/06/2020 09:00 │" in line and "truoc.csv" in line for line in told)
    assert any("│ 15/06/2020 09:00 │" in line and "sau.csv" in line for line in told)
    assert any(line.startswith("sau.csv, dòng 2: Hệ thống một cửa điện tử; SHA-256") for line in told)


def test_the_code_may_be_written_the_other_way_and_the_story_told_in_english(marts):
    told = story(marts, " h34.42.17-200603-00002 ", "en")
    assert told[0] == "Case 000.17.42.H34-200603-0002"
    assert not [line for line in told if line.startswith("✗")]
    assert "08/06/2020 09:00 Finished at" in told


def test_no_person_is_in_a_story(marts):
    assert "Sáng" not in "".join(story(marts, "000.17.42.H34-200603-0001"))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("000.17.42.H34-200603-0009", "000.17.42.H34-200603-0001"),  # unknown, but near to a known one
        ("không có", "cases.parquet"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(marts, asked, says):
    with pytest.raises(SetupError) as trouble:
        story(marts, asked)
    assert says in trouble.value.vi


def test_two_cases_of_one_code_are_told_apart_by_their_ids(marts):
    assert story(marts, "000.17.42.H34-200603-0003#2")[0] == "Hồ sơ 000.17.42.H34-200603-0003#2"


def test_without_a_run_there_is_no_story(tmp_path):
    with pytest.raises(SetupError) as trouble:
        story(tmp_path, "000.17.42.H34-200603-0001")
    assert "onestop audit" in trouble.value.vi
