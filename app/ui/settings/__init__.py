"""The Settings page and the proof of the seal."""
