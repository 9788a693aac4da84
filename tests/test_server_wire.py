"""Answers that are sent for the very bytes of a request: only where these are a whole request, and only while they are true."""

import contextlib
import socket

import pytest
from serving import WRITING, serving

ASK = b"GET /sparql?query=ASK%7B%3Curn:a%3E%3Curn:b%3E1%7D HTTP/1.1\r\nHost: here\r\n\r\n"
UPDATE = WRITING | {"content-type": "application/sparql-update"}


@pytest.fixture
def server():
    with serving(":memory:") as client:
        yield client


@contextlib.contextmanager
def connection(server):
    with socket.create_connection((server.base_url.host, server.base_url.port), timeout=10) as one:
        yield one


def answer(one: socket.socket) -> tuple[bytes, bytes]:
    """The head and the content of the next answer."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += one.recv(1)
    head = received.removesuffix(b"\r\n\r\n")
    (length,) = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"content-length")]
    content = b""
    while len(content) < length:
        content += one.recv(length - len(content))
    return head, content


def told(one: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    one.sendall(request)
    return answer(one)


def silent(one: socket.socket) -> bool:
    """Whether nothing more comes."""
    one.settimeout(0.3)
    try:
        return not one.recv(1)
    except TimeoutError:
        return True
    finally:
        one.settimeout(10)


def hits(server) -> int:
    (line,) = [line for line in server.get("/metrics").text.splitlines() if line.startswith("kg_cache_hits ")]
    return int(float(line.split()[1]))


def lines(head: bytes) -> list[bytes]:
    return sorted(line for line in head.split(b"\r\n") if not line.startswith(b"date:"))


def test_the_same_bytes_get_the_same_answer_until_something_is_written(server):
    with connection(server) as one:
        (first, no), *others = [told(one, ASK) for _ in range(5)]
        assert all((lines(head), content) == (lines(first), no) for head, content in others)
        assert b"false" in no and hits(server) == 4
        server.post("/sparql", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=UPDATE)
        for _ in range(4):
            head, yes = told(one, ASK)
            assert b"true" in yes and lines(head) != lines(first)


def test_bytes_that_are_no_whole_request_are_none(server):
    with connection(server) as one:
        for _ in range(3):
            told(one, ASK)
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\nX-Rest: ")
        assert told(one, ASK)[1] == b"ok\n" and silent(one)
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % len(ASK))
        assert told(one, ASK)[1] == b"ok\n" and silent(one)
        assert b"false" in told(one, ASK)[1]


def test_a_request_that_announces_a_body_is_not_kept(server):
    announced = ASK.replace(b"Host", b"Content-Length: 4\r\nHost")
    with connection(server) as one:
        for _ in range(4):
            one.sendall(announced)
            assert b"false" in answer(one)[1]
            one.sendall(b"body")
        assert silent(one)


def test_requests_in_one_packet_and_in_many(server):
    with connection(server) as one:
        one.sendall(ASK * 3)
        assert len({answer(one)[1] for _ in range(3)}) == 1
        for start in range(0, len(ASK), 7):
            one.sendall(ASK[start : start + 7])
        assert b"false" in answer(one)[1] and silent(one)


def test_what_the_client_says_of_itself_counts(server):
    with connection(server) as one:
        for _ in range(3):
            told(one, ASK)
        assert told(one, ASK.replace(b"Host", b"Accept: text/csv\r\nHost"))[0].count(b"text/csv")
        one.sendall(ASK.replace(b"GET", b"HEAD"))
        assert silent_body(one)
        for _ in range(3):
            closing = told(one, ASK.replace(b"Host", b"Connection: close\r\nHost")) if _ == 2 else told(one, ASK)
        assert b"connection: close" in closing[0] and one.recv(1) == b""


def silent_body(one: socket.socket) -> bool:
    received = b""
    while not received.endswith(b"\r\n\r\n"):
        received += one.recv(1)
    return silent(one)


def test_a_head_without_end_is_refused(server):
    with connection(server) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n")
        with contextlib.suppress(OSError):
            for _ in range(100):
                one.sendall(b"X-More: " + b"x" * 100_000 + b"\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert one.recv(12) == b"HTTP/1.1 400"
    assert server.get("/healthz").text == "ok\n"


def test_a_large_body_is_no_head(server):
    body = b"<urn:a> <urn:b> <urn:c> .\n" * 200_000
    assert server.put("/store?default", content=body, headers=WRITING | {"content-type": "text/turtle"}).is_success
