"""X11 through libxcb, which the window cannot do without anyway: no library of its own is needed for keys."""
