"""A unit's own report is read to the figure, and what its figures leave unaccounted for is told, never guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.casebook import Casebook, drawn, rows_of

CELLS = [
    *("total", "received_online", "received_direct", "carried_over", "completed", "completed_early"),
    *("completed_on_time", "completed_late", "pending", "pending_in_time", "pending_overdue"),
]
DIFFERENCES = ("total_difference", "completed_difference", "pending_difference", "balance_difference")
# total = online + direct + carried over; completed = early + on time + late; pending = in time + overdue
HOLDS = dict(zip(CELLS, (30, 5, 20, 5, 26, 10, 12, 4, 4, 3, 1), strict=True))


def _audited(tmp_path, rows: list[dict], **card) -> list[dict]:
    book = Casebook(tmp_path / "book")
    book.write("r.csv", "form_06_report", rows, **({"sender": "608"} | card))
    with book.tables() as connection:
        lines = rows_of(connection, "select * from reported_form_06 order by row_number")
        rejects = rows_of(connection, 'select "column", as_written, reason from rejects order by all')
    return [*lines, {"rejects": [tuple(reject.values()) for reject in rejects]}]


BROKEN = """
cell              | total | completed | pending | balance
total             | 1     | 0         | 0       | 1
received_online   | -1    | 0         | 0       | 0
received_direct   | -1    | 0         | 0       | 0
carried_over      | -1    | 0         | 0       | 0
completed         | 0     | 1         | 0       | -1
completed_early   | 0     | -1        | 0       | 0
completed_on_time | 0     | -1        | 0       | 0
completed_late    | 0     | -1        | 0       | 0
pending           | 0     | 0         | 1       | -1
pending_in_time   | 0     | 0         | -1      | 0
pending_overdue   | 0     | 0         | -1      | 0
"""


def test_one_case_too_many_breaks_the_identities_that_its_cell_stands_in(tmp_path):
    rows = [{"item": "Đất đai", **HOLDS, **{one["cell"]: HOLDS[one["cell"]] + 1}} for one in drawn(BROKEN)]
    *lines, last = _audited(tmp_path, [{"item": "Hộ tịch", **HOLDS}, *rows])
    assert [lines[0][name] for name in DIFFERENCES] == [0, 0, 0, 0]
    told = [[line[name] for name in DIFFERENCES] for line in lines[1:]]
    assert told == [[int(one[name]) for name in list(one)[1:]] for one in drawn(BROKEN)]
    assert last["rejects"] == []


def test_an_empty_or_unreadable_cell_is_not_0(tmp_path):
    rows = [
        {"item": "Đất đai", **HOLDS, "completed_late": None},
        {"item": "Hộ tịch", **HOLDS, "pending_overdue": "1,5"},
        {"item": "Chăn nuôi", **HOLDS, "received_online": "#REF!"},
        {"item": "Thú y", **dict.fromkeys(CELLS, "0")},
    ]
    *lines, last = _audited(tmp_path, rows)
    assert [[line[name] for name in DIFFERENCES] for line in lines] == [
        [0, None, 0, 0],
        [0, 0, None, 0],
        [None, 0, 0, 0],
        [0, 0, 0, 0],
    ]
    assert last["rejects"] == [
        ("pending_overdue", "1,5", "unreadable_number"),
        ("received_online", "#REF!", "unreadable_number"),
    ]


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 50)] * 6), min_size=1, max_size=6))
def test_what_is_added_up_rightly_leaves_nothing_over(tmp_path_factory, parts: list[tuple]):
    rows = []
    for early, on_time, late, in_time, overdue, online in parts:
        completed, pending = early + on_time + late, in_time + overdue
        online = min(online, completed + pending)
        cells = (completed + pending, online, completed + pending - online, 0, completed, early, on_time, late)
        rows.append({"item": "Đất đai", **_texts((*cells, pending, in_time, overdue))})
    rows.append({"item": "Tổng số", **_texts([sum(int(row[cell]) for row in rows) for cell in CELLS])})
    *lines, last = _audited(tmp_path_factory.mktemp("book"), rows)
    assert len(lines) == len(rows) and last["rejects"] == []
    assert {line[name] for line in lines for name in DIFFERENCES} == {0}
    assert [line["cells_off_sum"] for line in lines] == [None] * len(parts) + [0]


def _texts(counts) -> dict:
    return {name: str(count) for name, count in zip(CELLS, counts, strict=True)}


# --- total rows ----------------------------------------------------------------------------------------------------

TOTALS = """
what                               | label    | item         | completed | kind  | off
the lines                          | 1        | Đất đai      | 10        | line  |
                                   | 2        | Công thương  | 20        | line  |
the sum                            | Tổng số  |              | 30        | total | 0
"""


def _sheet(tmp_path, text: str) -> list[tuple]:
    rows = [
        {"line_label": one["label"], "item": one["item"], **HOLDS, "completed": one["completed"]} for one in drawn(text)
    ]
    for row in rows:  # only one cell is looked at
        row |= {name: "" for name in CELLS if name not in ("completed", "pending", "total")} | {
            "pending": 0,
            "total": 0,
        }
    *lines, last = _audited(tmp_path, [{k: str(v) for k, v in row.items()} for row in rows])
    assert [(line["line_kind"], line["cells_off_sum"]) for line in lines] == [
        (one["kind"], int(one["off"]) if one["off"] else None) for one in drawn(text) if one["kind"]
    ]
    return last["rejects"]


@pytest.mark.parametrize(
    ("label", "item", "completed", "kind", "off"),
    [
        ("Tổng số", "", "30", "total", "0"),
        ("", "Tổng số", "30", "total", "0"),
        ("", "TỔNG CỘNG:", "30", "total", "0"),
        ("", "Cộng", "29", "total", "1"),
        ("", "Cộng", "", "total", "0"),
        ("3", "Tổng hợp", "30", "line", ""),
    ],
)
def test_a_total_row_is_told_by_its_label_and_held_against_the_lines(tmp_path, label, item, completed, kind, off):
    text = TOTALS.rpartition("the sum")[0] + f" | {label} | {item} | {completed} | {kind} | {off}\n"
    assert _sheet(tmp_path, text) == []


def test_groups_are_not_added_twice_and_two_totals_are_compared_with_nothing(tmp_path):
    groups = """
what | label | item            | completed | kind  | off
     | I     | Cấp tỉnh        | 30        | group |
     | 1     | Đất đai         | 10        | line  |
     | 2     | Hộ tịch         | 20        | line  |
     |       | Tổng số         | 30        | total | 0
"""
    assert _sheet(tmp_path / "groups", groups) == []
    assert _sheet(tmp_path / "two", groups.rstrip()[:-1] + "\n     |  | Cộng | 30 | total |\n") == []


def test_a_line_without_name_is_rejected_and_a_line_that_lacks_a_figure_is_not_summed(tmp_path):
    text = """
what | label | item    | completed | kind  | off
     | 1     | Đất đai | 10        | line  |
     | 2     |         | 20        |       |
     | 3     | Hộ tịch | 1,5       | line  |
     |       | Tổng số | 30        | total | 0
"""
    assert _sheet(tmp_path, text) == [("completed", "1,5", "unreadable_number"), ("item", None, "no_item")]


# --- unit, period, later report ------------------------------------------------------------------------------------


def test_a_later_report_takes_the_place_of_an_earlier_one(tmp_path):
    book = Casebook(tmp_path / "book")
    title = '"Từ ngày 15/03/2020 đến ngày 14/06/2020"\n'
    for name, card, completed in (
        ("first.csv", {"sender": "608", "taken_at": "2020-06-15T08:00:00"}, 25),
        ("second.csv", {"sender": "608", "taken_at": "2020-06-20T08:00:00"}, 26),
        ("other.csv", {"sender": "615"}, 27),
    ):
        book.write(name, "form_06_report", [{"item": "Đất đai", **HOLDS, "completed": completed}], **card)
        path = book.raw / name
        path.write_text(title + path.read_text(encoding="utf-8"), encoding="utf-8")
    book.write("no_title.csv", "form_06_report", [{"item": "Đất đai", **HOLDS}])
    with book.audit() as connection:
        lines = rows_of(
            connection,
            "select unit_code, completed, period_from, period_to, period_kind, is_latest from reported_form_06 "
            "order by unit_code, completed",
        )
        rejects = rows_of(connection, "select reason from rejects")
        kept = rows_of(connection, "select distinct period_from, rows_landed, rows_staged, rows_rejected from extracts")
    days = (date(2020, 3, 15), date(2020, 6, 14), "days")
    assert [tuple(line.values()) for line in lines] == [
        ("608", 25, *days, False),
        ("608", 26, *days, True),
        ("615", 27, *days, True),
        ("UNRESOLVED", 26, None, None, None, None),
    ]
    assert [reject["reason"] for reject in rejects] == ["unresolved_unit"]
    assert sorted(map(str, (tuple(row.values()) for row in kept))) == sorted(
        map(str, [(days[0], 1, 1, 0), (None, 1, 1, 0)])
    )
