"""One use case a file, in plain blocking code for window and command line: no Qt, no SQL, no threads of their own."""
