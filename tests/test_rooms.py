"""The rooms of the code: who may import whom, no circle, and no room or file that outgrows its description."""

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from flows import ROOT

PYTHON = [p for room in ("flows", "checks", "notebooks", "benchmarks", "tests") for p in (ROOT / room).rglob("*.py")]
PRODUCT = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in ("flows", "checks", "notebooks")]


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


def test_who_may_import_whom():
    for path in PRODUCT:
        name, room = _name(path), path.relative_to(ROOT).parts[0]
        if name not in ("flows/audit.py", "flows/serve.py", "flows/prefect_server.py"):
            assert not _imports(path, "prefect"), name
        if room != "checks":
            assert not _imports(path, "great_expectations"), name
        if room == "checks":
            assert [found for found in _imports(path, "flows") if not found.startswith("flows.common")] == [], name
        if room == "notebooks":
            ours = _imports(path, "flows", "checks", "notebooks")
            assert [found for found in ours if not found.startswith("notebooks.reading")] == [], name
        assert not _imports(path, "tests"), name


def test_prefect_and_great_expectations_are_where_they_should_be():
    assert _imports(ROOT / "flows/audit.py", "prefect")
    assert any(_imports(path, "great_expectations") for path in (ROOT / "checks").glob("*.py"))


def _modules() -> dict[str, Path]:
    """The modules of the product by their full names."""
    found = {}
    for path in PRODUCT:
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as circle:
        return [circle.args[1]]
    return []


def test_imports_run_one_way_between_files_and_between_rooms():
    """`flows` itself, which every module of it reads first, is no arrow: it imports nothing but `flows.own_ground`."""
    modules = _modules()
    files = {
        name: {found for found in _imported(path.read_text(encoding="utf-8")) if found in modules} - {name, "flows"}
        for name, path in modules.items()
    }
    assert sum(map(len, files.values())) > 200, "the search must be able to find things"
    assert _circles(files) == []
    rooms: dict[str, set[str]] = {}
    for name, arrows in files.items():
        home = modules[name].parent
        away = {modules[other].parent for other in arrows} - {home}
        rooms.setdefault(_name(home), set()).update(_name(other) for other in away)
    assert _circles(rooms) == []


def test_a_circle_of_imports_is_seen():
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"a"}}) and not _circles({"a": {"b", "c"}, "b": {"c"}, "c": set()})


def test_a_room_of_the_product_holds_at_most_fifteen_files_and_says_what_it_is_for():
    files = Counter(path.parent for path in PRODUCT)
    assert {_name(room): count for room, count in files.items() if count > 15} == {}
    for room in files.keys() - {ROOT / "notebooks"}:
        assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))), room


def test_a_python_file_fits_its_one_line_description():
    sources = {_name(path): path.read_text(encoding="utf-8") for path in PYTHON}
    assert {name: len(text.splitlines()) for name, text in sources.items() if len(text.splitlines()) > 260} == {}
    silent = [name for name, text in sources.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert [name for name in silent if not name.endswith("__init__.py")] == []


def test_the_tests_of_a_file_run_in_one_process(request, worker_id):
    """What a file or group shares is made once: a version of pytest may silently undo the grouping of pytest-xdist."""
    assert worker_id == "master" or "@" in request.node.nodeid
