"""Which IRI a name in a query stands for."""

from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

import pyoxigraph as ox

from ..store.guard import scheme
from ..store.tokens import Token


def prologue(found: Sequence[Token], base: str | None) -> tuple[dict[str, str], str]:
    """The prefixes that a query declares, with their colons, and the base of its relative IRIs."""
    prefixes: dict[str, str] = {}
    base = base or ""
    for word, name, iri in zip(found, found[1:], [*found[2:], None], strict=False):
        if word.is_word("BASE"):
            base = absolute(name.text[1:-1], base)
        elif word.is_word("PREFIX") and iri is not None:
            prefixes[name.text] = absolute(iri.text[1:-1], base)
    return prefixes, base


def absolute(iri: str, base: str) -> str:
    """An IRI that may be relative to a base.

    >>> absolute("b#", "http://a.example/a"), absolute("urn:x#", "http://a.example/a")
    ('http://a.example/b', 'urn:x#')
    """
    return iri if scheme(iri) else urljoin(base, iri)


def node(token: Token, prefixes: Mapping[str, str], base: str) -> ox.NamedNode | None:
    """The node that an IRI or a prefixed name stands for; None for other tokens, and where it cannot be told."""
    if token.kind not in ("iri", "name") or "\\" in token.text:
        return None
    prefix, colon, local = token.text.partition(":")
    try:
        return ox.NamedNode(absolute(token.text[1:-1], base) if token.kind == "iri" else prefixes[prefix + colon] + local)
    except (ValueError, KeyError):
        # The store will say what is wrong with it.
        return None
