"""The saved questions: each has an answer on the invented story, each parameter narrows it, and each class list is complete."""

import re

import pyoxigraph as ox
import pytest

from kg import ontology
from kg.errors import NotFound, QueryError, UsageError
from kg.questions import _read, question, questions

ANSWERS = {
    "allies-and-enemies": ("Grauland", "opposes", "Northern Front"),
    "attacks": ("rocket attack on Camp Zenda", "1987-05-12", "", "Camp Zenda, Grauland soldiers", "Hentzau", "4", "9"),
    "backing": ("Ruritania", "Northern Front", "1"),
    "casualties": ("Grauland", "1", "2", ""),
    "contacts": ("meeting of Oskar Lindt and Ana Petrov", "1987-05-18", "Ana Petrov, Oskar Lindt", "Hentzau"),
    "contested": ("Ruritania", "backs", "Northern Front", "1", "1"),
    "denied": ("kidnapping of Rupert Holm", "victim", "Rupert Holm", "Northern Front"),
    "documents": ("1987-05-20-talks", "1987-05-20", "Grauland Herald"),
    "facts": ("Ana Petrov",) * 2 + ("leads", "Northern Front", "certain", "affirmed", "", "a militia led by General Ana Petrov"),
    "former": ("Ana Petrov", "memberOf", "Border Guard"),
    "hedged": ("Northern Front", "alliedWith", "Border Guard", "possible", "Oskar Lindt"),
    "kinds": ("Person", "3", "Ana Petrov"),
    "leaders": ("Ana Petrov", "Northern Front"),
    "members": ("Northern Front", "leads", "Ana Petrov"),
    "names": ("Oskar Lindt", "Lindt", "2", "1"),
    "nationalities": ("Grauland", "Grauland soldiers", "PersonGroup"),
    "positions": ("Oskar Lindt", "Defence Minister", "Grauland"),
    "proxies": ("separatists", "Ruritania", "through others"),
    "responses": ("rocket attack on Camp Zenda", "1987-05-12", "was answered by", "airstrike on a depot of the Front"),
    "suspects": ("rocket attack on Camp Zenda", "Northern Front", "probable"),
    "timeline": ("1987-05-18", "meeting of Oskar Lindt and Ana Petrov", "Meeting", "Ana Petrov, Oskar Lindt"),
    "weapons": ("rocket", "rocket attack on Camp Zenda"),
    "whereabouts": ("Camp Zenda", "located in", "Hentzau"),
    "who-said-what": ("officials in Strelsau", "Ruritania", "backs", "Northern Front", "certain", "affirmed"),
}
"""The beginning of one row of each question's answer, as people read it."""

NARROWED = [
    ("allies-and-enemies", {"entity": "Grauland"}, 1),
    ("attacks", {"agent": "Grauland"}, 1), ("attacks", {"target": "Camp Zenda"}, 1), ("attacks", {"place": "Hentzau"}, 1),
    ("attacks", {"since": "1987-05-13"}, 1), ("attacks", {"until": "1987-05-12"}, 1),
    ("attacks", {"since": "1987-05-12", "until": "1987-05-13"}, 2), ("attacks", {"agent": "Ruritania"}, 0),
    ("backing", {"backer": "Ruritania"}, 1), ("backing", {"backed": "separatists"}, 1),
    ("contacts", {"participant": "Ana Petrov"}, 1),
    ("contested", {"entity": "Ruritania"}, 1), ("denied", {"entity": "Rupert Holm"}, 1), ("facts", {"entity": "Rupert Holm"}, 2),
    ("former", {"entity": "Ana Petrov"}, 1), ("hedged", {"entity": "Border Guard"}, 1), ("leaders", {"leader": "Ana Petrov"}, 1),
    ("leaders", {"led": "Grauland"}, 0), ("members", {"group": "Front"}, 1), ("names", {"entity": "Oskar Lindt"}, 1),
    ("nationalities", {"country": "Grauland"}, 1), ("positions", {"person": "Oskar Lindt"}, 1),
    ("positions", {"position": "engineer"}, 1), ("proxies", {"group": "separatists"}, 2),
    ("suspects", {"suspect": "Front"}, 1),
    ("timeline", {"entity": "Oskar Lindt"}, 1), ("timeline", {"since": "1987-05-13"}, 2),
    ("timeline", {"until": "1987-05-17"}, 2),
    ("weapons", {"weapon": "rocket"}, 1), ("whereabouts", {"place": "Hentzau"}, 1), ("whereabouts", {"entity": "Camp Zenda"}, 1),
    ("who-said-what", {"source": "Oskar Lindt"}, 1),
]
"""(question, parameters, rows) on the story."""


def as_read(story, name, **parameters):
    from kg.graph.records import text
    return [tuple(text(value) for value in row) for row in story.query(name, **parameters).merged()]


def test_there_are_enough():
    assert len(questions()) >= 20
    assert set(ANSWERS) == set(questions())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_has_an_answer(story, name):
    rows = as_read(story, name)
    assert any(row[: len(ANSWERS[name])] == ANSWERS[name] for row in rows), rows
    assert rows == as_read(story, name)


@pytest.mark.parametrize(("name", "parameters", "rows"), NARROWED, ids=lambda v: "-".join(v) if isinstance(v, dict) else str(v))
def test_parameters_narrow(story, name, parameters, rows):
    found = as_read(story, name, **parameters)
    assert len(found) == rows, found


def test_each_parameter_is_tried():
    tried = {(name, parameter) for name, parameters, _ in NARROWED for parameter in parameters}
    assert tried == {(q.name, p.name) for q in questions().values() for p in q.parameters}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_lists_of_classes_are_complete(name):
    known = ontology.load()
    for top, listed in re.findall(r"VALUES \?(\w+)Class \{([^}]*)\}", question(name).sparql):
        top = top[0].upper() + top[1:]
        below = {f"kg:{cls}" for cls in known.ancestry if known.is_a(cls, top)}
        assert set(listed.split()) == below, f"{name}: the classes below {top} have changed"


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_names_of_the_ontology_are_there(name):
    known = ontology.load()
    individuals = {"certain", "probable", "possible", "affirmed", "negated", "ended"}
    for local in set(re.findall(r"\bkg:(\w+)", question(name).sparql)):
        assert local in known.properties or local in known.ancestry or local in individuals, f"{name}: kg:{local}"


def test_terms_go_in_whole():
    asked = question("leaders").ask({"led": ox.Literal('x" } INSERT { <a> <b> "')})
    assert list(ox.Store().query(asked)) == []


def test_unknown_parameter():
    with pytest.raises(UsageError, match="It has: leader, led"):
        question("leaders").ask({"place": ox.NamedNode("urn:x")})


def test_unknown_question():
    with pytest.raises(NotFound, match="Near it: attacks"):
        question("atacks")


@pytest.mark.parametrize(("text", "reason"), [
    ("SELECT * { ?s ?p ?o }", "summary"),
    ("#+ summary: x\n#+ param: who person: y\nSELECT * { ?s ?p ?o }", "is no parameter"),
    ("#+ summary: x\n#+ param: who entity: y\nSELECT * { ?s ?p ?o }", "must hold its parameters"),
])
def test_broken_files(tmp_path, text, reason):
    path = tmp_path / "broken.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=reason):
        _read(path)
