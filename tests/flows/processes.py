"""Looking at the processes that read files, and doing something to them while they read."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import psutil


def readers(of: psutil.Process | None = None) -> list[psutil.Process]:
    found = []
    for child in (of or psutil.Process()).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            found += [child] if "reader_process" in " ".join(child.cmdline()) else []
    return found


def wait_for(condition: Callable[[], object], seconds: float = 20) -> object:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "in vain"
        time.sleep(0.02)
    return found


def is_open(process: psutil.Process, name: str) -> bool:
    return any(file.path.endswith(name) for file in process.open_files())


@contextlib.contextmanager
def meanwhile(act: Callable[[], None]) -> Iterator[None]:
    """Does something beside the block."""
    beside = threading.Thread(target=act)
    beside.start()
    yield
    beside.join()
