"""What is remembered of files and runs: the chained ledger of extracts, and the record that every run leaves."""
