"""One use case a file, in plain blocking code: no Qt, no SQL, no threads of their own. Used by window and command line."""
