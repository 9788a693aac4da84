"""The service as one ASGI application, and the function that runs it."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import uvicorn

from ..errors import KgError, QueryError, QueryRefused, UsageError
from . import evaluate, negotiation, operation
from .errors import Problem, problem
from .http import CORS, PREFLIGHT, Receive, Scope, Send, content, encoded, fail, header, respond

QUERY_PATHS = ("/sparql", "/query")


class Direct:
    """pyoxigraph behind the calls of kg.store, until that is there."""

    def __init__(self, location: str | Path) -> None:
        self.store = ox.Store() if str(location) == ":memory:" else ox.Store.read_only(str(location))

    def query(self, sparql: str, *, default_graphs=None, named_graphs=None):
        import re

        if re.search(r"\bSERVICE\b", re.sub(r"<[^>]*>|\"[^\"]*\"|#.*", " ", sparql), re.IGNORECASE):
            raise QueryRefused("SERVICE is refused here: queries may not leave the store.")
        try:
            return self.store.query(sparql, default_graph=default_graphs and list(default_graphs),
                                    named_graphs=named_graphs and list(named_graphs))
        except (SyntaxError, RuntimeError) as error:
            match = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
            raise QueryError(f"line {match[1]}, column {match[2]}: {match[3].splitlines()[0]}" if match else str(error)) from error


class Buffer(io.BytesIO):
    def begin(self, name: str) -> None:
        self.format = name


def create(store_location: str | Path, *, token: str | None = None, base: str = "", body_limit: int = 10_000_000):
    """The service over the store at `store_location` as an ASGI application.

    token  opens writing: update, graph store, ingest; without it the service only reads
    """
    store = Direct(store_location)
    threads = ThreadPoolExecutor(4)

    def work(query: evaluate.Query) -> tuple[str, bytes]:
        output = Buffer()
        return evaluate.evaluate(store, query, output), output.getvalue()

    async def sparql(scope: Scope, receive: Receive, send: Send) -> None:
        body = b"" if scope["method"] in ("GET", "HEAD") else await content(scope, receive, body_limit)
        found = operation.read(scope["method"], scope["query_string"], header(scope, b"content-type"), body)
        if found is None:
            raise Problem(404, "Send a query: /sparql?query=...")
        if found.kind == "update":
            raise Problem(403, "This service only reads.")
        accept = header(scope, b"accept")
        solutions = negotiation.choose(accept, negotiation.RESULTS, found.format)
        graph = negotiation.choose(accept, negotiation.GRAPHS, found.format)
        if solutions is None and graph is None:
            raise negotiation.unacceptable((*negotiation.RESULTS, *negotiation.GRAPHS), found.format)
        query = evaluate.Query(found.text, found.graphs, found.named, solutions and solutions.name, graph and graph.name, base)
        _, answer = await asyncio.get_running_loop().run_in_executor(threads, work, query)
        chosen = solutions if not answer or solutions else graph
        await respond(send, 200, [*CORS, *encoded(("content-type", chosen.content_type), ("vary", "Accept"))], answer,
                      head=scope["method"] == "HEAD")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            if scope["method"] == "OPTIONS":
                await respond(send, 204, PREFLIGHT)
            elif scope["path"].rstrip("/") in QUERY_PATHS:
                await sparql(scope, receive, send)
            else:
                raise Problem(404, "There is nothing here. The endpoint is /sparql.")
        except KgError as error:
            await fail(scope, send, problem(error))

    return app


def run(store: str | Path, *, host: str = "127.0.0.1", port: int = 8000, token: str | None = None, **options) -> None:
    """Serves the store at `store` until it is interrupted."""
    if not 0 <= port < 65536:
        raise UsageError(f"port {port}: not between 0 and 65535.")
    uvicorn.run(create(store, token=token, **options), host=host, port=port, log_level="warning")
