"""Zip archives: what they claim to hold is checked before anything is unpacked, what they do hold while it is."""

import errno
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from flows.common.limits import MEGABYTE, Limits
from flows.containers.sheets.sheet import Sheet, UnreadableFile, UnreadableSheet

SMALL = 100 * MEGABYTE  # an archive that unpacks to less may be packed as densely as it likes
PIECE = 1 << 20
DAMAGED = UnreadableFile("tệp zip hỏng hoặc bị cắt cụt", "the zip archive is damaged or cut off")
PASSWORD = UnreadableFile(
    "có mật khẩu; hãy bỏ mật khẩu rồi gửi lại", "it has a password; take it off and send it again"
)

Opener = Callable[[Path, int], Iterator[Sheet | UnreadableSheet]]


def checked_members(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members of an archive whose claims are within the limits. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, UnicodeError):
        raise DAMAGED from None
    if len(members) > limits.members:
        raise UnreadableFile(
            f"tệp nén chứa {len(members):,} tệp, quá mức {limits.members:,}",
            f"the archive holds {len(members):,} files, over the limit of {limits.members:,}",
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_mb * MEGABYTE:
        raise _too_large(limits)
    if unpacked > SMALL and unpacked > limits.unpack_ratio * path.stat().st_size:
        raise UnreadableFile(
            f"nội dung nén quá {limits.unpack_ratio:,} lần, có thể là bom nén",
            f"the content is packed more than {limits.unpack_ratio:,} times: it may be meant to do harm",
        )
    return members


def _too_large(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        f"nội dung giải nén quá {limits.unpacked_mb:,} MB", f"the content unpacks to over {limits.unpacked_mb:,} MB"
    )


def open_archive(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    limits: Limits,
    depth: int,
    open_member: Opener,
) -> Iterator[Sheet | UnreadableSheet]:
    """The sheets of all members, named "member/sheet"; cards of origin and what a Mac adds are passed over."""
    members = [member for member in checked_members(path, limits) if not _is_beside(member.filename)]
    if not members:
        raise UnreadableFile("tệp nén không chứa tệp nào", "the archive holds no file")
    left = limits.unpacked_mb * MEGABYTE
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        for number, member in enumerate(members):
            name, place = _shown(member), Path(folder) / f"member-{number}"
            try:
                if member.flag_bits & 1:
                    raise PASSWORD
                left -= _unpack(archive, member, place, left, limits)
                for sheet in open_member(place, depth + 1):
                    yield _below(name, sheet)
            except UnreadableFile as trouble:
                yield UnreadableSheet(name, trouble.vi, trouble.en, trouble.is_cut_off, trouble.last_row)
            place.unlink(missing_ok=True)


def _is_beside(name: str) -> bool:
    parts = [part for part in name.replace("\\", "/").split("/") if part]
    if not parts or name.endswith(("/", "\\")):
        return True
    return "__MACOSX" in parts or parts[-1].startswith((".", "~$")) or parts[-1].endswith(".origin.json")


def _shown(member: zipfile.ZipInfo) -> str:
    """The name of a member as text. Windows writes names in UTF-8 without saying so, and Python then takes cp437."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return "".join(sign if sign.isprintable() else "�" for sign in name.replace("\\", "/"))[-200:]


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int, limits: Limits) -> int:
    """Writes a member to a file and returns its size, which its header may have told wrong."""
    size = 0
    try:
        with archive.open(member) as source, place.open("wb") as target:
            while piece := source.read(PIECE):
                size += len(piece)
                if size > left:
                    raise _too_large(limits)
                target.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise DAMAGED from None
    except OSError as trouble:
        if trouble.errno != errno.EINVAL:  # a member that begins before the file does
            raise
        raise DAMAGED from None
    if size + PIECE > shutil.disk_usage(place.parent).free:
        raise UnreadableFile("không đủ chỗ trống để giải nén", "there is not enough room to unpack")
    return size


def _below(name: str, sheet: Sheet | UnreadableSheet) -> Sheet | UnreadableSheet:
    sheet.name = f"{name}/{sheet.name}" if sheet.name else name
    if isinstance(sheet, Sheet):
        sheet.container = f"zip > {sheet.container}"
        if sheet.parent is not None:
            sheet.parent = f"{name}/{sheet.parent}" if sheet.parent else name
    return sheet
