"""What a reader process tells about one IRI: all that a page shows, or its triples."""

import contextlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from ..errors import NotFound
from ..graph.reader import Reader
from ..graph.records import Claim, Event, Fact, Node, text
from ..model import Period
from ..ontology import KG, RDF, RDFS
from ..store import Store
from ..terms import IRI, ITSRDF, NIF, PREFIXES
from .evaluate import Query, run
from .formats import RDF_FORMATS, written
from .output import Output

DOCUMENT = ox.NamedNode(f"{KG}Document")
TYPE = ox.NamedNode(f"{RDF}type")
MOST = 300
"""Facts, claims or events that a page lists of one kind; a capital has thousands, and SPARQL gives them all."""
ABOUT = "CONSTRUCT { ?s ?p ?o } WHERE { { BIND (?this AS ?s) ?this ?p ?o } UNION { BIND (?this AS ?o) ?s ?p ?this } }"
MENTIONS = f"""SELECT ?begin ?end ?what {{
  ?passage <{NIF}referenceContext> ?this ; <{NIF}beginIndex> ?begin ; <{NIF}endIndex> ?end .
  OPTIONAL {{ ?passage <{ITSRDF}taIdentRef> ?what }}
}} ORDER BY ?begin DESC(?end) ?what"""
TEXT = f"SELECT ?text {{ ?this <{NIF}isString> ?text }}"
NAMES = f"SELECT DISTINCT ?iri ?label {{ VALUES ?iri {{ %s }} ?iri <{RDFS}label> ?label }} ORDER BY ?iri"


def resource(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Writes the triples of the first IRI of `candidates` that the graph knows: of a document its whole graph."""
    iri = known(store, request["candidates"])
    output.begin(request["format"])
    if request["head"]:
        return {"iri": iri.value}
    triples: Iterable[ox.Triple] = (quad.triple for quad in store.quads(iri))
    if not is_document(store, iri):
        found = store.query(ABOUT, parameters={"this": iri})
        assert isinstance(found, ox.QueryTriples)
        triples = found
    ox.serialize(triples, output.file, RDF_FORMATS[request["format"]], prefixes=PREFIXES)
    return {"iri": iri.value}


def page(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """What the page of the first IRI of `candidates` that the graph knows shows."""
    iri = known(store, request["candidates"])
    reader = Reader(store)
    return document(reader, iri) if is_document(store, iri) else thing(reader, iri)


def table(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """The beginning of the answer to a query, for people to read: rows, a boolean, or triples as Turtle."""
    found = run(store, Query(*request["query"]))
    if isinstance(found, ox.QueryBoolean):
        return {"boolean": bool(found)}
    if isinstance(found, ox.QueryTriples):
        triples = list(itertools.islice(found, request["most"] + 1))
        return {"graph": written(triples[: request["most"]], "ttl", PREFIXES).decode(), "cut": len(triples) > request["most"]}
    columns = [variable.value for variable in found.variables]
    solutions = itertools.islice(found, request["most"] + 1)
    rows = [{name: cell(row[name]) for name in columns if row[name] is not None} for row in solutions]
    return {"columns": columns, "rows": rows[: request["most"]], "cut": len(rows) > request["most"]}


def cell(term: Any) -> dict[str, str]:
    """A term as the page of a query shows it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        return {"type": "literal", "value": term.value, "language": term.language or ""}
    return {"type": "other", "value": str(term)}


def known(store: Store, candidates: list[str]) -> ox.NamedNode:
    """The first IRI that the graph speaks of."""
    for iri in candidates:
        node = ox.NamedNode(iri)
        if store.query("ASK { { ?this ?p ?o } UNION { ?s ?q ?this } }", parameters={"this": node}):
            return node
    raise NotFound(f"This graph knows nothing of <{candidates[0]}>.")


def is_document(store: Store, iri: ox.NamedNode) -> bool:
    return bool(store.query("ASK { ?this a ?class }", parameters={"this": iri, "class": DOCUMENT}))


def thing(reader: Reader, iri: ox.NamedNode) -> dict[str, Any]:
    """An entity, or whatever else has an IRI."""
    this = IRI(iri.value)
    found: Node = Node(this, iri.value, "")
    with contextlib.suppress(NotFound):
        found = reader.thing(this)
    claims = reader.claims(about=this)
    return {
        "kind": "thing",
        "iri": this,
        "name": found.name,
        "class": found.cls,
        "aliases": list(getattr(found, "aliases", ())),
        "links": list(getattr(found, "links", ())),
        "code": getattr(found, "code", None),
        "out": [fact(f) for f in reader.facts(subject=this)[:MOST]],
        "in": [fact(f) for f in reader.facts(object=this)[:MOST]],
        "events": [event(e) for e in reader.events(involving=this)[:MOST]],
        "claims": [claim(c) for c in claims[:MOST]],
        "more": max(0, len(claims) - MOST),
    }


def document(reader: Reader, iri: ox.NamedNode) -> dict[str, Any]:
    """A document: its text, what its words speak of, and what it states."""
    this = IRI(iri.value)
    store, found = reader.store, reader.document(this)
    claims = reader.claims(document=found)
    spans = [[int(row["begin"].value), int(row["end"].value), row["what"].value if row["what"] else None]
             for row in rows(store, MENTIONS, this=iri)]
    own = {c.subject for c in claims if c.subject.iri.startswith(f"{this}#")}
    events = sorted(node.iri for node in own if reader.ontology.is_event(node.cls))
    text_of = next((row["text"].value for row in rows(store, TEXT, this=iri)), "")
    meant = sorted({str(what) for _, _, what in spans if what})
    return {
        "kind": "document", "iri": this, "name": found.name, "title": found.title, "issued": shown(found.issued),
        "publisher": found.publisher, "source": found.source, "text": text_of, "spans": spans, "names": names(store, meant),
        "events": [event(reader.event(IRI(e))) for e in events], "claims": [claim(c) for c in claims],
    }  # fmt: skip


def rows(store: Store, sparql: str, **parameters: ox.NamedNode) -> Iterator[Any]:
    """The solutions of a SELECT."""
    found = store.query(sparql, parameters=parameters)
    assert isinstance(found, ox.QuerySolutions)
    return iter(found)


def names(store: Store, iris: list[str]) -> dict[str, str]:
    """The labels of things."""
    if not iris:
        return {}
    return {row["iri"].value: row["label"].value for row in rows(store, NAMES % " ".join(f"<{iri}>" for iri in iris))}


def shown(value: Any) -> Any:
    """A value for JSON: nodes with their names, all else as text."""
    if isinstance(value, Node):
        return {"iri": value.iri, "name": value.name, "class": value.cls}
    if isinstance(value, Period):
        return value.value
    return None if value is None else text(value)


def fact(found: Fact) -> dict[str, Any]:
    return {"subject": shown(found.subject), "predicate": found.predicate, "object": shown(found.object)}


def event(found: Event) -> dict[str, Any]:
    roles = {name: [shown(node) for node in getattr(found, name)]
             for name in ("agents", "targets", "victims", "participants", "instruments", "places", "answers", "causes")}
    return {"iri": found.iri, "name": found.name, "class": found.cls, "date": shown(found.date), "killed": found.killed,
            "injured": found.injured, "roles": {name: nodes for name, nodes in roles.items() if nodes}}


def claim(found: Claim) -> dict[str, Any]:
    passage = found.passage
    return {
        "iri": found.iri, "subject": shown(found.subject), "predicate": found.predicate, "object": shown(found.object),
        "status": found.status, "asserted": found.asserted, "source": shown(found.source), "rule": found.rule,
        "passage": {"iri": passage.iri, "words": passage.words, "start": passage.start, "end": passage.end},
    }  # fmt: skip
