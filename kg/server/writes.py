"""The server's side of the writer process: writes, and the snapshots by which reads see them.

The invariant: a read that begins after a write was acknowledged sees that write. `_written` counts the writes,
`Snapshot.written` says how many of them a snapshot holds, and no read starts on one that holds too few.

A snapshot costs some 20 ms. Between writes that follow each other fast, queries that are known to be quick are asked of the
writer itself, which has the newest state; where one is not as quick as those of its shape were, the writer is killed, which
loses nothing, and the query goes to a reader.
"""

import asyncio
import contextlib
import re
import shutil
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import KgError, NotFound, QueryError, QueryRefused, QueryTimeout
from .errors import Problem
from .evaluate import Query
from .limits import Limits
from .pool import Pool, Worker
from .reply import Answered, Reply, raised
from .spawning import Zygote

SNAPSHOTS = "snapshots"
"""The folder for snapshots in the store's own folder, so that they can be hard links."""
QUIET = 0.05
"""Seconds after a write at which a snapshot is made without a read that asks for it."""
QUICK, GRACE = 0.02, 0.5
"""Seconds of a processor below which a query is quick, and seconds that one gets before it is stopped for not being so."""
SMALL = 65_536
"""Bytes of a quick query's answer at most."""
TOGETHER = 32
"""Quick queries that are asked at once at most."""
SHAPES = 2_000
"""Shapes of queries whose time is remembered."""
VALUES = re.compile(r'''"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|\#[^\n]*|(?<=:)[\w.-]+|(?<![\w?$])(?<!LIMIT\ )(?<!OFFSET\ )\d+''')
"""What queries of one shape differ in: strings, IRIs, comments, local names, numbers that are no LIMIT."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the store that readers open.

    place    its folder, None where that is the store itself;  written  how many of our writes it holds
    version  what answers from it are kept under, "" for a store on a server, which others may change at any time
    """

    place: str | None
    version: str
    written: int


class Writer:
    """The process that writes to the store at `location`. `changed` is called after each write."""

    def __init__(self, zygote: Zygote, location: str, limits: Limits, *, remote: bool, changed: Callable[[], None]) -> None:
        self.written = 0
        self.snapshot = Snapshot(None, "", 0)
        self._location, self._limits, self._remote, self._changed = location, limits, remote, changed
        self._pool = Pool(zygote, "writer", {"location": location}, size=1, waiting=limits.waiting)
        self._version = ""
        self._making: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._made = 0
        self._old: list[str] = []
        self._shapes: OrderedDict[str, float] = OrderedDict()
        self._asked: list[tuple[Query, asyncio.Future[Answered | None]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Opens the store, and makes it where it is missing. Raises StoreError."""
        await self._pool.start()
        self._remove_snapshots()
        await self._make_snapshot(set)

    async def close(self) -> None:
        """Ends the process; what it has acknowledged is in the store."""
        if self._soon is not None:
            self._soon.cancel()
        await self._pool.close()
        self._remove_snapshots()

    def _remove_snapshots(self) -> None:
        # Those too that a server has left which was killed: the store's lock is ours.
        if not self._remote:
            shutil.rmtree(Path(self._location) / SNAPSHOTS, ignore_errors=True)

    @property
    def version(self) -> str:
        """The version of the newest state, "" where it is not known."""
        return self._version

    @property
    def stale(self) -> bool:
        """Whether the snapshot lacks a write."""
        return self.snapshot.written < self.written

    async def write(self, request: dict[str, Any], body: bytes = b"", *, places: Callable[[], set[str | None]]) -> dict[str, Any]:
        """Gives a request to the process and what it answers, once it is done. Raises KgError."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.update_timeout
        worker = await self._pool.take(deadline)
        reply = worker.ask(request, body)
        late = QueryTimeout(f"Stopped: this took longer than {self._limits.update_timeout:g} s.")
        reply.alarm = loop.call_at(deadline, reply.stop, late)
        unchanged = False
        try:
            await reply.begun()
        except QueryTimeout:
            raise
        except (QueryError, QueryRefused, NotFound, Problem):
            unchanged = True
            raise
        finally:
            if not unchanged:
                self.written += 1
                self._version = "" if self._remote else reply.values.get("version", "")
                self._changed()
                if self._soon is not None:
                    self._soon.cancel()
                self._soon = loop.call_later(QUIET, self._snapshot_soon, places)
        return reply.values

    # ---- snapshots

    async def fresh(self, written: int, deadline: float, places: Callable[[], set[str | None]]) -> None:
        """Waits until the snapshot holds so many writes. Problem 503 where it will not before `deadline`."""
        loop = asyncio.get_running_loop()
        while self.snapshot.written < written:
            try:
                await asyncio.wait_for(asyncio.shield(self._start_snapshot(places)), deadline - loop.time())
            except TimeoutError as error:
                raise Problem(503, "A long update is at work. Try again later.", Retry_After="5") from error

    def _snapshot_soon(self, places: Callable[[], set[str | None]]) -> None:
        if not self._pool.busy and self.stale:
            self._start_snapshot(places)

    def _start_snapshot(self, places: Callable[[], set[str | None]]) -> "asyncio.Task[None]":
        if self._making is None or self._making.done():
            self._making = asyncio.ensure_future(self._make_snapshot(places))
            # Looked at here too: where no read waits for it, its failure is the next one's to tell.
            self._making.add_done_callback(lambda made: made.cancelled() or made.exception())
        return self._making

    async def _make_snapshot(self, places: Callable[[], set[str | None]]) -> None:
        """Makes a snapshot, and removes those that are none of `places`, where readers are at work."""
        if self._remote:
            self.snapshot = Snapshot(None, "", self.written)
            return
        loop = asyncio.get_running_loop()
        worker = await self._pool.take(loop.time() + self._limits.update_timeout)
        # The process is ours now: all writes before are done, none is under way.
        written = self.written
        self._made += 1
        place = str(Path(self._location) / SNAPSHOTS / str(self._made))
        reply = worker.ask({"do": "snapshot", "place": place})
        await reply.begun()
        if self.snapshot.place is not None:
            self._old.append(self.snapshot.place)
        self.snapshot = Snapshot(place, reply.values["version"], written)
        if not self.stale:
            self._version = self.snapshot.version
        used = places()
        for old in [old for old in self._old if old not in used]:
            self._old.remove(old)
            await loop.run_in_executor(None, shutil.rmtree, old, True)

    # ---- quick queries

    def learn(self, query: Query, reply: Reply) -> None:
        """Remembers how long a query took that is done."""
        if reply.complete:
            self._shapes[shape(query)] = reply.values["seconds"] if reply.size <= SMALL else QUICK
            self._shapes.move_to_end(shape(query))
            while len(self._shapes) > SHAPES:
                self._shapes.popitem(last=False)

    async def quick(self, query: Query, deadline: float) -> Answered | None:
        """The answer to a query whose like were quick; None where it is none of those. Raises QueryError.

        Those that come while the process is busy are asked together as soon as it is free.
        """
        if self._remote or self._shapes.get(shape(query), QUICK) >= QUICK:
            return None
        answer: asyncio.Future[Answered | None] = asyncio.get_running_loop().create_future()
        self._asked.append((query, answer))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask(deadline))
        return await answer

    async def _ask(self, deadline: float) -> None:
        while self._asked:
            worker = None
            with contextlib.suppress(Problem):
                worker = await self._pool.take(deadline)
            asked, self._asked = self._asked[:TOGETHER], self._asked[TOGETHER:]
            try:
                if worker is not None:
                    await self._ask_together(worker, asked)
            finally:
                # Those without an answer go to the readers.
                for _, answer in asked:
                    settle(answer, None)

    async def _ask_together(self, worker: Worker, asked: "list[tuple[Query, asyncio.Future[Answered | None]]]") -> None:
        reply = worker.ask({"do": "queries", "queries": [query.fields() for query, _ in asked], "limit": SMALL})
        reply.alarm = worker.loop.call_later(GRACE, reply.stop, QueryTimeout("Not as quick as their like."))
        try:
            await reply.begun()
        except KgError:
            # One of them was not quick, or ended the process: the readers will tell which.
            for query, _ in asked:
                self._shapes.pop(shape(query), None)
            return
        self._version = reply.values["version"]
        for (query, answer), found in zip(asked, reply.values["answers"], strict=True):
            if "error" not in found:
                settle(answer, Answered(found["format"], found["text"].encode(), self._version))
            elif "status" in found["error"]:
                self._shapes.pop(shape(query), None)
            else:
                settle(answer, raised(found["error"]))


def settle(answer: "asyncio.Future[Answered | None]", outcome: Answered | KgError | None) -> None:
    """Gives an answer to who waits for it, if somebody does."""
    if answer.done():
        return
    if isinstance(outcome, KgError):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def shape(query: Query) -> str:
    """What is the same in queries that differ in what they ask about.

    >>> shape(Query("SELECT * { id:a ?p <urn:x> } LIMIT 5")) == shape(Query("SELECT * { id:b ?p <urn:y> } LIMIT 5"))
    True
    """
    return VALUES.sub("", query.text)
