"""The scheduled audit: the flow served on a cron, against a Prefect server that runs already or one of our own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import console
from flows.errors import SetupError
from flows.settings import load_settings

HOST = "127.0.0.1"
PORT = 4200
STARTUP_SECONDS = 180
DEPLOYMENT = "theo-lich"


def serve(
    raw: Path | None, layouts: Path | None, reference: Path | None, marts: Path | None, cron: str | None, lang: str
) -> None:
    """Serves the audit until interrupted. The cron is read in Asia/Ho_Chi_Minh. Raises SetupError."""
    settings = load_settings(raw, layouts, reference, marts, lang=lang)
    with prefect_server() as url:
        os.environ["PREFECT_API_URL"] = url  # Prefect reads it when it is imported
        from prefect.flows import EntrypointType
        from prefect.schedules import Cron

        from flows.audit import audit

        folders = {"raw": raw, "layouts": layouts, "reference": reference, "marts": marts}
        parameters = {name: str(folder.resolve()) for name, folder in folders.items() if folder}
        schedule = cron or settings.cron
        console.out().print(
            console.say(
                lang,
                f"Chạy theo lịch “{schedule}” (giờ Việt Nam). Theo dõi tại {url.removesuffix('/api')}. Dừng: Ctrl+C.",
                f"Runs on “{schedule}” (Asia/Ho_Chi_Minh). Watch it at {url.removesuffix('/api')}. Stop: Ctrl+C.",
            ),
            soft_wrap=True,
        )
        audit.serve(
            name=DEPLOYMENT,
            schedule=Cron(schedule, timezone="Asia/Ho_Chi_Minh"),
            parameters={**parameters, "lang": lang},
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )


@contextmanager
def prefect_server() -> Iterator[str]:
    """The address of the API of a Prefect server: the one that PREFECT_API_URL names, the one that answers on this
    machine, or one started for as long as the block lasts. Raises SetupError when none comes up.
    """
    url = os.environ.get("PREFECT_API_URL") or f"http://{HOST}:{PORT}/api"
    if _answers(url):
        yield url
        return
    if os.environ.get("PREFECT_API_URL"):
        raise SetupError(
            f"Máy chủ Prefect {url} (PREFECT_API_URL) không trả lời.",
            f"The Prefect server {url} (PREFECT_API_URL) does not answer.",
        )
    port = PORT if _is_free(PORT) else _any_free_port()
    url = f"http://{HOST}:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    server = subprocess.Popen(
        command, env={**os.environ, "PREFECT_API_URL": url}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if _answers(url):
            return
        time.sleep(0.5)
    raise SetupError("Máy chủ Prefect không khởi động được.", "The Prefect server did not start.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=3) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
