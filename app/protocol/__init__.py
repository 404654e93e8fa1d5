"""All that crosses a pipe between the window and its workers: framing, codec and messages."""
