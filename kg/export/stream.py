"""What the formats read from a graph, a piece at a time where there may be much of it."""

import csv
import datetime
import functools
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TextIO

import pyoxigraph as ox

from ..graph import select
from ..graph.records import Claim, Document, Entity, Event, Node, Passage
from ..model import Period
from ..resources import folder
from ..terms import IRI

if TYPE_CHECKING:
    from ..graph import Graph

AT_ONCE = 100
"""Documents whose claims are read at once."""
GEONAMES = "https://sws.geonames.org/"
WITHIN = ("locatedIn", "partOf")
"""The relations by which a place lies in another."""


def claims(graph: "Graph") -> Iterator[Claim]:
    """All claims, document by document."""
    for some in batches(graph):
        yield from claims_of(graph, some)


def claims_of(graph: "Graph", documents: Sequence[ox.NamedNode]) -> list[Claim]:
    """The claims of some documents, in order of the documents and their texts."""
    where = f"{select.block('document', documents)} GRAPH ?document {{ ?node a kg:Claim }}"
    return select.claims(graph.store, where, graph.ontology)


def mentions(graph: "Graph", documents: Sequence[ox.NamedNode]) -> list[tuple[Passage, IRI]]:
    """The mentions of some documents in order of the texts, each with what it speaks of; one for each thing."""
    context = f"{select.block('document', documents)} ?passage nif:referenceContext ?document ; itsrdf:taIdentRef ?denoted ."
    found = select.passages(graph.store, context)
    denoted = select.rows(graph.store, f"SELECT DISTINCT ?passage ?denoted {{ {context} }}")
    pairs = [(found[IRI(row["passage"].value)], IRI(row["denoted"].value)) for row in denoted]
    return sorted(pairs, key=lambda pair: (pair[0].document, pair[0].start, pair[0].end, pair[1]))


def doubtful(graph: "Graph") -> Mapping[IRI, list[Claim]]:
    """The claims that are hedged or denied, by their subjects."""
    found: dict[IRI, list[Claim]] = {}
    for claim in graph.claims(certainty="probable") + graph.claims(certainty="possible") + graph.claims(polarity="negated"):
        found.setdefault(claim.subject.iri, []).append(claim)
    return found


def events(graph: "Graph", said: Mapping[IRI, list[Claim]] | None) -> list[Event]:
    """The events that are certain; where it is given what is `said` (see `doubtful`), the others too, as that has them."""
    if said is None:
        return graph.events()
    found = [event if event.certainty == "certain" else _as_claimed(event, said.get(event.iri, ()))
             for event in graph.events(claimed=True)]
    return sorted(found, key=select.in_time)


def _as_claimed(event: Event, said: Iterable[Claim]) -> Event:
    """An event that is not certain, with the roles that are claimed of it."""
    stated = [claim for claim in said if claim.polarity == "affirmed"]
    known: dict[str, Any] = {}
    for role, field in select.ROLES.items():
        fillers = {claim.object for claim in stated if claim.predicate == role and isinstance(claim.object, Node)}
        known[field] = tuple(sorted(fillers, key=lambda node: (node.name, node.iri)))
    for claim in stated:
        if claim.predicate == "date" and isinstance(claim.object, Period):
            known |= {"date": claim.object, "earliest": claim.object.earliest, "latest": claim.object.latest}
        elif claim.predicate == "date" and isinstance(claim.object, datetime.date):
            known |= dict.fromkeys(("date", "earliest", "latest"), claim.object)
        elif claim.predicate in ("killed", "injured"):
            known[claim.predicate] = claim.object
    return replace(event, **known)


def document_of(iri: str) -> IRI:
    """The document that an event, unnamed entity, claim or passage belongs to: the IRI before its fragment."""
    return IRI(iri.partition("#")[0])


def documents(graph: "Graph") -> Mapping[IRI, Document]:
    """The documents by IRI."""
    return {document.iri: document for document in graph.documents()}


def batches(graph: "Graph") -> Iterator[list[ox.NamedNode]]:
    """The names of all documents, some at a time: a query for each of them takes longer than one for many."""
    waiting = iter(graph.store.graphs())
    while some := list(islice(waiting, AT_ONCE)):
        yield some


class Coordinates(NamedTuple):
    """A point in degrees. `kind` is S for a settlement, R for a region's largest city, C for a country's capital."""

    kind: str
    latitude: float
    longitude: float


class Map:
    """Where the places of a graph lie: by their own GeoNames link, else by that of a place they lie in."""

    def __init__(self, graph: "Graph") -> None:
        self.places = {place.iri: place for place in graph.entities("Place")}
        self.within: dict[IRI, list[IRI]] = {}
        for fact in (fact for name in WITHIN for fact in graph.facts(predicate=name)):
            if isinstance(fact.object, Node):
                self.within.setdefault(fact.subject.iri, []).append(fact.object.iri)

    def above(self, place: IRI) -> list[Entity]:
        """The place and all that it lies in, the nearest first."""
        line = [place]
        for known in line:
            line += [upper for upper in self.within.get(known, ()) if upper not in line]
        return [self.places[iri] for iri in line if iri in self.places]

    def locate(self, place: IRI) -> tuple[Coordinates, bool] | None:
        """The point of a place, and whether it is its own; None where nothing is known."""
        for known in self.above(place):
            for link in known.links:
                point = _points().get(link.removeprefix(GEONAMES).strip("/")) if link.startswith(GEONAMES) else None
                if point:
                    return point, known.iri == place
        return None


@functools.cache
def _points() -> Mapping[str, Coordinates]:
    with gzip.open(folder("ontology") / "tables" / "coordinates.tsv.gz", "rt", encoding="utf-8") as file:
        return {row["geonames"]: Coordinates(row["kind"], float(row["latitude"]), float(row["longitude"]))
                for row in csv.DictReader(file, delimiter="\t")}


@contextmanager
def text(stream: IO[bytes]) -> Iterator[TextIO]:
    """A binary stream to write text to, with the line breaks that are written."""
    wrapped = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        yield wrapped
    finally:
        wrapped.detach()


def table(stream: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV table."""
    with text(stream) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def line(value: object) -> bytes:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"
