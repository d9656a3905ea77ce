"""Examples of the rules on case codes and on conduct in single cases, for `test_rules.py`.

`thing` names what the finding is of where it is no case: a day of codes, a minute.
"""


def _same_minute(is_: str, example: str, count: int, contact: str, minute: str, verdict: str, channel: str = "") -> str:
    """So many online cases of one contact filed in one minute."""
    line = f"{is_} | {example} | | {channel or 'Trực tuyến'} | {contact} | {minute}:0{{}} | 2020-{{}} | {verdict}"
    thing = f"{minute[3:5]}-{minute[:2]} {minute[6:]}"
    return "\n".join(line.format(number, thing) for number in range(count))


RULES_OF_CONDUCT = {
    "A3": """
is    | example              | for | case_id                   | received | verdict
good  | the day of receipt   |     | 000.00.43.H34-200605-0001 | 05/06    | clean
good  | left to right        |     | H34.43-200605-0002        | 05/06    | clean
bad   | the day after        |     | 000.00.43.H34-200608-0001 | 07/06    | finding
bad   | the day before       |     | H34.43-200608-0002        | 09/06    | finding
empty | no day of receipt    |     | 000.00.43.H34-200608-0003 |          | outside
empty | of another form      |     | HS-200608                 | 09/06    | outside
empty | no day of a calendar |     | 000.00.43.H34-201332-0001 | 09/06    | outside
n/a   | no codes in the unit | 616 |                           | 05/06    | n/a
""",
    "A3U": """
is    | example              | for | unit        | case_id                     | received | verdict
good  | the unit's own       |     | ~           | 000.00.43.H34-200605-0003   | 05/06    | clean
good  | of its commune       |     | ~           | 000.11.43.H34-200605-0001   | 05/06    | clean
good  | of the province      |     | ~           | 000.00.00.H34-200605-0001   | 05/06    | clean
good  | of the land office   |     | ~           | 000.03.12.H34-200605-0001   | 05/06    | clean
bad   | of another district  |     | ~           | 000.00.44.H34-200605-0001   | 05/06    | finding
bad   | the same, turned     |     | ~           | H34.44-200605-0002          | 05/06    | finding
empty | of nobody known      |     | ~           | 000.00.99.H34-200605-0001   | 05/06    | outside
empty | of another form      |     | ~           | HS-200605                   | 05/06    | outside
empty | unit not told        |     | Xã Không Có | 000.00.44.H34-200605-0003   | 05/06    | outside
n/a   | no codes in the unit | 616 | ~           |                             | 05/06    | n/a
""",
    "A4G": """
is    | example               | for | case_id                    | received | thing      | verdict
good  | the first             |     | 000.00.43.H34-200610-0001  | 10/06    | 2020-06-10 | clean
good  | the second, turned    |     | H34.43-200610-00002        | 10/06    | 2020-06-10 | clean
good  | alone                 |     | 000.00.43.H34-200612-0001  | 12/06    | 2020-06-12 | clean
good  | alone again           |     | 000.00.43.H34-200615-0001  | 15/06    | 2020-06-15 | clean
good  | named by another unit | 618 | 000.00.43.H34-200616-0002  | 16/06    | 2020-06-16 | n/a
good  | ... is not missing    |     | 000.00.43.H34-200616-0001  | 16/06    | 2020-06-16 | clean
good  | ... beside this       |     | 000.00.43.H34-200616-0003  | 16/06    | 2020-06-16 | clean
bad   | the first             |     | 000.00.43.H34-200611-0001  | 11/06    | 2020-06-11 | finding
bad   | and the third         |     | 000.00.43.H34-200611-0003  | 11/06    | 2020-06-11 | finding
empty | of another form       |     | HS-0002                    | 17/06    | 2020-06-17 | outside
empty | of another day        |     | 000.00.43.H34-200618-0009  | 19/06    | 2020-06-18 | outside
n/a   | gaps on every day     | 618 | ~                          | ~        | 2020-06-03 | n/a
""",
    "D3": """
is    | example               | for | procedure | received       | finished       | returned       | verdict
good  | six seconds more      |     | ~         | 03/06 08:00:00 | 03/06 08:05:00 | 03/06 08:10:06 | clean
bad   | ten minutes           |     | ~         | 03/06 08:00:00 | 03/06 08:05:00 | 03/06 08:10:00 | finding
bad   | the same minute       |     | ~         | 03/06 08:00:00 | 03/06 08:00:30 | 03/06 08:00:40 | finding
empty | no hour of the end    |     | ~         | 03/06 08:00:00 | 03/06          | 03/06 08:05:00 | outside
empty | to be settled at once |     | 1.000009  | 03/06 08:00:00 | 03/06 08:05:00 | 03/06 08:10:00 | outside
empty | not returned          |     | ~         | 03/06 08:00:00 | 03/06 08:05:00 |                | outside
empty | ended before receipt  |     | ~         | 03/06 08:00:00 | 03/06 07:55:00 | 03/06 08:05:00 | outside
n/a   | neither hour nor code | 616 | ~         | 03/06          | 03/06          | 03/06          | n/a
""",
    "D4": """
is    | example               | for | received       | entered_at     | verdict
good  | the next working day  |     | 03/06 08:00:00 | 04/06 17:00:00 | clean
good  | received after hours  |     | 03/06 17:00:01 | 05/06 08:00:00 | clean
good  | a holiday in between  |     | 01/09 08:00:00 | 03/09 08:00:00 | clean
good  | a weekend in between  |     | 05/06 08:00:00 | 08/06 08:00:00 | clean
bad   | two working days      |     | 03/06 08:00:00 | 05/06 08:00:00 | finding
bad   | received at closing   |     | 03/06 17:00:00 | 05/06 08:00:00 | finding
empty | no day of entry       |     | ~              |                | outside
empty | no receipt            |     |                | 05/06 08:00:00 | outside
n/a   | no column of entry    | 616 | ~              | 05/06 08:00:00 | n/a
""",
    "D6": """
is    | example                | for | status | received       | finished       | returned | applicant_key | verdict
good  | not filed again        |     | 7      | ~              | 08/06          |          | Người mẫu QA  | clean
good  | after 16 days          |     | 7      | ~              | 08/06 10:00:00 |          | Người mẫu QB  | clean
empty | ... this               |     | 10     | 24/06          | 25/06          | 25/06    | Người mẫu QB  | outside
good  | lay beside it          |     | 7      | ~              | 08/06 10:00:00 |          | Người mẫu QC  | clean
empty | ... this               |     | 10     | 08/06 09:59:59 | 09/06          | 09/06    | Người mẫu QC  | outside
bad   | two days before, at 15 |     | 7      | ~              | 08/06 10:00:00 |          | Người mẫu QD  | finding
empty | ... this               |     | 10     | 23/06          | 25/06          | 25/06    | Người mẫu QD  | outside
bad   | refused, the same hour |     | 3      | ~              | 10/06 10:00:00 |          | Người mẫu QE  | finding
empty | ... this               |     | 10     | 10/06 10:00:00 | 11/06          | 11/06    | Người mẫu QE  | outside
empty | three days before      |     | 7      | ~              | 07/06          |          | Người mẫu QF  | outside
empty | ... this               |     | 10     | 08/06          | 09/06          | 09/06    | Người mẫu QF  | outside
empty | no applicant           |     | 7      | ~              | 09/06          |          |               | outside
n/a   | no status              | 616 | ~      | ~              | ~              | ~        | ~             | n/a
""",
    "D8": "\n".join(
        [
            "is | example | for | channel | contact_key | submitted_at | thing | verdict",
            _same_minute("good", "four of one contact", 4, "0901000001", "03/06 07:10", "clean"),
            _same_minute("good", "one of another", 1, "0901000002", "03/06 07:10", "clean"),
            _same_minute("bad", "five of one contact", 5, "0901000001", "03/06 07:20", "finding"),
            _same_minute("empty", "no contact", 5, "", "03/06 07:30", "outside"),
            _same_minute("empty", "at the desk", 5, "0901000001", "03/06 07:40", "outside", "Trực tiếp"),
            _same_minute("n/a", "no contacts", 1, "", "03/06 07:50", "n/a").replace("| |", "| 616 |", 1),
        ]
    ),
    "E3": """
is    | example               | for | received       | transferred_at | verdict
good  | the same day          |     | 03/06 15:00:00 | 03/06 23:59:59 | clean
good  | after 15:00, next day |     | 03/06 15:00:01 | 04/06 08:00:00 | clean
good  | a Friday evening      |     | 05/06 16:00:00 | 08/06 08:00:00 | clean
good  | on a Saturday         |     | 06/06 08:00:00 | 08/06 08:00:00 | clean
good  | before a holiday      |     | 01/09 15:30:00 | 03/09 08:00:00 | clean
good  | no hour of receipt    |     | 03/06          | 04/06          | clean
bad   | until 15:00, next day |     | 03/06 15:00:00 | 04/06 00:00:01 | finding
bad   | two days later        |     | 03/06 15:00:01 | 05/06 08:00:00 | finding
bad   | on the Saturday       |     | 05/06 08:00:00 | 06/06 08:00:00 | finding
empty | not transferred       |     | ~              |                | outside
empty | no receipt            |     |                | 04/06 08:00:00 | outside
n/a   | no column of transfer | 616 | ~              | 05/06          | n/a
""",
    "E5": """
is    | example            | for | status | submitted_at        | received | due | finished | returned | asked | verdict
good  | three working days |     | 1      | 26/04/2021 17:00:00 |          |     |          |          |       | clean
good  | Friday after hours |     | 1      | 23/04/2021 17:00:01 |          |     |          |          |       | clean
good  | on a Saturday      |     | 1      | 24/04/2021 08:00:00 |          |     |          |          |       | clean
good  | on the last day    |     | 1      | 29/04/2021 08:00:00 |          |     |          |          |       | clean
bad   | four working days  |     | 1      | 23/04/2021 17:00:00 |          |     |          |          |       | finding
empty | papers asked for   |     | 1      | 08/06/2020 08:00:00 |          |     |          |          | 10/06 | outside
empty | refused            |     | 3      | 19/04/2021 08:00:00 |          |     |          |          |       | outside
empty | accepted           |     | 4      | 19/04/2021 08:00:00 | ~        | ~   |          |          |       | outside
n/a   | no channel         | 616 | 1      | ~                   |          |     |          |          |       | n/a
""",
    "E6": """
is    | example               | for | status | submitted_at        | received       | asked      | completed | verdict
good  | three working days    |     | 4      | 03/06/2020 08:00:00 | 08/06 17:00:00 |            |           | clean
good  | Friday after hours    |     | 4      | 05/06/2020 17:30:00 | 11/06 08:00:00 |            |           | clean
good  | over a holiday        |     | 4      | 31/08/2020 08:00:00 | 04/09 08:00:00 |            |           | clean
bad   | four working days     |     | 4      | 03/06/2020 08:00:00 | 09/06 08:00:00 |            |           | finding
empty | papers asked before   |     | 4      | 03/06/2020 08:00:00 | 09/06 08:00:00 | 04/06      |           | outside
empty | never accepted        |     | 1      | 03/06/2020 08:00:00 |                |            |           | outside
empty | not filed online      |     | 4      |                     | 09/06 08:00:00 |            |           | outside
n/a   | no channel            | 616 | ~      | ~                   | 09/06          |            |           | n/a
""",
    "E4": """
is    | example             | for | status | has_papers | verdict
good  | a file              |     | ~      | don.pdf    | clean
good  | ten                 |     | ~      | 10         | clean
bad   | none                |     | ~      |            | finding
bad   | a number of none    |     | ~      | 0          | finding
bad   | an empty list       |     | ~      | []         | finding
bad   | a dash              |     | ~      | -          | finding
empty | not accepted        |     | 3      |            | outside
n/a   | no column of papers | 616 | ~      |            | n/a
""",
}
