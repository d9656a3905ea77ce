"""The tables of the inspectors' workbook: which sheet shows what, from which published tables, in which order.

A sheet shows published columns; what it adds to them (counts brought together, the province's row) is named in `own`.
"""

from flows.workbooks.parts import Pair, Sheet
from flows.workbooks.visit_sheets import VISITS

# The texts of a rule, of which a sheet shows those in its language.
RULE_TEXTS: dict[str, Pair] = {
    f"{name}_{lang}": heading
    for name, heading in {
        "says": ("Nội dung quy tắc", "Rule in words"),
        "innocent": ("Lý do chính đáng có thể có", "What may be innocent about it"),
        "ask": ("Cần xem tại đơn vị", "What to ask for on site"),
    }.items()
    for lang in ("vi", "en")
}

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
        pages_wide=4,
    ),
    *VISITS,
    Sheet(("So sánh đơn vị", "Units compared"), ("unit_rates",), "sheet_rates", frozen_columns=1),
    Sheet(("Theo tháng", "By month"), ("unit_month_lateness",), "sheet_months", frozen_columns=3),
    Sheet(
        ("Hồ sơ trễ hạn", "Late cases"),
        ("cases", "case_deadlines"),
        "sheet_late_cases",
        frozen_columns=2,
        pages_wide=2,
        says=(
            "Mỗi dòng là một hồ sơ trễ hoặc quá hạn so với ngày hẹn có hiệu lực, hoặc so với hạn theo luật; trong mỗi "
            "đơn vị, hồ sơ trễ lâu nhất đứng trước. Hạn theo luật trống: không tính được, hoặc còn chờ bổ sung.",
            "One row per case late or overdue by the date in force, or by the law; in each unit the latest first. "
            "Without a lawful due date: it cannot be counted, or papers are awaited.",
        ),
    ),
    Sheet(("Phiếu xin lỗi", "Apology slips"), ("missing_apologies",), "sheet_apologies", frozen_columns=2),
    Sheet(("Lý do chậm", "Reasons given"), ("unit_slip_reasons",), "sheet_slip_reasons", frozen_columns=1),
    Sheet(
        ("Hạn theo luật", "Lawful due dates"),
        ("unit_deadlines",),
        "sheet_unit_deadlines",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(
        ("Bổ sung hồ sơ", "Supplements"),
        ("case_supplements", "case_deadlines"),
        "sheet_supplements",
        frozen_columns=2,
        pages_wide=2,
    ),
    Sheet(("Bước xử lý", "Steps"), ("unit_steps",), "sheet_unit_steps", frozen_columns=1),
    Sheet(
        ("Bước làm trễ hồ sơ", "Steps that made late"),
        ("case_steps",),
        "sheet_late_steps",
        frozen_columns=2,
        pages_wide=2,
        says=(
            "Mỗi dòng là một hồ sơ trễ có nhật ký xử lý: bước giữ hồ sơ lâu nhất quá hạn của bước đó.",
            "One row per late case whose steps are told: the step that held it longest beyond its norm.",
        ),
    ),
    Sheet(("Thủ tục", "Procedures"), ("unregistered_procedures",), "sheet_procedures", frozen_columns=2),
    Sheet(
        ("Hồ sơ theo thủ tục", "Cases of procedures"),
        ("unregistered_cases",),
        "sheet_unregistered_cases",
        frozen_columns=2,
    ),
    Sheet(("Sử dụng hệ thống", "Use of the system"), ("unit_system_use",), "sheet_system_use", frozen_columns=1),
    Sheet(
        ("Dấu hiệu theo đơn vị", "Signals by unit"),
        ("unit_signals", "rules"),
        "sheet_unit_signals",
        own=RULE_TEXTS,
        frozen_columns=1,
        pages_wide=2,
        says=(
            "Mỗi dòng là một dấu hiệu được xét ở một đơn vị. Dấu hiệu chỉ là lý do để xem hồ sơ, không phải kết luận "
            "vi phạm: trước hết loại trừ các lý do chính đáng. Chỉ là dấu hiệu khi xác suất đã hiệu chỉnh không vượt "
            "mức ý nghĩa ở trang bìa; hồ sơ để xem có ở trang Hồ sơ cần xem.",
            "One row per signal and unit. A signal is only a reason to look at files, no finding of guilt: rule out "
            "the innocent explanations first. It is one only where the corrected probability is at most the "
            "significance level on the cover; the sheet of cases to look at lists files.",
        ),
    ),
    Sheet(
        ("Hồ sơ cần xem", "Cases to look at"),
        ("signal_cases", "cases", "rules"),
        "sheet_signal_cases",
        own=RULE_TEXTS,
        frozen_columns=3,
        pages_wide=2,
        says=(
            "Mỗi dòng là một hồ sơ cần xem ở một đơn vị có dấu hiệu; nhiều quá thì chọn ngẫu nhiên, lần chạy nào cũng "
            "ra như nhau. Hồ sơ có tên ở đây không có nghĩa là sai.",
            "One row per case to look at, at a unit with a signal; drawn by lot where there are too many, the same in "
            "every run. To be listed here does not mean to be wrong.",
        ),
    ),
    Sheet(
        ("Đối soát hệ thống", "Reconciliation"),
        ("unit_reconciliation",),
        "sheet_unit_reconciliation",
        frozen_columns=1,
    ),
    Sheet(("Thay đổi giữa các lần", "Changes"), ("case_changes",), "sheet_case_changes", frozen_columns=2),
    Sheet(("Hồ sơ không còn", "Vanished cases"), ("vanished_cases",), "sheet_vanished_cases", frozen_columns=2),
    Sheet(
        ("Trực tuyến", "Online services"),
        ("unit_online_services",),
        "sheet_online_services",
        total="sheet_online_services_total",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(
        ("Chứng thực bản sao", "Certified copies"),
        ("unit_month_certified_copies",),
        "sheet_certified_copies",
        frozen_columns=1,
    ),
    Sheet(("Phản ánh, kiến nghị", "Petitions"), ("unit_petitions",), "sheet_petitions", frozen_columns=1),
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
    Sheet(
        ("Biểu 06 không khớp", "Form 06"),
        ("reported_form_06", "extracts"),
        "sheet_form_06",
        frozen_columns=1,
        pages_wide=2,
        says=(
            "Mỗi dòng là một dòng trong Biểu 06 do đơn vị báo cáo mà các số liệu không khớp nhau.",
            "One row per line of a unit's own form 06 whose figures do not add up.",
        ),
    ),
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
    Sheet(
        ("Phát hiện", "Findings"),
        ("findings", "rules"),
        "sheet_findings",
        own={
            **RULE_TEXTS,
            "observed": ("Thực tế", "Observed (in Vietnamese)"),
            "expected": ("Yêu cầu", "Expected (in Vietnamese)"),
            "calculation": ("Cách tính", "Calculation (in Vietnamese)"),
        },
        frozen_columns=2,
        pages_wide=2,
        says=(
            "Mỗi dòng là một phát hiện: một quy tắc không được đáp ứng ở một hồ sơ, một thủ tục hoặc một đơn vị. Lý do "
            "chính đáng có thể có và giấy tờ cần xem của từng quy tắc có ở trang Quy tắc.",
            "One row per finding: a rule not met by a case, a procedure or a unit. What may be innocent about it and "
            "what to ask for stands rule by rule in the sheet of the rules.",
        ),
    ),
    Sheet(
        ("Quy tắc", "Rules"),
        ("rules", "rule_results"),
        "sheet_rules",
        own={
            **RULE_TEXTS,
            "units_assessed": ("Số đơn vị đánh giá được", "Units assessed"),
            "units_not_assessed": ("Số đơn vị không đánh giá được", "Units not assessable"),
            "units_with_findings": ("Số đơn vị có phát hiện", "Units with findings"),
        },
        frozen_columns=1,
        pages_wide=2,
        says=(
            "Mỗi dòng là một quy tắc kiểm tra: căn cứ pháp lý, kết quả chung, lý do chính đáng cần loại trừ trước khi "
            "kết luận và giấy tờ cần xem tại đơn vị.",
            "One row per rule: its legal basis, its results, the innocent explanations to rule out before concluding "
            "and what to ask for on site.",
        ),
    ),
    Sheet(
        ("Không đánh giá được", "Not assessable"),
        ("rule_results", "rules"),
        "sheet_not_assessable",
        own=RULE_TEXTS,
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
        pages_wide=2,
    ),
    Sheet(("Không dùng được", "Rejects"), ("rejects",), "sheet_rejects", frozen_columns=1),
    Sheet(
        ("Dòng không phải hồ sơ", "Rows that are no case"),
        ("furniture_rows",),
        "sheet_furniture_rows",
        frozen_columns=1,
    ),
)

COVER: Pair = ("Trang bìa", "Cover")
DICTIONARY: Pair = ("Từ điển", "Dictionary")
