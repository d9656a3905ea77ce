"""A case that is written twice is one case, and a code that is used twice hides none."""

import pytest

from tests.casebook import Casebook, drawn, rows_of

WRITTEN = """
code   | file   | procedure | received   | applicant | finished   | says
twice  | early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | the same row twice in one file
twice  | early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 |
reused | early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | three cases under one code
reused | early  | 1.000002  | 03/06/2020 | A         | 09/06/2020 |
reused | early  | 1.000001  | 04/06/2020 | A         | 10/06/2020 |
people | early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | two applicants under one code
people | early  | 1.000001  | 03/06/2020 | B         | 09/06/2020 |
later  | early  | 1.000001  | 03/06/2020 | A         |            | open in the early extract, ended in the late one
later  | late   | 1.000001  | 03/06/2020 | A         | 10/06/2020 |
undone | early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | ended in the early extract, open in the late one
undone | late   | 1.000001  | 03/06/2020 | A         |            |
spaced | early  | 1.000001  | 03/06/2020 | A         |            | the same code in another dress
SPACED | late   | 1.000001  | 03/06/2020 | A         | 10/06/2020 |
both   | early  | 1.000001  | 03/06/2020 | A         |            | two cases under one code, in both extracts
both   | early  | 1.000002  | 04/06/2020 | B         |            |
both   | late   | 1.000001  | 03/06/2020 | A         | 10/06/2020 |
both   | late   | 1.000002  | 04/06/2020 | B         | 11/06/2020 |
undated| dated  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | without a card, the extract that knows later days
undated| newer  | 1.000001  | 03/06/2020 | A         | 10/06/2020 |
foreign| early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | the code of another unit's case
foreign| other  | 1.000002  | 04/06/2020 | B         | 09/06/2020 |
gone   | early  | 1.000001  | 03/06/2020 | A         | 08/06/2020 | two cases under one code, one in the late extract
gone   | early  | 1.000002  | 04/06/2020 | B         |            |
gone   | late   | 1.000002  | 04/06/2020 | B         | 11/06/2020 |
"""
CARDS = {
    "early": {"sender": "611", "taken_at": "2021-05-01T08:00:00"},
    "late": {"sender": "611", "taken_at": "2021-05-06T08:00:00"},
    "other": {"sender": "612", "taken_at": "2021-05-06T08:00:00"},
    "dated": {"sender": "613"},
    "newer": {"sender": "613"},
}
# code -> days on which its cases ended, in June 2020 (None: open)
COUNTED = {
    "TWICE": [8],
    "REUSED": [8, 9, 10],
    "PEOPLE": [8, 9],
    "LATER": [10],
    "UNDONE": [None],
    "SPACED": [10],
    "BOTH": [10, 11],
    "UNDATED": [10],
    "FOREIGN": [8, 9],
    "GONE": [8, 11],
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> list[dict]:
    book = Casebook(tmp_path_factory.mktemp("duplicates") / "book")
    words = " ".join(COUNTED) + " NEWER"  # a code passes by words that the office's lists know
    book.reference("published_procedures", [{"procedure_code": "1.000001", "decision": words}])
    for name, card in CARDS.items():
        rows = [
            {
                "case_id": f"{line['code']}-1" if line["code"] != "SPACED" else " spaced - 1 ",
                "procedure_code": line["procedure"],
                "received_at": line["received"],
                "due_at_original": "10/06/2020",
                "finished_at": line["finished"],
                "applicant_key": f"Người mẫu {line['applicant']}",
                "status": "10" if line["finished"] else "4",
            }
            for line in drawn(WRITTEN)
            if line["file"] == name
        ]
        if name == "newer":  # its other case is what dates it
            rows.append(rows[0] | {"case_id": "NEWER-1", "finished_at": "30/06/2020"})
        book.cases(f"{name}.csv", rows, **card)
    with book.tables() as connection:
        return rows_of(connection, "select case_id, case_code, day(finished_at) as ended, rows_with_code from cases")


@pytest.mark.parametrize("code", COUNTED)
def test_a_case_is_counted_once_and_none_is_swallowed(cases, code) -> None:
    ended = [case["ended"] for case in cases if case["case_code"] == f"{code}-1"]
    assert sorted(ended, key=str) == sorted(COUNTED[code], key=str)


def test_case_ids_are_unique(cases) -> None:
    ids = [case["case_id"] for case in cases]
    assert len(ids) == len(set(ids))


def test_a_repeated_code_is_told(cases) -> None:
    rows = {case["case_code"]: case["rows_with_code"] for case in cases}
    assert (rows["TWICE-1"], rows["REUSED-1"], rows["LATER-1"], rows["NEWER-1"]) == (2, 3, 1, 1)
