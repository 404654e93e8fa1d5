"""Readers of what translators exchange: terms as CSV and TBX, memories as TMX."""
