"""The answers of a child process on their way to the server."""

import socket
from typing import IO, Any, cast

from ..errors import KgError
from . import frames
from .errors import Problem

PIECE = 65_536
"""Bytes that are sent at once: enough to make the socket's cost vanish, little enough to keep memory flat."""


class Output:
    """What serializers write to. Nothing is sent before PIECE bytes are there, so that an early error is a clean one."""

    def __init__(self, channel: socket.socket, limit: int | None) -> None:
        self._channel, self.limit = channel, limit
        self._format = ""
        self._pieces: list[bytes] = []
        self._held = self._size = 0
        self._begun = False

    @property
    def file(self) -> IO[bytes]:
        """Itself, as a serializer's signature wants it."""
        return cast("IO[bytes]", self)

    @property
    def sent(self) -> bool:
        """Whether a part of the answer is on its way already."""
        return self._begun

    def clear(self) -> None:
        """Forgets what was written and not sent."""
        self._pieces, self._held, self._size, self._format = [], 0, 0, ""

    def begin(self, name: str) -> None:
        """States the format of what follows."""
        self._format = name

    def write(self, piece: bytes) -> int:
        """Takes a piece of the answer; what a serializer calls."""
        self._size += len(piece)
        if self.limit is not None and self._size > self.limit:
            raise Problem(503, f"The answer is larger than {self.limit:,} bytes. Ask for less of it at once: LIMIT and OFFSET.")
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= PIECE:
            self._channel.sendall(self._taken())
        return len(piece)

    def flush(self) -> None:
        """Does nothing: pieces are sent when enough are there."""

    def _taken(self) -> bytes:
        sent = b"" if self._begun or not self._format else frames.frame(frames.BEGIN, self._format.encode())
        if self._held:
            sent += frames.frame(frames.PIECE, b"".join(self._pieces))
        self._begun, self._pieces, self._held = True, [], 0
        return sent

    def end(self, values: dict[str, Any]) -> None:
        self._channel.sendall(self._taken() + frames.message(frames.END, values))

    def fail(self, error: KgError) -> None:
        self._channel.sendall(frames.message(frames.FAIL, told(error)))


def told(error: KgError) -> dict[str, Any]:
    """An error as it is told to the server; see reply.raised."""
    values: dict[str, Any] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, Problem):
        values |= {"status": error.status, "headers": error.headers}
    return values


class Collected:
    """The answer to one of several queries that are asked at once, up to `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.format = ""
        self._limit = limit
        self._pieces: list[bytes] = []

    @property
    def file(self) -> IO[bytes]:
        """Itself, as a serializer's signature wants it."""
        return cast("IO[bytes]", self)

    @property
    def content(self) -> bytes:
        return b"".join(self._pieces)

    def begin(self, name: str) -> None:
        """States the format of what follows."""
        self.format = name

    def write(self, piece: bytes) -> int:
        """Takes a piece of the answer."""
        self._limit -= len(piece)
        if self._limit < 0:
            raise Problem(503, "The answer is larger than those of its like.")
        self._pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        """Does nothing."""
