"""What can go wrong, one class per who must act, each with its own exit code.

A message is a pair (Vietnamese, English); the command line shows the one that was asked for. No message ever
quotes a personal value: refusals name file, sheet, row and heading, never the content of a personal column.
"""

from dataclasses import asdict, dataclass

EXIT_OK = 0
EXIT_UNEXPECTED = 1
EXIT_USAGE = 2
EXIT_REFUSED = 3
EXIT_SETUP = 4
EXIT_CHECKS = 5
EXIT_PUBLISH = 6
EXIT_LEDGER = 7


class OnestopError(Exception):
    """A trouble that a person can act on. `exit_code` is the process's."""

    exit_code = EXIT_UNEXPECTED

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en

    def __reduce__(self):
        return (type(self), (self.vi, self.en))


class SetupError(OnestopError):
    """The analyst must act: a reference file, a layout or a parameter is wrong, or there is nothing to audit."""

    exit_code = EXIT_SETUP


def no_server(home: str) -> SetupError:
    """Prefect's own server did not come up."""
    return SetupError(
        f"Máy chủ tạm của Prefect không khởi động được. Kiểm tra chỗ trống và quyền ghi trong {home} rồi chạy lại.",
        f"Prefect's own server does not start. Look at the room and the rights in {home}, then run again.",
    )


class ChecksBroken(OnestopError):
    """We must act: a check crashed, or an invariant of what we computed does not hold. Nothing is published."""

    exit_code = EXIT_CHECKS


class PublishFailed(OnestopError):
    """The analyst must act: the disk is full or a published file is held open. The previous run stays."""

    exit_code = EXIT_PUBLISH


class LedgerUnreadable(OnestopError):
    """The analyst must act: the ledger of extracts cannot be read."""

    exit_code = EXIT_LEDGER


@dataclass(frozen=True)
class Refusal:
    """Why one sheet of one file was not read. The sender or the analyst must act; the run goes on with the others.

    `row` is the 1-based row of the sheet (for csv the 1-based record, blank lines not counted) or None.
    """

    file_name: str
    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    todo_vi: str
    todo_en: str
    reason_vi: str
    reason_en: str

    def as_dict(self) -> dict:
        return asdict(self)
