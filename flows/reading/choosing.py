"""The layout that a sheet is written in, or the one reason why none fits."""

from flows.common.errors import Refusal
from flows.containers import Sheet
from flows.door.names import Shown, as_written
from flows.reading.landing import column_letter
from flows.tables.layouts import Layout, Match, recognise


def choose(
    name: str, sheet: Sheet, layouts: list[Layout], shown: Shown = as_written
) -> tuple[Match | None, Refusal | None]:
    """The layout a sheet is written in, or the one reason why it cannot be read, whose headings go through `shown`."""
    matches = recognise(sheet.head, layouts)
    if matches and matches[0].is_whole:
        return matches[0], None
    near = next((match for match in matches if len(match.missing) < len(match.layout.required)), None)
    if near is None:
        return None, Refusal(
            name,
            sheet.name,
            None,
            "",
            _seen(sheet),
            ", ".join(layout.layout_id for layout in layouts),
            "Thêm tệp cấu trúc cho hệ thống này vào data/layouts/ (xem docs/extracts.md), hoặc bỏ tệp ra khỏi thư mục.",
            "Add a layout for this system to data/layouts/ (see docs/extracts.md), or take the file out of the folder.",
            "không cấu trúc nào nhận ra tiêu đề cột",
            "no layout knows its headings",
        )
    row, layout = near.heading_row + near.span, near.layout
    if near.missing:
        expected = ", ".join(f"“{layout.heading_of(field)}”" for field in near.missing)
        return None, Refusal(
            name,
            sheet.name,
            row,
            "",
            _seen(sheet, near, shown),
            expected,
            f"Đề nghị nơi gửi xuất lại đủ cột, hoặc thêm cách viết tiêu đề vào data/layouts/{layout.layout_id}.toml.",
            f"Have the sender export all columns, or add the spelling to data/layouts/{layout.layout_id}.toml.",
            f"thiếu cột bắt buộc {expected}",
            f"required heading missing: {expected}",
        )
    odd = (near.unknown or near.repeated)[0]
    heading = shown(odd.heading)
    what = ("tiêu đề lạ", "unknown heading") if near.unknown else ("tiêu đề lặp lại", "heading repeated")
    return None, Refusal(
        name,
        sheet.name,
        row,
        column_letter(odd.index),
        heading,
        ", ".join(heading for headings in layout.fields.values() for heading in headings[:1]),
        f"Khai báo tiêu đề này trong data/layouts/{layout.layout_id}.toml: trường nào, dữ liệu cá nhân hay bỏ qua.",
        f"Declare the heading in data/layouts/{layout.layout_id}.toml: which field, personal, or ignored.",
        f"{what[0]} “{heading}” ở cột {column_letter(odd.index)}",
        f"{what[1]} “{heading}” in column {column_letter(odd.index)}",
    )


def _seen(sheet: Sheet, match: Match | None = None, shown: Shown = as_written) -> str:
    """The headings found, or of an unknown sheet only how large it is: its cells could hold anything."""
    if match is None:
        return f"{len(sheet.head[0])} × {len(sheet.head)}+"
    return ", ".join(f"“{shown(column.heading)}”" for column in match.known)
