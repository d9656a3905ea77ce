"""The DuckDB file in which the SQL rooms are built, and the reference lists that the build depends on."""
