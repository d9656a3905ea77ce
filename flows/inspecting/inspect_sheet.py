"""How `onestop inspect` shows one sheet: where its headings stand, why this layout, what each column is read as and
what it holds, which rows are no data, and what would be rejected.

Cells of personal and of undeclared columns are never shown, nor what looks like a phone or identity number or an
e-mail address.
"""

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from flows.common.errors import Refusal
from flows.common.harmless import harmless
from flows.containers import Sheet, UnreadableSheet
from flows.door.door import TEXTS, Door, open_door
from flows.door.judging import judge_column
from flows.door.personal import looks_personal
from flows.inspecting import profile
from flows.inspecting.profile import ColumnProfile, Furniture
from flows.inspecting.unmapped import unmapped
from flows.reading.choosing import choose
from flows.reading.landing import column_letter
from flows.screen.console import say
from flows.screen.terminal import shown
from flows.tables.layouts import Layout, Match, recognise
from flows.tables.refusals import nameless_column, undeclared_person

FIRST_ROWS = 3
MOST_MASKED = 10
HIDDEN = "•••"
_ROLES = {
    "field": ("trường {0}", "field {0}"),
    "presence": ("chỉ ghi có/không: {0}", "only whether filled: {0}"),
    "hash": ("cá nhân, băm thành {0}", "personal, hashed to {0}"),
    "drop": ("cá nhân, bỏ", "personal, dropped"),
    "nested": ("danh sách, đọc như một trang riêng", "list, read as a sheet of its own"),
    "ignored": ("bỏ qua", "ignored"),
    "unknown": ("CHƯA KHAI BÁO", "UNKNOWN"),
}
KINDS = {
    "timestamp": ("ngày giờ", "time stamp"),
    "date": ("ngày", "date"),
    "email": ("giống e-mail", "e-mail-like"),
    "phone": ("giống số điện thoại", "phone-like"),
    "id_number": ("giống số giấy tờ", "id-number-like"),
    "number": ("số", "number"),
    "code": ("mã", "code"),
    "name": ("giống họ tên?", "name-like?"),
    "text": ("chữ", "text"),
    "empty": ("trống", "empty"),
}
_FURNITURE = {
    "blank": ("dòng trống", "blank"),
    "numbering": ("dòng đánh số cột", "column numbers"),
    "repeated_heading": ("tiêu đề lặp lại", "repeated heading"),
    "total": ("dòng tổng", "total"),
    "group": ("dòng nhóm", "group"),
    "other": ("dòng khác (ký tên, ghi chú)", "other (signatures, notes)"),
}
_UNMAPPED = {"status": ("trạng thái", "statuses"), "channel": ("kênh", "channels"), "unit": ("đơn vị", "units")}


@dataclass
class Seen:
    """What the last table says of a file. `refused` are the reasons, of the file or of its sheets."""

    name: str
    layouts: list[str] = field(default_factory=list)
    rows: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass
class Office:
    """What the office keeps besides the file: its layouts, and the folders they and the reference lists stand in."""

    layouts: list[Layout]
    folder: Path
    reference: Path

    @cached_property
    def door(self) -> Door:
        """What may be shown is what may land; nothing lands here, so the key is thrown away."""
        return open_door(self.reference, secrets.token_bytes(32))


@dataclass
class SheetView:
    """Shows the sheets of one file. `sender` is the unit's code on its origin card.

    A sheet that would be refused is described as far as it is known.
    """

    file_name: str
    sender: str | None
    office: Office
    connection: duckdb.DuckDBPyConnection
    console: Console
    lang: str

    def say(self, vi: str, en: str) -> str:
        return say(self.lang, vi, en)

    def line(self, text: str, mark: str = "") -> None:
        self.console.print((f"[yellow]{mark}[/] " if mark else "") + text, soft_wrap=True)

    def show(self, sheet: Sheet, seen: Seen) -> Match | None:
        """Prints the sheet and enters what becomes of it. Returns how it is read, None where it is refused.

        Raises UnreadableFile.
        """
        hidden = self.say(", TRANG ẨN", ", HIDDEN") if sheet.is_hidden else ""
        self.line(f"[bold]{self.say('Bảng', 'Sheet')} {shown(sheet.name or '–')}[/] ({sheet.container}{hidden})")
        whole, refusal = choose(self.file_name, sheet, self.office.layouts)
        matches = recognise(sheet.head, self.office.layouts)
        if matches:
            match = matches[0]
            self._say_why(matches)
            found = profile.furniture(sheet, match, self.connection)
            profiles = self._profiles(match)
            self.console.print(self._mapping(match, profiles))
            self._say_rows(found, profiles)
            self._say_dates(match, profiles)
            self._say_unmapped(match)
            refusal = refusal or self._refusal_of_content(sheet, match)
        if refusal is not None:
            where = f"{harmless(sheet.name)}: " if sheet.name else ""
            row = f" ({self.say('dòng', 'row')} {refusal.row})" if refusal.row else ""
            seen.refused.append(where + self.say(refusal.reason_vi, refusal.reason_en) + row)
            self.line(f"→ {shown(self.say(refusal.todo_vi, refusal.todo_en))}")
            return None
        seen.layouts.append(whole.layout.layout_id)
        seen.rows += next(iter(profiles.values())).rows
        return whole

    def show_unreadable(self, sheet: UnreadableSheet, seen: Seen) -> None:
        """A part of a file that cannot be read while the others can."""
        self.line(f"[bold]{self.say('Bảng', 'Sheet')} {shown(sheet.name or '–')}[/]")
        seen.refused.append(f"{harmless(sheet.name)}: {self.say(sheet.vi, sheet.en)}")

    def _refusal_of_content(self, sheet: Sheet, match: Match) -> Refusal | None:
        """What landing would refuse the sheet for; says how many values of the others would be masked."""
        for index, row in profile.nameless_columns(sheet.width, match, self.connection):
            return nameless_column(self.file_name, sheet.name, row, column_letter(index))
        for column in match.columns:
            letter = column_letter(column.index)
            judged = judge_column(column, match, self.office.door, self.connection)
            if judged.holds_persons:
                row = match.heading_row + match.span
                named = (letter, column.heading, match.layout.layout_id)
                return undeclared_person(self.file_name, sheet.name, row, *named)
            if judged.changed:
                heading = shown(column.heading)
                told = self.say("giá trị không được qua cửa nguyên văn", "values that do not pass the door as they are")
                self.line(f"{letter} “{heading}”: {judged.personal + judged.others:,} {told}", "!")
                self._list_masked([written for written, _ in judged.changed if not looks_personal(written)])
        return None

    def _list_masked(self, values: list[str]) -> None:
        """The values themselves, so that somebody can add them to a list: on a terminal only, they may name persons."""
        if self.console.is_terminal:
            for value in sorted(values)[:MOST_MASKED]:
                self.line(f"  “{shown(value)}”")

    def _say_unmapped(self, match: Match) -> None:
        office = self.office
        for name, spellings, rows in unmapped(match, self.sender, office.reference, office.folder, self.connection):
            what = self.say(*_UNMAPPED[name])
            told = self.say(
                f"{spellings} cách viết {what} chưa có trong danh mục, {rows:,} dòng",
                f"{spellings} spellings of {what} that no reference list knows, in {rows:,} rows",
            )
            self.line(told, "!")

    def _say_why(self, matches: list[Match]) -> None:
        best = matches[0]
        self.line(
            f"{self.say('Cấu trúc', 'Layout')}: [bold]{shown(best.layout.layout_id)}[/] ({best.layout.kind}), "
            + self.say("tiêu đề ở dòng", "headings in row")
            + f" {best.heading_row + 1}–{best.heading_row + best.span}; {self._why(best)}"
        )
        for other in matches[1:2]:
            self.line(f"{self.say('Kế đó', 'Runner-up')}: {shown(other.layout.layout_id)}; {self._why(other)}")

    def _why(self, match: Match) -> str:
        wanted = len(match.layout.required)
        found = wanted - len(match.missing)
        return self.say(
            f"{found}/{wanted} cột bắt buộc, {len(match.known)} cột nhận ra, {len(match.unknown)} cột lạ",
            f"{found}/{wanted} required, {len(match.known)} known, {len(match.unknown)} unknown headings",
        )

    def _profiles(self, match: Match) -> dict[int, ColumnProfile]:
        passes, order = match.layout.passes, match.layout.date_order
        return {
            column.index: profile.column_profile(
                column.index, order, passes.get(column.field) == profile.TIMES, self.connection
            )
            for column in match.columns
        }

    def _mapping(self, match: Match, profiles: dict[int, ColumnProfile]) -> Table:
        table = Table(show_edge=False)
        for title, width in (("", 2), (self.say("Tiêu đề", "Heading"), 16), (self.say("Đọc thành", "Read as"), 20)):
            table.add_column(title, min_width=width)
        table.add_column(self.say("Kiểu", "Type"), min_width=8)
        table.add_column(self.say("Có", "Filled"), justify="right")
        for number in range(1, FIRST_ROWS + 1):
            table.add_column(f"{self.say('Dòng', 'Row')} {number}", overflow="ellipsis", no_wrap=True, max_width=26)
        first = profile.first_cells([column.index for column in match.columns], FIRST_ROWS, self.connection)
        for column in match.columns:
            found, cells = profiles[column.index], first[column.index]
            is_shown = column.role in ("field", "ignored") and not found.looks_personal
            is_shown &= column.role == "field" or found.guess != "name"
            group = match.layout.passes.get(column.field) if column.role == "field" else None
            if group in TEXTS:
                cells = [cell and self.office.door.passes(group, cell) for cell in cells]
            share = f" {found.share:.0%}" if found.share < 0.995 else ""
            table.add_row(
                column_letter(column.index),
                shown(column.heading),
                self.say(*_ROLES[column.role]).format(shown(column.field or "")),
                self.say(*KINDS[found.guess]) + share,
                f"{found.filled / found.rows:.0%}" if found.rows else "–",
                *(HIDDEN if cell is None or (cell and not is_shown) else shown(cell) for cell in cells),
                style="red" if column.role == "unknown" else None,
            )
        return table

    def _say_rows(self, furniture: list[Furniture], profiles: dict[int, ColumnProfile]) -> None:
        """How many rows are data, and which are not: nobody should have to trust that no case is among them."""
        data = next(iter(profiles.values())).rows
        self.line(self.say(f"{data:,} dòng dữ liệu", f"{data:,} data rows"))
        for kind, count, first in furniture:
            rows = ", ".join(map(str, first)) + (", …" if count > len(first) else "")
            what = self.say(*_FURNITURE[kind])
            self.line(self.say(f"không đọc: {count:,} {what}, dòng {rows}", f"not read: {count:,} {what}, rows {rows}"))

    def _say_dates(self, match: Match, profiles: dict[int, ColumnProfile]) -> None:
        for column in match.columns:
            found = profiles[column.index]
            if not found.formats and not found.unreadable:
                continue
            formats = [f"{name} {count:,}" for name, count in found.formats.most_common()]
            formats += [self.say(f"không đọc được {found.unreadable:,}", f"unreadable {found.unreadable:,}")] * bool(
                found.unreadable
            )
            heading = shown(column.heading)
            self.line(f"{column_letter(column.index)} “{heading}”: {', '.join(formats)}")
            if column.role != "field" or not found.unreadable:
                continue
            for row, text in profile.bad_dates(column.index, match.layout.date_order, self.connection):
                told = self.say(f"“{shown(text)}” không phải ngày", f"“{shown(text)}” is no date")
                self.line(f"{column_letter(column.index)}{row} “{heading}”: {told}", "!")
