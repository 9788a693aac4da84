"""The connection itself: uvicorn's, with a look at `Front` before a request is parsed, and each answer in one packet."""

import asyncio
import functools
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .front import Front, Told
from .http import Scope

PIECE = 16_384
"""Bytes that are held back at most."""
REQUEST, AHEAD = 8_192, 65_536
"""Bytes of a request that is looked at, and of what may come before it is answered."""
HEAD = 4_000_000
"""Bytes of a request before its body at most: what a query in its URL may have, and more than anybody needs."""
END = b"\r\n\r\n"


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol. The application leaves its `Front` in the lifespan's state."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._front: Front | None = self.app_state.get("front")
        self._between = True
        """Whether the next byte begins a request."""
        self._received = b""
        """The request that is being parsed, if it came whole and alone."""
        self._waiting = self._ending = False
        self._head = 0
        self._headers = False
        """Whether the headers of a request are being read, and so many bytes of it."""
        self._ahead: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[override]
        super().connection_made(Joined(cast(asyncio.Transport, transport), self.loop))
        self._await_more()

    def data_received(self, data: bytes) -> None:
        if self._waiting:
            self._ahead.append(data)
            if sum(map(len, self._ahead)) > AHEAD:
                self.flow.pause_reading()
            return
        self._received = b""
        if self._front is not None and self._free and data.startswith(b"GET ") and data.find(END) == len(data) - len(END):
            found = self._front.find(data)
            if found is not None:
                self._tell(found)
                return
            if self._front.quick(data, functools.partial(self._told, data)):
                self._waiting = True
                self._unset_keepalive_if_required()
                return
            self._received = data if len(data) <= REQUEST else b""
        super().data_received(data)
        self._head = self._head + len(data) if self._headers else 0
        if self._head > HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")
        elif not self._between and self.timeout_keep_alive_task is None:
            self._await_more()

    def _await_more(self) -> None:
        """Gives the client as long for the next bytes of a request as for the next request."""
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    @property
    def _free(self) -> bool:
        """Whether a request may begin here: those before it are read and answered."""
        answered = self.cycle is None or self.cycle.response_complete
        return self._between and answered and not self.flow.write_paused and not self.transport.is_closing()

    def _told(self, request: bytes, found: Told | None) -> None:
        """Sends the answer to a query that was said to be quick, or goes the long way where it was not."""
        self._waiting = False
        ahead, self._ahead = self._ahead, []
        if self.transport.is_closing():
            return
        if found is not None:
            self._tell(found)
        else:
            self._received = request
            super().data_received(request)
        if self._ending:
            self.shutdown()
        for data in ahead:
            self.data_received(data)

    def _tell(self, found: Told) -> None:
        stated = [b"%b: %b\r\n" % pair for pair in self.server_state.default_headers]
        self.transport.write(b"".join([b"HTTP/1.1 200 OK\r\n", *stated, *found]))
        self.on_response_complete()

    def on_message_begin(self) -> None:
        self._between, self._headers = False, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._headers = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._between = True
        if self._received and self._front is not None:
            scope = cast(Scope, self.scope)
            self._front.learn(self._received, scope)
            scope["kg.request"] = self._received
        super().on_message_complete()

    def shutdown(self) -> None:
        if self._waiting:
            self._ending = True
        else:
            super().shutdown()


class Joined(asyncio.Transport):
    """A transport that sends what is written in one turn of the loop at once: headers and content are one packet."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._pieces:
            self._loop.call_soon(self._send)
        self._pieces.append(bytes(data))
        self._size += len(data)
        if self._size > PIECE:
            self._send()

    def _send(self) -> None:
        if self._pieces and not self._transport.is_closing():
            pieces, self._pieces, self._size = self._pieces, [], 0
            self._transport.write(pieces[0] if len(pieces) == 1 else b"".join(pieces))

    def close(self) -> None:
        self._send()
        self._transport.close()

    def abort(self) -> None:
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()
