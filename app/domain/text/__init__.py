"""What is true of any text: its language, sentences and numbers."""
