"""Small helpers over bare ASGI, for the paths where every tenth of a millisecond counts."""

import hmac
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from .errors import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SAFE = "/:@!$&'()*+,;=-._~"
"""What a path keeps unescaped."""

CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Location, Content-Location, Retry-After"),
]
PREFLIGHT: Headers = [
    *CORS,
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, QUERY, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]


class Disconnected(Exception):
    """The client is gone: nobody is left to answer."""


def header(scope: Scope, name: bytes) -> str:
    """The value of a request header, "" where it is not sent; several are joined by commas."""
    found = scope.get("kg.headers")
    if found is None:
        found = scope["kg.headers"] = {}
        for key, value in scope["headers"]:
            found[key] = found[key] + b", " + value if key in found else value
    return found.get(name, b"").decode("latin-1")


HOST = re.compile(r"[A-Za-z0-9._-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")


def origin(scope: Scope) -> str:
    """Scheme, host and port by which the client reached the service.

    >>> origin({"scheme": "http", "headers": [(b"host", b"graph.example:8000")]})
    'http://graph.example:8000'
    """
    host = header(scope, b"host")
    if not HOST.fullmatch(host):
        name, port = scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else name
    return f"{scope['scheme']}://{host}"


def url(scope: Scope) -> str:
    """The URL of a request without its query string."""
    raw = scope.get("raw_path")
    return f"{origin(scope)}{raw.decode('ascii') if raw else quote(scope['path'], safe=SAFE)}"


async def content(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The body of a request; a Problem 413 as soon as it is known to be longer than `limit` bytes."""
    too_large = Problem(413, f"The body is larger than {limit:,} bytes.", Connection="close")
    stated = header(scope, b"content-length")
    if stated.isdecimal() and int(stated) > limit:
        raise too_large
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise too_large
        if not message.get("more_body"):
            return b"".join(parts)


async def respond(send: Send, status: int, headers: Headers, content: bytes = b"", *, head: bool = False) -> None:
    """Sends a whole answer; to HEAD only its headers."""
    if status not in (204, 304):
        headers = [*headers, (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head or status in (204, 304) else content})


async def stream(send: Send, headers: Headers, chunks: AsyncIterator[bytes]) -> None:
    """Sends an answer piece by piece. An error among the pieces leaves it cut short, so that the client can tell."""
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    async for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def encoded(*pairs: tuple[str, str]) -> Headers:
    """Header names and values as ASGI wants them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in pairs]


def authorize(scope: Scope, token: str | None) -> None:
    """Lets a request that writes pass if it bears the token. Problem 403 where the service has none, 401 for a wrong one."""
    if token is None:
        raise Problem(403, "This service only reads. Start it with --token to open it for writing.")
    scheme, _, given = header(scope, b"authorization").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        how = "Writing needs the token of this service: Authorization: Bearer TOKEN."
        raise Problem(401, how, WWW_Authenticate='Bearer realm="kg"')
