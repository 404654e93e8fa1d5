"""Documents in their own format: their segments come out, translations go in; everything else stays as it was."""
