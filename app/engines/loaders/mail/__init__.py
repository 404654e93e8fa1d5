"""Mail of all kinds."""
