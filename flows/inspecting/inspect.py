"""`onestop inspect`: how files would be read, without auditing them. It writes nothing but, when asked, a layout."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from flows.common.harmless import harmless
from flows.common.sql_files import keep_quiet, run_macros
from flows.containers import Sheet, UnreadableFile, UnreadableSheet, open_sheets
from flows.inspecting.draft_layout import draft_layout
from flows.inspecting.draft_toml import already_there, write_draft
from flows.inspecting.inspect_sheet import Office, Seen, SheetView
from flows.reading.ingest import is_left_out
from flows.reading.origin import origin_card
from flows.reading.raw_folder import entries, name_below, why_no_file
from flows.screen.console import say
from flows.screen.terminal import shown
from flows.tables.layouts import Match

OPTIONS = {"threads": 2, "memory_limit": "1GB", "temp_directory": tempfile.gettempdir()}


def inspect_all(paths: Iterable[Path], office: Office, console: Console, lang: str, draft: Path | None = None) -> bool:
    """Prints how every sheet of every file, or of the files of a folder, would be read. True when none is refused.

    `draft`: where to write a first layout for the first sheet that is refused. Raises SetupError when it exists.
    """
    if draft is not None and draft.exists():
        raise already_there(draft)
    inspector = Inspector(office, console, lang, draft)
    seen = []
    for path in paths:
        seen += inspector.folder(path) if path.is_dir() else [inspector.file(path, harmless(path.name))]
    if len(seen) > 1:
        console.print(_summary(seen, lang))
    return bool(seen) and not any(one.refused for one in seen)


@dataclass
class Inspector:
    """Looks at files one after the other. `draft` is where the layout of the first refused sheet goes, if anywhere."""

    office: Office
    console: Console
    lang: str
    draft: Path | None = None

    def folder(self, folder: Path) -> Iterator[Seen]:
        """The files of a folder and those below, by path. An entry that is no file is never opened."""
        for path in entries(folder):
            name = name_below(path, folder)
            if refusal := why_no_file(path, folder):
                yield Seen(name, refused=[say(self.lang, refusal.reason_vi, refusal.reason_en)])
            else:
                yield self.file(path, name)

    def file(self, path: Path, name: str) -> Seen:
        """Prints how each sheet of a file would be read. `name` is what to call the file."""
        seen = Seen(name)
        try:
            self.console.print(f"\n[bold]{shown(name)}[/] – {path.stat().st_size:,} bytes")
            sender = origin_card(path).get("sender")
            with duckdb.connect(config=OPTIONS) as connection:
                keep_quiet(connection)
                run_macros(connection)
                self._sheets(path, SheetView(name, sender, self.office, connection, self.console, self.lang), seen)
        except UnreadableFile as trouble:
            seen.refused.append(say(self.lang, trouble.vi, trouble.en))
        except ValueError:
            seen.refused.append(say(self.lang, "thẻ nguồn gốc không đọc được", "its origin card cannot be read"))
        except (OSError, duckdb.Error, MemoryError) as trouble:
            # The message of such an error may carry values of the file, so only its kind is told.
            kind = type(trouble).__name__
            vi, en = f"nội dung tệp không đọc được ({kind})", f"the content cannot be read ({kind})"
            seen.refused.append(say(self.lang, vi, en))
        for reason in seen.refused:
            self.console.print(f"[red]✗[/] {shown(reason)}", soft_wrap=True)
        return seen

    def _sheets(self, path: Path, view: SheetView, seen: Seen) -> None:
        read: dict[str, Match | None] = {}
        for sheet in open_sheets(path, view.connection):
            if isinstance(sheet, UnreadableSheet):
                view.show_unreadable(sheet, seen)
                continue
            if sheet.parent is not None and is_left_out(sheet, read.get(sheet.parent)):
                continue
            read[sheet.name] = view.show(sheet, seen)
            if read[sheet.name] is None and self.draft is not None:
                self._write_draft(sheet, view)
        if not seen.layouts and not seen.refused:
            raise UnreadableFile("tệp trống", "the file is empty")

    def _write_draft(self, sheet: Sheet, view: SheetView) -> None:
        draft = draft_layout(sheet, self.office.layouts, view.connection)
        if draft is None:
            view.line(
                view.say(
                    "không phác thảo được: không dòng nào giống dòng tiêu đề",
                    "no draft: no row looks like headings",
                ),
                "!",
            )
            return
        write_draft(self.draft, draft, view.file_name, sheet.name, self.lang)
        told = view.say("Bản phác thảo, cần xem lại bằng tay", "A draft, to be finished by hand")
        view.line(f"[green]✓[/] {told}: {shown(str(self.draft))}")
        self.draft = None


def _summary(seen: list[Seen], lang: str) -> Table:
    titles = (("", ""), ("Tệp", "File"), ("Cấu trúc", "Layouts"), ("Dòng", "Rows"), ("Bị từ chối vì", "Refused for"))
    table = Table(*(say(lang, *title) for title in titles), show_edge=False)
    table.columns[3].justify = "right"
    for one in seen:
        mark = "[red]✗[/]" if one.refused else "[green]✓[/]"
        layouts = ", ".join(dict.fromkeys(one.layouts))
        table.add_row(mark, shown(one.name), shown(layouts), f"{one.rows:,}", shown("; ".join(one.refused)))
    return table
