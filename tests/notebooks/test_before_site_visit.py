"""The notebook run headless over hand-made tables: its figures, and what it says where there is no run."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from flows import ROOT
from flows.common.dictionary import comment_statements, load_dictionary
from tests.flows.small_marts import RECORD, make_small_marts

# Three more communes beside B and C: rates 0.1, 0.2 and 0.4, so B's peers have quartiles 0.15, 0.2 and 0.3.
PEERS = """
insert into unit_lateness by name
select name as unit_code, 'Xã ' || name as unit_name, 'commune' as unit_level, 'commune' as unit_type,
    10 as completed, 0 as completed_undated, 0 as pending_overdue, rate as late_rate, rate as overdue_rate
from (values ('P', 0.1), ('Q', 0.2), ('R', 0.4)) as t(name, rate);
insert into unit_month_lateness by name
select unit_code, unit_name, unit_level, unit_type, date '2020-07-01' as month_start, late_rate from unit_lateness;
alter table cases add column case_id varchar;
update cases set case_id = unit_code || days_late;
create or replace table cases as
select *, null as procedure_code, null as procedure_name, null::timestamp as received_at,
    timestamp '2020-06-10 17:00:00' as due_at_original, null::timestamp as finished_at, days_late as working_days_late,
    'missing' as apology_status
from cases;
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of marts as the publisher leaves it, with DuckDB's comments but without the copies of earlier runs."""
    marts = tmp_path_factory.mktemp("marts")
    latest = marts / "latest"
    latest.mkdir()
    dictionary = load_dictionary()
    with duckdb.connect(str(latest / "audit.duckdb")) as connection:
        make_small_marts(connection, PEERS)
        columns = {table: connection.table(table).columns for table in dictionary.tables}
        for statement in comment_statements(dictionary, columns):
            connection.execute(statement)
        for table in dictionary.tables:
            connection.execute(f"copy {table} to '{latest / table}.parquet'")
    (latest / "run.json").write_text(json.dumps(RECORD), encoding="utf-8")
    return marts


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch):
    """The notebook's module, imported the way marimo does: with its own folder on the path."""
    monkeypatch.syspath_prepend(str(ROOT / "notebooks"))
    spec = importlib.util.spec_from_file_location("before_site_visit", ROOT / "notebooks" / "before_site_visit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.modules.pop("reading", None)


@pytest.fixture
def reading(notebook):
    import reading

    return reading


def run(notebook, marts: Path, monkeypatch: pytest.MonkeyPatch, unit_code: str | None = None) -> dict:
    monkeypatch.setenv("ONESTOP_MARTS", str(marts))
    return notebook.app.run(defs={"unit_code": unit_code} if unit_code else None)[1]


def test_a_unit_stands_beside_its_peers(notebook, published: Path, monkeypatch: pytest.MonkeyPatch):
    found = run(notebook, published, monkeypatch, "B")
    assert sorted(found["peers"]["unit_code"]) == ["C", "P", "Q", "R"]
    late, overdue = found["comparison"].to_dict("records")
    assert (late["count"], late["out_of"], late["rate"]) == (1, 6, pytest.approx(1 / 6))
    assert late["peers"] == 3  # C has no rate, so it is no peer to compare with
    assert (late["lower_quartile"], late["median"], late["upper_quartile"]) == pytest.approx((0.15, 0.2, 0.3))
    assert (overdue["count"], overdue["out_of"]) == (1, 6)


def test_a_unit_without_peers_has_no_quartiles(notebook, published: Path, monkeypatch: pytest.MonkeyPatch):
    found = run(notebook, published, monkeypatch, "A")
    late, overdue, slips = found["comparison"].to_dict("records")
    assert (late["peers"], late["median"]) == (0, None)
    assert (late["count"], late["out_of"]) == (2, 7)
    assert (overdue["count"], overdue["out_of"], overdue["rate"]) == (4, 9, pytest.approx(4 / 9))
    assert (slips["count"], slips["out_of"], slips["rate"]) == (2, 4, 0.5)


def test_late_and_overdue_cases_come_latest_first(notebook, published: Path, monkeypatch: pytest.MonkeyPatch):
    found = run(notebook, published, monkeypatch, "A")
    assert list(found["late_cases"]["days_late"]) == [30, 5, 4, 2]
    assert list(found["late_cases"]["outcome"]) == ["pending_overdue", "pending_overdue", "late", "late"]
    assert list(run(notebook, published, monkeypatch, "B")["late_cases"]["case_id"]) == ["B9"]


def test_months_show_the_unit_and_the_median_of_its_peers(notebook, published: Path, monkeypatch: pytest.MonkeyPatch):
    trend = run(notebook, published, monkeypatch, "B")["trend"]
    assert list(trend["month"]) == ["06/2020", "07/2020"]
    assert list(trend["late_rate"]) == pytest.approx([1 / 6, 1 / 6])
    assert pd.isna(trend["peer_median"][0])  # in June only C, which has no rate
    assert trend["peer_median"][1] == pytest.approx(0.2)


def test_findings_procedures_and_what_is_not_assessable(notebook, published: Path, monkeypatch: pytest.MonkeyPatch):
    of_a = run(notebook, published, monkeypatch, "A")
    assert list(zip(of_a["by_rule"]["rule_id"], of_a["by_rule"]["findings"], strict=True)) == [
        ("B1", 2),
        ("U1", 1),
        ("U5", 1),
    ]
    assert len(of_a["procedures"]) == 3
    assert list(of_a["findings"]["finding_id"]) == ["f1", "f2", "f4"]
    assert len(of_a["not_assessable"]) == 0
    of_b = run(notebook, published, monkeypatch, "B")
    assert list(of_b["not_assessable"]["rule_id"]) == ["U1"]
    assert list(of_b["by_rule"]["rule_id"]) == ["B1"]


def test_a_unit_without_a_slip_list_is_not_assessable_instead_of_clean(
    notebook, published: Path, monkeypatch: pytest.MonkeyPatch
):
    of_b = run(notebook, published, monkeypatch, "B")
    assert of_b["slips_note"].startswith("Không đánh giá được")
    assert "Thiếu phiếu" not in " ".join(of_b["comparison"]["measure"])
    assert run(notebook, published, monkeypatch, "A")["slips_note"] == "2 trong 4 hồ sơ trễ hạn, quá hạn."


def test_the_first_unit_of_the_highest_level_is_picked(notebook, published: Path, monkeypatch: pytest.MonkeyPatch):
    found = run(notebook, published, monkeypatch)
    assert found["unit_code"] == "A"
    assert next(iter(found["picker"].options)) == "Sở Y tế (Tỉnh, A)"


def test_without_a_run_it_says_so_and_stops(notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    found = run(notebook, tmp_path, monkeypatch)
    assert found["marts"] is None
    assert found["trouble"].startswith(f"Chưa có lần chạy nào được công bố trong {tmp_path}.")
    assert "comparison" not in found
    assert "Chưa có lần chạy nào" in capsys.readouterr().out


def test_tables_are_shown_with_vietnamese_headings_and_words(reading, published: Path):
    marts = reading.Marts(published)
    shown = marts.shown(
        marts.table("missing_apologies", "A"), "case_id due_at_original slip_date outcome", "missing_apologies"
    )
    assert shown.to_dict("records") == [
        {
            "Mã định danh hồ sơ": "A-1",
            "Ngày giờ hẹn trả ban đầu": "10/06/2020 17:00",
            "Ngày lập phiếu": "",
            "Kết quả giải quyết": "Đang giải quyết, quá hạn",
        },
        {
            "Mã định danh hồ sơ": "A-2",
            "Ngày giờ hẹn trả ban đầu": "11/06/2020 17:00",
            "Ngày lập phiếu": "11/06/2020",
            "Kết quả giải quyết": "Trễ hạn",
        },
    ]


def test_an_unknown_rate_is_empty(reading):
    assert [reading.percent(value) for value in (0.125, 0.0, None, float("nan"))] == ["12,5%", "0,0%", "", ""]
    assert [reading.number(value) for value in (1234, 0, None)] == ["1.234", "0", ""]


def test_the_copy_of_the_run_is_read_because_latest_may_change_meanwhile(reading, published: Path, tmp_path: Path):
    shutil.copytree(published, tmp_path / "marts")
    assert reading.Marts(tmp_path / "marts").folder.name == "latest"
    shutil.copytree(published / "latest", tmp_path / "marts" / "runs" / RECORD["run_id"])
    assert reading.Marts(tmp_path / "marts").folder.name == RECORD["run_id"]


def test_its_words_are_those_of_the_dictionary(reading):
    dictionary = load_dictionary()
    for column, words in reading.WORDS.items():
        for code, word in words.items():
            assert dictionary.value("findings", column, code) == word
