"""The other files that units send: csv, an HTML page named xls, a csv in TCVN3, a zip, a table of OpenCPS as Parquet.

Lines are lists of cells, texts or numbers. Nothing asks for the clock.
"""

from __future__ import annotations

import csv
import html
import io
import zipfile
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tests.shapes.texts import tcvn3

from .catalog import Province
from .wording import applicants

MADE_UP = "Dữ liệu mô phỏng – mọi người và hồ sơ đều hư cấu"
OPENCPS_STATUSES = {1: "new", 2: "received", 3: "denied", 4: "processing", 5: "waiting", 6: "paying"}
OPENCPS_STATUSES |= {7: "cancelled", 8: "unresolved", 9: "releasing", 10: "done"}
OPENCPS_DATES = {"submitDate": "submitted_at", "receiveDate": "received_at", "dueDate": "due", "extendDate": "due_at"}
OPENCPS_DATES |= {"releaseDate": "finished_at", "finishDate": "returned_at"}


def _text(lines: list[list], separator: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return written.getvalue()


def write_csv(path: Path, lines: list[list], separator: str) -> None:
    path.write_bytes(_text(lines, separator).encode("utf-8-sig"))


def write_tcvn3(path: Path, lines: list[list], separator: str) -> None:
    path.write_bytes(tcvn3(_text(lines, separator)))


def write_html(path: Path, lines: list[list], separator: str) -> None:
    width = max(len(line) for line in lines)
    rows = [
        f"<tr><td colspan={width}>{html.escape(str(line[0]))}</td></tr>"
        if len(line) == 1
        else f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in line)}</tr>"
        for line in lines
    ]
    head = f'<html><head><meta charset="utf-8"><title>{MADE_UP}</title></head><body><table border="1">'
    path.write_text(f"{head}\n{chr(10).join(rows)}\n</table></body></html>\n", encoding="utf-8", newline="\n")


def write_zip(path: Path, lines: list[list], separator: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = MADE_UP.encode()
        inside = zipfile.ZipInfo(f"{path.stem}.csv", (2021, 5, 7, 8, 0, 0))
        archive.writestr(inside, _text(lines, separator).encode("utf-8-sig"), zipfile.ZIP_DEFLATED)


WRITERS = {"csv": write_csv, "tcvn3.csv": write_tcvn3, "xls": write_html, "zip": write_zip}


def write_opencps(path: Path, part: pd.DataFrame, province: Province) -> None:
    """The dossier table of one unit, typed; what a one-stop list tells of a case and OpenCPS does not is left out."""
    procedures = province.procedures.iloc[part["procedure"]]
    units = province.units.iloc[part["unit"]]
    known = part["has_procedure_code"].to_numpy()
    status = part["status"].map(OPENCPS_STATUSES).to_numpy(object)
    columns: dict[str, object] = {
        "dossierId": np.arange(70_001, 70_001 + len(part)),
        "dossierNo": part["case_id"].to_numpy(object),
        "serviceCode": np.where(known, procedures["procedure_code"].to_numpy(object) + ".000.00.00.H34", None),
        "serviceName": procedures["procedure_name"].to_numpy(object),
        "serviceLevel": part["level"].to_numpy(),
        "govAgencyName": np.where(part["unit_as_written"] != "", part["unit_as_written"], units["unit_name"]),
        "applicantName": applicants(part.index.to_numpy()),
        "online": (part["channel"] == "online").to_numpy(),
        "dossierStatus": np.where(part["status_as_written"] != "", part["status_as_written"], status),
        "viaPostal": np.zeros(len(part), int),
    }
    columns |= {heading: _moments(part[name]) for heading, name in OPENCPS_DATES.items()}
    pq.write_table(pa.table(columns).replace_schema_metadata({"note": MADE_UP}), path)


def _moments(column: pd.Series) -> pa.Array:
    moments: list[datetime | None] = column.to_numpy("datetime64[s]").tolist()
    return pa.array(moments, pa.timestamp("ms"))
