"""One system in each file."""
