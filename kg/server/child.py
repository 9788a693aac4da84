"""A process that does the server's work, so that the work can be killed. Forked by zygote.py.

A reader runs queries on a snapshot, the writer holds the store open for writing, the extractor holds the language
pipeline. Each does one request at a time, as frames.py says, and ends as soon as the server does.
"""

import importlib
import os
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from ..errors import KgError, StoreError
from . import frames
from .output import Output

ROLES = {"reader": "reading", "writer": "writing", "extractor": "extracting"}

class Role(Protocol):
    """What a module of ROLES has: `start(options)` gives the function that does the requests."""

    def start(self, options: dict[str, Any]) -> Callable[[dict[str, Any], Output], dict[str, Any]]: ...


def end_with_server(lifeline: int) -> None:
    """Waits until the other end of the pipe is closed, by whatever ended the server, and ends this process at once."""
    os.read(lifeline, 1)
    os._exit(0)


def requests(channel: socket.socket) -> Iterator[dict[str, Any]]:
    """The requests as they come; a PIECE before one is its `body`."""
    splitter = frames.Splitter()
    body = b""
    while received := channel.recv(262_144):
        for kind, payload in splitter.feed(received):
            if kind == frames.PIECE:
                body = payload
            else:
                yield frames.values(payload) | {"body": body}
                body = b""


def main(role: str, socket_number: int, lifeline: int, options: dict[str, Any]) -> None:
    """Does requests until the server closes the socket."""
    threading.Thread(target=end_with_server, args=(lifeline,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    channel = socket.socket(fileno=socket_number)
    module: Role = importlib.import_module(f"kg.server.{ROLES[role]}")
    try:
        work = module.start(options)
    except KgError as error:
        Output(channel, None).fail(error)
        return
    Output(channel, None).end({})
    for request in requests(channel):
        output = Output(channel, options.get("result_limit"))
        try:
            values = work(request, output)
        except KgError as error:
            output.fail(error)
        except MemoryError:
            # As where the engine gets none: the server knows what it means.
            os.abort()
        except OSError as error:
            output.fail(StoreError(f"The store cannot be read: {error.strerror or type(error).__name__}."))
        else:
            output.end(values)
