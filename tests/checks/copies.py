"""Examples of the rules that compare what several extracts or systems say of one case, for `test_rules.py`.

`in` names where the case stands: `now` (its unit's extract), `earlier` (one taken before), `portal`, `register`. What
stands there otherwise than now is under `was …` or `portal …`.
"""

RULES_OF_COPIES = {
    "D9": """
is    | example          | for | in          | status | was status | finished       | was finished | was due | verdict
good  | as it was        |     | earlier now | ~      | ~          | ~              | ~            | ~       | clean
good  | now returned     |     | earlier now | 10     | 9          | ~              | ~            | ~       | clean
good  | the same minute  |     | earlier now | ~      | ~          | 08/06 10:00:59 | ~            | ~       | clean
bad   | a minute earlier |     | earlier now | ~      | ~          | 08/06 09:59:00 | ~            | ~       | finding
bad   | due date moved   |     | earlier now | ~      | ~          | ~              | ~            | 09/06   | finding
bad   | end removed      |     | earlier now | ~      | ~          |                | ~            | ~       | finding
bad   | opened again     |     | earlier now | 4      | 10         | ~              | ~            | ~       | finding
empty | known now only   |     | now         | ~      | ~          | ~              | ~            | ~       | outside
n/a   | one extract      | 618 | now         | ~      | ~          | ~              | ~            | ~       | n/a
""",
    "D10": """
is    | example       | for | in         | status | portal status | finished | returned | portal returned     | verdict
good  | same status   |     | now portal | 10     | 10            | ~        | ~        | ~                   | clean
good  | same in words |     | now portal | ~      | 10            | ~        | ~        | ~                   | clean
bad   | not returned  |     | now portal | 10     | 9             | ~        | ~        | ~                   | finding
bad   | before both   |     | now portal | 4      | 10            |          |          | 06/05/2021 08:00:00 | finding
empty | in between    |     | now portal | 4      | 10            |          |          | 06/05/2021 08:00:01 | outside
empty | no status     |     | now portal | 10     |               | ~        | ~        | ~                   | outside
empty | only here     |     | now        | 10     | ~             | ~        | ~        | ~                   | outside
n/a   | no portal     | 618 | now        | 10     | ~             | ~        | ~        | ~                   | n/a
""",
    "D11": """
is    | example                 | for | in          | received   | status | finished | returned | verdict
good  | held by both            |     | earlier now | ~          | ~      | ~        | ~        | clean
bad   | held by the earlier     |     | earlier     | ~          | ~      | ~        | ~        | finding
empty | held by the later       |     | now         | ~          | ~      | ~        | ~        | outside
empty | before the later's days |     | earlier     | 01/01/2019 | 4      |          |          | outside
n/a   | one extract of the unit | 618 | now         | ~          | ~      | ~        | ~        | n/a
""",
    "E1": """
is    | example                 | for | in           | received   | status | finished | returned | verdict
good  | in system and register  |     | now register | ~          | ~      | ~        | ~        | clean
bad   | in the register only    |     | register     | ~          | ~      | ~        | ~        | finding
empty | in the system only      |     | now          | ~          | ~      | ~        | ~        | outside
empty | before the system began |     | register     | 01/01/2018 |        |          |          | outside
n/a   | no register             | 618 | now          | ~          | ~      | ~        | ~        | n/a
""",
    "E7": """
is    | example                 | for | in           | received   | status | finished | returned | verdict
good  | in both systems         |     | now vertical | ~          | ~      | ~        | ~        | clean
bad   | in the vertical only    |     | vertical     | ~          | ~      | ~        | ~        | finding
bad   | ... and late there      |     | vertical     | ~          | ~      | 15/06    | 16/06    | finding
empty | in the one-stop only    |     | now          | ~          | ~      | ~        | ~        | outside
empty | before the system began |     | vertical     | 01/01/2018 |        |          |          | outside
n/a   | no vertical list        | 618 | now          | ~          | ~      | ~        | ~        | n/a
""",
}
