"""The same services on the command line: arguments in, sentences or JSON lines out. No Qt, no SQL."""
