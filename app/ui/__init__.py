"""The window, the only package with Qt. Pages show and ask; services decide, workers compute; nothing blocks here."""
