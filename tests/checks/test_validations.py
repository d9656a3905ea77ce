"""What Great Expectations leaves behind: named suites, a result per suite that holds counts only, pages that open with
the network cut off.
"""

import json
import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from checks import data_docs, judge
from checks.checkpoint import dated
from checks.rules import SUITES, load_rules
from checks.suites import column_of, suite_of
from flows.common.errors import ChecksBroken
from flows.steps import build_marts, judge_marts
from flows.warehouse.warehouse import open_warehouse
from tests.casebook import THRESHOLDS, Casebook, ingest_all

RULES = {rule.rule_id: rule for rule in load_rules()}
INVARIANTS = [rule for rule in load_rules() if rule.kind == "invariant"]
PERSON = "Ksor Hờ Lan Thử"  # invented
STARTED = "2021-05-20T08:00:00+07:00"
DAY = {"procedure_code": "1.000001", "received_at": "03/06/2020", "due_at_original": "10/06/2020", "status": "10"}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Casebook:
    """Three cases of 611: on time, late, late; the id of one holds a person's name."""
    book = Casebook(tmp_path_factory.mktemp("validations") / "book")
    ends = {"C-1": "10/06/2020", "C-2": "11/06/2020", f"C-3 {PERSON}": "12/06/2020"}
    book.cases("611.csv", [{"case_id": name, "finished_at": end} | DAY for name, end in ends.items()], sender="611")
    build_marts(book.folder / "built.duckdb", book.settings(), ingest_all(book.settings()))
    return book


@pytest.fixture
def warehouse(book, tmp_path) -> Path:
    return Path(shutil.copy(book.folder / "built.duckdb", tmp_path))


@pytest.fixture
def declared(monkeypatch):
    """Declares other rules for one test."""
    return lambda *rules: monkeypatch.setattr(judge, "load_rules", lambda: rules)


def _lay_out(warehouse: Path, *statements: str) -> None:
    with open_warehouse(warehouse) as connection:
        judge.prepare(connection, ("law",))
        judge.lay_out(connection, ("law",))
        for statement in statements:
            connection.execute(statement)


def _kept(warehouse: Path) -> dict[str, dict]:
    with open_warehouse(warehouse) as connection:
        rows = connection.execute("select suite, result from check_validations").fetchall()
    return {suite: json.loads(result) for suite, result in rows}


@pytest.mark.parametrize("name", SUITES)
def test_a_suite_holds_every_rule_of_its_name_with_what_it_rests_on(name) -> None:
    rules = [rule for rule in load_rules() if rule.suite == name]
    suite = suite_of(name, rules, THRESHOLDS)
    assert suite.name == name and rules
    said = [(one.meta["rule_id"], one.description, one.notes, one.meta["legal_basis"]) for one in suite.expectations]
    assert said == [(rule.rule_id, rule.says_vi, rule.says_en, rule.legal_basis) for rule in rules]


@pytest.mark.parametrize(
    ("rule_id", "severity"), [("B1", "critical"), ("A4G", "warning"), ("A1", "info"), ("I7", "critical")]
)
def test_severity_says_who_must_act(rule_id, severity) -> None:
    rule = RULES[rule_id]
    assert suite_of(rule.suite, [rule], THRESHOLDS).expectations[0].severity.value == severity


def test_a_measure_stands_where_its_bounds_can_be_compared() -> None:
    columns = {column_of(rule) for rule in load_rules()}
    assert columns == {"number", "flag", "word"}
    assert [
        column_of(replace(RULES["B1"], should=should)) for should in ({"in": [False]}, {"in": ["x"]}, {"max": 0})
    ] == [
        "flag",
        "word",
        "number",
    ]


def test_what_is_kept_is_what_was_counted_and_great_expectations_reads_it(warehouse, declared, book) -> None:
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResultSchema

    declared(RULES["B1"], RULES["B5"], *INVARIANTS)
    judge_marts(warehouse, book.settings())
    kept = _kept(warehouse)
    assert kept.keys() == set(SUITES)
    read = ExpectationSuiteValidationResultSchema().load(dated(kept["law"], "20210520T080000-abcdef", STARTED))
    counted = [
        (one.expectation_config.meta["rule_id"], one.result["element_count"], one.result["unexpected_count"])
        for one in read.results
    ]
    assert counted == [("B1", 3, 2), ("B5", 0, None)]  # no slip list was delivered: nothing of B5 to look at
    assert read.suite_name == "law" and not read.success
    assert read.statistics["unsuccessful_expectations"] == 1


def test_no_value_of_a_row_is_kept(warehouse, declared, book) -> None:
    """The measure itself is a text that holds a person's name, and all of its values are unexpected."""
    declared(replace(RULES["B1"], measure="case_id", should={"in": ["nothing"]}))
    _lay_out(warehouse)
    verdict = judge.judge(warehouse, ("law",), THRESHOLDS)
    assert [(one.judged, one.unexpected) for one in verdict.judged] == [(3, 3)]
    kept = json.dumps(verdict.validations, ensure_ascii=False)
    assert '"unexpected_count": 3' in kept
    for word in (PERSON, "C-1", str(warehouse), str(warehouse.parent), "duckdb+readonly", "access_mode"):
        assert word not in kept
    (result,) = verdict.validations["law"]["results"]
    assert all(isinstance(value, int | float) for value in result["result"].values())


def test_the_same_gives_the_same(warehouse, declared) -> None:
    declared(RULES["B1"], RULES["B2"], RULES["B3"])
    _lay_out(warehouse)
    one, two = (judge.judge(warehouse, ("law",), THRESHOLDS).validations for _ in range(2))
    assert json.dumps(one, sort_keys=True) == json.dumps(two, sort_keys=True)
    assert "validation_time" not in one["law"]["meta"] and "id" not in one["law"]["results"][0]["expectation_config"]


def test_a_check_that_great_expectations_cannot_run_is_named_without_a_value(warehouse, declared) -> None:
    declared(replace(RULES["B1"], measure="case_id", should={"in": ["nothing"]}), RULES["B2"])
    _lay_out(warehouse, "alter table checked_law drop column word")
    with pytest.raises(ChecksBroken, match="B1 could not run") as trouble:
        judge.judge(warehouse, ("law",), THRESHOLDS)
    assert PERSON not in str(trouble.value) and "B2" not in str(trouble.value)


def test_a_measure_that_is_no_number_is_named_without_a_value(warehouse, declared) -> None:
    declared(replace(RULES["B1"], measure="case_id"))
    with pytest.raises(ChecksBroken, match=r"B1 could not run \(ConversionException\)") as trouble:
        _lay_out(warehouse)
    assert PERSON not in str(trouble.value) and "C-1" not in str(trouble.value)


def test_a_table_that_is_gone_stops_the_run(warehouse, declared) -> None:
    declared(RULES["B1"])
    _lay_out(warehouse, "drop table checked_law")
    with pytest.raises(ChecksBroken, match="law could not run"):
        judge.judge(warehouse, ("law",), THRESHOLDS)


def test_an_empty_measure_is_no_success(warehouse, declared) -> None:
    declared(RULES["B1"])
    _lay_out(warehouse, "update checked_law set number = null where number = 1")
    with pytest.raises(ChecksBroken, match="1 empty values of days_late"):
        judge.judge(warehouse, ("law",), THRESHOLDS)


def test_the_check_is_quiet_tells_nobody_and_leaves_nothing(warehouse, declared, capfd, tmp_path, monkeypatch) -> None:
    declared(RULES["B1"])
    _lay_out(warehouse)
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    judge.judge(warehouse, ("law",), THRESHOLDS)
    assert list(elsewhere.iterdir()) == []
    assert capfd.readouterr() == ("", "")
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


# --- pages ---------------------------------------------------------------------------------------------------------


def _result(rule_id: str, judged: int, unexpected: int | None, says: str = "Câu.") -> dict:
    config = {"description": says, "meta": {"rule_id": rule_id, "kind": "violation", "legal_basis": ""}}
    return {"expectation_config": config, "result": {"element_count": judged, "unexpected_count": unexpected}}


def _pages(folder: Path, *results: dict) -> dict[str, html.HtmlElement]:
    validation = dated({"meta": {}, "results": list(results)}, "20210520T080000-abcdef", STARTED)
    data_docs.write_pages(folder / "pages", {"law": validation})
    pages = {path.name: path.read_text(encoding="utf-8") for path in (folder / "pages").iterdir()}
    return {name: html.document_fromstring(text) for name, text in pages.items()}


def _cells(page: html.HtmlElement) -> list[list[str]]:
    return [
        [cell.text_content().strip() for cell in row.iter("td")]
        for row in page.iter("tr")
        if row.find("td") is not None
    ]


def test_a_page_shows_judged_found_and_share(tmp_path) -> None:
    pages = _pages(tmp_path, _result("B1", 23575, 1216), _result("B2", 8, 0), _result("B3", 0, None))
    assert pages.keys() == {"index.html", "law.html"}
    assert _cells(pages["law.html"]) == [
        ["B1", "Câu.", "–", "vi phạm", "23.575", "1.216", "5,16%", "có phát hiện"],
        ["B2", "Câu.", "–", "vi phạm", "8", "0", "0,00%", "không có phát hiện"],
        ["B3", "Câu.", "–", "vi phạm", "0", "0", "–", "không có gì để xét"],  # not 0 %, and not clean
    ]
    assert _cells(pages["index.html"]) == [["Việc chấp hành quy định (law)", "3", "1", "23.583", "1.216"]]


def test_text_stays_text(tmp_path) -> None:
    says = "a <script src='//evil.example/x'>alert(1)</script> & $text ${text} $$ {{ 7 * 7 }} <img src=x onerror=y>"
    page = _pages(tmp_path, _result("B1", 1, 1, says))["law.html"]
    assert _cells(page)[0][1] == says
    assert not list(page.iter("script", "img"))


def faults_of_page(page: html.HtmlElement, beside: set[str]) -> list[str]:
    """What in a page would be fetched, run, or lead anywhere else than to a page beside it."""
    faults = [
        element.tag for element in page.iter("script", "link", "img", "iframe", "object", "embed", "base", "form")
    ]
    for element in page.iter(html.etree.Element):
        for name, value in element.attrib.items():
            if (name == "href" and value not in beside) or name == "src" or name.startswith("on") or "//" in value:
                faults.append(f"{element.tag} {name}={value}")
    faults += [style.text for style in page.iter("style") if re.search(r"url\(|@import|//", style.text)]
    return faults


@pytest.mark.parametrize(
    "markup",
    [
        "<script>1</script>",
        '<link rel="stylesheet" href="https://x.example/a.css">',
        '<img src="a.png">',
        '<a href="https://x.example">x</a>',
        '<a href="other.html">x</a>',
        '<p onclick="x()">x</p>',
        '<div style="background: url(//x.example)">x</div>',
        "<style>@import 'a.css';</style>",
    ],
)
def test_the_search_for_the_network_finds_it(markup) -> None:
    assert faults_of_page(html.document_fromstring(f"<html><body>{markup}</body></html>"), {"law.html"})


def test_pages_need_no_network(tmp_path) -> None:
    pages = _pages(tmp_path, _result("B1", 1, 1))
    for name, page in pages.items():
        assert faults_of_page(page, set(pages)) == [], name
        assert page.get("lang") == "vi" and [meta.get("charset") for meta in page.iter("meta")] == ["utf-8"]
    links = [link.get("href") for page in pages.values() for link in page.iter("a")]
    assert sorted(links) == ["index.html", "law.html"]
