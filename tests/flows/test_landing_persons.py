"""The door: persons stay outside. Applicants are known again by a keyed hash, all else of them is dropped."""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.flows import sheets

NAME, PHONE, REASON = "Nguyễn Thị Bí Mật", "0987654321", "Cán bộ Trần Văn Kín nghỉ ốm"
PERSONAL = ["Chủ hồ sơ", "Số điện thoại", "Địa chỉ", "Nội dung hồ sơ", "Cán bộ xử lý", "Ghi chú", "Tên hồ sơ"]


def _everything_in(folder: Path) -> str:
    """All that the files of a folder say, folded: their bytes, the cells of Parquet, its statistics, its metadata."""
    told = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        told += [path.name, content.decode("utf-8", errors="replace"), content.decode("utf-16", errors="replace")]
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            told += [str(table.to_pylist()), str(table.schema.metadata), str(pq.ParquetFile(path).metadata.to_dict())]
    return unicodedata.normalize("NFC", "\n".join(told)).casefold()


def _holds_a_person(folder: Path) -> list[str]:
    everything = _everything_in(folder)
    words = [NAME, NAME.encode().hex(), "Bí Mật", PHONE, PHONE.lstrip("0"), "Trần Văn Kín"]
    return [word for word in words if word.casefold() in everything]


def _personal_rows(spell: Callable[[str], str] = str) -> list[sheets.Row]:
    plain = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"]
    person = [spell(NAME), PHONE, f"Thôn 5, nhà {NAME}", f"Cấp đổi cho {NAME}", "Trần Văn Kín", f"gọi {PHONE}", NAME]
    return [plain + PERSONAL, *[[f"A-{n}", "03/06/2020", "10/06/2020", *person] for n in (1, 2)]]


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_nothing_personal_is_written_anywhere(tmp_path, name):
    card, landed = sheets.land(tmp_path, _personal_rows(), name)
    assert card.rows_read == 2 and "a-1" in _everything_in(tmp_path / "landed")
    assert _holds_a_person(tmp_path / "raw") or name.endswith("xlsx")  # the search itself can find
    assert _holds_a_person(tmp_path / "landed") == []
    assert not {"address", "phone"} & landed[0].keys()


def test_the_search_for_a_person_looks_inside_parquet(tmp_path):
    with duckdb.connect() as connection:
        connection.execute(f"copy (select '{NAME}' as x) to '{tmp_path / 'leak.parquet'}' (compression zstd)")
    assert NAME in _holds_a_person(tmp_path)


def test_free_text_of_a_slip_lands_as_its_class_or_no(tmp_path):
    heading = ["Mã hồ sơ", "Ngày lập phiếu", "Ngày hẹn lại", "Lý do", "Người ký"]
    days = ["09/06/2020", "20/06/2020"]
    _, landed = sheets.land(tmp_path, [heading, ["A-1", *days, REASON, NAME], ["A-2", *days, " ", None]])
    assert [row["has_reason"] for row in landed] == ["other", "no"]
    assert _holds_a_person(tmp_path / "landed") == []


def test_a_second_applicant_on_a_line_of_her_own_does_not_pass(tmp_path):
    heading, first, second = _personal_rows()
    sheets.land(tmp_path, [heading, first, [None, None, None, NAME], second])
    assert _holds_a_person(tmp_path / "landed") == []


def test_a_signature_between_two_pages_does_not_pass(tmp_path):
    heading, first, second = _personal_rows()
    sheets.land(tmp_path, [heading, first, ["NGƯỜI LẬP BIỂU"], [], [NAME], heading, second])
    assert _holds_a_person(tmp_path / "landed") == []


KEY, OTHER_KEY = b"k" * 32, b"l" * 32


def _hashes(folder: Path, rows: list[sheets.Row], key: bytes) -> list[str | None]:
    folder.mkdir()
    return [row["applicant_key"] for row in sheets.land(folder, rows, personal_key=key)[1]]


def test_the_hash_of_a_name_is_the_keyed_one_of_rfc_2104(tmp_path):
    (first, second) = _hashes(tmp_path / "a", _personal_rows(), KEY)
    assert first == second == hmac.new(KEY, NAME.encode(), hashlib.sha256).hexdigest()[:32]


def test_the_hash_tells_the_same_person_under_the_same_key_only(tmp_path):
    plain = _hashes(tmp_path / "plain", _personal_rows(), KEY)
    assert _hashes(tmp_path / "again", _personal_rows(), KEY) == plain
    assert _hashes(tmp_path / "nfd", _personal_rows(lambda name: unicodedata.normalize("NFD", name)), KEY) == plain
    assert _hashes(tmp_path / "padded", _personal_rows(lambda name: f" {name} "), KEY) == plain
    assert not set(_hashes(tmp_path / "other", _personal_rows(), OTHER_KEY)) & set(plain)
    assert _hashes(tmp_path / "nobody", _personal_rows(lambda name: " "), KEY) == [None, None]
