"""Plain values and rules, standard library only; no file, process, window or database."""
