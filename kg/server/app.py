"""The service as one ASGI application, and the function that runs it."""

import logging
import os
from pathlib import Path

import uvicorn

from .. import store as stores
from ..errors import KgError, UsageError
from ..terms import BASE
from . import graphs
from .errors import Problem, problem
from .http import PREFLIGHT, Disconnected, Receive, Scope, Send, fail, respond
from .service import Limits, Service
from .sparql import Endpoint

log = logging.getLogger(__name__)

QUERY_PATHS = frozenset({"/sparql", "/sparql/", "/query", "/update"})


class App:
    """The ASGI application: the paths of the protocols first, all others through FastAPI."""

    def __init__(self, service: Service, endpoint: Endpoint, graph_store: graphs.GraphStore) -> None:
        self.service = service
        self._endpoint, self._graph_store = endpoint, graph_store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        sent = Sent(send)
        try:
            await self.service.start()
            await self._http(scope, receive, sent)
        except Disconnected:
            return
        except KgError as error:
            await self._failed(scope, sent, problem(error))
        except Exception:
            # The last net: whatever it is goes to the log, and the client learns only that it is not his fault.
            log.exception("%s %s", scope["method"], scope["path"])
            await self._failed(scope, sent, Problem(500, "The server has failed at this. The reason is in its log."))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await respond(send, 204, PREFLIGHT)
        elif scope["path"] in QUERY_PATHS:
            found = await self._endpoint.read(scope, receive)
            if found is None:
                raise Problem(404, "Send a query: /sparql?query=...")
            await self._endpoint.answer(found, scope, receive, send)
        elif scope["path"] == graphs.PATH or scope["path"].startswith(graphs.PATH + "/"):
            await self._graph_store.answer(scope, receive, send)
        else:
            raise Problem(404, "There is nothing here. The endpoint is /sparql.")

    async def _failed(self, scope: Scope, sent: "Sent", error: Problem) -> None:
        if sent.begun:
            # Too late for a status: the answer is cut short, which the client sees.
            log.warning("%s: cut short: %s", scope["path"], error)
        else:
            await fail(scope, sent, error)

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
                await self.service.close()
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return


class Sent:
    """An ASGI `send` that knows whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message) -> None:
        self.begun = True
        await self._send(message)


def create(store_location: str | Path, *, token: str | None = None, base: str = BASE, limits: Limits | None = None) -> App:
    """The service over the store at `store_location` as an ASGI application.

    token   opens writing: update, graph store, ingest; without it the service only reads
    base    IRIs that begin with it are served as pages
    limits  what one request may cost
    """
    writable = token is not None or str(store_location) == ":memory:"
    service = Service(store_location, writable=writable, limits=limits or Limits(), processors=os.cpu_count() or 1)
    return App(service, Endpoint(service, token=token), graphs.GraphStore(service, token=token))


def run(store: str | Path, *, host: str = "127.0.0.1", port: int = 8000, token: str | None = None, base: str = BASE,
        limits: Limits | None = None) -> None:
    """Serves the store at `store` until it is interrupted. Raises StoreError where it cannot be opened."""
    if not 0 <= port < 65536:
        raise UsageError(f"port {port}: not between 0 and 65535.")
    if str(store) != ":memory:":
        stores.open(store, read_only=True).close()
    uvicorn.run(create(store, token=token, base=base, limits=limits), host=host, port=port, log_level="warning", access_log=False,
                timeout_graceful_shutdown=5)
