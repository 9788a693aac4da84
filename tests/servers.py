"""Real SPARQL servers for the tests, each on a free port for as long as it is needed; skips where it is not installed."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{isql}
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 2000
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str, program: subprocess.Popen, seconds: float = 60) -> None:
    for _ in range(int(seconds * 10)):
        with contextlib.suppress(httpx.TransportError):
            httpx.get(url)
            return
        if program.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{program.args[0]} does not answer at {url}")


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    program = shutil.which("oxigraph", path=Path(sys.executable).parent) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([program, "serve", "-l", str(folder), "-b", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL) as server:
        try:
            answers(url, server)
            yield url
        finally:
            server.terminate()


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        pytest.skip("Virtuoso is not installed: apt-get install --no-install-recommends virtuoso-opensource-7-bin")
    http, isql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http, isql=isql))
    url = f"http://127.0.0.1:{http}"
    with subprocess.Popen(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], cwd=folder,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            answers(f"{url}/sparql", server)
            grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
            subprocess.run(["isql-vt", f"127.0.0.1:{isql}", "dba", "dba", grant], check=True, stdout=subprocess.DEVNULL)
            yield f"{url}/sparql"
        finally:
            server.terminate()
