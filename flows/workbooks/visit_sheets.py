"""The sheets of the inspection that follows: whom to visit and why, what to pull there, where to go unannounced."""

from flows.workbooks.parts import Sheet

VISITS = (
    Sheet(
        ("Đơn vị kiểm tra", "Visits"),
        ("visit_choices",),
        "sheet_visits",
        frozen_columns=1,
        pages_wide=2,
    ),
    Sheet(("Mức rủi ro", "Risks"), ("visit_risks",), "sheet_risks", frozen_columns=1, pages_wide=2),
    Sheet(
        ("Hồ sơ cần rút", "Files to pull"),
        ("visit_samples",),
        "sheet_samples",
        frozen_columns=3,
        pages_wide=2,
        says=(
            "Mỗi dòng là một hồ sơ cần rút ở một đơn vị được kiểm tra; tệp có đủ mọi đơn vị. Danh sách có chủ đích "
            "không nói gì về các hồ sơ khác; danh sách ngẫu nhiên cho biết sổ sách đáng tin đến đâu. Không trộn lẫn.",
            "One row per file to pull at a unit to be visited; the file has every unit. The directed list says nothing "
            "of other files; the random ones tell how far the records can be trusted. Never mix them.",
        ),
    ),
    Sheet(("Kiểm tra đột xuất", "Unannounced"), ("visit_triggers",), "sheet_triggers", frozen_columns=1, pages_wide=2),
)
