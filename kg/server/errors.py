"""What goes wrong over HTTP, and which status says so."""

import json
import re

from ..errors import DocumentError, KgError, NotFound, QueryError, QueryRefused, QueryTimeout, StoreError, UsageError

STATUS: tuple[tuple[type[KgError], int], ...] = (
    (QueryTimeout, 503),
    (QueryRefused, 403),
    (QueryError, 400),
    (NotFound, 404),
    (DocumentError, 422),
    (UsageError, 400),
    (StoreError, 503),
)
"""The first class that fits gives the status; what fits none is a fault of the server, 500."""

TITLES = {
    400: "Bad request", 401: "Token needed", 403: "Refused", 404: "Not found", 405: "Method not allowed",
    406: "Not acceptable", 413: "Too large", 414: "URL too long", 415: "Unsupported media type",
    422: "Document cannot be read", 500: "Fault of the server", 503: "Not now",
}  # fmt: skip

PLACE = re.compile(r"^\S+(?=: )|[^\s()\"']*/[^\s()\"']*?(?=[:,;.]*(?:\s|[()\"']|$))")
"""Where a store is: a folder's name at the beginning, a path or an address anywhere. That is nothing for clients."""


class Problem(KgError):
    """A request that is answered with an error status.

    >>> Problem(406, "Offered are: text/turtle.").status
    406
    """

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem(error: KgError) -> Problem:
    """The answer to an error, by the table above.

    >>> problem(QueryTimeout("Stopped after 30 s.")).status
    503
    >>> problem(StoreError("graph.kg: the store is broken (Corruption: /home/a/graph.kg/000012.sst).")).args
    ('the store: the store is broken (Corruption: the store).',)
    """
    if isinstance(error, Problem):
        return error
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    text = PLACE.sub("the store", str(error)) if isinstance(error, StoreError) else str(error)
    return Problem(503, text, Retry_After="5") if status == 503 else Problem(status, text)


def body(error: Problem, accept: str) -> tuple[bytes, str]:
    """The bytes and the media type of an error: RFC 9457 for those who ask for JSON, else plain text.

    >>> body(Problem(404, "No such graph."), "text/turtle")
    (b'No such graph.\\n', 'text/plain; charset=utf-8')
    """
    if "json" in accept:
        fields = {"title": TITLES.get(error.status, "Error"), "status": error.status, "detail": str(error)}
        where = re.search(r"line (\d+), column (\d+)", str(error))
        if where:
            fields |= {"line": int(where[1]), "column": int(where[2])}
        return json.dumps(fields).encode(), "application/problem+json"
    return f"{error}\n".encode(), "text/plain; charset=utf-8"
