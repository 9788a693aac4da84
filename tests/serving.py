"""A real server on a free port, for tests that speak HTTP to it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

TOKEN = "open sesame"
WRITING = {"authorization": f"Bearer {TOKEN}"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(location: str | Path, *, token: str | None = TOKEN, limits: str = "", workers: int = 1) -> Iterator[httpx.Client]:
    """A client of a server over the store at `location`; `limits` is Python source for keywords of Limits."""
    port = free_port()
    options = f"port={port}, token={token!r}, limits=Limits({limits}), workers={workers}"
    script = f"from kg.server.app import run; from kg.server.limits import Limits; run({str(location)!r}, {options})"
    process = subprocess.Popen([sys.executable, "-c", script])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait(client, process)
            client.headers.pop("accept")
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait(client: httpx.Client, process: subprocess.Popen) -> None:
    """Until the server answers."""
    for _ in range(400):
        if process.poll() is not None:
            raise AssertionError(f"the server ended with status {process.returncode}")
        with contextlib.suppress(httpx.TransportError):
            client.get("/sparql?query=ASK{}")
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == pid and fields[0] != "Z":
                    found.append(int(entry))
    return found
