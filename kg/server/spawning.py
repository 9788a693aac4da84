"""The server's side of the zygote: children by order, and news of their end."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from ..errors import StoreError


class Child:
    """A process: its id, the socket to talk over, and the exit status that it will have."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.socket: socket.socket
        self._lifeline = -1
        self._orphan = self._lost = False

    def connect(self, connection: socket.socket, lifeline: int) -> "Child":
        """Gives it the ends of its socket and lifeline that are ours."""
        connection.setblocking(False)
        self.socket, self._lifeline = connection, lifeline
        return self

    def kill(self) -> None:
        """Ends it now, whatever it does."""
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def lost(self) -> None:
        """Notes that its socket is closed: it has ended, or is to end."""
        self.kill()
        self._lost = True
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        if self._orphan:
            self.gone(0)

    def orphaned(self) -> None:
        """Notes that its zygote has ended: it may live on, and nobody will tell how it ends."""
        self._orphan = True
        if self._lost:
            self.gone(0)

    def gone(self, status: int) -> None:
        """Notes that it has ended."""
        if not self.ended.done():
            self.ended.set_result(status)


class Zygote(asyncio.Protocol):
    """The process that forks. It starts with the first order, and again where something has ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._turn = asyncio.Lock()
        self._born: asyncio.Future[Child] | None = None
        self._living: dict[int, Child] = {}
        self._rest = b""

    async def fork(self, role: str, options: dict[str, Any]) -> Child:
        """A new child that does `role`. Raises StoreError where the system makes none."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            if self._orders is None:
                await self._start()
            if self._orders is None:
                raise StoreError("The process that starts others has ended as it began.")
            ours, its = socket.socketpair()
            its_lifeline, lifeline = os.pipe()
            self._born = loop.create_future()
            order = json.dumps({"role": role, "options": options}).encode()
            try:
                socket.send_fds(self._orders, [order], [its.fileno(), its_lifeline])  # type: ignore[list-item]
                child = await self._born
            except OSError as error:
                ours.close()
                os.close(lifeline)
                raise StoreError("The system makes no more processes for this server.") from error
            finally:
                its.close()
                os.close(its_lifeline)
            return child.connect(ours, lifeline)

    async def _start(self) -> None:
        self._orders, its_orders = socket.socketpair()
        news, its_news = socket.socketpair()
        command = [sys.executable, "-m", "kg.server.zygote", str(its_orders.fileno()), str(its_news.fileno())]
        self._process = subprocess.Popen(command, pass_fds=(its_orders.fileno(), its_news.fileno()), stdin=subprocess.DEVNULL,
                                         env=os.environ | {"RUST_BACKTRACE": "0"})
        its_orders.close()
        its_news.close()
        news.setblocking(False)
        await asyncio.get_running_loop().create_connection(lambda: self, sock=news)

    def data_received(self, received: bytes) -> None:
        *lines, self._rest = (self._rest + received).split(b"\n")
        for line in lines:
            kind, pid, *status = line.split()
            if kind == b"born" and self._born is not None:
                child = self._living[int(pid)] = Child(int(pid))
                self._born.set_result(child)
            elif kind == b"gone" and int(pid) in self._living:
                self._living.pop(int(pid)).gone(int(status[0]))

    def connection_lost(self, error: Exception | None) -> None:
        if self._orders is not None:
            self._orders.close()
        self._orders, self._rest = None, b""
        if self._process is not None:
            self._process.wait()
        if self._born is not None and not self._born.done():
            self._born.set_exception(OSError("the zygote has ended"))
        for child in self._living.values():
            child.orphaned()
        self._living.clear()

    def close(self) -> None:
        """Ends it. Its children must have been ended."""
        if self._orders is not None:
            self._orders.close()
            self._orders = None
