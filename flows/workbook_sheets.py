"""The tables of the inspectors' workbook: which sheet shows what, from which published tables, in which order.

A sheet shows published columns; what it adds to them (counts brought together, the province's row) is named in `own`.
"""

import math
from dataclasses import dataclass, field
from functools import lru_cache

Pair = tuple[str, str]  # Vietnamese, English

LINE = 13.5  # points a line of text takes; rows are given their height, for not every program fits it to wrapped text
LEVEL_ORDER = "case unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end"
NAME_ORDER = (  # Vietnamese letters beside their plain ones, cases of an unknown unit last
    "coalesce(unit_code, 'UNRESOLVED') = 'UNRESOLVED', strip_accents(translate(unit_name, 'Đđ', 'Dd')), unit_code"
)

_CASES = ("carried_over", "received", "received_online")
_COMPLETED = ("completed", "completed_early", "completed_on_time", "completed_late", "completed_undated")
_PENDING = ("pending", "pending_in_time", "pending_overdue", "pending_undated", "pending_waiting")
_MONTHLY = (*_CASES, *_COMPLETED, *_PENDING, "withdrawn", "stopped")
_COUNTS = (*_MONTHLY, "not_accepted")
_SLIPS = ("late_cases", "slips_ok", "slips_missing", "slips_faulty")
_FOUND = ("procedures", "violations", "suspicions", "defects")

# A unit that cannot be told may stand without a code, so the joins hold where both sides are empty.
_UNITS = f"""
with procedure_counts as (
    select unit_code, count(distinct procedure_code) filter (where problem <> 'never_used') as procedures
    from unregistered_procedures
    group by unit_code
),

finding_counts as (
    select
        unit_code,
        count(*) filter (where kind = 'violation') as violations,
        count(*) filter (where kind = 'suspicion') as suspicions,
        count(*) filter (where kind = 'defect') as defects
    from findings
    group by unit_code
),

units as (
    select
        lateness.unit_code, lateness.unit_name, lateness.unit_level,
        {", ".join(f"lateness.{name}" for name in _COUNTS)},
        lateness.late_rate, lateness.overdue_rate, lateness.late_rate_vendor, lateness.overdue_rate_without_waiting,
        lateness.median_days_late, lateness.p90_days_late,
        {", ".join(f"slips.{name}" for name in _SLIPS)},
        slips.missing_rate,
        {", ".join(f"coalesce({name}, 0) as {name}" for name in _FOUND)}
    from unit_lateness as lateness
    left join unit_apologies as slips on lateness.unit_code is not distinct from slips.unit_code
    left join procedure_counts on lateness.unit_code is not distinct from procedure_counts.unit_code
    left join finding_counts on lateness.unit_code is not distinct from finding_counts.unit_code
)
"""

# The province's rates come from the sums; how late its cases were cannot be summed and comes from the cases.
_PROVINCE = f"""{_UNITS},

late as (
    select
        percentile_cont(0.5) within group (order by case when outcome = 'late' then days_late end) as median_days_late,
        percentile_cont(0.9) within group (order by case when outcome = 'late' then days_late end) as p90_days_late,
        count(*) filter (where outcome = 'pending_overdue' and is_waiting) as overdue_waiting
    from cases
),

sums as (
    select {", ".join(f"cast(sum({name}) as bigint) as {name}" for name in (*_COUNTS, *_SLIPS, *_FOUND))} from units
)

select
    null as unit_code, '{{total}}' as unit_name, null as unit_level,
    {", ".join(_COUNTS)},
    completed_late / nullif(completed - completed_undated, 0) as late_rate,
    (completed_late + pending_overdue) / nullif(completed - completed_undated + pending_overdue, 0) as overdue_rate,
    completed_late / nullif(completed + withdrawn, 0) as late_rate_vendor,
    (completed_late + pending_overdue - overdue_waiting)
    / nullif(completed - completed_undated + pending_overdue - overdue_waiting, 0) as overdue_rate_without_waiting,
    median_days_late, p90_days_late,
    {", ".join(_SLIPS)},
    slips_missing / nullif(slips_ok + slips_missing + slips_faulty, 0) as missing_rate,
    {", ".join(_FOUND)}
from sums
cross join late
"""


@dataclass(frozen=True)
class Sheet:
    """One table sheet. `query` gives its columns in order, `total` one more row of them for the whole province.

    `tables` are the published tables whose dictionary entries head the columns; the first also gives the sentence,
    unless `says` does, and names the Parquet file that holds every row. `own` heads the columns of the sheet alone.
    `{lang}` in `query` stands for vi or en, `{total}` in `total` for the row's name.
    """

    name: Pair
    tables: tuple[str, ...]
    query: str
    total: str = ""
    own: dict[str, Pair] = field(default_factory=dict)
    frozen_columns: int = 0
    says: Pair | None = None


SHEETS = (
    Sheet(
        ("Đơn vị", "Units"),
        ("unit_lateness", "unit_apologies"),
        f"{_UNITS} select * from units order by {LEVEL_ORDER}, {NAME_ORDER}",
        total=_PROVINCE,
        own={
            "procedures": ("Thủ tục có vấn đề công bố, cấu hình", "Procedures with problems"),
            "violations": ("Phát hiện: vi phạm", "Findings: violations"),
            "suspicions": ("Phát hiện: nghi vấn", "Findings: suspicions"),
            "defects": ("Phát hiện: lỗi dữ liệu", "Findings: data defects"),
        },
        frozen_columns=2,
    ),
    Sheet(
        ("Theo tháng", "By month"),
        ("unit_month_lateness",),
        f"""select unit_code, unit_name, month_start, {", ".join(_MONTHLY)},
            late_rate, overdue_rate, median_days_late, p90_days_late
        from unit_month_lateness order by {LEVEL_ORDER}, {NAME_ORDER}, month_start""",
        frozen_columns=3,
    ),
    Sheet(
        ("Phiếu xin lỗi", "Apology slips"),
        ("missing_apologies",),
        f"""select unit_name, case_id, procedure_code, procedure_name, received_at, due_at_original, finished_at,
            outcome, days_late, apology_status, slip_date, new_due_date
        from missing_apologies order by {NAME_ORDER}, due_at_original, case_id""",
        frozen_columns=2,
    ),
    Sheet(
        ("Thủ tục", "Procedures"),
        ("unregistered_procedures",),
        f"""select unit_name, procedure_code, procedure_name, problem, cast(cases as bigint) as cases
        from unregistered_procedures order by {NAME_ORDER}, problem, procedure_code""",
        frozen_columns=2,
    ),
    Sheet(
        ("Phát hiện", "Findings"),
        ("findings", "rules"),
        f"""select findings.unit_name, findings.rule_id, findings.kind, findings.case_id, findings.procedure_code,
            rules.says_{{lang}}, findings.observed, findings.expected, rules.legal_basis, findings.is_acknowledged,
            findings.finding_id, findings.unit_code
        from findings left join rules on findings.rule_id = rules.rule_id
        order by {NAME_ORDER.replace("unit_", "findings.unit_")}, findings.rule_id, findings.case_id,
            findings.procedure_code, findings.finding_id""",
        frozen_columns=2,
    ),
    Sheet(
        ("Quy tắc", "Rules"),
        ("rules", "rule_results"),
        """with totals as (
            select
                rule_id,
                count(*) filter (where is_assessable) as units_assessed,
                count(*) filter (where not is_assessable) as units_not_assessed,
                cast(sum(applicable) as bigint) as applicable,
                cast(sum(findings) as bigint) as findings,
                count(*) filter (where findings > 0) as units_with_findings
            from rule_results
            group by rule_id
        )
        select rules.rule_id, rules.kind, rules.says_{lang}, rules.legal_basis, rules.certainty,
            totals.units_assessed, totals.units_not_assessed, totals.applicable, totals.findings,
            totals.findings / nullif(totals.applicable, 0) as rate, totals.units_with_findings
        from rules left join totals on rules.rule_id = totals.rule_id
        order by rules.rule_id""",
        own={
            "units_assessed": ("Số đơn vị đánh giá được", "Units assessed"),
            "units_not_assessed": ("Số đơn vị không đánh giá được", "Units not assessable"),
            "units_with_findings": ("Số đơn vị có phát hiện", "Units with findings"),
        },
        frozen_columns=1,
    ),
    Sheet(
        ("Không đánh giá được", "Not assessable"),
        ("rule_results", "rules"),
        f"""select results.rule_id, rules.says_{{lang}}, results.unit_code, results.unit_name
        from rule_results as results left join rules on results.rule_id = rules.rule_id
        where not results.is_assessable
        order by results.rule_id, {NAME_ORDER.replace("unit_", "results.unit_")}""",
        says=(
            "Mỗi dòng là một quy tắc không xét được ở một đơn vị vì chưa nhận dữ liệu cần cho quy tắc đó.",
            "One row per rule and unit for which what the rule needs was not received.",
        ),
    ),
    Sheet(
        ("Tệp trích xuất", "Extracts"),
        ("extracts",),
        """select file_name, sheet, outcome, kind, layout, sender_unit_code,
            try_cast(taken_at as timestamp) as taken_at, rows_read, rows_staged, rows_rejected, rows_furniture,
            first_received_at, last_received_at, sha256, extract_id
        from extracts order by file_name, sheet, extract_id""",
        frozen_columns=1,
    ),
    Sheet(
        ("Không dùng được", "Rejects"),
        ("rejects",),
        """select file_name, sheet, row_number, "column", as_written, reason, expected, todo
        from rejects order by file_name, sheet, row_number, "column", reason""",
        frozen_columns=1,
    ),
)
COVER: Pair = ("Trang bìa", "Cover")
DICTIONARY: Pair = ("Từ điển", "Dictionary")


@dataclass(frozen=True)
class Contents:
    """What a sheet shows: how many rows there are, how many of them stand in the sheet, which file holds all."""

    name: str
    says: str
    rows: int
    shown: int
    parquet: str

    def cut_note(self, lang: str) -> str:
        """A warning where the sheet does not show every row, else ""."""
        if self.shown == self.rows:
            return ""
        shown, rows = thousands(self.shown, lang), thousands(self.rows, lang)
        if lang == "en":
            return f"Cut: this sheet shows the first {shown} of {rows} rows; {self.parquet} holds all."
        return f"Bị cắt: trang này chỉ có {shown} dòng đầu trong {rows} dòng; tệp {self.parquet} có đủ."


def thousands(number: int, lang: str) -> str:
    """12.345 in Vietnamese, 12,345 in English."""
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", ".")


@lru_cache(maxsize=50_000)
def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` characters wide; most letters are narrower than the figure 0."""
    return sum(max(1, math.ceil(len(part) / (1.12 * width))) for part in text.split("\n"))


def pick(pair: Pair, lang: str) -> str:
    return pair[1] if lang == "en" else pair[0]
