"""The store as the server sees it: reads on snapshots in child processes, writes in one more, each with a deadline.

The invariant: a read that begins after a write was acknowledged sees that write. `_written` counts the writes,
`_snapshot.written` says how many of them the snapshot holds, and no read starts on one that holds too few.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..errors import QueryTimeout
from ..store.version import PENDING
from . import cache
from .errors import Problem
from .evaluate import Query
from .pool import Pool, Reply

LOOK = 0.2
"""Seconds between looks at what other processes have written."""
VERSION_FILE = "kg-version"
SNAPSHOTS = "snapshots"
"""The folder for snapshots in the store's own folder, so that they can be hard links."""
QUIET = 0.05
"""Seconds after a write at which a snapshot is made without a read that asks for it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost.

    timeout      seconds that a query may take, its transfer included
    update_timeout, extract_timeout  seconds that a write may take, and the reading of a document
    query        characters of a query or update;  body  bytes of a document or graph that is sent
    result       bytes of an answer;  memory  megabytes that a query may take beyond what an idle process has
    concurrent   queries at work at once, 0 for one more than there are processors;  waiting  queries that may wait for those
    cache        bytes of answers that are kept
    """

    timeout: float = 30
    update_timeout: float = 300
    extract_timeout: float = 600
    query: int = 1_000_000
    body: int = 100_000_000
    result: int = 2_000_000_000
    memory: int = 2_000
    concurrent: int = 0
    waiting: int = 256
    cache: int = 64_000_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the store that readers open.

    place    its folder, None where that is the store itself;  written  how many of our writes it holds
    version  what answers from it are kept under, "" for a store on a server, which others may change at any time
    """

    place: str | None
    version: str
    written: int


class Service:
    """The store at `location`, through child processes. `writable` starts the one that writes."""

    def __init__(self, location: str | Path, *, writable: bool, limits: Limits, processors: int) -> None:
        self.limits = limits
        self.cache = cache.Cache(limits.cache)
        self.writable = writable
        self.timeouts = 0
        self._location = str(location)
        self._remote = is_remote(self._location)
        self._processors = processors
        self._written = 0
        self._snapshot = Snapshot(None, "", 0)
        self._making: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._starting: asyncio.Task[None] | None = None
        self._readers: Pool | None = None
        self._writer: Pool | None = None
        self._folder: Path | None = None
        self._looked = 0.0
        self._old: list[str] = []
        self._made = 0

    async def start(self) -> None:
        """Starts the child processes, once. Raises StoreError where the store cannot be opened."""
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
        await asyncio.shield(self._starting)

    async def _start(self) -> None:
        limits = self.limits
        if self.writable:
            if self._location == ":memory:":
                self._folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
                self._location = str(self._folder / "store")
            self._writer = Pool("writer", {"location": self._location}, size=1, waiting=limits.waiting)
            await self._writer.start()
            self._remove_snapshots()
        options = {"location": self._snapshot.place or self._location, "result_limit": limits.result,
                   "memory": limits.memory if sys.platform == "linux" else None}
        if self._writer is not None:
            await self._make_snapshot()
        self._readers = Pool("reader", options, size=limits.concurrent or self._processors + 1, waiting=limits.waiting)
        await self._readers.start()
        if self._writer is None:
            reply = await self.read({"do": "version"})
            await reply.begun()
            self._snapshot = Snapshot(None, "" if self._remote else reply.values["version"], 0)

    async def close(self) -> None:
        """Ends the child processes."""
        for pool in (self._readers, self._writer):
            if pool is not None:
                await pool.close()
        if self._writer is not None:
            self._remove_snapshots()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _remove_snapshots(self) -> None:
        """Removes all snapshots, those too that a server left which was killed: the store's lock is ours."""
        if not self._remote:
            shutil.rmtree(Path(self._location) / SNAPSHOTS, ignore_errors=True)

    @property
    def version(self) -> str:
        """The version of the store that the next read will see, "" while no snapshot of it is there."""
        self._look()
        return self._snapshot.version if self._snapshot.written == self._written else ""

    def _look(self) -> None:
        """Notices what another process has written to a store that is open here to read only."""
        now = time.monotonic()
        if self._writer is None and not self._remote and now > self._looked + LOOK:
            self._looked = now
            version = stored_version(self._location)
            if version and version != self._snapshot.version:
                self._snapshot = Snapshot(None, version, 0)

    @property
    def written(self) -> int:
        """Writes since the start, those that failed among them."""
        return self._written

    @property
    def busy(self) -> int:
        """Reads at work now."""
        return self._readers.busy if self._readers else 0

    async def query(self, query: Query, *, timeout: float | None = None) -> Reply:
        """Starts a query. Raises KgError where it cannot even start; `Reply.begun` raises the rest."""
        return await self.read({"do": "query", "query": asdict(query)}, timeout=timeout)

    async def answer(self, query: Query) -> bytes:
        """The whole answer to a query, from the cache where it is there. Raises KgError."""
        kept = self.cache.get(query, self.version) if self.version else None
        if kept is not None:
            return kept.content
        reply = await self.query(query)
        content = b"".join([piece async for piece in reply.all()])
        tag = cache.etag(query, reply.version)
        if tag:
            self.cache.put(query, reply.version, cache.Entry(reply.format, content, tag))
        return content

    async def read(self, request: dict[str, Any], *, timeout: float | None = None) -> Reply:
        """Gives a request to a reader."""
        assert self._readers is not None
        seconds = min(timeout or self.limits.timeout, self.limits.timeout)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        written = self._written
        self._look()
        while self._snapshot.written < written:
            await self._refresh(deadline)
        worker = await self._readers.take(deadline)
        worker.place = self._snapshot.place
        reply = worker.ask(request | {"place": worker.place, "version": self._snapshot.version})
        reply.version = self._snapshot.version
        reply.alarm = loop.call_at(deadline, self._too_late, reply, seconds)
        return reply

    def _too_late(self, reply: Reply, seconds: float) -> None:
        self.timeouts += 1
        reply.stop(QueryTimeout(f"Stopped: this took longer than {seconds:g} s. Ask for less, or for a part of it: LIMIT."))

    async def write(self, request: dict[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Gives a request to the writer and what it answers, once it is done. Raises KgError."""
        assert self._writer is not None
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.limits.update_timeout
        worker = await self._writer.take(deadline)
        reply = worker.ask(request, body)
        late = QueryTimeout(f"Stopped: this took longer than {self.limits.update_timeout:g} s.")
        reply.alarm = loop.call_at(deadline, reply.stop, late)
        try:
            await reply.begun()
        finally:
            # Even a write that failed may have changed the store: an update is several operations.
            self._written += 1
            self.cache.clear()
            if self._soon is not None:
                self._soon.cancel()
            self._soon = loop.call_later(QUIET, self._snapshot_soon)
        return reply.values

    def _snapshot_soon(self) -> None:
        """Makes the snapshot that the next read will need before that comes, where nothing is being written."""
        if self._writer is not None and not self._writer.busy and self._snapshot.written < self._written:
            self._start_snapshot()

    def _start_snapshot(self) -> "asyncio.Task[None]":
        if self._making is None or self._making.done():
            self._making = asyncio.ensure_future(self._make_snapshot())
        return self._making

    async def _refresh(self, deadline: float) -> None:
        left = deadline - asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(asyncio.shield(self._start_snapshot()), left)
        except TimeoutError as error:
            raise Problem(503, "A long update is at work. Try again later.", Retry_After="5") from error

    async def _make_snapshot(self) -> None:
        """Lets the writer make a snapshot, and removes those that no reader has open."""
        assert self._writer is not None
        if self._remote:
            self._snapshot = Snapshot(None, "", self._written)
            return
        loop = asyncio.get_running_loop()
        worker = await self._writer.take(loop.time() + self.limits.update_timeout)
        written = self._written
        self._made += 1
        place = str(Path(self._location) / SNAPSHOTS / str(self._made))
        reply = worker.ask({"do": "snapshot", "place": place})
        await reply.begun()
        if self._snapshot.place is not None:
            self._old.append(self._snapshot.place)
        self._snapshot = Snapshot(place, reply.values["version"], written)
        read = self._readers.places if self._readers else set()
        for place in [place for place in self._old if place not in read]:
            self._old.remove(place)
            await loop.run_in_executor(None, shutil.rmtree, place, True)


def stored_version(location: str) -> str:
    """The version that the store's folder states; "" where it has none, or is being written to."""
    try:
        text = (Path(location) / VERSION_FILE).read_text()
    except OSError:
        return ""
    return "" if text.endswith(PENDING) else text


def is_remote(location: str) -> bool:
    """Whether a store is on another server: then that keeps reads and writes apart, and there are no snapshots."""
    return location.startswith(("http://", "https://"))
