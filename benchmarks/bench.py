"""`make bench`: how fast reading, landing and the whole walk are, as ratios measured in one run. Not part of the tests.

Sizes of the walk in cases on the command line: `python -m benchmarks.bench 100000 1000000`; `--landing 10000000` lands
a csv of so many rows, `--only containers|landing|walk` runs one table alone.
"""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks import containers, landing, walk


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--landing", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--only", choices=("containers", "landing", "walk"))
    asked = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.only in (None, "containers"):
            containers.report(folder, console)
        if asked.only in (None, "landing"):
            landing.report(folder, console, asked.landing)
        if asked.only in (None, "walk"):
            walk.report(folder, console, asked.sizes)


if __name__ == "__main__":
    main()
