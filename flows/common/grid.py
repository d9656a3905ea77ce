"""The beginning of a sheet as text cells, in which its headings are looked for."""

HEAD_ROWS = 60  # headings are looked for this far down a sheet

Grid = list[list[str | None]]
