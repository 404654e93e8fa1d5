"""What becomes of recognised words before a person reads them: fixed rules, no model; pure functions of text."""
