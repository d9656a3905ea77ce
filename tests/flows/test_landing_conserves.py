"""Principle 1, on tables that nobody drew by hand: every case that was written lands, value for value, at its row."""

import hashlib
import hmac
import tempfile
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from flows.door.door import looks_personal
from tests.flows import sheets

KEY = b"a key of the tests, 32 bytes long"
FIELDS = {
    "STT": None,
    "Mã hồ sơ": "case_id",
    "Đơn vị": "unit",
    "Ngày tiếp nhận": "received_at",
    "Ngày hẹn trả": "due_at_original",
    "Người nộp": "applicant_key",
    "Trạng thái": "status",
    "Thủ tục": "procedure_name",
    "Lĩnh vực": "sector",
    "Số điện thoại": "contact_key",
    "Ngày có kết quả": "finished_at",
}
REQUIRED = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"]
OPTIONAL = [heading for heading in FIELDS if heading not in REQUIRED]

letters = st.text("abcdđêăươĐẮẫ ()-./:0123456789", min_size=1, max_size=9).filter(str.strip)
names = st.one_of(
    letters, st.sampled_from(["Tổng công ty Sâm", "Cộng đồng thôn 5", "A, B; C", 'Y "Blon"', "hai\ndòng"])
)
dates = st.one_of(
    st.datetimes().map(lambda moment: moment.strftime("%d/%m/%Y %H:%M:%S")),
    st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
    st.sampled_from(["hôm qua", "31/02/2021", "  03/06/2020  "]),
)
# A required column of dates stops its file from its fifth unread cell on (test_date_columns.py): four stay below it.
receipts = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)).map(lambda moment: f"{moment:%d/%m/%Y %H:%M:%S}")
UNREAD = 4
VALUES = {"Người nộp": names, "Thủ tục": names.filter(lambda text: not looks_personal(text))} | {
    heading: dates for heading in FIELDS if heading.startswith("Ngày")
}

titles = st.lists(st.sampled_from(["UBND TỈNH KON TUM", "BÁO CÁO, quý II; năm 2020", "Từ ngày 01/06/2020", None]))
FURNITURE = {
    "group": ["Lĩnh vực: Đất đai"],
    "second group": ["Hộ tịch"],
    "total": ["Tổng số", None, "đã xong"],
    "signature": ["Người lập biểu", None, "Thủ trưởng"],
}


@dataclass
class Table:
    """A table as drawn: its rows, and what of them must land, by row number."""

    order: list[str]
    titles: list[str | None]
    body: list[tuple[str, list[str | None]]]
    pad: int
    has_numbering: bool
    ending: str
    delimiter: str
    rows: list[list[str | None]] = field(default_factory=list)
    expected: dict[int, dict[str, str | None]] = field(default_factory=dict)
    furniture: int = 0

    def __post_init__(self) -> None:
        """Lays the rows out. A record of a text file that is wholly blank has no number."""
        self.number, group = 0, None
        for title in self.titles:
            self._put([title] if title else [])
        self._put(self.order)
        if self.has_numbering:
            self._put([f"({place})" for place in range(1, len(self.order) + 1)])
            self.furniture += 1
        for kind, cells in self.body:
            self._put(cells)
            if kind == "case":
                written = dict(zip(self.order, cells, strict=True))
                self.expected[self.number] = {FIELDS[name]: text for name, text in written.items() if FIELDS[name]}
                self.expected[self.number]["group_text"] = group if "Lĩnh vực" not in self.order else None
            elif kind != "blank":
                self.furniture += 1
                group = cells[0] if self._is_told_as_group(kind) else group

    def _is_told_as_group(self, kind: str) -> bool:
        """In a personal column only the word "Lĩnh vực" tells a group from somebody's name."""
        return kind == "group" or (kind == "second group" and self.order[0] not in ("Người nộp", "Số điện thoại"))

    def _put(self, cells: list[str | None]) -> None:
        self.rows.append([None] * self.pad + cells if cells else [])
        self.number += 1 if cells or self.ending == ".xlsx" else 0


@st.composite
def tables(draw: st.DrawFn) -> Table:
    order = draw(st.permutations(REQUIRED + draw(st.lists(st.sampled_from(OPTIONAL), unique=True, min_size=1))))
    body: list[tuple[str, list[str | None]]] = []
    for number in range(draw(st.integers(1, 9))):
        if kind := draw(st.sampled_from([*FURNITURE, "heading", "blank", None, None, None])):
            body.append((kind, {"heading": order, "blank": []}.get(kind, FURNITURE.get(kind, []))))
        sparse = draw(st.booleans())
        row = {name: draw(VALUES.get(name, letters) if not sparse else st.none() | letters) for name in order}
        row |= {"Mã hồ sơ": f"H34-{number:04d}", "Ngày tiếp nhận": draw(dates if number < UNREAD else receipts)}
        row["Ngày hẹn trả"] = draw(dates if number < UNREAD else st.none() | receipts)
        body.append(("case", [row[name] for name in order]))
    body += [(kind, FURNITURE[kind]) for kind in draw(st.sampled_from([[], ["signature"], ["total", "signature"]]))]
    return Table(
        order=order,
        titles=draw(titles),
        body=body,
        pad=draw(st.integers(0, 2)),
        has_numbering=draw(st.booleans()),
        ending=draw(st.sampled_from([".csv", ".xlsx"])),
        delimiter=draw(st.sampled_from([",", ";", "\t"])),
    )


@hypothesis(max_examples=45, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tables())
def test_every_case_lands_value_for_value_at_its_row(table):
    with tempfile.TemporaryDirectory() as folder:
        options = {"delimiter": table.delimiter} if table.ending == ".csv" else {}
        (Path(folder) / "words.csv").write_text("word\n*\n", encoding="utf-8")  # the office lets any word pass
        using = sheets.settings(Path(folder), personal_key=KEY, reference=Path(folder))
        outcome = sheets.ingest(sheets.write(using.raw / f"t{table.ending}", table.rows, **options), using)
        assert outcome.refused == []
        landed = sheets.landed_rows(outcome, using)
    card = outcome.landed[0]
    assert card.rows_read == len(landed) == len(table.expected)
    assert card.rows_furniture == table.furniture
    assert [row["row_number"] for row in landed] == list(table.expected)
    for row, written in zip(landed, table.expected.values(), strict=True):
        found = {name: _trimmed(text) for name, text in row.items() if name in written}
        assert found == {name: _as_it_lands(name, text) for name, text in written.items()}
        silent = set(sheets.layouts_fields("onestop_case_list")) - written.keys()
        assert [row[name] for name in silent] == [None] * len(silent)


def _trimmed(text: str | None) -> str | None:
    return (text or "").strip() or None


def _as_it_lands(name: str, written: str | None) -> str | None:
    text = _trimmed(written)
    if name not in ("applicant_key", "contact_key") or text is None:
        return text
    return hmac.new(KEY, unicodedata.normalize("NFC", text).encode(), hashlib.sha256).hexdigest()[:32]
