"""What a sheet is: the layout that it is written in, its headings, and which of its rows are cases."""
