"""The Dictate page: speak, see what was spoken, hear it again, and teach it words."""
