"""Texts and documents are translated: one face over two kinds of engine, terms, memory (decision 0020)."""
