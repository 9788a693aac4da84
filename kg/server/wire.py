"""The connection itself: answers that are kept are sent for the very bytes of a request, and each answer leaves in one piece.

A client that asks the same again sends the same bytes. They are looked up before anything parses them, which makes such an
answer ten times cheaper; whether it is still true is asked of the store's version each time.
"""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .http import Headers, Scope, header

PIECE = 16_384
"""Bytes that are held back at most."""
REQUEST, CONTENT, ENTRIES = 8_192, 16_384, 1_000
"""Bytes of a request and of an answer that are kept at most, and how many of them."""
END = b"\r\n\r\n"


class Kept:
    """Whole answers by the bytes of their requests; `version` gives the state of the store, "" where it is not known."""

    def __init__(self, version: Callable[[], str], counted: Callable[[], None]) -> None:
        self._version, self._counted = version, counted
        self._of = ""
        self._answers: dict[bytes, tuple[bytes, bytes]] = {}

    def find(self, request: bytes) -> tuple[bytes, bytes] | None:
        """The headers and the content that answer a request, None where they are not kept, or not of this state."""
        found = self._answers.get(request)
        if found is None or self._version() != self._of:
            return None
        self._counted()
        return found

    def keep(self, scope: Scope, version: str, headers: Headers, content: bytes) -> None:
        """Keeps an answer with status 200 for whoever sends the same bytes, where that is all that it depends on."""
        request = scope.get("kg.request")
        plain = scope["http_version"] == "1.1" and header(scope, b"connection").lower() in ("", "keep-alive")
        if request is None or not plain or len(content) > CONTENT:
            return
        if version != self._of or len(self._answers) >= ENTRIES:
            self._answers, self._of = {}, version
        lines = [b"%b: %b\r\n" % pair for pair in headers]
        self._answers[request] = b"".join([*lines, b"content-length: %d%b" % (len(content), END)]), content


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol with a look into `Kept`, which the application leaves in its lifespan's state."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._kept: Kept | None = self.app_state.get("kept")
        self._between = True
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[override]
        super().connection_made(Joined(cast(asyncio.Transport, transport), self.loop))

    def data_received(self, data: bytes) -> None:
        if self._kept is not None and self._between and len(data) <= REQUEST and not self.flow.write_paused:
            # Only what begins where a request begins, with the answer before it sent, can be a request.
            found = self._kept.find(data) if self.cycle is None or self.cycle.response_complete else None
            if found is not None and not self.transport.is_closing():
                stated = b"".join([b"%b: %b\r\n" % pair for pair in self.server_state.default_headers])
                self.transport.write(b"".join([b"HTTP/1.1 200 OK\r\n", stated, *found]))
                self.on_response_complete()
                return
            self._received = data if data.startswith(b"GET ") and data.find(END) == len(data) - len(END) else b""
        else:
            self._received = b""
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._between = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._between = True
        if self._received:
            # One request without a body, in one piece.
            cast(Scope, self.scope)["kg.request"] = self._received
        super().on_message_complete()


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
