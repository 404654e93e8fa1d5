"""One file a technique by which a process gives up the network."""
