"""How much one file may cost before it is refused: the numbers of `[limits]` in audit.toml."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a single file may take up. Megabytes are of 1,048,576 bytes.

    `memory_mb` is the resident memory of the process that reads it, half of which DuckDB may use; `unpacked_mb`,
    `unpack_ratio` (bytes unpacked for each packed one), `members` and `nesting` (archives within archives) bound
    what a zip container may hold; `columns` is the width of a sheet.
    """

    memory_mb: int = 2000
    seconds_per_file: int = 600
    unpacked_mb: int = 4000
    unpack_ratio: int = 200
    members: int = 10_000
    nesting: int = 3
    columns: int = 500

    @property
    def duckdb_memory(self) -> str:
        """DuckDB's share, as its option `memory_limit` takes it."""
        return f"{self.memory_mb // 2}MiB"
