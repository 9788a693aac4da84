"""Asking a server whose default graph is a view of all its graphs (Virtuoso) as if the stand-in were its default graph.

Given the default graph by `default-graph-uri` alone, Virtuoso answers `GRAPH <name>` with nonsense, and `GRAPH ?name` with
the stand-in among the documents. So graphs that a query names are given to it too, and variables are kept off the stand-in.
"""

import itertools

import pyoxigraph as ox

from .tokens import Token, tokens


def aimed(sparql: str, stand_in: ox.NamedNode) -> tuple[str, list[tuple[str, str]]]:
    """The query and the fields of its request with which it sees the stand-in as its default graph.

    A query with FROM says itself what it sees.

    >>> aimed("ASK { GRAPH ?g { ?s ?p ?o } }", ox.NamedNode("urn:all"))
    ('ASK { FILTER(?g != <urn:all>) GRAPH ?g { ?s ?p ?o } }', [('default-graph-uri', 'urn:all')])
    >>> aimed("ASK { GRAPH <urn:a> { ?s ?p ?o } }", ox.NamedNode("urn:all"))[1]
    [('default-graph-uri', 'urn:all'), ('named-graph-uri', 'urn:a')]
    """
    found = list(tokens(sparql))
    if any(token.is_word("FROM") for token in found):
        return sparql, []
    graphs = [(word, name) for word, name in itertools.pairwise(found) if word.is_word("GRAPH")]
    fields = [("default-graph-uri", stand_in.value)]
    variable = [name.kind == "variable" for _, name in graphs]
    if graphs and not any(variable) and all(name.kind == "iri" for _, name in graphs):
        return sparql, fields + sorted({("named-graph-uri", name.text[1:-1]) for _, name in graphs})
    pieces, done = [], 0
    for number, (word, name) in enumerate(graphs):
        test, asked = _test(name, number, stand_in)
        pieces += [sparql[done : word.start], f"FILTER({test}) GRAPH {asked}"]
        done = name.end
    return "".join([*pieces, sparql[done:]]), fields


def _test(name: Token, number: int, stand_in: ox.NamedNode) -> tuple[str, str]:
    if name.kind == "variable":
        return f"{name.text} != {stand_in}", name.text
    return f"?kg_graph_{number} = {name.text}", f"?kg_graph_{number}"
