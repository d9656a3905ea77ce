"""Whether a record has papers passes the door as yes or no, however the file says so."""

import json

import pytest

from tests.casebook import Casebook

RECORD = {
    "MaTTHC": "1.000001",
    "DonViXuLy": "UBND huyện Ngọc Hồi",
    "NgayTiepNhan": "20200603080000",
    "NgayHenTra": "20200610170000",
    "TrangThaiHoSo": "4",
}
PAPERS = {
    "A-1": ([{"TenTep": "don.pdf"}], True),
    "A-2": ([{"TenTep": "don.pdf"}, {"TenTep": "so.pdf"}], True),
    "A-3": ([], False),
    "A-4": (None, False),
    "A-5": ("", False),
    "A-6": ("0", False),
}


@pytest.mark.parametrize("kept", [tuple(PAPERS), ("A-3", "A-4")], ids=["some have papers", "none has"])
def test_lists_of_papers_in_a_payload(tmp_path, kept):
    book = Casebook(tmp_path / "book")
    records = [RECORD | {"MaHoSo": case_id, "TaiLieuNop": PAPERS[case_id][0]} for case_id in kept]
    (book.raw / "dong_bo.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    with book.tables() as connection:
        told = connection.execute("select case_id, has_papers from stg_case_records").fetchall()
        has_column = connection.execute("select has_papers from stg_unit_inputs where unit_code = '611'").fetchone()[0]
    assert dict(told) == {case_id: PAPERS[case_id][1] for case_id in kept}
    assert has_column
