"""Rules and values of searching and answering: ranking, evidence, prompt, citations, conversations."""
