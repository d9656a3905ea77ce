"""What was not delivered is not assessable, and nothing else of the run may say otherwise."""

import pytest

from checks import judge
from checks.rules import Judged
from flows.warehouse.warehouse import build, open_warehouse
from tests.casebook import THRESHOLDS, Casebook, rows_of

COMMUNES = ("23281", "23284", "23287", "23290", "23293", "23296")
WHOLE = {"received_at": "03/06/2020", "due_at_original": "10/06/2020", "finished_at": "08/06/2020"}
PUBLISHED = {"procedure_name": "mẫu", "valid_from": "01/01/2019"}


@pytest.fixture(scope="module")
def assessed(tmp_path_factory):
    """23296 tells no procedures that its peers use; 612's configured list is there, but no published list for it;
    the extract of 613 has neither a column of moves nor a new due date, and no slip list speaks for it.
    """
    book = Casebook(tmp_path_factory.mktemp("partly") / "book")
    for unit in COMMUNES:
        rows = [{"case_id": f"{unit}-{n}", "procedure_code": "5.000002"} | WHOLE for n in range(5)]
        told = rows if unit != "23296" else [{k: v for k, v in row.items() if k != "procedure_code"} for row in rows]
        book.cases(f"{unit}.csv", told, sender=unit)
    for unit in ("612", "613"):
        late = WHOLE | {"finished_at": "11/06/2020"}
        book.cases(f"{unit}.csv", [{"case_id": f"{unit}-1", "procedure_code": "1.000001"} | late], sender=unit)
    lists = [("5.000002", "Cấp xã", "608"), ("1.000001", "Cấp huyện", "611")]
    for code, level, unit in lists:
        row = PUBLISHED | {"procedure_code": code, "level": level, "authority": f"UBND {level.lower()}"}
        book.write(f"cong_bo_{unit}.csv", "published_procedures", [row], covers=[unit])
    row = {"procedure_code": "1.000009", "unit": "UBND huyện Đắk Tô"}
    book.write("cau_hinh.csv", "configured_procedures", [row], covers=["612"])
    with open_warehouse(book.build()) as connection:
        judge.list_findings(connection, [Judged("none", 0, 0)], THRESHOLDS)
        build(connection, ("verdicts", "invariants"))
        yield connection


def _results(assessed, rule_id: str, unit: str) -> dict:
    return rows_of(assessed, "select * from rule_results where rule_id = ? and unit_code = ?", [rule_id, unit])[0]


def _problems(assessed, problem: str, unit: str) -> list[dict]:
    query = "select procedure_code from unregistered_procedures where problem = ? and unit_code = ?"
    return rows_of(assessed, query, [problem, unit])


def _contradictions(assessed, rule_id: str) -> list[dict]:
    """What the invariant I8 holds against a rule; any row of it stops the run."""
    query = "select * from identities where identity = 'procedure_problems' and thing = ? and difference <> 0"
    return rows_of(assessed, query, [rule_id])


def test_no_never_used_procedure_where_procedures_are_not_told(assessed) -> None:
    assert not _results(assessed, "U5", "23296")["is_assessable"]
    assert _problems(assessed, "never_used", "23296") == []
    assert _contradictions(assessed, "U5") == []


def test_no_unconfigured_procedure_where_none_are_published(assessed) -> None:
    assert not _results(assessed, "U6", "612")["is_assessable"]
    assert _problems(assessed, "not_configured", "612") == []
    assert _contradictions(assessed, "U6") == []


def test_moves_that_were_not_delivered_are_not_assessable(assessed) -> None:
    assert not _results(assessed, "B3", "613")["is_assessable"]


def test_new_dates_that_were_not_delivered_are_not_assessable(assessed) -> None:
    assert not _results(assessed, "B6", "613")["is_assessable"]


def test_slips_that_were_not_delivered_are_empty_and_not_zero(assessed) -> None:
    for unit, figures in {"612": 1, "613": 1}.items():
        query = "select late_cases, slips_ok, slips_missing, slips_faulty, missing_rate from unit_apologies"
        row = rows_of(assessed, f"{query} where unit_code = ?", [unit])[0]
        assert list(row.values()) == [figures, None, None, None, None]
    assert rows_of(assessed, "select 1 from missing_apologies") == []


def test_a_rate_without_denominator_is_empty(assessed) -> None:
    assert _results(assessed, "B1", "613")["rate"] == 1
    for row in rows_of(assessed, "select * from rule_results where is_assessable and applicable = 0"):
        assert (row["findings"], row["rate"]) == (0, None), row
    for row in rows_of(assessed, "select * from rule_results where not is_assessable"):
        assert (row["applicable"], row["findings"], row["rate"]) == (None, None, None), row


@pytest.mark.parametrize("has_lists", [True, False], ids=["with lists", "without lists"])
def test_a_status_is_unknown_only_beside_a_list_of_statuses(tmp_path, has_lists) -> None:
    book = Casebook(tmp_path / "book")
    row = {"case_id": "611-1", "status": "Chưa ai biết", "channel": "Bồ câu"} | WHOLE
    book.cases("611.csv", [row], sender="611")
    if not has_lists:
        for name in ("status_codes", "channels"):
            (book.references / f"{name}.csv").unlink()
    with open_warehouse(book.build()) as connection:
        reasons = {found["reason"] for found in rows_of(connection, "select reason from rejects")}
        judged = rows_of(connection, "select unresolved_references from judged_cases")
    assert reasons == ({"unmapped_status", "unmapped_channel"} if has_lists else set())
    assert judged == [{"unresolved_references": int(has_lists)}]
