"""The rooms behind the one face of translation: two kinds of engine, the order of trust, what is shared by both."""
