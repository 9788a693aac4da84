"""Runs one query on a store and writes its answer: what a worker process does all day."""

import time
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ..errors import KgError, StoreError
from ..store import Results, Store
from ..terms import PREFIXES
from . import mending
from .errors import Problem
from .formats import RDF_FORMATS, RESULT_FORMATS
from .output import Collected, Output, told


@dataclass(frozen=True, slots=True)
class Query:
    """A query with all that its answer depends on, except the state of the store.

    graphs, named     the default graph and the named graphs that the protocol states
    solutions, graph  names of the formats for SELECT and ASK, and for CONSTRUCT and DESCRIBE; None where the client takes none
    base              what relative IRIs are relative to;  parameters  IRIs in place of variables
    """

    text: str
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    solutions: str | None = "json"
    graph: str | None = "ttl"
    base: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    def fields(self) -> list[Any]:
        """The fields in their order, for `Query(*fields)` in another process."""
        return [self.text, self.graphs, self.named, self.solutions, self.graph, self.base, self.parameters]


def evaluate(store: Store, query: Query, output: Output | Collected) -> None:
    """Writes the answer to `output`. Raises QueryError, or Problem 406 where the client takes no format of its kind."""
    found = run(store, query)
    name = query.graph if isinstance(found, ox.QueryTriples) else query.solutions
    if name is None:
        raise Problem(406, "The Accept header has no format for the answer of this kind of query.")
    output.begin(name)
    if isinstance(found, ox.QueryTriples):
        ox.serialize(found, output.file, RDF_FORMATS[name], prefixes=PREFIXES)
    else:
        found.serialize(output.file, RESULT_FORMATS[name])


def together(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Runs some queries that are known to be quick, each with an answer of `limit` bytes at most.

    The values say of each its format, its size and the seconds of a processor that it took, or its error.
    """
    answers: list[dict[str, Any]] = []
    for fields in request["queries"]:
        begun, collected = time.thread_time(), Collected(request["limit"])
        try:
            evaluate(store, Query(*fields), collected)
        except StoreError:
            raise
        except KgError as error:
            answers.append({"error": told(error)})
            continue
        content = collected.content
        output.write(content)
        answers.append({"format": collected.format, "size": len(content), "seconds": time.thread_time() - begun})
    return {"answers": answers}


def run(store: Store, query: Query) -> Results:
    """The solutions, boolean or triples of a query."""
    if query.parameters:
        return store.query(query.text, parameters={name: ox.NamedNode(iri) for name, iri in query.parameters})
    return mending.query(store, query.text, base=query.base or None, graphs=query.graphs, named=query.named)
