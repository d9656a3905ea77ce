"""Whether the extracts of a folder are invented: a sample lists its files, and never mixes with real ones."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from flows.common.errors import SetupError
from flows.reading.ingest import FileOutcome
from flows.reading.raw_folder import entries

MARK = ".invented.json"
_SAYS = "Dữ liệu mô phỏng: mọi người và hồ sơ đều là hư cấu / all persons and cases in these files are invented"


def mark_as_invented(raw: Path) -> None:
    """Lists every file of a folder as invented, by its SHA-256."""
    files = {path.relative_to(raw).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in entries(raw)}
    (raw / MARK).write_text(
        json.dumps({"says": _SAYS, "files": files}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def is_invented(raw: Path, outcomes: Iterable[FileOutcome]) -> bool:
    """Whether all files of the folder are listed as invented.

    Raises SetupError where some are and some are not: an office's own files would be audited together with made-up
    ones, or a file of the sample has been changed. Raises it also where the list cannot be read.
    """
    mark = raw / MARK
    if not mark.exists():
        return False
    try:
        listed = set(json.loads(mark.read_text(encoding="utf-8"))["files"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SetupError(f"Không đọc được {mark}.", f"{mark} cannot be read.") from None
    known = {outcome.file_name: outcome.sha256 in listed for outcome in outcomes}
    if all(known.values()) or not any(known.values()):
        return bool(known) and all(known.values())
    others = [name for name, is_listed in sorted(known.items()) if not is_listed]
    raise SetupError(
        f"Thư mục {raw} vừa có dữ liệu mô phỏng vừa có {len(others)} tệp khác (tệp đầu tiên: {others[0]}). Chuyển tệp "
        f"của cơ quan sang thư mục riêng rồi chạy với --raw, hoặc xóa dữ liệu mô phỏng và {MARK}.",
        f"{raw} holds invented data and {len(others)} other files (first: {others[0]}). Put the office's files into "
        f"a folder of their own and name it with --raw, or delete the invented data and {MARK}.",
    )
