"""Two panes whose sentences belong together, and what can be done with each."""
