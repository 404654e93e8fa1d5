"""Which model weights are on this computer, and whether they are whole. Loads no model and fetches nothing."""
