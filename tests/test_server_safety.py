"""What the service refuses, stops and survives."""

import contextlib
import itertools
import os
import re
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from serving import TOKEN, WRITING, children, serving

from kg import cli
from kg.errors import UsageError
from kg.server.app import run
from kg.server.limits import Limits

UPDATE = {"content-type": "application/sparql-update"}
TURTLE = {"content-type": "text/turtle"}
SPARQL = {"content-type": "application/sparql-query"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
WRITING_TURTLE = WRITING | TURTLE
NUMBERS = " ".join(map(str, range(300)))
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{i} {{ {NUMBERS} }}' for i in range(5))} }}"
STREAM = f"SELECT * {{ {' '.join(f'VALUES ?v{i} {{ {NUMBERS} }}' for i in range(4))} }}"
HUNGRY = (f"SELECT (GROUP_CONCAT(?x) AS ?all) {{ {' '.join(f'VALUES ?v{i} {{ {NUMBERS} }}' for i in range(3))} "
          f"BIND ('{'x' * 9000}' AS ?x) }}")


ENTITIES = "".join([
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">',
    *(f'<!ENTITY {this} "{f"&{before};" * 40}">' for before, this in itertools.pairwise("abcdefghi")),
    ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:a">',
    '<p xmlns="urn:">&i;</p></rdf:Description></rdf:RDF>',
])
"""A text of a few lines that stands for one of terabytes."""


@pytest.fixture(scope="module")
def server():
    limits = "timeout=2, query=50_000, body=200_000, memory=300, result=3_000_000, concurrent=2, waiting=2"
    with serving(":memory:", limits=limits) as client:
        yield client


@pytest.fixture(scope="module")
def reading(small_store):
    with serving(small_store, token=None) as client:
        yield client


def query(server, text: str, **parameters):
    return server.get("/sparql", params={"query": text, **parameters})


def counted(server, graph: str = "") -> int:
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    return int(query(server, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", format="csv").text.split()[1])


# ---- who may write

WRONG = [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer \xe9"]


@pytest.mark.parametrize("token", WRONG)
def test_writing_needs_the_token(server, token):
    headers = {"authorization": token.encode("latin-1")} if token is not None else {}
    for method, path, kind in (("POST", "/sparql", UPDATE), ("PUT", "/store?default", TURTLE), ("POST", "/store", TURTLE),
                               ("DELETE", "/store?default", {})):
        answer = server.request(method, path, content=b"", headers=headers | kind)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_without_a_token_nobody_writes(reading):
    for method, path, kind in (("POST", "/sparql", UPDATE), ("PUT", "/store?default", TURTLE), ("DELETE", "/store?default", {})):
        answer = reading.request(method, path, content=b"CLEAR ALL", headers=WRITING | kind)
        assert answer.status_code == 403
        assert "--token" in answer.text


# ---- what no query may do

@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICE#\nx:y { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///srv/secret> { ?s ?p ?o }",
    "PREFIX f: <file:///srv/> SELECT * FROM f:secret { ?s ?p ?o }",
    "SELECT * { { SELECT * { SERVICE ?where { ?s ?p ?o } } } }",
])
def test_a_query_may_not_leave(server, text):
    answer = query(server, text)
    assert answer.status_code in (400, 403), answer.text
    assert "root:" not in answer.text


def test_no_graph_is_a_file(server):
    for name in ("default-graph-uri", "named-graph-uri"):
        answer = query(server, "ASK {}", **{name: "File:///srv/secret"})
        assert (answer.status_code, "local file" in answer.text) == (403, True)


@pytest.mark.parametrize("text", [
    "LOAD <http://127.0.0.1:9/>",
    "LOAD <file:///srv/secret> INTO GRAPH <urn:g>",
    "load\n<http://127.0.0.1:9/>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
])
def test_an_update_may_not_leave(server, text):
    answer = server.post("/sparql", content=text, headers=WRITING | UPDATE)
    assert answer.status_code == 403


# ---- limits

def test_a_runaway_query_is_stopped_and_the_next_one_answered(server):
    begun = time.perf_counter()
    answer = query(server, RUNAWAY)
    assert 1.8 < time.perf_counter() - begun < 4
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "2 s" in answer.text
    assert query(server, "ASK {}").status_code == 200


def test_a_query_that_is_not_as_quick_as_its_like_is_stopped_too():
    """And those that were asked together with it are answered, before a write and right after one."""
    steps = "/".join(["<urn:knows>"] * 6)
    count = f"SELECT (COUNT(*) AS ?n) {{ <urn:%s> {steps} ?x }} #%s"
    people = [f"<urn:n{number}>" for number in range(60)]
    all_know_all = " ".join(f"{one} <urn:knows> {', '.join(people)} ." for one in people)
    writes = (f"INSERT DATA {{ <urn:alone> <urn:knows> <urn:nobody> . {all_know_all} }}", "INSERT DATA {}")
    with serving(":memory:", limits="timeout=4") as client:
        for turn, write in enumerate(writes):
            assert client.post("/sparql", content=write, headers=WRITING | UPDATE).status_code == 204
            for number in range(5):
                assert query(client, count % ("alone", f"{turn} {number}"), format="csv").text.split() == ["n", "0"]
            statuses = []

            def ask(who: str, what: str, statuses: list[int] = statuses) -> None:
                statuses.append(query(client, count % (who, what)).status_code)

            whom = ["alone"] * 4 + ["n1"] + ["alone"] * 3
            crowd = [threading.Thread(target=ask, args=(who, f"{turn} {who} {number}")) for number, who in enumerate(whom)]
            for one in crowd:
                one.start()
            for one in crowd:
                one.join()
            assert sorted(statuses) == [200] * 7 + [503]
        assert query(client, count % ("alone", "last")).status_code == 200


def test_a_client_may_wait_for_less_but_not_for_longer(server):
    begun = time.perf_counter()
    assert query(server, RUNAWAY, timeout="0.3").status_code == 503
    assert time.perf_counter() - begun < 1.5
    begun = time.perf_counter()
    assert query(server, RUNAWAY, timeout="60").status_code == 503
    assert time.perf_counter() - begun < 4


def test_a_hungry_query_is_stopped(server):
    answer = query(server, HUNGRY)
    assert answer.status_code == 503
    assert "300 MB" in answer.text
    assert query(server, "ASK {}").status_code == 200


def test_a_query_nested_without_end_hurts_nobody(server):
    answer = server.post("/sparql", content=b"ASK " + b"{" * 20_000 + b"}" * 20_000, headers=SPARQL)
    assert answer.status_code == 400
    assert query(server, "ASK {}").status_code == 200


def test_a_large_answer_is_cut_short_where_the_client_can_tell(server):
    import httpx
    with pytest.raises(httpx.RemoteProtocolError), server.stream("GET", "/sparql", params={"query": STREAM}) as answer:
        assert answer.status_code == 200
        for _ in answer.iter_bytes():
            pass


@pytest.mark.parametrize(("send", "status"), [
    (lambda s: s.post("/sparql", content=b"ASK {} #" + b"x" * 60_000, headers=SPARQL), 413),
    (lambda s: s.post("/sparql", content=b"#" * 300_000, headers=SPARQL), 413),
    (lambda s: s.put("/store?default", content=b"#" * 300_000, headers=WRITING_TURTLE), 413),
    (lambda s: s.put("/store?default", content=iter([b"#" * 100_000] * 3), headers=WRITING_TURTLE), 413),
    (lambda s: s.put("/store?default", content=b"<a> <b>", headers=WRITING_TURTLE), 400),
    (lambda s: s.put("/store?default", content=b"hello", headers=WRITING | {"content-type": "text/html"}), 415),
    (lambda s: s.post("/sparql", content=b"ASK {}", headers={"content-type": "text/html"}), 415),
    (lambda s: s.post("/sparql", content=b"ASK {}"), 415),
    (lambda s: s.post("/sparql", content=b"query=ASK%7B%7D&query=ASK%7B%7D", headers=FORM), 400),
    (lambda s: s.post("/sparql", content=b"\xff\xfe", headers=SPARQL), 400),
    (lambda s: s.get("/sparql?query=ASK%ff"), 400),
    (lambda s: s.get("/sparql?update=CLEAR+ALL"), 400),
    (lambda s: s.get("/store?graph=urn:a&default"), 400),
    (lambda s: s.get("/store?graph=%3Cx%3E"), 400),
    (lambda s: s.request("PATCH", "/store?default"), 405),
    (lambda s: s.request("TRACE", "/sparql"), 405),
    (lambda s: s.request("PATCH", "/documents"), 405),
    (lambda s: s.get("/nothing"), 404),
    (lambda s: s.get("/static/..%2fapp.py"), 404),
    (lambda s: s.put("/store?default", content=ENTITIES, headers=WRITING | {"content-type": "application/rdf+xml"}), 503),
    (lambda s: s.get("/store?graph=urn:none"), 404),
])
def test_what_is_wrong_with_a_request_has_its_status(server, send, status):
    answer = send(server)
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text


def test_too_many_at_once_are_turned_away(server):
    statuses = []

    def ask() -> None:
        statuses.append(query(server, RUNAWAY, timeout="1.5").status_code)

    crowd = [threading.Thread(target=ask) for _ in range(4)]
    for one in crowd:
        one.start()
    time.sleep(0.7)
    begun = time.perf_counter()
    answer = query(server, "ASK {} # asked for the first time")
    assert (answer.status_code, time.perf_counter() - begun < 0.5) == (503, True)
    assert "Too many" in answer.text
    for one in crowd:
        one.join()
    assert set(statuses) == {503}
    assert query(server, "ASK {}").status_code == 200


def test_work_ends_when_the_client_goes(server):
    host, port = server.base_url.host, server.base_url.port
    with socket.create_connection((host, port)) as client:
        path = f"/sparql?query={RUNAWAY.replace(' ', '+').replace('{', '%7B').replace('}', '%7D')}"
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
        assert busy(server) == 1
    deadline = time.perf_counter() + 1
    while busy(server) and time.perf_counter() < deadline:
        time.sleep(0.05)
    assert busy(server) == 0


def busy(server) -> int:
    return int(float(re.search(r"^kg_busy_readers (\S+)", server.get("/metrics").text, re.MULTILINE)[1]))


# ---- writing

def test_a_write_is_seen_by_the_very_next_read(server):
    for number in range(10):
        assert server.post("/sparql", content=f"CLEAR ALL ; INSERT DATA {{ <urn:a> <urn:b> {number} }}",
                           headers=WRITING | UPDATE).status_code == 204
        assert query(server, "SELECT ?n { <urn:a> <urn:b> ?n }", format="csv").text.split() == ["n", str(number)]


def test_a_failing_update_changes_nothing(server):
    server.post("/sparql", content="CLEAR ALL", headers=WRITING | UPDATE)
    answer = server.post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 } ; CREATE GRAPH <urn:g> ; CREATE GRAPH <urn:g>",
                         headers=WRITING | UPDATE)
    assert answer.status_code == 400
    assert counted(server) == 0


def put(server, graph: str, body: bytes, method: str = "PUT") -> int:
    return server.request(method, "/store", params={"graph": graph}, content=body, headers=WRITING_TURTLE).status_code


def test_the_default_graph_is_the_union_of_what_is_put(server):
    server.post("/sparql", content="CLEAR ALL", headers=WRITING | UPDATE)
    assert put(server, "urn:one", b"<urn:a> <urn:b> 1, 2 ; <urn:c> [ <urn:d> 3 ] .") == 201
    assert put(server, "urn:two", b"<urn:a> <urn:b> 2, 4 .") == 201
    assert (counted(server), counted(server, "urn:one"), counted(server, "urn:two")) == (5, 4, 2)
    assert put(server, "urn:one", b"<urn:a> <urn:b> 1 .") == 204
    assert (counted(server), counted(server, "urn:one")) == (3, 1)
    assert put(server, "urn:one", b"<urn:a> <urn:b> 5 .", "POST") == 204
    assert (counted(server), counted(server, "urn:one")) == (4, 2)
    assert server.delete("/store", params={"graph": "urn:one"}, headers=WRITING).status_code == 204
    assert (counted(server), counted(server, "urn:one")) == (2, 0)
    assert server.delete("/store", params={"graph": "urn:one"}, headers=WRITING).status_code == 404


def test_a_graph_that_cannot_be_read_leaves_the_old_one(server):
    put(server, "urn:kept", b"<urn:a> <urn:b> 1 .")
    assert put(server, "urn:kept", b"<urn:a> <urn:b> 1 . <urn:") == 400
    assert counted(server, "urn:kept") == 1


def test_a_write_empties_the_cache(server):
    server.post("/sparql", content="CLEAR ALL", headers=WRITING | UPDATE)
    first = query(server, "SELECT * { ?s ?p ?o }", format="csv")
    server.post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=WRITING | UPDATE)
    second = server.get(first.url, headers={"if-none-match": first.headers["etag"]})
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


# ---- processes

def test_no_process_outlives_the_server(own_store):
    others = set(children(os.getpid()))
    with serving(own_store) as client:
        assert query(client, "ASK {}").status_code == 200
        (own,) = set(children(os.getpid())) - others
        (zygote,) = children(own)
        workers = {zygote, *children(zygote)}
        assert len(workers) >= 4 and all(map(alive, workers))
    deadline = time.perf_counter() + 3
    while any(alive(pid) for pid in workers) and time.perf_counter() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in workers)
    assert not (own_store / "snapshots").exists()


def test_a_killed_server_leaves_nothing_behind(own_store):
    others = set(children(os.getpid()))
    with serving(own_store) as client:
        (own,) = set(children(os.getpid())) - others
        (zygote,) = children(own)
        workers = {zygote, *children(zygote)}
        client.post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=WRITING | UPDATE)
        os.kill(own, signal.SIGKILL)
    deadline = time.perf_counter() + 3
    while any(alive(pid) for pid in workers) and time.perf_counter() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in workers)
    with serving(own_store) as client:
        assert query(client, "ASK { <urn:a> <urn:b> 1 }").json()["boolean"] is True


def test_the_service_mends_itself(own_store):
    others = set(children(os.getpid()))
    with serving(own_store) as client:
        (own,) = set(children(os.getpid())) - others
        (zygote,) = children(own)
        for pid in [*children(zygote), zygote]:
            os.kill(pid, signal.SIGKILL)
        for number in range(3):
            deadline = time.perf_counter() + 5
            while query(client, f"ASK {{}} #{number}").status_code != 200:
                assert time.perf_counter() < deadline
            assert client.post("/sparql", content=f"INSERT DATA {{ <urn:a> <urn:b> {number} }}",
                               headers=WRITING | UPDATE).status_code == 204


def command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path("/proc", str(pid), "cmdline").read_bytes()
    return b""


def alive(pid: int) -> bool:
    return b"kg.server.zygote" in command(pid)


def test_a_reading_service_sees_what_a_build_writes(own_store):
    import pyoxigraph as ox

    import kg.store
    with serving(own_store, token=None) as client:
        before = counted(client)
        graph = ox.NamedNode("urn:g")
        with kg.store.open(own_store) as store:
            store.replace([(graph, [ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"), graph)])])
        deadline = time.perf_counter() + 3
        while counted(client) == before and time.perf_counter() < deadline:
            time.sleep(0.1)
        assert counted(client) == before + 1


def test_several_processes_serve_what_nobody_writes_to(own_store):
    with serving(own_store, token=None, workers=2) as client:
        for _ in range(10):
            # A new connection each time, so that either process may take it.
            answer = client.get("/sparql?query=ASK{}", headers={"connection": "close"})
            assert answer.json()["boolean"] is True
    with pytest.raises(UsageError, match="workers"):
        run(own_store, token="x", workers=2)


# ---- the command

def test_every_limit_is_an_option(monkeypatch, small_store):
    seen = []
    monkeypatch.setattr("kg.server.app.run", lambda store, **options: seen.append(options))
    names = ["--timeout", "--update-timeout", "--extract-timeout", "--max-query", "--max-body", "--max-result", "--memory",
             "--concurrent", "--waiting", "--cache"]
    numbers = [word for number, name in enumerate(names) for word in (name, str(number + 5))]
    assert cli.run(["serve", "--store", str(small_store)]) == 0
    assert cli.run(["serve", "--store", str(small_store), "--workers", "2", "--model", "m", *numbers]) == 0
    assert seen[0]["limits"] == Limits()
    assert seen[1]["limits"] == Limits(*range(5, 5 + len(names)))
    assert (seen[1]["workers"], seen[1]["model"]) == (2, "m")


@pytest.mark.parametrize(("options", "words"), [
    ({"token": ""}, "token"), ({"token": " "}, "token"), ({"token": "t\u00f6ken"}, "token"), ({"token": "a\nb"}, "token"),
    ({"host": "no.such.host.invalid"}, "--host no.such"), ({"port": 70_000}, "--port 70000"), ({"host": "192.0.2.1"}, "--host"),
])
def test_what_cannot_be_served_with_is_said_at_once(small_store, options, words):
    with pytest.raises(UsageError, match=re.escape(words)):
        run(small_store, **options)


def test_a_port_that_is_taken_is_said_at_once(reading, small_store):
    with pytest.raises(UsageError, match="Address already in use"):
        run(small_store, port=reading.base_url.port)
