"""A person's own words: how they are translated, and which never are."""
