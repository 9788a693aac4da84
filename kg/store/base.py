"""What every store can do, and how its failures are told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from ..errors import StoreError, StoreLocked
from ..terms import Term, Value

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
GraphName = ox.NamedNode | ox.DefaultGraph
Content = Sequence[ox.Quad] | bytes
"""What a graph holds: its quads, or N-Triples as `rdf.ntriples` writes them."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """What a graph's removal took out of the default graph: the triples that no other document holds."""

    graph: ox.NamedNode
    lost: tuple[ox.Triple, ...] = ()


class Store(Protocol):
    """One named graph per document, and a default graph that is their set union.

    The invariant: a triple stands in the default graph if, and only if, some document graph holds it. `replace` and
    `retract` keep it; `update` runs what it is given, and who writes by it answers for the invariant.
    """

    location: str
    read_only: bool

    @property
    def version(self) -> str:
        """A short text that changes with every write and stays the same without one."""

    def replace(self, graphs: Iterable[tuple[ox.NamedNode, Content]]) -> int:
        """Makes each graph hold exactly this content, all of one graph at once or none; returns how many were there before.

        A graph without content is removed. Raises ValueError for a quad of another graph or with a blank node.
        """

    def retract(self, graph: ox.NamedNode) -> Retraction:
        """Removes a graph, and from the default graph what no other graph holds. Raises NotFound."""

    def query(
        self,
        sparql: str,
        *,
        parameters: Mapping[str, Value | Term] | None = None,
        default_graphs: Sequence[GraphName] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
    ) -> Results:
        """The answer to a SPARQL query. Raises QueryError with line and column, QueryRefused for SERVICE and files."""

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None, base_iri: str | None = None) -> None:
        """Runs a SPARQL update, all or nothing. Raises QueryError, QueryRefused, StoreError."""

    def graphs(self) -> tuple[ox.NamedNode, ...]:
        """The names of the document graphs, sorted."""

    def quads(self, graph: GraphName | None = None) -> Iterator[ox.Quad]:
        """The quads of one graph, or of all document graphs: the same content comes in the same order."""

    def flush(self) -> None:
        """Makes sure that what was written survives a power cut; what is acknowledged survives a kill without it."""

    def optimize(self) -> None:
        """Arranges the store for fast reading, after much was written."""

    def close(self) -> None: ...

    def __enter__(self) -> "Store": ...

    def __exit__(self, *exception: object) -> None: ...


def ntriples(graph: ox.NamedNode, content: Content) -> bytes:
    """What a graph is to hold, as N-Triples. Raises ValueError for a quad of another graph or with a blank node."""
    if isinstance(content, bytes):
        return content
    for quad in content:
        if quad.graph_name != graph:
            raise ValueError(f"{graph.value}: a quad of another graph is among its quads.")
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise ValueError(f"{graph.value}: a quad has a blank node. Give it an IRI.")
    return ox.serialize((quad.triple for quad in content), format=ox.RdfFormat.N_TRIPLES) or b""


def explain(error: Exception, location: str) -> StoreError:
    """The StoreError that says what the engine's error means for the one who asked.

    >>> explain(OSError("IO error: No space left on device"), "graph.kg")
    StoreError('graph.kg: the disk is full. What was acknowledged is safe; make room and build again.')
    """
    text = str(error)
    low = text.lower()
    if "lock" in low and ("temporarily unavailable" in low or "lock hold by current process" in low):
        who = "this process" if "current process" in low else "another process"
        return StoreLocked(f"{location}: {who} has this store open for writing. Close it first, or open it to read only.")
    if "no space left" in low or "file too large" in low or "quota exceeded" in low:
        return StoreError(f"{location}: the disk is full. What was acknowledged is safe; make room and build again.")
    if "permission denied" in low or "read-only file system" in low:
        return StoreError(f"{location}: permission denied. Check who owns the folder and its files.")
    if "corruption" in low or "invalid data" in low:
        return StoreError(f"{location}: the store is broken ({text}). Build it again or bring back a backup.")
    return StoreError(f"{location}: {text}")
