"""Measurements, each in a process of its own, so that its peak memory is its own; times are wall-clock seconds."""

import json
import platform
import resource
import subprocess
import sys

from flows import ROOT


def peak_mb() -> float:
    """The most memory that this process has held, in MB (2^20 bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if platform.system() == "Darwin" else 1024)


def apart(room: str, call: str, *arguments: object) -> dict | None:
    """What `benchmarks.<room>.<call>(*arguments)` gives in a new process; None where it fails or is killed."""
    code = (
        "import json, sys; from importlib import import_module; "
        f"print(json.dumps(getattr(import_module('benchmarks.{room}'), '{call}')(*json.loads(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", code, json.dumps(arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1]) if done.returncode == 0 else None
