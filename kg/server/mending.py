"""Where the engine departs from SPARQL 1.1 and a small rewrite of the query mends it.

- `SELECT *` gives its columns by the alphabet; people expect them as the query names them first.
- GROUP_CONCAT keeps a language tag that all its strings share; the standard wants a plain string.
- Several default graphs (FROM, default-graph-uri) answer once per graph that holds a triple; the standard wants their merge.
- `GRAPH ?g { ... }` with a subquery, MINUS or VALUES in it is not asked of each graph: see graphwise.py.
- `X p* ?o` finds nothing where X is not in the graph; the standard wants X: see paths.py.
"""

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from ..errors import QueryError
from ..store import EmbeddedStore, GraphName, Results, Store, guard
from ..store.tokens import Token, tokens
from .graphwise import APART, graphwise
from .naming import node, prologue
from .paths import SUSPECT, with_zero_length

STAR = re.compile(r"SELECT\s*(?:DISTINCT|REDUCED)?\s*\*")
GRAPHWISE = re.compile(r"\bGRAPH\s*[?$]")
MERGED = 300_000
"""Triples of graphs that are merged for one query: seconds of work and a tenth of the memory that a query may take."""


def query(store: Store, text: str, *, base: str | None, graphs: Sequence[str], named: Sequence[str]) -> Results:
    """The answer of the store to the mended query. Raises QueryError."""
    default_graphs = [ox.NamedNode(name) for name in graphs] if graphs or named else None
    named_graphs = [ox.NamedNode(name) for name in named] if graphs or named else None
    upper = text.upper()
    variable = GRAPHWISE.search(upper)
    if variable and any(upper.find(word, variable.end()) > 0 for word in APART) and isinstance(store, EmbeddedStore):
        text = graphwise(store, text, base, named_graphs)
    if SUSPECT.search(text) and isinstance(store, EmbeddedStore):
        text = with_zero_length(store, text, base)
    if "GROUP_CONCAT" in upper or ("*" in text and STAR.search(upper)):
        text = mended(text, base)
    if len(graphs) > 1 or (default_graphs is None and "FROM" in upper):
        default, others = (default_graphs, named_graphs) if default_graphs is not None else dataset(text, base)
        if default is not None and len(default) > 1 and isinstance(store, EmbeddedStore):
            return merged(store, text, base, default, others or [])
    return store.query(text, base_iri=base, default_graphs=default_graphs, named_graphs=named_graphs)


def mended(text: str, base: str | None) -> str:
    """The query with its columns in order and plain strings from GROUP_CONCAT.

    >>> mended("SELECT * { ?b ?c ?a }", None)
    'SELECT ?b ?c ?a { ?b ?c ?a }'
    >>> mended("SELECT (GROUP_CONCAT(?n) AS ?all) { ?s ?p ?n }", None)
    'SELECT (STR(GROUP_CONCAT(?n)) AS ?all) { ?s ?p ?n }'
    """
    guard.check(text)
    try:
        found = ox.Store().query(text, base_iri=base)
    except (SyntaxError, RuntimeError, ValueError):
        # The store will say what is wrong with it.
        return text
    text = plain_concat(text)
    return ordered(text, {variable.value for variable in found.variables}) if isinstance(found, ox.QuerySolutions) else text


def ordered(text: str, variables: set[str]) -> str:
    """The query with the `*` of its own SELECT written out, in the order in which the query names the variables."""
    found = list(tokens(text))
    first = next(i for i, token in enumerate(found) if token.is_word("SELECT"))
    star = first + (2 if found[first + 1].is_word("DISTINCT", "REDUCED") else 1)
    if found[star].text != "*" or not variables:
        return text
    names = list(dict.fromkeys(token.text[1:] for token in found if token.kind == "variable" and token.text[1:] in variables))
    columns = " ".join(f"?{name}" for name in names)
    return f"{text[: found[star].start]}{columns}{text[found[star].end :]}"


def plain_concat(text: str) -> str:
    """The query with each GROUP_CONCAT inside a STR, which changes nothing but a language tag."""
    pieces, done = [], 0
    found = list(tokens(text))
    for i, token in enumerate(found):
        if token.is_word("GROUP_CONCAT"):
            end = closing(found[i + 1 :])
            pieces += [text[done : token.start], "STR(", text[token.start : end], ")"]
            done = end
    return "".join([*pieces, text[done:]])


def closing(found: Iterable[Token]) -> int:
    """Where the parenthesis ends that the first token opens."""
    depth = 0
    for token in found:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return token.end
    raise QueryError("The query has a parenthesis that is not closed.")


def dataset(text: str, base: str | None) -> tuple[list[GraphName] | None, list[ox.NamedNode]]:
    """The graphs that the query names by FROM and by FROM NAMED; None for the first where it has no such clause.

    >>> dataset("PREFIX d: <urn:d#> SELECT * FROM d:1 FROM <urn:d#2> FROM NAMED d:3 { ?s ?p ?o }", None)[0]
    [<NamedNode value=urn:d#1>, <NamedNode value=urn:d#2>]
    """
    default: list[GraphName] = []
    others: list[ox.NamedNode] = []
    found = list(tokens(text))
    prefixes, base = prologue(found, base)
    for i, token in enumerate(found):
        if token.text == "{":
            break
        if token.is_word("FROM"):
            special = found[i + 1].is_word("NAMED")
            name = node(found[i + 1 + special], prefixes, base)
            if name is None:
                return None, []
            (others if special else default).append(name)
    return (default, others) if default or others else (None, [])


def merged(store: Store, text: str, base: str | None, default: Sequence[GraphName], named: Sequence[ox.NamedNode]) -> Results:
    """The answer over a store of its own whose default graph holds each triple of the graphs in `default` once."""
    guard.check(text)
    own = ox.Store()
    for name in dict.fromkeys(default):
        own.extend(ox.Quad(*quad.triple) for quad in store.quads(name))
        if len(own) > MERGED:
            raise QueryError(f"The graphs of FROM hold more than {MERGED:,} triples. Leave FROM out to ask all documents.")
    for name in named:
        own.extend(store.quads(name))
    try:
        return own.query(text, base_iri=base, default_graph=[ox.DefaultGraph()], named_graphs=list(named))
    except (SyntaxError, RuntimeError, ValueError):
        # The store says what is wrong with it.
        return store.query(text, base_iri=base)
