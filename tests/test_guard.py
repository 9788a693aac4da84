"""Queries that would leave the store are refused in every spelling; what only looks like one passes."""

import time

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, QueryRefused
from kg.store import guard
from kg.store.parameters import substitute
from kg.store.tokens import position, tokens

AWAY = "<http://127.0.0.1:9/sparql>"

REFUSED_QUERIES = [
    f"SELECT * {{ SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE\n\t SILENT # why\n {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ # no SERVICE here\r SERVICE{AWAY}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICESILENT{AWAY}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'text'SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'it\\'s'SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p '''it's'''SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p \"a\\\\\"SERVICE {AWAY} {{ ?s ?p ?o }} }}",
    "SELECT * { VALUES ?u { <http://a.example/> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { SERVICE?u{ ?s ?p ?o } }",
    "PREFIX a: <http://a.example/> SELECT * { SERVICE a:b { ?s ?p ?o } }",
    "PREFIX : <http://a.example/> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "PREFIX : <http://a.example/> SELECT * { SERVICE:x # c\n{ ?s ?p ?o } }",
    "PREFIX : <http://a.example/> PREFIX service: <http://b.example/> SELECT * { service:x { ?s ?p ?o } }",
    "PREFIX : <http://a.example/> SELECT * { FILTER(1<2)SERVICE:x#>\n{ ?s ?p ?o } }",
    "PREFIX : <http://a.example/> SELECT * { ?s ?p ?o FILTER(?o<?s)service:x#>\n{ ?s ?p ?o } }",
    "PREFIX : <http://a.example/> SELECT * { FILTER((1)<2)SERVICE:x#>\n{ ?s ?p ?o } }",
    f"SELECT * {{ \\u0053ERVICE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERV\\U00000049CE {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ \\u0053\\u0065\\u0072\\u0076\\u0069\\u0063\\u0065 {AWAY} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p \"a\\u0022 . SERVICE {AWAY} {{ ?s ?p ?o }} #\" }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {AWAY} {{ ?s ?p ?o }} }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {AWAY} {{ ?s ?p ?o }} }} }}",
    "ASK FROM <file:///srv/secret> {}",
    "ASK FROM NAMED <file:///srv/secret> {}",
    "ASK from<FILE:/srv/secret>{}",
    "ASKFROM<file:///srv/secret>{}",
    "ASK FROM NAMED<File:secret> {}",
    "ASK FROM # a comment\n <file:///srv/secret> {}",
    "ASK FROM <f\\u0069le:///srv/secret> {}",
    "ASK FROM <\\u0066\\u0069\\u006c\\u0065:///srv/secret> {}",
    "PREFIX f: <file:///srv/> ASK FROM f:secret {}",
    "PREFIX f: <f\\u0069le:///etc/> ASK FROM f:secret {}",
    "PREFIX : <file:///srv/> ASK FROM:secret{}",
    "PREFIX : <file:///srv/> ASK FROMNAMED:secret{}",
    "PREFIX e: <file:///srv/> ASK FROMNAMEDe:secret{}",
    "PREFIX e: <http://a.example/> SELECT * { SERVICEe:b{ ?s ?p ?o } }",
    'DEFINE get:soft "soft" SELECT * FROM <http://a.example/> { ?s ?p ?o }',
    'define#c\nget:uri "http://127.0.0.1:9/" ASK {}',
    "SELECT (bif:file_to_string('x') AS ?x) {}",
    "SELECT (<BIF:http_get>('x') AS ?x) {}",
    "PREFIX f: <s\\u0071l:> SELECT (f:x() AS ?x) {}",
    "BASE <file:///srv/> ASK FROM <secret> {}",
    "BASE <file:///srv/> PREFIX e: <> ASK FROM e:secret {}",
]

REFUSED_UPDATES = [
    "LOAD <http://127.0.0.1:9/x>",
    "LOAD <file:///srv/secret>",
    "load<file:///srv/secret>into graph <urn:g>",
    "LOADSILENT<file:///srv/secret>",
    "PREFIX : <file:///srv/> LOAD:secret",
    "PREFIX : <file:///srv/> LOAD:secret INTO GRAPH <urn:g>",
    "PREFIX : <file:///srv/> PREFIX load: <http://b.example/> LOAD:secret INTO GRAPH <urn:g>",
    "PREFIX : <file:///srv/> PREFIX load: <urn:x> CLEAR ALL ; load:secret",
    "PREFIX e: <file:///srv/> LOADe:secret",
    "CLEAR ALL;LOAD <file:///srv/secret>",
    "L\\u004FAD <file:///srv/secret>",
    "# innocent\nLOAD # <x>\n<file:///srv/secret>",
    "INSERT { ?s ?p ?o } USING <file:///srv/secret> WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USING NAMED <file:///srv/secret> WHERE { ?s ?p ?o }",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {AWAY} {{ ?s ?p ?o }} }}",
]

PASSED = [
    "SELECT ?service ?load { ?service <urn:p> ?load }",
    "SELECT $SERVICE { $SERVICE ?p ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://a.example/> { }' }",
    'SELECT * { ?s ?p """a "SERVICE" here: LOAD <x>""" }',
    "SELECT * { ?s ?p '''can't LOAD''', 'can\\'t LOAD' }",
    "SELECT * { ?s ?p 'x' } # SERVICE <http://a.example/> { }",
    "# LOAD <file:///srv/secret>\nSELECT * { ?s ?p ?o }",
    "SELECT * { ?s <http://a.example/SERVICE> ?o }",
    "SELECT * { ?s <http://a.example/load#service> <file:///srv/secret> }",
    "PREFIX service: <http://a.example/service#> SELECT * { ?s a service:Bus ; service:of ?o }",
    "PREFIX Service: <http://a.example/> SELECT * { GRAPH Service:g { ?s ?p Service:x } }",
    "PREFIX service: <http://a.example/> ASK FROM service:g { ?s ?p ?o }",
    "PREFIX load: <http://a.example/> SELECT * { load:a load:b load:c . load:d load:e load:f }",
    "PREFIX e: <http://a.example/> SELECT * { e:SERVICE e:LOAD e:service.LOAD }",
    "PREFIX from: <http://a.example/> SELECT * FROM from:g { ?s from:p ?o }",
    "SELECT * FROM <http://a.example/file:x> { ?s ?p ?o }",
    "SELECT * FROM <urn:file:x> { ?s ?p ?o }",
    "PREFIX file: <http://a.example/> SELECT * FROM file:x { ?s ?p ?o }",
    "SELECT * { _:service ?p 'x'@en-load . _:load ?p 1 }",
    "SELECT * { ?s ?p ?o FILTER(?o<?s && ?s>?o) }",
    "SELECT * { ?s ?p ?o FILTER(regex(?o, 'service|load') && ?o != <http://a.example/service>) }",
    "SELECT * { VALUES (?a ?b) { ('x' <http://a.example/service>) } }",
    "SELECT * { ?s ?p '\\u0053ERVICE' }",
    "SELECT * { ?s ?p 'C:\\\\service' }",
    "DESCRIBE <http://a.example/service>",
    "PREFIX sql: <http://a.example/sql#> PREFIX define: <urn:d:> SELECT * { ?s sql:p 'bif:x', 'DEFINE' ; define:x <urn:bif:x> }",
    "SELECT ?define { ?define <http://[::1]/load> 'file' }",
]

PASSED_UPDATES = [
    "INSERT DATA { <urn:service> <urn:load> 'LOAD <file:///x>' }",
    "PREFIX load: <urn:load:> INSERT DATA { load:a load:b load:c } ; DELETE DATA { load:a load:b load:c }",
    "PREFIX load: <urn:load:> COPY load:a TO load:b ; CLEAR SILENT GRAPH load:a",
    "PREFIX load: <urn:load:> WITH load:g DELETE { ?s ?p ?o } USING load:g WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("sparql", REFUSED_QUERIES + REFUSED_UPDATES)
def test_leaving_the_store_is_refused(sparql):
    with pytest.raises(QueryRefused, match=r"refused \(line \d+, column \d+\)"):
        guard.check(sparql)


@pytest.mark.parametrize("sparql", PASSED)
def test_what_only_looks_like_it_passes_and_is_a_query(sparql):
    guard.check(sparql)
    ox.Store().query(sparql)


@pytest.mark.parametrize("sparql", PASSED_UPDATES)
def test_what_only_looks_like_it_passes_and_is_an_update(sparql):
    guard.check(sparql)
    ox.Store().update(sparql)


def test_the_message_points_at_the_keyword():
    with pytest.raises(QueryRefused, match=r"SERVICE is refused \(line 2, column 3\)"):
        guard.check("ASK {\n  SERVICE <urn:x> {} }")


SPACE = st.sampled_from(["", " ", "\n", "\t", "#c\n", " # > ' \" SERVICE\n", "\r\n"])
SPELT = st.lists(st.booleans(), min_size=7, max_size=7).map(
    lambda upper: "".join(c.upper() if up else c for c, up in zip("service", upper, strict=True)))
BEFORE = st.sampled_from(["", "?s ?p ?o .", "?s ?p 'a#b' .", "?s ?p <urn:a#b> .", "OPTIONAL { ?s ?p ?o }",
                          "FILTER(1<2)", "FILTER(?o<?s)", "?s ?p 1", "?s ?p true", "BIND(1>2 AS ?b)",
                          "VALUES ?v { <urn:x> 'y' }", "?s ?p '''a'b''' ."])
TARGET = st.sampled_from(["<http://127.0.0.1:9/x>", "?u", ":x", "a:b", "a:"])
SILENT = st.sampled_from(["", "SILENT"])


@settings(max_examples=1000, deadline=None)
@given(BEFORE, SPACE, SPELT, SPACE, SILENT, SPACE, TARGET, SPACE)
def test_no_spelling_that_the_engine_takes_for_service_gets_through(before, a, service, b, silent, c, target, d):
    """Whatever the engine would try to call, the guard refuses: here the engine is the judge."""
    prologue = "PREFIX : <http://127.0.0.1:9/> PREFIX a: <http://127.0.0.1:9/>"
    sparql = f"{prologue} SELECT * {{ {before}{a}{service}{b}{silent}{c}{target}{d}{{ ?s ?p ?o }} }}"
    try:
        ox.Store().query(sparql)
        reads = True
    except SyntaxError:
        reads = False
    except OSError:
        reads = True
    if reads:
        with pytest.raises(QueryRefused):
            guard.check(sparql)


@pytest.mark.parametrize("text", ["'" * 20000, "<" * 20000, '"""' + "\\" * 20000, "a." * 20000, "(" * 20000, "_:" * 20000,
                                  "?" * 20000, "service:" * 5000, "1<" * 10000, "'''" * 9999 + "x", "<\\u0061" * 4000])
def test_hostile_texts_are_read_in_linear_time(text):
    begun = time.perf_counter()
    for sparql in (text, "service " + text):
        try:
            guard.check(sparql)
        except QueryRefused:
            continue
    assert time.perf_counter() - begun < 5


def test_tokens_and_positions():
    sparql = "SELECT ?a\n{ e:b.c 'x'@en 1.5 }"
    assert [t.text for t in tokens(sparql)] == ["SELECT", "?a", "{", "e:b.c", "'x'", "@en", "1.5", "}"]
    assert position(sparql, sparql.index("e:b")) == (2, 3)


# Parameters


@pytest.mark.parametrize(("sparql", "parameters", "expected"), [
    ("ASK { ?s ?p ?o }", {"s": ox.NamedNode("urn:a")}, "ASK { <urn:a> ?p ?o }"),
    ("SELECT ?s { ?s ?p $o }", {"o": 3}, 'SELECT ?s { ?s ?p "3"^^<http://www.w3.org/2001/XMLSchema#integer> }'),
    ("SELECT ?o { ?s ?p ?o }", {"o": "x"}, 'SELECT ("x" AS ?o) { ?s ?p "x" }'),
    ("SELECT DISTINCT ?o WHERE { ?s ?p ?o }", {"o": "x"}, 'SELECT DISTINCT ("x" AS ?o) WHERE { ?s ?p "x" }'),
    ("SELECT (?o AS ?q) { ?s ?p ?o }", {"o": "x"}, 'SELECT ("x" AS ?q) { ?s ?p "x" }'),
    ("SELECT (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY ?o LIMIT 3", {"o": "x"},
     'SELECT (COUNT(?s) AS ?n) { ?s ?p "x" } GROUP BY ("x") ORDER BY ("x") LIMIT 3'),
    ("ASK { FILTER('?x' = ?x) } # ?x", {"x": "?x"}, "ASK { FILTER('?x' = \"?x\") } # ?x"),
    ("ASK { { SELECT ?s { ?s ?p ?o } } }", {"s": ox.NamedNode("urn:a")}, "ASK { { SELECT (<urn:a> AS ?s) { <urn:a> ?p ?o } } }"),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC(?o)", {"o": "x"}, 'SELECT * { ?s ?p "x" } ORDER BY DESC("x")'),
])
def test_parameters_take_the_place_of_variables(sparql, parameters, expected):
    assert substitute(sparql, parameters) == expected


@pytest.mark.parametrize("hostile", ['" } ; DROP ALL #', "\\", "'''", "\n} LOAD <file:///x>", '"@en', "\u2028", "?s", "\\u0022"])
def test_no_value_leaves_its_literal(hostile):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(hostile)))
    found = store.query(substitute("SELECT ?s ?o { ?s <urn:p> ?o }", {"o": hostile}))
    assert [(row["s"].value, row["o"].value) for row in found] == [("urn:s", hostile)]


def test_a_parameter_that_the_query_does_not_have_is_an_error():
    with pytest.raises(QueryError, match=r"no parameter \?q\. It has \?o, \?s\."):
        substitute("ASK { ?s <urn:p> ?o }", {"q": 1})
