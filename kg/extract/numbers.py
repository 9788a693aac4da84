"""Numbers of people and things, as the text counts them."""

import functools
import re

from spacy.tokens import Token
from text_to_num import text2num

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
SINGULAR = frozenset({"a", "an", "one", "another"})
ROUND = {"dozen": 12, "hundred": 100, "thousand": 1000}
VAGUE = frozenset({"number", "handful", "group", "lot", "majority", "couple", "score", "few", "minority", "crowd",
                   "family", "total"})
"""Singular nouns of which nobody knows how many they are."""


@functools.lru_cache(maxsize=4096)
def value(text: str) -> int | None:
    """The number that `text` writes in digits or words; None for what is no exact number ("dozens", "3.5", "2nd").

    >>> value("1,200"), value("twenty-five"), value("dozens"), value("107mm")
    (1200, 25, None, None)
    """
    plain = text.strip().lower()
    if DIGITS.fullmatch(plain):
        return int(plain.replace(",", ""))
    if not plain or not plain.replace("-", " ").replace(" ", "").isalpha():
        return None
    if plain in ("a", "dozen"):
        return {"a": 1, "dozen": 12}[plain]
    try:
        return text2num(plain.replace("-", " "), "en")
    except ValueError:
        return None


def count(noun: Token) -> int | None:
    """How many the noun phrase of `noun` speaks of: its numeral, else 1 for a singular, None for a bare plural or a mass.

    A numeral that stands for the people themselves ("killing six") counts as its own noun.
    """
    if noun.pos_ == "NUM" or noun.tag_ == "CD":
        return value(noun.text)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.tag_ == "CD":
        return value(noun.head.head.text)
    for child in noun.lefts:
        if child.dep_ == "nummod" or (child.tag_ == "CD" and child.dep_ in ("amod", "compound", "nmod")):
            numeral = " ".join(t.text for t in child.subtree if t.tag_ in ("CD", "HYPH"))
            found = value(numeral.replace(" - ", "-"))
            return found if found is not None else value(child.text)
    if noun.tag_ == "NN" and any(child.dep_ == "det" and child.lower_ in SINGULAR for child in noun.lefts):
        return None if noun.lower_ in VAGUE else ROUND.get(noun.lower_, 1)
    return None
