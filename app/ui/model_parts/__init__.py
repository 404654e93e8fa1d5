"""What the Models page and the first run share: progress, work under way, the words of the recommended set."""
