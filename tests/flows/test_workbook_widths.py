"""How many lines a text takes in a column of the workbook."""

import pytest

from flows.workbooks.widths import lines_in


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("Chi nhánh Văn phòng Đăng ký đất đai huyện Tu Mơ Rông", 28, 2),
        ("WWWWWWWWWW WWWWWWWWWW", 20, 2),  # as many letters as the column has figures, but wider ones
        ("iiiiiiiiii iiiiiiiiii", 20, 1),
        ("0" * 100, 20, 5),  # a word wider than the column
    ],
)
def test_lines_are_counted_by_the_width_of_letters_and_whole_words(text, width, lines):
    assert lines_in(text, width) == lines
