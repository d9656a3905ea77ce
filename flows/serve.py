"""The scheduled audit: the flow served on a cron, against a Prefect server of our own, or one that the analyst named.

What a run does is fixed here, in the environment of this process: a request to the server can start the audit that was
ordered and no other. `SECURITY.md` says who may ask.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from flows import ROOT, order
from flows.common.errors import SetupError
from flows.own_ground import leave_the_users_folder
from flows.screen import console
from flows.screen.terminal import shown

HOST = "127.0.0.1"
PORT = 4200
STARTUP_SECONDS = 180
DEPLOYMENT = "theo-lich"
PASSWORD = "onestop-password"
RUNNING = "onestop-server.json"
_START = "import sys; sys.path.insert(0, {root!r}); from flows.prefect_server import main; main()"


def serve(
    raw: Path | None, layouts: Path | None, reference: Path | None, marts: Path | None, cron: str | None, lang: str
) -> None:
    """Serves the audit until interrupted. The cron is read in Asia/Ho_Chi_Minh. Raises SetupError."""
    folders = [order.absolute(folder) for folder in (raw, layouts, reference, marts)]
    fixed = order.Order(*folders, lang=lang)
    schedule = cron or fixed.settings().cron
    order.give(fixed)
    leave_the_users_folder()
    with prefect_server() as (url, told):
        os.environ["PREFECT_API_URL"] = url  # Prefect reads it when it is imported
        from prefect.flows import EntrypointType
        from prefect.schedules import Cron

        from flows.audit import scheduled_audit

        try:
            times = Cron(schedule, timezone="Asia/Ho_Chi_Minh")
        except ValueError:
            raise SetupError(f"“{schedule}” không phải lịch cron.", f"“{schedule}” is no cron schedule.") from None
        page = url.removesuffix("/api")
        for vi, en in (
            (
                f"Chạy theo lịch “{schedule}” (giờ Việt Nam). Theo dõi tại {page}. Dừng: Ctrl+C.",
                f"Runs on “{schedule}” (Asia/Ho_Chi_Minh). Watch it at {page}. Stop: Ctrl+C.",
            ),
            told,
        ):
            console.out().print(shown(console.say(lang, vi, en)), soft_wrap=True)
        scheduled_audit.serve(
            name=DEPLOYMENT,
            schedule=times,
            parameters={},
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )


@contextmanager
def prefect_server() -> Iterator[tuple[str, tuple[str, str]]]:
    """The address of a Prefect server's API and a sentence on how its page is opened, in Vietnamese and English: the
    server that PREFECT_API_URL names, ours that runs already, or one started for as long as the block lasts.

    Raises SetupError when none comes up, or the named one opens to anybody.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        _look_at_foreign(url)
        yield url, ("Trang này dùng mật khẩu của máy chủ đó.", "The page asks for that server's own password.")
        return
    home = Path(os.environ["PREFECT_HOME"])
    password = _password(home / PASSWORD)
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = os.environ["PREFECT_API_AUTH_STRING"] = password
    told = (
        f"Trang hỏi mật khẩu: chép dòng chữ trong {home / PASSWORD}.",
        f"The page asks for a password: it is the line in {home / PASSWORD}.",
    )
    if url := _running(home / RUNNING):
        yield url, told
        return
    port = PORT if _is_free(PORT) else _any_free_port()
    url = f"http://{HOST}:{port}/api"
    origin = {"PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port}", "PREFECT_UI_API_URL": url}
    server = subprocess.Popen(
        [sys.executable, "-P", "-c", _START.format(root=str(ROOT)), str(port)],
        env={**os.environ, "PREFECT_API_URL": url, **origin},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is ours to answer: the schedule is taken down while the server still lives
    )
    try:
        _wait_for(url, server)
        started = {"pid": server.pid, "since": psutil.Process(server.pid).create_time(), "url": url}
        _write_for_us_only(home / RUNNING, json.dumps(started))
        yield url, told
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


def _password(path: Path) -> str:
    """The password of our server, `onestop:` and 43 letters, drawn once and readable to this user only."""
    with suppress(OSError, UnicodeDecodeError):
        if (known := path.read_text(encoding="ascii").strip()).startswith("onestop:") and len(known) >= 40:
            return known
    password = f"onestop:{secrets.token_urlsafe(32)}"
    _write_for_us_only(path, password)
    return password


def _write_for_us_only(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(0o600, exist_ok=False)
    path.write_text(text + "\n", encoding="ascii")


def _running(path: Path) -> str | None:
    """The address of our server that an earlier `serve` started. Nothing else that answers is told the password."""
    with suppress(OSError, ValueError, KeyError, psutil.Error):
        known = json.loads(path.read_text(encoding="ascii"))
        is_ours = psutil.Process(known["pid"]).create_time() == known["since"]
        if is_ours and _status(f"{known['url']}/health") == 200:
            return known["url"]
    return None


def _look_at_foreign(url: str) -> None:
    if _status(f"{url}/health") != 200:
        raise SetupError(
            f"Máy chủ Prefect {url} (PREFECT_API_URL) không trả lời.",
            f"The Prefect server {url} (PREFECT_API_URL) does not answer.",
        )
    if _status(f"{url}/admin/version") == 200:
        raise SetupError(
            f"Máy chủ Prefect {url} (PREFECT_API_URL) mở cho bất kỳ ai, kể cả trang web đang mở trên máy này. Hãy đặt "
            "mật khẩu (PREFECT_SERVER_API_AUTH_STRING ở đó, PREFECT_API_AUTH_STRING ở đây), hoặc bỏ PREFECT_API_URL.",
            f"The Prefect server {url} (PREFECT_API_URL) opens to anybody, even to a web page open on this machine. "
            "Give it a password (PREFECT_SERVER_API_AUTH_STRING there, PREFECT_API_AUTH_STRING here), or unset "
            "PREFECT_API_URL.",
        )


def _wait_for(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if _status(f"{url}/health") == 200:
            return
        time.sleep(0.5)
    raise SetupError("Máy chủ Prefect không khởi động được.", "The Prefect server did not start.")


def _status(url: str) -> int | None:
    """What a server answers to a question without password, None where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except (urllib.error.URLError, OSError, ValueError):
        return None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
