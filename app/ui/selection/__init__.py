"""Translating what is selected in another program: its text, and the small window with the translation."""
