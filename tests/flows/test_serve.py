"""`onestop serve` with a real server: what it answers to whom, and that a request starts the audit that was ordered."""

import base64
import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from flows.common.errors import SetupError
from flows.serve import PASSWORD, RUNNING, prefect_server
from tests.casebook import REFERENCE_FOLDER, Casebook
from tests.flows import offices
from tests.flows.processes import wait_for
from tests.flows.sheets import HEADINGS, case_row, write_csv

EVIL = "http://evil.example"


@dataclass
class Served:
    """A serving process, its own folder and the folder of somebody else."""

    folder: Path
    url: str
    password: str

    @property
    def foreign(self) -> Path:
        return self.folder / "foreign"

    def ask(self, path: str, body: dict | None = None, allowed: bool = True, **headers: str) -> tuple[int, dict, bytes]:
        """Status, headers and body of an answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json", **headers})
        if allowed:
            request.add_header("Authorization", f"Basic {base64.b64encode(self.password.encode()).decode()}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, dict(refused.headers), refused.read()

    def deployment(self) -> dict:
        found = json.loads(self.ask("/deployments/filter", {})[2])
        assert len(found) == 1
        return found[0]

    def end_of(self, run: bytes) -> str:
        """The state in which a run ends."""
        path = f"/flow_runs/{json.loads(run)['id']}"
        ended = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        kind = lambda: json.loads(self.ask(path)[2])["state_type"]  # noqa: E731
        return wait_for(lambda: (state := kind()) in ended and state, seconds=300)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    book = Casebook(folder / "book")
    (book.references / "audit.toml").write_bytes((REFERENCE_FOLDER / "audit.toml").read_bytes())
    write_csv(book.raw / "a.csv", [HEADINGS, case_row(1)])
    offices.lay_traps(book.raw, folder / "marker")
    (folder / "foreign" / "latest").mkdir(parents=True)
    (folder / "foreign" / "latest" / "thesis.docx").write_text("mine")
    home = folder / "prefect"
    options = [f"--raw={book.raw}", f"--reference={book.references}", f"--marts={folder / 'marts'}", "--cron=0 5 1 1 *"]
    with (folder / "screen").open("wb") as screen:
        command = [*offices.command(folder), "serve", *options]
        process = subprocess.Popen(
            command, cwd=book.raw, env=offices.environment(home), stdout=screen, stderr=screen, start_new_session=True
        )
        try:
            wait_for(lambda: process.poll() is not None or b"onestop-password" in (folder / "screen").read_bytes(), 300)
            known = json.loads((home / RUNNING).read_text())
            found = Served(folder, known["url"], (home / PASSWORD).read_text().strip())
            wait_for(lambda: json.loads(found.ask("/deployments/filter", {})[2]), 120)
            yield found
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def test_nobody_is_answered_without_the_password(served):
    asked = [("/flow_runs/filter", {}), (f"/deployments/{served.deployment()['id']}/create_flow_run", {})]
    for path, body in asked:
        for headers in ({}, {"Authorization": "Basic b25lc3RvcDp4"}, {"Authorization": "Bearer x"}):
            assert served.ask(path, body, allowed=False, **headers)[0] == 401
    assert served.ask(*asked[0])[0] == 200


def test_no_web_page_may_read_an_answer(served):
    for allowed in (True, False):
        _, headers, _ = served.ask("/flow_runs/filter", {}, allowed, Origin=EVIL)
        assert "access-control-allow-origin" not in {name.lower() for name in headers}
    own = served.url.removesuffix("/api")
    _, headers, _ = served.ask("/flow_runs/filter", {}, Origin=own)
    assert headers["access-control-allow-origin"] == own


@pytest.mark.parametrize("host", ["evil.example", "evil.example:4200", "127.0.0.1.evil.example"])
def test_a_name_that_leads_here_is_not_ours(served, host):
    assert served.ask("/flow_runs/filter", {}, Host=host)[0] == 400


def test_it_answers_on_this_machine_only(served):
    known = json.loads((served.folder / "prefect" / RUNNING).read_text())
    listening = [one.laddr.ip for one in psutil.Process(known["pid"]).net_connections() if one.status == "LISTEN"]
    assert listening == ["127.0.0.1"]


@pytest.mark.skipif(os.name == "nt", reason="rights of files")
def test_the_password_is_for_its_owner_only(served):
    assert (served.folder / "prefect" / PASSWORD).stat().st_mode & 0o077 == 0
    assert served.password not in (served.folder / "screen").read_text()


@pytest.mark.parametrize("is_enforced", [True, False])
def test_a_request_does_not_choose_the_folder(served, is_enforced):
    deployment = served.deployment()
    assert deployment["parameters"] == {} and not deployment["parameter_openapi_schema"].get("properties")
    body = {"parameters": {"marts": str(served.foreign), "force": True}, "enforce_parameter_schema": is_enforced}
    status, _, run = served.ask(f"/deployments/{deployment['id']}/create_flow_run", body)
    assert status == 409 or served.end_of(run) in ("FAILED", "CRASHED")
    assert [path.name for path in served.foreign.rglob("*")] == ["latest", "thesis.docx"]


def test_a_request_starts_what_was_ordered(served):
    variables = {"env": {"ONESTOP_ORDER": json.dumps({"marts": str(served.foreign)})}}
    body = {"parameters": {}, "job_variables": variables}
    _, _, run = served.ask(f"/deployments/{served.deployment()['id']}/create_flow_run", body)
    assert served.end_of(run) == "COMPLETED", (served.folder / "screen").read_text()
    assert (served.folder / "marts" / "latest" / "findings.xlsx").exists()
    assert [path.name for path in served.foreign.rglob("*")] == ["latest", "thesis.docx"]
    assert not (served.folder / "marker").exists()


def test_a_server_that_opens_to_anybody_is_not_used(monkeypatch, tmp_path):
    command = ["-c", "import http.server as h; H = h.BaseHTTPRequestHandler\nclass O(H):\n def do_GET(s):"]
    command[1] += " s.send_response(200); s.end_headers()\n log_message = print\nO.log_message = lambda *a: None\n"
    command[1] += "s = h.HTTPServer(('127.0.0.1', 0), O); print(s.server_port, flush=True); s.serve_forever()"
    open_to_all = subprocess.Popen([offices.command(tmp_path)[0], *command], stdout=subprocess.PIPE, text=True)
    try:
        port = int(open_to_all.stdout.readline())
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
        with pytest.raises(SetupError, match="opens to anybody"), prefect_server():
            time.sleep(0)
    finally:
        open_to_all.kill()
    with pytest.raises(SetupError, match="does not answer"), prefect_server():
        time.sleep(0)
