"""The data dictionary: the table's own word before the shared one, and a malformed file is refused by line."""

from pathlib import Path

import duckdb
import pytest

from flows.common.dictionary import Dictionary, comment_statements, load_dictionary
from flows.common.errors import SetupError

HEAD = "table,column,value,label_vi,label_en,says_vi,says_en\n"
ROWS = """\
cases,,,Hồ sơ,Cases,Mỗi dòng là một hồ sơ.,One row per case.
extracts,,,Tệp,Extracts,Mỗi dòng là một tệp.,One row per file.
*,unit_code,,Mã đơn vị,Unit code,Mã của đơn vị.,The unit's code.
*,outcome,,Kết quả,Outcome,Hồ sơ ra sao.,How the case stands.
extracts,outcome,,Kết quả đọc,Read,Đọc được không.,Whether it was read.
*,outcome,late,Trễ hạn,Late,,
*,outcome,read,sai,wrong,,
extracts,outcome,read,Đã đọc,Was read,,
*,*,true,Có,Yes,,
"""


def written(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "dictionary.csv"
    path.write_text(head + rows, encoding="utf-8")
    return path


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    return load_dictionary(written(tmp_path, ROWS))


def test_the_tables_own_row_goes_before_the_shared_one(dictionary: Dictionary):
    assert dictionary.column("extracts", "outcome").label("vi") == "Kết quả đọc"
    assert dictionary.column("cases", "outcome").label("en") == "Outcome"
    assert dictionary.table("cases").says("vi") == "Mỗi dòng là một hồ sơ."
    assert dictionary.tables == ["cases", "extracts"]


@pytest.mark.parametrize(
    ("table", "column", "code", "lang", "word"),
    [
        ("cases", "outcome", "late", "vi", "Trễ hạn"),
        ("cases", "outcome", "late", "en", "Late"),
        ("extracts", "outcome", "read", "vi", "Đã đọc"),
        ("extracts", "outcome", "late", "vi", "Trễ hạn"),
        ("cases", "is_waiting", True, "vi", "Có"),
        ("cases", "case_id", "true", "vi", "true"),
        ("cases", "outcome", "unheard_of", "vi", "unheard_of"),
        ("cases", "outcome", None, "vi", ""),
    ],
)
def test_a_code_becomes_a_word(dictionary: Dictionary, table, column, code, lang, word):
    assert dictionary.value(table, column, code, lang) == word


def test_codes_come_with_the_tables_own_words(dictionary: Dictionary):
    codes = dictionary.codes("extracts", "outcome")
    assert {code: entry.label_vi for code, entry in codes.items()} == {"late": "Trễ hạn", "read": "Đã đọc"}


def test_what_is_undeclared_is_named(dictionary: Dictionary):
    assert dictionary.undeclared("cases", ["unit_code", "outcome", "sector"]) == ["cases.sector"]
    assert dictionary.undeclared("findings", ["unit_code"]) == ["findings"]
    with pytest.raises(SetupError, match=r"cases\.sector"):
        dictionary.column("cases", "sector")
    with pytest.raises(SetupError, match="findings"):
        dictionary.table("findings")


def test_what_no_table_has_is_unused(dictionary: Dictionary):
    assert dictionary.unused({"cases": ["unit_code", "outcome"], "extracts": ["outcome"]}) == []
    assert dictionary.unused({"cases": ["outcome"], "extracts": ["outcome"]}) == ["*.unit_code"]
    assert dictionary.unused({"cases": ["unit_code", "outcome"]}) == ["extracts", "extracts.outcome"]


def test_a_shared_row_that_every_table_overrides_is_unused(dictionary: Dictionary):
    assert dictionary.unused({"cases": ["unit_code"], "extracts": ["outcome"]}) == ["*.outcome"]


def test_comments_are_what_duckdb_then_shows(dictionary: Dictionary):
    tables = {"cases": ["unit_code", "outcome"]}
    with duckdb.connect() as connection:
        connection.execute("create table cases (unit_code varchar, outcome varchar)")
        for statement in comment_statements(dictionary, tables, "en"):
            connection.execute(statement)
        of_table = connection.execute("select comment from duckdb_tables()").fetchall()
        of_columns = connection.execute("select comment from duckdb_columns() where table_name = 'cases'").fetchall()
    assert of_table == [("Cases: One row per case.",)]
    assert of_columns == [("Unit code: The unit's code.",), ("Outcome: How the case stands.",)]


def test_markdown_has_a_row_per_column(dictionary: Dictionary):
    assert dictionary.markdown("vi", {"extracts": ["outcome"]}).splitlines() == [
        "### `extracts`: Tệp",
        "Mỗi dòng là một tệp.",
        "",
        "| cột | tên | ý nghĩa |",
        "|---|---|---|",
        "| `outcome` | Kết quả đọc | Đọc được không. |",
    ]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("cases,,,Hồ sơ,Cases,Một.,One.\ncases,,,Hồ sơ,Cases,Một.,One.\n", 3),
        ("cases,,,Hồ sơ,Cases,Một.\n", 2),
        ("cases,,,Hồ sơ,Cases,Một.,One.,Two.\n", 2),
        ("cases,,,Hồ sơ,,Một.,One.\n", 2),
        ("cases,unit_code,,Mã,Code,,One.\n", 2),
        ("*,outcome,late,Trễ hạn,,,\n", 2),
        ("*,,,Mọi bảng,All,Một.,One.\n", 2),
        ("cases,,late,Trễ hạn,Late,,\n", 2),
        (",unit_code,,Mã,Code,Một.,One.\n", 2),
    ],
    ids=[
        "repeated",
        "short",
        "long",
        "no_label",
        "no_sentence",
        "code_without_word",
        "star_table",
        "code_of_a_table",
        "no_table",
    ],
)
def test_a_malformed_row_is_refused_by_its_line(tmp_path: Path, rows: str, line: int):
    with pytest.raises(SetupError, match=f"line {line}"):
        load_dictionary(written(tmp_path, rows))


def test_another_heading_is_refused(tmp_path: Path):
    with pytest.raises(SetupError, match="columns must be"):
        load_dictionary(written(tmp_path, ROWS, head="table,column,label\n"))


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path):
    with pytest.raises(SetupError, match="cannot be read"):
        load_dictionary(tmp_path / "nowhere.csv")
    (tmp_path / "latin.csv").write_bytes(HEAD.encode() + "cases,,,Hô,Cases,Môt.,One.\n".encode("latin-1"))
    with pytest.raises(SetupError, match="UTF-8"):
        load_dictionary(tmp_path / "latin.csv")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    assert load_dictionary(written(tmp_path, ROWS, head="\ufeff" + HEAD)).tables == ["cases", "extracts"]


def test_the_shipped_dictionary_has_a_word_for_every_code_in_the_sample(sample: duckdb.DuckDBPyConnection):
    dictionary = load_dictionary()
    wordless = []
    for table in dictionary.tables:
        for column in sample.table(table).columns:
            if codes := dictionary.codes(table, column):
                found = sample.execute(
                    f'select distinct "{column}" from {table} where "{column}" is not null'
                ).fetchall()
                wordless += [f"{table}.{column}: {code}" for (code,) in found if str(code) not in codes]
    assert wordless == []
