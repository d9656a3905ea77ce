"""A run is published whole or not at all, in a folder that is ours."""
