"""STIX 2.1: actors, places, attacks and the relationships between them as one bundle, for OpenCTI and its like.

Attacks are `incident` objects; what a document states is a `report` that refers to them. Identifiers are made from IRIs and times
from the documents' dates, so that the same graph gives the same bundle.
"""

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from ..graph.records import Document, Entity, Event, Node, Statement
from ..terms import IRI
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph

NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace that STIX 2.1 gives to deterministic identifiers."""
TYPES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "Person": ("identity", {"identity_class": "individual"}), "PersonGroup": ("identity", {"identity_class": "group"}),
    "ArmedGroup": ("threat-actor", {"threat_actor_types": ["unknown"]}),
    "Country": ("location", {}), "Region": ("location", {}), "Settlement": ("location", {}), "Facility": ("location", {}),
    "Place": ("location", {}),
}
"""Class of an entity -> its type and what that needs; organizations of all other kinds are identities."""
NONE = ("Position", "Weapon")
"""Classes that have no type: a tool of STIX is a program."""
ORGANIZATION = ("identity", {"identity_class": "organization"})
SECTORS = {"SecurityForce": "defense", "GovernmentBody": "government", "MediaOrganization": "communications"}
RELATIONS = {
    "backs": "supports", "memberOf": "member-of", "partOf": "part-of", "leads": "leads", "worksFor": "employed-by",
    "locatedIn": "located-at", "basedIn": "located-at", "nationality": "originates-from", "alliedWith": "allied-with",
    "opposes": "opposes", "affiliatedWith": "related-to",
}
ROLES = {"agents": "attributed-to", "targets": "targets", "victims": "targets", "places": "located-at",
         "participants": "related-to"}
EARLIEST = datetime.date(1970, 1, 1)
"""The time of what no dated document states."""


def write(graph: "Graph", output: IO[bytes]) -> None:
    """A bundle with all that has a type in STIX."""
    objects = list(_objects(graph))
    bundle = {"type": "bundle", "id": _id("bundle", " ".join(sorted(o["id"] for o in objects))), "objects": objects}
    output.write(json.dumps(bundle, ensure_ascii=False, indent=1).encode() + b"\n")


def _id(kind: str, iri: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, iri)}"


def _made(kind: str, iri: str, day: datetime.date | None, **more: Any) -> dict[str, Any]:
    time = f"{(day or EARLIEST).isoformat()}T00:00:00.000Z"
    kept = {name: value for name, value in more.items() if value not in (None, "", [], ())}
    return {"type": kind, "spec_version": "2.1", "id": _id(kind, iri), "created": time, "modified": time, **kept}


def _objects(graph: "Graph") -> Iterator[dict[str, Any]]:
    documents = stream.documents(graph)
    first = min((d.issued for d in documents.values() if d.issued), default=None)
    where = stream.Map(graph)
    known: dict[IRI, str] = {}
    told: dict[IRI, list[str]] = {}
    for entity in graph.entities():
        if entity.cls not in NONE:
            made = _entity(entity, where, first)
            known[entity.iri] = made["id"]
            yield made
    for event in graph.events():
        document = documents.get(stream.document_of(event.iri))
        made = _event(event, document)
        known[event.iri] = made["id"]
        told.setdefault(stream.document_of(event.iri), []).append(made["id"])
        yield made
        yield from _roles(event, made, known, document)
    for found in graph.statements():
        if found.asserted and found.predicate in RELATIONS and isinstance(found.object, Node):
            yield from _relation(found, known, first)
    for document in documents.values():
        if told.get(document.iri):
            yield _report(document, told[document.iri])


def _entity(entity: Entity, where: stream.Map, day: datetime.date | None) -> dict[str, Any]:
    kind, needed = TYPES.get(entity.cls, ORGANIZATION)
    more: dict[str, Any] = {"name": entity.name, **needed}
    if kind == "location":
        found = where.locate(entity.iri)
        country = next((place.code for place in where.above(entity.iri) if place.code), None)
        if found and found[1] and found[0].kind == "S":
            more |= {"latitude": found[0].latitude, "longitude": found[0].longitude}
        if country:
            more["country"] = country
        if "country" not in more and "latitude" not in more:
            # The standard asks for one of the three, and for a word of this form.
            more["region"] = "-".join(entity.name.lower().split())
    elif kind == "threat-actor":
        more["aliases"] = list(entity.aliases)
    elif entity.cls in SECTORS:
        more["sectors"] = [SECTORS[entity.cls]]
    references = [{"source_name": "kg", "url": entity.iri}, *({"source_name": "link", "url": link} for link in entity.links)]
    return _made(kind, entity.iri, day, external_references=references, **more)


def _event(event: Event, document: Document | None) -> dict[str, Any]:
    harm = [f"{number} {what}" for number, what in ((event.killed, "killed"), (event.injured, "injured")) if number is not None]
    stated = [event.cls, *([f"date {event.earliest} to {event.latest}"] if event.earliest or event.latest else []), *harm]
    return _made("incident", event.iri, document.issued if document else None, name=event.name, description="; ".join(stated),
                 labels=[event.cls], external_references=[{"source_name": "kg", "url": event.iri}])


def _roles(event: Event, made: dict[str, Any], known: Mapping[IRI, str], document: Document | None) -> Iterator[dict[str, Any]]:
    for role, kind in ROLES.items():
        for node in getattr(event, role):
            if node.iri in known:
                yield _made("relationship", f"{event.iri} {role} {node.iri}", document.issued if document else None,
                            relationship_type=kind, source_ref=made["id"], target_ref=known[node.iri])


def _relation(found: Statement, known: Mapping[IRI, str], day: datetime.date | None) -> Iterator[dict[str, Any]]:
    assert isinstance(found.object, Node)
    if {found.subject.iri, found.object.iri} <= set(known):
        iri = f"{found.subject.iri} {found.predicate} {found.object.iri}"
        yield _made(
            "relationship", iri, day, relationship_type=RELATIONS[found.predicate],
            description=found.predicate, source_ref=known[found.subject.iri], target_ref=known[found.object.iri],
            confidence=round(100 * found.confidence),
        )


def _report(document: Document, told: list[str]) -> dict[str, Any]:
    time = f"{(document.issued or EARLIEST).isoformat()}T00:00:00Z"
    references = [{"source_name": document.publisher or document.name, "url": document.source or document.iri}]
    return _made("report", document.iri, document.issued, name=document.title or document.name, published=time,
                 report_types=["threat-report"], object_refs=told, external_references=references)
