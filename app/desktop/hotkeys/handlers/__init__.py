"""One way a system has for global keys in each file."""
