"""What models are, need and fit, as values and arithmetic."""
