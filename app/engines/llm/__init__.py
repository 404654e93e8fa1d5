"""Chat models: an exported decoder, its tokenizer and its template, run by a loop of our own."""
