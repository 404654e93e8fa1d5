"""The window: the only package with Qt. Pages show and ask; services decide, workers compute, and nothing blocks here."""
