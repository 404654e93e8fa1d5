"""Whole files: which, into what, and how far each has come."""
