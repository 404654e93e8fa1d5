"""The Ask page: a question, its answer with citations, and the conversations that are kept."""
