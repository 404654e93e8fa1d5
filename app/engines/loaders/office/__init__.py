"""Office Open XML and OpenDocument: texts, slides, sheets."""
