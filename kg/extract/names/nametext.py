"""The text as the search for names sees it, and what a name is."""

import re
from dataclasses import dataclass

from ...gazetteer import Country, Gazetteer
from ...ontology import Lexicon
from ..columns import Columns

APOSTROPHES = {"'s", "’s", "'", "’", "`s"}
Raw = tuple[int, int, str]
"""Start, end and label of an entity of the pipeline."""


def nation(gazetteer: Gazetteer, words: str) -> Country | None:
    """The country that a name or an adjective means, in texts without capitals too.

    >>> from kg.gazetteer import load
    >>> [nation(load(), words).code for words in ("Kenya", "Kenyan", "kenyan", "u.s.")], nation(load(), "turkey")
    (['KE', 'KE', 'KE', 'US'], None)
    """
    found = gazetteer.country(words) or gazetteer.demonym(words)
    if found is None and words.islower():
        found = gazetteer.country(words.upper().rstrip(".") + ".") if "." in words else gazetteer.demonym(words.title())
    return found


def state(gazetteer: Gazetteer, words: str) -> Country | None:
    """The country that a mention of class Country means, by its own name or by its capital's.

    >>> from kg.gazetteer import load
    >>> [state(load(), words).code for words in ("Kenyan", "Nairobi")]
    ['KE', 'KE']
    """
    return nation(gazetteer, words) or gazetteer.capital(words)


@dataclass(frozen=True, slots=True)
class Name:
    """A name's token range and the label that the pipeline gave it, "" where it gave none."""

    start: int
    end: int
    label: str


CODE = re.compile(r"(?=.*[A-Z])(?=(?:.*\d){4})[A-Z0-9]+")
"""The number of a report or flight, no name: "PA1106232494"."""


class Text:
    """One text with what the search for names asks again and again.

    lowered   True for a text without capitals;  shouting  by sentence, True for headline capitals
    acronyms  the words of capitals alone;  generic  nouns that make a name with a country's adjective before them
    bodies    nouns that names of groups, parties and bodies end in
    """

    def __init__(self, page: Columns, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.page, self.lexicon, self.gazetteer = page, lexicon, gazetteer
        self.particles, self.excluded = lexicon.words("nameParticles"), lexicon.words("notNames")
        self.n = len(page)
        self.lowered = not any(page.capital(i) and page.text[i].isalpha() for i in range(self.n))
        self.starts = frozenset(page.starts)
        self.shouting = [self._shouts(start, end) for start, end in self._sentences()]
        self.told = page.source.lower() if self.lowered or any(self.shouting) else ""
        self.common = {word for word in page.text if not word[:1].isupper()}
        self.generic = frozenset().union(
            *(lexicon.words(f"named{cls}") for cls in ("Company", "SecurityForce", "MediaOrganization", "GovernmentBody"))
        )
        self.bodies = frozenset().union(
            *(lexicon.words(f"named{cls}") for cls in ("Organization", "ArmedGroup", "PoliticalParty", "GovernmentBody"))
        )
        self.acronyms = {word for word in page.text if 1 < len(word) < 8 and word.isupper()}

    def _sentences(self) -> list[tuple[int, int]]:
        starts = self.page.starts
        return [(start, starts[at + 1] if at + 1 < len(starts) else self.n) for at, start in enumerate(starts)]

    def _shouts(self, start: int, end: int) -> bool:
        """True for a sentence in headline capitals; headlines have no full stop."""
        while end > start and self.page.blank(end - 1):
            end -= 1
        if end > start and self.page.text[end - 1] in (".", "?", "!", ":", "”", '"'):
            return False
        words = [self.page.text[i] for i in range(start, end) if self.page.text[i].isalpha() and len(self.page.text[i]) > 3]
        return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.75 * len(words)
