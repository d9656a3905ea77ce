"""A made-up province: extracts in the shapes of real ones, and a label for every planted fault."""
