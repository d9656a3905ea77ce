"""Trouble of the office's own disk: it stops the run, says its cure, and is never taken for a fault of an extract."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.common.errors import PublishFailed

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
PROBE = bytes(1 << 20)
_FULL_WORDS = (os.strerror(errno.ENOSPC), "max_temp_directory_size", "not enough space on the disk", "Disk quota")


def is_full(trouble: Exception) -> bool:
    """Whether DuckDB, whose errors bear no number, or the system says that no room is left."""
    if isinstance(trouble, OSError):
        return trouble.errno in FULL
    return isinstance(trouble, duckdb.Error) and any(words in str(trouble) for words in _FULL_WORDS)


def require_room(folder: Path) -> None:
    """Writes a megabyte into a folder, which is made where it is not, and takes it away. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(PROBE)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def ours(folder: Path) -> Iterator[None]:
    """What fails in the block because `folder` is full or closed to us is raised as PublishFailed."""
    try:
        yield
    except (OSError, duckdb.Error) as trouble:
        if is_full(trouble):
            raise stopped_by(folder, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) from None
        try:
            require_room(folder)
        except OSError as found:
            raise stopped_by(folder, found) from None
        raise


def stopped_by(folder: Path, trouble: OSError) -> PublishFailed:
    """The end of a run whose own folder cannot be written, with what to do about it."""
    if trouble.errno in FULL:
        cure = ("Giải phóng chỗ trống trên đĩa đó rồi chạy lại.", "Make room on that disk, then run again.")
    elif trouble.errno in CLOSED:
        cure = ("Cấp quyền ghi thư mục đó rồi chạy lại.", "Allow that folder to be written, then run again.")
    else:
        cure = ("Kiểm tra đĩa đó rồi chạy lại.", "Look at that disk, then run again.")
    what = trouble.strerror or type(trouble).__name__
    return PublishFailed(
        f"Không ghi được vào {folder} ({what}). Không có gì được công bố, kết quả lần trước còn nguyên. {cure[0]}",
        f"{folder} cannot be written ({what}). Nothing is published, the previous results stand. {cure[1]}",
    )
