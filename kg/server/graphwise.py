"""`GRAPH ?g { ... }` graph by graph, where the engine joins the graphs' names to its group instead of asking the group of each.

It does not matter for most groups. Inside a subquery the engine loses ?g and takes all graphs for one, so that a count of each
document comes out as one sum; and MINUS removes by ?g alone. Such a group is asked of each graph here, and what is found takes
its place as VALUES.
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from ..store import EmbeddedStore, guard
from ..store.tokens import Token, tokens

ROWS = 50_000
"""Solutions of a group at most; with more the query stays as it is."""
APART = ("SELECT", "MINUS", "VALUES")


def graphwise(store: EmbeddedStore, text: str, base: str | None, named: Sequence[ox.NamedNode] | None) -> str:
    """The query with VALUES in place of its GRAPH groups with a variable that hold a subquery, MINUS or VALUES.

    >>> with EmbeddedStore.temporary() as store:
    ...     store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } GRAPH <urn:h> { <urn:a> <urn:b> <urn:d> } }")
    ...     graphwise(store, "SELECT * { GRAPH ?g { <urn:a> ?b ?c MINUS { ?x ?y <urn:d> } } }", None, None)
    'SELECT * { VALUES (?g ?b ?c) { (<urn:g> <urn:b> <urn:c>) (<urn:h> <urn:b> <urn:d>) } }'
    """
    found = list(tokens(text))
    head = text[: next((token.start for token in found if token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), 0)]
    if any(token.is_word("FROM") for token in found):
        return text
    guard.check(text)
    try:
        ox.Store().query(text, base_iri=base)
    except (SyntaxError, RuntimeError, ValueError):
        # The store will say what is wrong with it.
        return text
    pieces, done = [], 0
    for variable, group, start, end in groups(text, found):
        rows = solutions(store, f"{head} SELECT * {group}", base, store.graphs() if named is None else named, variable)
        if rows is None:
            return text
        pieces += [text[done:start], rows]
        done = end
    return "".join([*pieces, text[done:]])


def groups(text: str, found: Sequence[Token]) -> Iterator[tuple[str, str, int, int]]:
    """The groups to ask apart: the variable behind GRAPH, the group in its braces, and where all of it begins and ends."""
    after = 0
    for i, token in enumerate(found[:-2]):
        variable, opening = found[i + 1], found[i + 2]
        if token.start < after or not token.is_word("GRAPH") or variable.kind != "variable" or opening.text != "{":
            continue
        depth, apart = 0, False
        for inner in found[i + 2 :]:
            depth += (inner.text == "{") - (inner.text == "}")
            apart = apart or inner.is_word(*APART)
            if depth == 0:
                after = inner.end
                if apart:
                    yield variable.text[1:], text[opening.start : after], token.start, after
                break


def solutions(store: EmbeddedStore, text: str, base: str | None, graphs: Sequence[ox.NamedNode], name: str) -> str | None:
    """What a query finds in each graph as a VALUES block, with the graph as `name`; None where VALUES cannot hold it."""
    columns: list[str] = []
    rows: list[str] = []
    for graph in graphs:
        found = store.query(text, base_iri=base, default_graphs=[graph])
        if not isinstance(found, ox.QuerySolutions):
            return None
        columns = [variable.value for variable in found.variables if variable.value != name]
        for row in found:
            if name in [variable.value for variable in found.variables] and row[name] not in (None, graph):
                continue
            terms = [row[column] for column in columns]
            if len(rows) >= ROWS or not all(term is None or isinstance(term, ox.NamedNode | ox.Literal) for term in terms):
                return None
            rows.append(" ".join(["UNDEF" if term is None else str(term) for term in [graph, *terms]]))
    return f"VALUES ({' '.join(f'?{column}' for column in [name, *columns])}) {{ {' '.join(f'({row})' for row in rows)} }}"
