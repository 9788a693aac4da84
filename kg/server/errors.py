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
    """
    if isinstance(error, Problem):
        return error
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    if status == 503:
        return Problem(503, str(error), Retry_After="5")
    return Problem(status, str(error))


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
