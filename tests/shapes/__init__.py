"""The same cases written as every system writes them, in every container that extracts arrive in."""
