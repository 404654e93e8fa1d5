"""Find and ask: passages, answers, conversations."""
