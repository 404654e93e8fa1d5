"""The Models page: what is here, what fits, what is recommended; gets, checks, imports and removes models."""
