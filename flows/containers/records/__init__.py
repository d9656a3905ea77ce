"""Records, as JSON and Parquet hold them."""
