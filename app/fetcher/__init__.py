"""The one process that may speak to the network. It reads no document, no store and no microphone."""
