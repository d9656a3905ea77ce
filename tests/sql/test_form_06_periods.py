"""The periods of Biểu 06 are cut where the window cuts them; conventions and periods are data."""

from datetime import date

from tests.casebook import WINDOW, drawn, rows_of
from tests.sql.plain_form_06 import periods

PERIODS = periods(*WINDOW)
CUT = """
period_id            | from       | to         | start | end
window               | 2020-06-01 | 2021-04-30 | false | false
quarter_2020_2       | 2020-06-01 | 2020-06-30 | true  | false
quarter_2020_3       | 2020-07-01 | 2020-09-30 | false | false
quarter_2020_4       | 2020-10-01 | 2020-12-31 | false | false
quarter_2021_1       | 2021-01-01 | 2021-03-31 | false | false
quarter_2021_2       | 2021-04-01 | 2021-04-30 | false | true
report_quarter_2020_2| 2020-06-01 | 2020-06-14 | true  | false
report_quarter_2020_3| 2020-06-15 | 2020-09-14 | false | false
report_quarter_2020_4| 2020-09-15 | 2020-12-14 | false | false
report_quarter_2021_1| 2020-12-15 | 2021-03-14 | false | false
report_quarter_2021_2| 2021-03-15 | 2021-04-30 | false | true
"""


def test_periods_are_cut_where_the_window_cuts_them(sample) -> None:
    query = "select period_id, period_from, period_to, is_cut_at_start, is_cut_at_end from report_periods"
    found = [[str(value).lower() for value in row.values()] for row in rows_of(sample, f"{query} order by period_no")]
    assert found == [list(one.values()) for one in drawn(CUT)]
    shown = {one["period_id"]: tuple(map(date.fromisoformat, (one["from"], one["to"]))) for one in drawn(CUT)}
    assert shown == PERIODS
