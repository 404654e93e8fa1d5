"""The document behind a citation: its page or text with the passage marked; it changes no document."""
