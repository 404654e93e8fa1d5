"""The Library page: page (layout), controller (services) and model (rows), kept apart."""
