"""Facts to RDF: the only module that knows both the model and RDF.

`ntriples` writes the whole graph of one document, as the data model says; text, as a store reads it faster than objects:

    metadata   <DOC> a kg:Document, nif:Context, with its text
    entities   id:KEY (named) or <DOC#entity=...>: class, one label, other names, links, code
    mentions   <DOC#char=B,E> a nif:Phrase -> the entity or event it speaks of; two entities of one span share it
    claims     <DOC#claim=PREDICATE,B-E,HASH>: one per statement, status and passage; <DOC#char=B,E> a nif:String
    plain      subject predicate object, iff one of its claims is affirmed, certain and not ended

Decisions where the data model is silent:
- An entity bears its most specific class alone, a Country too: who wants all agents asks with the ontology's hierarchy.
- A role can never be surer than its event: its claim has the weaker certainty of the two, and is negated where the
  event is. The event's own status, where it is not plainly asserted, is a claim `event rdf:type kg:X`. A hedged event
  (planned, possible) keeps its plain class, as a node that is spoken of; a denied one does not.
- kg:earliest and kg:latest stand where the claim of their kg:date is asserted. A range that is no calendar date has no
  kg:date; there the two bounds are claims of their own.
- The same statement read twice from one passage with the same status is one claim, the one with the higher confidence.
"""

import functools
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pyoxigraph as ox

from .errors import UsageError
from .model import Certainty, Document, Entity, Event, Extraction, Period, Relation, Span, Status
from .ontology import KG, LEX, OWL, RDF, RDFS, Ontology
from .terms import BASE, DCTERMS, GN, IRI, ITSRDF, NIF, PREFIXES, PROV, SKOS, XSD, decimal, from_term, in_graph, to_term

__all__ = ["BASE", "IRI", "PREFIXES", "document_iri", "entity_iri", "from_term", "ntriples", "quads", "to_term"]

LANGUAGE, INTEGER = '"en"', f"^^<{XSD}integer>"
TYPE, SUBJECT, PREDICATE, OBJECT = (f"<{RDF}{name}>" for name in ("type", "subject", "predicate", "object"))
LABEL, SEE_ALSO, SAME_AS, ALT_LABEL = f"<{RDFS}label>", f"<{RDFS}seeAlso>", f"<{OWL}sameAs>", f"<{SKOS}altLabel>"
COUNTRY_CODE, DERIVED_FROM, DENOTES = f"<{GN}countryCode>", f"<{PROV}wasDerivedFrom>", f"<{ITSRDF}taIdentRef>"
CONTEXT, PHRASE, STRING, IS_STRING, ANCHOR, BEGIN, END, REFERENCE = (
    f"<{NIF}{name}>"
    for name in ("Context", "Phrase", "String", "isString", "anchorOf", "beginIndex", "endIndex", "referenceContext")
)
IDENTIFIER, TITLE, ISSUED, PUBLISHER, SOURCE_OF, LANGUAGE_OF = (
    f"<{DCTERMS}{name}>" for name in ("identifier", "title", "issued", "publisher", "source", "language")
)
DOCUMENT, CLAIM, CERTAINTY, POLARITY, SOURCE, CONFIDENCE, RULE, ENTRY, TEMPORAL, ENDED, DATE, EARLIEST, LATEST = (
    f"<{KG}{name}>"
    for name in ("Document", "Claim", "certainty", "polarity", "source", "confidence", "rule", "entry", "temporal", "ended",
                 "date", "earliest", "latest")
)
DENOTING = ("http://www.wikidata.org/entity/", "https://sws.geonames.org/")
"""IRIs below these stand for the thing itself (owl:sameAs); others are pages about it (rdfs:seeAlso)."""
ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible")
PLAIN_KEY = re.compile(r"#?[A-Za-z0-9._~=,:/-]+")
SAFE = "/:@!$&'()*+,;=~-._"


@functools.cache
def _checked(base: str) -> str:
    """`base` itself where keys can be appended to it."""
    try:
        ox.NamedNode(base)
    except ValueError as error:
        raise UsageError(f"The base {base!r} is no absolute IRI: {error}. Give one such as {BASE}") from error
    if not base.endswith(("/", ":")):
        raise UsageError(f"The base {base!r} must end in '/' or ':', as names are appended to it.")
    return base


def document_iri(document: Document, *, base: str = BASE) -> ox.NamedNode:
    """The IRI of a document, which is also the name of its graph.

    What IRIs cannot hold is percent-encoded, and nothing else changed: two identifiers never meet in one IRI.

    >>> document_iri(Document("2019 04 raid", "", ()), base="https://example.org/")
    <NamedNode value=https://example.org/document/2019%2004%20raid>
    """
    return ox.NamedNode(f"{_checked(base)}document/{quote(document.identifier, safe=SAFE)}")


def entity_iri(key: str, document: ox.NamedNode, *, base: str = BASE) -> ox.NamedNode:
    """The IRI of an entity or event by its key: below `base`, or below the document where the key begins with "#".

    >>> entity_iri("northern-front", ox.NamedNode("urn:d"), base="https://example.org/")
    <NamedNode value=https://example.org/northern-front>
    """
    if not PLAIN_KEY.fullmatch(key):
        key = ("#" if key[:1] == "#" else "") + quote(key[1:] if key[:1] == "#" else key, safe=SAFE)
    return ox.NamedNode((document.value if key[0] == "#" else _checked(base)) + key)


def ntriples(extraction: Extraction, *, base: str = BASE, ontology: Ontology) -> bytes:
    """The graph of one document as N-Triples: each statement once, sorted.

    Raises UnknownName for a class or property that the ontology does not have, ValueError for a statement about a
    key that is no entity or event of the extraction.

    >>> from kg.ontology import load
    >>> print(ntriples(Extraction(Document("memo", "", ())), base="urn:", ontology=load()).decode().splitlines()[0])
    <urn:document/memo> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex> "0"^^<http://www...integer> .
    """
    writer = _Writer(extraction, base, ontology)
    writer.metadata()
    for entity in extraction.entities:
        writer.entity(entity)
    for event in extraction.events:
        writer.event(event)
    for relation in _once([*extraction.relations, *(role for event in extraction.events for role in _roles(event))]):
        writer.claim(relation)
    return "\n".join([*sorted(set(writer.lines)), ""]).encode()


def quads(extraction: Extraction, *, base: str = BASE, ontology: Ontology) -> list[ox.Quad]:
    """The same statements as quads of the document's named graph, in the same order."""
    content = in_graph(ntriples(extraction, base=base, ontology=ontology), document_iri(extraction.document, base=base))
    return list(ox.parse(content, ox.RdfFormat.N_QUADS))


def _roles(event: Event) -> Iterator[Relation]:
    """An event's statements, none of them surer than the event itself, and its class where that is denied."""
    for role in event.roles:
        role = role if event.status.asserted else replace(role, status=_weaker(role.status, event.status))
        period = role.object
        if isinstance(period, Period) and period.value is None:
            bounds = ("earliest", period.earliest), ("latest", period.latest)
            yield from (replace(role, predicate=name, object=Period.day(day)) for name, day in bounds if day)
        else:
            yield role
    if event.status.polarity == "negated" and event.mentions:
        sure = max((role.confidence for role in event.roles), default=0.5)
        yield Relation(event.key, "type", event.cls, min(event.mentions), "event status", event.status, sure)


def _weaker(status: Status, event: Status) -> Status:
    return Status(
        max(status.certainty, event.certainty, key=ORDER.index),
        "negated" if "negated" in (status.polarity, event.polarity) else "affirmed",
        status.source or event.source,
        status.ended or event.ended,
    )


def _statement(relation: Relation) -> tuple[str, ...]:
    """What makes a claim this claim: all but how and how surely it was read."""
    value, status = relation.object, relation.status
    return (
        relation.subject, relation.predicate, str(value.value if isinstance(value, Period) else value), status.certainty,
        status.polarity, status.source or "", "ended" if status.ended else "", *map(str, relation.evidence),
    )


def _once(relations: list[Relation]) -> list[Relation]:
    """Each statement once, in the reading with the highest confidence."""
    best: dict[tuple[str, ...], Relation] = {}
    for relation in relations:
        key = _statement(relation)
        rival = best.get(key)
        if rival is None or _rank(relation) > _rank(rival):
            best[key] = relation
    return list(best.values())


def _rank(relation: Relation) -> tuple[float, str, str]:
    return relation.confidence, relation.rule, relation.entry or ""


class _Writer:
    """The statements of one document while they are collected. Terms are text here, as N-Triples writes them."""

    def __init__(self, extraction: Extraction, base: str, ontology: Ontology) -> None:
        self.document, self.ontology = extraction.document, ontology
        document = document_iri(extraction.document, base=base)
        self.iri, self.graph = document.value, f"<{document.value}>"
        self.lines: list[str] = []
        self.nodes = {key: str(entity_iri(key, document, base=base))
                      for key in (*(e.key for e in extraction.entities), *(e.key for e in extraction.events))}
        self.passages: dict[Span, str] = {}

    def say(self, subject: str, predicate: str, value: str) -> None:
        self.lines.append(f"{subject} {predicate} {value} .")

    def metadata(self) -> None:
        document, node = self.document, self.graph
        for predicate, term in ((TYPE, DOCUMENT), (TYPE, CONTEXT), (LANGUAGE_OF, LANGUAGE)):
            self.say(node, predicate, term)
        for predicate, value in (
            (IDENTIFIER, document.identifier), (IS_STRING, document.text), (BEGIN, 0), (END, len(document.text)),
            (TITLE, document.title), (ISSUED, document.issued), (PUBLISHER, document.publisher), (SOURCE_OF, document.source),
        ):
            if value is not None:
                self.say(node, predicate, str(to_term(value)))

    def entity(self, entity: Entity) -> None:
        node = self.nodes[entity.key]
        self.say(node, TYPE, self.named(entity.cls))
        self.say(node, LABEL, _literal(entity.name))
        for alias in entity.aliases:
            if alias != entity.name:
                self.say(node, ALT_LABEL, _literal(alias))
        for link in entity.links:
            self.say(node, SAME_AS if link.startswith(DENOTING) else SEE_ALSO, str(ox.NamedNode(link)))
        if entity.code:
            self.say(node, COUNTRY_CODE, _literal(entity.code))
        for mention in entity.mentions:
            self.mention(mention.span, node)

    def event(self, event: Event) -> None:
        node = self.nodes[event.key]
        if event.status.polarity == "affirmed":
            # The class says what the node speaks of, as an entity's does; how sure it is that it happened is said beside it.
            self.say(node, TYPE, self.named(event.cls))
            if event.status.certainty != "certain":
                self.say(node, CERTAINTY, f"<{KG}{event.status.certainty}>")
        self.say(node, LABEL, _literal(event.label))
        for span in event.mentions:
            self.mention(span, node)

    def named(self, cls: str) -> str:
        return f"<{KG}{self.ontology.class_name(cls)}>"

    def mention(self, span: Span, denoted: str) -> None:
        node = self.passage(span)
        self.say(node, TYPE, PHRASE)
        self.say(node, DENOTES, denoted)

    def passage(self, span: Span) -> str:
        """The node of a stretch of the text, described once; who asks for it says what it is."""
        node = self.passages.get(span)
        if node is None:
            start, end = span
            node = self.passages[span] = f"<{self.iri}#char={start},{end}>"
            self.say(node, ANCHOR, _literal(self.document.text[start:end]))
            self.say(node, BEGIN, f'"{start}"{INTEGER}')
            self.say(node, END, f'"{end}"{INTEGER}')
            self.say(node, REFERENCE, self.graph)
        return node

    def node(self, key: str) -> str:
        try:
            return self.nodes[key]
        except KeyError:
            where = self.document.identifier
            raise ValueError(f"{where}: a statement speaks of {key!r}, which is no entity or event there.") from None

    def statement(self, relation: Relation) -> tuple[str, str, str]:
        subject, value = self.node(relation.subject), relation.object
        if relation.predicate == "type":
            return subject, TYPE, self.named(str(value))
        predicate = f"<{KG}{self.ontology.property(relation.predicate).name}>"
        return subject, predicate, self.node(value) if isinstance(value, str) else str(to_term(value))

    def claim(self, relation: Relation) -> None:
        subject, predicate, value = self.statement(relation)
        status, (start, end) = relation.status, relation.evidence
        digest = hashlib.blake2b("\n".join(_statement(relation)).encode(), digest_size=4).hexdigest()
        node = f"<{self.iri}#claim={relation.predicate},{start}-{end},{digest}>"
        passage = self.passage(relation.evidence)
        self.say(passage, TYPE, STRING)
        self.say(node, TYPE, CLAIM)
        self.say(node, SUBJECT, subject)
        self.say(node, PREDICATE, predicate)
        self.say(node, OBJECT, value)
        self.say(node, CERTAINTY, f"<{KG}{status.certainty}>")
        self.say(node, POLARITY, f"<{KG}{status.polarity}>")
        self.say(node, CONFIDENCE, str(decimal(relation.confidence)))
        self.say(node, RULE, _literal(relation.rule))
        self.say(node, DERIVED_FROM, passage)
        if status.source:
            self.say(node, SOURCE, self.node(status.source))
        if relation.entry:
            self.say(node, ENTRY, f"<{LEX}{quote(relation.entry)}>")
        if status.ended:
            self.say(node, TEMPORAL, ENDED)
        if status.asserted:
            self.say(subject, predicate, value)
            if predicate == DATE and isinstance(relation.object, Period):
                for bound, day in ((EARLIEST, relation.object.earliest), (LATEST, relation.object.latest)):
                    if day:
                        self.say(subject, bound, str(to_term(day)))


def _literal(text: str) -> str:
    return str(ox.Literal(text))
