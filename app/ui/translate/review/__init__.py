"""What was translated, sentence by sentence, those that need a look first."""
