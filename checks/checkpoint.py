"""The Checkpoint: Great Expectations runs the suites on a warehouse, and what it says is told from what it could not
say. What a validation leaves is its own result, in its own format, with counts only.
"""

import logging
import os
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.rules import Judged, Rule
from checks.suites import crashed, suite_of
from flows.common.errors import ChecksBroken

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
NAME = "audit"
# SUMMARY and COMPLETE hand over values of rows, BOOLEAN_ONLY no counts; BASIC with no example gives counts alone.
COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}
# Drawn or read from the clock anew in each run; `dated` puts the run in their place.
_OF_THE_MOMENT = ("validation_id", "checkpoint_id", "run_id", "validation_time", "batch_markers")


@dataclass
class Verdict:
    """What a run of the Checkpoint gave: a count per rule, and per suite the validation result as Great Expectations
    writes it, without run and time.
    """

    judged: list[Judged] = field(default_factory=list)
    validations: dict[str, dict[str, Any]] = field(default_factory=dict)


def run(warehouse: Path, suites: dict[str, list[Rule]], thresholds: dict[str, float]) -> Verdict:
    """Runs the suites, by their names, in a warehouse that nobody has open.

    Raises ChecksBroken when a check could not run, or met an empty value where it must not: an expectation passes
    over those in silence.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    from checks import dialect

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="great_expectations")
    warnings.filterwarnings("ignore", module="duckdb_engine")
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),  # else a folder stays in /tmp
        progress_bars={"globally": False},
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    source = context.data_sources.add_sql("warehouse", connection_string=dialect.url_of(warehouse))
    try:
        definitions = []
        for name, rules in suites.items():
            suite = context.suites.add(suite_of(name, rules, thresholds))
            asset = source.add_table_asset(name, table_name=f"checked_{name}")
            batch = asset.add_batch_definition_whole_table("all")
            definition = gx.ValidationDefinition(name=name, data=batch, suite=suite)
            definitions.append(context.validation_definitions.add(definition))
        checkpoint = gx.Checkpoint(name=NAME, validation_definitions=definitions, result_format=COUNTS_ONLY)
        results = context.checkpoints.add(checkpoint).run().run_results.values()
    except Exception as crash:
        raise crashed(" ".join(suites), type(crash).__name__) from crash
    finally:
        for engine in (source.get_engine(), source.get_execution_engine().engine):
            engine.dispose()  # an open connection would keep the warehouse from being written to
    verdict = Verdict()
    for result in results:
        rules = {rule.rule_id: rule for rule in suites[result.suite_name]}
        counted = {one.expectation_config.meta["rule_id"]: one for one in result.results}
        verdict.judged += [_counted(rule, counted.get(rule_id)) for rule_id, rule in rules.items()]
        verdict.validations[result.suite_name] = _kept(result.to_json_dict(), list(rules))
    return verdict


def _counted(rule: Rule, result: "ExpectationValidationResult | None") -> Judged:
    if result is None:
        raise crashed(rule.rule_id, "no result")
    told = result.exception_info or {}
    infos = [info for info in (told, *told.values()) if isinstance(info, dict)]
    if any(info.get("raised_exception") for info in infos) or "element_count" not in result.result:
        raise crashed(rule.rule_id, _why(infos))
    if missing := result.result["missing_count"] or 0:
        raise ChecksBroken(
            f"Quy tắc {rule.rule_id} gặp {missing} giá trị trống không được phép; không có kết quả nào được công bố.",
            f"Rule {rule.rule_id} met {missing} empty values of {rule.measure}; nothing is published.",
        )
    return Judged(rule.rule_id, int(result.result["element_count"]), int(result.result["unexpected_count"] or 0))


def _why(infos: list[dict]) -> str:
    """The kind of the first exception that Great Expectations noted, without its words."""
    messages = [str(info["exception_message"]) for info in infos if info.get("exception_message")]
    kind = re.search(r"[A-Za-z]+(?:Error|Exception)\b", messages[0]) if messages else None
    return kind.group() if kind else "no count"


def _kept(document: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """A validation result of Great Expectations that is the same whenever the same was found: in the order of the
    rules, without ids that are drawn, and of what was found its counts and shares.
    """
    for result in document["results"]:
        result["expectation_config"].pop("id", None)
        result["result"] = {
            name: value for name, value in result["result"].items() if value is None or isinstance(value, int | float)
        }
    document["results"].sort(key=lambda result: order.index(result["expectation_config"]["meta"]["rule_id"]))
    meta = {name: value for name, value in document["meta"].items() if name not in _OF_THE_MOMENT}
    return {**document, "meta": {**meta, "checkpoint": NAME}}


def dated(document: dict[str, Any], run_id: str, started_at: str) -> dict[str, Any]:
    """A kept validation result as one of that run, begun at that ISO 8601 time."""
    run = {"run_id": {"run_name": run_id, "run_time": started_at}, "validation_time": started_at}
    return {**document, "meta": {**document["meta"], **run}}
