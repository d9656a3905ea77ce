"""python -m tests.detection: several worlds, planted and clean, their rates in rates.csv and docs/detection.md."""

from __future__ import annotations

import argparse
import csv
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from flows.docs import DOCS

from .planters import planters
from .rates import RULES, Counts, counted, one_world
from .table import COLUMNS, RATES, in_page


def write(things: Counts, found: Counts) -> None:
    order = {rule: place for place, rule in enumerate(RULES)}
    keys = sorted(things, key=lambda key: (order[key[0]], key[1] != "planted"))  # levels in the order of the planters
    with RATES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([rule, what, level, things[key], found[key]] for key in keys for rule, what, level in [key])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.detection", description="Measures how well the audit detects."
    )
    parser.add_argument("--seeds", type=int, default=5, help="worlds with faults, one for each strength and seed")
    parser.add_argument("--clean", type=int, default=10, help="worlds without faults")
    parser.add_argument("--cases", type=int, default=12_000)
    chosen = parser.parse_args()
    rounds = max(len(planter.strengths) for planter in planters())
    jobs = [(seed, number) for seed in range(chosen.seeds) for number in range(rounds)]
    jobs += [(1000 + seed, None) for seed in range(chosen.clean)]
    things, found = Counts(), Counts()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        running = [pool.submit(one_world, seed, chosen.cases, number) for seed, number in jobs]
        for done in running:
            name, outcomes = done.result()
            more = counted(name, outcomes)
            things.update(more[0])
            found.update(more[1])
            off = {
                rule: f"{len(one.missed)} missed, {len(one.false)} false" for rule, one in outcomes.items() if one.off
            }
            print(name, off or "all as planted", flush=True)
    write(things, found)
    page = DOCS / "detection.md"
    page.write_text(in_page(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
