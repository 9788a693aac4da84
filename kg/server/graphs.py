"""The SPARQL 1.1 Graph Store Protocol: whole graphs by GET, HEAD, PUT, POST and DELETE."""

import email
import email.policy
import hashlib
from urllib.parse import urljoin

from .answering import finish
from .errors import Problem
from .formats import DATASETS, GRAPHS
from .http import CORS, Receive, Scope, Send, authorize, content, encoded, header, respond, url
from .negotiation import rdf_format, require
from .operation import checked, has, parameters, values
from .service import Service

PATH = "/store"
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")

Part = tuple[str, bytes]
"""The name of a format, and what is in it."""


class GraphStore:
    """The graph store at PATH. A path below it names the graph of that URL; `token` lets writes in."""

    def __init__(self, service: Service, *, token: str | None) -> None:
        self._service, self._token = service, token

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method not in METHODS:
            raise Problem(405, f"{method} is not of the Graph Store Protocol.", Allow=", ".join(METHODS))
        in_url = parameters(scope["query_string"], "The URL's query string")
        whole = scope["path"].rstrip("/") == PATH and not has(in_url, "default") and not has(in_url, "graph")
        name = None if whole or has(in_url, "default") else self._name(scope, values(in_url, "graph"))
        if has(in_url, "default") and has(in_url, "graph"):
            raise Problem(400, "Name one graph: `default` or `graph=IRI`.")
        if method in ("GET", "HEAD"):
            await self._get(scope, receive, send, name, whole, values(in_url, "format"))
            return
        authorize(scope, self._token)
        if method == "DELETE":
            if whole:
                raise Problem(400, "Name the graph to remove: `default` or `graph=IRI`.")
            await self._service.write({"do": "delete", "name": name})
            await respond(send, 204, CORS)
        else:
            await self._put(scope, receive, send, name, whole)

    def _name(self, scope: Scope, given: tuple[str, ...]) -> str:
        if len(given) > 1:
            raise Problem(400, "Name one graph at a time.")
        return checked(urljoin(url(scope), given[0]) if given else url(scope))

    async def _get(
        self, scope: Scope, receive: Receive, send: Send, name: str | None, whole: bool, wanted: tuple[str, ...],
    ) -> None:
        found = require(header(scope, b"accept"), DATASETS if whole else GRAPHS, wanted[-1] if wanted else None)
        request = {"do": "dataset" if whole else "graph", "name": name, "format": found.name, "head": scope["method"] == "HEAD"}
        reply = await self._service.read(request)
        await finish(reply, scope, receive, send, tag=f"{name} {whole} {found.name}")

    async def _put(self, scope: Scope, receive: Receive, send: Send, name: str | None, whole: bool) -> None:
        parts = received(header(scope, b"content-type"), await content(scope, receive, self._service.limits.body))
        body = b"".join(sent for _, sent in parts)
        headers = CORS
        if whole:
            if scope["method"] == "PUT":
                raise Problem(400, "Name the graph to put: `default` or `graph=IRI`.")
            # Named by its content: to send the same again makes no second graph.
            name = f"{url(scope).rstrip('/')}/{hashlib.blake2b(body, digest_size=12).hexdigest()}"
            headers = [*CORS, *encoded(("location", name))]
        request = {"do": "put", "name": name, "merge": scope["method"] == "POST", "base": url(scope),
                   "parts": [[part, len(sent)] for part, sent in parts]}
        done = await self._service.write(request, body)
        await respond(send, 201 if done["created"] else 204, headers)


def received(content_type: str, body: bytes) -> list[Part]:
    """The formats and the bytes of what was sent: one part, or those of multipart/form-data. Problem 415, 400.

    >>> received("text/turtle", b"<> a <#Thing> .")
    [('ttl', b'<> a <#Thing> .')]
    """
    if not content_type.lower().startswith("multipart/form-data"):
        return [(rdf_format(content_type).name, body)]
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    if not message.is_multipart():
        raise Problem(400, "The body is no multipart/form-data, or its boundary is missing.")
    parts = []
    for part in message.iter_parts():
        payload = part.get_payload(decode=True)
        parts.append((rdf_format(part.get_content_type()).name, payload if isinstance(payload, bytes) else b""))
    return parts
