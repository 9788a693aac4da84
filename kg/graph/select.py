"""Reading records out of a store by SPARQL. Every list comes back in an order that depends on its content alone."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from ..model import Certainty, Period, Polarity
from ..ontology import KG, RDF, Ontology
from ..terms import IRI, NIF, PREFIXES, Term, Value, from_term
from .records import Claim, Document, Entity, Event, Fact, Node, Passage, Rows, Statement, Summary, text

if TYPE_CHECKING:
    from ..store import Store

ROLES = {
    "agent": "agents", "target": "targets", "victim": "victims", "participant": "participants", "instrument": "instruments",
    "location": "places", "inResponseTo": "answers", "causes": "causes",
}
"""Property of an event -> the field of Event that holds the things in that role."""
VALUES = ("date", "earliest", "latest", "killed", "injured")
"""Properties of an event whose values are dates and numbers."""
RDF_TYPE = RDF + "type"
BATCH = 500
"""IRIs asked about at once: servers limit the length of a query."""


def value(term: Term | ox.BlankNode | ox.Triple | None) -> Value | None:
    """The Python value of a term of any graph: what kg has no type for comes as its text."""
    if term is None:
        return None
    if isinstance(term, ox.BlankNode | ox.Triple):
        return str(term)
    try:
        return from_term(term)
    except (TypeError, ValueError):
        return term.value


def local(iri: str) -> str:
    """The last part of an IRI: `Attack` of `https://w3id.org/kg-builder/ontology#Attack`."""
    return re.split(r"[#/]", iri)[-1]


def rows(store: "Store", sparql: str) -> list[dict[str, Term]]:
    """The solutions of a SELECT query, its prefixes added, as mappings of the variables that are bound."""
    solutions = store.query(sparql, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in solutions]


def solved(solutions: ox.QuerySolutions) -> Rows:
    """The rows of an answer as Python values."""
    columns = [variable.value for variable in solutions.variables]
    return Rows(columns, [[value(term) for term in row] for row in solutions])


def block(variable: str, terms: Iterable[Term]) -> str:
    """A VALUES block that binds one variable to any of some terms."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"


def classes(ontology: Ontology, *above: str) -> list[ox.NamedNode]:
    """The classes `above` and all below them; raises UnknownName for one that the ontology does not have."""
    wanted = {ontology.class_name(name) for name in above}
    return [ox.NamedNode(KG + name) for name in sorted(ontology.ancestry) if wanted & set(ontology.ancestry[name])]


def _properties(store: "Store", where: str, properties: Iterable[str]) -> dict[IRI, dict[str, list[Term]]]:
    """The values of some properties (prefixed names) of every ?node of a pattern, by node and local name, in order."""
    found: dict[IRI, dict[str, list[Term]]] = {}
    # A filter, as engines join a table of properties with every triple there is.
    asked = f"?node ?asked ?value FILTER(?asked IN ({', '.join(properties)}))"
    for row in rows(store, f"SELECT DISTINCT ?node ?asked ?value {{ {where} {asked} }}"):
        found.setdefault(IRI(row["node"].value), {}).setdefault(local(row["asked"].value), []).append(row["value"])
    return {node: {name: sorted(terms, key=str) for name, terms in values.items()} for node, values in sorted(found.items())}


def most_specific(types: Iterable[Term], ontology: Ontology) -> str:
    names = [local(t.value) for t in types if isinstance(t, ox.NamedNode) and t.value.startswith(KG)]
    return max(sorted(names), key=lambda name: len(ontology.ancestry.get(name, ())), default="")


def _name(iri: IRI, described: Mapping[str, list[Term]]) -> str:
    for name in ("label", "identifier"):
        if described.get(name):
            return described[name][0].value
    return local(iri)


def nodes(store: "Store", iris: Iterable[IRI], ontology: Ontology) -> dict[IRI, Node]:
    """The name and class of each of some IRIs; an IRI of which the graph says nothing has its last part for a name."""
    wanted, found = sorted(set(iris)), {}
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        described = _properties(store, block("node", map(ox.NamedNode, batch)), ("rdfs:label", "dcterms:identifier", "rdf:type"))
        for iri in batch:
            known = described.get(iri, {})
            found[iri] = Node(iri, _name(iri, known), most_specific(known.get("type", ()), ontology))
    return found


def entities(store: "Store", where: str, ontology: Ontology) -> list[Entity]:
    """The entities that ?node of a pattern stands for, by name."""
    asked = ("rdf:type", "rdfs:label", "skos:altLabel", "owl:sameAs", "rdfs:seeAlso", "gn:countryCode")
    found = []
    for iri, known in _properties(store, where, asked).items():
        links = sorted({IRI(t.value) for name in ("sameAs", "seeAlso") for t in known.get(name, ())})
        name, codes = _name(iri, known), known.get("countryCode", [])
        aliases = sorted({t.value for name in ("label", "altLabel") for t in known.get(name, ())} - {name})
        cls = most_specific(known.get("type", ()), ontology)
        found.append(Entity(iri, name, cls, tuple(aliases), tuple(links), codes[0].value if codes else None))
    return sorted(found, key=lambda entity: (entity.name, entity.iri))


def events(store: "Store", where: str, ontology: Ontology) -> list[Event]:
    """The events that ?node of a pattern stands for, in order of time; those without a date come last."""
    asked = ("rdf:type", "rdfs:label", "kg:certainty", *(f"kg:{name}" for name in (*VALUES, *ROLES)))
    described = _properties(store, where, asked)
    named = nodes(store, (IRI(t.value) for known in described.values() for role in ROLES for t in known.get(role, ())), ontology)
    found = []
    for iri, known in described.items():
        values = {name: [value(term) for term in known.get(name, ())] for name in VALUES}
        dates = [found for found in values["date"] if isinstance(found, datetime.date | Period)]
        fillers = {field: tuple(sorted((named[IRI(t.value)] for t in known.get(role, ())), key=lambda n: (n.name, n.iri)))
                   for role, field in ROLES.items()}
        found.append(Event(
            iri, _name(iri, known), most_specific(known.get("type", ()), ontology),
            min(dates, key=_sharpness, default=None), min(_days(values["earliest"]), default=None),
            max(_days(values["latest"]), default=None), **fillers,
            killed=max(_numbers(values["killed"]), default=None), injured=max(_numbers(values["injured"]), default=None),
            certainty=cast(Certainty, next((local(term.value) for term in known.get("certainty", ())), "certain")),
        ))
    return sorted(found, key=in_time)


def in_time(event: Event) -> tuple:
    """What puts events in order of time; those without a date come last."""
    return event.earliest or event.latest or datetime.date.max, event.name, event.iri


def _sharpness(date: datetime.date | Period) -> tuple[int, str]:
    """A day before a month before a year, the earlier of two."""
    written = text(date)
    return -len(written), written


def _days(values: Iterable[object]) -> list[datetime.date]:
    return [day for day in values if isinstance(day, datetime.date)]


def _numbers(values: Iterable[object]) -> list[int]:
    return [number for number in values if isinstance(number, int)]


def facts(store: "Store", where: str, ontology: Ontology, properties: Iterable[ox.NamedNode] | None = None) -> list[Fact]:
    """The plain triples ?subject ?property ?object of a pattern between entities, events and their values."""
    known = [ox.NamedNode(KG + name) for name in sorted(ontology.properties) if name not in ABOUT_CLAIMS]
    chosen = known if properties is None else list(properties)
    # Engines go through the properties one by one where nothing else is given, and else join them with every triple there is.
    only = f"FILTER(?property IN ({', '.join(map(str, chosen))}))" if where else block("property", chosen)
    found = rows(store, f"SELECT DISTINCT ?subject ?property ?object {{ {where} {only} ?subject ?property ?object }}")
    iris = {IRI(row[end].value) for row in found for end in ("subject", "object") if isinstance(row[end], ox.NamedNode)}
    named = nodes(store, iris, ontology)
    made = [Fact(named[IRI(row["subject"].value)], local(row["property"].value), _object(row["object"], named)) for row in found]
    return sorted(made, key=lambda f: (f.subject.name, f.subject.iri, f.predicate, str(f.object), getattr(f.object, "iri", "")))


ABOUT_CLAIMS = frozenset({"certainty", "polarity", "source", "confidence", "rule", "entry", "temporal"})
"""Properties that speak of claims and not of the world."""


def _object(term: Term, named: Mapping[IRI, Node]) -> Node | Value:
    return named[IRI(term.value)] if isinstance(term, ox.NamedNode) else cast(Value, value(term))


def claims(store: "Store", where: str, ontology: Ontology) -> list[Claim]:
    """The claims that ?node of a pattern stands for, all without one, in order of their documents and passages."""
    where = where.strip() or "?node a kg:Claim ."
    asked = ("rdf:subject", "rdf:predicate", "rdf:object", "kg:certainty", "kg:polarity", "kg:source", "kg:confidence", "kg:rule",
             "kg:entry", "kg:temporal", "prov:wasDerivedFrom")
    described = {iri: known for iri, known in _properties(store, where, asked).items() if "subject" in known}
    iris = {IRI(t.value) for known in described.values() for end in ("subject", "object", "source") for t in known.get(end, ())
            if isinstance(t, ox.NamedNode)}
    named = nodes(store, iris, ontology)
    read = passages(store, f"{where} ?node prov:wasDerivedFrom ?passage .")
    found = []
    for iri, known in described.items():
        one = {name: terms[0] for name, terms in known.items()}
        said = {name: local(one[name].value) for name in ("predicate", "certainty", "polarity", "entry") if name in one}
        found.append(Claim(
            iri, named[IRI(one["subject"].value)], said["predicate"], _object(one["object"], named),
            cast(Certainty, said["certainty"]), cast(Polarity, said["polarity"]),
            named[IRI(one["source"].value)] if "source" in one else None, "temporal" in one,
            float(one["confidence"].value), one["rule"].value, said.get("entry"), read[IRI(one["wasDerivedFrom"].value)],
        ))
    return sorted(found, key=lambda c: (c.passage.document, c.passage.start, c.passage.end, c.predicate, c.iri))


def statements(store: "Store", ontology: Ontology) -> list[Statement]:
    """Every statement with every status that it has in some document, by names."""
    found = rows(store, """SELECT ?subject ?property ?object ?certainty ?polarity ?temporal
        (COUNT(DISTINCT ?document) AS ?documents) (MAX(?sure) AS ?confidence) {
        ?claim rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object ; kg:certainty ?certainty ;
               kg:polarity ?polarity ; kg:confidence ?sure ; prov:wasDerivedFrom/nif:referenceContext ?document
        FILTER(?property != rdf:type)
        OPTIONAL { ?claim kg:temporal ?temporal }
    } GROUP BY ?subject ?property ?object ?certainty ?polarity ?temporal""")
    named = nodes(store, (IRI(row[end].value) for row in found for end in ("subject", "object")
                          if isinstance(row[end], ox.NamedNode)), ontology)
    made = [Statement(
        named[IRI(row["subject"].value)], local(row["property"].value), _object(row["object"], named),
        cast(Certainty, local(row["certainty"].value)), cast(Polarity, local(row["polarity"].value)), "temporal" in row,
        int(row["documents"].value), float(row["confidence"].value),
    ) for row in found]
    return sorted(made, key=lambda s: (s.subject.name, s.subject.iri, s.predicate, text(s.object), getattr(s.object, "iri", ""),
                                       s.certainty, s.polarity, s.ended))


def passages(store: "Store", where: str) -> dict[IRI, Passage]:
    """The stretches of text that ?passage of a pattern stands for, in order of document and offset."""
    found = rows(store, f"SELECT DISTINCT ?passage ?document ?start ?end ?words {{ {where} ?passage nif:anchorOf ?words ; "
                        "nif:referenceContext ?document ; nif:beginIndex ?start ; nif:endIndex ?end }")
    made = [Passage(IRI(row["passage"].value), IRI(row["document"].value), int(row["start"].value), int(row["end"].value),
                    row["words"].value) for row in found]
    return {p.iri: p for p in sorted(made, key=lambda p: (p.document, p.start, p.end))}


def documents(store: "Store", where: str = "") -> list[Document]:
    """The documents that ?node of a pattern stands for, in order of time."""
    asked = ("dcterms:identifier", "dcterms:title", "dcterms:issued", "dcterms:publisher", "dcterms:source")
    found = []
    for iri, known in _properties(store, f"{where} ?node a kg:Document .", asked).items():
        one = {name: terms[0].value for name, terms in known.items()}
        issued = next(iter(_days(map(value, known.get("issued", ())))), None)
        stated = one.get("title"), issued, one.get("publisher"), one.get("source")
        found.append(Document(iri, _name(iri, known), "Document", *stated))
    return sorted(found, key=lambda d: (d.issued or datetime.date.max, d.name, d.iri))


def summary(store: "Store", ontology: Ontology) -> Summary:
    """How much a store holds."""
    kinds = _counts(store, f'SELECT ?kind (COUNT(DISTINCT ?x) AS ?number) {{ ?x a ?kind FILTER(STRSTARTS(STR(?kind), "{KG}")) }}')
    uses = _counts(store, "SELECT ?kind (COUNT(*) AS ?number) {{ ?x ?kind ?y {} }}".format(
        block("kind", (ox.NamedNode(KG + name) for name, p in sorted(ontology.properties.items())
                       if name not in ABOUT_CLAIMS and "Event" not in p.domain))))
    found = rows(store, """SELECT ?certainty ?polarity ?temporal (COUNT(?claim) AS ?number) {
        ?claim a kg:Claim ; kg:certainty ?certainty ; kg:polarity ?polarity OPTIONAL { ?claim kg:temporal ?temporal }
    } GROUP BY ?certainty ?polarity ?temporal""")
    status = dict.fromkeys(("asserted", "hedged", "denied", "ended"), 0)
    for row in found:
        certain, affirmed = local(row["certainty"].value) == "certain", local(row["polarity"].value) == "affirmed"
        kind = "denied" if not affirmed else "ended" if "temporal" in row else "asserted" if certain else "hedged"
        status[kind] += int(row["number"].value)
    events = {name: number for name, number in kinds.items() if ontology.is_event(name)}
    entities = {name: number for name, number in kinds.items() if name not in events and name not in ("Document", "Claim")}
    return Summary(kinds.get("Document", 0), entities, uses, events, **status)


def _counts(store: "Store", query: str) -> dict[str, int]:
    """The ?number of each ?kind, the highest first."""
    found = {local(row["kind"].value): int(row["number"].value) for row in rows(store, query + " GROUP BY ?kind")}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def text_of(store: "Store", document: IRI) -> str:
    """The whole text of a document; empty where the graph does not hold it."""
    found = rows(store, f"SELECT ?text {{ {ox.NamedNode(document)} <{NIF}isString> ?text }}")
    return found[0]["text"].value if found else ""

