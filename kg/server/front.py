"""What a connection asks before it parses a request: is its answer kept, or is its query known to be quick?

A client that asks the same again sends the same bytes, and one that asks something else sends the same headers. So answers
are kept by the bytes of their requests, and what was read of headers by theirs. All that is not plain goes the long way.
"""

import re
import time
from collections.abc import Callable

from .answering import headers
from .errors import Problem
from .http import Headers, Scope, header
from .metrics import Metrics
from .reply import Answered
from .service import Service
from .sparql import Endpoint

CONTENT, ENTRIES = 16_384, 1_000
"""Bytes of an answer that is kept at most, and how many answers and heads are kept."""
TARGET = re.compile(rb"GET /sparql\?([!\"$-~]*) HTTP/1\.1")
SPECIAL = frozenset({
    b"connection", b"content-length", b"expect", b"forwarded", b"if-none-match", b"transfer-encoding", b"upgrade",
    b"x-forwarded-for", b"x-forwarded-proto",
})  # fmt: skip
"""Headers with which a request goes the long way; a connection that is to be kept alive is nothing special."""

Told = tuple[bytes, bytes]
"""The header lines of an answer with status 200, and its content."""


class Front:
    """Answers for connections; see wire.py."""

    def __init__(self, service: Service, endpoint: Endpoint, metrics: Metrics) -> None:
        self._service, self._endpoint, self._metrics = service, endpoint, metrics
        self._version = ""
        self._kept: dict[bytes, Told] = {}
        self._heads: dict[bytes, Scope] = {}

    def find(self, request: bytes) -> Told | None:
        """The answer to a request, None where it is not kept, or not of this state of the store."""
        found = self._kept.get(request)
        if found is None or self._service.version != self._version:
            return None
        self._service.cache.hits += 1
        self._metrics.count("sparql", 200, time.perf_counter())
        return found

    def quick(self, request: bytes, tell: Callable[[Told | None], None]) -> bool:
        """Tells the answer to a request if its query is known to be quick, else False; tells None where it shows late."""
        first, _, rest = request.partition(b"\r\n")
        scope, target = self._heads.get(rest), TARGET.fullmatch(first)
        if scope is None or target is None:
            return False
        begun = time.perf_counter()

        def done(answered: Answered | None, tag: str | None) -> None:
            if answered is None:
                tell(None)
                return
            self._metrics.count("sparql", 200, begun)
            tell((lines(headers(answered.format, tag), answered.content), answered.content))

        try:
            return self._endpoint.quick({**scope, "query_string": target[1]}, done)
        except Problem:
            return False

    def learn(self, request: bytes, scope: Scope) -> None:
        """Notes what was read of a whole request without a body."""
        first, _, rest = request.partition(b"\r\n")
        if rest in self._heads or not TARGET.fullmatch(first) or "text/html" in header(scope, b"accept"):
            return
        names = {name for name, value in scope["headers"] if (name, value.lower()) != (b"connection", b"keep-alive")}
        if not names & SPECIAL:
            if len(self._heads) >= ENTRIES:
                self._heads.clear()
            self._heads[rest] = dict(scope)

    def keep(self, request: bytes, version: str, stated: Headers, content: bytes) -> None:
        """Keeps an answer for whoever sends the same bytes."""
        if len(content) > CONTENT or request.partition(b"\r\n")[2] not in self._heads:
            return
        if version != self._version or len(self._kept) >= ENTRIES:
            self._kept, self._version = {}, version
        self._kept[request] = lines(stated, content), content


def lines(stated: Headers, content: bytes) -> bytes:
    """Headers as they are sent before a content.

    >>> lines([(b"vary", b"Accept")], b"{}")
    b'vary: Accept\\r\\ncontent-length: 2\\r\\n\\r\\n'
    """
    return b"".join([*(b"%b: %b\r\n" % pair for pair in stated), b"content-length: %d\r\n\r\n" % len(content)])
