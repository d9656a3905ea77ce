"""The house rules: who may import whom, SQL is read one way, one declaration per thing."""

import ast
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
from flows.dictionary import load_dictionary
from flows.layouts import load_kinds
from flows.publish import TABLES
from flows.settings import load_settings
from flows.warehouse import build, load_sources, open_warehouse, tables_read

ROOMS = ("staging", "intermediate", "marts", "judged", "verdicts", "invariants", "summary", "sheets", "story")
SQL = [path for room in ROOMS for path in sorted((ROOT / "sql" / room).rglob("*.sql"))]
MARTS = [path for path in SQL if path.parent.name == "marts"]
PYTHON = [p for room in ("flows", "checks", "notebooks", "benchmarks", "tests") for p in (ROOT / room).rglob("*.py")]
PRODUCT = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in ("flows", "checks", "notebooks")]


def _room(path: Path) -> str:
    """The room of a SQL file: the folder under sql/, in which it may lie in a folder of its subject."""
    return path.relative_to(ROOT / "sql").parts[0]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(source: str) -> set[str]:
    """The modules that a source imports anywhere in it, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            found |= {home} | {f"{home}.{alias.name}" for alias in node.names}
    return found


def _imports(path: Path, *packages: str) -> list[str]:
    found = _imported(path.read_text(encoding="utf-8"))
    return sorted(name for name in found if name.lstrip(".").split(".")[0] in packages)


def test_imports_are_found_wherever_they_stand():
    source = "import a.b as c\nfrom d import e\nfrom . import f\ndef g():\n    from h.i import j"
    assert _imported(source) == {"a.b", "d", "d.e", ".", "..f", "h.i", "h.i.j"}


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_who_may_import_whom(path):
    name, room = _name(path), path.relative_to(ROOT).parts[0]
    if name not in ("flows/audit.py", "flows/serve.py", "flows/prefect_server.py"):
        assert not _imports(path, "prefect")
    if room != "checks":
        assert not _imports(path, "great_expectations")
    if room == "checks":
        assert [found for found in _imports(path, "flows") if not found.startswith("flows.errors")] == []
    if room == "notebooks":
        ours = _imports(path, "flows", "checks", "notebooks")
        assert [found for found in ours if not found.startswith("notebooks.reading")] == []
    assert not _imports(path, "tests")


def test_prefect_and_great_expectations_are_where_they_should_be():
    assert _imports(ROOT / "flows/audit.py", "prefect")
    assert any(_imports(path, "great_expectations") for path in (ROOT / "checks").glob("*.py"))


@pytest.mark.parametrize("path", PYTHON, ids=_name)
def test_a_python_file_fits_its_one_line_description(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 260
    assert not source.strip() or ast.get_docstring(ast.parse(source)) or path.name == "__init__.py"


def test_the_tests_of_a_file_run_in_one_process(request, worker_id):
    """What a file or group shares is made once: a version of pytest may silently undo the grouping of pytest-xdist."""
    assert worker_id == "master" or "@" in request.node.nodeid


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
