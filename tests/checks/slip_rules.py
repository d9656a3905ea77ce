"""Examples of the rules that examine what a slip of apology says, for `test_rules.py`.

The usual case was received on 03/06/2020 and is due on 10/06. `slip due` is the old date as the slip has it,
`slip code` the case that it names where that is not the example's; `thing` is the number of the slip.
"""

RULES_OF_SLIPS = {
    "B8R": """
is    | example            | for | received       | slip  | new date | reason | verdict
good  | on the day         |     | 03/06 08:00:00 | 03/06 | 17/06    | bận    | clean
bad   | the day before     |     | 03/06 08:00:00 | 02/06 | 17/06    | bận    | finding
empty | slip without a day |     | ~              | -     | 17/06    | bận    | outside
empty | no slip            |     | ~              |       |          |        | outside
n/a   | no slip list       | 618 | ~              | 02/06 | 17/06    | bận    | n/a
""",
    "B8N": """
is    | example              | for | due | moved | slip  | slip due | new date | reason | verdict
good  | the day after        |     | ~   | 11/06 | 09/06 | 10/06    | 11/06    | bận    | clean
good  | by the first promise |     | ~   | 11/06 | 09/06 |          | 11/06    | bận    | clean
good  | a second slip        |     | ~   | 17/06 | 09/06 | 15/06    | 17/06    | bận    | clean
bad   | the same day         |     | ~   |       | 09/06 | 10/06    | 10/06    | bận    | finding
bad   | the day before       |     | ~   |       | 08/06 |          | 09/06    | bận    | finding
empty | no new date          |     | ~   |       | 09/06 | 10/06    | -        | bận    | outside
empty | no old date anywhere |     |     |       | 09/06 |          | 10/06    | bận    | outside
n/a   | no slip list         | 618 | ~   |       | 09/06 | 10/06    | 10/06    | bận    | n/a
""",
    "B8K": """
is    | example         | for | case_id            | slip  | new date | reason | thing | slip code           | verdict
good  | its own code    |     | H34.43-201109-0005 | 09/06 | 17/06    | bận    | K1/P  |                     | clean
good  | short number    |     | H34.43-201109-0007 | 09/06 | 17/06    | bận    | K2/P  | H34.43-201109-7     | clean
good  | other way round |     | H34.43-201109-0008 | 09/06 | 17/06    | bận    | K3/P  | 00.43.H34-201109-8  | clean
bad   | nobody's code   |     | H34.43-201109-0009 | 09/06 | 17/06    | bận    | K4/P  | H34.43-201109-0099  | finding
bad   | 10007, not 0007 |     | H34.43-201109-0010 | 09/06 | 17/06    | bận    | K5/P  | H34.43-201109-10007 | finding
empty | not readable    |     | H34.43-201109-0011 | 09/06 | 17/06    | bận    | K6/P  | HS-17               | outside
empty | before extracts |     | H34.43-201109-0012 | 09/06 | 17/06    | bận    | K7/P  | H34.43-010603-0001  | outside
empty | unit not told   |     | H34.43-201109-0013 | 09/06 | 17/06    | bận    | K8/P  | H34.45-201109-0001  | outside
n/a   | no slip list    | 618 | H34.50-201109-0014 | 09/06 | 17/06    | bận    | K9/P  | H34.50-201109-0099  | n/a
""",
    "B8D": """
is    | example             | for | due   | moved | asked | completed | slip  | slip due | new date | reason | verdict
good  | the first promise   |     | 10/06 | 17/06 |       |           | 09/06 | 10/06    | 17/06    | bận    | clean
bad   | the day after       |     | 10/06 | 17/06 |       |           | 09/06 | 11/06    | 17/06    | bận    | finding
bad   | the day before      |     | 10/06 | 17/06 |       |           | 08/06 | 09/06    | 17/06    | bận    | finding
empty | the slip tells none |     | 10/06 | 17/06 |       |           | 09/06 |          | 17/06    | bận    | outside
empty | overwritten column  |     | 17/06 |       |       |           | 09/06 | 10/06    | 17/06    | bận    | outside
empty | begun again         |     | 10/06 |       | 04/06 | 05/06     | 09/06 | 12/06    | 17/06    | bận    | outside
empty | no due date         |     |       |       |       |           | 09/06 | 11/06    | 17/06    | bận    | outside
n/a   | no slip list        | 618 | 10/06 | 17/06 |       |           | 09/06 | 11/06    | 17/06    | bận    | n/a
""",
    "B8S": """
is    | example          | for | moved | asked | completed | finished | slip         | new date     | reason   | verdict
good  | moved to it      |     | 17/06 |       |           | 12/06    | 09/06        | 17/06        | bận      | clean
good  | moved by the 2nd |     | 18/06 |       |           | 12/06    | 08/06; 09/06 | 17/06; 18/06 | bận; bận | clean
bad   | never moved      |     |       |       |           | 10/06    | 09/06        | 17/06        | bận      | finding
bad   | a day too far    |     | 18/06 |       |           | 12/06    | 09/06        | 17/06        | bận      | finding
empty | slip on due date |     |       |       |           | 12/06    | 10/06        | 17/06        | bận      | outside
empty | no reason given  |     |       |       |           | 12/06    | 09/06        | 17/06        | -        | outside
empty | done that day    |     |       |       |           | 09/06    | 09/06        | 17/06        | bận      | outside
empty | begun again      |     |       | 04/06 | 05/06     | 12/06    | 09/06        | 17/06        | bận      | outside
n/a   | no slip list     | 618 |       |       |           | 12/06    | 09/06        | 17/06        | bận      | n/a
""",
}
