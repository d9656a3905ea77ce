"""Carries the extracts through the house: ingest, build, judge, publish.

The settings below stand before anything imports Prefect or Great Expectations: an office PC may be cut off from
the internet, so nothing reports anywhere, and a first start on a slow disk gets the time it needs.
A value that is already in the environment wins.
"""

import atexit
import os
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
    "PREFECT_HOME": str(ROOT / ".prefect"),
}
for _name, _value in _QUIET_AND_OFFLINE.items():
    os.environ.setdefault(_name, _value)

if sys.platform == "win32":  # the console of an office PC may not be set to UTF-8
    for _stream in (sys.stdout, sys.stderr):
        _stream.reconfigure(encoding="utf-8", errors="replace")


def _nothing_more_to_say() -> None:
    """Keeps off the screen what DuckDB's bindings print of themselves while the interpreter is taken down."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


atexit.register(_nothing_more_to_say)  # registered first, so it runs last
