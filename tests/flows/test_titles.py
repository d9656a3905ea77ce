"""The period of a report is read from its title, or it is not known: a wrong one would accuse the unit."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.tables.titles import UNKNOWN, Period, period_of
from tests.casebook import drawn

TITLES = """
title                                                            | first      | last       | kind
Từ ngày 01/06/2020 đến ngày 30/04/2021                           | 2020-06-01 | 2021-04-30 | days
(Từ 01/06/2020 đến hết 30/4/2021)                                | 2020-06-01 | 2021-04-30 | days
TỪ NGÀY 1-6-2020 ĐẾN HẾT NGÀY 30.4.2021                          | 2020-06-01 | 2021-04-30 | days
Từ ngày 15/3 đến ngày 14/6/2020                                  | 2020-03-15 | 2020-06-14 | days
Từ ngày 01/06/2020 00:00:00 đến ngày 30/04/2021 23:59:59         | 2020-06-01 | 2021-04-30 | days
Từ ngày 01 tháng 6 năm 2020 đến ngày 30 tháng 4 năm 2021         | 2020-06-01 | 2021-04-30 | days
Từ ngày 2020-06-01 00:00:00 đến ngày 2021-04-30 00:00:00         | 2020-06-01 | 2021-04-30 | days
Kỳ báo cáo: Quý 3/2020 (từ ngày 15/06/2020 đến ngày 14/9/2020)   | 2020-06-15 | 2020-09-14 | days
Từ ngày 01/06/2020 đến ngày 01/06/2020                           | 2020-06-01 | 2020-06-01 | days
Từ ngày 02/06/2020 đến ngày 01/06/2020                           |            |            |
Từ ngày 31/02/2020 đến ngày 30/04/2021                           |            |            |
Từ ngày 01/06/0020 đến ngày 30/04/2021                           |            |            |
Từ ngày 15/12 đến ngày 14/3/2020                                 |            |            |
Từ tháng 6/2020 đến hết tháng 4 năm 2021                         | 2020-06-01 | 2021-04-30 | month
Từ tháng 6 đến tháng 9 năm 2020                                  |            |            |
Quý II năm 2020                                                  | 2020-04-01 | 2020-06-30 | quarter
BÁO CÁO QUÝ IV-2020                                              | 2020-10-01 | 2020-12-31 | quarter
Quý 1/2021                                                       | 2021-01-01 | 2021-03-31 | quarter
Quý V năm 2020                                                   |            |            |
Quý 0/2020                                                       |            |            |
Quý I, II năm 2020                                               |            |            |
Quý I và quý II năm 2020                                         |            |            |
Tháng 6/2020                                                     | 2020-06-01 | 2020-06-30 | month
Tháng 02 năm 2020                                                | 2020-02-01 | 2020-02-29 | month
Tháng 12/2020                                                    | 2020-12-01 | 2020-12-31 | month
Tháng 13/2020                                                    |            |            |
Tháng 6, 7 năm 2020                                              |            |            |
Lũy kế đến tháng 6/2020                                          |            |            |
6 tháng đầu năm 2020                                             | 2020-01-01 | 2020-06-30 | half_year
Sáu tháng cuối năm 2020                                          | 2020-07-01 | 2020-12-31 | half_year
9 tháng đầu năm 2020                                             | 2020-01-01 | 2020-09-30 | nine_months
Năm 2020                                                         | 2020-01-01 | 2020-12-31 | year
KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH NĂM 2020                   | 2020-01-01 | 2020-12-31 | year
Năm 2019 - 2020                                                  |            |            |
Năm 20201                                                        |            |            |
Kon Tum, ngày 05 tháng 05 năm 2021                               |            |            |
Kon Tum, ngày … tháng … năm 2021                                 |            |            |
Kèm theo Kế hoạch kiểm tra năm 2021                              |            |            |
Ngày 01/06/2020                                                  |            |            |
BÁO CÁO TỔNG HỢP THEO LĨNH VỰC                                   |            |            |
Nguyễn Văn A, 0905 123 456                                       |            |            |
"""


@pytest.mark.parametrize("row", drawn(TITLES), ids=lambda row: row["title"])
def test_a_title_tells_a_period_or_none(row: dict):
    told = Period(row["first"] or None, row["last"] or None, row["kind"] or None)
    assert period_of([[row["title"], None]]) == told
    assert period_of([[None, unicodedata.normalize("NFD", row["title"]).replace(" ", "\xa0")]]) == told


def test_a_title_may_stand_in_several_rows_lines_and_cells():
    assert period_of([]) == period_of([[None, None]]) == UNKNOWN
    days = Period("2020-06-01", "2021-04-30", "days")
    assert period_of([["BÁO CÁO", None], ["Từ ngày", "01/06/2020", "đến ngày", "30/04/2021"]]) == days
    assert period_of([["BÁO CÁO QUÝ II NĂM 2020\nTừ ngày 01/06/2020\nđến ngày 30/04/2021", "ngày 5/5/2021"]]) == days
    assert period_of([["Từ ngày 01/06/2020 đến ngày 30/04/2021"] * 3]) == days


def test_two_periods_are_none():
    assert period_of([["Quý II năm 2020"], ["Tháng 6/2020"]]) == UNKNOWN
    assert period_of([["Quý II năm 2020"], ["QUÝ II/2020"]]).period_kind == "quarter"
    spans = [["Từ ngày 01/06/2020 đến ngày 30/06/2020"], ["Từ ngày 01/06/2020 đến ngày 31/07/2020"]]
    assert period_of(spans) == UNKNOWN


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_days_written_out_are_the_days_read(first: date, last: date):
    told = period_of([[f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"]])
    assert told == (Period(str(first), str(last), "days") if first <= last else UNKNOWN)
