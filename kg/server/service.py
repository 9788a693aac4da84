"""The store as the server sees it: reads on snapshots in child processes, writes in one more, each with a deadline."""

import asyncio
import functools
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ..errors import QueryTimeout
from ..store.version import stored
from . import cache
from .errors import Problem
from .evaluate import Query
from .limits import Limits
from .near import Near
from .pool import Pool, Worker
from .quick import SMALL, Lane, Taken
from .reply import Answered, Reply
from .spawning import Zygote
from .writes import Snapshot, Writer

LOOK = 0.2
"""Seconds between looks at what other processes have written."""


class Service:
    """The store at `location`, through child processes. `writable` starts the one that writes."""

    def __init__(self, location: str | Path, *, writable: bool, limits: Limits, processors: int) -> None:
        self.limits = limits
        self.cache = cache.Cache(limits.cache)
        self.writable = writable
        self.timeouts = 0
        self.zygote = Zygote()
        self._location = str(location)
        self._remote = is_remote(self._location)
        self._size = limits.concurrent or processors + 1
        self._snapshot = Snapshot(None, "", 0)
        self._looked = 0.0
        self._still = False
        """Whether nobody else has written since the look before."""
        self._starting: asyncio.Task[None] | None = None
        self._readers: Pool | None = None
        self._writer: Writer | None = None
        self._folder: Path | None = None
        self._lane = Lane(self._take_now, self._take, max(1, self._size - 1))
        self._near: Near | None = None

    @property
    def started(self) -> bool:
        """Whether the child processes are there."""
        return self._starting is not None and self._starting.done() and not self._starting.exception()

    async def start(self) -> None:
        """Starts the child processes, once. Raises StoreError where the store cannot be opened."""
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
        await asyncio.shield(self._starting)

    async def _start(self) -> None:
        limits = self.limits
        memory = limits.memory if sys.platform == "linux" else None
        if self.writable:
            if self._location == ":memory:":
                self._folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
                self._location = str(self._folder / "store")
            self._writer = Writer(
                self.zygote, self._location, limits, memory=memory, remote=self._remote, changed=self._changed)
            await self._writer.start()
        options = {"location": self._location, "result_limit": limits.result, "memory": memory}
        self._readers = Pool(self.zygote, "reader", options, size=self._size, waiting=limits.waiting)
        await self._readers.start()
        if not self._remote:
            self._near = Near(self._location, SMALL)
        reply = await self.read({"do": "version"})
        await reply.begun()
        if self._writer is None and not self._remote:
            self._snapshot = Snapshot(None, reply.values["version"], self._snapshot.written)

    async def close(self) -> None:
        """Ends the child processes."""
        if self._near is not None:
            await self._near.close()
        if self._readers is not None:
            await self._readers.close()
        if self._writer is not None:
            await self._writer.close()
        self.zygote.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def version(self) -> str:
        """The version of the store that the next read will see, "" where it is not known."""
        if self._writer is not None:
            return self._writer.version
        self._look()
        return self._snapshot.version

    @property
    def written(self) -> int:
        """Writes since the start."""
        return self._writer.written if self._writer else 0

    @property
    def busy(self) -> int:
        """Reads at work now."""
        return self._readers.busy if self._readers else 0

    def _look(self) -> None:
        """Notices what another process has written to a store that is open here to read only."""
        now = time.monotonic()
        if not self._remote and now > self._looked + LOOK:
            self._looked = now
            version = stored(Path(self._location))
            self._still = version == self._snapshot.version
            if version and not self._still:
                self._snapshot = Snapshot(None, version, self._snapshot.written + 1)
                if self._near is not None:
                    self._near.note(self._snapshot.written, None)

    def _changed(self, number: int, iris: list[str] | None) -> None:
        """Notes a write of the writer."""
        self.cache.clear()
        if self._near is not None:
            self._near.note(number, iris)

    def _places(self) -> set[str | None]:
        """The snapshots that are being read."""
        return (self._readers.places if self._readers else set()) | {self._near.place if self._near else None}

    async def query(self, query: Query, *, timeout: float | None = None) -> Reply | Answered:
        """Starts a query. Raises KgError where it cannot even start; `Reply.begun` raises the rest."""
        quick = self.quick(query, timeout=timeout)
        answered = await quick if quick is not None else None
        if answered is not None:
            return answered
        reply = await self.read({"do": "query", "query": query.fields()}, timeout=timeout)
        reply.when_done = functools.partial(self._lane.learn, query)
        return reply

    def quick(self, query: Query, *, timeout: float | None = None) -> "asyncio.Future[Answered | None] | None":
        """The answer that a query will have if it is known to be quick, else None; it may still turn out that it is not."""
        if self._near is None:
            return None
        version, snapshot = self.version, self._now()
        # The files of a store that another process is writing to are left to processes that can be replaced.
        answered = self._near.answer(query, snapshot, version) if self._writer is not None or self._still else None
        if answered is not None:
            return done(answered)
        return self._lane.ask(query, self._deadline(timeout))

    def _take_now(self) -> Taken | None:
        """A process for quick queries that is free and has all that was written."""
        assert self._readers is not None
        if self._writer is not None and self._writer.stale:
            return self._writer.take_now()
        worker = self._readers.take_now()
        return None if worker is None else Taken(worker, *self._aimed(worker))

    async def _take(self, deadline: float) -> Taken:
        """A process for quick queries that has all that was written: a reader, or the writer where no snapshot has it."""
        assert self._readers is not None
        while True:
            if self._writer is not None and self._writer.stale:
                return await self._writer.take(deadline)
            worker = await self._readers.take(deadline)
            if self._writer is None or not self._writer.stale:
                return Taken(worker, *self._aimed(worker))
            self._readers.give_back(worker)

    def _aimed(self, worker: Worker) -> tuple[dict[str, Any], str]:
        """What a reader has to be told to read the snapshot of now, and the version of that."""
        snapshot = self._now()
        worker.place = snapshot.place
        return {"place": snapshot.place, "version": snapshot.version}, snapshot.version

    def _now(self) -> Snapshot:
        """The snapshot that a read sees which begins now."""
        if self._writer is not None:
            return self._writer.snapshot
        self._look()
        return self._snapshot

    async def answer(self, query: Query) -> bytes:
        """The whole answer to a query, from the cache where it is there. Raises KgError."""
        version = self.version
        kept = self.cache.get(query, version) if version else None
        if kept is not None:
            return kept.content
        reply = await self.query(query)
        content = b"".join([piece async for piece in reply.all()])
        tag = cache.etag(query, reply.version)
        if tag:
            self.cache.put(query, reply.version, cache.Entry(reply.format, content, tag))
        return content

    def _deadline(self, timeout: float | None) -> float:
        return asyncio.get_running_loop().time() + min(timeout or self.limits.timeout, self.limits.timeout)

    async def read(self, request: dict[str, Any], *, timeout: float | None = None) -> Reply:
        """Gives a request to a reader."""
        assert self._readers is not None
        deadline = self._deadline(timeout)
        writer = self._writer
        if writer is not None and writer.stale:
            await writer.fresh(writer.written, deadline, self._places)
        worker = await self._readers.take(deadline)
        told, version = self._aimed(worker)
        reply = worker.ask(request | told)
        reply.version = version
        reply.alarm = asyncio.get_running_loop().call_at(deadline, self._too_late, reply, timeout)
        return reply

    def _too_late(self, reply: Reply, timeout: float | None) -> None:
        self.timeouts += 1
        seconds = min(timeout or self.limits.timeout, self.limits.timeout)
        reply.stop(QueryTimeout(f"Stopped: this took longer than {seconds:g} s. Ask for less, or for a part of it: LIMIT."))

    async def write(self, request: dict[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Gives a request to the writer and what it answers, once it is done. Raises KgError."""
        if self._writer is None:
            raise Problem(403, "This service only reads.")
        return await self._writer.write(request, body, places=self._places)


def done(answered: Answered) -> "asyncio.Future[Answered | None]":
    """What is to come, where it is there already."""
    future: asyncio.Future[Answered | None] = asyncio.get_running_loop().create_future()
    future.set_result(answered)
    return future


def is_remote(location: str) -> bool:
    """Whether a store is on another server: then that keeps reads and writes apart, and there are no snapshots."""
    return location.startswith(("http://", "https://"))
