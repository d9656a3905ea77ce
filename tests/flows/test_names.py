"""Names of files, sheets, headings and senders: known words stay, others are masked and told by the register."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from flows import ROOT
from flows.common.settings import KEY_FILE, REGISTER, Settings
from flows.door.names import Names, open_names
from flows.door.register import MASKED
from flows.ledger.record import RunRecord
from flows.screen.notices import LOCAL_TROUBLES
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

SHOWN = [
    *("ho_so_608.xlsx", "2021-02-01/ho_so_SCT.csv", "bieu_06_STTTT_quy_3.xlsx", "ho_so_CNVPDKDD-608.csv", "Biểu 06"),
    *("Danh sách hồ sơ", "UBND xã Đắk Long", "Ngày tiếp nhận", "Thời gian / Ngày nộp", "list.csv", "tháng 5 năm 2021"),
    *("phường Lê Lợi", "Lê Lợi", "ho_so_1234567.csv", "20210503081500.csv", "", "‹x0123abcd›"),
]
# name | what stays of it, a mask as ~
MASKED_NAMES = [
    ("ho_so_608_Nguyen_Van_An.xlsx", "ho_so_608_~.xlsx"),
    ("Nguyễn Văn An/ho_so.csv", "~/ho_so.csv"),
    ("ho_so_Tran_Van_Thang_5.csv", "ho_so_~_5.csv"),  # "tháng 5" alone may stay
    ("Danh sách Hà Văn Mòn", "Danh sách ~"),
    ("Y Mẫu", "~"),
    ("lý công minh", "~"),
    ("TRANDUCTHAO77", "~77"),
    ("ho_so_0748–620–065.csv", "ho_so_~.csv"),
    ("ho_so_0356/283/359", "ho_so_~"),
    ("ho_so_12345678.csv", "ho_so_~.csv"),  # eight digits
    ("０９０５１２３４５６", "~"),
    ("09\u200b0512\u200b3456", "~"),
    ("Ngày sinh", "~"),
]


@pytest.fixture
def using(tmp_path: Path) -> Settings:
    return sheets.settings(tmp_path)


@pytest.fixture
def names(using: Settings) -> Names:
    return open_names(using, sheets.layouts())


@pytest.mark.parametrize("name", SHOWN)
def test_a_name_of_known_words_stays(names, name):
    assert names.shown(name) == name and not names.register.path.exists()


@pytest.mark.parametrize(("name", "kept"), MASKED_NAMES)
def test_unknown_words_of_a_name_are_masked(names, name, kept):
    assert MASKED.sub("~", names.shown(name)) == kept
    assert names.shown(names.shown(name)) == names.shown(name)


def test_every_name_of_the_sample_stays_readable(names):
    raw = ROOT / "data" / "raw"
    files = [path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.name[0] != "."]
    assert len(files) > 200 and [name for name in files if names.shown(name) != name] == []


def test_a_mask_is_the_same_under_the_same_key_only(using, names):
    mask = names.shown("Nguyễn Văn An")
    assert re.fullmatch(r"‹x[0-9a-f]{8}›", mask) and names.shown("Nguyễn Văn An") == mask != names.shown(
        "Nguyễn Văn Bê"
    )
    other = replace(using, personal_key=b"another key, of 32 bytes as well")
    assert open_names(other, sheets.layouts()).shown("Nguyễn Văn An") != mask


def test_the_register_tells_what_a_mask_stands_for(names):
    masked = names.shown("ho_so_608_Nguyễn Văn An.csv")
    assert names.register.readable(f"{masked}: x") == "ho_so_608_Nguyễn Văn An.csv: x"
    assert names.register.readable("‹x00000000›") == "‹x00000000›"
    names.shown("Nguyễn Văn An")
    assert len(names.register.path.read_text().splitlines()) == 1
    assert os.name == "nt" or names.register.path.stat().st_mode & 0o777 == 0o600


def test_a_file_is_read_again_when_the_register_is_lost(using):
    path = sheets.write(using.raw / "Nguyễn Văn An.xlsx", [HEADINGS, case_row(1)])
    sheets.write_xlsx(path, [HEADINGS, case_row(1)], names=["Trần Thị Bê"])
    first = sheets.ingest(path, using)
    assert sheets.ingest(path, using).from_cache
    (using.marts.parent / REGISTER).unlink()
    again = sheets.ingest(path, using)
    assert not again.from_cache and again.landed[0].sheet == first.landed[0].sheet
    readable = open_names(using, sheets.layouts()).register.readable
    assert (readable(again.file_name), readable(again.landed[0].sheet)) == ("Nguyễn Văn An.xlsx", "Trần Thị Bê")


def test_another_key_is_noticed_and_the_same_is_not(using):
    before = RunRecord(using, [])
    assert "key_changed" not in before["local"] + RunRecord(using, [], previous=before)["local"]
    other = RunRecord(replace(using, personal_key=b"another key, of 32 bytes as well"), [], previous=before)
    assert other["local"] == ["key_changed"] and not other.is_unchanged
    assert b"a key of the tests".hex() not in str(before)


@pytest.mark.skipif(os.name == "nt", reason="rights are those of the folder there")
@pytest.mark.parametrize("name", [KEY_FILE, REGISTER])
def test_a_secret_that_others_can_read_is_noticed(using, name):
    secret = using.marts.parent / name
    secret.touch(0o600)
    assert RunRecord(using, [])["local"] == []
    secret.chmod(0o640)
    assert RunRecord(using, [])["local"] == ["readable_to_others"]


def test_missing_lists_are_noticed(using, tmp_path):
    (tmp_path / "reference").mkdir()
    told = RunRecord(replace(using, reference=tmp_path / "reference"), [])["local"]
    assert told == ["no_words", "no_units", "no_family_names"] and set(told) <= LOCAL_TROUBLES.keys()


def test_an_office_may_answer_for_its_names(using, tmp_path):
    (tmp_path / "lists").mkdir()
    own = replace(using, reference=tmp_path / "lists")
    assert MASKED.search(open_names(own, sheets.layouts()).shown("Lò Văn Mẫu.csv"))
    (tmp_path / "lists" / "harmless_names.csv").write_text("phrase,may_be_name\n*,\n", encoding="utf-8")
    assert open_names(own, sheets.layouts()).shown("Lò Văn Mẫu.csv") == "Lò Văn Mẫu.csv"
