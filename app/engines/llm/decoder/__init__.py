"""A decoder in onnxruntime: its files, its steps and its caches. Numbers in, numbers out; knows no text."""
