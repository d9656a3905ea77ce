"""The showcase: a run is published whole or not at all, and the run before stays readable until then."""

import ctypes
import json
import os
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from flows.common.dictionary import comment_statements, load_dictionary
from flows.common.errors import PublishFailed
from flows.common.harmless import harmless
from flows.common.own_disk import is_full
from flows.common.settings import Settings
from flows.common.zones import HERE
from flows.publishing.belonging import is_run
from flows.publishing.validations import write_validations
from flows.reading.landing import file_sha256
from flows.reading.scan import literal
from flows.workbooks.findings import write_workbook
from flows.workbooks.form_06 import write_form_06


@dataclass
class Published:
    """What a run left: its record, the folder to look into, and the figures of its last screen."""

    record: dict
    latest: Path
    summary: dict
    unchanged: bool = False


# What is published, and the order of its rows, which makes the files the same from run to run.
TABLES = {
    "cases": "unit_code, case_id, extract_id, sheet, row_number",
    "unit_lateness": "unit_code",
    "province_lateness": "units",
    "unit_coverage": "unit_code, month_start",
    "unit_month_lateness": "unit_code, month_start",
    "missing_apologies": "unit_code, case_id",
    "unit_apologies": "unit_code",
    "apology_slips": "unit_code, case_code, slip_order, extract_id, sheet, row_number",
    "unit_slip_reasons": "unit_code, reason_class",
    "unregistered_procedures": "unit_code, procedure_code, problem",
    "unregistered_cases": "unit_code, case_id",
    "unit_system_use": "unit_code",
    "unit_month_certified_copies": "unit_code, month_start",
    "unit_month_online": "unit_code, month_start, service_level",
    "case_deadlines": "unit_code, case_id",
    "unit_deadlines": "unit_code",
    "case_supplements": "unit_code, case_code, request_number, extract_id, sheet, row_number",
    "case_steps": "unit_code, case_code, step_number, extract_id, sheet, row_number",
    "unit_steps": "unit_code, body",
    "petitions": "unit_code, petition_id, extract_id, sheet, row_number",
    "unit_petitions": "unit_code",
    "unit_online_services": "unit_code",
    "unit_evaluation": "unit_code, period_id",
    "unit_evaluation_indices": "unit_code, period_id, index_number",
    "unit_rates": "unit_code, measure",
    "unit_scorecard": "unit_code",
    "reported_form_06": "unit_code, period_from, extract_id, sheet, row_number",
    "form_06": "convention_id, period_id, unit_code, line_kind, sector",
    "form_06_conventions": "convention_no",
    "report_periods": "period_no",
    "form_06_reconciliation": "unit_code, period_from, extract_id, sheet, row_number, period_id, convention_id, cell",
    "form_06_differences": "unit_code, period_id, case_id, cell_strict, cell_other",
    "unit_reconciliation": "unit_code, system_a, system_b",
    "case_reconciliation": "unit_code, case_id, system_a, system_b",
    "case_reconciliation_fields": "unit_code, case_id, system_a, system_b, field",
    "case_changes": "unit_code, case_id, source_system, file_before, extract_before, field",
    "vanished_cases": "unit_code, case_id, source_system",
    "unit_signals": "rule_id, unit_code",
    "signal_cases": "rule_id, unit_code, case_id",
    "findings": "rule_id, unit_code, case_id, procedure_code, thing, finding_id",
    "rule_results": "rule_id, unit_code",
    "rules": "rule_id",
    "case_verdicts": "case_id",
    "visit_choices": "plan_number, unit_level, chosen_by, unit_code",
    "visit_lots": "unit_code",
    "visit_risks": "unit_code, component",
    "visit_triggers": "unit_code, trigger_code, rule_id",
    "visit_samples": "unit_code, sample_list, list_number",
    "sample_sizes": "unit_code, sample_list",
    "extracts": "file_name, sheet, extract_id",
    "unresolved_units": "file_name, sheet, row_number, unit_as_written, sender_unit_code, candidate_1_code",
    "rejects": 'extract_id, sheet, row_number, "column", reason, as_written',
    "furniture_rows": "file_name, sheet, extract_id, row_number",
}
RECORD = "run.json"
WORKBOOK = "findings.xlsx"
FORM_06 = "bieu_06.xlsx"


def last_record(marts: Path) -> dict | None:
    """The record of the published run, None where there is none or its files are not what the record says."""
    latest = marts / "latest"
    try:
        record = json.loads((latest / RECORD).read_text(encoding="utf-8"))
        if all(file_sha256(latest / name) == sha256 for name, sha256 in record["outputs"].items()):
            return record
    except (OSError, ValueError, KeyError):
        pass
    return None


def heal(marts: Path) -> None:
    """Clears what a killed run left in a folder of ours that nobody else uses now.

    The published run is put back if the kill came between two renames.
    """
    latest, aside = marts / "latest", marts / "latest.old"
    if aside.exists() and not latest.exists():
        aside.rename(latest)
    for left in [*marts.glob(".unfinished-*"), aside, marts / "latest.new"]:
        shutil.rmtree(left, ignore_errors=True)


def publish(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    record: dict,
) -> None:
    """Writes Parquet, `audit.duckdb`, the workbooks, what the checks said and the record, then shows them all at once
    under `latest`.

    Raises PublishFailed when the disk is full or a file is held open;
    the run before then stays under `latest`.
    """
    marts = settings.marts
    unfinished = marts / f".unfinished-{record['run_id']}"
    try:
        unfinished.mkdir(parents=True)
        record["tables"] = {table: _write_parquet(connection, table, unfinished) for table in TABLES}
        _write_duckdb(connection, unfinished / "audit.duckdb")
        write_workbook(connection, unfinished / WORKBOOK, record, lang=settings.lang)
        write_form_06(connection, unfinished / FORM_06, record, lang=settings.lang)
        write_validations(connection, unfinished, record)
        record["finished_at"] = datetime.now(HERE).isoformat(timespec="seconds")
        files = sorted(path for path in unfinished.rglob("*") if path.is_file())
        record["outputs"] = {path.relative_to(unfinished).as_posix(): file_sha256(path) for path in files}
        (unfinished / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
        run = marts / "runs" / record["run_id"]
        run.parent.mkdir(exist_ok=True)
        unfinished.rename(run)
        _show(run, marts)
    except BaseException as trouble:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(marts / "latest.new", ignore_errors=True)
        if not isinstance(trouble, OSError | duckdb.IOException) and not is_full(trouble):
            raise
        told = getattr(trouble, "strerror", None) or str(trouble)
        what = harmless(told.splitlines()[0] if told else type(trouble).__name__)
        raise PublishFailed(
            f"Không công bố được kết quả ({what}). Kết quả lần trước vẫn còn nguyên. "
            f"Hãy đóng các tệp trong {marts / 'latest'} đang mở bằng Excel và kiểm tra dung lượng đĩa, rồi chạy lại.",
            f"The results could not be published ({what}). The previous ones are untouched. "
            f"Close the files of {marts / 'latest'} that Excel holds open, look at the disk space, run again.",
        ) from None
    _prune(marts / "runs", settings.keep_runs, record["run_id"])


def _write_parquet(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> int:
    path = literal(folder / f"{table}.parquet")
    connection.execute(
        f"copy (select * from {table} order by {TABLES[table]}) to {path} "
        "(format parquet, compression zstd, row_group_size 122880)"
    )
    return connection.execute(f"select count(*) from {table}").fetchone()[0]


def _write_duckdb(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    dictionary = load_dictionary()
    connection.execute(f"attach {literal(path)} as published")
    try:
        for table in TABLES:
            connection.execute(f"create table published.{table} as select * from {table} order by {TABLES[table]}")
        columns = {
            table: [row[0] for row in connection.execute(f"describe published.{table}").fetchall()] for table in TABLES
        }
        connection.execute("use published")
        for statement in comment_statements(dictionary, columns):
            connection.execute(statement)
    finally:
        connection.execute("use warehouse")
        connection.execute("detach published")


def _show(run: Path, marts: Path) -> None:
    """Puts a copy of the run in the place of `latest`, in one move where the system has one."""
    new, latest, aside = marts / "latest.new", marts / "latest", marts / "latest.old"
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(run, new)
    if not latest.exists():
        new.rename(latest)
    elif _exchange(new, latest):
        shutil.rmtree(new, ignore_errors=True)
    else:
        latest.rename(aside)
        try:
            new.rename(latest)
        except OSError:
            aside.rename(latest)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step (renameat2 with RENAME_EXCHANGE); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    at_cwd, rename_exchange = -100, 2
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), rename_exchange) == 0


def _prune(runs: Path, keep: int, current: str) -> None:
    """Keeps the newest `keep` runs besides the current one, and all that is no run; run ids sort by time."""
    others = sorted((run for run in runs.iterdir() if is_run(run) and run.name != current), reverse=True)
    for run in others[keep:]:
        shutil.rmtree(run, ignore_errors=True)
