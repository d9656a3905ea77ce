"""Examples of the rules that rest on the lawful due date and on requests for supplements, for `test_rules.py`.

The usual case was received on Wednesday 03/06/2020 for a procedure of 5 working days, so that it is due on 10/06;
procedure 7.000001 may take 10 days. `asked` and `completed` stand in the case list, `requested` in the list of
requests.
"""

RULES_OF_DEADLINES = {
    "B2": """
is    | example               | for | procedure | received       | due   | asked | completed   | verdict
good  | on the lawful day     |     | ~         | ~              | 10/06 |       |             | clean
good  | earlier               |     | ~         | ~              | 08/06 |       |             | clean
good  | received at 17:00:01  |     | ~         | 03/06 17:00:01 | 11/06 |       |             | clean
good  | hour of receipt open  |     | ~         | 03/06          | 11/06 |       |             | clean
good  | from closed to Monday |     | 7.000001  | ~              | 15/06 |       |             | clean
good  | restarted             |     | ~         | ~              | 15/06 | 08/06 | 08/06 09:00 | clean
good  | hour of papers open   |     | ~         | ~              | 16/06 | 08/06 | 08/06       | clean
bad   | the day after         |     | ~         | ~              | 11/06 |       |             | finding
bad   | received at 17:00:00  |     | ~         | 03/06 17:00:00 | 11/06 |       |             | finding
bad   | after that Monday     |     | 7.000001  | ~              | 16/06 |       |             | finding
bad   | more than a restart   |     | ~         | ~              | 16/06 | 08/06 | 08/06 09:00 | finding
bad   | asked too late        |     | ~         | ~              | 16/06 | 09/06 | 09/06 09:00 | finding
empty | no due date           |     | ~         | ~              |       |       |             | outside
empty | no receipt            |     | ~         |                | 11/06 |       |             | outside
empty | no procedure          |     |           | ~              | 11/06 |       |             | outside
empty | not published         |     | 8.000001  | ~              | 11/06 |       |             | outside
empty | limit not readable    |     | 7.000002  | ~              | 30/06 |       |             | outside
empty | two different limits  |     | 7.000003  | ~              | 30/06 |       |             | outside
empty | day of asking open    |     | ~         | ~              | 15/06 |       | 08/06 09:00 | outside
n/a   | no list for the unit  | 618 | ~         | ~              | 11/06 |       |             | n/a
""",
    "B2E": """
is    | example              | for | received | due            | verdict
good  | on the lawful day    |     | ~        | 10/06 08:00:00 | clean
good  | later                |     | ~        | 12/06          | clean
bad   | the day before       |     | ~        | 09/06 17:00:00 | finding
empty | no due date          |     | ~        |                | outside
empty | no receipt           |     |          | 09/06          | outside
n/a   | no list for the unit | 618 | ~        | 09/06          | n/a
""",
    "B7": """
is    | example                 | for | finished | returned            | verdict
good  | before the due date     |     | ~        | ~                   | clean
good  | fifth working day       |     | 10/06    | 17/06               | clean
bad   | sixth working day       |     | 10/06    | 18/06               | finding
empty | not returned            |     | ~        |                     | outside
empty | no end                  |     |          | 10/06               | outside
empty | late                    |     | 11/06    | 30/06               | outside
empty | later than the extract  |     | ~        | 06/05/2021 08:00:01 | outside
n/a   | no due date in the unit | 616 | ~        | 18/06               | n/a
""",
    "C1": """
is    | example              | for | asked | requested                      | verdict
good  | once                 |     |       | 05/06                          | clean
good  | two slips of one day |     |       | 05/06 08:00:00; 05/06 15:00:00 | clean
good  | in both, one day     |     | 05/06 | 05/06                          | clean
good  | once while filing    |     |       | 01/06; 05/06                   | clean
bad   | on two days          |     |       | 05/06; 08/06                   | finding
empty | no request           |     |       |                                | outside
empty | while filing         |     |       | 01/06; 02/06                   | outside
empty | day not told         |     |       | -                              | outside
n/a   | no list for the unit | 618 | 05/06 |                                | n/a
""",
    "C2": """
is    | example              | for | received       | asked | requested    | verdict
good  | third working day    |     | ~              | 08/06 |              | clean
good  | in the list          |     | ~              |       | 08/06        | clean
good  | received in evening  |     | 03/06 17:00:01 | 09/06 |              | clean
good  | hour of receipt open |     | 03/06          | 09/06 |              | clean
good  | first in the list    |     | ~              | 09/06 | 05/06; 09/06 | clean
bad   | fourth working day   |     | ~              | 09/06 |              | finding
bad   | fourth, in the list  |     | ~              |       | 09/06        | finding
bad   | received at 17:00:00 |     | 03/06 17:00:00 | 09/06 |              | finding
empty | no request           |     | ~              |       |              | outside
empty | while filing         |     | ~              | 02/06 |              | outside
empty | no receipt           |     |                | 09/06 |              | outside
n/a   | no column in unit    | 616 | ~              | 09/06 |              | n/a
""",
    "C3": """
is    | example               | for | due   | asked | requested    | verdict
good  | two days before       |     | ~     | 08/06 |              | clean
bad   | the day before        |     | ~     | 09/06 |              | finding
bad   | on the due date       |     | ~     | 10/06 |              | finding
bad   | after it              |     | ~     | 11/06 |              | finding
bad   | the second one        |     | ~     |       | 05/06; 09/06 | finding
empty | no request            |     | ~     |       |              | outside
empty | no due date           |     |       | 09/06 |              | outside
empty | limit of four days    |     | 09/06 | 08/06 |              | outside
n/a   | no column in the unit | 616 | ~     | 09/06 |              | n/a
""",
    "C4": """
is    | example                   | for | status     | received   | asked      | finished | returned | verdict
good  | 60 days since the request |     | 5          | ~          | 01/03/2021 |          |          | clean
good  | 60 days since the receipt |     | 6          | 01/03/2021 |            |          |          | clean
bad   | 61 days since the request |     | 5          | ~          | 28/02/2021 |          |          | finding
bad   | 61 days since the receipt |     | 6          | 28/02/2021 |            |          |          | finding
bad   | stopped without an end    |     | Dừng xử lý | 28/02/2021 |            |          |          | finding
empty | done                      |     | ~          | ~          |            | ~        | ~        | outside
empty | stopped with an end       |     | Dừng xử lý | ~          |            | ~        |          | outside
empty | waiting with an end       |     | 5          | ~          |            | ~        |          | outside
n/a   | no status column          | 616 | 5          | ~          | 28/02/2021 |          |          | n/a
""",
    "C5": """
is    | example               | for | procedure | asked | completed   | moved | slip  | new date | reason | verdict
good  | the full limit again  |     | ~         | 08/06 | 08/06 09:00 | 15/06 |       |          |        | clean
good  | from closed to Monday |     | 7.000001  | 04/06 | 04/06 09:00 | 15/06 |       |          |        | clean
bad   | a day more            |     | ~         | 08/06 | 08/06 09:00 | 16/06 |       |          |        | finding
bad   | a day less            |     | ~         | 08/06 | 08/06 09:00 | 12/06 |       |          |        | finding
empty | not moved             |     | ~         | 08/06 | 08/06 09:00 |       |       |          |        | outside
empty | not complete          |     | ~         | 08/06 |             | 16/06 |       |          |        | outside
empty | asked too late        |     | ~         | 09/06 | 09/06 09:00 | 30/06 |       |          |        | outside
empty | moved by a slip       |     | ~         | 08/06 | 08/06 09:00 | 17/06 | 09/06 | 17/06    | bận    | outside
empty | limit not readable    |     | 7.000002  | 08/06 | 08/06 09:00 | 16/06 |       |          |        | outside
n/a   | no list for the unit  | 618 | ~         | 08/06 | 08/06 09:00 | 16/06 |       |          |        | n/a
""",
    "C6": """
is    | example            | for | status                     | finished | returned | asked | requested | verdict
good  | asked              |     | Tạm dừng chờ bổ sung       |          |          | 08/06 |           | clean
good  | asked, in the list |     | Tạm dừng bổ sung điều kiện |          |          |       | 08/06     | clean
good  | day not told       |     | Tạm dừng chờ bổ sung       |          |          |       | -         | clean
bad   | nothing asked      |     | Tạm dừng chờ bổ sung       |          |          |       |           | finding
empty | no pause           |     | 5                          |          |          |       |           | outside
empty | with an end        |     | Tạm dừng chờ bổ sung       | ~        |          |       |           | outside
n/a   | no status column   | 616 | Tạm dừng chờ bổ sung       |          |          |       |           | n/a
""",
    "C7": """
is    | example                | for | status               | due | asked | completed   | finished | returned | verdict
good  | on the due date        |     | Trả lại hồ sơ        | ~   |       |             | 10/06    |          | clean
good  | not accepted, in time  |     | Không được tiếp nhận | ~   |       |             | 10/06    |          | clean
good  | on the new due date    |     | Trả lại hồ sơ        | ~   | 08/06 | 08/06 09:00 | 15/06    |          | clean
bad   | the day after          |     | Trả lại hồ sơ        | ~   |       |             | 11/06    |          | finding
bad   | not accepted           |     | Không được tiếp nhận | ~   |       |             | 11/06    |          | finding
bad   | not accepted, a number |     | 3                    | ~   |       |             | 11/06    |          | finding
bad   | after the lawful date  |     | Trả lại hồ sơ        |     |       |             | 11/06    |          | finding
bad   | after the new due date |     | Trả lại hồ sơ        | ~   | 08/06 | 08/06 09:00 | 16/06    |          | finding
empty | withdrawn              |     | 7                    | ~   |       |             | 11/06    |          | outside
empty | stopped                |     | Dừng xử lý           | ~   |       |             | 11/06    |          | outside
empty | no end                 |     | Trả lại hồ sơ        | ~   |       |             |          |          | outside
empty | papers never came      |     | Trả lại hồ sơ        | ~   | 08/06 |             | 30/06    |          | outside
n/a   | no status column       | 616 | Trả lại hồ sơ        | ~   |       |             | 11/06    |          | n/a
""",
}
