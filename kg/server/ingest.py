"""Documents over HTTP: sent ones are read in a process that has the language pipeline, and stored by the writer."""

import asyncio
import datetime
import hashlib
from collections import OrderedDict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer

from ..errors import KgError, QueryTimeout
from ..model import Document
from ..rdf import document_iri
from .description import documents
from .errors import Problem, problem
from .http import authorize, content
from .pool import Pool
from .service import Service

ENDINGS = {"text/plain": ".txt", "text/html": ".html", "application/xhtml+xml": ".html", "application/json": ".json",
           "text/markdown": ".md"}
JOBS = 1_000
"""Jobs that are remembered."""
BODY = {"requestBody": {"required": True, "content": {
    "text/plain": {"schema": {"type": "string"}, "example": "Ruritania arms the Northern Front, officials said Thursday."},
    "text/html": {"schema": {"type": "string"}},
    "application/json": {"schema": {"type": "object", "required": ["text"], "properties": {
        name: {"type": "string"} for name in ("text", "id", "title", "date", "publisher", "url")}}},
}}}  # fmt: skip


class Ingest:
    """Reads and stores what is sent, one request after the other. The process with the pipeline starts with the first."""

    def __init__(self, service: Service, *, base: str, model: str | None, timeout: float) -> None:
        self.base = base
        self._service, self._timeout = service, timeout
        self._pool = Pool(service.zygote, "extractor", {"model": model, "base": base}, size=1, waiting=100)
        self._started: asyncio.Task[None] | None = None
        self._jobs: OrderedDict[str, asyncio.Task[dict[str, Any]]] = OrderedDict()
        self._number = 0

    async def close(self) -> None:
        """Ends the process with the pipeline."""
        for task in self._jobs.values():
            task.cancel()
        await self._pool.close()

    def begin(self, request: dict[str, Any], body: bytes) -> tuple[str, "asyncio.Task[dict[str, Any]]"]:
        """Starts a job; its name and the task that does it."""
        self._number += 1
        task = asyncio.ensure_future(self._read(request, body))
        # Looked at here, so that a failure nobody asks about is no warning at the end.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._jobs[str(self._number)] = task
        while len(self._jobs) > JOBS:
            self._jobs.popitem(last=False)
        return str(self._number), task

    def job(self, name: str) -> "asyncio.Task[dict[str, Any]]":
        """A job by its name. Problem 404 where there is none."""
        if name not in self._jobs:
            raise Problem(404, f"There is no job {name!r}.")
        return self._jobs[name]

    async def _read(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._timeout
        if self._started is None or (self._started.done() and self._started.exception()):
            self._started = asyncio.ensure_future(self._pool.start())
        await asyncio.shield(self._started)
        worker = await self._pool.take(deadline)
        reply = worker.ask(request, body)
        reply.alarm = loop.call_at(deadline, reply.stop, QueryTimeout(f"Stopped: reading took longer than {self._timeout:g} s."))
        quads = b"".join([piece async for piece in reply.all()])
        done = []
        start = 0
        for name, length in reply.values["graphs"]:
            stored = await self._service.write({"do": "replace", "name": name}, quads[start : start + length])
            start += length
            page = await self._service.read({"do": "page", "candidates": [name]})
            await page.begun()
            done.append({"iri": name, "identifier": page.values["name"], "created": stored["created"],
                         "claims": page.values["claims"], "events": page.values["events"]})
        return {"documents": done}


def routes(ingest: Ingest, service: Service, *, token: str | None) -> APIRouter:
    """The paths below /documents, and those of the jobs."""
    router = APIRouter(tags=["documents"])
    bearer = Depends(HTTPBearer(auto_error=False, scheme_name="token"))
    refusals: dict[int | str, dict[str, Any]] = {
        401: {"description": "Without the right token."}, 403: {"description": "The service only reads."},
    }  # fmt: skip

    @router.post("/documents", status_code=201, openapi_extra=BODY, dependencies=[bearer], responses=refusals | {
        202: {"description": "It takes longer: the status is at Location."},
        400: {"description": "A parameter is wrong."},
        413: {"description": "The body is too large."},
        415: {"description": "Neither text, HTML nor JSON."},
        422: {"description": "The document cannot be read, or is not in English."},
        503: {"description": "Stopped at the limit of time, or too many at once."},
    })
    async def add(
        request: Request,
        identifier: Annotated[str | None, Query(max_length=500, description="Its name; default: of its content.")] = None,
        date: Annotated[datetime.date | None, Query(description="The date of issue, where it states none.")] = None,
        url: Annotated[str | None, Query(max_length=2000, description="Where it was found.")] = None,
        wait: Annotated[float, Query(ge=0, le=300, description="Seconds to wait for the end of it.")] = 20,
    ) -> JSONResponse:
        """Reads a document into the graph; one with the same identifier is replaced. Answers with its IRI and claims."""
        authorize(request.scope, token)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in ENDINGS:
            raise Problem(415, f"Send a document as one of: {', '.join(ENDINGS)}.")
        body = await content(request.scope, request.receive, service.limits.body)
        # Without an identifier or address the name is what tells documents apart.
        name = content_name(body) + ENDINGS[media_type]
        asked = {"name": name, "identifier": identifier, "date": date.isoformat() if date else None, "url": url}
        job, task = ingest.begin(asked, body)
        if "respond-async" in request.headers.get("prefer", ""):
            wait = 0
        await asyncio.wait([task], timeout=wait)
        if not task.done():
            at = str(request.url_for("status", name=job))
            return JSONResponse({"status": "running", "at": at}, 202, {"location": at, "retry-after": "5"})
        done = task.result()
        created = any(document["created"] for document in done["documents"])
        where = {"location": done["documents"][0]["iri"]} if done["documents"] else None
        return JSONResponse(done, 201 if created else 200, where)

    @router.get("/jobs/{name}", dependencies=[bearer], responses=refusals | {404: {"description": "There is no such job."}})
    async def status(request: Request, name: str) -> JSONResponse:
        """What has become of a document that takes longer."""
        authorize(request.scope, token)
        task = ingest.job(name)
        if not task.done():
            return JSONResponse({"status": "running"}, headers={"retry-after": "5"})
        error = task.exception()
        if isinstance(error, KgError):
            return JSONResponse({"status": "failed", "reason": str(error), "code": problem(error).status})
        return JSONResponse({"status": "done", **task.result()})

    @router.get("/documents")
    async def listed(
        limit: Annotated[int, Query(ge=1, le=10_000)] = 100, offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    ) -> JSONResponse:
        """The documents of the graph, by identifier."""
        return JSONResponse({"documents": await documents(service, limit, offset)})

    @router.get("/documents/{identifier:path}", responses={404: {"description": "There is no such document."}})
    async def shown(identifier: str) -> JSONResponse:
        """One document: its text, its events and its claims, each with its passage."""
        reply = await service.read({"do": "page", "candidates": [iri(identifier, ingest.base)]})
        await reply.begun()
        return JSONResponse(reply.values)

    @router.delete("/documents/{identifier:path}", dependencies=[bearer],
                   responses=refusals | {404: {"description": "There is no such document."}})
    async def removed(request: Request, identifier: str) -> JSONResponse:
        """Removes a document, and from the graph what no other document says."""
        authorize(request.scope, token)
        name = iri(identifier, ingest.base)
        return JSONResponse({"iri": name, **await service.write({"do": "retract", "name": name})})

    return router


def iri(identifier: str, base: str) -> str:
    """The IRI of a document. Problem 404 where no document can have such an identifier."""
    try:
        return document_iri(Document(identifier, "", ()), base=base).value
    except ValueError as error:
        raise Problem(404, f"There is no document {identifier!r}.") from error


def content_name(body: bytes) -> str:
    """A name for a document that comes without one: the same content gets the same name.

    >>> content_name(b"Ruritania arms the Northern Front.")
    'sent-0ea2db044f05'
    """
    return f"sent-{hashlib.blake2b(body, digest_size=6).hexdigest()}"
