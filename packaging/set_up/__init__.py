"""Sets a checkout up for ``bootstrap.py``; standard library only, since nothing else is there yet."""
