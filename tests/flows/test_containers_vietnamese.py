"""Older Vietnamese character sets become Unicode, and whatever is not in one of them stays as it is."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from flows.containers.texts import vietnamese
from tests.flows import sheets
from tests.flows.container_tools import only

# as the bytes show in a Western font | what was meant; worked out with the fonts' own tables
WORDS = {
    "tcvn3": [
        ("M· hå s¬", "Mã hồ sơ"),
        ("Ngµy tiÕp nhËn", "Ngày tiếp nhận"),
        ("NguyÔn ThÞ H\u00adêng", "Nguyễn Thị Hường"),
        ("§· tr¶ kÕt qu¶", "Đã trả kết quả"),
        ("QuyÒn sö dông ®Êt", "Quyền sử dụng đất"),
        ("Tiếp".replace("ế", "Õ"), "Tiếp"),
        ("UBND HUYÖN §¨K GLEI", "UBND HUYỆN ĐĂK GLEI"),
        ("TRÇN V¡N B¶Y", "TRẦN VĂN BẢY"),
    ],
    "vni": [
        ("Maõ hoà sô", "Mã hồ sơ"),
        ("Ngaøy tieáp nhaän", "Ngày tiếp nhận"),
        ("Nguyeãn Thò Höôøng", "Nguyễn Thị Hường"),
        ("Ñaõ traû keát quaû", "Đã trả kết quả"),
        ("Quyeàn söû duïng ñaát", "Quyền sử dụng đất"),
        ("UÛY BAN NHAÂN DAÂN", "ỦY BAN NHÂN DÂN"),
        ("Ñaêk Glei", "Đăk Glei"),
    ],
    "vps": [
        ("Mã hÒ sÖ", "Mã hồ sơ"),
        ("Ngày ti‰p nhÆn", "Ngày tiếp nhận"),
        ("NguyÍn ThÎ HÜ©ng", "Nguyễn Thị Hường"),
        ("ñã trä k‰t quä", "Đã trả kết quả"),
        ("QuyŠn sº døng ÇÃt", "Quyền sử dụng đất"),
    ],
    "utf8": [("Nguyá»…n Thá»‹ BÃ¬nh", "Nguyễn Thị Bình"), ("MÃ£ há»“ sÆ¡", "Mã hồ sơ")],
}
CASES = [(name, *case) for name, cases in WORDS.items() for case in cases]


@pytest.mark.parametrize(("name", "written", "meant"), CASES, ids=[case[1] for case in CASES])
def test_a_text_is_read_in_its_set(name, written, meant):
    assert vietnamese.reading(written, name) == meant


@pytest.mark.parametrize("name", WORDS)
def test_the_set_of_a_text_is_recognised(name):
    assert vietnamese.best_reading(written for written, _ in WORDS[name])[0] == name


UNTOUCHED = [
    ["Hà", "Lê Hà", "Tô Hà", "Hé"],
    ["Café", "Société générale", "naïve", "Müller"],
    ["100 m²", "25 °C", "½", "ABC®", "§ 5", "± 3", "3 × 4"],
    ["Nguyễn Văn A", "Đắk Long", "Kon Plông"],
    ["plain", "0905"],
    ["“trích dẫn”", "– gạch –", "…"],
]


@pytest.mark.parametrize("texts", UNTOUCHED, ids=[texts[0] for texts in UNTOUCHED])
def test_what_is_in_no_older_set_is_left_alone(texts, tmp_path):
    assert vietnamese.best_reading(texts)[0] is None
    rows = [["Cột", "x"], *[[text, "x"] for text in texts]]
    assert only(sheets.write_xlsx(tmp_path / "plain.xlsx", rows)).rows == [[a or None, b] for a, b in rows]


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_headings_and_columns_of_a_table(tmp_path, name, ending):
    heading, day, person, status = [written for written, _ in WORDS[name][:4]]
    rows = [[heading, day, person], ["A-1", "03/06/2020", person], ["A-2", "04/06/2020", status]]
    sheet = only(sheets.write(tmp_path / f"old{ending}", rows))
    meant = dict(WORDS[name])
    assert sheet.rows == sheet.head == [[meant.get(cell, cell) for cell in row] for row in rows]
    assert name in sheet.container


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps"])
def test_a_text_file_of_single_bytes(tmp_path, name):
    lines = [f"{n};{written}" for n, (written, _) in enumerate(WORDS[name])]
    (tmp_path / "old.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    assert [row[1] for row in only(tmp_path / "old.csv").rows] == [meant for _, meant in WORDS[name]]


def test_only_the_column_in_an_older_set_changes(tmp_path):
    old = [written for written, _ in WORDS["tcvn3"][:5]]
    rows = [["Mã hồ sơ", "Tên", "Nơi"], *[[f"Hồ {n}", text, "Café"] for n, text in enumerate(old)]]
    found = only(sheets.write_xlsx(tmp_path / "mixed.xlsx", rows)).rows
    assert found[0] == rows[0]
    assert [row[0] for row in found] == [row[0] for row in rows]
    assert [row[1] for row in found[1:]] == [meant for _, meant in WORDS["tcvn3"][:5]]
    assert {row[2] for row in found[1:]} == {"Café"}


def test_a_heading_repeated_far_down_is_read_like_the_first(tmp_path):
    """ "Soá" alone could be Unicode as well; what the rest of the sheet is written in decides."""
    heading, row = ["Soá", "Ngaøy tieáp nhaän"], ["A-1", "x"]
    found = only(sheets.write_xlsx(tmp_path / "pages.xlsx", [heading, *[row] * 99, heading, row])).rows
    assert found[0] == found[100] == ["Số", "Ngày tiếp nhận"]


def test_unicode_cells_in_a_column_of_older_ones_stay(tmp_path):
    old = [written for written, _ in WORDS["vni"][:5]]
    rows = [["Tên", "x"], *[[text, "x"] for text in old], ["Trần Văn Bảy", "x"]]
    assert only(sheets.write_xlsx(tmp_path / "mixed.xlsx", rows)).rows[-1] == ["Trần Văn Bảy", "x"]


@hypothesis(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x1EFF), max_size=12), max_size=6))
def test_nothing_that_only_unicode_can_write_is_ever_changed(texts):
    for name in vietnamese.READINGS:
        for text in texts:
            if any("\u1ea0" <= sign <= "\u1ef9" for sign in text):
                assert vietnamese.reading(text, name) == text
