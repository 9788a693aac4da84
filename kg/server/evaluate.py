"""Runs one query on a store and writes its answer: what a worker process does all day."""

import re
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from ..errors import QueryError
from .errors import Problem
from .negotiation import RDF_FORMATS, RESULT_FORMATS

RELATIVE = "IRI parsing failed"


class Output(Protocol):
    """What a serializer writes to."""

    def write(self, chunk: bytes) -> int: ...


@dataclass(frozen=True, slots=True)
class Query:
    """A query with all that its answer depends on, except the state of the store.

    solutions, graph  names of the formats for SELECT and ASK, and for CONSTRUCT and DESCRIBE; None where the client takes none
    """

    text: str
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    solutions: str | None = "json"
    graph: str | None = "ttl"
    base: str = ""


def evaluate(store, query: Query, output: Output) -> str:
    """Writes the answer to `output` and returns the name of its format. Raises QueryError, or Problem 406."""
    found = run(store, query)
    triples = isinstance(found, ox.QueryTriples)
    name = query.graph if triples else query.solutions
    if name is None:
        raise Problem(406, "The Accept header has no format for the answer of this kind of query.")
    output.begin(name)
    if triples:
        ox.serialize(found, output, RDF_FORMATS[name])
    else:
        found.serialize(output, RESULT_FORMATS[name])
    return name


def run(store, query: Query):
    """The solutions, boolean or triples of a query."""
    graphs = tuple(map(ox.NamedNode, query.graphs)) if query.graphs or query.named else None
    named = tuple(map(ox.NamedNode, query.named)) if query.graphs or query.named else None
    try:
        return store.query(query.text, default_graphs=graphs, named_graphs=named)
    except QueryError as error:
        if RELATIVE not in str(error) or not query.base:
            raise
        prefix = f"BASE <{query.base}> "
        try:
            return store.query(prefix + query.text, default_graphs=graphs, named_graphs=named)
        except QueryError as second:
            raise QueryError(moved(str(second), len(prefix))) from second


def moved(message: str, columns: int) -> str:
    """A message with the place in the first line that it names moved to the left.

    >>> moved("line 1, column 40: nonsense", 30)
    'line 1, column 10: nonsense'
    """
    return re.sub(r"line 1, column (\d+)", lambda match: f"line 1, column {max(1, int(match[1]) - columns)}", message)
