"""A graph as objects of other libraries: the same things and facts, and a clear word where a library is missing."""

import sys
import xml.etree.ElementTree as ElementTree

import pytest
import rdflib
from conftest import fill

import kg
from kg.errors import MissingExtra, UsageError
from kg.graph import html

KG = rdflib.Namespace("https://w3id.org/kg-builder/ontology#")
ID = rdflib.Namespace("https://w3id.org/kg-builder/id/")


def test_tables(story):
    claims = story.to_pandas()
    assert len(claims) == len(story.claims()) and {"subject", "subject_iri", "certainty", "words", "start"} <= set(claims.columns)
    denied = claims[claims.polarity == "negated"]
    assert set(denied.source) == {"Northern Front", "foreign ministry"}
    assert list(story.to_pandas("documents").publisher) == ["Ruritanian Press Agency", "Grauland Herald"]
    assert story.to_pandas("entities").set_index("name").aliases["Northern Front"] == "Front"
    assert story.to_pandas("events").places.to_list() == ["Hentzau", "", "Hentzau"]
    assert story.to_pandas("statements").documents.sum() == len(story.statements())
    assert list(story.query_df("kinds", ).columns) == ["kind", "number", "example"]
    with pytest.raises(UsageError, match="There are: entities, events"):
        story.to_pandas("people")


def test_rdflib_reads_the_store_itself(tmp_path):
    with kg.open(fill(tmp_path / "g.kg"), write=True) as graph:
        shared = graph.to_rdflib()
        assert (ID["ana-petrov"], KG.leads, ID["northern-front"]) in shared
        assert len(shared) == len(list(graph.construct("CONSTRUCT WHERE { ?s ?p ?o }")))
        names = {str(row[0]) for row in shared.query("SELECT ?n { ?x a kg:Person ; rdfs:label ?n }")}
        assert names == {"Ana Petrov", "Oskar Lindt", "Rupert Holm"}
        graph.retract("1987-05-20-talks")
        assert (ID["oskar-lindt"], rdflib.RDF.type, KG.Person) not in shared, "nothing is copied"


def test_owlready(story):
    onto = story.to_owlready()
    front = next(group for group in onto.ArmedGroup.instances() if "Northern Front" in group.label)
    assert [leader.label.first() for leader in front.ledBy] == ["Ana Petrov"], "inverses come from the ontology"
    (attack,) = onto.MissileAttack.instances()
    assert attack.killed in (4, [4]) and onto.Attack in onto.MissileAttack.is_a
    assert set(onto.Person.instances()) <= set(onto.Agent.instances())
    assert not attack.agent, "a suspect is no agent"


def test_notebook_view(story):
    shown = story._repr_html_()
    assert shown.startswith("<div>") and "3 Person" in shown and "http://" not in shown.replace("http://www.w3.org/2000/svg", "")
    picture = ElementTree.fromstring(html.picture(story))
    assert {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")} >= {"Northern Front", "Ana Petrov", "leads"}
    assert shown == story._repr_html_()


def test_an_empty_graph_has_no_picture(store):
    graph = kg.Graph(store)
    assert html.picture(graph) == "" and "<table>" in graph._repr_html_()
    assert graph.to_networkx().number_of_nodes() == 0 and graph.to_pandas().empty
    assert graph.timeline() == graph.entities() == graph.claims() == graph.search("x") == []


def test_names_are_escaped(store):
    from factories import make_document

    from kg import ontology, rdf
    from kg.model import Entity, Extraction, Relation, Span
    document = make_document("x backs y")
    told = Extraction(document, (Entity("a", "Person", "<b>A & B</b>"), Entity("b", "ArmedGroup", "\"'")),
                      (Relation("a", "leads", "b", Span(0, 1), "noun"),))
    store.replace([(rdf.document_iri(document), rdf.quads(told, ontology=ontology.load()))])
    shown = kg.Graph(store, name="<i>")._repr_html_()
    assert "<b>A" not in shown and "&lt;b&gt;A &amp; B" in shown and "<i>" not in shown


@pytest.mark.parametrize(("library", "extra", "call"), [
    ("networkx", "networkx", lambda graph, path: graph.to_networkx()),
    ("networkx", "networkx", lambda graph, path: graph.save(path / "g.graphml")),
    ("pandas", "pandas", lambda graph, path: graph.to_pandas()),
    ("pandas", "pandas", lambda graph, path: graph.query_df("kinds")),
    ("oxrdflib", "rdflib", lambda graph, path: graph.to_rdflib()),
])
def test_what_is_missing_is_told_with_its_remedy(story, tmp_path, monkeypatch, library, extra, call):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=rf"needs {library}. Install it with: pip install 'kg-builder\[{extra}\]'"):
        call(story, tmp_path)
    assert not list(tmp_path.iterdir())
