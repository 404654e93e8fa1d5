"""Text into the program that has the focus."""
