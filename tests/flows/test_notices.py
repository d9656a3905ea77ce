"""What the last screen says besides the figures: the gravest first, and never more than fits."""

import re
from pathlib import Path

import pytest

from flows.publishing.publish import Published
from flows.screen import console
from flows.screen.notices import notices

SUMMARY = {
    "extracts": [{"sheets_read": 30, "sheets_refused": 9, "rows_read": 1234}],
    "lateness": [{"cases": 9, "units": 2, "late": 1, "completed_dated": 5, "overdue": 0, "pending": 4}],
    "coverage": [{"covered": 1, "partly": 1, "uncovered": 3}],
    "apologies": [{"slips_missing": 1, "assessed": 2}],
    "procedures": [],
    "findings": [],
    "not_assessable": [],
    "refusals": [{"file_name": f"{n}.csv", "sheet": "", "row_number": 1, "todo": "mend"} for n in range(9)],
    "stale_acknowledgements": [{"rule_id": "B1", "case_id": "x", "unit_code": "62", "why": "expired"}] * 9,
}


def published(**record) -> Published:
    empty = {"changed": [], "renamed": [], "repeated": [], "ledger": {"faults": []}}
    run = {"run_id": "r", "parameters": {"window_from": "2020-06-01", "window_to": "2021-04-30"}}
    return Published(run | empty | record, Path("latest"), SUMMARY, unchanged=True)


def test_the_gravest_comes_first():
    fault = {"vi": "mục 3 đã bị sửa", "en": "entry 3 has been changed"}
    found = notices(
        published(
            changed=["a.csv"], renamed=[["b.csv", "c.csv"]], repeated=[["d.csv", "e.csv"]], ledger={"faults": [fault]}
        )
    )
    told = [re.search(r"entry 3|[abd]\.csv|acknowledged", en).group() for _, en in found]
    assert told == ["entry 3", "a.csv", "b.csv", "d.csv", *["acknowledged"] * 9]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_however_much_there_is_to_say_the_screen_stays_short(capsys, lang):
    many = [f"{n}.csv" for n in range(40)]
    pairs = [[name, name] for name in many]
    fault = {"vi": "mục 3 đã bị sửa", "en": "entry 3 has been changed"}
    console.last_screen(published(changed=many, renamed=pairs, repeated=pairs, ledger={"faults": [fault]}), lang)
    screen = capsys.readouterr().out
    assert len(screen.splitlines()) < 25
    assert "124" in screen  # of 130 notices the first six are said, and how many more there are
    assert "ledger --verify" in screen
