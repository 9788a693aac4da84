"""Numbers of people and things, as the text counts them."""

import functools
import re

from spacy.tokens import Token
from text_to_num import text2num

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
SCALED = re.compile(r"(?P<count>.+?)[ -](?P<scale>dozen|hundred|thousand|million|billion)")
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
SINGULAR = frozenset({"a", "an", "one", "another"})
HE = frozenset({"he", "him", "she", "her"})
UNCOUNTED = frozenset({"several", "few", "many", "some", "countless"})
"""Words before "dozen" and the like that leave open how many."""
VAGUE = frozenset({"number", "handful", "group", "lot", "majority", "score", "few", "minority", "crowd", "family", "total"})
"""Singular nouns of which nobody knows how many they are."""


@functools.lru_cache(maxsize=4096)
def value(text: str) -> int | None:
    """The number that `text` writes in digits or words; None for what is no exact number ("dozens", "3.5", "2nd").

    >>> value("1,200"), value("twenty-five"), value("half a dozen"), value("1.5 million"), value("dozens"), value("107mm")
    (1200, 25, 6, 1500000, None, None)
    """
    plain = text.strip().lower()
    if DIGITS.fullmatch(plain):
        return int(plain.replace(",", ""))
    if plain in ("a", "dozen", "half a dozen", "half-dozen"):
        return {"a": 1, "dozen": 12}.get(plain, 6)
    scaled = SCALED.fullmatch(plain)
    if scaled and re.fullmatch(r"\d+\.\d+", scaled["count"]):
        return round(float(scaled["count"]) * SCALES[scaled["scale"]])
    if scaled and (scaled["scale"] == "dozen" or DIGITS.fullmatch(scaled["count"])):
        dozens = value(scaled["count"])
        return None if dozens is None else dozens * SCALES[scaled["scale"]]
    if not plain or not plain.replace("-", " ").replace(" ", "").isalpha():
        return None
    try:
        return text2num(plain.replace("-", " "), "en")
    except ValueError:
        return None


def count(noun: Token) -> int | None:
    """How many the noun phrase of `noun` speaks of: its numeral, else 1 for a singular, None for a bare plural or a mass.

    A numeral that stands for the people themselves ("killing six") counts as its own noun.
    """
    if noun.dep_ == "conj" and noun.head.lower_ in SCALES and noun.tag_ == "CD":
        return 0  # counted with "a hundred" before it
    if noun.pos_ == "NUM" or noun.tag_ == "CD" or (noun.like_num and noun.is_title):
        return _numeral(noun)
    if noun.lower_ in HE:
        return 1
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.tag_ == "CD":
        return value(noun.head.head.text)
    for child in noun.lefts:
        if child.dep_ == "nummod" or (child.tag_ == "CD" and child.dep_ in ("amod", "compound", "nmod")) or (
                child.dep_ == "amod" and child.like_num):  # the tagger knows "Eleven people" for an adjective
            return _numeral(child)
        if child.lower_ == "both":
            return 2
    for child in noun.rights:  # "a family of five"
        if child.lower_ == "of" and noun.tag_ == "NN" and (number := next((c for c in child.rights if c.tag_ == "CD"), None)):
            return value(number.text)
    if noun.tag_ == "NN" and any(child.dep_ == "det" and child.lower_ in SINGULAR for child in noun.lefts):
        return None if noun.lower_ in VAGUE else 2 if noun.lower_ == "couple" else SCALES.get(noun.lower_, 1)
    return None


def _numeral(head: Token) -> int | None:
    """The number that a numeral with its parts writes; of a range ("15 to 20") the lower end, which the text is sure of."""
    last = head.i + 2 if head.lower_ in SCALES and any(c.dep_ == "conj" and c.i == head.i + 2 for c in head.rights) else head.i
    parts = [t for t in head.subtree if t.i <= last]  # "a hundred and fifty"
    words = [t.lower_ for t in parts]
    if not UNCOUNTED.isdisjoint(words) and SCALES.get(head.lower_):
        return None
    written = " ".join(t.text for t in parts if t.tag_ in ("CD", "HYPH") or t.lower_ in SCALES or t.lower_ == "half" or (
        t.lower_ == "a" and "half" in words))
    whole = value(written.replace(" - ", "-"))
    if whole is not None:
        return whole
    known = [number for t in parts if t.tag_ == "CD" and (number := value(t.text)) is not None]
    return min(known, default=value(head.text))


def at_most(noun: Token) -> bool:
    """True for "up to 20 people", "as many as 20": the text does not commit itself to the number."""
    numeral = next((c for c in noun.lefts if c.dep_ == "nummod"), noun)
    before = [t.lower_ for t in numeral.subtree if t.i < numeral.i]
    return before[-2:] == ["up", "to"] or before[-3:] == ["as", "many", "as"]
