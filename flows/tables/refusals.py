"""The refusals of whole files: what stood in the way, in both languages, and who may do what about it."""

from dataclasses import replace

from flows.common.errors import Refusal
from flows.common.limits import Limits
from flows.tables.layouts import Column, Match


def refuse(name: str, reason: tuple[str, str], todo: tuple[str, str], found: str = "", expected: str = "") -> Refusal:
    """The refusal of a whole file; reason and todo are pairs (Vietnamese, English)."""
    return Refusal(name, "", None, "", found, expected, todo[0], todo[1], reason[0], reason[1])


def unreadable(name: str, reason: tuple[str, str], sheet: str = "") -> Refusal:
    """The container, or one sheet of it, cannot be opened or holds nothing."""
    refusal = refuse(
        name,
        reason,
        (
            "Mở thử tệp, đề nghị nơi gửi xuất lại nếu tệp hỏng.",
            "Try to open the file; have the sender export it again if it is damaged.",
        ),
    )
    return replace(refusal, sheet=sheet)


def cut_off(name: str, reason: tuple[str, str], sheet: str, last_row: int | None) -> Refusal:
    """The file ends before its table does: what stood below `last_row`, and perhaps part of that row, is missing."""
    where = (f"; dòng cuối thấy được: {last_row}", f"; last row seen: {last_row}") if last_row else ("", "")
    refusal = refuse(
        name,
        (reason[0] + where[0], reason[1] + where[1]),
        (
            "Đề nghị nơi gửi xuất lại cả tệp và so số dòng với hệ thống; không dùng phần đã nhận.",
            "Have the sender export it again, whole, and compare its rows with the system; use no part of this one.",
        ),
    )
    return replace(refusal, sheet=sheet, row=last_row)


def bad_card(name: str, trouble: str) -> Refusal:
    """The origin card beside the file says nothing clear."""
    return refuse(
        name,
        ("thẻ nguồn gốc không đọc được", "its origin card cannot be read"),
        (f"Sửa tệp {name}.origin.json.", f"Mend {name}.origin.json."),
        found=trouble,
        expected='{"sender": "608", "received_on": "2021-05-10", "taken_at": "2021-05-05T08:00:00", "covers": ["62"]}',
    )


def still_written(name: str) -> Refusal:
    """The file changed while it was looked at: what was read of it may be half of it."""
    return refuse(
        name,
        ("tệp còn đang được ghi", "the file is still being written"),
        ("Chờ chép xong rồi chạy lại.", "Wait until it is complete, then run again."),
    )


def over_memory(name: str, limits: Limits) -> Refusal:
    """Reading it takes more memory than one file may."""
    return refuse(
        name,
        (
            f"đọc tệp này cần hơn {limits.memory_mb} MB bộ nhớ",
            f"reading it takes more than {limits.memory_mb} MB of memory",
        ),
        (
            "Chia nhỏ tệp hoặc xuất lại dạng .csv; nếu tệp bình thường và máy đủ bộ nhớ, "
            "tăng memory_mb trong [limits] của audit.toml.",
            "Split the file or export it as .csv; if it is a sound one and the machine has the memory, "
            "raise memory_mb in [limits] of audit.toml.",
        ),
    )


def over_time(name: str, limits: Limits) -> Refusal:
    """Reading it takes longer than one file may."""
    return refuse(
        name,
        (
            f"đọc tệp này mất hơn {limits.seconds_per_file} giây",
            f"reading it takes longer than {limits.seconds_per_file} seconds",
        ),
        (
            "Chia nhỏ tệp hoặc xuất lại dạng .csv; nếu tệp bình thường, "
            "tăng seconds_per_file trong [limits] của audit.toml.",
            "Split the file or export it as .csv; if it is a sound one, "
            "raise seconds_per_file in [limits] of audit.toml.",
        ),
    )


def broke_the_reader(name: str, kind: str) -> Refusal:
    """The process that read it failed or came to a sudden end; `kind` is the exception's or the signal's name."""
    return refuse(
        name,
        (f"chương trình đọc bị dừng khi đọc tệp này ({kind})", f"the reader broke down over it ({kind})"),
        (
            "Mở tệp, lưu lại dạng .xlsx hoặc .csv rồi chạy lại; nếu máy thiếu bộ nhớ, "
            "giảm memory_mb trong [limits] của audit.toml.",
            "Open it, save it again as .xlsx or .csv and run again; if the machine is short of memory, "
            "lower memory_mb in [limits] of audit.toml.",
        ),
    )


def nameless_column(name: str, sheet: str, row: int, column: str) -> Refusal:
    """A data row has a value in a column without heading: it could be anything, so somebody must name it."""
    return Refusal(
        name,
        sheet,
        row,
        column,
        "",
        "",
        f"Đặt tiêu đề cho cột {column} rồi khai báo trong tệp cấu trúc.",
        f"Give column {column} a heading and declare it in the layout.",
        f"cột {column} có dữ liệu nhưng không có tiêu đề",
        f"column {column} holds data but has no heading",
    )


def other_headings(sheet: str, row: int, found: Match) -> Refusal:
    """Headings come again below the first ones, in other columns, and leave out what is required or name the unknown.

    The file's name is left out; of the headings only those that the layout knows are shown.
    """
    missing = ", ".join(f"“{found.layout.heading_of(field)}”" for field in found.missing)
    vi, en = (f"thiếu {missing}", f"missing {missing}") if missing else ("có tiêu đề lạ", "with an unknown heading")
    return Refusal(
        "",
        sheet,
        row,
        "",
        ", ".join(f"“{column.heading}”" for column in found.known),
        missing,
        "Tách hai bảng thành hai tệp (hoặc hai trang tính), mỗi bảng đủ tiêu đề, rồi chạy lại.",
        "Part the two tables into two files (or sheets), each under all its headings, then run again.",
        f"dòng {row} lặp lại tiêu đề theo thứ tự cột khác nhưng không đọc được theo đó ({vi})",
        f"row {row} repeats the headings in other columns, and they cannot be read by it ({en})",
    )


def undeclared_person(name: str, sheet: str, row: int, column: str, heading: str, layout: str) -> Refusal:
    """A column that the layout does not call personal is full of what looks like phone or identity numbers."""
    return Refusal(
        name,
        sheet,
        row,
        column,
        heading,
        "",
        f"Khai báo cột này là dữ liệu cá nhân ([personal]) trong data/layouts/{layout}.toml, "
        "hoặc đề nghị nơi gửi kiểm tra lại cột.",
        f"Declare the column as personal ([personal]) in data/layouts/{layout}.toml, or have the sender look at it.",
        f"cột {column} “{heading}” chứa số điện thoại, số giấy tờ hoặc email nhưng không khai báo là dữ liệu cá nhân",
        f"column {column} “{heading}” holds phone or identity numbers or e-mails but is not declared personal",
    )


def mixed_dates(column: Column, proofs: tuple) -> Refusal:
    """A column proves both orders of day and month, so no date of it that could be either can be trusted.

    `proofs` of the layout's order and of the other: two counts, two first rows, two first texts.
    """
    own, other, own_row, other_row, own_text, other_text = proofs
    return Refusal(
        "",
        "",
        other_row,
        column.heading,
        f"“{own_text}” ({own_row}), “{other_text}” ({other_row})",
        "",
        "Đề nghị nơi gửi xuất lại cột ngày theo một thứ tự; nếu chỉ là lỗi gõ, tăng mixed_share trong [dates].",
        "Have the sender export the column in one order; if it is typing errors only, raise mixed_share in [dates].",
        f"cột “{column.heading}” lẫn hai thứ tự ngày và tháng: {own} giá trị theo thứ tự này, {other} theo thứ tự kia",
        f"column “{column.heading}” mixes two orders of day and month: {own} values prove one, {other} the other",
    )


def unread_dates(column: Column, unread: int, filled: int, row: int, text: str) -> Refusal:
    """So many dates of a required column cannot be read that figures made without them would say nothing."""
    return Refusal(
        "",
        "",
        row,
        column.heading,
        text,
        "",
        "Xem cách ghi ngày bằng onestop inspect, sửa date_order của tệp cấu trúc hoặc đề nghị nơi gửi xuất lại.",
        "See how its dates are written with onestop inspect; mend date_order of the layout, or have it exported again.",
        f"cột “{column.heading}”: {unread} / {filled} giá trị không đọc được như ngày",
        f"column “{column.heading}”: {unread} of {filled} values cannot be read as dates",
    )
