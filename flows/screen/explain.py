"""`onestop explain`: the whole story of one case, from the published run: its times, how its lawful due date is
counted, what every rule says of it, what other extracts tell differently, and the extracts that it came from.
"""

from datetime import datetime, time
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from flows.common.dictionary import Dictionary, load_dictionary
from flows.common.errors import SetupError
from flows.common.harmless import harmless
from flows.common.sql_files import SQL, keep_quiet, run_macros
from flows.reading.scan import literal
from flows.screen.console import say
from flows.screen.terminal import shown

FACTS = ("unit_name", "procedure_code", "procedure_name", "sector", "channel", "status_as_written", "outcome")
MEASURES = ("days_late", "working_days_late", "apology_status")
MARKS = {"not_met": "[red]✗[/]", "met": "[green]✓[/]", "not_assessable": "[yellow]?[/]"}


def explain(case_id: str, marts: Path, console: Console, lang: str = "vi") -> None:
    """Prints what the published run knows of a case, given by its id or its code in either order of the unit's parts.

    Raises SetupError where nothing is published, or no case or more than one bears the code.
    """
    published = marts / "latest" / "audit.duckdb"
    if not published.exists():
        raise SetupError(
            f"Chưa có lần chạy nào trong {marts}. Hãy chạy onestop audit trước.",
            f"Nothing is published in {marts}. Run onestop audit first.",
        )
    with duckdb.connect() as connection:
        keep_quiet(connection)
        run_macros(connection)
        connection.execute(f"attach {literal(published)} as published (read_only)")
        connection.execute("set search_path = 'published,memory'")
        Story(connection, console, lang).tell(case_id.strip())


class Story:
    """Asks the published run about one case and prints the answers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, console: Console, lang: str) -> None:
        self.connection, self.console, self.lang = connection, console, lang
        self.dictionary: Dictionary = load_dictionary()

    def ask(self, name: str) -> list[dict]:
        """The rows of a file of `sql/story/`."""
        cursor = self.connection.execute((SQL / "story" / f"story_{name}.sql").read_text(encoding="utf-8"))
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def tell(self, case_id: str) -> None:
        """Prints the story of the case of this id or code."""
        case = self.find(case_id)
        self._title(case["case_id"])
        self._facts(case)
        self._heading("Diễn biến", "Timeline")
        self._timeline()
        self._heading("Hạn giải quyết theo quy định", "The lawful due date")
        self._deadline()
        self._heading("Các quy tắc", "The rules")
        self._rules()
        self._differences()
        self._heading("Lấy từ các bảng trích xuất", "The extracts it came from")
        self._extracts()

    def find(self, case_id: str) -> dict:
        """The case as published; the variable case_id is set to its id. Raises SetupError."""
        self.connection.execute("set variable case_id = ?", [case_id])
        if found := self.ask("case"):
            return found[0]
        alike = self.ask("alike")
        same = [row["case_id"] for row in alike if row["same_key"]]
        if len(same) == 1:
            return self.find(same[0])
        told = harmless(case_id)
        listed = ", ".join(harmless(row["case_id"]) for row in alike)
        near_vi = f" Có phải: {listed}?" if alike else " Hãy xem bảng cases.parquet để lấy đúng mã."
        near_en = f" Did you mean: {listed}?" if alike else " Look the code up in cases.parquet."
        raise SetupError(
            f"Không có đúng một hồ sơ nào mang mã {told} trong kỳ đã công bố.{near_vi}",
            f"No single case of the published run bears the code {told}.{near_en}",
        )

    def _title(self, case_id: str) -> None:
        self.console.print(f"[bold]{say(self.lang, 'Hồ sơ', 'Case')} {shown(case_id)}[/]")

    def _heading(self, vi: str, en: str) -> None:
        self.console.print(f"\n[bold]{say(self.lang, vi, en)}[/]")

    def _line(self, text: str, indent: int = 2) -> None:
        for line in text.split("\n"):
            self.console.print(" " * indent + shown(line), soft_wrap=True)

    def _label(self, table: str, column: str) -> str:
        return self.dictionary.column(table, column).label(self.lang)

    def _shown(self, table: str, column: str, value: object) -> str:
        if isinstance(value, datetime):
            return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
        return self.dictionary.value(table, column, value, self.lang) or "–"

    def _pairs(self, rows: list[tuple[str, str]]) -> None:
        grid = Table.grid(padding=(0, 2), pad_edge=True)
        for label, value in rows:
            grid.add_row(f"[dim]{shown(label)}[/]", shown(value))
        self.console.print(grid)

    def _facts(self, case: dict) -> None:
        shown = FACTS + (MEASURES if case["days_late"] else ())
        self._pairs([(self._label("cases", name), self._shown("cases", name, case[name])) for name in shown])

    def _timeline(self) -> None:
        self._pairs(
            [
                (self._shown("cases", "", event["moment"]), self._label(event["table_name"], event["column_name"]))
                for event in self.ask("timeline")
            ]
        )

    def _deadline(self) -> None:
        for row in self.ask("deadline"):
            self._line(row.pop("steps") or "–")
            named = [(name, value) for name, value in row.items() if value is not None]
            self._pairs(
                [(self._label("case_deadlines", name), self._shown("case_deadlines", name, v)) for name, v in named]
            )

    def _rules(self) -> None:
        met, unknown = [], []
        for row in self.ask("rules"):
            says = row["says_en"] if self.lang == "en" else row["says_vi"]
            if row["verdict"] == "met":
                met.append(row["rule_id"])
            elif row["verdict"] == "not_assessable":
                missing = self.dictionary.value("rule_results", "missing_input", row["missing_input"], self.lang)
                unknown.append(f"{row['rule_id']} ({missing})")
            else:
                kind = self.dictionary.value("findings", "kind", row["kind"], self.lang)
                noted = say(self.lang, " – đã ghi nhận", " – acknowledged") if row["is_acknowledged"] else ""
                self.console.print(
                    f"  {MARKS['not_met']} [bold]{row['rule_id']}[/] {kind}{noted}: {shown(says)}", soft_wrap=True
                )
                self._line(row["explanation"] or "", 6)
        lacking = say(self.lang, "Không đánh giá được ở đơn vị (còn thiếu)", "Not assessable at the unit (lacking)")
        for mark, label, rules in (("met", say(self.lang, "Đạt", "Met"), met), ("not_assessable", lacking, unknown)):
            if rules:
                self.console.print(f"  {MARKS[mark]} {label}: {shown(', '.join(rules))}", soft_wrap=True)

    def _differences(self) -> None:
        rows = self.ask("differences")
        if not rows:
            return
        self._heading("Các nguồn ghi khác nhau", "What the sources tell differently")
        heads = (("Trường", "Field"), ("Nguồn", "Source"), ("Giá trị", "Value"))
        table = Table(*(say(self.lang, *pair) for pair in heads))
        for row in rows:
            field = self.dictionary.value(row["table_name"], "field", row["field"], self.lang)
            for place, value in (("place_before", "value_before"), ("place_after", "value_after")):
                source = self.dictionary.value("cases", "source_system", row[place], self.lang)
                table.add_row(shown(field), shown(source), shown(row[value] or "–"))
                field = ""
        self.console.print(table)

    def _extracts(self) -> None:
        for row in self.ask("extracts"):
            where = row["file_name"] + (f" [{row['sheet']}]" if row["sheet"] else "")
            where += f", {say(self.lang, 'dòng', 'row')} {row['row_number']}" if row["row_number"] else ""
            system = self.dictionary.value("extracts", "source_system", row["source_system"], self.lang)
            self._line(f"{where}: {system}; SHA-256 {row['sha256'][:16]}…")
