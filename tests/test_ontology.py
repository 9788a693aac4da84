"""ontology/kg.ttl: every term of the data model, described, placed, aligned, and free of contradiction."""

import re
import shutil

import pyoxigraph as ox
import pytest

from kg import check
from kg.errors import OntologyError, UnknownName
from kg.ontology import KG, OWL, RDF, RDFS, load, read_turtle
from kg.resources import folder
from kg.terms import SKOS

SCHEMA = read_turtle(folder("ontology") / "kg.ttl")
ONTOLOGY = ox.NamedNode(KG.rstrip("#"))
VOCABULARIES = {
    "schema.org": "https://schema.org/", "W3C ORG": "http://www.w3.org/ns/org#", "FOAF": "http://xmlns.com/foaf/0.1/",
    "SEM": "http://semanticweb.cs.vu.nl/2009/11/sem/", "PROV-O": "http://www.w3.org/ns/prov#",
    "GeoSPARQL": "http://www.opengis.net/ont/geosparql#", "WGS84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
words = str.split
CLASSES = words("""
    Agent Person Organization ArmedGroup SecurityForce GovernmentBody PoliticalParty InternationalOrganization MediaOrganization
    Company PersonGroup Place Country Settlement Region Facility Weapon Position Document Claim Event Attack Airstrike
    MissileAttack DroneStrike Bombing ArmedAssault ArmedClash Assassination MilitaryOperation Interception Kidnapping Arrest
    Protest Threat Meeting Agreement Sanction Election
""")
RELATIONS = words("backs opposes alliedWith memberOf partOf leads worksFor holdsPosition affiliatedWith locatedIn basedIn "
                  "nationality")
ROLES = words("agent target victim participant instrument location date earliest latest killed injured inResponseTo causes")
CLAIM = words("certainty polarity source confidence rule temporal entry")
VALUES = words("certain probable possible affirmed negated ended")
COMMON_ABOVE = {"Person": "Agent", "ArmedGroup": "Organization", "Country": "Agent", "Settlement": "Place", "Airstrike": "Attack",
                "Sanction": "Event", "PersonGroup": "Agent", "SecurityForce": "Organization", "Assassination": "Attack"}


def objects(subject: ox.NamedNode, predicate: str) -> list:
    return [q.object for q in SCHEMA.quads_for_pattern(subject, ox.NamedNode(predicate), None)]


def own(kind: str) -> list[ox.NamedNode]:
    found = {q.subject for q in SCHEMA.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + kind))}
    return sorted((term for term in found if isinstance(term, ox.NamedNode) and term.value.startswith(KG)), key=str)


PROPERTIES = own("ObjectProperty") + own("DatatypeProperty")
TERMS = own("Class") + PROPERTIES + own("NamedIndividual")


def local(term: ox.NamedNode) -> str:
    return term.value.removeprefix(KG)


def test_all_names_of_the_data_model_are_there():
    terms = load()
    assert set(CLASSES) <= set(terms.ancestry)
    assert set(RELATIONS + ROLES + CLAIM) <= set(terms.properties)
    assert {local(term) for term in own("NamedIndividual")} == set(VALUES)


@pytest.mark.parametrize(("cls", "above"), COMMON_ABOVE.items())
def test_the_hierarchy_of_the_data_model(cls, above):
    assert load().is_a(cls, above)


def test_a_country_is_place_and_agent_and_nothing_else_is_both():
    terms = load()
    assert [cls for cls in terms.ancestry if terms.is_a(cls, "Agent") and terms.is_a(cls, "Place")] == ["Country"]


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_every_term_has_a_label_and_one_sentence(term):
    (label,), (comment,) = objects(term, RDFS + "label"), objects(term, RDFS + "comment")
    assert label.language == comment.language == "en"
    assert re.fullmatch(r"[A-Z].*[^.]\.", comment.value) and ". " not in comment.value


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_every_property_has_a_domain_and_a_range(term):
    assert len(objects(term, RDFS + "domain")) == len(objects(term, RDFS + "range")) == 1


def test_domains_and_ranges_are_classes_of_the_ontology_or_datatypes():
    terms, datatypes = load(), {"date", "gYearMonth", "gYear", "integer", "decimal", "string"}
    for name, known in terms.properties.items():
        assert known.domain and known.domain <= set(terms.ancestry), name
        assert known.range and known.range <= set(terms.ancestry) | datatypes | {"Frame"}, name


@pytest.mark.parametrize("name", RELATIONS)
def test_every_relation_has_its_inverse_with_the_ends_turned(name):
    terms = load()
    relation = terms.property(name)
    inverse = terms.property(relation.inverse)
    assert inverse.inverse == name
    assert (inverse.domain, inverse.range) == (relation.range, relation.domain)
    assert relation.symmetric == (name == "alliedWith")


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_terms_are_aligned_with(vocabulary):
    links = [RDFS + "subClassOf", RDFS + "subPropertyOf", SKOS + "closeMatch"]
    assert any(to.value.startswith(VOCABULARIES[vocabulary]) for term in TERMS for link in links for to in objects(term, link))


def test_every_foreign_term_above_ours_is_declared():
    above = {to for term in TERMS for link in ("subClassOf", "subPropertyOf") for to in objects(term, RDFS + link)}
    assert [term for term in above if not term.value.startswith(KG) and not objects(term, RDF + "type")] == []


def test_the_header_says_what_the_file_is():
    assert objects(ONTOLOGY, OWL + "versionInfo") and objects(ONTOLOGY, OWL + "versionIRI")
    said = {q.predicate.value.rpartition("/")[2] for q in SCHEMA.quads_for_pattern(ONTOLOGY, None, None)}
    assert {"title", "license", "description"} <= said


@pytest.mark.parametrize(("subject", "predicate", "object"), [
    ("Person", "leads", "ArmedGroup"), ("PersonGroup", "leads", "PersonGroup"), ("Person", "leads", "Country"),
    ("Person", "worksFor", "Country"), ("Country", "memberOf", "InternationalOrganization"),
    ("SecurityForce", "partOf", "Country"), ("Settlement", "partOf", "Region"), ("Country", "backs", "ArmedGroup"),
    ("Company", "locatedIn", "Settlement"), ("Person", "locatedIn", "Country"), ("ArmedGroup", "basedIn", "Region"),
    ("SecurityForce", "nationality", "Country"), ("Airstrike", "agent", "Country"), ("Attack", "target", "Facility"),
    ("Interception", "target", "Weapon"), ("Attack", "victim", "PersonGroup"), ("Meeting", "participant", "Person"),
    ("Attack", "instrument", "Weapon"), ("Attack", "location", "Country"), ("Attack", "causes", "Protest"),
])
def test_what_the_news_says_fits(subject, predicate, object):
    assert load().accepts(predicate, subject, object) is None


@pytest.mark.parametrize(("subject", "predicate", "object", "refused"), [
    ("Weapon", "backs", "Country", "domain"), ("Person", "nationality", "Settlement", "range"),
    ("Attack", "agent", "Weapon", "range"), ("Organization", "holdsPosition", "Position", "domain"),
    ("Person", "agent", "Person", "domain"), ("Person", "memberOf", "Settlement", "range"),
    ("Attack", "location", "Organization", "range"), ("Person", "inResponseTo", "Attack", "domain"),
    ("Attack", "instrument", "Person", "range"),
])
def test_nonsense_is_refused(subject, predicate, object, refused):
    assert load().accepts(predicate, subject, object) == refused


def test_unknown_names_list_the_near_ones():
    with pytest.raises(UnknownName, match="Near it: ArmedGroup"):
        load().class_name("ArmedGrup")


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "kg.ttl").write_text("@prefix kg: <urn:x> .\nkg:a kg:b\n")
    with pytest.raises(OntologyError, match=r"kg\.ttl"):
        read_turtle(tmp_path / "kg.ttl")


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, which is not here")
def test_the_ontology_is_consistent_and_every_class_can_have_members():
    assert check.consistent().consistent
