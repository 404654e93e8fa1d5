"""Codes become sentences here, for the window and the command line alike; it decides nothing and reads nothing."""

from app.wording.errors import sentence_for
from app.wording.refusals import refusal_sentence
from app.wording.sentence import Sentence, Translate, untranslated

__all__ = ["Sentence", "Translate", "refusal_sentence", "sentence_for", "untranslated"]
