"""The server's side of the writer process: writes, and the snapshots by which reads see them.

The invariant: a read that begins after a write was acknowledged sees that write. `_written` counts the writes,
`Snapshot.written` says how many of them a snapshot holds, and no read starts on one that holds too few.

A snapshot costs some 20 ms. Between writes that follow each other fast, a look-up that they do not touch is answered from the
snapshot before them: see near.py. Other queries that are known to be quick are asked of the writer itself, which has the newest
state: see quick.py. To kill it for one that is not quick loses nothing.
"""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import NotFound, QueryError, QueryRefused, QueryTimeout
from .errors import Problem
from .limits import Limits
from .pool import Pool
from .quick import Taken
from .spawning import Zygote

SNAPSHOTS = "snapshots"
"""The folder for snapshots in the store's own folder, so that they can be hard links."""
QUIET = 0.05
"""Seconds after a write at which a snapshot is made without a read that asks for it."""

Changed = Callable[[int, list[str] | None], None]
"""What is told the number of a write and the IRIs that it touched, None where they are not known; see touching.py."""
MANY = 1_000
"""Writes after which a snapshot is made even if they follow each other fast."""


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
    """The process that writes to the store at `location`. `changed` is told each write."""

    def __init__(
        self, zygote: Zygote, location: str, limits: Limits, *, memory: int | None, remote: bool, changed: Changed,
    ) -> None:
        self.written = 0
        self.snapshot = Snapshot(None, "", 0)
        self._location, self._limits, self._remote, self._changed = location, limits, remote, changed
        self._pool = Pool(zygote, "writer", {"location": location, "memory": memory}, size=1, waiting=limits.waiting)
        self._version = ""
        self._making: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._made = 0
        self._old: list[str] = []

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

    def take_now(self) -> Taken | None:
        """The process, for quick queries about the newest state; None where it is at work."""
        worker = self._pool.take_now()
        return None if worker is None else Taken(worker, {}, None)

    async def take(self, deadline: float) -> Taken:
        """The process, for quick queries about the newest state, as soon as it is free. Problem 503 where it will not be."""
        return Taken(await self._pool.take(deadline), {}, None)

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
                self._changed(self.written, reply.values.get("touched"))
                if self._soon is not None:
                    self._soon.cancel()
                self._soon = loop.call_later(QUIET, self._snapshot_soon, places)
                if self.written > self.snapshot.written + MANY:
                    self._start_snapshot(places)
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
