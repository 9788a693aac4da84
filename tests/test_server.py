"""The endpoint's answers: formats, caching, columns, descriptions, pages. One read-only server over the invented story."""

import json
import re

import pyoxigraph as ox
import pytest
from serving import serving

BASE = "https://w3id.org/kg-builder/id/"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
RAID = "document/1987-05-14-camp-zenda"


@pytest.fixture(scope="module")
def server(small_store):
    with serving(small_store, token=None) as client:
        yield client


def ask(server, query: str, accept: str | None = None, **parameters):
    return server.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept} if accept else {})


@pytest.mark.parametrize(("accept", "wanted", "media_type"), [
    (None, None, "application/sparql-results+json"),
    ("*/*", None, "application/sparql-results+json"),
    ("application/sparql-results+xml", None, "application/sparql-results+xml"),
    ("text/csv, application/json;q=0.5", None, "text/csv"),
    ("text/csv;q=0.4, text/tab-separated-values;q=0.9", None, "text/tab-separated-values"),
    ("application/json", None, "application/sparql-results+json"),
    ("image/png", "csv", "text/csv"),
])
def test_results_take_the_format_that_is_asked_for(server, accept, wanted, media_type):
    answer = ask(server, "SELECT ?s { ?s a ?c } LIMIT 1", accept, **({"format": wanted} if wanted else {}))
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
def test_triples_come_in_every_rdf_format(server, name):
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ <{BASE}northern-front> }} ?s ?p ?o }}"
    parsers = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
               "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}
    answer = ask(server, query, format=name)
    wanted = ask(server, query, "application/n-triples")
    triples = {quad.triple for quad in ox.parse(answer.content, parsers[name])}
    assert triples == {quad.triple for quad in ox.parse(wanted.content, ox.RdfFormat.N_TRIPLES)}
    assert triples


@pytest.mark.parametrize(("accept", "parameters", "status", "words"), [
    ("image/png", {}, 406, "application/sparql-results+json"),
    ("text/turtle", {}, 406, "no format"),
    (None, {"format": "docx"}, 400, "docx"),
    (None, {"timeout": "soon"}, 400, "timeout=soon"),
    (None, {"timeout": "1e-9"}, 400, "0.01"),
    (None, {"default-graph-uri": "not an iri"}, 400, "IRI"),
])
def test_what_cannot_be_served_is_said(server, accept, parameters, status, words):
    answer = ask(server, "SELECT * { ?s ?p ?o } LIMIT 1", accept, **parameters)
    assert answer.status_code == status
    assert words in answer.text


def test_columns_stand_as_the_query_names_them(server):
    assert ask(server, "SELECT ?p ?s ?o { ?s ?p ?o } LIMIT 1", format="csv").text.splitlines()[0] == "p,s,o"
    assert ask(server, "SELECT * { ?z ?b ?a OPTIONAL { ?a ?y ?x } } LIMIT 1", format="csv").text.splitlines()[0] == "z,b,a,y,x"
    assert ask(server, "SELECT  distinct\n* # all\n { ?z ?b ?a } LIMIT 1", format="csv").text.splitlines()[0] == "z,b,a"


def test_several_default_graphs_answer_once_for_a_triple_that_all_hold(server):
    graphs = [f"{BASE}{RAID}", f"{BASE}document/1987-05-20-talks"]
    label = f"<{BASE}northern-front> <http://www.w3.org/2000/01/rdf-schema#label> ?name"
    count = f"SELECT (COUNT(*) AS ?n) {{ {label} }}"
    by_protocol = server.get("/sparql", params={"query": count, "default-graph-uri": graphs, "format": "csv"})
    clauses = " ".join(f"FROM <{graph}>" for graph in graphs)
    by_clause = ask(server, count.replace("{", clauses + " {", 1), format="csv")
    assert by_protocol.text.split() == by_clause.text.split() == ["n", "1"]
    named = ask(server, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {label} }} }}", format="csv")
    assert named.text.split() == ["n", "2"]


def test_the_same_answer_is_not_sent_twice(server):
    first = ask(server, "SELECT ?s { ?s a ?c } ORDER BY ?s")
    tag = first.headers["etag"]
    again = server.get(first.url, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = server.get(first.url, headers={"if-none-match": tag, "accept": "text/csv"})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_what_changes_each_time_is_not_kept(server):
    first, second = (ask(server, "SELECT (STRUUID() AS ?id) {}", format="csv") for _ in range(2))
    assert first.text != second.text
    assert "etag" not in first.headers


def test_head_answers_like_get_without_a_body(server):
    paths = ("/sparql?query=ASK{}", "/sparql", f"/id/{RAID}", "/store?default", f"/store?graph={BASE}{RAID}", "/", "/healthz")
    for path in paths:
        got, head = server.get(path), server.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == got.headers["content-type"]
    assert server.head("/store?graph=urn:none").status_code == 404


def test_other_sites_may_read(server):
    assert ask(server, "ASK {}").headers["access-control-allow-origin"] == "*"
    flight = server.options("/sparql", headers={"origin": "https://a.example", "access-control-request-method": "POST"})
    assert flight.status_code == 204
    assert "POST" in flight.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in flight.headers


def test_an_error_says_where_and_never_how_we_are_made(server):
    answer = ask(server, "SELECT * {\n ?s ?p }", "application/json")
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["status"], problem["line"]) == (400, 2)
    for query in ("SELECT", "SELECT * { ?s <a b> ?o }", "SELECT (<urn:f>(1) AS ?x) {}", "\x00", "SELECT * FROM <x y> {}"):
        text = ask(server, query).text
        assert not re.search(r"Traceback|/kg/|\.py|/home|/tmp|/work", text), text


def test_browsers_get_errors_as_pages(server):
    for path, status, words in (("/id/nobody", 404, "knows nothing"), ("/documents/nobody", 404, "knows nothing"),
                                ("/store?graph=urn:none", 404, "no graph"), ("/sparql?query=ASK{}&timeout=x", 400, "timeout=x")):
        page = server.get(path, headers=BROWSER)
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert words in page.text and 'href="/static/kg.css"' in page.text


@pytest.mark.parametrize(("query", "words"), [
    ("SELECT * { ?s kg:backs ?o }", "line 1, column 23: the prefix kg: is not declared; begin with the line PREFIX kg: <https://w3id"),
    ("SELECT *\n{ ?s :p ?o }", "the prefix : is not declared"),
    ("SELECT * { ?s foaf:name ?o", "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
    ("PREFIX kg: <urn:x> SELECT * { ?s kg:backs }", "this cannot stand here"),
    ("SELECT * { ?s ?p 'a:b }", "line 1, column 24: the text ends too early"),
])
def test_an_undeclared_prefix_gets_its_line(server, query, words):
    assert words in ask(server, query).text


def test_the_description_names_formats_prefixes_and_questions(server):
    answer = server.get("/sparql", headers={"accept": "application/n-triples"})
    for words in ("SPARQL11Query", "SPARQL_Results_TSV", "JSON-LD", "shacl#declare", "#question-attacks"):
        assert words in answer.text
    assert "SPARQL11Update" not in answer.text


def test_void_counts_what_is_there(server):
    graph = ox.Store()
    graph.load(server.get("/.well-known/void").content, ox.RdfFormat.TURTLE)
    prefixes = {"void": "http://rdfs.org/ns/void#", "kg": "https://w3id.org/kg-builder/ontology#"}
    stated = {}
    patterns = {"claims": "?d void:class kg:Claim ; void:entities ?n", "triples": "?d a void:Dataset ; void:triples ?n"}
    for name, pattern in patterns.items():
        (row,) = graph.query(f"SELECT ?n {{ {pattern} }}", prefixes=prefixes)
        stated[name] = row["n"].value
    claims = ask(server, "SELECT (COUNT(*) AS ?n) { ?c a <https://w3id.org/kg-builder/ontology#Claim> }", format="csv")
    triples = ask(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", format="csv")
    assert stated == {"claims": claims.text.split()[1], "triples": triples.text.split()[1]}


def test_an_entity_has_a_page_and_triples(server):
    page = server.get("/id/northern-front", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    for words in ("Northern Front", "ArmedGroup", 'href="/id/ruritania"', "says officials in Strelsau", 'rel="alternate"'):
        assert words in page.text
    turtle = server.get("/id/northern-front", headers={"accept": "text/turtle"})
    by_ending = server.get("/id/northern-front.ttl", headers=BROWSER)
    at_base = server.get("/kg-builder/id/northern-front?format=ttl")
    assert turtle.content == by_ending.content == at_base.content
    triples = {quad.triple for quad in ox.parse(turtle.content, ox.RdfFormat.TURTLE)}
    front = ox.NamedNode(f"{BASE}northern-front")
    assert {front} <= {triple.subject for triple in triples} and {front} <= {triple.object for triple in triples}
    assert server.get("/id/nobody", headers=BROWSER).status_code == 404
    assert server.get("/id/northern-front", headers={"accept": "image/png"}).status_code == 406


def test_a_document_shows_its_text_with_the_evidence_marked(server):
    page = server.get(f"/id/{RAID}", headers=BROWSER).text
    claims = ask(server, "SELECT ?p { ?c <http://www.w3.org/ns/prov#wasDerivedFrom> ?p }", format="csv").text.split()[1:]
    passages = {claim.strip('"').partition("#")[2] for claim in claims if RAID in claim}
    assert passages
    for passage in passages:
        assert f'id="{passage}"' in page
    shown = "".join(re.findall(r'<span data-start="\d+" data-end="\d+"[^>]*>(?:<a [^>]*>)?([^<]*)', page))
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    text = ask(server, f"SELECT ?t {{ <{BASE}{RAID}> <{nif}isString> ?t }}")
    assert shown.replace("&#39;", "'") == text.json()["results"]["bindings"][0]["t"]["value"]
    assert 'id="event=rocket-attack"' in page
    assert 'class="hedged"' in page


def test_a_documents_triples_are_its_graph(server):
    triples = {quad.triple for quad in ox.parse(server.get(f"/id/{RAID}.nt").content, ox.RdfFormat.N_TRIPLES)}
    graph = server.get("/store", params={"graph": BASE + RAID}, headers={"accept": "application/n-triples"})
    assert triples == {quad.triple for quad in ox.parse(graph.content, ox.RdfFormat.N_TRIPLES)}


def test_pages_load_nothing_from_elsewhere(server):
    for path in ("/", "/sparql", "/ontology", "/id/northern-front", f"/id/{RAID}", "/docs"):
        page = server.get(path, headers=BROWSER)
        assert page.status_code == 200
        for source in re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', page.text):
            assert source.startswith("/"), source
            assert server.get(source).status_code == 200


def test_the_page_of_the_endpoint_runs_queries(server):
    page = ask(server, "SELECT ?name ?group { ?group a <https://w3id.org/kg-builder/ontology#ArmedGroup> ; "
                       "<http://www.w3.org/2000/01/rdf-schema#label> ?name }", BROWSER["accept"])
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.index("<th>name</th>") < page.text.index("<th>group</th>")
    assert '<a href="/id/northern-front" rel="nofollow">id:northern-front</a>' in page.text
    assert "attacks" in page.text
    assert ">yes<" in ask(server, "ASK {}", BROWSER["accept"]).text
    wrong = ask(server, "SELECT <script>", BROWSER["accept"])
    assert wrong.status_code == 400
    assert "<script>" not in wrong.text.partition("<textarea")[2].partition("</main>")[0]


def test_the_ontology_answers_at_its_own_place(server):
    page = server.get("/ontology", headers=BROWSER)
    assert 'id="ArmedGroup"' in page.text
    terms = {quad.subject for quad in ox.parse(server.get("/ontology.jsonld").content, ox.RdfFormat.JSON_LD)}
    assert ox.NamedNode("https://w3id.org/kg-builder/ontology#ArmedGroup") in terms


def test_it_says_how_it_is(server):
    assert server.get("/healthz").text == "ok\n"
    assert server.get("/readyz").json()["ready"] is True
    assert 'kg_requests_total{route="sparql",status="200"}' in server.get("/metrics").text
    assert "Disallow: /sparql" in server.get("/robots.txt").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', server.get("/", headers=BROWSER).text, re.DOTALL)
    assert json.loads(found[1])["@type"] == "Dataset"
    paths = server.get("/openapi.json").json()["paths"]
    assert {"/sparql", "/store", "/id/{name}", "/ontology", "/readyz"} <= set(paths)
