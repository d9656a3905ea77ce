"""The thresholds of a run as the cover tells them: in groups, hours as hours, shares as percentages."""

from collections.abc import Mapping

from flows.common.dictionary import Dictionary
from flows.workbooks.parts import Pair, pick

# A threshold that no group names stands in the last one.
GROUPS: tuple[tuple[Pair, tuple[str, ...]], ...] = (
    (
        ("Ngưỡng: hạn, hẹn lại, bổ sung", "Thresholds: due dates, slips, supplements"),
        (
            *("apology_lead_days", "reappointments", "handover_working_days", "waiting_days"),
            *("supplement_requests", "supplement_working_days", "supplement_near_due_days"),
            *("acceptance_working_days", "petition_repeats"),
        ),
    ),
    (
        ("Ngưỡng: giờ làm việc", "Thresholds: working hours"),
        (
            *("desk_opens_hour", "desk_noon_hour", "desk_afternoon_hour", "desk_closes_hour", "hours_per_day"),
            *("transfer_hour", "entry_working_days", "night_from_hour", "night_to_hour"),
        ),
    ),
    (
        ("Ngưỡng: thủ tục, mã hồ sơ", "Thresholds: procedures, case codes"),
        (
            *("desk_only_service_level", "never_used_peer_units", "never_used_peer_share", "never_used_peer_cases"),
            "numbered_share",
        ),
    ),
    (
        ("Ngưỡng: cách kết thúc hồ sơ", "Thresholds: how cases end"),
        (
            *("instant_minutes", "instant_limit_days", "same_minute_cases", "online_batch_cases", "period_end_days"),
            *("refiled_days", "refiled_near_due_days"),
        ),
    ),
    (
        ("Ngưỡng: so sánh đơn vị, dấu hiệu", "Thresholds: units compared, signals"),
        (
            *("unit_least_cases", "peers_least", "peer_multiple", "peer_spread_least", "significance"),
            *("peers_unlike_share", "unlike_probability", "steady_months", "signal_cases_most"),
        ),
    ),
    (("Ngưỡng: báo cáo và khác", "Thresholds: reports and others"), ()),
)


def told(thresholds: Mapping[str, float], dictionary: Dictionary, lang: str) -> list[tuple[str, str]]:
    """Name of a group and its thresholds in one line, for every group that has any."""
    grouped = {name for _, names in GROUPS for name in names}
    lines = []
    for heading, names in GROUPS:
        found = [name for name in names or sorted(set(thresholds) - grouped) if name in thresholds]
        if found:
            said = (
                f"{dictionary.value('*', 'threshold', name, lang)}: {shown(name, thresholds[name], lang)}"
                for name in found
            )
            lines.append((pick(heading, lang), " · ".join(said)))
    return lines


def shown(name: str, value: float, lang: str) -> str:
    """13.5 of an hour as 13:30, 0.8 of a share as 80%, other numbers with the language's decimal mark."""
    if name.endswith("_hour"):
        return f"{int(value):02d}:{round(value % 1 * 60):02d}"
    if name.endswith("_share"):
        return f"{value * 100:g}%"
    return f"{value:g}" if lang == "en" else f"{value:g}".replace(".", ",")
