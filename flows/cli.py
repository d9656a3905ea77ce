"""The command line: `onestop audit`, `onestop inspect`, `onestop explain`, `onestop ledger`, `onestop serve`."""

import logging
import os
import sys
import threading
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.common import errors

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
    from flows import order
    from flows.own_ground import leave_the_users_folder
    from flows.screen import console

    ordered = order.Order(
        *(order.absolute(folder) for folder in (raw, layouts, reference, marts)),
        window_from=window_from.date().isoformat() if window_from else None,
        window_to=window_to.date().isoformat() if window_to else None,
        grain=grain.value if grain else None,
        lang=lang.value,
        force=force,
    )
    order.give(ordered)
    leave_the_users_folder()

    from checks.judge import warm_up
    from flows.audit import Stopped
    from flows.audit import audit as flow

    # Great Expectations takes seconds to import; the orchestrator's start leaves a core free for it.
    threading.Thread(target=warm_up, daemon=True).start()
    try:
        published = flow()
    except Stopped as stopped:
        raise stopped.trouble from None
    except RuntimeError as trouble:
        if "Prefect API server" not in str(trouble):
            raise
        raise errors.no_server(os.environ["PREFECT_HOME"]) from None
    console.last_screen(published, lang.value)
    if not published.record["ledger"]["is_written"]:
        raise typer.Exit(errors.EXIT_LEDGER)
    if published.summary["refusals"]:
        raise typer.Exit(errors.EXIT_REFUSED)


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(exists=True, help="Tệp hay thư mục cần xem / files or folders")],
    layouts: Layouts = None,
    reference: Reference = None,
    write_layout: Annotated[
        Path | None,
        typer.Option(help="Phác thảo cấu trúc cho trang chưa đọc được / draft a layout for a sheet that none reads"),
    ] = None,
    lang: LangOption = Lang.vi,
) -> None:
    """Xem tệp sẽ được đọc như thế nào, không kiểm tra / show how files would be read, without auditing them.

    Không ghi gì ra đĩa, trừ bản phác thảo của --write-layout (không bao giờ ghi đè).

    It writes nothing but the draft of --write-layout, which never overwrites a file.
    """
    from flows import ROOT
    from flows.inspecting.inspect import Office, inspect_all
    from flows.screen import console
    from flows.tables.layouts import load_layouts

    folder = layouts or ROOT / "data" / "layouts"
    office = Office(load_layouts(folder), folder, reference or ROOT / "data" / "reference")
    if not inspect_all(files, office, console.out(), lang.value, write_layout):
        raise typer.Exit(errors.EXIT_REFUSED)


@app.command()
def explain(
    case_id: Annotated[str, typer.Argument(help="Mã hồ sơ / case code")],
    marts: Marts = None,
    lang: LangOption = Lang.vi,
) -> None:
    """Kể lại một hồ sơ: diễn biến, hạn theo quy định, từng quy tắc, nguồn / the whole story of one case."""
    from flows import ROOT
    from flows.screen import console
    from flows.screen.explain import explain as tell

    tell(case_id, marts or ROOT / "data" / "marts", console.out(), lang.value)


@app.command()
def ledger(
    marts: Marts = None,
    file: Annotated[str | None, typer.Option(help="Chỉ các tệp có tên chứa / only files whose name contains")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Kiểm tra sổ còn nguyên vẹn / check that the ledger is whole")
    ] = False,
    lang: LangOption = Lang.vi,
) -> None:
    """Sổ các tệp đã đọc / the ledger of the files that were ever read.

    --verify: mỗi mục mang mã băm của mục trước, nên mục bị sửa, xóa, chèn hay đổi chỗ đều lộ ra, cùng với số mục. Sổ bị
    cắt ngắn hoặc bị viết lại toàn bộ chỉ lộ ra khi so với mã mà các lần chạy còn lưu đã ghi trong run.json. Ai sửa được
    cả sổ lẫn mọi run.json thì không để lại dấu vết trong máy: hãy ghi mã của mục cuối vào biên bản.

    --verify: each entry carries the hash of the one before, so one that was changed, taken out, put in or moved shows,
    with its number. A ledger cut short or written anew shows only against the hashes that the kept runs noted in
    run.json. Whoever can change the ledger and every run.json leaves no trace on this machine: put the hash of the last
    entry into the minutes.
    """
    from flows import ROOT
    from flows.screen import console
    from flows.screen.ledger_list import list_ledger, verify_ledger

    folder = marts or ROOT / "data" / "marts"
    try:
        if not verify:
            list_ledger(folder, file, console.out(), lang.value)
        elif not verify_ledger(folder, console.out(), lang.value):
            raise typer.Exit(errors.EXIT_LEDGER)
    except OSError as trouble:
        raise errors.LedgerUnreadable(
            f"Không đọc được sổ ({trouble.strerror}).", f"The ledger cannot be read ({trouble.strerror})."
        ) from None


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
    """Runs the command line. What goes wrong ends in one message and an exit code of `flows.common.errors`."""
    logging.captureWarnings(True)
    lang = "en" if "--lang en" in " ".join(sys.argv[1:]).replace("--lang=", "--lang ") else "vi"
    debugging = bool(os.environ.get("ONESTOP_DEBUG"))
    try:
        app()
    except errors.OnestopError as trouble:
        from flows.screen import console

        console.fail(trouble, lang)
        sys.exit(trouble.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever read the screen is gone, as `head` is
        sys.exit(errors.EXIT_UNEXPECTED)
    except Exception as trouble:
        if debugging:
            raise
        from flows.screen import console

        unexpected = errors.OnestopError(
            f"Lỗi ngoài dự kiến ({type(trouble).__name__}). Kết quả lần trước vẫn còn nguyên. "
            "Đặt ONESTOP_DEBUG=1 rồi chạy lại để xem chi tiết.",
            f"Unexpected error ({type(trouble).__name__}). The previous results are untouched. "
            "Set ONESTOP_DEBUG=1 and run again for the details.",
        )
        console.fail(unexpected, lang)
        sys.exit(errors.EXIT_UNEXPECTED)


if __name__ == "__main__":
    main()
