"""Carries the extracts through the house: ingest, build, judge, publish.

The settings below stand before anything imports Prefect or Great Expectations: an office PC may be cut off from
the internet, so nothing reports anywhere, and a first start on a slow disk gets the time it needs.
A value that is already in the environment wins. Where nobody names a server, Prefect starts one for the run, which
answers to a password drawn here and lets no web page read its answers.
"""
# ruff: noqa: E402 - the import path is cleared before anything is looked for on it

from flows.own_ground import clear_import_path

clear_import_path()

# isort: split
import atexit
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_QUIET_AND_OFFLINE = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",  # the words of a trouble may name files and folders
    "PREFECT_HOME": str(ROOT / ".prefect"),
}
_OWN_SERVER = {
    "PREFECT_SERVER_API_AUTH_STRING": f"onestop:{secrets.token_urlsafe(32)}",
    "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "http://127.0.0.1",
}
for _name, _value in _QUIET_AND_OFFLINE.items():
    os.environ.setdefault(_name, _value)
if "PREFECT_API_URL" not in os.environ:
    for _name, _value in _OWN_SERVER.items():
        os.environ.setdefault(_name, _value)
    os.environ.setdefault("PREFECT_API_AUTH_STRING", os.environ["PREFECT_SERVER_API_AUTH_STRING"])

for _number, _name in enumerate(("stdin", "stdout", "stderr")):
    if getattr(sys, _name) is None:  # closed by whoever started us: the next file opened would take its place
        setattr(sys, _name, os.fdopen(os.open(os.devnull, os.O_RDWR), "r" if _number == 0 else "w"))

if sys.platform == "win32":  # the console of an office PC may not be set to UTF-8
    for _stream in (sys.stdout, sys.stderr):
        _stream.reconfigure(encoding="utf-8", errors="replace")


def _nothing_more_to_say() -> None:
    """Keeps off the screen what DuckDB's bindings print of themselves while the interpreter is taken down."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):  # whoever read it is gone, as `head` is
            os.dup2(nowhere, number)
    os.dup2(nowhere, 2)


atexit.register(_nothing_more_to_say)  # registered first, so it runs last
