"""The command line: `onestop audit`, `onestop inspect`, `onestop serve`."""

import logging
import os
import sys
import threading
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows import errors

app = typer.Typer(
    help="Kiểm tra gián tiếp việc giải quyết thủ tục hành chính / indirect inspection of one-stop procedures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Grain(StrEnum):
    day = "day"
    clock = "clock"


class Lang(StrEnum):
    vi = "vi"
    en = "en"


Raw = Annotated[Path | None, typer.Option(file_okay=False, help="Thư mục tệp trích xuất / folder of extracts")]
Layouts = Annotated[Path | None, typer.Option(file_okay=False, help="Thư mục cấu trúc bảng / folder of layouts")]
Reference = Annotated[Path | None, typer.Option(file_okay=False, help="Thư mục tham chiếu / reference folder")]
Marts = Annotated[Path | None, typer.Option(file_okay=False, help="Thư mục kết quả / folder of results")]
GrainOption = Annotated[Grain | None, typer.Option(help="So sánh theo ngày hay theo giờ / compare days or time stamps")]
LangOption = Annotated[Lang, typer.Option(help="Ngôn ngữ màn hình và bảng tính / language of screen and workbook")]


@app.command()
def audit(
    raw: Raw = None,
    layouts: Layouts = None,
    reference: Reference = None,
    marts: Marts = None,
    window_from: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d", "%d/%m/%Y"])] = None,
    window_to: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d", "%d/%m/%Y"])] = None,
    grain: GrainOption = None,
    lang: LangOption = Lang.vi,
    force: Annotated[
        bool, typer.Option(help="Tính lại dù không có gì thay đổi / compute again though nothing changed")
    ] = False,
) -> None:
    """Chạy kiểm tra và công bố kết quả / run the audit and publish its results."""
    from checks.judge import warm_up
    from flows import console
    from flows.audit import audit as flow

    # Great Expectations takes seconds to import; the orchestrator's start leaves a core free for it.
    threading.Thread(target=warm_up, daemon=True).start()
    published = flow(
        *(str(folder.resolve()) if folder else None for folder in (raw, layouts, reference, marts)),
        window_from=window_from.date().isoformat() if window_from else None,
        window_to=window_to.date().isoformat() if window_to else None,
        grain=grain.value if grain else None,
        lang=lang.value,
        force=force,
    )
    console.last_screen(published, lang.value)
    if published.summary["refusals"]:
        raise typer.Exit(errors.EXIT_REFUSED)


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Tệp cần xem / files to look at")],
    layouts: Layouts = None,
    lang: LangOption = Lang.vi,
) -> None:
    """Xem một tệp sẽ được đọc như thế nào, không kiểm tra / show how a file would be read, without auditing it."""
    from flows import ROOT, console
    from flows.inspect import inspect_file
    from flows.layouts import load_layouts

    known = load_layouts(layouts or ROOT / "data" / "layouts")
    readable = [inspect_file(path, known, console.out(), lang.value) for path in files]
    if not all(readable):
        raise typer.Exit(errors.EXIT_REFUSED)


@app.command()
def serve(
    raw: Raw = None,
    layouts: Layouts = None,
    reference: Reference = None,
    marts: Marts = None,
    cron: Annotated[str | None, typer.Option(help="Lịch chạy, giờ Việt Nam / schedule, Asia/Ho_Chi_Minh")] = None,
    lang: LangOption = Lang.vi,
) -> None:
    """Chạy kiểm tra theo lịch / run the audit on a schedule, until stopped."""
    from flows.serve import serve as serve_flow

    serve_flow(raw, layouts, reference, marts, cron, lang.value)


def main() -> None:
    """Runs the command line. What goes wrong ends in one message and an exit code of `flows.errors`."""
    logging.captureWarnings(True)
    lang = "en" if "--lang en" in " ".join(sys.argv[1:]).replace("--lang=", "--lang ") else "vi"
    debugging = bool(os.environ.get("ONESTOP_DEBUG"))
    try:
        app()
    except errors.OnestopError as trouble:
        from flows import console

        console.fail(trouble, lang)
        sys.exit(trouble.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as trouble:
        if debugging:
            raise
        from flows import console

        unexpected = errors.OnestopError(
            f"Lỗi ngoài dự kiến ({type(trouble).__name__}). Kết quả lần trước vẫn còn nguyên. "
            "Đặt ONESTOP_DEBUG=1 rồi chạy lại để xem chi tiết.",
            f"Unexpected error ({type(trouble).__name__}). The previous results are untouched. "
            "Set ONESTOP_DEBUG=1 and run again for the details.",
        )
        console.fail(unexpected, lang)
        sys.exit(errors.EXIT_UNEXPECTED)
