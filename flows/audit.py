"""The audit, as Prefect carries it: ingest → build → judge → publish. Prefect lives here and in `serve.py` only."""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows import console, ledger, steps
from flows.guard import Guard
from flows.harmless import harmless
from flows.ingest import FileOutcome, locked_file, raw_files
from flows.layouts import Layout, load_layouts
from flows.publish import WORKBOOK, last_record
from flows.record import RunRecord
from flows.settings import Settings, load_settings


@flow(name="audit", validate_parameters=False, persist_result=False)
def audit(
    raw: str | None = None,
    layouts: str | None = None,
    reference: str | None = None,
    marts: str | None = None,
    window_from: str | None = None,
    window_to: str | None = None,
    grain: str | None = None,
    lang: str = "vi",
    force: bool = False,
) -> steps.Published:
    """Audits the extracts of a folder and publishes marts, findings and the workbook.

    Folders and ISO days left out stand in `data/` and `audit.toml`. Unless `force`, a run whose inputs, parameters
    and code are those of the published one leaves that one in place. Raises OnestopError.
    """
    settings = load_settings(
        *(Path(folder) if folder else None for folder in (raw, layouts, reference, marts)),
        window_from=date.fromisoformat(window_from) if window_from else None,
        window_to=date.fromisoformat(window_to) if window_to else None,
        grain=grain,
        lang=lang,
    )
    with console.steps(settings.lang) as show, steps.workshop(settings) as warehouse:
        outcomes = ingest(settings, load_layouts(settings.layouts), show)
        kept = ledger.keep(settings, outcomes)
        outcomes, repeated = steps.distinct(outcomes)
        record = RunRecord(settings, outcomes, repeated, last_record(settings.marts), kept)
        if record.is_unchanged and not force:
            return steps.Published(record.standing, settings.marts / "latest", record.previous["summary"], True)
        build(warehouse, settings, outcomes, show)
        judge(warehouse, settings, show)
        published = publish(warehouse, settings, record, show)
    leave_artifacts(published)
    return published


def ingest(settings: Settings, layouts: list[Layout], show: console.Steps) -> list[FileOutcome]:
    """Every file to landed rows, a task each; a file that stays locked through the retries is refused."""
    outcomes = []
    with Guard(settings, layouts) as guard:
        for path in show.track(raw_files(settings), "ingest"):
            name = f"read {harmless(path.name)}"[:80]
            state = read_extract.with_options(task_run_name=name)(path, guard, return_state=True)
            outcome = state.result(raise_on_failure=False)
            if isinstance(outcome, OSError):
                outcome = locked_file(path, settings, outcome)
            elif isinstance(outcome, BaseException):
                raise outcome
            outcomes.append(outcome)
    return outcomes


def _is_locked(task, task_run, state) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=2, retry_condition_fn=_is_locked)
def read_extract(path: Path, guard: Guard) -> FileOutcome:
    """One file. Retried while it is locked: somebody may be copying it just now."""
    return guard.read(path)


@task(cache_policy=NO_CACHE)
def build(warehouse: Path, settings: Settings, outcomes: list[FileOutcome], show: console.Steps) -> None:
    """Landed rows to marts."""
    show.step("build")
    steps.build_marts(warehouse, settings, outcomes)


@task(cache_policy=NO_CACHE)
def judge(warehouse: Path, settings: Settings, show: console.Steps) -> None:
    """Rules to findings. A check that crashes fails the run."""
    show.step("judge")
    steps.judge_marts(warehouse, settings)


@task(cache_policy=NO_CACHE)
def publish(warehouse: Path, settings: Settings, record: RunRecord, show: console.Steps) -> steps.Published:
    """The finished warehouse to `latest`."""
    show.step("publish")
    return steps.publish_marts(warehouse, settings, record)


def leave_artifacts(published: steps.Published) -> None:
    """What the Prefect page shows of a run: its summary and where its workbook lies."""
    rows = [{"": label, "n": value} for label, value in console.summary_rows(published, "vi")]
    create_table_artifact(table=rows, key="audit-summary", description=f"Run {published.record['run_id']}")
    workbook = (published.latest / WORKBOOK).resolve()
    create_link_artifact(link=workbook.as_uri(), link_text=WORKBOOK, key="audit-workbook")
