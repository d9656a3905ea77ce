"""Every shape that extracts of cases come in, and what each of them cannot carry."""

from tests.shapes import dumps, printed
from tests.shapes.table import Shape

SHAPES = (
    printed.LIST_TWO_ROWS,
    printed.LIST_PLAIN,
    printed.LIST_THREE_ROWS,
    printed.PRINTED_LIST,
    printed.REGISTER_BOOK,
    printed.VERTICAL,
    dumps.NATIONAL_SYNC,
    dumps.OPENCPS_TEXT,
    dumps.OPENCPS_ISO,
    dumps.OPENCPS_MILLISECONDS,
    dumps.IGATE_OFFSET,
    dumps.IGATE_UTC,
)

SUPPLEMENTS = {"supplement_requested_at", "supplement_completed_at"}
MOVED = {"due_at", "due_moves"}

# Fields that stand nowhere in the shape. What is not carried is empty in the marts, never guessed.
CANNOT_CARRY: dict[str, set[str]] = {
    "list_two_rows": set(),
    "list_plain": set(),
    "list_three_rows": set(),
    "printed_list": {"procedure_code", "procedure_name", "service_level", "channel", "submitted_at", "finished_at"}
    | {"returned_at", "cancelled_at"}
    | SUPPLEMENTS
    | MOVED,
    "register_book": {"procedure_code", "procedure_name", "sector", "service_level", "channel", "submitted_at"}
    | {"finished_at", "cancelled_at", "status"}
    | SUPPLEMENTS
    | MOVED,
    "vertical": {"service_level", "submitted_at", "cancelled_at"} | SUPPLEMENTS | MOVED,
    "national_sync": {"service_level", "channel", "submitted_at", "cancelled_at"} | SUPPLEMENTS | MOVED,
    "opencps_text": {"due_moves"} | SUPPLEMENTS,
    "opencps_iso": {"due_moves"} | SUPPLEMENTS,
    "opencps_milliseconds": {"due_moves"} | SUPPLEMENTS,
    "igate_offset": {"due_moves"} | SUPPLEMENTS,
    "igate_utc": {"due_moves"} | SUPPLEMENTS,
}
# What the shape tells less finely: the register knows days, and OpenCPS only whether a case was filed online.
DAYS_ONLY = {"register_book"}
ONLINE_OR_NOT = {"opencps_text", "opencps_iso", "opencps_milliseconds"}
# Records hold no group rows, which is where printed lists write their sectors; but they hold lists of records.
SECTOR_BY_GROUP = {"list_two_rows", "printed_list"}
SUPPLEMENTS_WITHIN = {"national_sync"}


def carried(shape: Shape, case: dict, in_records: bool) -> dict:
    """What of a case can be known from a file in the shape, as a table or as records; None for the rest."""
    lost = CANNOT_CARRY[shape.name] | ({"sector"} if in_records and shape.name in SECTOR_BY_GROUP else set())
    lost = lost - SUPPLEMENTS if in_records and shape.name in SUPPLEMENTS_WITHIN else lost
    known = {name: None if name in lost else value for name, value in case.items()}
    if shape.name in DAYS_ONLY:
        for name in ("received_at", "due_at_original", "returned_at"):
            known[name] = known[name] and known[name].replace(hour=0, minute=0, second=0)
    if shape.name in ONLINE_OR_NOT and known["channel"] == "postal":
        known["channel"] = "desk"
    return known
