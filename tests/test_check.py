"""The shapes and rules: a good graph passes, and each shape and rule fails on the one change that it is there for."""

import shutil
from dataclasses import dataclass

import factories
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection

import kg.store
from kg import check, ontology, rdf
from kg.check import Consistency, Violation, consistent, validate
from kg.ontology import KG, RDF, RDFS, load
from kg.resources import folder
from kg.terms import DCTERMS, GN, ITSRDF, NIF, OWL, PROV, SKOS, XSD, to_term

PREFIX = {
    "kg": KG, "rdf": RDF, "rdfs": RDFS, "nif": NIF, "itsrdf": ITSRDF, "dcterms": DCTERMS, "prov": PROV,
    "skos": SKOS, "owl": OWL, "gn": GN,
}
GOOD = [quad for extraction in factories.story()[:1] for quad in rdf.quads(extraction, ontology=load())]
DOC = GOOD[0].graph_name
KEYS = ("northern-front", "ana-petrov", "ruritania", "hentzau")
FRONT, PETROV, RURITANIA, HENTZAU = (ox.NamedNode(rdf.BASE + key) for key in KEYS)
ATTACK, RAID = (ox.NamedNode(f"{DOC.value}#event={key}") for key in ("rocket-attack", "airstrike"))


def name(short: str) -> ox.NamedNode:
    prefix, _, local = short.partition(":")
    return ox.NamedNode(PREFIX[prefix] + local)


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def first(cls: str) -> ox.NamedNode:
    return next(q.subject for q in GOOD if q.predicate == check.TYPE and q.object == name(cls))


RELATIONS = ("backs", "opposes", "alliedWith", "memberOf", "partOf", "leads", "worksFor", "holdsPosition", "affiliatedWith",
             "locatedIn", "basedIn", "nationality")
PHRASE, PASSAGE, CLAIM = first("nif:Phrase"), first("nif:String"), first("kg:Claim")


@dataclass
class Change:
    """A graph that is good but for one change. `value` None takes the property away; `more` adds instead of replacing."""

    rule: str
    node: ox.NamedNode
    predicate: str
    value: object = None
    more: bool = False

    def graph(self) -> list[ox.Quad]:
        predicate = name(self.predicate)
        kept = [q for q in GOOD if self.more or (q.subject, q.predicate) != (self.node, predicate)]
        return kept if self.value is None else [*kept, ox.Quad(self.node, predicate, to_term(self.value), DOC)]


CHANGES = [
    Change("document-is-context", DOC, "rdf:type", name("kg:Document")),
    Change("document-identifier", DOC, "dcterms:identifier"),
    Change("document-text", DOC, "nif:isString", "Another text.", more=True),
    Change("document-title", DOC, "dcterms:title", typed("1", "integer")),
    Change("document-issued", DOC, "dcterms:issued", "14 May 1987"),
    Change("document-publisher", DOC, "dcterms:publisher", "Grauland Herald", more=True),
    Change("passage-quote", PHRASE, "nif:anchorOf"),
    Change("passage-begin", PHRASE, "nif:beginIndex", -1),
    Change("passage-begin-first", PHRASE, "nif:endIndex", 0),
    Change("passage-end", PASSAGE, "nif:endIndex", "12"),
    Change("passage-document", PASSAGE, "nif:referenceContext", FRONT),
    Change("mention-denotes", PHRASE, "itsrdf:taIdentRef"),
    Change("entity-label", FRONT, "rdfs:label", "The Front", more=True),
    Change("entity-other-name", FRONT, "skos:altLabel", "Northern Front"),
    Change("entity-link", RURITANIA, "owl:sameAs", "Q0"),
    Change("entity-class", FRONT, "rdf:type", name("kg:SecurityForce"), more=True),
    Change("country-code", RURITANIA, "gn:countryCode", "RUR"),
    Change("event-label", ATTACK, "rdfs:label"),
    Change("event-class", ATTACK, "rdf:type", name("kg:Bombing"), more=True),
    Change("event-agent", RAID, "kg:agent", HENTZAU),
    Change("event-target", RAID, "kg:target", ATTACK),
    Change("event-victim", RAID, "kg:victim", ATTACK),
    Change("event-participant", RAID, "kg:participant", HENTZAU),
    Change("event-instrument", RAID, "kg:instrument", PETROV),
    Change("event-location", RAID, "kg:location", FRONT),
    Change("event-date", RAID, "kg:date", "Wednesday"),
    Change("event-earliest", RAID, "kg:earliest", typed("1987-05", "gYearMonth")),
    Change("event-latest", RAID, "kg:latest", "1987-05-13"),
    Change("event-bounds", RAID, "kg:latest", typed("1987-05-01", "date")),
    Change("event-killed", RAID, "kg:killed", "two"),
    Change("event-injured", RAID, "kg:injured", -3),
    Change("Roles-of-events", FRONT, "kg:killed", 3),
    Change("Answers", RAID, "kg:inResponseTo", FRONT),
    Change("Agents-at-both-ends", HENTZAU, "kg:backs", FRONT),
    Change("Agents-at-both-ends", FRONT, "kg:opposes", HENTZAU),
    Change("Member", HENTZAU, "kg:memberOf", FRONT),
    Change("Member-of", PETROV, "kg:memberOf", HENTZAU),
    Change("Part", PETROV, "kg:partOf", FRONT),
    Change("Leader", HENTZAU, "kg:leads", FRONT),
    Change("Holder", FRONT, "kg:worksFor", RURITANIA),
    Change("Led", PETROV, "kg:leads", ATTACK),
    Change("Employer", PETROV, "kg:worksFor", HENTZAU),
    Change("Position-held", PETROV, "kg:holdsPosition", FRONT),
    Change("Located", ATTACK, "kg:locatedIn", HENTZAU),
    Change("Location", PETROV, "kg:basedIn", FRONT),
    Change("Based", HENTZAU, "kg:nationality", RURITANIA),
    Change("Nation", PETROV, "kg:nationality", HENTZAU),
    Change("claim-subject", CLAIM, "rdf:subject"),
    Change("claim-predicate", CLAIM, "rdf:predicate", name("kg:agentt")),
    Change("claim-object", CLAIM, "rdf:object", PETROV, more=True),
    Change("claim-certainty", CLAIM, "kg:certainty", name("kg:sure")),
    Change("claim-polarity", CLAIM, "kg:polarity", name("kg:negated"), more=True),
    Change("claim-confidence", CLAIM, "kg:confidence", typed("1.5", "decimal")),
    Change("claim-rule", CLAIM, "kg:rule", ""),
    Change("claim-derivation", CLAIM, "prov:wasDerivedFrom", FRONT),
    Change("claim-source", CLAIM, "kg:source", HENTZAU),
    Change("claim-temporal", CLAIM, "kg:temporal", name("kg:certain")),
    Change("claim-entry", CLAIM, "kg:entry", "arm"),
    Change("disjoint", FRONT, "rdf:type", name("kg:Settlement"), more=True),
    Change("quote", PHRASE, "nif:anchorOf", "something else"),
    Change("plain", RURITANIA, "kg:backs"),
    Change("plain", RURITANIA, "kg:opposes", FRONT),
    Change("self", FRONT, "kg:backs", FRONT, more=True),
]


def breaches(graph: list[ox.Quad]) -> set[str]:
    return {violation.rule for violation in validate(graph)}


def test_a_good_graph_passes():
    assert validate(GOOD) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.rule)
def test_each_rule_finds_its_breach(change):
    found = [violation for violation in validate(change.graph()) if violation.rule == change.rule]
    assert found
    assert all(violation.graph == DOC.value and violation.message for violation in found)


def test_shapes_ask_for_the_domains_and_ranges_of_the_schema():
    shapes, sh = rdflib.Graph().parse(folder("ontology") / "shapes.ttl"), rdflib.Namespace(check.SHACL)
    terms = load()

    def asked(property: str, end: str) -> set[str]:
        """The classes that a shape of this end of a relation lets in."""
        (shape,) = (s for s in shapes.subjects(sh[end], rdflib.URIRef(KG + property)))
        either = shapes.value(shape, sh["or"])
        nodes = [shape] if either is None else Collection(shapes, either)
        return {str(shapes.value(node, sh["class"])).removeprefix(KG) for node in nodes}

    def below(classes) -> set[str]:
        return {cls for cls in terms.ancestry if terms.fits(cls, frozenset(classes))}

    for property in terms.properties.values():
        if property.name in RELATIONS:
            assert below(asked(property.name, "targetSubjectsOf")) == below(property.domain), property.name
            assert below(asked(property.name, "targetObjectsOf")) == below(property.range), property.name


def test_blank_nodes_are_found():
    blank = ox.BlankNode("b")
    assert "Nodes" in breaches([*GOOD, ox.Quad(blank, check.TYPE, name("kg:Claim"), DOC)])


def test_every_shape_has_its_change():
    shapes = ontology.read_turtle(folder("ontology") / "shapes.ttl")
    targets = [ox.NamedNode(check.SHACL + kind) for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf")]
    named = {q.subject.value.rpartition("#")[2] for target in targets for q in shapes.quads_for_pattern(None, target, None)}
    assert named - {change.rule for change in CHANGES} == {"Nodes"}


def test_the_classes_and_predicates_of_the_shapes_are_all_of_the_ontology():
    shapes, terms = ontology.read_turtle(folder("ontology") / "shapes.ttl"), load()
    listed = {q.object.value.removeprefix(KG) for q in shapes.quads_for_pattern(None, ox.NamedNode(RDF + "first"), None)
              if isinstance(q.object, ox.NamedNode) and q.object.value.startswith(KG)}
    kinds = {cls for cls in terms.ancestry if not {"Document", "Claim", "Certainty", "Polarity", "Temporality"} & {cls}}
    assert kinds <= listed
    claimed = {prop for prop, known in terms.properties.items() if "Claim" not in known.domain}
    assert all(terms.properties[prop].inverse in listed for prop in claimed - listed)
    assert {prop for prop in listed if prop in terms.properties} <= claimed


def test_a_hedged_or_denied_statement_must_not_stand():
    hedged = next(q.subject for q in GOOD if q.predicate == name("kg:certainty") and q.object == name("kg:probable"))
    parts = {q.predicate: q.object for q in GOOD if q.subject == hedged}
    stated = ox.Quad(parts[check.SUBJECT], parts[check.PREDICATE], parts[check.OBJECT], DOC)
    assert breaches([*GOOD, stated]) == {"plain"}


def test_a_store_is_checked_graph_by_graph_and_its_union(tmp_path):
    told = [(rdf.document_iri(e.document), rdf.quads(e, ontology=load())) for e in factories.story()]
    with kg.store.open(tmp_path / "a.kg", create=True) as store:
        store.replace(told)
        assert validate(store) == []
        store.update(f"INSERT DATA {{ <{FRONT.value}> <{KG}backs> <{HENTZAU.value}> }}")
        assert [(v.graph, v.node, v.rule) for v in validate(store)] == [("default graph", FRONT.value, "union")]


def test_two_documents_that_disagree_on_a_class_are_named_both():
    elsewhere = ox.NamedNode("urn:another")
    named = ox.Quad(FRONT, check.TYPE, name("kg:Settlement"), elsewhere)
    found = next(violation for violation in validate([*GOOD, named]) if violation.rule == "disjoint")
    assert found.graph == DOC.value and found.value == "Settlement in urn:another"


def test_disjointness_is_that_of_the_reasoner():
    assert frozenset((KG + "Person", KG + "Facility")) in check._disjoint_pairs()
    assert frozenset((KG + "Settlement", KG + "Region")) not in check._disjoint_pairs()
    assert frozenset((KG + "Country", KG + "Agent")) not in check._disjoint_pairs()
    assert all(len(pair) == 2 for pair in check._disjoint_pairs())


def test_violations_are_sorted_and_each_is_one_line():
    broken = [q for q in GOOD if q.predicate not in (name("rdfs:label"), name("kg:rule"))]
    found = validate(broken)
    assert found == sorted(found) and len(found) > 10
    assert all("\n" not in str(violation) for violation in found)
    assert str(Violation("g", "n", "r", "It is wrong.")) == "g: <n> breaks r: It is wrong."


needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, which is not here")


@needs_java
def test_a_built_graph_is_consistent():
    answer = consistent(GOOD)
    assert answer.consistent and "statements" in answer.message


@needs_java
@pytest.mark.parametrize("nonsense", [
    (HENTZAU, "rdf:type", name("kg:Person")), (PETROV, "kg:leads", PETROV), (HENTZAU, "kg:holdsPosition", FRONT),
    (RAID, "rdf:type", name("kg:Meeting")), (RURITANIA, "rdf:type", name("kg:Facility")),
    (FRONT, "rdf:type", name("kg:SecurityForce")), (RAID, "kg:killed", "two"),
], ids=lambda nonsense: nonsense[1])
def test_the_reasoner_finds_nonsense(nonsense):
    subject, predicate, value = nonsense
    assert consistent([*GOOD, ox.Quad(subject, name(predicate), to_term(value), DOC)]).consistent is False


def test_without_java_the_answer_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(check.shutil, "which", lambda program: None)
    assert consistent() == Consistency(None, "Not checked: HermiT needs Java, and no java is found. Install a Java runtime.")
