"""Published tables for three units, small enough to be reckoned by hand, the record of their run, and how
their workbook is read back.
"""

from functools import cache
from pathlib import Path

import duckdb
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from checks import judge as bench
from checks.rules import Judged, load_rules
from flows import ROOT
from flows.common.settings import load_settings
from flows.inspection.visits import choose_visits
from flows.publishing.publish import TABLES
from flows.tables.layouts import load_kinds
from flows.warehouse.warehouse import build, load_sources
from flows.workbooks.findings import write_workbook

RECORD = {
    "run_id": "20210520T080000-abc",
    "started_at": "2021-05-20T08:00:00+07:00",
    "code_version": "0.1.0+abc",
    "parameters": {
        "window_from": "2020-06-01",
        "window_to": "2021-04-30",
        "grain": "day",
        "thresholds": {"reappointments": 1},
    },
}

# Late by case: 2, 4 and 9 days; two cases are open and overdue, one of them waiting.
# The sums give the province 3 late of 13 dated: 3/13. The mean of the units' rates would be (2/7 + 1/6) / 2.
SMALL_MARTS = """
create table cases as select * from (values
    ('A', 'late', 2, false), ('A', 'late', 4, false), ('A', 'pending_overdue', 30, true),
    ('A', 'pending_overdue', 5, false), ('B', 'late', 9, false), ('B', 'on_time', 0, false)
) as t(unit_code, outcome, days_late, is_waiting);

create table unit_lateness as select
    unit_code, unit_name, unit_level, unit_level as unit_type,
    case unit_code when 'A' then 14 end as plan_number, case unit_code when 'A' then 'Quý III' end as plan_quarters,
    carried_over, received, received_online,
    completed, completed_early, completed_on_time, completed_late, completed_undated,
    pending, 0 as pending_in_time, pending as pending_overdue, 0 as pending_undated, waiting as pending_waiting,
    withdrawn, 0 as stopped, 0 as not_accepted, late_rate, overdue_rate, late_rate_vendor,
    overdue_rate_without_waiting, median_days_late, p90_days_late
from (values
    ('C', 'Xã Ea', 'commune', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, null, null, 0.0, null, null, null),
    ('B', 'Xã Đăk', 'commune', 0, 6, 0, 6, 2, 3, 1, 0, 0, 0, 0, 1/6, 1/6, 1/6, 1/6, 9.0, 9.0),
    ('A', 'Sở Y tế', 'province', 1, 9, 3, 8, 4, 1, 2, 1, 2, 1, 0, 2/7, 4/9, 2/8, 3/8, 3.0, 3.8)
) as t(unit_code, unit_name, unit_level, carried_over, received, received_online, completed, completed_early,
    completed_on_time, completed_late, completed_undated, pending, waiting, withdrawn, late_rate, overdue_rate,
    late_rate_vendor, overdue_rate_without_waiting, median_days_late, p90_days_late);

create table province_lateness as select
    sum(carried_over) as carried_over, sum(received) as received, sum(received_online) as received_online,
    sum(completed) as completed, sum(completed_early) as completed_early, sum(completed_on_time) as completed_on_time,
    sum(completed_late) as completed_late, sum(completed_undated) as completed_undated, sum(pending) as pending,
    sum(pending_in_time) as pending_in_time, sum(pending_overdue) as pending_overdue,
    sum(pending_undated) as pending_undated, sum(pending_waiting) as pending_waiting, sum(withdrawn) as withdrawn,
    sum(stopped) as stopped, sum(not_accepted) as not_accepted, 3/13 as late_rate, 5/15 as overdue_rate,
    3/15 as late_rate_vendor, 4/14 as overdue_rate_without_waiting, 4.0 as median_days_late, 8.0 as p90_days_late
from unit_lateness;

create table unit_month_lateness as
select
    * exclude (plan_number, plan_quarters, not_accepted, late_rate_vendor, overdue_rate_without_waiting),
    date '2020-06-01' as month_start
from unit_lateness;

create table unit_apologies as select * from (values
    ('A', 'Sở Y tế', 'province', true, 4, 1, 2, 1, 0.5),
    ('B', 'Xã Đăk', 'commune', false, 1, null, null, null, null),
    ('C', 'Xã Ea', 'commune', true, 0, 0, 0, 0, null)
) as t(unit_code, unit_name, unit_level, is_assessable, late_cases, slips_ok, slips_missing, slips_faulty,
    missing_rate);

create table missing_apologies as select * from (values
    ('A-1', 'A', 'Sở Y tế', '1.000001', 'Cấp giấy', timestamp '2020-06-03 08:15:00', timestamp '2020-06-10 17:00:00',
        null::timestamp, 'pending_overdue', 30, 'missing', null::date, null::date),
    ('A-2', 'A', 'Sở Y tế', '1.000001', 'Cấp giấy', timestamp '2020-06-03 08:15:00', timestamp '2020-06-11 17:00:00',
        timestamp '2020-06-13 09:00:00', 'late', 2, 'late', date '2020-06-11', date '2020-06-15')
) as t(case_id, unit_code, unit_name, procedure_code, procedure_name, received_at, due_at_original, finished_at,
    outcome, days_late, apology_status, slip_date, new_due_date);

create table unregistered_procedures as select * from (values
    ('A', 'Sở Y tế', '9.000001', '=HYPERLINK("x")', 'not_published', 3::hugeint),
    ('A', 'Sở Y tế', '1.000002', 'Cấp phép', 'never_used', 0::hugeint),
    ('A', 'Sở Y tế', '9.000001', '=HYPERLINK("x")', 'not_configured', 3::hugeint)
) as t(unit_code, unit_name, procedure_code, procedure_name, problem, cases);

create table unit_reconciliation as select * from (values
    ('A', 'Sở Y tế', 'one_stop', 'national_portal', 5, 2, 3, 1, 0, 3, 1, 0, 1, 0, 0, 1, 0, 0)
) as t(unit_code, unit_name, system_a, system_b, cases_in_both, cases_same, cases_different, cases_only_a, cases_only_b,
    either_late, late_in_truth, late_by_restart, late_by_late_sync, late_by_wrong_sync, late_by_handover,
    late_while_waiting, late_still_open, hidden_by_sync);

create table case_changes as select * from (values
    ('A-1', 'A', 'Sở Y tế', '1.000001', 'one_stop', 'channel', 'desk', 'online', 'altered', true, true, false),
    ('A-2', 'A', 'Sở Y tế', '1.000001', 'one_stop', 'finished_at', '2020-06-13', null, 'emptied', true, true, true)
) as t(case_id, unit_code, unit_name, procedure_code, source_system, field, value_before, value_after, change,
    was_closed, was_past_due, is_suspicious)
cross join (values ('e0', 'e1', 'a0.xlsx', 'a.xlsx')) as f(extract_before, extract_after, file_before, file_after);

create table vanished_cases as select * from (values
    ('A-9', 'A', 'Sở Y tế', '1.000001', 'one_stop', timestamp '2020-06-03 08:15:00', timestamp '2020-06-10 17:00:00',
        null::timestamp, null::timestamp, 'Đang xử lý', 'pending_overdue', 'e0', 'e1', 'a0.xlsx', 'a.xlsx')
) as t(case_id, unit_code, unit_name, procedure_code, source_system, received_at, due_at_original, finished_at,
    returned_at, status_as_written, outcome, last_extract, missing_from_extract, last_file, missing_from_file);

create table case_reconciliation as select * from (values
    ('A-1', 'A', 'Sở Y tế', 'one_stop', 'national_portal', 'both', true, 0, 'late', 'late', 'late_in_truth', 'e1', 'e9')
) as t(case_id, unit_code, unit_name, system_a, system_b, presence, is_same, differences, outcome_a, outcome_b,
    lateness, extract_a, extract_b);

create table case_reconciliation_fields as select * from (values
    ('A-2', 'A', 'one_stop', 'national_portal', 'status', 'Đã trả kết quả', '9')
) as t(case_id, unit_code, system_a, system_b, field, value_a, value_b);

create table findings as select * from (values
    ('f1', 'B1', 'violation', 'A', 'Sở Y tế', '007', '1.000001', '=1+1', '@SUM(A1)', false),
    ('f2', 'B1', 'violation', 'A', 'Sở Y tế', '008', '1.000001', 'http://example.org', '+84', true),
    ('f3', 'B1', 'violation', 'B', 'Xã Đăk', '1e5', null, '-2+3', 'x', false),
    ('f4', 'U5', 'suspicion', 'A', 'Sở Y tế', null, '1.000002', '0 hồ sơ', 'Có hồ sơ', false)
) as t(finding_id, rule_id, kind, unit_code, unit_name, case_id, procedure_code, observed, expected, is_acknowledged);

create table rules as select * from (values
    ('B1', 'violation', 'Nên đúng hạn.', 'Should be on time.', 'NĐ 61', 'L', 'law', null, true),
    ('U1', 'violation', 'Nên công bố.', 'Should be published.', 'NĐ 63', 'L', 'law', 'not_published', true),
    ('U5', 'suspicion', 'Nên có hồ sơ.', 'Should be used.', 'NĐ 61', 'H', 'law', 'never_used', true)
) as t(rule_id, kind, says_vi, says_en, legal_basis, certainty, suite, problem, is_assessable);

create table rule_results as select *, case when not is_assessable then
    case rule_id when 'B1' then 'has_due_date' else 'has_published_list' end end as missing_input
from (values
    ('B1', 'A', 'Sở Y tế', true, 9, 2, 2/9), ('B1', 'B', 'Xã Đăk', true, 6, 1, 1/6),
    ('B1', 'C', 'Xã Ea', false, null, null, null),
    ('U1', 'A', 'Sở Y tế', true, 4, 1, 0.25), ('U1', 'B', 'Xã Đăk', false, null, null, null),
    ('U1', 'C', 'Xã Ea', false, null, null, null),
    ('U5', 'A', 'Sở Y tế', true, 1, 1, 1.0), ('U5', 'B', 'Xã Đăk', true, 0, 0, null),
    ('U5', 'C', 'Xã Ea', true, 0, 0, null)
) as t(rule_id, unit_code, unit_name, is_assessable, applicable, findings, rate);

create table extracts as select * from (values
    ('e1', 'a.xlsx', 'Hồ sơ', 'ab12', 10, 'read', 'list', 'cases', 'one_stop', 'A', '2021-05-05T08:00:00', 10, 10, 9, 1,
        2, timestamp '2020-06-03 08:15:00', timestamp '2021-04-29 16:00:00'),
    ('e2', 'b.xlsx', '', 'cd34', 10, 'refused', null, null, null, null, null, 0, 0, 0, 0, 0, null, null)
) as t(extract_id, file_name, sheet, sha256, bytes, outcome, layout, kind, source_system, sender_unit_code, taken_at,
    rows_read, rows_landed, rows_staged, rows_rejected, rows_furniture, first_received_at, last_received_at);

create table rejects as select * from (values
    ('e1', 'a.xlsx', 'Hồ sơ', 4, 'received_at', '31/02/2021', 'unreadable_date', null, null),
    ('e2', 'b.xlsx', '', null, '', '', 'file_refused', '', 'thiếu cột bắt buộc. Đề nghị xuất lại.')
) as t(extract_id, file_name, sheet, row_number, "column", as_written, reason, expected, todo);
"""


def make_small_marts(connection: duckdb.DuckDBPyConnection, more: str = "") -> None:
    """SMALL_MARTS, then `more`, and without rows the published tables and columns that neither draws."""
    connection.execute(SMALL_MARTS + more)
    drawn = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    for table, columns in published_columns().items():
        if table not in drawn:
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
            connection.execute(f"create table {table} ({listed})")
        else:
            for name, kind in columns:
                connection.execute(f'alter table {table} add column if not exists "{name}" {kind}')


@cache
def published_columns() -> dict[str, list[tuple[str, str]]]:
    """Name and SQL type of the columns of every published table, from an audit of nothing."""
    settings = load_settings()
    with duckdb.connect() as connection:
        load_sources(connection, settings, [], load_kinds(ROOT / "data" / "layouts"))
        build(connection)
        bench.prepare(connection, ("arrived", "law"))
        bench.list_findings(connection, [Judged(rule.rule_id, 0, 0) for rule in load_rules()], settings.thresholds)
        build(connection, ("verdicts",))
        choose_visits(connection, settings.inspection)
        described = {table: connection.execute(f"describe {table}").fetchall() for table in TABLES}
    return {table: [(name, kind) for name, kind, *_ in rows] for table, rows in described.items()}


def read_back(connection: duckdb.DuckDBPyConnection, folder: Path, **options) -> openpyxl.Workbook:
    write_workbook(connection, folder / "findings.xlsx", RECORD, **options)
    return openpyxl.load_workbook(folder / "findings.xlsx")


def rows_of(sheet: Worksheet) -> list[dict]:
    """The rows below the headings, each by heading."""
    headings = [cell.value for cell in sheet[3]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True)]


def cover_of(book: openpyxl.Workbook) -> dict[str, tuple]:
    return {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True) if row[0]}
