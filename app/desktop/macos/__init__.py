"""What several handlers of macOS share."""
