"""What the person chose (settings), what the program remembers (state), and where both live."""
