"""What extracts cover, worked out a second time in plain Python: every unit and month of the sample, and of a small
world whose months were also told by hand.
"""

from datetime import date, datetime

import duckdb
import pytest

from flows.common.settings import Settings
from flows.reading.ingest import FileOutcome
from flows.steps import build_marts
from tests.casebook import THRESHOLDS, Casebook, drawn, ingest_all
from tests.sql.plain_cases import read_lists
from tests.sql.plain_coverage import Told, coverage, months

# One case per list, a day in each cell; the window is 01/06/2020-30/04/2021. A list with `from` has a title.
WORLD = """
list        | of                 | from       | to         | taken      | received   | ended
two_1       | Huyện Đắk Glei     | 01/02/2021 | 20/02/2021 | 2021-02-21 | 01/02/2021 | 05/02/2021
two_2       | Huyện Đắk Glei     | 15/02/2021 | 28/02/2021 | 2021-03-01 | 15/02/2021 | 17/02/2021
two_3       | Huyện Đắk Glei     | 01/02/2021 | 10/02/2021 | 2021-03-05 | 01/02/2021 | 05/02/2021
gap_1       | Huyện Ngọc Hồi     | 01/03/2021 | 10/03/2021 | 2021-04-02 | 02/03/2021 | 05/03/2021
gap_2       | Huyện Ngọc Hồi     | 12/03/2021 | 31/03/2021 | 2021-04-01 | 15/03/2021 | 17/03/2021
taken_early | Huyện Đắk Tô       | 01/04/2021 | 30/04/2021 | 2021-04-20 | 02/04/2021 | 05/04/2021
whole       | Huyện Kon Rẫy      | 01/05/2020 | 31/05/2021 | 2021-06-01 | 02/04/2021 | 05/04/2021
open_only   | Huyện Sa Thầy      | 01/04/2021 | 30/04/2021 | 2021-05-05 | 02/04/2021 |
vertical    | Huyện Đắk Tô       | 01/03/2021 | 30/04/2021 | 2021-05-05 | 02/03/2021 | 05/03/2021
portal      | Huyện Đắk Hà       |            |            | 2021-05-05 | 02/03/2021 | 05/03/2021
register    | Huyện Tu Mơ Rông   | 01/01/2021 | 31/03/2021 | 2021-05-05 | 02/03/2021 | 05/03/2021
empty       |                    | 01/06/2020 | 30/06/2020 | 2020-07-01 |            |
slack       | Xã Đắk Pék         |            |            | 2021-03-31 | 10/03/2021 | 12/03/2021
no_slack    | Xã Đắk Nhoong      |            |            | 2021-03-31 | 11/03/2021 | 12/03/2021
end_slack   | Xã Đắk Man         |            |            |            | 10/03/2021 | 22/03/2021
end_no      | Xã Mường Hoong     |            |            |            | 10/03/2021 | 21/03/2021
usual       | Xã Ngọc Linh       |            |            | 2021-02-28 | 01/02/2021 | 16/02/2021
carried     | Xã Đắk KRoong      |            |            | 2021-02-28 | 01/02/2021 | 17/02/2021
"""
LAYOUTS = {"vertical": "vertical_case_list", "portal": "national_sync", "register": "register_book"}
SENDERS = {"empty": "617"}
WHOLE = "614"  # its list covers all months, every other unit has the one month below
MONTHS = """
unit  | month      | days | coverage | taken               | list
610   | 2021-02-01 | 28   | covered  | 2021-03-05T08:00:00 | two_3
611   | 2021-03-01 | 30   | partly   | 2021-04-02T08:00:00 | gap_1
612   | 2021-04-01 | 20   | partly   | 2021-04-20T08:00:00 | taken_early
617   | 2020-06-01 | 30   | covered  | 2020-07-01T08:00:00 | empty
23353 | 2021-03-01 | 31   | covered  | 2021-03-31T08:00:00 | slack
23350 | 2021-03-01 | 21   | partly   | 2021-03-31T08:00:00 | no_slack
23347 | 2021-03-01 | 31   | covered  | 2021-03-22T23:59:59 | end_slack
23362 | 2021-03-01 | 21   | partly   | 2021-03-21T23:59:59 | end_no
23365 | 2021-02-01 | 28   | covered  | 2021-02-28T08:00:00 | usual
23371 | 2021-02-01 | 12   | partly   | 2021-02-28T08:00:00 | carried
"""


def differing(warehouse: duckdb.DuckDBPyConnection, settings: Settings, outcomes: list[FileOutcome]) -> list[str]:
    window = (settings.window_from, settings.window_to)
    told = coverage(read_lists(settings, outcomes), window, THRESHOLDS["coverage_slack_days"])
    mart = warehouse.execute(
        "select unit_code, month_start, days_in_month, days_covered, coverage, as_of, extract_id from unit_coverage"
    ).fetchall()
    listed = {unit for (unit,) in warehouse.execute("select trim(unit_code) from ref_units").fetchall()}
    found = {(unit, month): rest for unit, month, *rest in mart}
    assert sorted(found) == sorted((unit, month) for unit in listed for month in months(window))
    assert {unit for unit, _ in told} <= listed
    wrong = []
    for (unit, month), (*seen, extract) in found.items():
        plain, whole = told.get((unit, month), Told()), months(window)[month]
        days = len(plain.days)
        standing = "covered" if days == whole else "partly" if days else "not"
        as_of = max((moment for moment, _ in plain.lists), default=None)
        extracts = {name for moment, name in plain.lists if moment == as_of} or {None}
        if seen != [whole, days, standing, as_of] or extract not in extracts:
            wrong.append(f"{unit} {month:%m/%Y}: mart {seen} {extract}, plain {days} {standing} {as_of} {extracts}")
    return wrong


def test_every_unit_and_month_of_the_sample(landing, sample) -> None:
    assert differing(sample, landing.settings, landing.outcomes) == []
    kinds = dict(sample.execute("select coverage, count(*) from unit_coverage group by all").fetchall())
    assert set(kinds) == {"covered", "partly", "not"}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> tuple[duckdb.DuckDBPyConnection, Settings, list[FileOutcome]]:
    book = Casebook(tmp_path_factory.mktemp("lists") / "book")
    for number, row in enumerate(drawn(WORLD), start=1):
        code = f"{number:03}.00.00.H34-{datetime.strptime(row['received'] or row['from'], '%d/%m/%Y'):%y%m%d}-0001"
        end = {"returned_at": row["ended"]} if row["list"] == "register" else {"finished_at": row["ended"]}
        case = {"case_id": code, "unit": row["of"], "received_at": row["received"], "due_at_original": row["received"]}
        card = {"taken_at": f"{row['taken']}T08:00:00"} if row["taken"] else {}
        card |= {"sender": SENDERS[row["list"]]} if row["list"] in SENDERS else {}
        name = book.write(f"{row['list']}.csv", LAYOUTS.get(row["list"], "onestop_case_list"), [case | end], **card)
        lines = (book.raw / name).read_text(encoding="utf-8").splitlines()
        title = [f"Từ ngày {row['from']} đến ngày {row['to']}"] if row["from"] else []
        lines = title + (lines if row["received"] else lines[:1])
        (book.raw / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = book.settings()
    outcomes = ingest_all(settings)
    assert [outcome.refused for outcome in outcomes if outcome.refused] == []
    warehouse = book.folder / "day.duckdb"
    build_marts(warehouse, settings, outcomes)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection, settings, outcomes


def test_every_unit_and_month_of_a_small_world(world) -> None:
    assert differing(*world) == []


def test_months_told_by_hand(world) -> None:
    connection, *_ = world
    query = (
        "select coverage.unit_code, month_start, days_covered, coverage, coverage.as_of, extracts.file_name "
        "from unit_coverage as coverage left join extracts on coverage.extract_id = extracts.extract_id "
        "where coverage <> 'not' or days_covered > 0 or coverage.as_of is not null order by all"
    )
    seen = connection.execute(query).fetchall()
    expected = []
    for row in drawn(MONTHS):
        month, taken = date.fromisoformat(row["month"]), datetime.fromisoformat(row["taken"])
        expected.append((row["unit"], month, int(row["days"]), row["coverage"], taken, f"{row['list']}.csv"))
    assert [row for row in seen if row[0] != WHOLE] == sorted(expected)
    whole = [30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30]
    assert [row[2:4] for row in seen if row[0] == WHOLE] == [(days, "covered") for days in whole]


def test_an_extract_that_tells_a_part_only_says_so(world) -> None:
    """Of another system, or of open cases alone: it claims no days."""
    connection, *_ = world
    query = "select replace(file_name, '.csv', '') from extracts where claim_from is null or claim_to is null"
    parts = {name for (name,) in connection.execute(query).fetchall()}
    assert parts == {"vertical", "portal", "register", "open_only"}
