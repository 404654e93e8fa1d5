"""Dictation into other programs, as the window carries it out: microphone, keys, overlay, insertion. Not the page."""
