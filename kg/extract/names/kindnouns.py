"""Names that end in a noun in small letters which says what they are: "Halden airport", "Orsova air base", "Cordun battalion"."""

from .nametext import Name, Text, nation
from .unlabelled import take

BETWEEN = 2
"""Words that may stand between the name and its noun: "Halden international airport"."""


def with_kind_nouns(text: Text, taken: list[bool], found: list[Name]) -> list[Name]:
    """The names with the noun that belongs to them; what it says a noun about a known place stays apart: "the Oslo airport"."""
    return [_lengthened(text, taken, name) for name in found]


def _lengthened(text: Text, taken: list[bool], name: Name) -> Name:
    page, words = text.page, text.lexicon.words
    noun = _noun(text, taken, name)
    if noun is None:
        return name
    unit = page.lower[noun] in words("unitNouns")
    known = text.page.words(name.start, name.end)
    bare = name.label == "PERSON" or not (text.gazetteer.places(known) or text.gazetteer.region(known))
    if nation(text.gazetteer, known) or text.gazetteer.people(known) or text.lexicon.kinds.get(page.lower[name.end - 1]):
        return name
    if not unit and not (bare and page.lower[noun] in words("siteNouns")):
        return name
    owned = page.lower[noun] not in words("namedAfter") and not (name.start and page.pos[name.start - 1] == "ADP")
    if name.label == "ORG" and (page.text[name.start].isupper() or owned):
        return name  # but "at Halden base", without an article, is a name
    if name.label == "PERSON" and noun == name.end and page.lower[noun] == "camp":  # whoever is for the candidate
        return name
    longer = Name(name.start, noun + 1, "ORG" if unit else "FAC")
    take(taken, longer)
    return longer


def _noun(text: Text, taken: list[bool], name: Name) -> int | None:
    """The noun that the last word of the name modifies, in the singular, with nothing but words about it between them."""
    page, last = text.page, name.end - 1
    noun = page.head[last]
    if name.label == "NORP" or page.dep[last] not in ("compound", "nmod", "amod") or not name.end <= noun <= name.end + BETWEEN:
        return None
    if page.tag[noun] != "NN" or page.capital(noun) or page.sentence[noun] != page.sentence[last]:
        return None
    between = range(name.end, noun)
    small = all(page.pos[i] in ("NOUN", "ADJ") and page.head[i] in (noun, noun - 1) and not page.capital(i) for i in between)
    return noun if small and not any(taken[name.end : noun + 1]) else None
