"""No folder of the user's is a place from which code comes. Only what Python has loaded already is imported up here.

Python puts the current folder on the import path of `-m` and `-c`, and Prefect reads `.env`, `prefect.toml` and
`pyproject.toml` of the current folder, of which a logging configuration can call anything. Extracts are often unpacked
where somebody stands, so a file `aiosqlite.py` or `.env` may have come with them.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def clear_import_path() -> None:
    """Takes the current folder off the import path of this process; the project's own stays, by its full name."""
    sys.path[:] = [ROOT if _same(entry, ROOT) else entry for entry in sys.path if _is_chosen(entry)]


def leave_the_users_folder() -> None:
    """Moves this process to Prefect's own folder, which is made for this user alone, and keeps the folders that
    nobody chose off the import path of all that it starts. Call it when the paths of the command line are absolute,
    and before Prefect is imported.
    """
    named = [entry for entry in os.environ.pop("PYTHONPATH", "").split(os.pathsep) if entry and _is_chosen(entry)]
    if named:
        os.environ["PYTHONPATH"] = os.pathsep.join(named)
    os.environ["PYTHONSAFEPATH"] = "1"
    home = os.path.abspath(os.path.expanduser(os.environ["PREFECT_HOME"]))
    os.environ["PREFECT_HOME"] = home
    try:
        os.makedirs(home, mode=0o700, exist_ok=True)
        os.chdir(home)
    except OSError:
        from flows.common.errors import no_server

        raise no_server(home) from None


def _is_chosen(entry: str) -> bool:
    """Whether a place is on the import path by name, or holds the project or Python itself."""
    if _same(entry, ROOT) or (os.path.isabs(entry) and not _same(entry, os.getcwd())):
        return True
    homes = [os.path.join(home, "lib", "") for home in (sys.prefix, sys.base_prefix)]
    return os.path.isabs(entry) and any(os.path.realpath(entry).startswith(home) for home in homes)


def _same(entry: str, folder: str) -> bool:
    return os.path.realpath(entry) == os.path.realpath(folder)
