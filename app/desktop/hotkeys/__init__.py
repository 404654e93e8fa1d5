"""Global keys: arm one, hear that it went down and up, let go of it."""
