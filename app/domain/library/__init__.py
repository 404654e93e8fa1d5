"""Values of documents: what they are, where a passage stands, what the store takes and gives."""
