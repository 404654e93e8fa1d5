"""The loop that writes: sampling, drafts copied from before, caches kept from one answer to the next."""
