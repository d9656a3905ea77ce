"""python -m tests.simulator --cases 25000 --seed 1 --out data/raw --labels tests/simulator/labels.csv"""

from __future__ import annotations

import argparse
from pathlib import Path

from . import bench, sample


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator", description="Writes made-up extracts and their labels."
    )
    parser.add_argument("--cases", type=int, default=25_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("data/raw"))
    parser.add_argument("--labels", type=Path, default=Path("tests/simulator/labels.csv"))
    parser.add_argument("--bench-csv", type=Path, help="write one plain csv here instead, without faults and labels")
    chosen = parser.parse_args()
    if chosen.bench_csv:
        print(f"{bench.write(chosen.cases, chosen.seed, chosen.bench_csv)} cases in {chosen.bench_csv}")
        return
    table = sample.write(chosen.cases, chosen.seed, chosen.out, chosen.labels)
    print(table.groupby("rule_id").size().to_string())


if __name__ == "__main__":
    main()
