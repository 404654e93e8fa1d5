"""Alcove: a private assistant that lives on your own computer and never sends a word away."""

__version__ = "0.1.0"
