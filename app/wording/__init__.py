"""Codes become sentences here, for the window and the command line alike; it decides nothing and reads nothing."""

from app.wording.collections import collection_name
from app.wording.errors import sentence_for
from app.wording.kinds import kind_name
from app.wording.model_refusals import model_refusal_sentence
from app.wording.models import fit_label, fit_sentence, role_name, state_name
from app.wording.places import place_words
from app.wording.refusals import refusal_sentence
from app.wording.seal import seal_reason_sentence
from app.wording.sentence import Sentence, Translate, untranslated

__all__ = [
    "Sentence",
    "Translate",
    "collection_name",
    "fit_label",
    "fit_sentence",
    "kind_name",
    "model_refusal_sentence",
    "place_words",
    "refusal_sentence",
    "role_name",
    "seal_reason_sentence",
    "sentence_for",
    "state_name",
    "untranslated",
]
