"""The SPARQL 1.1 Protocol on one path: the hot path, so it is bare ASGI and comes before FastAPI's router."""

import asyncio
import functools
from collections.abc import Callable

from . import cache, negotiation, operation
from .answering import VARY, Watch, headers, send_reply, send_whole, unchanged
from .errors import Problem
from .evaluate import Query
from .formats import GRAPHS, RESULTS
from .http import CORS, Headers, Receive, Scope, Send, authorize, content, header, respond, url
from .operation import Operation
from .reply import Answered, Reply
from .service import Service


class Endpoint:
    """The endpoint; `token` lets updates in."""

    def __init__(self, service: Service, *, token: str | None) -> None:
        self._service, self._token = service, token
        self.keep: Callable[[bytes, str, Headers, bytes], None] | None = None
        """What is told the bytes of a request whose answer came from the cache, the store's version, headers and content."""

    async def read(self, scope: Scope, receive: Receive) -> Operation | None:
        """The operation that a request asks for, None where it asks for the description of the service."""
        limits = self._service.limits
        if len(scope["query_string"]) > 3 * limits.query:
            raise Problem(414, f"The URL is longer than {3 * limits.query:,} bytes. Send the query by POST.")
        method = scope["method"]
        sent = b"" if method in ("GET", "HEAD") else await content(scope, receive, limits.body)
        found = operation.read(method, scope["query_string"], header(scope, b"content-type"), sent)
        if found is not None and len(found.text) > limits.query:
            raise Problem(413, f"The {found.kind} is longer than {limits.query:,} characters.")
        return found

    async def answer(self, found: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs an operation and sends what comes of it."""
        if found.kind == "update":
            await self.update(found, scope, send)
        else:
            await self.query(found, scope, receive, send)

    async def update(self, found: Operation, scope: Scope, send: Send) -> None:
        authorize(scope, self._token)
        request = {"do": "update", "text": found.text, "graphs": found.graphs, "named": found.named, "base": url(scope)}
        await self._service.write(request)
        await respond(send, 204, CORS)

    def plain(self, found: Operation, scope: Scope) -> Query:
        """A query whatever its format."""
        return Query(found.text, found.graphs, found.named, base=url(scope))

    def quick(self, scope: Scope, tell: Callable[[Answered | None, str | None], None]) -> bool:
        """Tells the answer to a GET request and its entity tag, if the query is known to be quick; else False.

        Tells None where it turns out that it is not, or that there is an error. Raises Problem for what is wrong at once.
        """
        service = self._service
        found = operation.read("GET", scope["query_string"])
        if found is None or found.format == "html" or len(found.text) > service.limits.query or not service.started:
            return False
        query = understood(found, header(scope, b"accept"), url(scope))
        asked = None if service.cache.holds(query, service.version) else service.quick(query, timeout=found.timeout)
        if asked is None:
            return False

        def done(future: "asyncio.Future[Answered | None]") -> None:
            answered = None if future.cancelled() or future.exception() else future.result()
            tell(answered, self._tagged(query, answered) if answered else None)

        asked.add_done_callback(done)
        return True

    async def query(self, found: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        query = understood(found, header(scope, b"accept"), url(scope))
        service = self._service
        version = service.version
        if version:
            kept = service.cache.get(query, version)
            asked = header(scope, b"if-none-match")
            tag = kept.etag if kept else cache.etag(query, version) if asked else None
            if asked and unchanged(scope, tag):
                await respond(send, 304, [*CORS, *VARY, (b"etag", (tag or "").encode())])
                return
            if kept:
                stated = headers(kept.format, kept.etag)
                if self.keep is not None and "kg.request" in scope:
                    self.keep(scope["kg.request"], version, stated, kept.content)
                await respond(send, 200, stated, kept.content, head=scope["method"] == "HEAD")
                return
        reply = await service.query(query, timeout=found.timeout)
        if isinstance(reply, Answered):
            await send_whole(reply, scope, send, self._tagged(query, reply))
            return
        watch = Watch(reply, receive)
        try:
            await reply.begun()
            await send_reply(reply, scope, send, watch, self._tagged(query, reply))
        finally:
            watch.end()

    def _tagged(self, query: Query, reply: Reply | Answered) -> str | None:
        """The entity tag of an answer, which is kept where it is complete."""
        tag = cache.etag(query, reply.version)
        if reply.complete and tag:
            self._service.cache.put(query, reply.version, cache.Entry(reply.format, reply.content, tag))
        return tag


@functools.lru_cache(maxsize=2048)
def understood(found: Operation, accept: str, base: str) -> Query:
    """A query with the formats that the client takes. Problem 406 or 400 where it takes none that is offered."""
    solutions = negotiation.choose(accept, RESULTS, found.format)
    graph = negotiation.choose(accept, GRAPHS, found.format)
    if solutions is None and graph is None:
        raise negotiation.unacceptable((*RESULTS, *GRAPHS), found.format)
    one, other = (form.name if form else None for form in (solutions, graph))
    return Query(found.text, found.graphs, found.named, one, other, base)
