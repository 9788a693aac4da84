"""FollowTheMoney entities as JSON lines, for OpenAleph and the tools of OpenSanctions."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from ..graph.records import Document, Entity, Event, Node, Statement
from ..graph.records import text as shown
from ..terms import IRI
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph

SCHEMATA: Mapping[str, str] = {
    "Person": "Person", "PersonGroup": "LegalEntity", "Organization": "Organization", "ArmedGroup": "Organization",
    "SecurityForce": "PublicBody", "GovernmentBody": "PublicBody", "PoliticalParty": "Organization",
    "InternationalOrganization": "Organization", "MediaOrganization": "Organization", "Company": "Company",
    "Country": "PublicBody", "Settlement": "Address", "Region": "Address", "Facility": "Address", "Place": "Address",
    "Position": "Position",
}
"""Class of an entity -> its schema. A country acts, so that it is a body; weapons have no schema."""
ORGANIZATIONS = frozenset({"Organization", "PublicBody", "Company"})
LEGAL = ORGANIZATIONS | {"Person", "LegalEntity"}
LINKS: Mapping[str, tuple[str, str, str, frozenset[str], frozenset[str]]] = {
    "memberOf": ("Membership", "member", "organization", LEGAL, ORGANIZATIONS),
    "leads": ("Directorship", "director", "organization", LEGAL, ORGANIZATIONS),
    "worksFor": ("Employment", "employee", "employer", frozenset({"Person"}), ORGANIZATIONS),
    "holdsPosition": ("Occupancy", "holder", "post", frozenset({"Person"}), frozenset({"Position"})),
}
"""Relation -> (schema, property of its subject, property of its object, schemata that these may have)."""
WIKIDATA = "http://www.wikidata.org/entity/"


def write(graph: "Graph", output: IO[bytes]) -> None:
    """One entity a line: documents, entities, events, and a link for each relation that is stated as certain."""
    for made in _all(graph):
        output.write(stream.line(made))


def _all(graph: "Graph") -> Iterator[dict[str, Any]]:
    for document in graph.documents():
        yield _document(document)
    codes = {entity.iri: entity.code for entity in graph.entities("Country")}
    nations: dict[IRI, list[str]] = {}
    for fact in graph.facts(predicate="nationality"):
        if isinstance(fact.object, Node) and (code := codes.get(fact.object.iri)):
            nations.setdefault(fact.subject.iri, []).append(code.lower())
    schemata: dict[IRI, str] = {}
    for entity in graph.entities():
        if entity.cls in SCHEMATA:
            schemata[entity.iri] = SCHEMATA[entity.cls]
            yield _entity(entity, nations.get(entity.iri, []))
    for event in graph.events():
        yield _event(event, schemata)
    for found in graph.statements():
        if found.asserted and isinstance(found.object, Node) and {found.subject.iri, found.object.iri} <= set(schemata):
            yield _link(found, schemata)


def identifier(iri: str) -> str:
    """The id of a thing: a hash of its IRI, as the format forbids characters that IRIs have."""
    return "kg-" + hashlib.sha1(iri.encode(), usedforsecurity=False).hexdigest()


def _made(iri: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    kept = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": identifier(iri), "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _document(document: Document) -> dict[str, Any]:
    url = document.source if (document.source or "").startswith("http") else None
    return _made(
        document.iri, "Article", fileName=[document.name], title=[document.title or document.name],
        publishedAt=[shown(document.issued)], publisher=[document.publisher], sourceUrl=[url],
    )


def _entity(entity: Entity, nations: list[str]) -> dict[str, Any]:
    schema = SCHEMATA[entity.cls]
    properties: dict[str, Sequence[str | None]] = {
        "name": [entity.name], "alias": list(entity.aliases),
        "wikidataId": [link.removeprefix(WIKIDATA) for link in entity.links if link.startswith(WIKIDATA)],
    }
    if schema == "Address":
        properties["full"] = [entity.name]
    elif schema in ORGANIZATIONS | {"LegalEntity"}:
        properties["classification"] = [entity.cls]
        properties["country"] = [entity.code.lower()] if entity.code else nations
    elif schema == "Person":
        properties["nationality"] = list(nations)
    return _made(entity.iri, schema, **properties)


def _event(event: Event, schemata: Mapping[IRI, str]) -> dict[str, Any]:
    def known(nodes: tuple[Node, ...]) -> list[str | None]:
        return [identifier(node.iri) for node in nodes if schemata.get(node.iri) in LEGAL]

    harm = [f"{number} {what}" for number, what in ((event.killed, "killed"), (event.injured, "injured")) if number is not None]
    return _made(
        event.iri, "Event", name=[event.name], keywords=[event.cls], date=[shown(event.date)], startDate=[shown(event.earliest)],
        endDate=[shown(event.latest)], location=[place.name for place in event.places],
        addressEntity=[identifier(place.iri) for place in event.places if schemata.get(place.iri) == "Address"],
        organizer=known(event.agents), involved=known((*event.targets, *event.victims, *event.participants)),
        summary=[", ".join(harm)], proof=[identifier(stream.document_of(event.iri))],
    )


def _link(found: Statement, schemata: Mapping[IRI, str]) -> dict[str, Any]:
    assert isinstance(found.object, Node)
    schema, start, end, starts, ends = LINKS.get(found.predicate, ("UnknownLink", "subject", "object", frozenset(), frozenset()))
    if starts and not (schemata[found.subject.iri] in starts and schemata[found.object.iri] in ends):
        schema, start, end = "UnknownLink", "subject", "object"
    iri = f"{found.subject.iri} {found.predicate} {found.object.iri}"
    ends_of = {start: [identifier(found.subject.iri)], end: [identifier(found.object.iri)]}
    return _made(iri, schema, **ends_of, **({} if schema == "Occupancy" else {"role": [found.predicate]}))
