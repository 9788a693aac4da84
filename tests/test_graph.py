"""The read API over the invented story, and what it does with names that are wrong, unclear or unknown."""

import datetime

import pytest

import kg
from kg.errors import NotFound, NothingBuilt, QueryError, QueryRefused, StoreError, UnknownName, UsageError
from kg.graph.arguments import spelled_iri
from kg.graph.names import Names, fold
from kg.graph.records import Claim, Node, text

ID = "https://w3id.org/kg-builder/id/"
MINE = f"{ID}document/1987-05-14-camp-zenda"


def test_entity_by_every_kind_of_name(story):
    front = story.entity("Northern Front")
    iri = f"{ID}northern-front"
    for name in ("the northern front", "Front", iri, f"<{iri}>", "id:northern-front", front, front.iri):
        assert story.entity(name) == front
    assert front.cls == "ArmedGroup" and front.aliases == ("Front",)
    ruritania = story.entity("Ruritania")
    assert ruritania.code == "XR" and ruritania.links == ("http://www.wikidata.org/entity/Q0",)


def test_unknown_names_list_the_near_ones(story):
    with pytest.raises(NotFound, match="Near it: Ana Petrov"):
        story.entity("Anna Petrow")
    with pytest.raises(NotFound, match="no such entity"):
        story.entity(f"{ID}nobody")
    with pytest.raises(NotFound, match="Near it: 1987-05-20-talks"):
        story.document("1987-05-20-talk")
    with pytest.raises(UnknownName, match="Near it: ArmedGroup"):
        story.entities("ArmedGroups")
    with pytest.raises(UnknownName, match="backs"):
        story.facts(predicate="back")


def test_an_event_is_no_entity_and_the_other_way_round(story):
    event = story.event("rocket attack on Camp Zenda")
    with pytest.raises(NotFound):
        story.entity(event.name)
    with pytest.raises(NotFound):
        story.event("Northern Front")
    assert story.thing(event.name) == event


def names(*entries):
    return Names([(fold(name), name, label, Node(kg.IRI(iri), name, "ArmedGroup")) for name, label, iri in entries])


def test_first_names_win_and_ties_are_told():
    known = names(("Brigade", True, "urn:a"), ("Brigade", False, "urn:b"), ("Brigade", True, "urn:d#entity=c"))
    assert known.find("brigade").iri == "urn:a"
    with pytest.raises(NotFound, match=r"may be any of 2: Brigade \(ArmedGroup\) urn:a; .* urn:b.* Give the IRI"):
        names(("Brigade", True, "urn:a"), ("Brigade", True, "urn:b")).find("brigade")


def test_search_ranks_beginnings_before_likeness(story):
    found = story.search("front")
    assert [m.node.name for m in found[:2]] == ["Northern Front", "depot of the Front"]
    assert found[0].name == "Front" and found[0].score == 100.0
    assert story.search("Oskar Lynt")[0].node.name == "Oskar Lindt"
    assert story.search("  ") == [] and story.search("zzzzqqq") == []
    assert {m.node.cls for m in story.search("r", cls="Person")} <= {"Person"}
    assert len(story.search("e", limit=2)) == 2


@pytest.mark.parametrize(("given", "iri"), [
    ("kg:backs", "https://w3id.org/kg-builder/ontology#backs"), ("http://x.org/a", "http://x.org/a"), ("urn:x", "urn:x"),
    ("Mission: Possible", None), ("Reuters:agency", None), ("Front", None),
])
def test_what_spells_an_iri(given, iri):
    assert spelled_iri(given) == iri


def test_claims_keep_status_source_and_passage(story):
    said, denied = story.claims("Ruritania", "backs", "Northern Front")
    assert said.asserted and said.source.name == "officials in Strelsau"
    assert not denied.asserted and denied.polarity == "negated" and denied.source.name == "foreign ministry"
    for claim in story.claims():
        passage = claim.passage
        whole = story.query("SELECT ?text { ?document nif:isString ?text }", document=kg.IRI(passage.document))[0].text
        assert whole[passage.start : passage.end] == passage.words


@pytest.mark.parametrize(("filters", "number"), [
    ({"certainty": "probable"}, 1), ({"polarity": "negated"}, 4), ({"source": "Oskar Lindt"}, 1),
    ({"document": "1987-05-20-talks"}, 10),
    ({"about": "Rupert Holm"}, 2), ({"subject": "Grauland"}, 1), ({"object": "Grauland"}, 3), ({"predicate": "leads"}, 1),
    ({"subject": "Grauland", "predicate": "leads"}, 0), ({"predicate": "type"}, 1), ({"predicate": "kg:leads"}, 1),
])
def test_filters_of_claims(story, filters, number):
    assert len(story.claims(**filters)) == number


def test_wrong_status(story):
    with pytest.raises(UsageError, match="one of certain, probable, possible"):
        story.claims(certainty="sure")


def test_events_by_class_agent_place_and_time(story):
    assert [e.cls for e in story.events("Attack")] == ["MissileAttack", "Airstrike"]
    assert [e.cls for e in story.events(agent="Grauland")] == ["Airstrike"]
    assert [e.cls for e in story.events(place="Hentzau")] == ["MissileAttack", "Meeting"]
    assert [e.cls for e in story.events(involving="Ana Petrov")] == ["Meeting"]
    assert [e.cls for e in story.events(since=datetime.date(1987, 5, 13), until="1987-05-17")] == ["Airstrike"]
    attack, answer = story.events("Attack")
    assert (attack.date, attack.killed, attack.injured) == (datetime.date(1987, 5, 12), 4, 9)
    assert not attack.agents, "a suspected agent is no agent"
    assert [n.name for n in attack.victims] == ["Grauland soldiers"]
    assert answer.answers[0].iri == attack.iri
    with pytest.raises(UsageError, match="1987-05-12"):
        story.events(since="May")
    with pytest.raises(UnknownName):
        story.events("Atack")


def test_neighbours_and_paths(story):
    near = {str(fact) for fact in story.neighbours("Ana Petrov")}
    assert near == {"Ana Petrov leads Northern Front", "meeting of Oskar Lindt and Ana Petrov participant Ana Petrov"}
    far = {str(fact) for fact in story.neighbours("Ana Petrov", depth=2)}
    assert near < far and "Ruritania backs Northern Front" in far
    assert [str(f) for f in story.neighbours("Ana Petrov", properties=["leads"])] == ["Ana Petrov leads Northern Front"]
    (path,) = story.paths("Ruritania", "Grauland")
    assert [str(fact) for fact in path] == ["Ruritania backs Northern Front", "Grauland opposes Northern Front"]
    assert story.paths("Ruritania", "Grauland", longest=1) == []
    assert story.paths("Ruritania", "Ruritania") == []
    assert story.paths("Ruritania", "Strelsau") == []


def test_explain(story):
    (found,) = story.explain("Ana Petrov", "leads", "Northern Front")
    assert found.marked("<<", ">>").startswith("Ruritania arms the Northern Front, <<a militia led by General Ana Petrov>>, off")
    assert [m.words for m in found.names] == ["militia", "Ana Petrov"]
    assert found.document.publisher == "Ruritanian Press Agency"
    assert story.explain(found.claim) == story.explain(found.claim.iri) == [found]
    with pytest.raises(NotFound, match="No document states: Grauland backs"):
        story.explain("Grauland", "backs", "Ruritania")
    with pytest.raises(NotFound):
        story.explain("urn:no-claim")


@pytest.mark.parametrize(("predicate", "value"), [
    ("killed", 4), ("killed", "4"), ("date", "1987-05-12"), ("date", datetime.date(1987, 5, 12)), ("kg:injured", 9),
    ("date", kg.Period("1987-05-12")),
])
def test_numbers_and_dates_are_objects_too(story, predicate, value):
    event = story.event("rocket attack on Camp Zenda")
    assert [why.claim.subject.iri for why in story.explain(event, predicate, value)] == [event.iri]
    assert len(story.facts(event, predicate, value)) == 1
    assert not story.facts(event, "killed", 5) and not story.facts(event, "date", "1987")


def test_classes_are_objects_too(story):
    (claim,) = story.claims(predicate="type", object="Kidnapping")
    assert claim.polarity == "negated"


def test_query_rows(story):
    rows = story.query("SELECT ?class ?n { ?x a kg:Person ; rdfs:label ?n BIND('p' AS ?class) } ORDER BY ?n")
    assert rows.columns == ("class", "n") and rows[0]._fields == ("_0", "n")
    assert [row.n for row in rows] == ["Ana Petrov", "Oskar Lindt", "Rupert Holm"]
    assert "<th>n</th>" in rows._repr_html_() and "<td>Ana Petrov</td>" in rows._repr_html_()
    assert len(rows) == 3 and rows[-1].n == "Rupert Holm"


def test_query_parameters_are_terms(story):
    asked = "SELECT ?iri { ?iri rdfs:label ?name }"
    assert len(story.query(asked, name="Ana Petrov")) == 1
    assert len(story.query(asked, name='Ana" } UNION { ?iri ?p ?name . "')) == 0
    front = story.entity("Front")
    assert story.query("SELECT ?name { ?who kg:leads ?what ; rdfs:label ?name }", what=front)[0].name == "Ana Petrov"
    with pytest.raises(UsageError):
        story.query(asked, name=object())


def test_kinds_of_queries_do_not_mix(story):
    with pytest.raises(UsageError, match="ask"):
        story.query("ASK { ?s ?p ?o }")
    with pytest.raises(UsageError, match="query"):
        story.ask("SELECT * { ?s ?p ?o }")
    with pytest.raises(UsageError, match="query"):
        story.construct("SELECT * { ?s ?p ?o }")
    assert story.ask("ASK { ?s kg:sellsTo ?o }") is False
    assert len(story.construct("DESCRIBE id:ana-petrov")) == 4


def test_queries_that_fail(story):
    with pytest.raises(QueryError, match="line 2"):
        story.query("SELECT ?s {\n?s ?p }")
    with pytest.raises(QueryRefused):
        story.query("SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }")
    with pytest.raises(NotFound, match="kg query"):
        story.query("nosuch")


def test_opening(tmp_path, small_store):
    with pytest.raises(StoreError, match="there is no store here"):
        kg.open(tmp_path / "no.kg")
    with kg.open(small_store) as graph, pytest.raises(StoreError):
        graph.retract("1987-05-20-talks")
    with pytest.raises(StoreError, match="closed"):
        graph.entities()


def test_retract_tells_what_was_lost(own_store):
    with kg.open(own_store, write=True) as graph:
        before = {str(f) for f in graph.facts()}
        lost = {str(f) for f in graph.retract("1987-05-20-talks")}
        after = {str(f) for f in graph.facts()}
    assert lost == before - after
    assert "Ruritania backs Northern Front" in after and "Grauland opposes Northern Front" in lost


def test_summary(story):
    summary = story.summary()
    assert summary.documents == 2 and summary.entities["Person"] == 3 and summary.relations["backs"] == 2
    assert (summary.hedged, summary.denied, summary.ended) == (2, 4, 1)
    assert sum((summary.asserted, summary.hedged, summary.denied, summary.ended)) == len(story.claims())
    assert summary.asserted == sum(claim.asserted for claim in story.claims())


def test_text():
    assert text(Node(kg.IRI("urn:x"), "X", "Person")) == "X"
    assert text(datetime.date(1987, 5, 1)) == "1987-05-01"
    assert isinstance(kg.demo().claims()[0], Claim)


@pytest.mark.model
def test_add_and_replace(tmp_path):
    with kg.build([], store=tmp_path / "new.kg") as graph:
        assert graph.documents() == []
        graph.add("Osteria backs the Harbour Brigade.", identifier="note", date=datetime.date(1974, 6, 3))
        assert graph.document("note").issued == datetime.date(1974, 6, 3)
        graph.add("The Harbour Brigade denied the charge.", identifier="note")
        assert len(graph.documents()) == 1


def test_nothing_to_build_is_an_error(tmp_path):
    with pytest.raises(NothingBuilt, match=r"no\.txt: there is no such file or folder"):
        kg.build(tmp_path / "no.txt", tmp_path / "g.kg")
    with pytest.raises(NothingBuilt, match=r"None of 2 documents could be built. The first: .*no\.txt: there is no such file"):
        kg.build([tmp_path / "no.txt", tmp_path / "nor.txt"], tmp_path / "g.kg")
    assert not (tmp_path / "g.kg").exists(), "no empty store is left"


@pytest.mark.model
def test_what_cannot_be_built_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("Osteria backs the Harbour Brigade.")
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.json").write_text("{}")
    with pytest.warns(UserWarning, match=r"1 document was left out .*b\.txt: the file is empty"), kg.build(tmp_path) as graph:
        assert [document.name for document in graph.documents()] == ["a"] and len(graph.report.failures) == 2
    with pytest.raises(NothingBuilt, match=r"b\.txt: the file is empty"):
        kg.build(tmp_path / "b.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingBuilt, match="there is no file in this folder"):
        kg.build(tmp_path / "empty")


def test_facts_and_statements_are_explained_too(story):
    fact = story.facts("Ruritania", "backs")[0]
    assert story.explain(fact) == story.explain("Ruritania", "backs", "Northern Front")
    statement = next(s for s in story.statements() if s.polarity == "negated" and s.predicate == "backs")
    assert str(statement) == "Ruritania backs Northern Front (certain, negated, 1 document)"
    assert story.explain(statement) == story.explain(fact)
    with pytest.raises(UsageError, match=r"is no claim. Give its IRI, or subject, property and object one by one"):
        story.explain("Ruritania backs Northern Front")


def test_a_graph_opened_to_read_says_how_to_write(small_store):
    with kg.open(small_store) as graph:
        for change in (lambda: graph.retract("1987-05-20-talks"), lambda: graph.add("Osteria backs the Brigade.")):
            with pytest.raises(StoreError, match=r"opened to read only. Open it with kg.open\('.*story.kg', write=True\)"):
                change()


def test_documents_by_identifier_iri_and_record(story):
    document = story.document("1987-05-14-camp-zenda")
    assert story.document(MINE) == story.document(document) == story.document(document.iri) == document
    assert story.text(document).startswith("Ruritania arms the Northern Front")
    assert len(story.claims(document=MINE)) == len(story.claims(document=document.name)) > 5
    with pytest.raises(NotFound):
        story.claims(document="urn:nowhere")
    with pytest.raises(UsageError, match="3 names nothing"):
        story.entity(3)


def test_days_are_dates_or_written(tmp_path):
    with pytest.raises(UsageError, match="'May' is no day"):
        kg.demo().add("Osteria backs the Brigade.", date="May")
    (tmp_path / "a.txt").write_text("Osteria backs the Brigade.")
    with pytest.raises(UsageError, match="'May' is no day"):
        kg.build(tmp_path / "a.txt", date="May")
