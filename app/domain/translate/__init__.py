"""Rules and values of translation: segments, guards, terms, memory."""
