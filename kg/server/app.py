"""The service as one ASGI application, and the function that runs it."""

import json
import logging
import os
import re
import socket
import time
from collections.abc import Callable, MutableMapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

import uvicorn

from .. import store as stores
from ..errors import KgError, UsageError
from ..terms import BASE
from .answering import headers
from .console import Console
from .description import service_description, written
from .errors import Problem, problem
from .formats import GRAPHS, HTML, RESULTS
from .front import Front
from .graphs import PATH, GraphStore
from .http import PREFLIGHT, Disconnected, Receive, Scope, Send, header, respond, url
from .ingest import Ingest, routes
from .limits import Limits
from .linked import LinkedData
from .metrics import Metrics
from .negotiation import choose, require
from .rendering import refusal
from .service import Service
from .site import site
from .sparql import Endpoint
from .wire import Protocol

log = logging.getLogger(__name__)

RESULTS_OR_HTML = (*RESULTS, HTML)
DESCRIBED = "KG_SERVE"
"""The environment variable by which several processes learn what they serve."""
KEEP_ALIVE = 75
"""Seconds that an idle connection is kept, longer than clients keep theirs: who closes first does it between requests."""
TOKEN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
QUERY_PATHS = frozenset({"/sparql", "/sparql/", "/query", "/update"})


class App:
    """The ASGI application: the paths of the protocols first, all others through FastAPI."""

    def __init__(self, service: Service, *, token: str | None, base: str, model: str | None) -> None:
        self.service = service
        self._writable = token is not None
        self._metrics = Metrics(service)
        self._endpoint = Endpoint(service, token=token)
        self._front = Front(service, self._endpoint, self._metrics)
        self._endpoint.keep = self._front.keep
        self._console = Console(service, base=base)
        self._graph_store = GraphStore(service, token=token)
        self._linked_data = LinkedData(service, base=base)
        self._ingest = Ingest(service, base=base, model=model, timeout=service.limits.extract_timeout)
        self._site = site(service, self._metrics, routes(self._ingest, service, token=token), base=base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            scope.get("state", {})["front"] = self._front
            await self._lifespan(receive, send)
            return
        begun = time.perf_counter()
        sent, route = Sent(send), self._route(scope["path"])
        try:
            if not self.service.started:
                await self.service.start()
            await self._handlers[route](self, scope, receive, sent)
        except Disconnected:
            return
        except KgError as error:
            await self._failed(scope, sent, problem(error))
        except Exception:
            # The last net: whatever it is goes to the log, and the client learns only that it is not his fault.
            log.exception("%s %s", scope["method"], scope["path"])
            await self._failed(scope, sent, Problem(500, "The server has failed at this. The reason is in its log."))
        finally:
            self._metrics.count(route, sent.status, begun)

    def _route(self, path: str) -> str:
        if path in QUERY_PATHS:
            return "sparql"
        if path == PATH or path.startswith(PATH + "/"):
            return "store"
        return "id" if self._linked_data.serves(path) else "site"

    async def _sparql(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await respond(send, 204, PREFLIGHT)
            return
        accept = header(scope, b"accept")
        found = await self._endpoint.read(scope, receive)
        if found is None:
            form = require(accept, (*GRAPHS, HTML))
            if form is HTML:
                await self._console.answer(None, scope, send)
            else:
                content = written(service_description(url(scope), writable=self._writable), form)
                await respond(send, 200, headers(form.name, None), content, head=scope["method"] == "HEAD")
        elif found.kind == "query" and found.format in (None, "html") and choose(accept, RESULTS_OR_HTML, found.format) is HTML:
            await self._console.answer(self._endpoint.plain(found, scope), scope, send)
        else:
            await self._endpoint.answer(found, scope, receive, send)

    async def _store(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await respond(send, 204, PREFLIGHT)
        else:
            await self._graph_store.answer(scope, receive, send)

    async def _id(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await respond(send, 204, PREFLIGHT)
        else:
            await self._linked_data.answer(scope, receive, send)

    async def _others(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            await self._site({**scope, "method": "GET"}, receive, without_body(send))
        elif scope["method"] == "OPTIONS":
            await respond(send, 204, PREFLIGHT)
        else:
            await self._site(scope, receive, send)

    _handlers: ClassVar = {"sparql": _sparql, "store": _store, "id": _id, "site": _others}

    async def _failed(self, scope: Scope, sent: "Sent", error: Problem) -> None:
        if sent.begun:
            # Too late for a status: the answer is cut short, which the client sees.
            log.warning("%s: cut short: %s", scope["path"], error)
        else:
            stated, content = refusal(error, header(scope, b"accept"))
            await respond(sent, error.status, stated, content, head=scope["method"] == "HEAD")

    async def close(self) -> None:
        """Ends all child processes."""
        await self._ingest.close()
        await self.service.close()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            kind = (await receive())["type"]
            if kind == "lifespan.startup":
                try:
                    await self.service.start()
                except KgError as error:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
            elif kind == "lifespan.shutdown":
                await self.close()
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return


class Sent:
    """An ASGI `send` that knows whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    @property
    def begun(self) -> bool:
        return self.status > 0

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        await self._send(message)


def without_body(send: Send) -> Send:
    """A `send` that lets only the head of an answer through."""

    async def head_only(message: MutableMapping[str, Any]) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return head_only


def create(store_location: str | Path, *, token: str | None = None, base: str = BASE, limits: Limits | None = None,
           model: str | None = None) -> App:
    """The service over the store at `store_location` as an ASGI application.

    token   opens writing: update, graph store, ingest; without it the service only reads
    base    IRIs that begin with it are served as pages
    limits  what one request may cost
    model   the spaCy pipeline that reads the documents that are sent, None for the default; loaded when one comes
    """
    writable = token is not None or str(store_location) == ":memory:"
    service = Service(store_location, writable=writable, limits=limits or Limits(), processors=os.cpu_count() or 1)
    return App(service, token=token, base=base, model=model)


def from_environment() -> App:
    """The service that `run` describes to each of its processes."""
    options = json.loads(os.environ[DESCRIBED])
    return create(options["store"], base=options["base"], limits=Limits(**options["limits"]))


def run(
    store: str | Path, *, host: str = "127.0.0.1", port: int = 8000, token: str | None = None, base: str = BASE,
    limits: Limits | None = None, model: str | None = None, workers: int = 1, ready: Callable[[], None] = lambda: None,
) -> None:
    """Serves the store at `store` until it is interrupted; calls `ready` when all that can be known to be wrong is not.

    `workers` is the number of processes that take requests, for many clients on many processors; more than one only for a
    service that reads. Raises UsageError for options that do not fit, StoreError where the store cannot be opened.
    """
    if workers > 1 and (token is not None or str(store) == ":memory:"):
        raise UsageError("Several workers can serve only what nobody writes to: leave out the token, or the workers.")
    if token is not None and not TOKEN.fullmatch(token):
        raise UsageError("The token has to be of letters, digits and signs that a header can carry.")
    try_to_listen(host, port)
    if str(store) != ":memory:":
        stores.open(store, read_only=True).close()
    limits = limits or Limits()
    options: dict[str, Any] = {
        "host": host, "port": port, "log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 5,
        "timeout_keep_alive": KEEP_ALIVE, "http": Protocol, "ws": "none", "server_header": False,
    }  # fmt: skip
    ready()
    if workers > 1:
        os.environ[DESCRIBED] = json.dumps({"store": str(store), "base": base, "limits": asdict(limits)})
        uvicorn.run("kg.server.app:from_environment", factory=True, workers=workers, **options)
    else:
        uvicorn.run(create(store, token=token, base=base, limits=limits, model=model), **options)


def try_to_listen(host: str, port: int) -> None:
    """Raises UsageError where clients could not connect to this address."""
    if not 0 <= port < 65536:
        raise UsageError(f"--port {port}: not between 0 and 65535.")
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise UsageError(f"--host {host} --port {port}: nobody can listen there ({error.strerror}). Name others.") from error
