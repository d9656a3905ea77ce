"""A sample is told to be one wherever it shows, and is never audited together with an office's own files."""

import json
import subprocess

import pytest

from flows import ROOT
from flows.common.errors import SetupError
from flows.ledger.record import RunRecord
from flows.reading.invented import MARK, is_invented, mark_as_invented
from flows.reading.raw_folder import entries
from flows.screen import console
from flows.steps import build_marts
from tests.casebook import Casebook, ingest_all
from tests.flows.test_notices import published

CASE = {"case_id": "000.00.41.H34-200601-0001", "received_at": "01/06/2020", "due_at_original": "10/06/2020"}


@pytest.fixture
def book(tmp_path) -> Casebook:
    """Two extracts of a sample, both listed as invented."""
    book = Casebook(tmp_path / "book")
    book.cases("a.csv", [CASE])
    book.cases("b.csv", [CASE | {"case_id": "000.00.41.H34-200601-0002"}])
    mark_as_invented(book.raw)
    return book


def test_a_sample_alone_is_one_and_a_folder_without_a_list_is_none(book):
    settings, outcomes = book.settings(), ingest_all(book.settings())
    assert is_invented(book.raw, outcomes)
    assert RunRecord(settings, outcomes)["is_invented"] is True
    (book.raw / MARK).unlink()
    assert RunRecord(settings, outcomes)["is_invented"] is False


def test_a_real_list_dropped_beside_the_sample_stops_the_run(book):
    book.cases("cua_co_quan.csv", [CASE | {"case_id": "000.00.41.H34-200601-0003"}])
    with pytest.raises(SetupError) as stopped:
        build_marts(book.folder / "w.duckdb", book.settings(), ingest_all(book.settings()))
    assert "1 other files (first: cua_co_quan.csv)" in stopped.value.en
    for name in ("a.csv", "b.csv"):  # the sample is deleted, its list forgotten: what is left is the office's
        (book.raw / name).unlink()
    assert not is_invented(book.raw, ingest_all(book.settings()))


def test_a_changed_file_of_the_sample_is_no_longer_the_sample(book):
    path = book.raw / "a.csv"
    path.write_bytes(path.read_bytes().replace(b"0001", b"0009"))
    with pytest.raises(SetupError, match=r"a\.csv"):
        is_invented(book.raw, ingest_all(book.settings()))


@pytest.mark.parametrize("content", ["", "[]", '{"files": 1}', "{}"])
def test_a_list_that_cannot_be_read_is_no_leave(book, content):
    (book.raw / MARK).write_text(content, encoding="utf-8")
    with pytest.raises(SetupError):
        is_invented(book.raw, ingest_all(book.settings()))


def test_the_sample_of_the_project_is_listed_whole():
    raw = ROOT / "data" / "raw"
    listed = json.loads((raw / MARK).read_text(encoding="utf-8"))["files"]
    assert listed.keys() == {path.relative_to(raw).as_posix() for path in entries(raw)} and len(listed) > 100


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout")
def test_a_checkout_on_windows_leaves_the_bytes_of_the_sample_alone():
    command = ["git", "check-attr", "text", "data/raw/ho_so_608.csv", "data/raw/2020-12-01/ho_so_612.csv"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.rpartition(": ")[2] for line in told] == ["unset"] * 2


@pytest.mark.parametrize(("told", "says"), [(True, True), (False, False)])
def test_the_last_screen_says_so(capsys, told, says):
    console.last_screen(published(is_invented=told), "vi")
    assert ("DỮ LIỆU MÔ PHỎNG" in capsys.readouterr().out) is says
