"""What a run noticed besides its figures, in the order of weight: the last screen shows the first of it, `run.json`
holds all.
"""

from flows.ledger import LEDGER
from flows.steps import Published

_STALE = {
    "expired": ("đã hết hạn", "has run out"),
    "names_nothing": ("không nêu hồ sơ hay đơn vị", "names neither case nor unit"),
    "no_finding": ("không còn phát hiện nào tương ứng", "no finding answers to it"),
}
_ORDERS = {"dmy": ("ngày/tháng", "day/month"), "mdy": ("tháng/ngày", "month/day"), "ymd": ("năm/tháng", "year/month")}


def notices(published: Published) -> list[tuple[str, str]]:
    """Sentences in (Vietnamese, English)."""
    record = published.record
    found = [
        (
            f"{LEDGER}: {fault['vi']}. Xem: onestop ledger --verify.",
            f"{LEDGER}: {fault['en']}. See: onestop ledger --verify.",
        )
        for fault in (record["ledger"] or {"faults": []})["faults"][:1]
    ]
    for column in published.summary.get("date_columns", []):
        found.append(_date_column(column))
    for name in record["changed"]:
        vi, en = "cùng tên nhưng nội dung khác lần trước", "same name, other content than before"
        found.append((f"{name}: {vi}.", f"{name}: {en}."))
    for name, other in record["renamed"]:
        vi, en = "cùng nội dung với tệp đã nhận dưới tên", "same content as the file received before as"
        found.append((f"{name}: {vi} {other}.", f"{name}: {en} {other}."))
    for name, other in record["repeated"]:
        found.append(
            (f"{name}: trùng nội dung với {other}, chỉ đọc một lần.", f"{name}: same content as {other}, read once.")
        )
    for entry in published.summary["stale_acknowledgements"]:
        name = " ".join(entry[key] for key in ("rule_id", "case_id", "unit_code") if entry[key])
        vi, en = _STALE[entry["why"]]
        found.append((f"acknowledged.csv: {name}: {vi}.", f"acknowledged.csv: {name}: {en}."))
    return found


def _date_column(column: dict) -> tuple[str, str]:
    """A column of dates read in the order that it proves itself, or read in part only."""
    where = " ".join(column[key] for key in ("file_name", "sheet", "field") if column[key])
    filled, unread = column["values_filled"], column["values_unread"]
    if column["is_in_other_order"]:
        vi, en = _ORDERS[column["date_order"]]
        return (
            f"{where}: đọc theo thứ tự {vi} như {column['proofs']} giá trị của chính cột chứng tỏ, khác tệp cấu trúc.",
            f"{where}: read as {en}, as {column['proofs']} values of the column prove, not as its layout says.",
        )
    return (
        f"{where}: {unread} / {filled} giá trị không đọc được như ngày; các số liệu dựa vào cột này thiếu chừng ấy.",
        f"{where}: {unread} of {filled} values cannot be read as dates; figures that rest on it lack as many.",
    )
