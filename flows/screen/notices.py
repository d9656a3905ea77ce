"""What a run noticed besides its figures, in the order of weight: the last screen shows the first of it, `run.json`
holds all.
"""

from flows.common.settings import KEY_FILE, REGISTER
from flows.ledger.ledger import LEDGER
from flows.publishing.publish import Published

_STALE = {
    "expired": ("đã hết hạn", "has run out"),
    "names_nothing": ("không nêu hồ sơ hay đơn vị", "names neither case nor unit"),
    "no_finding": ("không còn phát hiện nào tương ứng", "no finding answers to it"),
}
_ORDERS = {"dmy": ("ngày/tháng", "day/month"), "mdy": ("tháng/ngày", "month/day"), "ymd": ("năm/tháng", "year/month")}


LOCAL_TROUBLES = {
    "key_changed": (
        f"{KEY_FILE} khác lần chạy trước: mã băm và tên che của các lần trước không còn khớp. Hãy khôi phục khóa cũ.",
        f"{KEY_FILE} is not that of the run before: its hashes and masks no longer match. Put the old key back.",
    ),
    "readable_to_others": (
        f"Người khác trên máy đọc được {KEY_FILE} hoặc {REGISTER}. Hãy đặt quyền 0600.",
        f"Other users of this machine can read {KEY_FILE} or {REGISTER}. Set their mode to 0600.",
    ),
    "no_words": (
        "Không có words.csv: mọi chữ mà danh mục không biết đều bị che. Hãy chép words.csv vào thư mục tham chiếu.",
        "There is no words.csv: every word that no list knows is masked. Put words.csv into the reference folder.",
    ),
    "no_units": (
        "Không có units.csv: mọi tên đơn vị đều bị che. Hãy chép units.csv vào thư mục tham chiếu.",
        "There is no units.csv: every name of a unit is masked. Put units.csv into the reference folder.",
    ),
    "no_family_names": (
        "Không có family_names.csv: tên người gồm toàn chữ đã biết có thể lọt. Hãy chép tệp vào thư mục tham chiếu.",
        "There is no family_names.csv: a name of known words may pass. Put the file into the reference folder.",
    ),
}


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
    found += [LOCAL_TROUBLES[trouble] for trouble in record.get("local", [])]
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
