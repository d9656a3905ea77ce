"""The house rules of SQL and of what is published: SQL is read one way, one declaration per thing."""

import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from checks import judge as bench
from checks.rules import Judged, load_rules
from flows import ROOT
from flows.common.dictionary import load_dictionary
from flows.common.settings import load_settings
from flows.inspection.visits import choose_visits
from flows.publishing.publish import TABLES
from flows.tables.layouts import load_kinds
from flows.warehouse.warehouse import build, load_sources, open_warehouse, tables_read

ROOMS = (
    "staging",
    "intermediate",
    "marts",
    "judged",
    "verdicts",
    "risks",
    "visits",
    "invariants",
    "summary",
    "sheets",
    "story",
)
SQL = [path for room in ROOMS for path in sorted((ROOT / "sql" / room).rglob("*.sql"))]
MARTS = [path for path in SQL if path.parent.name == "marts"]


def _room(path: Path) -> str:
    """The room of a SQL file: the folder under sql/, in which it may lie in a folder of its subject."""
    return path.relative_to(ROOT / "sql").parts[0]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- SQL -----------------------------------------------------------------------------------------------------------


def _last_selects(query: exp.Expression) -> Iterator[exp.Select]:
    """The SELECT whose rows a query gives; of a union both sides."""
    if isinstance(query, exp.SetOperation):
        yield from _last_selects(query.left)
        yield from _last_selects(query.right)
    elif isinstance(query, exp.Subquery):
        yield from _last_selects(query.this)
    else:
        yield query


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_sql_file_is_one_query_that_says_its_grain(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- One row")
    assert re.fullmatch(r"[a-z][a-z0-9_]*", path.stem)
    statements = sqlglot.parse(text, dialect="duckdb")
    assert len(statements) == 1 and isinstance(statements[0], exp.Query)
    assert (path.parent.name == "staging") == path.stem.startswith("stg_")


def test_an_average_of_fractions_adds_them_in_one_order():
    """Additions of fractions depend on their order, and with it the last digit of what is published (principle 8)."""
    found = [
        _name(path)
        for path in SQL
        for average in sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb").find_all(exp.Avg)
        if not isinstance(average.this, exp.Order) and not isinstance(average.parent, exp.Window)
    ]
    assert found == []


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_sql_file_is_short_enough(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 200


def test_every_published_table_is_one_file_and_no_name_stands_twice():
    names = [path.stem for path in SQL]
    assert len(set(names)) == len(names)
    assert set(TABLES) <= set(names)
    assert {path.name for path in (ROOT / "sql").iterdir() if path.is_dir()} <= {*ROOMS, "macros"}


@pytest.mark.parametrize("path", MARTS, ids=_name)
def test_a_mart_lists_its_columns(path):
    for select in _last_selects(sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")):
        assert not any(expression.is_star for expression in select.expressions)


BROUGHT_IN = ("source_", "ref_", "landed_", "audit_")
BROUGHT_BY_THE_JUDGE = ("listed_", "rule_", "declared_", "check_")


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_rooms_are_read_one_way(path):
    room = ROOMS.index(_room(path))
    within_reach = {other.stem for other in SQL if ROOMS.index(_room(other)) <= room}
    prefixes = BROUGHT_IN + (BROUGHT_BY_THE_JUDGE if path.parent.name in ("verdicts", "invariants") else ())
    for table in tables_read(path) - {cte.alias for cte in _recursive(path)}:
        assert table in within_reach or table.startswith(prefixes)


@pytest.mark.parametrize("path", [p for p in SQL if p.parent.name in ("sheets", "story")], ids=_name)
def test_a_sheet_or_a_story_reads_published_tables_only(path):
    assert tables_read(path) <= set(TABLES)


def _recursive(path: Path) -> Iterator[exp.CTE]:
    """The CTEs that read themselves by right."""
    for clause in sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb").find_all(exp.With):
        if clause.recursive:
            yield from clause.expressions


# --- one declaration, many uses ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> dict[str, list[str]]:
    """The published tables and their columns, from an audit of nothing."""
    folder = tmp_path_factory.mktemp("house")
    settings = load_settings(raw=folder, marts=folder / "marts")
    kinds = load_kinds(ROOT / "data" / "layouts")
    with open_warehouse(folder / "w.duckdb") as connection:
        load_sources(connection, settings, [], kinds)
        build(connection)
        bench.prepare(connection, ("arrived", "law"))
        nothing = [Judged(rule.rule_id, 0, 0) for rule in load_rules()]
        bench.list_findings(connection, nothing, settings.thresholds)
        build(connection, ("verdicts",))
        choose_visits(connection, settings.inspection)
        return {table: connection.table(table).columns for table in TABLES}


def test_the_dictionary_knows_every_published_column_and_no_other(published):
    dictionary = load_dictionary()
    assert [name for table, columns in published.items() for name in dictionary.undeclared(table, columns)] == []
    assert dictionary.unused(published) == []


def test_every_rule_has_a_test_that_names_it():
    told = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "checks").glob("*.py")))
    assert [rule.rule_id for rule in load_rules() if not re.search(rf"\b{rule.rule_id}\b", told)] == []


AUDIT_TOMLS = [*ROOT.glob("data/reference/audit.toml"), *ROOT.glob("tests/real/*/reference/audit.toml")]


@pytest.mark.parametrize("path", AUDIT_TOMLS, ids=_name)
def test_every_threshold_is_a_number_of_audit_toml(path):
    numbers = tomllib.loads(path.read_text(encoding="utf-8"))["thresholds"]
    named = {bound["threshold"] for rule in load_rules() for bound in rule.should.values() if isinstance(bound, dict)}
    assert named and named <= numbers.keys()
    assert all(isinstance(number, int | float) for number in numbers.values())


# --- what must not be in the repository ----------------------------------------------------------------------------

FOREIGN = re.compile(
    r"(?<![\w.*~-])(?:/(?:work|home|root|Users|mnt|tmp|opt)/\w|[A-Z]:\\\w)"  # a place on somebody's machine
    r"|(?:extra-)?index-url\s*[= ]\s*\S*:/|https?://[^\s\"')]*(?:/simple\b|artifactory|pythonhosted|/nexus)",
)


def _texts(path: Path) -> Iterator[str]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
    else:
        yield path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("see " + "/home" + "/an/x.csv", True),
        ("C:" + "\\Users\\an", True),
        ("--index-url" + " https://example.org/x", True),
        ("https://example.org/home/an", False),
        ("data/work/x, ../opt/x and /api/work/x", False),
    ],
)
def test_foreign_addresses_are_told_from_others(text, is_foreign):
    assert bool(FOREIGN.search(text)) is is_foreign


def test_no_file_names_a_place_on_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git repository")
    names = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    assert names
    found = {name: match.group() for name in names for text in _texts(ROOT / name) if (match := FOREIGN.search(text))}
    assert found == {}
