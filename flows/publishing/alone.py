"""One audit at a time writes into a folder of results. The lock is the system's own, so it goes with its process."""

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO
from pathlib import Path

from flows.common.errors import PublishFailed
from flows.common.harmless import harmless
from flows.common.zones import HERE
from flows.ledger.ledger import lock
from flows.publishing.belonging import LOCK

WAIT_SECONDS = 60
LOOK_SECONDS = 0.2


@contextmanager
def alone_in(marts: Path, told: Callable[[str, str], None] = lambda vi, en: None) -> Iterator[None]:
    """Holds the folder for the block. Waits up to WAIT_SECONDS for another audit, of which `told` learns at once.

    Raises PublishFailed that names the other audit and since when it runs, OSError where there is no such file.
    """
    with (marts / LOCK).open("a+b", buffering=0) as file:
        _wait(file, told)
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}).encode())
        try:
            yield
        finally:
            file.truncate(0)


def _wait(file: FileIO, told: Callable[[str, str], None]) -> None:
    until, is_told = time.monotonic() + WAIT_SECONDS, False
    while True:
        try:
            return lock(file)
        except OSError:
            vi, en = _owner(file)
        if time.monotonic() > until:
            raise PublishFailed(
                f"Đã chờ {WAIT_SECONDS} giây mà {vi} vẫn đang dùng thư mục kết quả này. Hãy chạy lại khi lần đó xong.",
                f"After {WAIT_SECONDS} seconds {en} still uses this folder of results. Run again when it is over.",
            )
        if not is_told:
            told(f"Chờ {vi}, tối đa {WAIT_SECONDS} giây.", f"Waiting for {en}, {WAIT_SECONDS} seconds at most.")
            is_told = True
        time.sleep(LOOK_SECONDS)


def _owner(file: FileIO) -> tuple[str, str]:
    """Whose the lock is and since when, as it says of itself."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        file.seek(0)
        known = json.loads(file.readall())
        since = datetime.fromisoformat(known["since"])
        minutes = int((datetime.now(HERE) - since).total_seconds() // 60)
        who = harmless(f"{int(known['pid'])}, {known['host']}")
        return (
            f"một lần kiểm tra khác (tiến trình {who}, từ {since:%H:%M %d/%m}, {minutes} phút)",
            f"another audit (process {who}, since {since:%H:%M %d/%m}, {minutes} minutes)",
        )
    return "một lần kiểm tra khác", "another audit"


def _now() -> str:
    return datetime.now(HERE).isoformat(timespec="seconds")
