"""Dedicated translation models through CTranslate2: OPUS-MT, MADLAD, M2M100. Runs in a worker only."""
