"""One made-up province from seed to files; every stage draws from its own random stream."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from flows.reading.invented import mark_as_invented

from . import (
    cases,
    catalog,
    conduct,
    deadlines,
    earlier,
    faults,
    filings,
    gaming,
    labels,
    lists,
    national,
    odd,
    papers,
    procedures,
    publication,
    register,
    restarts,
    selections,
    shapes,
    slips,
    steps,
    styles,
    vertical,
)


def write(count: int, seed: int, out: Path, labels_path: Path) -> pd.DataFrame:
    """Writes extracts and labels, returns the labels; a file of the same name in `out` is overwritten."""
    streams = iter([np.random.default_rng([seed, stage]) for stage in range(10)])
    found = labels.Labels()
    province = catalog.load(count, next(streams))
    frame = cases.make(province, next(streams))
    style = styles.draw(province.units, next(streams))
    issued = slips.issue(frame, province, style, found, next(streams))
    planter = faults.Planter(frame, province, style, found, next(streams))
    faults.plant(planter)
    procedures.label_planned(frame, province, found)
    procedures.label_never_used(frame, province, found)
    configured = procedures.configure(province, found, next(streams))
    planter.styles = style = conduct.with_columns(style, province.units)
    for number, family in enumerate((deadlines, conduct, gaming, publication), 30):
        family.plant(planter.drawing_from(np.random.default_rng([seed, number])))
    more = restarts.plant(planter.drawing_from(np.random.default_rng([seed, 34])))
    issued = pd.concat([issued, more], ignore_index=True)
    configured = publication.configure(configured, province, found, np.random.default_rng([seed, 40]))
    issued = odd.plant(planter.drawing_from(np.random.default_rng([seed, 50])), issued)
    filings.label(planter)
    out.mkdir(parents=True, exist_ok=True)
    shapes.write_all(frame, province, style, out, next(streams))
    lists.write_all(frame, issued, configured, province, out)
    for number, witness in enumerate((earlier, national, register, papers, selections, vertical, steps), 20):
        witness.write(planter.drawing_from(np.random.default_rng([seed, number])), out)
    table = found.table(frame, province.units)
    labels.write(table, labels_path)
    mark_as_invented(out)
    return table
