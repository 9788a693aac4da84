"""An HTTP request -> the SPARQL operation that it asks for (SPARQL 1.1 Protocol, section 2)."""

import binascii
import functools
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox

from ..store.guard import scheme
from .errors import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update as the protocol states it.

    graphs   default-graph-uri, or using-graph-uri;   named   named-graph-uri, or using-named-graph-uri
    format   what ?format= says;   timeout   seconds that the client is willing to wait
    """

    kind: Literal["query", "update"]
    text: str
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None


Parameters = tuple[tuple[str, str], ...]


MOST = 1_000
"""Fields of a form."""
SOON = 0.01
"""Seconds that a client may want to wait at least."""
SHORT = 10_000
"""Bytes up to which what was understood of a request is kept for the next one of the same bytes."""


def read(method: str, query_string: bytes, content_type: str = "", content: bytes = b"") -> Operation | None:
    """The operation of a request; None for a GET that asks for the service's description. Raises Problem.

    >>> read("GET", b"query=ASK%7B%7D&default-graph-uri=http://a.example/g")
    Operation(kind='query', text='ASK{}', graphs=('http://a.example/g',), named=(), format=None, timeout=None)
    >>> read("GET", b"update=CLEAR+ALL")
    Traceback (most recent call last):
    kg.server.errors.Problem: An update needs POST.
    """
    understand = _kept if len(query_string) + len(content) <= SHORT else _read
    return understand(method, query_string, content_type, content)


def _read(method: str, query_string: bytes, content_type: str, content: bytes) -> Operation | None:
    if method not in METHODS:
        raise Problem(405, f"{method}: queries come by GET, HEAD, POST and QUERY, updates by POST.", Allow=", ".join(METHODS))
    in_url = parameters(query_string, "The URL's query string")
    media_type = content_type.partition(";")[0].strip().lower()
    if method in ("GET", "HEAD"):
        if values(in_url, "update"):
            raise Problem(400, "An update needs POST.")
        return operation(in_url, "query") if has(in_url, "query") else None
    if method == "POST" and media_type == FORM:
        in_form = parameters(content, "The form")
        kinds = [kind for kind in ("query", "update") if has(in_form, kind)]
        if len(kinds) != 1:
            raise Problem(400, "The form needs one field `query` or one field `update`.")
        return operation((*in_form, *in_url), "update" if kinds == ["update"] else "query")
    if media_type == QUERY or (method == "POST" and media_type == UPDATE):
        kind: Literal["query", "update"] = "query" if media_type == QUERY else "update"
        if has(in_url, "query") or has(in_url, "update"):
            raise Problem(400, f"The {kind} stands in the body; the URL may not hold one as well.")
        return operation((*in_url, (kind, decoded(content, f"The {kind}"))), kind)
    allowed = QUERY if method == "QUERY" else f"{FORM}, {QUERY} or {UPDATE}"
    raise Problem(415, f"A {method} here needs the Content-Type {allowed}.")


_kept = functools.lru_cache(maxsize=2048)(_read)


def operation(given: Parameters, kind: Literal["query", "update"]) -> Operation:
    texts = values(given, kind)
    if len(texts) != 1:
        raise Problem(400, f"One {kind} at a time: there are {len(texts)}.")
    prefix = "" if kind == "query" else "using-"
    if kind == "update" and (has(given, "default-graph-uri") or has(given, "named-graph-uri")):
        raise Problem(400, "An update takes using-graph-uri and using-named-graph-uri, not default-graph-uri.")
    names = ("default-graph-uri", "named-graph-uri") if not prefix else ("using-graph-uri", "using-named-graph-uri")
    wanted = values(given, "format") or values(given, "output")
    graphs, named = (tuple(map(held_here, values(given, name))) for name in names)
    return Operation(kind, texts[0], graphs, named, wanted[-1] if wanted else None, seconds(given))


def checked(name: str) -> str:
    """An IRI as it came. Problem 400 where it is none."""
    try:
        return ox.NamedNode(name).value
    except ValueError as error:
        raise Problem(400, f"{name!r} is no IRI: {error}.") from error


def held_here(name: str) -> str:
    """The IRI of a graph to ask. Problem 403 where it names a file, which some servers would read."""
    if scheme(name) == "file":
        raise Problem(403, f"{name}: a local file as graph is refused: only graphs of this store can be named.")
    return checked(name)


def seconds(given: Parameters) -> float | None:
    texts = values(given, "timeout")
    if not texts:
        return None
    try:
        timeout = float(texts[-1])
    except ValueError:
        timeout = 0
    if not SOON <= timeout < float("inf"):
        raise Problem(400, f"timeout={texts[-1]}: not a number of seconds from {SOON} on.")
    return timeout


def parameters(encoded: bytes, where: str) -> Parameters:
    """The fields of a query string or form. Bytes that are no UTF-8, plain or percent-encoded, are a Problem.

    >>> parameters(b"query=ASK%20%7B%7D+&x=%zz", "The form")
    (('query', 'ASK {} '), ('x', '%zz'))
    """
    found = encoded.split(b"&")
    if len(found) > MOST:
        raise Problem(400, f"{where} has more than {MOST} fields.")
    try:
        pairs = (field.partition(b"=") for field in found if field)
        return tuple((unquoted(name).decode(), unquoted(value).decode()) for name, _, value in pairs)
    except UnicodeDecodeError as error:
        raise Problem(400, f"{where} is not UTF-8.") from error


def unquoted(text: bytes) -> bytes:
    """A name or value of a form without its percent signs and plus signs."""
    text = text.replace(b"+", b" ")
    if b"%" not in text:
        return text
    # Quoted-printable is the same with another sign, and decoded in C: a query is mostly such signs, and this 15 times faster.
    signs = text.count(b"%") + text.count(b"=")
    text = text.replace(b"=", b"%3D")
    found = binascii.a2b_qp(text.replace(b"%", b"="))
    # What it reads otherwise (signs without digits, ends of lines, space at the end) shows in the length.
    plain = b"\n" not in text and b"\r" not in text
    return found if plain and len(found) == len(text) - 2 * signs else unquote_to_bytes(text)


def decoded(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"{what} is not UTF-8: byte {error.start}.") from error


def has(given: Parameters, name: str) -> bool:
    return any(key == name for key, _ in given)


def values(given: Parameters, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in given if key == name)
