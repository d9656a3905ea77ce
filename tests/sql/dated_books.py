"""Casebooks for dates worked out by hand: one district, its codes, slips and findings."""

from datetime import date

from tests.casebook import Casebook

UNIT = "UBND huyện Ngọc Hồi"
LIMIT = {"procedure_code": "1.000001", "procedure_name": "Cấp giấy", "level": "Cấp huyện"}


def book_of(tmp_path, window=(date(2020, 6, 1), date(2021, 4, 30)), limit: str | None = "10 Ngày làm việc") -> Casebook:
    book = Casebook(tmp_path / "book", window=window)
    if limit:
        book.reference("published_procedures", [LIMIT | {"time_limit": limit}])
    return book


def code_of(number: int, day: str = "200706") -> str:
    return f"000.00.16.H34-{day}-{number:04}"


def slips_of(book: Casebook, rows: list[dict] = ()) -> None:
    """A list of slips; of a case that is nobody's, where there is none, so that the list counts as delivered."""
    nobody = {"case_id": code_of(999), "slip_date": "01/07/2020", "new_due_date": "10/07/2020", "has_reason": "có"}
    book.write("phieu.csv", "apology_slips", list(rows) or [nobody])


def findings_of(connection, *rules: str) -> list[tuple[str, str]]:
    query = "select rule_id, case_id from findings where list_contains(?, rule_id) order by all"
    return connection.execute(query, [list(rules)]).fetchall()
