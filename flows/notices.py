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
