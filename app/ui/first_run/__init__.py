"""The first page of an empty home: what Alcove is, three ways to begin, and one working answer at the end."""
