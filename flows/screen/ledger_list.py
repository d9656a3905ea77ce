"""What `onestop ledger` shows: the entries as a table, or whether the chain is whole."""

from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.ledger.chain import FILE, HEALED, Line, chain_faults, head_faults, read, run_heads
from flows.ledger.ledger import ledger_path
from flows.screen.console import names_for, say
from flows.screen.terminal import shown

SHOWN_OF_HASH = 12
_OUTCOMES = {
    "read": ("đọc được", "read"),
    "partly": ("đọc một phần", "read in part"),
    "refused": ("TỪ CHỐI", "REFUSED"),
}


def list_ledger(marts: Path, name: str | None, console: Console, lang: str) -> None:
    """Prints the entries, the newest last; with `name` those of files whose name contains it. Raises OSError."""
    lines, half = read(ledger_path(marts))
    if not lines:
        console.print(say(lang, "Sổ chưa có mục nào.", "The ledger has no entry yet."))
    readable = names_for(console, marts)
    for line in lines:
        if line.entry.get("event") == FILE:
            line.entry["file_name"] = readable(line.entry["file_name"])
    wanted = [line for line in lines if not name or name.casefold() in line.entry.get("file_name", "").casefold()]
    if wanted:
        console.print(_table(wanted, lang))
    if chain_faults(lines, half):
        what = say(lang, "Sổ không còn nguyên vẹn; xem", "The ledger is not whole; see")
        console.print(f"[red]✗[/] {what}: onestop ledger --verify")


def _table(lines: list[Line], lang: str) -> Table:
    titles = [
        ("Số", "No."),
        ("Lúc", "When"),
        ("Tệp", "File"),
        ("SHA-256", "SHA-256"),
        ("Byte", "Bytes"),
        ("Cấu trúc", "Layout"),
        ("Dòng", "Rows"),
        ("Nơi gửi", "Sender"),
        ("Lưu ý", "Noticed"),
    ]
    table = Table(*(say(lang, *title) for title in titles), show_edge=False)
    for number in (0, 4, 6):
        table.columns[number].justify = "right"
    for line in lines:
        table.add_row(*map(shown, _cells(line, lang)), style=None if line.is_true else "red")
    return table


def _cells(line: Line, lang: str) -> list[str]:
    entry, number = line.entry, str(line.number)
    if not line.is_true:
        return [number, *[""] * 7, say(lang, "ĐÃ BỊ SỬA", "CHANGED")]
    when = f"{datetime.fromisoformat(entry['at']):%d/%m/%Y %H:%M}"
    if entry["event"] != FILE:
        healed = say(
            lang, f"cắt dòng dở dang, {entry.get('cut_bytes')} byte", f"cut a half line, {entry.get('cut_bytes')} bytes"
        )
        return [number, when, *[""] * 6, healed if entry["event"] == HEALED else entry["event"]]
    layouts = dict.fromkeys(sheet["layout"] for sheet in entry["sheets"])
    received = f" ({entry['received_on']})" if entry["received_on"] else ""
    return [
        number,
        when,
        entry["file_name"],
        entry["sha256"][:SHOWN_OF_HASH],
        f"{entry['bytes']:,}",
        ", ".join(layouts),
        f"{entry['rows']:,}",
        (entry["sender"] or "") + received,
        "; ".join(_noticed(entry, lang)),
    ]


def _noticed(entry: dict, lang: str) -> list[str]:
    found = [] if entry["outcome"] == "read" else [say(lang, *_OUTCOMES[entry["outcome"]])]
    if number := entry["replaces"]:
        found.append(say(lang, f"cùng tên, khác nội dung mục {number}", f"same name as {number}, other bytes"))
    if number := entry["repeats"]:
        found.append(say(lang, f"khác tên, cùng nội dung mục {number}", f"same bytes as {number}, other name"))
    return found


def verify_ledger(marts: Path, console: Console, lang: str) -> bool:
    """Prints what shows of a changed past, or that nothing does. True when the ledger is whole. Raises OSError."""
    path = ledger_path(marts)
    lines, half = read(path)
    heads = run_heads(marts)
    known = [run_id for run_id, head in heads.items() if head is not None]
    faults = chain_faults(lines, half) + head_faults(lines, heads)
    for fault in faults:
        console.print(f"[red]✗[/] {shown(say(lang, *fault))}", soft_wrap=True)
    runs = say(lang, f"{len(known)}/{len(heads)} lần chạy còn lưu", f"{len(known)}/{len(heads)} kept runs")
    if faults:
        told = say(lang, f"Sổ {path} KHÔNG còn nguyên vẹn.", f"The ledger {path} is NOT whole.")
        console.print(shown(told), soft_wrap=True)
        return False
    console.print(
        say(
            lang,
            f"[green]✓[/] {len(lines)} mục nối liền nhau, khớp với {runs}.",
            f"[green]✓[/] {len(lines)} entries, each chained to the one before, as {runs} knew them.",
        )
    )
    if lines:
        console.print(
            f"{say(lang, 'Mã của mục cuối', 'Hash of the last entry')}: {shown(lines[-1].hash)}", soft_wrap=True
        )
    return True
