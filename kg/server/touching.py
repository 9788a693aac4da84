"""What a write can have changed, so that a look-up which it does not touch may be answered from the snapshot before it.

Known for an update of nothing but INSERT DATA and DELETE DATA: its triples are made of the terms in its text.
"""

import re
from collections.abc import Iterable

from ..store.tokens import tokens

LONGEST = 2_000
"""Characters of an update that is looked at."""
WORDS = ("INSERT", "DELETE", "DATA", "GRAPH", "PREFIX", "A", "TRUE", "FALSE")
MARKS = frozenset("{}[].,;+-") | {"^^"}
"""What such an update is written with; other signs, of collections and of triples in triples, stand for IRIs too."""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*(?:/\.|[%\\])).*", re.DOTALL)
"""An IRI that is equal to another one only if it is written the same."""


def touched(update: str) -> list[str] | None:
    """The IRIs in the triples that an update writes or deletes, with others maybe; None where that is not known.

    >>> touched("PREFIX p: <urn:p:> INSERT DATA { <urn:a> p:b 'c' }")
    ['urn:a', 'urn:p:', 'urn:p:b']
    >>> touched("DELETE WHERE { <urn:a> ?b ?c }")
    """
    if len(update) > LONGEST:
        return None
    found = list(tokens(update))
    if any(token.kind == "variable" or (token.kind == "mark" and token.text not in MARKS)
           or (token.kind == "word" and not token.is_word(*WORDS)) for token in found):
        return None
    declared = [(name.text[:-1], iri.text[1:-1]) for word, name, iri in zip(found, found[1:], found[2:], strict=False)
                if word.is_word("PREFIX")]
    terms = [token.text for token in found if token.kind in ("iri", "name") or token.text == "a"]
    return resolved(terms, declared)


def resolved(terms: Iterable[str], declared: list[tuple[str, str]]) -> list[str] | None:
    """The IRIs of terms as SPARQL writes them, sorted; None where one could be written in another way.

    >>> resolved(["<urn:a>", "p:b", "a"], [("p", "urn:p:")])
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:a', 'urn:p:b']
    >>> resolved(["<urn:a/../b>"], [])
    """
    prefixes = dict(declared)
    iris = {iri(term, prefixes) for term in terms}
    return sorted(iris) if len(prefixes) == len(declared) and all(map(PLAIN.fullmatch, iris)) else None


def iri(term: str, prefixes: dict[str, str]) -> str:
    if term == "a":
        return TYPE
    if term.startswith("<"):
        return term[1:-1]
    prefix, _, local = term.partition(":")
    return prefixes.get(prefix, "") + local
