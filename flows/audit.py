"""The audit, as Prefect carries it: ingest → build → judge → choose → publish. Prefect lives here, in `serve.py` and in
`prefect_server.py` only.

Prefect keeps names, parameters and the words of exceptions in its database and shows them on its page. So it is given
none of the user's: names are fixed, what a step works on stays in a closure, and of a trouble it learns the kind.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows import steps
from flows.common.errors import EXIT_UNEXPECTED, OnestopError
from flows.common.settings import Settings
from flows.ledger import ledger
from flows.ledger.record import RunRecord
from flows.order import ordered
from flows.publishing.publish import last_record
from flows.publishing.validations import PAGES
from flows.reading.guard import Guard
from flows.reading.ingest import FileOutcome, locked_file, raw_files
from flows.screen import console
from flows.tables.layouts import Layout, load_layouts


class Stopped(Exception):
    """What Prefect learns, and may store, of a trouble: its kind. `trouble` is what happened."""

    trouble: Exception

    def __reduce__(self):
        return (Stopped, self.args)


@flow(name="audit", validate_parameters=False, persist_result=False)
def audit() -> steps.Published:
    """Audits the extracts of a folder and publishes marts, findings and the workbook, as `flows.order` says.

    Raises Stopped. It takes no parameter: a run that is asked for by the server's page does what was ordered, too.
    """
    return _told(_audit)


@flow(name="audit", validate_parameters=False, persist_result=False)
def scheduled_audit() -> None:
    """The audit of a process that Prefect started: the screen of `onestop serve` tells what became of it."""
    lang = ordered().lang
    try:
        published = _told(_audit)
    except Stopped as stopped:
        if isinstance(stopped.trouble, OnestopError):
            console.fail(stopped.trouble, lang)
        raise
    console.last_screen(published, lang)


def _audit() -> steps.Published:
    order = ordered()
    settings = order.settings()
    with console.steps(settings.lang) as show, steps.workshop(settings, show.note) as warehouse:
        outcomes = ingest(settings, load_layouts(settings.layouts), show)
        kept = ledger.keep(settings, outcomes)
        outcomes, repeated = steps.distinct(outcomes)
        record = RunRecord(settings, outcomes, repeated, last_record(settings.marts), kept)
        if record.is_unchanged and not order.force:
            return steps.Published(record.standing, settings.marts / "latest", record.previous["summary"], True)
        _step("build", lambda: steps.build_marts(warehouse, settings, outcomes), show)
        _step("judge", lambda: steps.judge_marts(warehouse, settings), show)
        _step("choose", lambda: steps.choose(warehouse, settings), show)
        published = _step("publish", lambda: steps.publish_marts(warehouse, settings, record), show)
    leave_artifacts(published)
    return published


def _step(name: str, do: Callable[[], Any], show: console.Steps) -> Any:
    """One step as a task of Prefect's."""
    show.step(name)
    return _carried(name, do)


def _carried(name: str, do: Callable[[], Any], **options: Any) -> Any:
    """What `do` gives, done as a task that bears a name of ours and takes no parameter. Raises what it raises."""
    carried = task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False, **options)
    state = carried(lambda: _told(do))(return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, Stopped):
        raise result.trouble
    if isinstance(result, BaseException):
        raise result
    return result


def _told(do: Callable[[], Any]) -> Any:
    """What `do` gives; Prefect is told of an exception only what kind it is of."""
    try:
        return do()
    except Stopped:
        raise
    except Exception as trouble:
        code = getattr(trouble, "exit_code", EXIT_UNEXPECTED)
        stopped = Stopped(f"{type(trouble).__name__}, exit code {code}")
        stopped.trouble = trouble
        raise stopped from None


def ingest(settings: Settings, layouts: list[Layout], show: console.Steps) -> list[FileOutcome]:
    """Every file to landed rows, a task each, numbered. One that is locked is tried again, somebody may be copying it
    just now; if it stays so it is refused.
    """
    outcomes = []
    with Guard(settings, layouts) as guard:
        files = raw_files(settings)
        for number, path in enumerate(show.track(files, "ingest"), start=1):
            try:
                outcome = _read(f"read {number} of {len(files)}", path, guard)
            except OSError as trouble:
                outcome = locked_file(path, settings, trouble)
            outcomes.append(outcome)
    return outcomes


def _read(name: str, path: Path, guard: Guard) -> FileOutcome:
    again = {"retries": 2, "retry_delay_seconds": 2, "retry_condition_fn": _is_locked}
    return _carried(name, lambda: guard.read(path), **again)


def _is_locked(task, task_run, state) -> bool:
    stopped = state.result(raise_on_failure=False)
    return isinstance(stopped, Stopped) and isinstance(stopped.trouble, OSError)


def leave_artifacts(published: steps.Published) -> None:
    """What the Prefect page shows of a run: its figures, and where the pages of Great Expectations lie. A link to a
    file opens in no browser, so that is a text.
    """
    rows = [{"figure": label, "n": value} for label, value in console.summary_rows(published, "vi")]
    create_table_artifact(table=rows, key="audit-summary", description=f"Run {published.record['run_id']}")
    create_markdown_artifact(
        markdown=f"Kết quả của từng quy tắc: mở `{PAGES}/index.html` trong thư mục kết quả của lần chạy.\n\n"
        f"What each rule found: open `{PAGES}/index.html` in the folder of the run's results.",
        key="data-docs",
        description=f"Run {published.record['run_id']}",
    )
