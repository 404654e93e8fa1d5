"""What several handlers of Windows share."""
