"""The inspectors' workbook, read back: figures worked out by hand, Excel types, no empty cell turned to 0."""

from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from flows.common.dictionary import load_dictionary
from flows.workbooks.findings import write_workbook
from tests.flows.small_marts import RECORD, cover_of, make_small_marts, read_back, rows_of


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        make_small_marts(connection)
        yield connection


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    with duckdb.connect() as connection:
        make_small_marts(connection)
        return read_back(connection, tmp_path_factory.mktemp("book"))


WIDE = "Đơn vị|Bảng điểm đơn vị|Hồ sơ trễ hạn|Hạn theo luật|Bổ sung hồ sơ|Dấu hiệu theo đơn vị|Hồ sơ cần xem|Trực tuyến"
WIDE = f"{WIDE}|Đơn vị kiểm tra|Mức rủi ro|Hồ sơ cần rút|Kiểm tra đột xuất|Bước làm trễ hồ sơ"
WIDE = f"{WIDE}|Đánh giá TT 01|Biểu 06 không khớp|Phát hiện|Quy tắc|Đơn vị cần xác định".split("|")
REPEATED = dict.fromkeys(["Đơn vị", "Hồ sơ trễ hạn", "Bổ sung hồ sơ", "Bước làm trễ hồ sơ", "Phát hiện"], "$A:$B")
REPEATED |= dict.fromkeys(["Hồ sơ cần xem", "Hồ sơ cần rút"], "$A:$C")


def test_the_sheets_stand_in_the_order_of_a_visit(book: openpyxl.Workbook):
    assert "|".join(book.sheetnames) == (
        "Trang bìa|Đơn vị|Bảng điểm đơn vị|Đơn vị kiểm tra|Mức rủi ro|Hồ sơ cần rút|Kiểm tra đột xuất|So sánh đơn vị"
        "|Theo tháng|Hồ sơ trễ hạn|Phiếu xin lỗi|Lý do chậm|Hạn theo luật|Bổ sung hồ sơ|Bước xử lý|Bước làm trễ hồ sơ"
        "|Thủ tục|Hồ sơ theo thủ tục|Sử dụng hệ thống|Dấu hiệu theo đơn vị|Hồ sơ cần xem|Đối soát hệ thống"
        "|Thay đổi giữa các lần|Hồ sơ không còn|Trực tuyến|Chứng thực bản sao|Phản ánh, kiến nghị|Đánh giá TT 01"
        "|Chỉ số TT 01|Biểu 06 không khớp|Đối chiếu Biểu 06|Phát hiện|Quy tắc|Không đánh giá được|Tệp trích xuất"
        "|Đơn vị cần xác định|Không dùng được|Dòng không phải hồ sơ|Từ điển"
    )


def test_units_stand_by_level_then_by_name_as_vietnamese_sorts_it(book: openpyxl.Workbook):
    assert [row["Đơn vị"] for row in rows_of(book["Đơn vị"])] == ["Sở Y tế", "Xã Đăk", "Xã Ea", "Toàn tỉnh"]


def test_a_unit_has_counts_rates_slips_procedures_and_findings_in_one_row(book: openpyxl.Workbook):
    row = rows_of(book["Đơn vị"])[0]
    assert (row["Mã đơn vị"], row["Cấp"], row["Đã giải quyết"], row["Đang giải quyết quá hạn"]) == ("A", "Tỉnh", 8, 2)
    assert (list(row)[2:4], row["Quý kiểm tra"]) == (["Cấp", "Quý kiểm tra"], "Quý III")
    assert row["Tỷ lệ trễ hạn"] == pytest.approx(2 / 7)
    assert row["Tỷ lệ trễ hạn và quá hạn"] == pytest.approx(4 / 9)
    assert (row["Phiếu đúng quy định"], row["Thiếu phiếu"], row["Phiếu không đúng quy định"]) == (1, 2, 1)
    assert row["Thủ tục có vấn đề công bố, cấu hình"] == 1  # 9.000001 twice; never used is a suspicion of its own
    assert (row["Phát hiện: vi phạm"], row["Phát hiện: nghi vấn"], row["Phát hiện: lỗi dữ liệu"]) == (2, 1, 0)


def test_the_provinces_rates_come_from_the_sums(book: openpyxl.Workbook):
    row = rows_of(book["Đơn vị"])[-1]
    assert (row["Tiếp nhận"], row["Đã giải quyết"], row["Đã giải quyết trễ hạn"], row["Rút hồ sơ"]) == (16, 14, 3, 1)
    assert row["Tỷ lệ trễ hạn"] == pytest.approx(3 / 13)
    assert row["Tỷ lệ trễ hạn và quá hạn"] == pytest.approx(5 / 15)
    assert row["Tỷ lệ trễ hạn, cách đếm của phần mềm"] == pytest.approx(3 / 15)
    assert row["Tỷ lệ trễ hạn và quá hạn, không kể hồ sơ đang chờ"] == pytest.approx(4 / 14)
    assert row["Trung vị số ngày trễ"] == 4
    assert (row["Hồ sơ trễ hạn và quá hạn"], row["Thiếu phiếu"], row["Tỷ lệ thiếu phiếu"]) == (5, 2, 0.5)
    assert (row["Mã đơn vị"], row["Cấp"], row["Quý kiểm tra"]) == (None, None, None)


def test_the_filter_does_not_reach_the_provinces_row(book: openpyxl.Workbook):
    assert book["Đơn vị"].auto_filter.ref == "A3:AM6"
    assert (book["Đơn vị"]["B7"].value, book["Đơn vị"]["B7"].font.bold) == ("Toàn tỉnh", True)


def test_what_is_not_known_is_empty_and_not_zero(book: openpyxl.Workbook):
    of_b, of_c = rows_of(book["Đơn vị"])[1:3]
    assert (of_c["Tỷ lệ trễ hạn"], of_c["Trung vị số ngày trễ"]) == (None, None)
    assert (of_b["Thiếu phiếu"], of_b["Tỷ lệ thiếu phiếu"], of_c["Thiếu phiếu"]) == (None, None, 0)


def test_cells_have_excel_types(book: openpyxl.Workbook):
    sheet = book["Đơn vị"]
    by_heading = {cell.value: cell.column for cell in sheet[3]}
    rate, count = sheet.cell(4, by_heading["Tỷ lệ trễ hạn"]), sheet.cell(4, by_heading["Đã giải quyết"])
    assert (rate.data_type, rate.number_format) == ("n", "0.0%")
    assert (count.data_type, count.number_format) == ("n", "#,##0")
    slips = book["Phiếu xin lỗi"]
    by_heading = {cell.value: cell.column for cell in slips[3]}
    received, slip = slips.cell(4, by_heading["Ngày giờ tiếp nhận"]), slips.cell(5, by_heading["Ngày lập phiếu"])
    assert (received.value, received.number_format) == (datetime(2020, 6, 3, 8, 15), "dd/mm/yyyy hh:mm")
    assert (slip.value, slip.number_format) == (datetime(2020, 6, 11), "dd/mm/yyyy")
    assert slips.cell(4, by_heading["Ngày giờ có kết quả"]).value is None
    assert book["Theo tháng"]["C4"].number_format == "mm/yyyy"


def test_text_of_an_extract_stays_text(book: openpyxl.Workbook):
    rows = rows_of(book["Phát hiện"])
    assert [row["Thực tế"] for row in rows] == ["=1+1", "http://example.org", "0 hồ sơ", "-2+3"]
    assert [row["Mã định danh hồ sơ"] for row in rows] == ["007", "008", None, "1e5"]
    cells = [cell for row in book["Phát hiện"].iter_rows(min_row=4) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert (book["Thủ tục"]["C6"].value, book["Thủ tục"]["C6"].data_type) == ('=HYPERLINK("x")', "s")


def test_codes_are_shown_as_words(book: openpyxl.Workbook):
    first, second = rows_of(book["Phiếu xin lỗi"])
    assert [row["Kết quả giải quyết"] for row in (first, second)] == ["Đang giải quyết, quá hạn", "Trễ hạn"]
    assert [row["Tình trạng phiếu xin lỗi"] for row in (first, second)] == ["Không có phiếu", "Phiếu lập muộn"]
    assert [row["Đã ghi nhận"] for row in rows_of(book["Phát hiện"])] == ["Không", "Có", "Không", "Không"]
    reject, refused = rows_of(book["Không dùng được"])
    assert (reject["Cột"], reject["Lý do"]) == ("Ngày tiếp nhận", "Không đọc được ngày")
    assert refused["Lý do"] == "Tệp hoặc trang tính bị từ chối"


def test_changes_the_suspicious_first_vanished_cases_and_systems(book: openpyxl.Workbook):
    first, second = rows_of(book["Thay đổi giữa các lần"])
    assert (first["Trường"], first["Giá trị trước"], first["Giá trị sau"]) == (
        "Ngày có kết quả",
        "13/06/2020 00:00",
        None,
    )
    assert [row["Nghi vấn"] for row in (first, second)] == ["Có", "Không"]
    assert (first["Loại thay đổi"], second["Hệ thống nguồn"]) == ("Xóa", "Hệ thống một cửa điện tử")
    [gone] = rows_of(book["Hồ sơ không còn"])
    assert (gone["Tệp cuối còn hồ sơ"], gone["Kết quả giải quyết"]) == ("a0.xlsx", "Đang giải quyết, quá hạn")
    [row] = rows_of(book["Đối soát hệ thống"])
    assert (row["Hệ thống đối chiếu"], row["Trễ thật"]) == ("Cổng Dịch vụ công quốc gia", 1)


def test_a_rule_has_its_totals_and_the_units_where_it_could_not_be_assessed(book: openpyxl.Workbook):
    b1, u1, u5 = rows_of(book["Quy tắc"])
    assert (b1["Số được xét"], b1["Số phát hiện"], b1["Số đơn vị không đánh giá được"]) == (15, 3, 1)
    assert b1["Tỷ lệ phát hiện"] == pytest.approx(3 / 15)
    assert (u1["Số được xét"], u1["Số phát hiện"], u1["Số đơn vị có phát hiện"]) == (4, 1, 1)
    assert (u5["Số đơn vị đánh giá được"], u5["Tỷ lệ phát hiện"]) == (3, 1)
    rows = rows_of(book["Không đánh giá được"])
    assert [(row["Quy tắc"], row["Mã đơn vị"]) for row in rows] == [("B1", "C"), ("U1", "B"), ("U1", "C")]
    assert [row["Dữ liệu còn thiếu"] for row in rows] == ["Ngày hẹn trả", *["Danh mục thủ tục công bố"] * 2]
    assert "Nội dung quy tắc" in rows[0] and "Nội dung quy tắc, tiếng Anh" not in rows[0]


def test_pages_print_on_a4_with_their_headings_and_the_run(book: openpyxl.Workbook):
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes.endswith("4"), sheet.title
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.auto_filter.ref
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        wide = 4 if sheet.title == "Bảng điểm đơn vị" else 2 if sheet.title in WIDE else 1
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (wide, 0)  # 1 is what is not written
        assert sheet.oddFooter.left.text == RECORD["run_id"]
        assert "&P" in sheet.oddFooter.right.text.replace("&[Page]", "&P")
        repeated = REPEATED.get(sheet.title, "$A:$A")
        assert sheet.print_title_cols == (repeated if wide > 1 else None), sheet.title
    assert book["Đơn vị"].freeze_panes == "C4"


def test_a_long_text_gets_the_lines_it_needs(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    connection.execute("update findings set observed = repeat('một hai ba ', 30) where finding_id = 'f1'")
    sheet = read_back(connection, tmp_path)["Phát hiện"]
    assert sheet.row_dimensions[4].height >= 7 * 13.5  # 330 letters, fewer than 48 a line
    assert sheet.row_dimensions[6].height is None


def test_the_cover_names_window_run_and_version(book: openpyxl.Workbook):
    cover = cover_of(book)
    assert cover["Kỳ kiểm tra"][0] == "Từ 01/06/2020 đến hết 30/04/2021; giờ Việt Nam"
    assert cover["Lần chạy"][0] == "20210520T080000-abc · 20/05/2021 08:00 · phiên bản 0.1.0+abc"
    assert "So theo ngày" in cover and "So theo giờ" not in cover
    assert cover["Ngưỡng: hạn, hẹn lại, bổ sung"][0] == "Số lần hẹn lại nhiều nhất: 1"


def test_the_covers_figures_have_their_denominators(book: openpyxl.Workbook):
    cover = cover_of(book)
    assert cover["Hồ sơ trong kỳ"][:3] == (17, None, None)
    assert cover["Đã giải quyết trễ hạn"][:3] == (3, 13, pytest.approx(3 / 13))
    assert cover["Trễ hạn và quá hạn"][:3] == (5, 15, pytest.approx(1 / 3))
    assert cover["Đang giải quyết quá hạn"][:3] == (2, 2, 1)
    assert cover["Không có ngày hẹn"][:3] == (1, 17, pytest.approx(1 / 17))
    assert cover["Thiếu phiếu xin lỗi"][:3] == (2, 4, 0.5)
    assert cover["Không xét được về phiếu"][:3] == (1, 5, 0.2)
    assert cover["Thủ tục: chưa công bố"][:3] == (1, 4, 0.25)


def test_a_figure_without_a_denominator_has_no_rate(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    connection.execute("update unit_apologies set slips_ok = null, slips_missing = null, slips_faulty = null")
    cover = cover_of(read_back(connection, tmp_path))
    assert cover["Thiếu phiếu xin lỗi"][:3] == (None, None, None)
    assert cover["Không xét được về phiếu"][:3] == (5, 5, 1)


def test_the_cover_tells_what_was_read_refused_and_not_assessable(book: openpyxl.Workbook):
    cover = cover_of(book)
    assert cover["Đã đọc"][0] == "1 trang tính trong 1 tệp: 10 dòng, dùng 9, loại 1"
    assert cover["Bị từ chối"][0] == "1 tệp hoặc trang tính"
    assert cover["   b.xlsx"][0] == "thiếu cột bắt buộc. Đề nghị xuất lại."
    assert cover["Thiếu: Ngày hẹn trả"][0] == "1/3 đơn vị: Xã Ea\nB1: Nên đúng hạn."
    assert cover["Thiếu: Danh mục thủ tục công bố"][0] == "2/3 đơn vị: Xã Đăk, Xã Ea\nU1: Nên công bố."
    assert not any("U5" in str(cells[0]) for cells in cover.values())


def test_units_without_any_case_are_named(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    assert not any("không có hồ sơ nào" in label for label in cover_of(read_back(connection, tmp_path)))
    connection.execute("""insert into rule_results (rule_id, unit_code, unit_name, is_assessable)
        select rule_id, unit_code, unit_name, true from rules
        cross join (values ('D', 'Xã Đăk Na'), ('E', 'Xã Bờ Y'), ('UNRESOLVED', '(chưa rõ)')) as t(unit_code, unit_name)
    """)
    cover = cover_of(read_back(connection, tmp_path))
    assert cover["2 đơn vị không có hồ sơ nào"][0] == "Xã Bờ Y, Xã Đăk Na"


def test_a_cut_sheet_says_so_and_names_the_whole_file(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    book = read_back(connection, tmp_path, max_rows=3)
    assert [row["Mã phát hiện"] for row in rows_of(book["Phát hiện"])] == ["f1", "f2", "f4"]
    note = "Bị cắt: trang này chỉ có 3 dòng đầu trong 4 dòng; tệp findings.parquet có đủ."
    assert book["Phát hiện"]["A2"].value == cover_of(book)["Trang Phát hiện"][0] == note
    assert "Trang Đơn vị" not in cover_of(book)
    assert book["Đơn vị"]["A2"].value.startswith("Mỗi dòng là một đơn vị")


def test_english_switches_names_headings_and_words(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    book = read_back(connection, tmp_path, lang="en")
    assert book.sheetnames[:2] == ["Cover", "Units"]
    row = rows_of(book["Units"])[-1]
    assert (row["Unit"], row["Late rate"]) == ("Province", pytest.approx(3 / 13))
    assert rows_of(book["Findings"])[0]["Rule in words"] == "Should be on time."
    assert cover_of(book)["Missing: Due dates"][0] == "1 of 3 units: Xã Ea\nB1: Should be on time."


def test_the_dictionary_sheet_has_every_column_of_the_tables(book: openpyxl.Workbook, connection):
    listed = {(row["Mã bảng"], row["Mã cột"]) for row in rows_of(book["Từ điển"])}
    for table in load_dictionary().tables:
        assert {(table, column) for column in [None, *connection.table(table).columns]} <= listed


def test_empty_tables_give_an_empty_workbook_and_no_error(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    for table in load_dictionary().tables:
        connection.execute(f"delete from {table}")
    book = read_back(connection, tmp_path)
    assert rows_of(book["Phát hiện"]) == []
    assert cover_of(book)["Đã giải quyết trễ hạn"][:3] == (0, 0, None)


def test_the_same_tables_and_record_give_the_same_bytes(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(connection, tmp_path / name, RECORD)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "one.xlsx").properties.created == datetime(2021, 5, 20, 1, 0)


def test_a_file_that_cannot_be_written_is_the_systems_own_error(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    with pytest.raises(OSError) as trouble:
        write_workbook(connection, tmp_path / "nowhere" / "findings.xlsx", RECORD)
    assert trouble.value.strerror == "No such file or directory"
