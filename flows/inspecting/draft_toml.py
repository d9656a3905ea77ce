"""A drafted layout as the file that somebody finishes: what is sure stands as it will be, what is not as a comment."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from flows.common.errors import SetupError
from flows.inspecting.draft_layout import Draft, Entry
from flows.inspecting.inspect_sheet import KINDS
from flows.screen.console import say
from flows.tables.likeness import bare

COMMENT_COLUMN = 48


def write_draft(path: Path, draft: Draft, file_name: str, sheet: str, lang: str) -> None:
    """Raises SetupError when a file of that name exists, or cannot be made."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(draft_lines(draft, file_name, sheet, lang)) + "\n")
    except FileExistsError:
        raise already_there(path) from None
    except OSError as trouble:
        raise SetupError(
            f"Không ghi được {path} ({trouble.strerror}).", f"{path} cannot be written ({trouble.strerror})."
        ) from None


def already_there(path: Path) -> SetupError:
    return SetupError(
        f"Tệp {path} đã có; bản phác thảo không ghi đè lên tệp nào. Hãy chọn tên khác.",
        f"{path} exists; a draft never overwrites a file. Choose another name.",
    )


def draft_lines(draft: Draft, file_name: str, sheet: str, lang: str) -> Iterator[str]:
    """The lines of the file."""
    where = _comment(file_name + (f" / {sheet}" if sheet else ""))
    yield "# " + say(
        lang,
        f"PHÁC THẢO từ tiêu đề của {where}: xem lại từng dòng, quyết định các dòng “# decide”, "
        "rồi chép vào data/layouts/.",
        f"DRAFT from the headings of {where}: go through every line, decide those marked “# decide”, then put it into "
        "data/layouts/.",
    )
    yield "# " + say(
        lang,
        "Sau mỗi tiêu đề: độ giống (0–1) với tiêu đề đã biết, kiểu dữ liệu của cột, phần có dữ liệu.",
        "Behind each heading: how like it is (0–1) to which known one, what its column holds, how full it is.",
    )
    kind = say(lang, f"giống mẫu {draft.pattern.layout_id}", f"like {draft.pattern.layout_id}")
    other = say(lang, f"kế đó {draft.runner_up}", f"next {draft.runner_up}") if draft.runner_up else ""
    yield _line(f"kind = {_text(draft.pattern.kind)}", ", ".join(filter(None, (kind, other))))
    yield f"source_system = {_text(_slug(file_name))}"
    ambiguous = say(
        lang,
        "CHƯA RÕ: thứ tự khác cũng đọc được các ngày này; hỏi nơi gửi",
        "AMBIGUOUS: another order reads these dates as well; ask the sender",
    )
    yield _line(f"date_order = {_text(draft.date_order)}", ambiguous if draft.is_ambiguous else "")
    yield f"required = [{', '.join(map(_text, draft.required))}]"
    if draft.pattern.group_field and not any(draft.pattern.group_field == entry.field for entry in draft.entries):
        yield f"group_field = {_text(draft.pattern.group_field)}"
    for table, role in (("fields", "field"), ("presence", "presence")):
        if table == "fields" or draft.of_role(role):
            yield from ("", f"[{table}]")
        for entry in draft.of_role(role):
            yield _line(f"{entry.field} = [{_text(entry.heading)}]", _why(entry, lang))
    yield from ("", "[personal]")
    hashed = ", ".join(f"{entry.field} = [{_text(entry.heading)}]" for entry in draft.of_role("hash"))
    if hashed:
        yield _line(f"hash = {{ {hashed} }}", "; ".join(_why(entry, lang) for entry in draft.of_role("hash")))
    yield from _listed("drop", draft.of_role("drop"), lang)
    if nested := draft.of_role("nested"):
        yield from ("", "[nested]", *_listed("read", nested, lang))
    yield from ("", "[ignored]", *_listed("headings", draft.of_role("ignored"), lang))
    if undecided := draft.of_role("unknown"):
        yield ""
    for entry in undecided:
        yield "# decide: field, personal or ignored"
        yield _line(f"# {_text(entry.heading)}", _why(entry, lang))


def _listed(name: str, entries: list[Entry], lang: str) -> Iterator[str]:
    yield f"{name} = [" + ("" if entries else "]")
    for entry in entries:
        yield _line(f"  {_text(entry.heading)},", _why(entry, lang))
    if entries:
        yield "]"


def _why(entry: Entry, lang: str) -> str:
    """`0.92 like “Mã hồ sơ” (case_id); code, 100% filled`"""
    known = say(lang, "giống", "like") + f" “{_comment(entry.like)}”" if entry.like else ""
    nearest = f" ({entry.nearest})" if entry.role in ("unknown", "drop") and entry.like else ""
    likeness = f"{entry.likeness:.2f} {known}{nearest}" if known else ""
    found = entry.found
    share = f"{found.filled / found.rows:.0%}" if found and found.rows else "–"
    holds = f"{say(lang, *KINDS[found.guess])}, {say(lang, f'có {share}', f'{share} filled')}" if found else ""
    return "; ".join(filter(None, (likeness, holds)))


def _line(text: str, comment: str) -> str:
    return f"{text.ljust(COMMENT_COLUMN - 1)} # {comment}" if comment else text


def _text(text: str) -> str:
    """A TOML string: headings are compared without regard to white space, so that of a heading is made even."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def _slug(file_name: str) -> str:
    return "_".join(bare(Path(file_name).stem).split()) or "unknown"
