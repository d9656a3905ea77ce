"""Reads every file in a process of its own, watched for memory and time: what a file does to its reader costs
only that file, and the next one gets a new process.
"""

import contextlib
import json
import os
import pickle
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil

from flows import ROOT
from flows.common.errors import OnestopError, Refusal
from flows.common.limits import MEGABYTE
from flows.common.own_disk import ours, stopped_by
from flows.common.settings import Settings
from flows.reading.ingest import FileOutcome, from_dict, identify, keep, landed_before, no_file, with_origin
from flows.tables.layouts import Layout
from flows.tables.refusals import broke_the_reader, over_memory, over_time, still_written

LOOK_SECONDS = 0.02  # between two looks at the process
START_SECONDS = 120  # until it is ready, on a slow disk
SETTLED_SECONDS = 2  # a file untouched for so long is taken for complete
PATIENCE = 3  # so often is a file looked at again that is still being written
SCRATCH = ".reading-"
STALE_SECONDS = 86_400
_LEAN = {"ARROW_DEFAULT_MEMORY_POOL": "system"}  # its own pool takes a gigabyte at the first use, against the limit
_START = "import sys; sys.path.insert(0, {root!r}); from flows.reading.reader_process import main; main()"


class Guard:
    """Reads files like `flows.reading.ingest.ingest_file`, within the limits of the settings. Use it in a `with` block.

    Files that an earlier run has landed start no process.
    """

    def __init__(self, settings: Settings, layouts: list[Layout]) -> None:
        self._settings, self._layouts = settings, layouts
        self._process: _Process | None = None

    def __enter__(self) -> "Guard":
        return self

    def __exit__(self, *_) -> None:
        self._stop()

    def read(self, path: Path) -> FileOutcome:
        """What became of a file; what is wrong with it is refused, never raised.

        Raises OSError while it cannot be opened: it may be locked, or still on its way.
        """
        if outcome := no_file(path, self._settings, self._layouts):
            return outcome
        for _ in range(PATIENCE):
            seen = _look(path)
            unread, stem = identify(path, self._settings, self._layouts)
            outcome = landed_before(unread, stem, self._settings)
            if outcome is not None:
                return with_origin(path, outcome, self._settings, self._layouts)
            if not (wait := _seconds_until_settled(path)):
                break
            time.sleep(wait)
            if _look(path) == seen:
                break
        else:
            return _refused(unread, still_written(unread.file_name))
        outcome = self._read_in_process(path, unread, stem)
        if _look(path) != seen:
            self._clear(stem)
            return _refused(unread, still_written(unread.file_name))
        return with_origin(path, outcome, self._settings, self._layouts)

    def _read_in_process(self, path: Path, unread: FileOutcome, stem: str) -> FileOutcome:
        name, limits = unread.file_name, self._settings.limits
        if self._process is None:
            with ours(self._settings.landed):
                self._process = _Process(self._settings, self._layouts)
        answer = self._process.ask((path, unread, stem), limits.memory_mb * MEGABYTE, limits.seconds_per_file)
        if "outcome" in answer:
            outcome = from_dict(answer["outcome"], name)
            with ours(self._settings.landed):
                keep(outcome, stem, self._settings)
            if self._process.is_swollen(limits.memory_mb * MEGABYTE):
                self._stop()  # what it has not given back would count against the next file
            return outcome
        self._clear(stem)
        if "locked" in answer:
            raise OSError(answer["locked"], os.strerror(answer["locked"]))
        if code := answer.get("own_disk"):
            raise stopped_by(self._settings.landed, OSError(code, os.strerror(code)))
        used = self._process.resident
        self._stop()
        if answer.get("limit") == "seconds_per_file":
            return _refused(unread, over_time(name, limits))
        if answer.get("limit") == "memory_mb" or used > limits.memory_mb * MEGABYTE // 2:
            return _refused(unread, over_memory(name, limits))  # few programs survive it when they are given no more
        return _refused(unread, broke_the_reader(name, answer["broken"]))

    def _stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _clear(self, stem: str) -> None:
        """Takes away what a reading that does not count has left of a file."""
        for left in self._settings.landed.glob(f"{stem}*"):
            with contextlib.suppress(OSError):
                left.unlink()


class _Process:
    """One reading process, with a folder for its temporary files on the disk of the landed ones."""

    def __init__(self, settings: Settings, layouts: list[Layout]) -> None:
        settings.landed.mkdir(parents=True, exist_ok=True)
        _sweep(settings.landed)
        self._scratch = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}{os.getpid()}-", dir=settings.landed)).resolve()
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._scratch))
        self._popen = subprocess.Popen(
            # -P: a csv.py in the folder where somebody happens to stand is not the library
            [sys.executable, "-P", "-c", _START.format(root=str(ROOT))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("ONESTOP_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, **places, **_LEAN},
            start_new_session=True,  # Ctrl-C in the terminal is the guard's to answer
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: queue.Queue = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.resident = self._reserved = 0
        self._watched = None
        try:
            told = (replace(settings, personal_key=None), settings.personal_key.reveal(), layouts, self._scratch)
            started = self._ask(told, None, START_SECONDS)
            self._watched = psutil.Process(started["ready"])  # in a venv on Windows not the process started above
        except (KeyError, psutil.Error):
            self.stop()
            raise OnestopError(
                "Không khởi động được tiến trình đọc tệp. Đặt ONESTOP_DEBUG=1 rồi chạy lại để xem chi tiết.",
                "The process that reads files does not start. Set ONESTOP_DEBUG=1 and run again for the details.",
            ) from None
        except BaseException:
            self.stop()
            raise

    def ask(self, task: object, most_bytes: int, seconds: float) -> dict:
        """Its answer to a task; `{"limit": …}` when it went over one, `{"broken": …}` when it came to an end."""
        return self._ask(task, most_bytes, seconds)

    def _ask(self, task: object, most_bytes: int | None, seconds: float) -> dict:
        with contextlib.suppress(OSError):  # a process that has ended will not answer either
            pickle.dump(task, self._popen.stdin)
            self._popen.stdin.flush()
        deadline = time.monotonic() + seconds
        while True:
            with contextlib.suppress(queue.Empty):
                answer = self._answers.get(timeout=LOOK_SECONDS)
                self._measure()
                return answer
            self._measure()
            if most_bytes is not None and self.resident > most_bytes:
                return {"limit": "memory_mb"}
            if time.monotonic() > deadline:
                return {"limit": "seconds_per_file"}

    def _measure(self) -> None:
        if self._watched is not None:
            with contextlib.suppress(psutil.Error):
                memory = self._watched.memory_info()
                self.resident = memory.rss or self.resident  # 0 of one that has ended
                self._reserved = getattr(memory, "data", 0)

    def is_swollen(self, most_bytes: int) -> bool:
        """Whether it holds, or on Linux has reserved, more than is good for the next file."""
        return self.resident > most_bytes // 4 or self._reserved > most_bytes // 2

    def _listen(self) -> None:
        with contextlib.suppress(ValueError):  # half an answer, of a process that was ended over it
            for line in self._popen.stdout:
                self._answers.put(json.loads(line))
        self._answers.put({"broken": _how_it_ended(self._popen.wait())})

    def stop(self) -> None:
        """Ends the process at once and takes its temporary files away."""
        for process in (self._watched, self._popen):
            with contextlib.suppress(psutil.Error, OSError, AttributeError):
                process.kill()
        self._popen.wait()
        with contextlib.suppress(OSError):
            self._popen.stdin.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _how_it_ended(code: int) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"exit {code & 0xFFFFFFFF:#x}"


def _refused(unread: FileOutcome, refusal: Refusal) -> FileOutcome:
    return FileOutcome(unread.file_name, unread.sha256, unread.bytes, refused=[refusal])


def _look(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _seconds_until_settled(path: Path) -> float:
    """0 for a file that has not been touched lately. A copy may bear its original's time of change, so the times
    of both change and creation count; one in the future, from a clock that is wrong, tells nothing.
    """
    status = path.stat()
    ages = [time.time() - moment for moment in (status.st_mtime, status.st_ctime)]
    return max((SETTLED_SECONDS - age for age in ages if 0 <= age < SETTLED_SECONDS), default=0.0)


def _sweep(landed: Path) -> None:
    """Takes away temporary files of audits that are over, and what a machine without power has left: they may hold
    personal data.
    """
    for left in [*landed.glob(f"{SCRATCH}*"), *landed.glob("*.part"), *landed.glob("*.scan")]:
        with contextlib.suppress(OSError):
            pid = left.name.removeprefix(SCRATCH).partition("-")[0]
            is_over = left.name.startswith(SCRATCH) and pid.isdigit() and not psutil.pid_exists(int(pid))
            if is_over or time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
