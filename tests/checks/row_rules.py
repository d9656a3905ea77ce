"""Examples of the rules about blank cells and rows that repeat or contradict each other, for `test_rules.py`."""

RULES_OF_ROWS = {
    "A1S": """
is    | example          | for | status           | verdict
good  | known            |     | 4                | clean
good  | known to nobody  |     | Đã gửi lên trăng | clean
bad   | blank            |     |                  | finding
empty | no status column | 616 | ~                | n/a
n/a   | no case          | 617 | ~                | n/a
""",
    "A1C": """
is    | example             | for | case_id            | verdict
good  | a code              |     | H34.43-201110-0001 | clean
bad   | blank               | 618 |                    | finding
empty | no code in the unit | 616 | ~                  | n/a
n/a   | no case             | 617 | ~                  | n/a
""",
    "A2D": """
is    | example         | for | received       | due            | verdict
good  | the same moment |     | 03/06 08:00:00 | 03/06 08:00:00 | clean
good  | hours before    |     | 03/06 16:00:00 | 03/06 09:00:00 | clean
good  | day only        |     | 03/06 16:00:00 | 03/06          | clean
bad   | the day before  |     | 03/06 00:30:00 | 02/06 23:00:00 | finding
empty | no due date     |     | ~              |                | outside
empty | no receipt      |     |                | 02/06          | outside
n/a   | no due date     | 616 | ~              | ~              | n/a
""",
    "A4V": """
is    | example              | for | case_id            | status | due   | finished | applicant_key | verdict
good  | the same twice       |     | H34.43-201111-0001 | ~      | ~     | ~        | An            | clean
good  | the same twice       |     | H34.43-201111-0001 | ~      | ~     | ~        | An            | clean
bad   | another end          |     | H34.43-201111-0002 | ~      | ~     | 08/06    | An            | finding
bad   | another end          |     | H34.43-201111-0002 | ~      | ~     | 09/06    | An            | finding
bad   | another due date     |     | H34.43-201111-0003 | ~      | 10/06 | ~        | An            | finding
bad   | another due date     |     | H34.43-201111-0003 | ~      | 11/06 | ~        | An            | finding
bad   | another status       |     | H34.43-201111-0004 | 9      | ~     | ~        | An            | finding
bad   | another status       |     | H34.43-201111-0004 | 4      | ~     | ~        | An            | finding
empty | one row              |     | H34.43-201111-0005 | ~      | ~     | ~        | An            | outside
empty | two cases, one code  |     | H34.43-201111-0006 | ~      | ~     | 08/06    | An            | outside
empty | two cases, one code  |     | H34.43-201111-0006 | ~      | ~     | 09/06    | Bình          | outside
n/a   | no code in the unit  | 616 | ~                  | ~      | ~     | ~        | ~             | n/a
""",
    "A4S": """
is    | example            | for | case_id            | received       | applicant_key | procedure | verdict
good  | the first          |     | H34.43-201112-0001 | 04/06 09:00:00 | Cúc           | 1.000001  | clean
bad   | seconds after it   |     | H34.43-201112-0002 | 04/06 09:00:59 | Cúc           | 1.000001  | finding
good  | a minute after it  |     | H34.43-201112-0003 | 04/06 09:01:00 | Cúc           | 1.000001  | clean
good  | another procedure  |     | H34.43-201112-0004 | 04/06 09:00:30 | Cúc           | 1.000002  | clean
good  | another applicant  |     | H34.43-201112-0005 | 04/06 09:00:30 | Dần           | 1.000001  | clean
empty | no applicant       |     | H34.43-201112-0006 | 04/06 09:00:30 |               | 1.000001  | outside
empty | a day without hour |     | H34.43-201112-0007 | 04/06          | Cúc           | 1.000001  | outside
n/a   | no applicants      | 616 | ~                  | ~              | ~             | ~         | n/a
""",
}
