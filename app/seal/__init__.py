"""The offline seal: a process gives up the network before it sees a document. Imports the standard library only."""
