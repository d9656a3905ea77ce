"""Examples of the rules about procedures (U1-U4, U6-U11), and the lists of published and of configured ones that they
and the examples of other rules speak of.
"""

from tests.casebook import drawn

PUBLISHED = """
procedure_code | procedure_name | level             | authority      | time_limit      | valid_from | valid_to
1.000001       | thường         | Cấp huyện         | UBND cấp huyện | 5 ngày làm việc | 01/01/2019 |
1.000002       | thường         | Cấp huyện         | UBND cấp huyện | 5 ngày làm việc | 01/01/2019 |
1.000009       | trong ngày     | Cấp huyện         | UBND cấp huyện | Giải quyết ngay | 01/01/2019 |
2.000001       | từ ngày 3      | Cấp huyện         | UBND cấp huyện |                 | 03/06/2020 |
2.000002       | từ ngày 3      | Cấp huyện         | UBND cấp huyện |                 | 03/06/2020 |
2.000003       | không ghi từ   | Cấp huyện         | UBND cấp huyện |                 |            |
3.000001       | đến ngày 3     | Cấp huyện         | UBND cấp huyện |                 | 01/01/2019 | 03/06/2020
3.000002       | đến ngày 3     | Cấp huyện         | UBND cấp huyện |                 | 01/01/2019 | 03/06/2020
3.000003       | không ghi đến  | Cấp huyện         | UBND cấp huyện |                 | 01/01/2019 |
4.000001       | hai cấp        | Cấp xã, Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |
4.000002       | cấp xã         | Cấp xã            | UBND cấp xã    |                 | 01/01/2019 |
4.000003       | không ghi cấp  |                   |                |                 | 01/01/2019 |
5.000001       | cấp xã dùng    | Cấp xã            | UBND cấp xã    |                 | 01/06/2020 |
5.000002       | cấp xã dùng    | Cấp xã            | UBND cấp xã    |                 | 01/06/2020 |
5.000003       | cấp xã dùng    | Cấp xã            | UBND cấp xã    |                 | 01/06/2020 |
5.000004       | cấp xã dùng    | Cấp xã            | UBND cấp xã    |                 | 01/06/2020 |
5.000005       | cấp xã dùng    | Cấp xã            | UBND cấp xã    |                 | 02/06/2020 |
6.000001       | đến hết kỳ     | Cấp huyện         | UBND cấp huyện |                 | 01/01/2019 | 30/04/2021
6.000002       | chưa cấu hình  | Cấp huyện         | UBND cấp huyện |                 | 01/01/2019 | 30/04/2021
6.000003       | đã hết         | Cấp huyện         | UBND cấp huyện |                 | 01/01/2019 | 29/04/2021
7.000001       | mọi ngày       | Cấp huyện         | UBND cấp huyện | 10 ngày         | 01/01/2019 |
7.000002       | hai hạn        | Cấp huyện         | UBND cấp huyện | 5 ngày; 10 ngày | 01/01/2019 |
7.000003       | hai dòng       | Cấp huyện         | UBND cấp huyện | 5 ngày làm việc | 01/01/2019 |
7.000003       | hai dòng       | Cấp huyện         | UBND cấp huyện | 10 ngày         | 01/01/2019 |
"""
# What has an end without force, is not in use, has another limit, or is carried out by another body.
FURTHER = """
procedure_code | procedure_name | level     | authority      | time_limit      | valid_from | valid_to   | expired_from
3.100001       | hết từ ngày 4  | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            | 04/06/2020
3.100002       | hết từ ngày 4  | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            | 04/06/2020
6.100001       | hết từ 01/05   | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            | 01/05/2021
6.100002       | hết từ 30/04   | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            | 30/04/2021
6.100003       | hết, tắt       | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 | 29/04/2021 |
6.200001       | đã tắt         | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            |
6.200002       | không ghi      | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            |
6.200003       | trạng thái lạ  | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            |
6.200004       | còn một dòng   | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            |
6.300001       | huyện này      | Cấp huyện | UBND huyện Ngọc Hồi |            | 01/01/2019 |            |
6.300002       | huyện khác     | Cấp huyện | UBND huyện Sa Thầy |             | 01/01/2019 |            |
6.300003       | huyện lạ       | Cấp huyện | Huyện Tu Mơ    |                 | 01/01/2019 |            |
6.300005       | huyện không có | Cấp huyện | Huyện Sa Kon    |                | 01/01/2019 |            |
6.300004       | mọi huyện      | Cấp huyện | UBND huyện, thành phố |          | 01/01/2019 |            |
7.100001       | ngày làm       | Cấp huyện | UBND cấp huyện | 5 ngày làm việc | 01/01/2019 |            |
7.100002       | ngày lịch      | Cấp huyện | UBND cấp huyện | 5 ngày          | 01/01/2019 |            |
7.100003       | 40 giờ         | Cấp huyện | UBND cấp huyện | 40 giờ          | 01/01/2019 |            |
8.100001       | chi nhánh      | Cấp huyện | BRANCH         |                 | 01/01/2019 |            |
8.100002       | của cả hai     | Cấp huyện | BRANCH         |                 | 01/01/2019 |            |
8.100002       | của cả hai     | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 |            |
8.100003       | không ghi      | Cấp huyện |                |                 | 01/01/2019 |            |
8.100004       | của đơn vị     | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 | 03/06/2020 |
8.100004       | chi nhánh      | Cấp huyện | BRANCH         |                 | 01/01/2019 |            |
8.100005       | của đơn vị     | Cấp huyện | UBND cấp huyện |                 | 01/01/2019 | 03/06/2020 |
8.100005       | chi nhánh      | Cấp huyện | BRANCH         |                 | 01/01/2019 |            |
"""
CONFIGURED = """
procedure_code | time_limit       | usage
1.000001       | 5 ngày làm việc  | Đang sử dụng
1.000002       | 05 ngày làm việc |
1.000009       | 1 ngày làm việc  |
3.000003       |                  |
4.000002       |                  |
6.000001       |                  |
6.000003       |                  |
6.100001       |                  |
6.100002       |                  |
6.100003       |                  | Ngừng sử dụng
6.200001       |                  | Ngừng sử dụng
6.200002       |                  |
6.200003       |                  | Chờ duyệt
6.200004       |                  | Ngừng sử dụng
6.200004       |                  | Đang sử dụng
7.000001       | 11 ngày          |
7.000002       | 5 ngày           |
7.000003       | 5 ngày           |
7.100001       | 5 ngày           |
7.100002       | 5 ngày làm việc  |
7.100003       | 5 ngày làm việc  |
8.100001       |                  |
8.100003       |                  |
8.200001       |                  |
8.200002       |                  | Ngừng sử dụng
"""
PROCEDURE_RULES = {
    "U1": """
is    | example              | for | procedure   | status | verdict
good  | published            |     | 1.000001    | ~      | clean
bad   | not in the list      |     | 8.000001    | ~      | finding
bad   | code of its own make |     | TS_LOP1.000 | ~      | finding
empty | not accepted         |     | 8.000002    | 3      | outside
empty | no code              |     |             | ~      | outside
n/a   | no list for the unit | 618 | 8.000001    | ~      | n/a
""",
    "U2": """
is    | example              | for | procedure | received       | verdict
good  | on its first day     |     | 2.000001  | 03/06 00:00:00 | clean
bad   | the day before       |     | 2.000002  | 02/06 23:59:59 | finding
empty | no first day         |     | 2.000003  | ~              | clean
n/a   | no list for the unit | 618 | 2.000002  | 02/06 23:59:59 | n/a
""",
    "U3": """
is    | example                 | for | procedure | received       | verdict
good  | on its last day         |     | 3.000001  | 03/06 23:59:59 | clean
bad   | the day after           |     | 3.000002  | 04/06 00:00:00 | finding
good  | the day before its end  |     | 3.100001  | 03/06 23:59:59 | clean
bad   | first day without force |     | 3.100002  | 04/06 00:00:00 | finding
empty | no last day             |     | 3.000003  | ~              | clean
n/a   | no list for the unit    | 618 | 3.000002  | 04/06 00:00:00 | n/a
""",
    "U4": """
is    | example              | for | procedure | verdict
good  | one of two levels    |     | 4.000001  | clean
bad   | for communes only    |     | 4.000002  | finding
empty | level not told       |     | 4.000003  | clean
n/a   | no list for the unit | 618 | 4.000002  | n/a
""",
    "U6": """
is    | example            | for | procedure | verdict
good  | configured         |     | 1.000001  | clean
good  | until the last day |     | 6.000001  | clean
bad   | not configured     |     | 6.000002  | finding
bad   | the unit's by name |     | 6.300001  | finding
bad   | its kind's by name |     | 6.300004  | finding
empty | expired before     |     | 6.000003  | outside
empty | another's by name  |     | 6.300002  | outside
empty | one kept back      |     | 6.300003  | outside
empty | an unknown one's   |     | 6.300005  | outside
empty | not for the level  |     | 4.000002  | outside
n/a   | no configured list | 618 | 6.000002  | n/a
""",
    "U7": """
is    | example              | for | procedure | received       | verdict
good  | one of two bodies    |     | 8.100002  | ~              | clean
good  | its last day         |     | 8.100004  | 03/06 23:59:59 | clean
bad   | another body's       |     | 8.100001  | ~              | finding
bad   | the day after        |     | 8.100005  | 04/06 00:00:00 | finding
empty | body not told        |     | 8.100003  | ~              | clean
empty | other level is of U4 |     | 4.000002  | ~              | clean
n/a   | no list for the unit | 618 | 8.100001  | ~              | n/a
""",
    "U8": """
is    | example            | for | procedure | verdict
good  | published          |     | 1.000001  | clean
good  | published, expired |     | 6.000003  | clean
bad   | never published    |     | 8.200001  | finding
bad   | for communes only  |     | 4.000002  | finding
bad   | for another body   |     | 8.100001  | finding
empty | body not told      |     | 8.100003  | clean
empty | switched off       |     | 8.200002  | outside
n/a   | no configured list | 618 | 8.200001  | n/a
""",
    "U9": """
is    | example                  | for | procedure | verdict
good  | until the last day       |     | 6.000001  | clean
good  | no force the day after   |     | 6.100001  | clean
bad   | until the day before     |     | 6.000003  | finding
bad   | no force on the last day |     | 6.100002  | finding
empty | no last day              |     | 3.000003  | clean
empty | switched off             |     | 6.100003  | outside
empty | never published          |     | 8.200001  | outside
n/a   | no configured list       | 618 | 6.000003  | n/a
""",
    "U10": """
is    | example                | for | procedure | verdict
good  | the same               |     | 1.000001  | clean
good  | the same, other digits |     | 1.000002  | clean
good  | 40 hours are 5 days    |     | 7.100003  | clean
good  | days may be of work    |     | 7.100001  | clean
bad   | a day more             |     | 7.000001  | finding
bad   | days made days of work |     | 7.100002  | finding
bad   | a day for at once      |     | 1.000009  | finding
empty | none configured        |     | 6.000001  | outside
empty | not read               |     | 7.000002  | outside
empty | several published      |     | 7.000003  | outside
n/a   | no configured list     | 618 | 7.000001  | n/a
""",
    "U11": """
is    | example                   | for | procedure | verdict
good  | in use                    |     | 1.000001  | clean
good  | one row of two in use     |     | 6.200004  | clean
bad   | switched off              |     | 6.200001  | finding
empty | not told                  |     | 6.200002  | clean
empty | a text that nobody mapped |     | 6.200003  | clean
empty | switched off and expired  |     | 6.100003  | outside
n/a   | no configured list        | 618 | 6.200001  | n/a
""",
}


def published_rows() -> list[dict[str, str]]:
    return drawn(PUBLISHED) + drawn(FURTHER.replace("BRANCH", "Chi nhánh Văn phòng Đăng ký đất đai"))
