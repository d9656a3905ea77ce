"""One plain csv of the case-list layout, heading in the first row, for timing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from . import cases, catalog, wording
from .slips import measured_end

_WRITE = """
copy (
    select
        case_id as "Mã hồ sơ", procedure_code as "Mã thủ tục", procedure_name as "Thủ tục",
        sector as "Lĩnh vực",
        level as "Mức độ", unit_name as "Đơn vị xử lý", applicant as "Chủ hồ sơ",
        channel as "Hình thức tiếp nhận",
        strftime(submitted_at, '%d/%m/%Y %H:%M:%S') as "Ngày nộp",
        strftime(received_at, '%d/%m/%Y %H:%M:%S') as "Ngày tiếp nhận",
        strftime(due, '%d/%m/%Y %H:%M:%S') as "Ngày hẹn trả",
        strftime(due_at, '%d/%m/%Y %H:%M:%S') as "Ngày hẹn trả mới",
        strftime(supplement_requested_at, '%d/%m/%Y %H:%M:%S') as "Ngày yêu cầu bổ sung",
        strftime(supplement_completed_at, '%d/%m/%Y %H:%M:%S') as "Ngày bổ sung đủ hồ sơ",
        strftime(finished_at, '%d/%m/%Y %H:%M:%S') as "Ngày có kết quả",
        strftime(returned_at, '%d/%m/%Y %H:%M:%S') as "Ngày trả kết quả",
        status_text as "Trạng thái"
    from frame
) to '{path}' (header, delimiter ',')
"""


def write(count: int, seed: int, path: Path) -> int:
    """Returns the number of rows. Late cases are there, planted faults are not."""
    province = catalog.load(count, np.random.default_rng([seed, 0]))
    frame = cases.make(province, np.random.default_rng([seed, 1]))
    late = measured_end(frame) > frame["due"].dt.normalize()
    frame["due_at"] = (frame["due"] + pd.Timedelta(days=7)).where(late & (frame.index % 2 == 0))
    names = [spellings[0] for spellings in wording.units(province.units)]
    statuses = wording.statuses()
    texts = np.array([statuses.get(code, [""])[0] for code in range(11)], dtype=object)
    channels = {code: channel[0] for code, channel in wording.CHANNELS.items()}
    procedures = province.procedures
    for column in ("procedure_code", "procedure_name", "sector"):
        frame[column] = pd.Categorical.from_codes(*_coded(procedures[column], frame["procedure"]))
    frame["unit_name"] = pd.Categorical.from_codes(frame["unit"], names)
    frame["status_text"] = texts[frame["status"].to_numpy()]
    frame["channel"] = frame["channel"].map(channels)
    frame["applicant"] = wording.applicants(frame.index.to_numpy())
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        connection.execute(_WRITE.format(path=str(path).replace("'", "''")))
    return len(frame)


def _coded(values: pd.Series, rows: pd.Series) -> tuple[np.ndarray, pd.Index]:
    codes, texts = pd.factorize(values)
    return codes[rows.to_numpy()], pd.Index(texts)
