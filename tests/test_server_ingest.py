"""Documents over HTTP: sent, read, stored, shown, removed."""

import time

import pytest
from serving import WRITING, serving

TEXT = {"content-type": "text/plain"}
STORY = ("Ruritania arms the Northern Front, a militia led by General Ana Petrov, officials in Strelsau said Thursday.\n\n"
         "The Northern Front attacked a base near Hentzau on Tuesday, killing four soldiers.\n")


@pytest.fixture(scope="module")
def server():
    with serving(":memory:") as client:
        client.timeout = 180
        yield client

GERMAN = "Der Fluss stieg in der Nacht, und die Leute in den Orten am Ufer verliessen ihre Häuser. " * 5


def add(server, content, *, kind=TEXT, headers=None, **parameters):
    headers = WRITING | kind | (headers or {})
    return server.post("/documents", content=content, params={"wait": 120, **parameters}, headers=headers)


@pytest.mark.parametrize(("kind", "content", "parameters", "status"), [
    ({"content-type": "image/png"}, b"x", {}, 415),
    ({}, b"x", {}, 415),
    (TEXT, b"x", {"date": "Thursday"}, 422),
])
def test_what_is_no_document_is_refused_at_once(server, kind, content, parameters, status):
    assert add(server, content, kind=kind, **parameters).status_code == status


def test_sending_needs_the_token(server):
    assert server.post("/documents", content=STORY, headers=TEXT).status_code == 401
    assert server.delete("/documents/raid").status_code == 401
    assert server.get("/jobs/1").status_code == 401


def test_an_unknown_document_is_not_found(server):
    assert server.get("/documents/none").status_code == 404
    assert server.delete("/documents/none", headers=WRITING).status_code == 404
    assert server.get("/jobs/99", headers=WRITING).status_code == 404
    assert server.get("/documents").json() == {"documents": []}


@pytest.mark.model
def test_a_document_is_read_stored_shown_and_removed(server):
    first = add(server, STORY, identifier="raid", date="1987-05-14")
    assert first.status_code == 201, first.text
    (document,) = first.json()["documents"]
    assert document["iri"] == first.headers["location"] == "https://w3id.org/kg-builder/id/document/raid"
    assert any(claim["predicate"] == "leads" for claim in document["claims"])
    assert all(claim["passage"]["words"] in STORY for claim in document["claims"])
    again = add(server, STORY, identifier="raid", date="1987-05-14")
    assert (again.status_code, again.json()["documents"][0]["claims"]) == (200, document["claims"])
    assert [d["identifier"] for d in server.get("/documents").json()["documents"]] == ["raid"]
    assert server.get("/documents/raid").json()["text"] == STORY
    assert server.get("/id/document/raid", headers={"accept": "text/html"}).status_code == 200
    ask = {"query": "ASK { ?s <https://w3id.org/kg-builder/ontology#leads> ?o }"}
    assert server.get("/sparql", params=ask).json()["boolean"] is True
    gone = server.delete("/documents/raid", headers=WRITING)
    assert gone.status_code == 200
    assert gone.json()["lost"] > 0
    assert server.get("/sparql", params=ask).json()["boolean"] is False
    assert server.get("/documents/raid").status_code == 404


@pytest.mark.model
def test_html_and_json_are_read_too(server):
    page = f"<html><head><title>Raid</title></head><body><article><h1>Raid</h1><p>{STORY * 3}</p></article></body></html>"
    html = add(server, page, kind={"content-type": "text/html; charset=utf-8"}, url="https://news.example/raid.html")
    assert html.status_code == 201, html.text
    assert html.json()["documents"][0]["identifier"] == "https://news.example/raid.html"
    record = add(server, "", kind={}, headers={"content-type": "application/json"})
    assert record.status_code == 422
    fields = {"text": STORY, "id": "sent", "date": "1987-05-14"}
    sent = server.post("/documents", json=fields, params={"wait": 120}, headers=WRITING)
    assert sent.json()["documents"][0]["identifier"] == "sent"
    for document in ("sent", "https://news.example/raid.html"):
        assert server.delete(f"/documents/{document}", headers=WRITING).status_code == 200


@pytest.mark.model
def test_who_does_not_wait_gets_a_place_to_ask(server):
    first = add(server, STORY, identifier="later", headers={"prefer": "respond-async"})
    assert first.status_code == 202
    deadline = time.perf_counter() + 120
    while (status := server.get(first.headers["location"], headers=WRITING).json())["status"] == "running":
        assert time.perf_counter() < deadline
        time.sleep(0.2)
    assert status["status"] == "done"
    assert status["documents"][0]["identifier"] == "later"
    assert server.delete("/documents/later", headers=WRITING).status_code == 200


@pytest.mark.model
@pytest.mark.parametrize("content", [b"", b"\0\1\2", GERMAN], ids=["empty", "binary", "German"])
def test_what_cannot_be_read_is_said(server, content):
    answer = add(server, content)
    assert answer.status_code == 422
    assert "request" in answer.text
