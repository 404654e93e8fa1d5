"""One way a system has to press keys in another program in each file."""
