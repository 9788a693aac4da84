"""What a child answers, as it comes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from .. import errors
from ..errors import KgError
from . import frames
from .errors import Problem

HELD = 262_144
"""Bytes of an answer that are awaited before its status is sent: what fails until then is answered with an error status."""
HIGH, LOW = 1_048_576, 262_144
"""Bytes waiting for a slow client at which a child is made to wait, and at which it may go on."""


class Source(Protocol):
    """The child that a reply comes from."""

    loop: asyncio.AbstractEventLoop

    def kill(self) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...


class Reply:
    """What a child answers: `values` and, for queries, a format and pieces.

    `await reply.begun()` returns when it is complete or HELD bytes are there; `pieces()` gives the bytes.
    """

    def __init__(self, worker: Source) -> None:
        self.format = ""
        self.values: dict[str, Any] = {}
        self.complete = False
        self.version = ""
        """The version of the store that it reads."""
        self.alarm: asyncio.TimerHandle | None = None
        """What stops it at its deadline."""
        self.when_done: Callable[[Reply], None] | None = None
        """What is told when it is complete, with an error or without."""
        self.error: KgError | None = None
        self.size = 0
        self._worker = worker
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._streaming = False
        self._news = worker.loop.create_future()

    async def begun(self) -> None:
        """Waits for the end or for HELD bytes. Raises the error that the child reports."""
        await self._news
        if self.error:
            raise self.error
        self._streaming = True

    @property
    def content(self) -> bytes:
        """All of a complete answer."""
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)

    async def all(self) -> AsyncIterator[bytes]:
        """All bytes, from the beginning to the end."""
        await self.begun()
        async for piece in self.pieces():
            yield piece

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they come. Raises the child's error where one comes in their midst."""
        while True:
            while self._pieces:
                piece = self._pieces.popleft()
                self._held -= len(piece)
                if self._held < LOW and not self.complete:
                    self._worker.resume()
                yield piece
            if self.error:
                raise self.error
            if self.complete:
                return
            self._news = self._worker.loop.create_future()
            await self._news

    def stop(self, error: KgError) -> None:
        """Ends the work with `error`, where it is not done yet."""
        if not self.complete:
            self._worker.kill()
            self.failed(error)

    def received(self, kind: bytes, payload: bytes) -> None:
        """Takes a frame of the child."""
        if kind == frames.BEGIN:
            self.format = payload.decode()
        elif kind == frames.PIECE:
            self.size += len(payload)
            self._pieces.append(payload)
            self._held += len(payload)
            if self._held > HIGH:
                self._worker.pause()
            if self._streaming or self._held >= HELD:
                self._tell()
        elif kind == frames.FAIL:
            self.failed(raised(frames.values(payload)))
        else:
            self.values = frames.values(payload)
            self._done()

    def failed(self, error: KgError) -> None:
        if not self.complete:
            self.error = error
            self._done()

    def _done(self) -> None:
        self.complete = True
        if self.alarm is not None:
            self.alarm.cancel()
        if self.when_done is not None:
            self.when_done(self)
        self._tell()

    def _tell(self) -> None:
        if not self._news.done():
            self._news.set_result(None)


PLAIN = ("UsageError", "DocumentError", "ModelError", "StoreError", "StoreLocked", "QueryError", "QueryRefused", "NotFound")
KINDS: dict[str, type[KgError]] = {name: getattr(errors, name) for name in PLAIN}
"""The errors that are told from a child to the server by their names."""


def raised(failure: dict[str, Any]) -> KgError:
    """The error that a child reports."""
    if "status" in failure:
        return Problem(failure["status"], failure["message"], **failure["headers"])
    return KINDS.get(failure["kind"], KgError)(failure["message"])


class Answered:
    """An answer that is there already, in the shape of a Reply."""

    complete = True

    def __init__(self, form: str, content: bytes, version: str) -> None:
        self.format, self.content, self.version = form, content, version

    async def begun(self) -> None:
        """Returns at once."""

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes."""
        yield self.content

    all = pieces

    def stop(self, error: KgError) -> None:
        """Does nothing: there is nothing left to stop."""
