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
is    | example         | for | case_id            | received       | applicant_key | contact_key | procedure | verdict
good  | the first       |     | H34.43-201112-0001 | 04/06 09:00:00 | Cúc           | 0901        | 1.000001  | clean
bad   | seconds later   |     | H34.43-201112-0002 | 04/06 09:00:59 | Cúc           | 0901        | 1.000001  | finding
good  | a minute later  |     | H34.43-201112-0003 | 04/06 09:01:00 | Cúc           | 0901        | 1.000001  | clean
bad   | 10 after 9      |     | H34.43-201112-0010 | 04/06 10:00:00 | Mão           | 0902        | 1.000001  | finding
good  | 9 before 10     |     | H34.43-201112-0009 | 04/06 10:00:00 | Mão           | 0902        | 1.000001  | clean
good  | other procedure |     | H34.43-201112-0004 | 04/06 10:05:30 | Mão           | 0902        | 1.000002  | clean
good  | in that minute  |     | H34.43-201112-0005 | 04/06 10:05:30 | Mão           | 0902        | 1.000001  | clean
good  | other applicant |     | H34.43-201112-0006 | 04/06 09:00:30 | Dần           | 0903        | 1.000001  | clean
empty | three at once   |     | H34.43-201112-0011 | 04/06 11:00:00 | Tỵ            | 0904        | 1.000001  | outside
empty | its second      |     | H34.43-201112-0012 | 04/06 11:00:00 | Tỵ            | 0904        | 1.000001  | outside
empty | its third       |     | H34.43-201112-0013 | 04/06 11:00:00 | Tỵ            | 0904        | 1.000001  | outside
good  | another phone   |     | H34.43-201112-0014 | 04/06 09:00:30 | Cúc           | 0906        | 1.000001  | clean
empty | no phone        |     | H34.43-201112-0015 | 04/06 09:00:30 | Cúc           |             | 1.000001  | outside
empty | no applicant    |     | H34.43-201112-0007 | 04/06 09:00:30 |               | 0905        | 1.000001  | outside
empty | no hour         |     | H34.43-201112-0008 | 04/06          | Cúc           | 0901        | 1.000001  | outside
n/a   | no applicants   | 616 | ~                  | ~              | ~             | ~           | ~         | n/a
""",
}
