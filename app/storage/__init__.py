"""The only SQL of the program: one file, one writer, many readers; rows leave as domain values."""
