"""How a clipboard is told that what lies in it is private."""
