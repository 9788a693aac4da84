"""How the server and its child processes talk over a socket pair: frames of a kind, a length and a payload.

    server -> child    [PIECE bytes] REQUEST json          one at a time
    child -> server    BEGIN format, PIECE bytes ..., END json      or at any point FAIL json
"""

import json
import struct
from collections.abc import Iterator
from typing import Any

REQUEST, BEGIN, PIECE, END, FAIL = b"R", b"B", b"P", b"E", b"F"
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
HEAD = struct.Struct("!cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame.

    >>> frame(BEGIN, b"json")
    b'B\\x00\\x00\\x00\\x04json'
    """
    return HEAD.pack(kind, len(payload)) + payload


def message(kind: bytes, values: dict[str, Any]) -> bytes:
    """One frame that carries JSON."""
    return frame(kind, ENCODER.encode(values).encode("utf-8", "surrogatepass"))


def values(payload: bytes) -> dict[str, Any]:
    """The JSON of a frame."""
    return json.loads(payload.decode("utf-8", "surrogatepass"))


class Splitter:
    """Cuts what a socket delivers into frames.

    >>> splitter = Splitter()
    >>> list(splitter.feed(frame(PIECE, b"abc") + b"E")), list(splitter.feed(b"\\0\\0\\0\\0"))
    ([(b'P', b'abc')], [(b'E', b'')])
    """

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, received: bytes) -> Iterator[tuple[bytes, bytes]]:
        self._rest += received
        start = 0
        while len(self._rest) - start >= HEAD.size:
            kind, length = HEAD.unpack_from(self._rest, start)
            end = start + HEAD.size + length
            if len(self._rest) < end:
                break
            yield kind, bytes(self._rest[start + HEAD.size : end])
            start = end
        del self._rest[:start]
