"""How the systems spell a case's values: words, codes, dates."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from tests.shapes.table import Cell
from tests.shapes.truth import rows

HANOI = timezone(timedelta(hours=7))
CHANNELS = {"desk": "Trực tiếp", "online": "Trực tuyến", "postal": "Bưu chính công ích"}
OPENCPS = {1: "new", 2: "received", 4: "processing", 5: "waiting", 6: "paying", 7: "cancelled", 8: "unresolved"}
OPENCPS |= {3: "denied", 9: "releasing", 10: "done"}
IGATE = {1: "Chờ tiếp nhận", 2: "Mới tiếp nhận", 4: "Đang xử lý", 5: "Yêu cầu bổ sung", 6: "Chờ nộp phí, lệ phí"}
IGATE |= {7: "Công dân rút hồ sơ", 8: "Dừng xử lý", 9: "Đã có kết quả", 10: "Đã trả kết quả"}
OTHERS = ("OpenCPS", "iGate")


def _statuses() -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for row in rows("status_codes"):
        if not row["note"].startswith(OTHERS):
            texts.setdefault(int(row["status_code"]), []).append(row["status_text"])
    return texts


STATUSES = _statuses()


def field(name: str, spell: Callable[[object], Cell] = lambda value: value) -> Callable[[dict], Cell]:
    return lambda case: None if case[name] is None else spell(case[name])


def moment(pattern: str) -> Callable[[datetime], str]:
    return lambda moment: moment.strftime(pattern)


def status(case: dict) -> str:
    spellings = STATUSES[case["status"]]
    return spellings[sum(case["case_id"].encode()) % len(spellings)]


def place(case: dict) -> str:
    return f"{case['unit']}, {case['district']}" if case["district"] else case["unit"]


def long_code(case: dict) -> str:
    return f"{case['procedure_code']}.000.00.00.H34"


def iso(zone: timezone, ending: str) -> Callable[[datetime], str]:
    def spell(moment: datetime) -> str:
        there = moment.replace(tzinfo=HANOI).astimezone(zone).replace(tzinfo=None)
        return there.isoformat(timespec="milliseconds") + ending

    return spell


def milliseconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=HANOI).timestamp()) * 1000


TEXT = moment("%d/%m/%Y %H:%M:%S")
DAY = moment("%d/%m/%Y")
COMPACT = moment("%Y%m%d%H%M%S")
