"""Between text and tokens: templates, tokenizer, thoughts, stop strings, forms. Computes nothing."""
