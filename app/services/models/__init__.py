"""Models come, are tried, measured, chosen and go."""
