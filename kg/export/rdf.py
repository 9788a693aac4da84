"""RDF in all its syntaxes: Turtle, N-Triples, JSON-LD and RDF/XML of the default graph, TriG and N-Quads of the document graphs.

Written in sorted order, statement by statement: the same graph gives the same bytes, and memory does not grow with it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from ..ontology import RDF
from ..terms import PREFIXES
from . import order

if TYPE_CHECKING:
    from ..graph.reader import Reader

SYNTAXES = {
    "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Syntaxes of a single graph, by name."""
CLOSING = b"\n</rdf:RDF>"


def turtle(graph: "Reader", stream: IO[bytes]) -> None:
    """The default graph as Turtle."""
    _serialize(_default(graph), stream, ox.RdfFormat.TURTLE)


def ntriples(graph: "Reader", stream: IO[bytes]) -> None:
    """The default graph as N-Triples, one line a statement."""
    stream.writelines(line.encode() for line in order.lines(q.triple for q in graph.store.quads(ox.DefaultGraph())))


def jsonld(graph: "Reader", stream: IO[bytes]) -> None:
    """The default graph as JSON-LD."""
    ox.serialize(_default(graph), stream, ox.RdfFormat.JSON_LD)


def rdfxml(graph: "Reader", stream: IO[bytes]) -> None:
    """The default graph as RDF/XML."""
    _serialize(_default(graph), stream, ox.RdfFormat.RDF_XML)


def trig(graph: "Reader", stream: IO[bytes]) -> None:
    """One graph per document, as TriG."""
    _serialize(_graphs(graph), stream, ox.RdfFormat.TRIG)


def nquads(graph: "Reader", stream: IO[bytes]) -> None:
    """One graph per document, as N-Quads, one line a statement."""
    stream.writelines(f"{quad} .\n".encode() for quad in _graphs(graph))


def turtle12(graph: "Reader", stream: IO[bytes]) -> None:
    """The default graph as Turtle of RDF 1.2: each claim is a reifier of its statement."""
    _serialize(order.triples(_reified(graph)), stream, ox.RdfFormat.TURTLE)


def ntriples12(graph: "Reader", stream: IO[bytes]) -> None:
    """The default graph as N-Triples of RDF 1.2: each claim is a reifier of its statement."""
    stream.writelines(line.encode() for line in order.lines(_reified(graph)))


def _reified(graph: "Reader") -> Iterator[ox.Triple]:
    """The default graph with `claim rdf:reifies <<( s p o )>>` in the place of rdf:subject, rdf:predicate and rdf:object."""
    parts = {ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object")}
    for quad in graph.store.quads(ox.DefaultGraph()):
        if quad.predicate not in parts:
            yield quad.triple
    reifies = ox.NamedNode(RDF + "reifies")
    statements = "SELECT ?claim ?s ?p ?o { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    found = graph.store.query(statements, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield ox.Triple(row["claim"], reifies, ox.Triple(row["s"], row["p"], row["o"]))


def _default(graph: "Reader") -> Iterator[ox.Triple]:
    return order.triples(quad.triple for quad in graph.store.quads(ox.DefaultGraph()))


def _graphs(graph: "Reader") -> Iterator[ox.Quad]:
    for name in graph.store.graphs():
        yield from sorted(graph.store.quads(name), key=str)


class _WithHeader:
    """A stream whose first bytes are replaced: the serialiser writes its prefixes in an order that changes from run to run."""

    def __init__(self, stream: IO[bytes], header: bytes) -> None:
        self.stream, self.header, self.left = stream, header, len(header)

    def write(self, piece: bytes) -> int:
        if self.left:
            skipped = min(self.left, len(piece))
            self.stream.write(self.header[len(self.header) - self.left :][:skipped])
            self.left -= skipped
            self.stream.write(piece[skipped:])
        else:
            self.stream.write(piece)
        return len(piece)

    def flush(self) -> None:
        self.stream.flush()


def _serialize(statements: Iterable[ox.Triple] | Iterable[ox.Quad], stream: IO[bytes], format: ox.RdfFormat) -> None:
    if format == ox.RdfFormat.RDF_XML:
        bare = (ox.serialize([], format=format, prefixes=PREFIXES) or b"").removesuffix(CLOSING)
        names = re.findall(rb' xmlns:[^>\s]+', bare)
        header = bare[: bare.index(names[0])] + b"".join(sorted(names)) + b">"
    else:
        header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())).encode()
    ox.serialize(statements, cast(IO[bytes], _WithHeader(stream, header)), format, prefixes=PREFIXES)
