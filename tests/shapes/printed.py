"""Lists as people print and export them: several vendors of one-stop systems, the paper register, a vertical system."""

from collections.abc import Callable
from datetime import datetime

from tests.shapes.spelling import CHANNELS, DAY, TEXT, field, long_code, place, status
from tests.shapes.table import NUMBER, Cell, Shape

PERSON = {"Chủ hồ sơ": field("applicant"), "Số điện thoại": lambda case: "0900 000 000"}

LIST_TWO_ROWS = Shape(
    "list_two_rows",
    "one_stop",
    {
        "STT": NUMBER,
        "Mã hồ sơ": field("case_id"),
        "Thủ tục": field("procedure_name"),
        "Mã TTHC": long_code,
        "Mức độ": field("service_level", "Mức độ {}".format),
        "Đơn vị xử lý": place,
        **PERSON,
        "Kênh tiếp nhận": field("channel", CHANNELS.get),
        "Thời gian / Ngày nộp": field("submitted_at", TEXT),
        "Thời gian / Ngày tiếp nhận": field("received_at", TEXT),
        "Thời gian / Ngày hẹn trả": field("due_at_original", TEXT),
        "Thời gian / Ngày hẹn trả mới": field("due_at", TEXT),
        "Thời gian / Ngày có kết quả": field("finished_at", TEXT),
        "Thời gian / Ngày trả kết quả": field("returned_at", TEXT),
        "Số lần hẹn lại": field("due_moves"),
        "Ngày yêu cầu bổ sung": field("supplement_requested_at", TEXT),
        "Ngày bổ sung đủ hồ sơ": field("supplement_completed_at", TEXT),
        "Ngày rút": field("cancelled_at", TEXT),
        "Trạng thái": status,
        "Ghi chú": lambda case: "Đã liên hệ\ncông dân",
    },
    group="Lĩnh vực: {}".format,
    is_printed=True,
    heading_rows=2,
)


def _other_vendor(spell: Callable[[datetime], Cell]) -> dict[str, Callable[[dict], Cell]]:
    return {
        "TT": NUMBER,
        "Số hồ sơ": field("case_id"),
        "Tình trạng hồ sơ": status,
        "Tên thủ tục hành chính": field("procedure_name"),
        "Mã thủ tục": field("procedure_code"),
        "Lĩnh vực": field("sector"),
        "Mức độ DVC": field("service_level"),
        "Cơ quan tiếp nhận": field("unit"),
        "Huyện": field("district"),
        "Hình thức nộp": field("channel", CHANNELS.get),
        "Người nộp hồ sơ": field("applicant"),
        "Địa chỉ": lambda case: "Thôn mẫu 1",
        "Thời gian / Ngày nộp": field("submitted_at", spell),
        "Thời gian / Ngày tiếp nhận": field("received_at", spell),
        "Thời gian / Ngày hẹn trả": field("due_at_original", spell),
        "Ngày hẹn lại": field("due_at", spell),
        "Số lần gia hạn": field("due_moves"),
        "Ngày yêu cầu bổ sung": field("supplement_requested_at", spell),
        "Ngày bổ sung": field("supplement_completed_at", spell),
        "Ngày xử lý xong": field("finished_at", spell),
        "Ngày trả thực tế": field("returned_at", spell),
        "Ngày dừng xử lý": field("cancelled_at", spell),
    }


LIST_PLAIN = Shape(
    "list_plain", "one_stop", {heading.split(" / ")[-1]: cell for heading, cell in _other_vendor(TEXT).items()}
)
LIST_THREE_ROWS = Shape(
    "list_three_rows",
    "one_stop",
    _other_vendor(lambda moment: moment),
    is_printed=True,
    heading_rows=3,
)

PRINTED_LIST = Shape(  # statisticmgt-dossierlist of OpenCPS: the sector and its cases' number stand above them
    "printed_list",
    "one_stop",
    {
        "STT": NUMBER,
        "Mã hồ sơ": field("case_id"),
        "Nội dung": field("procedure_name"),
        "Chủ hồ sơ": field("applicant"),
        "Ngày tiếp nhận": field("received_at", TEXT),
        "Ngày hẹn trả": field("due_at_original", TEXT),
        "Trạng thái": status,
    },
    group="{} ({})".format,
    is_printed=True,
    names_unit=False,
)

REGISTER_BOOK = Shape(  # Mẫu 06
    "register_book",
    "paper_register",
    {
        "STT": NUMBER,
        "Mã hồ sơ": field("case_id"),
        "Đơn vị": place,
        "Nội dung": field("procedure_name"),
        "Số lượng (bộ)": lambda case: 1,
        "Chủ hồ sơ": field("applicant"),
        "Địa chỉ": lambda case: "Thôn mẫu 1",
        "Số điện thoại": lambda case: "0900 000 000",
        "Nhận và trả kết quả / Ngày nhận": field("received_at", DAY),
        "Nhận và trả kết quả / Ngày hẹn trả": field("due_at_original", DAY),
        "Nhận và trả kết quả / Ngày nhận kết quả": field("returned_at", DAY),
        "Bên giao": lambda case: "Cán bộ mẫu",
        "Bên nhận": lambda case: "Công dân mẫu",
        "Ghi chú": lambda case: None,
    },
    is_printed=True,
    heading_rows=2,
)

VERTICAL = Shape(
    "vertical",
    "vertical",
    {
        "STT": NUMBER,
        "Số biên nhận": lambda case: "BN-1",
        "Mã hồ sơ một cửa": field("case_id"),
        "Loại thủ tục": field("procedure_name"),
        "Mã TTHC": long_code,
        "Lĩnh vực": field("sector"),
        "Cơ quan thụ lý": place,
        "Người nộp hồ sơ": field("applicant"),
        "Thửa đất": lambda case: "Thửa 12, tờ 3",
        "Nguồn tiếp nhận": field("channel", CHANNELS.get),
        "Ngày nhận hồ sơ": field("received_at", TEXT),
        "Hạn giải quyết": field("due_at_original", TEXT),
        "Ngày ký": field("finished_at", TEXT),
        "Ngày trả kết quả": field("returned_at", TEXT),
        "Tình trạng giải quyết": status,
    },
    is_printed=True,
)
