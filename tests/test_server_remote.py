"""A service in front of a store on another server, here `oxigraph serve`."""

import httpx
import pytest
import servers
from serving import WRITING, serving


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The address of an Oxigraph server."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="module")
def server(other):
    with serving(f"{other}/query") as client:
        yield client


def test_reads_and_writes_go_to_the_other_server(server, other):
    update = {"content-type": "application/sparql-update"}
    for number in range(3):
        text = f"CLEAR ALL ; INSERT DATA {{ <urn:a> <urn:b> {number} }}"
        assert server.post("/sparql", content=text, headers=WRITING | update).status_code == 204
        answer = server.get("/sparql", params={"query": "SELECT ?n { <urn:a> <urn:b> ?n }", "format": "csv"})
        assert answer.text.split() == ["n", str(number)]
        assert "etag" not in answer.headers
    there = httpx.get(f"{other}/query", params={"query": "ASK { <urn:a> <urn:b> 2 }"})
    assert there.json()["boolean"] is True


def test_graphs_can_be_put_and_read(server):
    turtle = {"content-type": "text/turtle"}
    graph = {"graph": "urn:g"}
    assert server.put("/store", params=graph, content=b"<urn:s> <urn:p> <urn:o> .", headers=WRITING | turtle).status_code == 201
    answer = server.get("/store", params=graph, headers={"accept": "application/n-triples"})
    assert answer.text == "<urn:s> <urn:p> <urn:o> .\n"


def test_errors_and_refusals_are_the_same(server):
    assert server.get("/sparql?query=SELEC").status_code == 400
    assert server.get("/sparql", params={"query": "SELECT * { SERVICE <urn:x> {} }"}).status_code == 403
