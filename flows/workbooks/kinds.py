"""What kind of column a sheet of the workbook shows, which tells its Excel type, its format and its width."""

_BY_TYPE = {"DATE": "date", "TIMESTAMP": "stamp", "BOOLEAN": "flag", "VARCHAR": "text", "DOUBLE": "days"}
_BY_NAME = {"month_start": "month", "row_number": "place", "multiple": "multiple"}
_FORMATS = {
    "count": "#,##0",
    "place": "0",
    "rate": "0.0%",
    "share": "0.00%",
    "days": "#,##0.0",
    "points": "0.00",
    "multiple": '[>=100]"> 100";0.0',
    "date": "dd/mm/yyyy",
    "stamp": "dd/mm/yyyy hh:mm",
    "month": "mm/yyyy",
}
# A probability that would show as 0.000 is not 0. The cell keeps its number.
_PROBABILITY = {"vi": '[<0.001]"< 0,001";0.000', "en": '[<0.001]"< 0.001";0.000'}


def kind_of(name: str, sql_type: str) -> str:
    """`count`, `rate`, `date`, `text` and so on, from the SQL type and the grammar of names."""
    kind = _BY_NAME.get(name) or _BY_TYPE.get(sql_type, "count")
    if kind != "days":
        return kind
    words = set(name.split("_"))
    for among, found in (
        ({"rate", "score"}, "rate"),
        ({"share"}, "share"),
        ({"points"}, "points"),
        ({"p"}, "probability"),
    ):
        if words & among:
            return found
    return kind


def number_format(kind: str, lang: str) -> str | None:
    """The Excel format of a kind; None where it is written as text."""
    return _PROBABILITY[lang] if kind == "probability" else _FORMATS.get(kind)


def is_moment(kind: str) -> bool:
    """Whether cells of the kind are dates to Excel."""
    return kind in ("date", "month", "stamp")
