"""One command a file, each a function that takes the session and the parsed arguments and returns an exit status."""
