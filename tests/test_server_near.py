"""Look-ups in the server's own process: which queries they are, and that they never show an old state."""

import time

import pytest
from serving import WRITING, serving

from kg.server.evaluate import Query
from kg.server.near import lookup
from kg.server.touching import touched

UPDATE = WRITING | {"content-type": "application/sparql-update"}


@pytest.mark.parametrize("text", [
    "SELECT * { ?s ?p ?o }",
    "select ?o where { <urn:a> a ?o . } limit 5 # all",
    "PREFIX : <urn:x#> PREFIX b:<urn:b#>\nASK{:a b:c 'x'}".replace("'", '"'),
    'SELECT ?s { ?s <urn:p> "Ana"@en }',
])
def test_one_triple_pattern_is_a_look_up(text):
    assert lookup(Query(text))


@pytest.mark.parametrize("text", [
    "SELECT ?s { ?s ?s ?o }",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } OFFSET 100000",
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s { ?s <urn:p>* ?o }",
    "SELECT ?s { ?s <urn:p>/<urn:q> ?o }",
    "SELECT ?s { ?s ?p ?o . ?o ?q ?r }",
    "SELECT ?s { ?s ?p ?o FILTER(?o = 1) }",
    "SELECT ?s { ?s ?p ?o, ?x }",
    "SELECT ?s FROM <urn:g> { ?s ?p ?o }",
    "SELECT ?s { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s { SERVICE <urn:s> { ?s ?p ?o } }",
    "SELECT ?s { ?s <\\u0075rn:p> ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:a>",
])
def test_all_else_is_none(text):
    assert lookup(Query(text)) is None


@pytest.mark.parametrize("text", [
    "SELECT * { ?s ?p ?o }" + "#" * 3_000 + "\n.",
    "SELECT ?s" + " " * 3_900,
    "PREFIX : <urn:x> " * 200,
    "SELECT * { ?s ?p " + "?o" * 1_900,
])
def test_no_text_takes_long(text):
    begun = time.perf_counter()
    assert lookup(Query(text)) is None
    assert time.perf_counter() - begun < 0.1


def test_a_look_up_of_some_graphs_is_none():
    assert lookup(Query("SELECT * { ?s ?p ?o }", graphs=("urn:g", "urn:h"))) is None


@pytest.mark.parametrize("update", [
    "DELETE WHERE { <urn:a> <urn:p> ?o }",
    "CLEAR DEFAULT",
    "DROP GRAPH <urn:g>",
    "INSERT { <urn:a> <urn:p> 1 } WHERE {}",
    "BASE <urn:x> INSERT DATA { <a> <p> 1 }",
    "INSERT DATA { <a> <urn:p> 1 }",
    "INSERT DATA { <urn:a> <urn:p> (1 2) }",
    "INSERT DATA { <urn:a> <urn:p> <urn:o> {| <urn:q> 1 |} }",
    "INSERT DATA { << <urn:a> <urn:p> <urn:o> >> <urn:q> 1 }",
    "INSERT DATA { <urn:\\u0061> <urn:p> 1 }",
    "INSERT DATA { <urn:x/../a> <urn:p> 1 }",
    "PREFIX p: <urn:a:> INSERT DATA { p:a p:b 1 } ; PREFIX p: <urn:b:> INSERT DATA { p:a p:b 1 }",
])
def test_what_these_have_touched_is_not_known(update):
    assert touched(update) is None


def test_what_data_touches():
    text = "PREFIX p: <urn:p#> DELETE DATA { <urn:a> p:b 'x' } ; INSERT DATA { GRAPH <urn:g> { <urn:a> a p:c ; p:d true, -1 } }"
    assert {"urn:a", "urn:p#b", "urn:p#c", "urn:p#d", "urn:g"} < set(touched(text))


def test_every_look_up_sees_every_write_before_it():
    """Of what was written, of what was not, and of a term that came only with the write; with writes of all kinds between."""
    def write(text: str) -> None:
        assert client.post("/sparql", content=text, headers=UPDATE).status_code == 204

    def values(text: str) -> list[str]:
        return sorted(client.get("/sparql", params={"query": text, "format": "csv"}).text.split()[1:])

    with serving(":memory:") as client:
        write("INSERT DATA { <urn:still> <urn:is> 'here' . <urn:a> <urn:is> 0 }")
        for number in range(1, 150):
            old, new = f"<urn:a> <urn:is> {number - 1}", f"<urn:a> <urn:is> {number}"
            match number % 5:
                case 0:
                    write(f"DELETE WHERE {{ <urn:a> <urn:is> ?o }} ; INSERT DATA {{ {new} }}")
                case 1:
                    write(f"PREFIX u: <urn:> DELETE DATA {{ {old} }} ; INSERT DATA {{ u:a u:is {number} }}")
                case 2:
                    write(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ {new} . <urn:new{number}> <urn:is> {number} }}")
                    assert values(f"SELECT ?o {{ <urn:new{number}> <urn:is> ?o }}") == [str(number)]
                case 3:
                    write(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ GRAPH <urn:g> {{ {new} }} {new} }}")
                case 4:
                    write(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ {new} }}")
                    time.sleep(0.07)
            assert values(f"SELECT ?o {{ <urn:a> <urn:is> ?o }} # {number}") == [str(number)]
            assert values(f"PREFIX : <urn:> SELECT ?o {{ :a :is ?o }} # {number}") == [str(number)]
            assert values(f"SELECT ?s {{ ?s <urn:is> {number} }}")[:1] == ["urn:a"]
            assert values(f"SELECT ?o {{ <urn:still> <urn:is> ?o }} # {number}") == ["here"]


def test_a_long_answer_is_whole():
    with serving(":memory:") as client:
        triples = " . ".join(f"<urn:hub> <urn:p> {number}" for number in range(20_000))
        assert client.post("/sparql", content=f"INSERT DATA {{ {triples} }}", headers=UPDATE).status_code == 204
        for number in range(4):
            answer = client.get("/sparql", params={"query": f"SELECT ?o {{ <urn:hub> ?p ?o }} # {number}", "format": "csv"})
            assert len(answer.text.split()) == 20_001
            time.sleep(0.1)
        answer = client.get("/sparql", params={"query": "SELECT ?o { <urn:hub> ?p ?o } LIMIT 3", "format": "csv"})
        assert len(answer.text.split()) == 4
