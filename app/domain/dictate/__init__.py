"""Rules and values of speech: live text, transcripts, their formats; what becomes of the words is in ``spoken``."""
