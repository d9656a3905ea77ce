"""The process in which files are read, so that one that is made to break its reader breaks nothing else.

It is started by `flows.reading.guard` and talks with it through its standard input (pickled tasks) and output (JSON,
one line per answer). It prints nothing, answers no Ctrl-C, leaves no core dump, and ends when the guard does.
Of what goes wrong only the kind is told: the message of an exception may carry cells of the file.
"""

import contextlib
import errno
import json
import os
import pickle
import queue
import shutil
import sys
import threading
import traceback
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

from flows.common.limits import MEGABYTE, Limits
from flows.common.own_disk import FULL
from flows.common.secret import Secret
from flows.common.settings import Settings
from flows.reading.ingest import read_file
from flows.tables.layouts import Layout

HEADROOM = 2


def main() -> None:
    """Reads files for the guard until its pipe is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not mix with the answers
    settings, key, layouts, scratch = pickle.load(sys.stdin.buffer)
    settings = replace(settings, personal_key=Secret(key))
    _bound_memory(settings.limits)
    tasks: queue.Queue = queue.Queue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, tasks, scratch), daemon=True).start()
    _tell(answers, {"ready": os.getpid()})
    while True:
        _tell(answers, _read(*tasks.get(), settings, layouts))


def _receive(pipe: BinaryIO, tasks: queue.Queue, scratch: Path) -> None:
    """Takes tasks in; when the guard is gone, for whatever reason, so is this process with its temporary files."""
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            tasks.put(pickle.load(pipe))
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


def _read(path: Path, unread, stem: str, settings: Settings, layouts: list[Layout]) -> dict:
    try:
        return {"outcome": asdict(read_file(path, unread, stem, settings, layouts))}
    except MemoryError:
        return {"limit": "memory_mb"}
    except OSError as trouble:
        if trouble.errno in (None, errno.EINVAL):  # of a reader that was sent to no place in the file
            return {"broken": type(trouble).__name__}
        is_named = isinstance(trouble.filename, str | Path)
        is_ours = is_named and Path(trouble.filename).resolve().is_relative_to(settings.landed.resolve())
        return {"own_disk" if is_ours or trouble.errno in FULL else "locked": trouble.errno}
    except BaseException as trouble:  # a panic of a compiled reader is not even an Exception
        if os.environ.get("ONESTOP_DEBUG"):
            traceback.print_exc()
        return {"broken": type(trouble).__name__}


def _tell(answers: BinaryIO, answer: dict) -> None:
    answers.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    answers.flush()


def _bound_memory(limits: Limits) -> None:
    """Where the system can, it refuses what goes far beyond the limit: the guard looks only now and then.

    RLIMIT_DATA counts what is asked for and not used, or no longer, and compiled readers do not survive a refusal.
    So it leaves as much again for what the guard tells better.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (HEADROOM * limits.memory_mb * MEGABYTE,) * 2)
