"""Documents come in, are listed, searched anew with another model, and go."""
