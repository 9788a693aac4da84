"""`X p* ?o` and `X p? ?o` from a term that the graph does not hold: the standard wants the path of length zero, ?o = X.

The engine lets such a path begin and end at nodes of the graph alone. From a term that is nowhere in the store no other path
leads anywhere, so that VALUES ?o { X } is the whole answer.
"""

import re
from collections.abc import Sequence

import pyoxigraph as ox

from ..store import EmbeddedStore
from ..store.tokens import Token, tokens
from .naming import node, prologue

SUSPECT = re.compile(r"[\w>)][*?](?!\w)")
"""What a text has that has such a path."""
BEFORE, AFTER = ("{", "}", "."), (".", "}")
"""What stands around a triple whose subject and object are its own."""


def with_zero_length(store: EmbeddedStore, text: str, base: str | None) -> str:
    """The query with VALUES in place of the paths from or to a term that is not in the store.

    >>> with EmbeddedStore.temporary() as store:
    ...     store.update("INSERT DATA { <urn:a> <urn:p> <urn:b> }")
    ...     with_zero_length(store, "SELECT * { <urn:a> <urn:p>* ?x . ?y (<urn:p>|<urn:q>)? <urn:c> }", None)
    'SELECT * { <urn:a> <urn:p>* ?x . VALUES ?y { <urn:c> } }'
    """
    found = list(tokens(text))
    prefixes, base = prologue(found, base)
    pieces, done = [], 0
    for i in range(1, len(found) - 3):
        end = path_end(found, i + 1) if found[i - 1].text in BEFORE else None
        if end is None or end + 1 >= len(found) or found[end + 1].text not in AFTER:
            continue
        term, variable = sorted((found[i], found[end]), key=lambda token: token.kind == "variable")
        iri = node(term, prefixes, base)
        if variable.kind == "variable" and iri is not None and not held(store, iri):
            pieces += [text[done : found[i].start], f"VALUES {variable.text} {{ {term.text} }}"]
            done = found[end].end
    return "".join([*pieces, text[done:]])


def path_end(found: Sequence[Token], start: int) -> int | None:
    """The place of the token behind a path of one step, `p` or `( ... )`, with `*` or `?`; None where no such path begins."""
    end, depth = start, 0
    while end < len(found):
        depth += (found[end].text == "(") - (found[end].text == ")")
        end += 1
        if depth == 0:
            break
    step = found[start].kind in ("iri", "name") or found[start].text == "("
    return end + 1 if step and end + 1 < len(found) and found[end].text in ("*", "?") else None


def held(store: EmbeddedStore, iri: ox.NamedNode) -> bool:
    """Whether an IRI is a node of the store."""
    patterns = (store.engine.quads_for_pattern(iri, None, None), store.engine.quads_for_pattern(None, None, iri))
    return any(next(quads, None) is not None for quads in patterns)
