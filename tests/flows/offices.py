"""A person at a desk, who runs `onestop` as installed from whatever folder, on a machine that never saw Prefect."""

import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = "import sys\nfrom flows.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
# What Python, Prefect and the readers import; a file of such a name beside the extracts must stay a file.
MODULES = (
    *("aiosqlite", "uvicorn", "duckdb", "pandas", "lxml", "pathlib", "fastapi", "prefect", "typer", "psutil"),
    *("csv", "greenlet", "multiprocessing"),
)


def command(folder: Path) -> list[str]:
    """The console script as pip writes it."""
    script = folder / "onestop"
    script.write_text(_SCRIPT, encoding="utf-8")
    return [sys.executable, str(script)]


def environment(home: Path, **other: str) -> dict[str, str]:
    ours = ("PREFECT", "ONESTOP", "PYTHONSAFEPATH")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**inherited, "PREFECT_HOME": str(home), **other}


def onestop(at: Path, home: Path, *arguments: str, **other: str) -> subprocess.CompletedProcess:
    """Runs the command from the folder `at`; Prefect keeps its things in `home`."""
    return subprocess.run(
        [*command(home.parent), *arguments],
        cwd=at,
        env=environment(home, **other),
        capture_output=True,
        timeout=600,
        check=False,
    )


def lay_traps(folder: Path, marker: Path) -> None:
    """Files that leave a mark when something runs them, or does what they say."""
    for name in MODULES:
        text = f"open({str(marker)!r}, 'a').write({name!r} + ' ')\nraise ImportError({name!r})\n"
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    logging = folder / "logging.yml"
    logging.write_text(
        f"version: 1\nhandlers:\n  h:\n    (): builtins.open\n    file: {marker}\n    mode: w\n", encoding="utf-8"
    )
    (folder / ".env").write_text(f"PREFECT_LOGGING_SETTINGS_PATH={logging}\n", encoding="utf-8")
    (folder / "prefect.toml").write_text(f'[logging]\nconfig_path = "{logging}"\n', encoding="utf-8")


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; a database's journal may go while one looks."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            try:
                found[path.name] = path.read_bytes()
            except FileNotFoundError:
                continue
    return found
