"""Tables written in angle brackets: pages of HTML under the name .xls, XML Spreadsheet 2003, OpenDocument."""

import zipfile

import pandas as pd
import pytest

from flows.common.limits import Limits
from tests.flows.container_tools import cells, only, read, trouble

ROWS = [["Mã hồ sơ", "Ngày"], ["A-1", "03/06/2020"], ["A-2", "04/06/2020"]]


def _page(tmp_path, body: str, encoding: str = "utf-8", head: str = ""):
    path = tmp_path / "page.xls"
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return path


def _table(rows) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


def test_a_page_that_pandas_wrote(tmp_path):
    pd.DataFrame(ROWS[1:], columns=ROWS[0]).to_html(tmp_path / "page.xls", index=False)
    sheet = only(tmp_path / "page.xls")
    assert (sheet.rows, sheet.name, sheet.container) == (ROWS, "", "HTML table")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("head", ["", '<meta charset="windows-1252">'], ids=["silent", "lying"])
def test_the_bytes_of_a_page_are_asked_before_what_it_says(tmp_path, encoding, head):
    assert cells(_page(tmp_path, _table(ROWS), encoding, head)) == ROWS


# what stands in the page | the rows that are read | the rows of the head, where it differs
TABLES = {
    "a cell over rows": (
        "<tr><td>a<td>b<tr><td rowspan=2>1<td>x<tr><td>y",
        [["a", "b"], ["1", "x"], ["1", "y"]],
        [["a", "b"], ["1", "x"], [None, "y"]],
    ),
    "a cell over columns": ("<tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3", [["a", None, "b"], ["1", "2", "3"]]),
    "a block": (
        "<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>1<td>2<td>3",
        [["a", None, "b"], ["a", None, "c"], ["1", "2", "3"]],
        [["a", None, "b"], [None, None, "c"], ["1", "2", "3"]],
    ),
    "breaks and blocks": ("<tr><td>a<br>b<td><p>c</p><p>d</p><tr><td>1<td>2", [["a\nb", "c\nd"], ["1", "2"]]),
    "white space": ("<tr><td> a \n b&nbsp; <td>c<tr><td>1<td>2", [["a b", "c"], ["1", "2"]]),
    "hidden text": (
        '<tr><td>a<span style="DISPLAY : none">x</span><td>b<tr><td style="display:none">x<td>1<td>2',
        [["a", "b"], ["1", "2"]],
    ),
    "a hidden row is a row": ('<tr><td>a<td>b<tr style="display:none"><td>1<td>2', [["a", "b"], ["1", "2"]]),
    "markup in a cell": ("<tr><th><b>a</b>b<th>c<tr><td><a href=x>1</a><td><font>2</font>", [["ab", "c"], ["1", "2"]]),
    "parts of a table": ("<thead><tr><td>a<td>b</thead><tbody><tr><td>1<td>2</tbody>", [["a", "b"], ["1", "2"]]),
    "entities": ("<tr><td>&lt;a&gt;&amp;<td>&#272;ắk<tr><td>1<td>2", [["<a>&", "Đắk"], ["1", "2"]]),
    "a script": ("<tr><td>a<script>x</script><td>b<tr><td>1<td>2", [["a", "b"], ["1", "2"]]),
    "an empty row counts": ("<tr><td>a<td>b<tr></tr><tr><td>1<td>2", [["a", "b"], [None, None], ["1", "2"]]),
    "nonsense in a span": ("<tr><td colspan=x rowspan=-1>a<td>b<tr><td>1<td>2", [["a", "b"], ["1", "2"]]),
}


@pytest.mark.parametrize("case", TABLES.values(), ids=TABLES)
def test_how_a_table_is_drawn(tmp_path, case):
    sheet = only(_page(tmp_path, f"<table>{case[0]}</table>"))
    assert sheet.rows == case[1]
    assert sheet.head == case[-1]


def test_tables_stand_alone_and_those_that_only_place_things_are_left_out(tmp_path):
    inner = _table([["n1", "n2"], ["n3", "n4"]])
    body = f"<table><tr><td>UBND TỈNH</td></tr></table>{_table(ROWS)}<table><tr><td>{inner}</td><td>y</td></tr></table>"
    assert [(s.name, s.rows) for s in read(_page(tmp_path, body))] == [("1", ROWS), ("2", [["n1", "n2"], ["n3", "n4"]])]


@pytest.mark.parametrize("body", ["", "<p>Không có quyền truy cập</p>", "<table><tr><td>một ô</td></tr></table>"])
def test_a_page_without_a_table_is_told(tmp_path, body):
    assert "without a table" in trouble(_page(tmp_path, body)).en


def test_a_cell_over_too_many_columns_is_told(tmp_path):
    row = "<tr>" + "<td colspan=999>a</td>" * 30 + "<tr><td>b<td>c"
    assert "columns" in trouble(_page(tmp_path, f"<table>{row}</table>"), Limits(columns=100)).en


def test_a_page_saved_with_all_its_parts(tmp_path):
    page = f"<html><body>{_table(ROWS)}</body></html>".encode().hex("=").upper()
    (tmp_path / "page.xls").write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        "--b\nContent-Type: text/html; charset=utf-8\n"
        f"Content-Transfer-Encoding: quoted-printable\n\n={page}\n--b--\n"
    )
    sheet = only(tmp_path / "page.xls")
    assert (sheet.rows, sheet.name) == (ROWS, "1")


SS = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
BOOK = """<?xml version="1.0" encoding="{encoding}"?>{extra}
<Workbook {ss}>
 <Worksheet ss:Name="Ẩn"><Table>
  <Row ss:Index="2"><Cell ss:Index="2"><Data ss:Type="String">Mã</Data></Cell>
   <Cell ss:MergeAcross="1"><Data ss:Type="String">Ngày</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>
  <Row ss:Index="4"><Cell ss:MergeDown="1"><Data ss:Type="Number">1</Data></Cell>
   <Cell><Data ss:Type="DateTime">2020-06-03T08:30:00.000</Data></Cell>
   <Cell><Data ss:Type="DateTime">2020-06-03T00:00:00.000</Data></Cell>
   <Cell><Data ss:Type="Number">0.10000000000000001</Data></Cell></Row>
  <Row><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>
 </Table>
 <x:WorksheetOptions xmlns:x="urn:schemas-microsoft-com:office:excel"><x:Visible>SheetHidden</x:Visible>
 </x:WorksheetOptions></Worksheet>
 <Worksheet ss:Name="hai"><Table><Row><Cell><Data ss:Type="String">{text}</Data></Cell></Row></Table></Worksheet>
</Workbook>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_xml_spreadsheet_2003(tmp_path, encoding):
    book = BOOK.format(encoding=encoding, extra="", ss=SS, text="hai&#10;dòng")
    (tmp_path / "book.xls").write_bytes(book.encode(encoding))
    first, second = read(tmp_path / "book.xls")
    assert first.rows == [
        [None] * 5,
        [None, "Mã", "Ngày", None, "x"],
        [None] * 5,
        ["1", "2020-06-03 08:30:00", "2020-06-03", "0.1", None],
        ["1", "true", "#REF!", None, None],
    ]
    assert (first.name, first.is_hidden, first.container) == ("Ẩn", True, "XML Spreadsheet 2003")
    assert (second.name, second.is_hidden, second.rows) == ("hai", False, [["hai\ndòng"]])


def test_no_entity_of_a_document_is_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("bí mật", encoding="utf-8")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE w [<!ENTITY b0 "xxxxxxxxxx">{bomb}<!ENTITY f SYSTEM "file://{tmp_path}/secret.txt">]>'
    (tmp_path / "book.xls").write_text(BOOK.format(encoding="UTF-8", extra=doctype, ss=SS, text="a&f;b"), "utf-8")
    assert read(tmp_path / "book.xls")[1].rows == [["a&f;b"]]
    (tmp_path / "book.xls").write_text(BOOK.format(encoding="UTF-8", extra=doctype, ss=SS, text="a&b11;b"), "utf-8")
    assert "damaged" in trouble(tmp_path / "book.xls").en


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>',
        '<?xml version="1.0"?><DanhSach><HoSo>A-1</HoSo></DanhSach>',
        "<",
    ],
)
def test_other_xml_is_told(tmp_path, xml):
    (tmp_path / "book.xls").write_text(xml, encoding="utf-8")
    trouble(tmp_path / "book.xls")


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ODF_ROWS = """
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="99"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
 <table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>a<text:s text:c="2"/>b</text:p>
  <text:p>c</text:p><office:document><table:table table:name="behind a chart"><table:table-row>
  <table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>
  </office:document></table:table-cell>
 <table:table-cell office:value-type="date" office:date-value="2020-06-03T08:30:00"><text:p/></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>
 <table:covered-table-cell/>
 <table:table-cell office:value-type="time" office:time-value="PT30H05M00S"><text:p>30:05</text:p></table:table-cell>
 <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>ĐÚNG</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row>"""


@pytest.mark.parametrize("kind", ["fods", "ods"])
def test_open_document(tmp_path, kind):
    spreadsheet = f'<office:spreadsheet><table:table table:name="Một">{ODF_ROWS}</table:table></office:spreadsheet>'
    body = f"<office:body>{spreadsheet}</office:body>"
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    path = tmp_path / "book"
    if kind == "fods":
        xml = f'<?xml version="1.0"?><office:document {ODF} office:mimetype="{mime}">{body}</office:document>'
        path.write_text(xml, encoding="utf-8")
    else:
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("mimetype", mime)
            book.writestr("content.xml", f"<office:document-content {ODF}>{body}</office:document-content>")
    assert cells(path) == [
        [None] * 5,
        [None] * 5,
        [None, None, "a  b\nc", "2020-06-03 08:30:00", None],
        [None, None, "a  b\nc", "30:05:00", "true"],
        [None, None, None, "30:05:00", "true"],
    ]
