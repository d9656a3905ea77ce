"""The tables of the inspectors' workbook: which sheet shows what, from which published tables, in which order.

A sheet shows published columns; what it adds to them (counts brought together, the province's row) is named in `own`.
"""

from dataclasses import dataclass, field

import duckdb

from flows import ROOT

Pair = tuple[str, str]  # Vietnamese, English


@dataclass(frozen=True)
class Sheet:
    """One table sheet. The file `query` of `sql/sheets/` gives its columns in order, `total` what the row of the whole
    province says of them, by name.

    `tables` are the published tables whose dictionary entries head the columns; the first also gives the sentence,
    unless `says` does, and names the Parquet file that holds every row. `own` heads the columns of the sheet alone.
    """

    name: Pair
    tables: tuple[str, ...]
    query: str
    total: str = ""
    own: dict[str, Pair] = field(default_factory=dict)
    frozen_columns: int = 0  # they also stand on every page of a sheet that prints more than one page wide
    pages_wide: int = 1
    says: Pair | None = None


SHEETS = (
    Sheet(
        ("Đơn vị", "Units"),
        ("unit_lateness", "unit_apologies"),
        "sheet_units",
        total="sheet_units_total",
        own={
            "procedures": ("Thủ tục có vấn đề công bố, cấu hình", "Procedures with problems"),
            "violations": ("Phát hiện: vi phạm", "Findings: violations"),
            "suspicions": ("Phát hiện: nghi vấn", "Findings: suspicions"),
            "defects": ("Phát hiện: lỗi dữ liệu", "Findings: data defects"),
        },
        frozen_columns=2,
        pages_wide=2,
    ),
    Sheet(
        ("Bảng điểm đơn vị", "Scorecard"),
        ("unit_scorecard",),
        "sheet_scorecard",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(("So sánh đơn vị", "Units compared"), ("unit_rates",), "sheet_rates", frozen_columns=1),
    Sheet(
        ("Trực tuyến", "Online services"),
        ("unit_online_services",),
        "sheet_online_services",
        total="sheet_online_services_total",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(
        ("Đánh giá TT 01", "Evaluation"),
        ("unit_evaluation",),
        "sheet_evaluation",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(
        ("Chỉ số TT 01", "Indices"),
        ("unit_evaluation_indices",),
        "sheet_evaluation_indices",
        frozen_columns=1,
        says=(
            "Mỗi dòng là một đơn vị và một chỉ số của cả kỳ: số điểm, căn cứ chấm, hoặc vì sao chưa chấm được.",
            "One row per unit and index for the whole window: its points, what they rest on, or why there are none.",
        ),
    ),
    Sheet(("Theo tháng", "By month"), ("unit_month_lateness",), "sheet_months", frozen_columns=3),
    Sheet(("Phiếu xin lỗi", "Apology slips"), ("missing_apologies",), "sheet_apologies", frozen_columns=2),
    Sheet(
        ("Hạn theo luật", "Lawful due dates"),
        ("unit_deadlines",),
        "sheet_unit_deadlines",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(("Thủ tục", "Procedures"), ("unregistered_procedures",), "sheet_procedures", frozen_columns=2),
    Sheet(
        ("Đối soát hệ thống", "Reconciliation"),
        ("unit_reconciliation",),
        "sheet_unit_reconciliation",
        frozen_columns=1,
    ),
    Sheet(("Thay đổi giữa các lần", "Changes"), ("case_changes",), "sheet_case_changes", frozen_columns=2),
    Sheet(("Hồ sơ không còn", "Vanished cases"), ("vanished_cases",), "sheet_vanished_cases", frozen_columns=2),
    Sheet(("Phản ánh, kiến nghị", "Petitions"), ("unit_petitions",), "sheet_petitions", frozen_columns=1),
    Sheet(
        ("Biểu 06 không khớp", "Form 06"),
        ("reported_form_06",),
        "sheet_form_06",
        frozen_columns=1,
        says=(
            "Mỗi dòng là một dòng trong Biểu 06 do đơn vị báo cáo mà các số liệu không khớp nhau.",
            "One row per line of a unit's own form 06 whose figures do not add up.",
        ),
    ),
    Sheet(
        ("Dấu hiệu theo đơn vị", "Signals by unit"),
        ("unit_signals",),
        "sheet_unit_signals",
        frozen_columns=2,
        says=(
            "Mỗi dòng là một dấu hiệu được xét ở một đơn vị; dấu hiệu chưa đủ dữ liệu để xét có trong tệp Parquet.",
            "One row per signal assessed at a unit; what could not be assessed stands in the Parquet file.",
        ),
    ),
    Sheet(("Hồ sơ cần rút", "Cases to pull"), ("signal_cases", "cases"), "sheet_signal_cases", frozen_columns=3),
    Sheet(
        ("Đối chiếu Biểu 06", "Form 06 reconciled"),
        ("form_06_reconciliation", "form_06_conventions"),
        "sheet_form_06_reconciliation",
        own={
            "says_vi": ("Đếm lại theo từng quy ước", "Recounted under each convention"),
            "says_en": ("Đếm lại theo từng quy ước", "Recounted under each convention"),
        },
        frozen_columns=1,
        says=(
            "Mỗi dòng là một ô trong Biểu 06 của đơn vị khác với số đếm lại theo ít nhất một quy ước; ô chưa giải "
            "thích được đứng trước.",
            "One row per cell of a unit's own form 06 that some convention counts otherwise; the unexplained first.",
        ),
    ),
    Sheet(("Phát hiện", "Findings"), ("findings", "rules"), "sheet_findings", frozen_columns=2),
    Sheet(
        ("Quy tắc", "Rules"),
        ("rules", "rule_results"),
        "sheet_rules",
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
        "sheet_not_assessable",
        says=(
            "Mỗi dòng là một quy tắc không xét được ở một đơn vị vì chưa nhận dữ liệu cần cho quy tắc đó.",
            "One row per rule and unit for which what the rule needs was not received.",
        ),
    ),
    Sheet(("Tệp trích xuất", "Extracts"), ("extracts",), "sheet_extracts", frozen_columns=1),
    Sheet(
        ("Đơn vị cần xác định", "Units to resolve"),
        ("unresolved_units",),
        "sheet_unresolved_units",
        frozen_columns=1,
    ),
    Sheet(("Không dùng được", "Rejects"), ("rejects",), "sheet_rejects", frozen_columns=1),
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


def ask(connection: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    """What a file of `sql/sheets/`, or of `sql/summary/`, says of the published tables."""
    room = "summary" if name.startswith("summary_") else "sheets"
    return connection.sql((ROOT / "sql" / room / f"{name}.sql").read_text(encoding="utf-8"))


def thousands(number: int, lang: str) -> str:
    """12.345 in Vietnamese, 12,345 in English."""
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", ".")


def pick(pair: Pair, lang: str) -> str:
    return pair[1] if lang == "en" else pair[0]
