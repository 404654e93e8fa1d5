"""Texts to vectors: encoder and pooling. Runs only in a worker."""
