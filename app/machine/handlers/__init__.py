"""One handler a system, all answering the same questions; what they ask the system can be replaced by tests."""
