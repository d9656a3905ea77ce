"""What lies in the raw folder: files to read, what is passed over in silence, and what cannot be a file at all.

Passed over: hidden entries, origin cards, locks (`~$x.xlsx`, which Excel keeps while it has x.xlsx open: that one
is read as it was last saved) and the litter of Windows. All else is named in the results, read or refused.
"""

import stat
from collections.abc import Iterator
from pathlib import Path

from flows.common.errors import Refusal
from flows.common.harmless import harmless

PASSED_OVER = {"thumbs.db", "desktop.ini"}
UNFINISHED = {".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".tmp", ".temp"}
LIKE_A_FILE = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".json", ".xml", ".parquet", ".zip"}


def entries(raw: Path) -> list[Path]:
    """Everything in the raw folder and the folders below that a run must account for, by path."""
    return sorted(_below(raw))


def _below(folder: Path) -> Iterator[Path]:
    try:
        found = list(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in found:
        name = path.name.lower()
        if name.startswith((".", "~$")) or name.endswith(".origin.json") or name in PASSED_OVER:
            continue
        if not path.is_dir() or _is_link(path) or path.suffix.lower() in LIKE_A_FILE:
            yield path
        else:
            yield from _below(path)


def _is_link(path: Path) -> bool:
    """A symbolic link, or a junction of Windows."""
    reparse_tag = getattr(path.lstat(), "st_reparse_tag", 0)
    return path.is_symlink() or bool(reparse_tag and reparse_tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None))


def name_below(path: Path, raw: Path) -> str:
    """The name under which results speak of a file: its path below the raw folder, harmless to print."""
    return harmless(path.relative_to(raw).as_posix())


def why_no_file(path: Path, raw: Path) -> Refusal | None:
    """The refusal of an entry that must not be opened: it is no file, leads elsewhere, or is half a download.

    Raises OSError where the entry cannot even be looked at.
    """
    if _is_link(path):
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):  # RuntimeError: a circle
            return _refusal(path, raw, *_LINK_TO_NOTHING)
        if target.is_dir() or not target.is_relative_to(raw.resolve()):
            return _refusal(path, raw, *_LINK_ELSEWHERE)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        named = path.suffix.lower() in LIKE_A_FILE
        return _refusal(path, raw, *(_FOLDER_LIKE_A_FILE if named else _CLOSED_FOLDER))
    if not stat.S_ISREG(mode):
        return _refusal(path, raw, *_NO_FILE)
    if path.suffix.lower() in UNFINISHED:
        return _refusal(path, raw, *_UNFINISHED)
    return None


def _refusal(path: Path, raw: Path, reason_vi: str, reason_en: str, todo_vi: str, todo_en: str) -> Refusal:
    return Refusal(name_below(path, raw), "", None, "", "", "", todo_vi, todo_en, reason_vi, reason_en)


_LINK_TO_NOTHING = (
    "liên kết hỏng hoặc trỏ vòng tròn",
    "a link that leads nowhere or in a circle",
    "Chép tệp thật vào thư mục thay cho liên kết.",
    "Put the file itself in the place of the link.",
)
_LINK_ELSEWHERE = (
    "liên kết trỏ ra ngoài thư mục hoặc tới một thư mục",
    "a link that leads out of the folder, or to a folder",
    "Chép tệp thật vào thư mục thay cho liên kết.",
    "Put the files themselves in the place of the link.",
)
_FOLDER_LIKE_A_FILE = (
    "là thư mục mang tên như một tệp",
    "a folder that is named like a file",
    "Đổi tên thư mục (bỏ đuôi) để các tệp bên trong được đọc, hoặc bỏ nó ra.",
    "Rename the folder (without the ending) so that the files in it are read, or take it out.",
)
_CLOSED_FOLDER = (
    "thư mục không mở được",
    "the folder cannot be opened",
    "Cấp quyền đọc thư mục này rồi chạy lại.",
    "Allow this folder to be read, then run again.",
)
_NO_FILE = (
    "là ống dẫn, socket hoặc thiết bị, không phải tệp",
    "a pipe, a socket or a device, no file",
    "Bỏ nó ra khỏi thư mục.",
    "Take it out of the folder.",
)
_UNFINISHED = (
    "tên cho thấy tệp chưa chép hoặc chưa tải xong",
    "its name says that a copy or download has not come to its end",
    "Chờ chép xong rồi chạy lại, hoặc bỏ tệp dở dang ra.",
    "Wait until it is complete and run again, or take it out.",
)
