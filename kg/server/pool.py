"""The server's side of its child processes: start them, give them work, stop them, replace the dead."""

import asyncio
import logging
import signal
from collections import deque
from collections.abc import Callable
from typing import Any

from ..errors import KgError, QueryError, StoreError
from . import frames
from .errors import Problem
from .reply import Reply
from .spawning import Child, Zygote

log = logging.getLogger(__name__)

RETRY = 0.5
"""Seconds between tries to start a child."""


class Worker(asyncio.Protocol):
    """A child at work. `ask` gives it a request; it must have answered the one before."""

    def __init__(
        self, child: Child, ended: "Callable[[Worker], None]", idle: "Callable[[Worker], None]", memory: int | None,
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.place: str | None = None
        """The snapshot that it has open."""
        self.started = False
        self._child, self._ended, self._idle, self._memory = child, ended, idle, memory
        self._splitter = frames.Splitter()
        self._transport: asyncio.Transport | None = None
        self._paused = False
        self._reply: Reply | None = Reply(self)

    async def ready(self) -> None:
        """Waits until the child has started. Raises what keeps it from starting."""
        reply = self._reply
        assert reply is not None
        await self.loop.create_connection(lambda: self, sock=self._child.socket)
        await reply.begun()

    @property
    def alive(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def ask(self, request: dict[str, Any], body: bytes = b"") -> Reply:
        """Sends a request, with bytes where it has some, and gives the reply that will come."""
        assert self._reply is None and self._transport is not None
        self._reply = Reply(self)
        attached = frames.frame(frames.PIECE, body) if body else b""
        self._transport.write(attached + frames.message(frames.REQUEST, request))
        return self._reply

    def kill(self) -> None:
        """Ends the process now, in the midst of whatever it does."""
        self._child.kill()
        if self._transport is not None:
            self._transport.abort()

    def pause(self) -> None:
        if not self._paused and self._transport is not None:
            self._transport.pause_reading()
            self._paused = True

    def resume(self) -> None:
        if self._paused and self._transport is not None:
            self._transport.resume_reading()
            self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, received: bytes) -> None:
        for kind, payload in self._splitter.feed(received):
            reply = self._reply
            if reply is None:
                continue
            if kind in (frames.END, frames.FAIL):
                # Free before the reply tells of its end: who hears of it may have the next request.
                self._reply = None
                self.resume()
                self.started = self.started or kind == frames.END
                if self.started:
                    self._idle(self)
            reply.received(kind, payload)

    def connection_lost(self, error: Exception | None) -> None:
        self._child.lost()
        self._child.ended.add_done_callback(self._buried)

    def _buried(self, ended: "asyncio.Future[int]") -> None:
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.failed(self._cause(ended.result()))
        self._ended(self)

    def _cause(self, status: int) -> KgError:
        """Why a child that nobody stopped has ended."""
        if status == -signal.SIGABRT:
            return Problem(503, f"Stopped: this needs more memory than the {self._memory} MB that one request may take.")
        if status == -signal.SIGSEGV:
            return QueryError("This is nested too deeply to be read.")
        return StoreError("The process that worked on this request has ended. Try again.")


class Pool:
    """Children of one role that do requests side by side.

    size  how many there are;  waiting  how many requests may wait for one;  more are refused
    """

    def __init__(self, zygote: Zygote, role: str, options: dict[str, Any], *, size: int, waiting: int) -> None:
        self._zygote = zygote
        self._role, self._options, self._size, self._waiting = role, options, size, waiting
        self._free: list[Worker] = []
        self._all: set[Worker] = set()
        self._queue: deque[asyncio.Future[Worker]] = deque()
        self._closed = False
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Starts all children; raises where one cannot."""
        await asyncio.gather(*(self._add() for _ in range(self._size)))

    async def _add(self) -> None:
        child = await self._zygote.fork(self._role, self._options)
        worker = Worker(child, self._ended, self._idle, self._options.get("memory"))
        self._all.add(worker)
        await worker.ready()

    @property
    def busy(self) -> int:
        """How many children are at work."""
        return sum(worker.started for worker in self._all) - len(self._free)

    @property
    def places(self) -> set[str | None]:
        """The snapshots that are being read."""
        return {worker.place for worker in self._all - set(self._free)}

    def take_now(self) -> Worker | None:
        """A child that is free, None where there is none."""
        while self._free:
            worker = self._free.pop()
            if worker.alive:
                return worker
        return None

    async def take(self, deadline: float) -> Worker:
        """A child that is free, waiting for one until `deadline` (of the loop's clock). Problem 503 where none will be."""
        worker = self.take_now()
        if worker is not None:
            return worker
        while self._queue and self._queue[0].done():
            self._queue.popleft()
        if len(self._queue) >= self._waiting:
            raise Problem(503, "Too many requests at once. Try again soon.", Retry_After="1")
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Worker] = loop.create_future()
        self._queue.append(turn)
        alarm = loop.call_at(deadline, give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self._idle(turn.result())
            raise
        finally:
            alarm.cancel()

    def give_back(self, worker: Worker) -> None:
        """Frees a child that was taken and got no request."""
        self._idle(worker)

    def _idle(self, worker: Worker) -> None:
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    def _ended(self, worker: Worker) -> None:
        self._all.discard(worker)
        if worker in self._free:
            self._free.remove(worker)
        if not self._closed and worker.started:
            self._replace(0)

    def _replace(self, delay: float) -> None:
        task = asyncio.ensure_future(self._again(delay))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _again(self, delay: float) -> None:
        """Starts a child in place of one that has ended, for as long as it takes: the store may be locked for a while."""
        await asyncio.sleep(delay)
        try:
            await self._add()
        except (KgError, OSError) as error:
            log.warning("a %s cannot start, next try in %s s: %s", self._role, RETRY, error)
            if not self._closed:
                self._replace(RETRY)

    async def close(self) -> None:
        """Ends all children."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for worker in list(self._all):
            worker.kill()
        while self._all:
            await asyncio.sleep(0.005)


def give_up(turn: "asyncio.Future[Worker]") -> None:
    if not turn.done():
        turn.set_exception(Problem(503, "Too many requests at once: none before this one ended in time.", Retry_After="5"))
