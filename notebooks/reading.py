"""How the notebooks read what was published: nothing but `data/marts/` is opened, and nothing else of ours imported.

ONESTOP_MARTS names another folder: the marts, or one run's tables.
"""

import json
import os
from pathlib import Path

import duckdb
import pandas as pd

MARTS = Path(__file__).resolve().parent.parent / "data" / "marts"
NO_RUN = (
    "Chưa có lần chạy nào được công bố trong {folder}. Hãy chạy `onestop audit` trước, hoặc đặt biến môi trường "
    "ONESTOP_MARTS trỏ đến thư mục chứa các bảng đã công bố."
)

WORDS = {
    "outcome": {
        "late": "Trễ hạn",
        "pending_overdue": "Đang giải quyết, quá hạn",
    },
    "apology_status": {
        "ok": "Phiếu đúng quy định",
        "missing": "Không có phiếu",
        "late": "Phiếu lập muộn",
        "no_reason": "Phiếu không nêu lý do",
        "no_new_date": "Phiếu không có ngày hẹn mới",
        "repeated": "Hẹn lại quá một lần",
        "not_assessable": "Không đánh giá được",
    },
    "problem": {
        "not_published": "Chưa công bố",
        "not_yet_in_force": "Chưa có hiệu lực",
        "expired": "Hết hiệu lực",
        "not_this_level": "Không thuộc cấp này",
        "never_used": "Chưa từng có hồ sơ",
        "not_configured": "Chưa cấu hình trong hệ thống",
        "wrong_body": "Cơ quan khác thực hiện (cần xem)",
        "configured_unpublished": "Cấu hình nhưng chưa công bố (cần xem)",
        "configured_expired": "Cấu hình nhưng hết hiệu lực (cần xem)",
        "limit_differs": "Thời hạn cấu hình khác công bố (cần xem)",
        "out_of_use": "Ngừng sử dụng trong hệ thống",
    },
    "kind": {"violation": "Vi phạm", "suspicion": "Nghi vấn", "defect": "Lỗi dữ liệu"},
    "unit_level": {"province": "Tỉnh", "district": "Huyện", "commune": "Xã"},
    "is_acknowledged": {True: "Có", False: "Không"},
}


class NoRunYet(Exception):
    """Nothing has been published where it was looked for; the message is for the reader, in Vietnamese."""


class Marts:
    """One published run. `record` is its run.json, empty where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        """Raises NoRunYet. Where the run stands under `runs` too, that copy is read: it does not change meanwhile."""
        base = folder or Path(os.environ.get("ONESTOP_MARTS") or MARTS)
        latest = base / "latest" if (base / "latest").is_dir() else base
        if not (latest / "unit_lateness.parquet").is_file():
            raise NoRunYet(NO_RUN.format(folder=base))
        self.record = _record(latest)
        own = latest.parent / "runs" / self.record.get("run_id", "-")
        self.folder = own if (own / "unit_lateness.parquet").is_file() else latest

    def table(self, name: str, unit_code: str | None = None) -> pd.DataFrame:
        """A published table, of one unit if it is given. Raises NoRunYet when the table was not published."""
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise NoRunYet(NO_RUN.format(folder=path))
        with duckdb.connect() as connection:
            if unit_code is None:
                return connection.execute("from read_parquet(?)", [str(path)]).df()
            query = "from read_parquet(?) where unit_code = ?"
            return connection.execute(query, [str(path), unit_code]).df()

    def headings(self, *tables: str) -> dict[str, str]:
        """Vietnamese headings by column, from the comments in `audit.duckdb`; empty without that file."""
        path = self.folder / "audit.duckdb"
        if not path.is_file():
            return {}
        query = "select column_name, comment from duckdb_columns() where table_name = ? and comment is not null"
        with duckdb.connect(str(path), read_only=True) as connection:
            rows = [row for table in reversed(tables) for row in connection.execute(query, [table]).fetchall()]
        return {column: comment.partition(":")[0] for column, comment in rows}

    def shown(self, rows: pd.DataFrame, columns: str, *tables: str) -> pd.DataFrame:
        """Rows as a person reads them: headings and words, dd/mm/yyyy, percent; what is empty stays empty."""
        names = self.headings(*tables)
        cells = {}
        for column in columns.split():
            words = WORDS.get(column, {})
            if column.endswith("rate"):
                texts = [percent(value) for value in rows[column]]
            elif pd.api.types.is_datetime64_any_dtype(rows[column]):
                texts = [day(value) for value in rows[column]]
            else:
                texts = ["" if pd.isna(value) else words.get(value, value) for value in rows[column]]
            cells[names.get(column, column)] = texts
        return pd.DataFrame(cells)


def _record(folder: Path) -> dict:
    try:
        return json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def percent(value: float | None) -> str:
    """12,5% for 0.125, "" for no value: an unknown rate is never shown as 0."""
    return "" if value is None or pd.isna(value) else f"{value * 100:.1f}%".replace(".", ",")


def number(value: float | None) -> str:
    """1.234 for 1234, "" for no value."""
    return "" if value is None or pd.isna(value) else f"{int(value):,}".replace(",", ".")


def day(value: pd.Timestamp | None) -> str:
    """dd/mm/yyyy, with the time unless it is midnight; "" for no value."""
    if value is None or pd.isna(value):
        return ""
    return f"{value:%d/%m/%Y}" if value == value.normalize() else f"{value:%d/%m/%Y %H:%M}"


def peers_of(unit_code: str, units: pd.DataFrame) -> pd.DataFrame:
    """The other units of the same type, or of the same level where the type is not known."""
    own = units[units["unit_code"] == unit_code].iloc[0]
    kind = "unit_type" if "unit_type" in units and pd.notna(own.get("unit_type")) else "unit_level"
    return units[(units[kind] == own[kind]) & (units["unit_code"] != unit_code)]


def beside_peers(own: pd.Series, peers: pd.DataFrame, own_slips: pd.Series | None, slips: pd.DataFrame) -> pd.DataFrame:
    """One row per rate: the unit's own, with what it was counted from, beside the quartiles of its peers' rates.

    Peers without a rate are left out, and `peers` says how many have one. Without a slip list there is no third row.
    """
    dated, late = own["completed"] - own["completed_undated"], own["completed_late"]
    overdue = own["pending_overdue"]
    measures = [
        ("Đã giải quyết trễ hạn / đã giải quyết có ngày hẹn", late, dated, own["late_rate"], peers["late_rate"]),
        (
            "Trễ hạn và quá hạn / đã giải quyết có ngày hẹn và đang quá hạn",
            late + overdue,
            dated + overdue,
            own["overdue_rate"],
            peers["overdue_rate"],
        ),
    ]
    if own_slips is not None and own_slips["is_assessable"]:
        judged = own_slips["slips_ok"] + own_slips["slips_missing"] + own_slips["slips_faulty"]
        of_peers = slips[slips["unit_code"].isin(peers["unit_code"])]["missing_rate"]
        label = "Thiếu phiếu xin lỗi / hồ sơ trễ hạn, quá hạn"
        measures.append((label, own_slips["slips_missing"], judged, own_slips["missing_rate"], of_peers))
    rows = []
    for label, count, out_of, rate, rates in measures:
        known = rates.dropna()
        quartiles = [known.quantile(share) if len(known) else None for share in (0.25, 0.5, 0.75)]
        rows.append([label, count, out_of, rate, len(known), *quartiles])
    names = ["measure", "count", "out_of", "rate", "peers", "lower_quartile", "median", "upper_quartile"]
    return pd.DataFrame(rows, columns=names)


def comparison_shown(comparison: pd.DataFrame) -> pd.DataFrame:
    """What `beside_peers` found, as a person reads it."""
    shown = comparison.copy()
    for column in ("count", "out_of"):
        shown[column] = [number(value) for value in comparison[column]]
    for column in ("rate", "lower_quartile", "median", "upper_quartile"):
        shown[column] = [percent(value) for value in comparison[column]]
    shown.columns = [
        "Chỉ tiêu",
        "Số lượng",
        "Trên",
        "Tỷ lệ",
        "Số đơn vị cùng loại có tỷ lệ",
        "Tứ phân vị dưới",
        "Trung vị",
        "Tứ phân vị trên",
    ]
    return shown
