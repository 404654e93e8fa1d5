"""Finds out what a folder with model files is, from the files alone; loads no model and opens no library."""
