"""The child process: takes one request at a time and runs it. Holds nothing that matters: it may be killed."""
