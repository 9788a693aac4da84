"""The graph of one document, against each sentence of the data model."""

import datetime
from dataclasses import replace
from decimal import Decimal

import factories
import pyoxigraph as ox
import pytest

from kg import rdf
from kg.errors import UnknownName, UsageError
from kg.model import Document, Entity, Event, Extraction, Period, Relation, Span, Status
from kg.ontology import KG, load
from kg.rdf import IRI, PREFIXES, document_iri, entity_iri, from_term, ntriples, quads, to_term

TEXT = "Northern Front rebels shelled Camp Zenda in May 1987, General Ana Petrov of the Northern Front may have said."
RAID = "#event=raid"
ASSERTED, PROBABLE = Status(), Status("probable")


@pytest.fixture(scope="module")
def ontology():
    return load()


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def fact(subject="northern-front", predicate="backs", value="ana-petrov", words="Northern Front rebels", status=ASSERTED, **more):
    return Relation(subject, predicate, value, span(words), more.pop("rule", "frame"), status, **more)


def extraction(*relations: Relation, events: tuple[Event, ...] = (), entities: tuple[Entity, ...] = ()) -> Extraction:
    known = Entity("northern-front", "ArmedGroup", "Northern Front"), Entity("ana-petrov", "Person", "Ana Petrov")
    return Extraction(Document("memo", TEXT, ()), entities or known, relations, events)


class Asked:
    """The built graph, for questions with prefixed names."""

    def __init__(self, built: list[ox.Quad]) -> None:
        self.store = ox.Store()
        self.store.extend(ox.Quad(*quad.triple) for quad in built)

    def ask(self, pattern: str) -> bool:
        return bool(self.store.query(f"ASK {{ {pattern} }}", prefixes={**PREFIXES, "doc": "https://w3id.org/kg-builder/id/document/"}))

    def column(self, pattern: str) -> list:
        found = self.store.query(f"SELECT ?x {{ {pattern} }}", prefixes=PREFIXES)
        return sorted(row["x"].value for row in found)

    def claimed(self, pattern: str) -> set[tuple]:
        statement = "?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ."
        return {tuple(row) for row in self.store.query(f"SELECT ?s ?p ?o {{ {statement} {pattern} }}", prefixes=PREFIXES)}


@pytest.fixture
def asked(ontology):
    return lambda *args, **more: Asked(quads(extraction(*args, **more), ontology=ontology))


def raid(*roles: Relation, status=ASSERTED) -> Event:
    return Event(RAID, "MissileAttack", "shelling of Camp Zenda", (span("shelled"),), roles, status)


# Names


def test_document_iris_never_meet():
    names = ["a b", "a%20b", "a+b", "a/b", "a#b", "a?b", "https://example.org/x?y=1#z", "\u00c1ngel", "A\u0301ngel"]
    iris = [document_iri(Document(name, "", ())).value for name in names]
    assert len(set(iris)) == len(names)
    assert all(iri.startswith(rdf.BASE + "document/") and iri.count("#") == 0 for iri in iris)


def test_a_document_and_an_entity_of_one_name_are_two_things():
    document = document_iri(Document("northern-front", "", ()))
    assert entity_iri("northern-front", document) != document


@pytest.mark.parametrize(("key", "tail"), [
    ("northern-front", "https://example.org/northern-front"),
    ("#entity=rebels,3", "urn:doc#entity=rebels,3"),
    ("#event=a b", "urn:doc#event=a%20b"),
    ("são-tomé", "https://example.org/s%C3%A3o-tom%C3%A9"),
    ("a#b", "https://example.org/a%23b"),
])
def test_entity_iris(key, tail):
    assert entity_iri(key, ox.NamedNode("urn:doc"), base="https://example.org/").value == tail


@pytest.mark.parametrize("base", ["example", "https://example.org", "https://example.org/a b/", ""])
def test_a_base_that_names_cannot_be_appended_to_is_refused(base):
    with pytest.raises(UsageError, match="base"):
        document_iri(Document("a", "", ()), base=base)


# The document


def test_metadata(ontology):
    document = Document("memo", TEXT, (), title="A raid", issued=datetime.date(1987, 5, 14), publisher="Herald",
                        source="https://example.org/a")
    built = Asked(quads(Extraction(document), ontology=ontology))
    assert built.ask(f"""doc:memo a kg:Document, nif:Context ; dcterms:identifier "memo" ; dcterms:title "A raid" ;
        dcterms:issued "1987-05-14"^^xsd:date ; dcterms:publisher "Herald" ; dcterms:source "https://example.org/a" ;
        dcterms:language "en" ; nif:isString "{TEXT}" ; nif:beginIndex 0 ; nif:endIndex {len(TEXT)}""")


def test_what_a_document_lacks_is_not_said(asked):
    assert not asked().ask("doc:memo dcterms:issued|dcterms:title|dcterms:publisher|dcterms:source ?x")


def test_all_is_in_one_graph_sorted_and_once(ontology):
    for told in factories.story():
        built = quads(told, ontology=ontology)
        assert {quad.graph_name for quad in built} == {document_iri(told.document)}
        assert built == sorted(set(built), key=str)
        assert not [t for quad in built for t in (quad.subject, quad.object) if isinstance(t, ox.BlankNode)]


def test_ntriples_are_the_same_statements(ontology):
    for told in factories.story():
        triples = list(ox.parse(ntriples(told, ontology=ontology), ox.RdfFormat.N_TRIPLES))
        assert [quad.triple for quad in triples] == [quad.triple for quad in quads(told, ontology=ontology)]


def test_texts_keep_every_character(ontology):
    text = 'Quotes "a", \\ slashes,\ttabs,\r\nlines .\n, \u2028 and <urn:x> .'
    told = Extraction(Document("memo", text, ()), (Entity("a", "Person", 'Ana "the \\" Petrov'),))
    built = quads(told, ontology=ontology)
    assert {text, 'Ana "the \\" Petrov'} <= {quad.object.value for quad in built}
    assert {quad.graph_name for quad in built} == {document_iri(told.document)}


def test_the_same_extraction_in_another_order_gives_the_same_quads(ontology):
    for told in factories.story():
        turned = replace(told, entities=told.entities[::-1], relations=told.relations[::-1], events=told.events[::-1])
        assert quads(turned, ontology=ontology) == quads(told, ontology=ontology)


def test_the_store_gives_back_what_was_built(ontology):
    """Oxigraph keeps numbers by value: only canonical ones come back as they went in."""
    built = [quad for told in factories.story() for quad in quads(told, ontology=ontology)]
    store = ox.Store()
    store.extend(built)
    assert set(store) == set(built)


# Entities and mentions


def test_an_entity_has_its_class_one_label_and_other_names(asked):
    built = asked(entities=(Entity("front", "ArmedGroup", "Northern Front", ("Front", "Northern Front")),))
    assert built.column("id:front a ?x") == [KG + "ArmedGroup"]
    assert built.column("id:front rdfs:label ?x") == ["Northern Front"]
    assert built.column("id:front skos:altLabel ?x") == ["Front"]


def test_links_and_codes(asked):
    page, thing = "https://en.wikipedia.org/wiki/Ruritania", "http://www.wikidata.org/entity/Q0"
    built = asked(entities=(Entity("ruritania", "Country", "Ruritania", links=(page, thing), code="XR"),))
    assert built.ask(f'id:ruritania owl:sameAs <{thing}> ; rdfs:seeAlso <{page}> ; gn:countryCode "XR"')
    assert built.column("id:ruritania owl:sameAs ?x") == [thing]


def test_mentions_carry_offsets_in_code_points(ontology):
    text = "🚀 Überfall: Ana Petrov spoke."
    mention = factories.Mention(Span(12, 22), "Ana Petrov", 0, 0, 0, "name")
    told = Extraction(Document("memo", text, ()), (Entity("ana-petrov", "Person", "Ana Petrov", mentions=(mention,)),))
    assert Asked(quads(told, ontology=ontology)).ask("""doc:memo\\#char\\=12\\,22 a nif:Phrase ; nif:anchorOf "Ana Petrov" ;
        nif:beginIndex 12 ; nif:endIndex 22 ; nif:referenceContext doc:memo ; itsrdf:taIdentRef id:ana-petrov""")


def test_two_entities_of_one_span_share_the_mention(asked):
    at = factories.Mention(span("Northern Front"), "Northern Front", 0, 0, 0, "name")
    built = asked(entities=(Entity("a", "Person", "A", mentions=(at,)), Entity("b", "Person", "B", mentions=(at,))))
    assert built.ask("?mention itsrdf:taIdentRef id:a, id:b") and len(built.column("?x a nif:Phrase")) == 1


def test_event_mentions_denote_the_event(asked):
    built = asked(events=(raid(),))
    assert built.ask(f"?m a nif:Phrase ; nif:anchorOf 'shelled' ; itsrdf:taIdentRef <{rdf.BASE}document/memo{RAID}>")


def test_an_unknown_class_or_property_is_an_error(asked):
    with pytest.raises(UnknownName, match=r"'Persan'.*Person"):
        asked(entities=(Entity("a", "Persan", "A"),))
    with pytest.raises(UnknownName, match=r"'back'.*backs"):
        asked(fact(predicate="back"))


def test_a_statement_about_nothing_is_an_error(asked):
    with pytest.raises(ValueError, match=r"memo: .*'nobody'"):
        asked(fact(value="nobody"))


# Claims and plain triples


def test_a_claim_says_all_about_its_statement(asked):
    built = asked(fact(status=Status(source="ana-petrov"), entry="arm", confidence=0.8999))
    assert built.ask("""?c a kg:Claim ; rdf:subject id:northern-front ; rdf:predicate kg:backs ; rdf:object id:ana-petrov ;
        kg:certainty kg:certain ; kg:polarity kg:affirmed ; kg:source id:ana-petrov ; kg:confidence 0.9 ; kg:rule "frame" ;
        kg:entry lex:arm ; prov:wasDerivedFrom ?p . ?p a nif:String ; nif:anchorOf "Northern Front rebels" ;
        nif:beginIndex 0 ; nif:endIndex 21 ; nif:referenceContext doc:memo""")
    assert not built.ask("?c kg:temporal ?t")


def test_claim_iris_are_readable_and_do_not_depend_on_the_base(ontology):
    def tail(base):
        return next(q.subject.value.partition("#")[2] for q in quads(extraction(fact()), base=base, ontology=ontology)
                    if q.object == ox.NamedNode(KG + "Claim"))
    assert tail(rdf.BASE) == tail("urn:other:") == "claim=backs,0-21,ee1bc6f2"


PLAIN = "id:northern-front kg:backs id:ana-petrov"


@pytest.mark.parametrize(("status", "plain"), [
    (Status(), True),
    (Status(source="ana-petrov"), True),
    (Status("probable"), False),
    (Status("possible"), False),
    (Status(polarity="negated"), False),
    (Status(ended=True), False),
])
def test_the_plain_triple_stands_iff_a_claim_is_asserted(asked, status, plain):
    assert asked(fact(status=status)).ask(PLAIN) is plain
    both = asked(fact(status=status), fact(words="Ana Petrov"))
    assert both.ask(PLAIN) and len(both.column("?x a kg:Claim")) == 2


def test_an_ended_state_is_a_certain_claim_that_says_so(asked):
    assert asked(fact(status=Status(ended=True))).ask(
        "?c kg:certainty kg:certain ; kg:polarity kg:affirmed ; kg:temporal kg:ended")


def test_one_passage_read_twice_is_one_claim_the_surer_one(asked):
    built = asked(fact(confidence=0.6, rule="apposition"), fact(confidence=0.8, rule="frame"), fact(confidence=0.7, rule="title"))
    assert built.column("?c kg:rule ?x") == ["frame"] and built.column("?c kg:confidence ?x") == ["0.8"]


def test_statements_of_different_status_stay_apart(asked):
    assert len(asked(fact(), fact(status=Status("possible"))).column("?x a kg:Claim")) == 2


def test_symmetric_properties_are_asserted_as_stated(asked):
    built = asked(fact(predicate="alliedWith"))
    assert built.ask("id:northern-front kg:alliedWith id:ana-petrov") and not built.ask("id:ana-petrov kg:alliedWith ?x")


def test_plain_triples_and_claims_agree_over_the_whole_story(ontology):
    """The contract, over every statement with a property of the ontology that is claimed anywhere."""
    for told in factories.story():
        built = Asked(quads(told, ontology=ontology))
        asserted = "?c kg:certainty kg:certain ; kg:polarity kg:affirmed . FILTER NOT EXISTS { ?c kg:temporal kg:ended }"
        claimed = built.claimed(asserted)
        doubted = built.claimed("") - claimed
        assert claimed and doubted
        assert all(ox.Quad(*triple) in built.store for triple in claimed)
        assert not [triple for triple in doubted if ox.Quad(*triple) in built.store]


# Events

MAY = Period("1987-05", datetime.date(1987, 5, 1), datetime.date(1987, 5, 31))
YEAR = Period("1987", datetime.date(1987, 1, 1), datetime.date(1987, 12, 31))


def test_roles_are_claims_and_plain_triples(asked):
    built = asked(events=(raid(fact(RAID, "agent", "northern-front"), fact(RAID, "killed", 4)),))
    assert built.ask(f"<{rdf.BASE}document/memo{RAID}> a kg:MissileAttack ; rdfs:label 'shelling of Camp Zenda' ; "
                     "kg:agent id:northern-front ; kg:killed 4")
    assert built.ask("?c rdf:predicate kg:killed ; rdf:object 4")


@pytest.mark.parametrize(("value", "literal", "earliest", "latest"), [
    (Period.day(datetime.date(1987, 5, 12)), '"1987-05-12"^^xsd:date', "1987-05-12", "1987-05-12"),
    (MAY, '"1987-05"^^xsd:gYearMonth', "1987-05-01", "1987-05-31"),
    (YEAR, '"1987"^^xsd:gYear', "1987-01-01", "1987-12-31"),
])
def test_dates_at_the_texts_own_precision(asked, value, literal, earliest, latest):
    event = raid(fact(RAID, "date", value))
    built = asked(events=(event,))
    assert built.ask(f'?e kg:date {literal} ; kg:earliest "{earliest}"^^xsd:date ; kg:latest "{latest}"^^xsd:date')
    assert built.column("?c rdf:subject ?e ; rdf:predicate ?x") == [KG + "date"]
    hedged = asked(events=(raid(fact(RAID, "date", value, status=PROBABLE)),))
    assert not hedged.ask("?e kg:date|kg:earliest|kg:latest ?x") and hedged.ask(f"?c rdf:object {literal}")


def test_a_range_that_is_no_date_has_claims_for_its_bounds(asked):
    built = asked(events=(raid(fact(RAID, "date", Period(None, earliest=datetime.date(1980, 1, 1)))),))
    assert built.ask('?e kg:earliest "1980-01-01"^^xsd:date') and not built.ask("?e kg:date|kg:latest ?x")
    assert built.column("?c rdf:predicate ?x") == [KG + "earliest"]


def test_links_between_events(asked):
    answer = Event("#event=strike", "Airstrike", "strike", (span("Camp Zenda"),), (fact("#event=strike", "inResponseTo", RAID),))
    assert asked(events=(raid(), answer)).ask("?b kg:inResponseTo ?a . ?a a kg:MissileAttack . ?b a kg:Airstrike")


@pytest.mark.parametrize("certainty", ["probable", "possible"])
def test_a_hedged_event_is_a_node_whose_roles_are_only_claimed(asked, certainty):
    built = asked(events=(raid(fact(RAID, "agent", "northern-front"), status=Status(certainty, source="ana-petrov")),))
    assert built.ask(f"?e a kg:MissileAttack ; rdfs:label ?l ; kg:certainty kg:{certainty}") and not built.ask("?e kg:agent ?x")
    assert built.ask(f"?c rdf:predicate kg:agent ; rdf:object id:northern-front ; kg:certainty kg:{certainty} ; "
                     "kg:polarity kg:affirmed ; kg:source id:ana-petrov")
    assert not built.ask("?c rdf:predicate rdf:type")


def test_a_denied_event_has_no_plain_class(asked):
    role = fact(RAID, "agent", "northern-front", status=Status("possible"))
    built = asked(events=(raid(role, status=Status(polarity="negated")),))
    assert not built.ask("?e a kg:MissileAttack") and built.ask("?e rdfs:label 'shelling of Camp Zenda'")
    assert built.ask("?c rdf:predicate rdf:type ; rdf:object kg:MissileAttack ; kg:polarity kg:negated ; kg:certainty kg:certain")
    assert built.ask("?c rdf:predicate kg:agent ; kg:polarity kg:negated ; kg:certainty kg:possible")


def test_a_role_may_be_less_sure_than_its_event(asked):
    built = asked(events=(raid(fact(RAID, "agent", "northern-front", status=PROBABLE)),))
    assert built.ask("?e a kg:MissileAttack") and not built.ask("?e kg:agent ?x")
    assert built.column("?c rdf:predicate ?x") == [KG + "agent"]


# Terms


@pytest.mark.parametrize("value", [
    "text", "https://example.org/", "", IRI("https://example.org/"), True, False, 0, -7, 2.5, Decimal("0.1"), Decimal("100"),
    Decimal("-0.25"), datetime.date(1987, 5, 12), datetime.datetime(1987, 5, 12, 8, 30), MAY, YEAR,
])
def test_terms_and_values_are_each_others_inverse(value):
    back = from_term(to_term(value))
    assert back == value and type(back) is type(value)


def test_terms_pass_through_and_other_types_are_refused():
    assert to_term(ox.NamedNode("urn:a")) == ox.NamedNode("urn:a")
    for value in (None, b"bytes", ["list"], datetime.timedelta(1)):
        with pytest.raises(TypeError):
            to_term(value)
    for term in (ox.BlankNode("b"), ox.Literal("P1D", datatype=ox.NamedNode(PREFIXES["xsd"] + "duration"))):
        with pytest.raises(TypeError):
            from_term(term)


@pytest.mark.parametrize("value", [Decimal("nan"), Decimal("inf"), Period(None, earliest=datetime.date(1980, 1, 1))])
def test_values_without_a_literal_are_refused(value):
    with pytest.raises(ValueError):
        to_term(value)
