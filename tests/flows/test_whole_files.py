"""What is whole though it ends oddly is read, and what stands beside it and is cut off is not."""

import pytest

from flows.containers.texts.text_end import cut_sign
from tests.flows.container_tools import cells, trouble
from tests.flows.cut_lists import TABLE, html, text_of_cases, web_archive

SIGNED = [["Người lập biểu"], ["Nguyễn Văn An"]]
SHORT = [row[:5] if n in (3, 9, 60) else row for n, row in enumerate(TABLE)]
EMPTY = [[*row[:7], ""] if n % 3 == 0 else row for n, row in enumerate(TABLE)]
NUMBERS = [[*row[:7], str(10 + n) if n < 60 else "7"] for n, row in enumerate(TABLE)]
# what is whole though its last record is short or lacks its line end
WHOLE = {
    "a total": text_of_cases() + "Tổng số: 60",
    "a total with its cell": text_of_cases() + "Tổng số,60",
    "a padded total": text_of_cases() + "Tổng số,,,,,,,60 hồ sơ",
    "a signature block": text_of_cases([*TABLE, *SIGNED], last=False),
    "a name under a blank line": text_of_cases() + "\n\nNguyễn Văn An",
    "a note": text_of_cases() + "Ghi chú: số liệu tạm tính",
    "blank lines below": text_of_cases() + "\n\n  ",
    "no line end": text_of_cases(last=False),
    "records without their last cells": text_of_cases(SHORT, last=False),
    "an empty last cell like others": text_of_cases(EMPTY, last=False),
    "a number shorter than the others": text_of_cases(NUMBERS, last=False),
    "lines of an old Mac": text_of_cases(ending="\r"),
    "only headings": text_of_cases(TABLE[:1]),
}  # fmt: skip


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_whole_text_that_ends_oddly_is_read(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8", newline="")
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    found = [row for row in cells(tmp_path / "list.csv") if any((cell or "").strip() for cell in row)]
    assert [len([cell for cell in row if cell]) for row in found] == [
        len(list(filter(None, line.split(",")))) for line in lines
    ]


# where the first column holds words, a total or a block of signatures is told by its words or by its lines
NAMED_FIRST = [[row[4] + f" {n % 7}", *row[:4], *row[5:]] for n, row in enumerate(TABLE)]
BELOW = {"total": "Tổng cộng", "signature": "Thủ trưởng đơn vị", "block": "Kon Tum\nY Blon", "piece": None}


@pytest.mark.parametrize("end", BELOW.values(), ids=BELOW)
def test_words_below_a_table_that_begins_with_words(tmp_path, end):
    text = text_of_cases(NAMED_FIRST) + (end or "UBND xã")
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    if end:
        assert len(cells(tmp_path / "list.csv")) == text.count("\n") + 1
    else:
        assert "1 of 8 cells" in trouble(tmp_path / "list.csv").en


# pages of exporters that close their tables and little else | ... and pages that are cut
SLOPPY = {
    "no html": html().split("<body>")[1].removesuffix("</body></html>"),
    "html and body open": html().removesuffix("</body></html>"),
    "html open": html().removesuffix("</html>"),
    "rows and cells open": html().replace("</td>", "").replace("</tr>", "").replace("</tbody>", ""),
    "a table in a remark": html().replace("<body>", "<body><!-- <table> -->"),
    "a table in a script": html().replace("<body>", "<body><script>'<table>'</script>"),
}
CUT = {
    "no end of the table": html().replace("</table>", ""),
    "within the next tag": html().removesuffix("</body></html>") + "<tab",
    "within a remark": html().removesuffix("</body></html>") + "<!-- hai",
    "within a second table": html().removesuffix("</body></html>") + "<TABLE ><tr>",
}


def test_a_page_is_whole_when_its_tables_are_closed(tmp_path):
    for name, page in SLOPPY.items():
        (tmp_path / "page.xls").write_text(page, encoding="utf-8")
        assert cells(tmp_path / "page.xls") == TABLE, name
    for name, page in CUT.items():
        (tmp_path / "page.xls").write_text(page, encoding="utf-8")
        assert trouble(tmp_path / "page.xls").is_cut_off, name


def test_an_archive_of_pages_that_lacks_its_boundary_may_lack_pages(tmp_path):
    (tmp_path / "page.mht").write_text(web_archive().removesuffix("--\n"), encoding="utf-8")
    assert "boundary" in trouble(tmp_path / "page.mht").en


@pytest.mark.parametrize("sign", ["a", "đ", "ẫ", "😀"])
def test_a_sign_is_whole_when_all_its_bytes_are_there(sign):
    content = sign.encode()
    assert not cut_sign(b"x" * 4 + content) and not cut_sign(content)
    assert all(cut_sign(b"xx" + content[:length]) for length in range(1, len(content)))


def test_a_quote_open_at_the_end_of_a_line_is_told(tmp_path):
    (tmp_path / "list.csv").write_text(text_of_cases() + '61,"mở\n', encoding="utf-8")
    assert "quote" in trouble(tmp_path / "list.csv").en
    assert trouble(tmp_path / "list.csv").is_cut_off
