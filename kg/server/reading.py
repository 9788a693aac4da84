"""What a reader process does: answers queries on a snapshot of the store."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import store as stores
from ..errors import NotFound, StoreError
from ..store import Store
from ..terms import PREFIXES
from . import showing
from .evaluate import Query, evaluate, together
from .formats import RDF_FORMATS
from .memory import limit_memory, unlimit_memory
from .output import Output

TRIES = 20
"""Times that a store which another process is writing to is opened before that is given up."""


def start(options: dict[str, Any]) -> Callable[[dict[str, Any], Output], dict[str, Any]]:
    """The function that does a reader's requests.

    options: location (of the store; a request may name a snapshot instead), memory (megabytes that a request may take)
    """
    return Reader(options["location"], options.get("memory")).do


class Reader:
    """The store in one state, opened again when a request names another."""

    def __init__(self, location: str, memory: int | None) -> None:
        self._location, self._memory = location, memory
        self._state: tuple[str | None, str] | None = None
        self._store: Store | None = None

    def do(self, request: dict[str, Any], output: Output) -> dict[str, Any]:
        do = DO[request["do"]]
        try:
            return do(self.open(request["place"], request["version"]), request, output)
        except ConnectionError:
            raise
        except (OSError, StoreError):
            # Another process has rearranged the files of a store that is open here to read only.
            self._state = None
            if output.sent:
                raise
            output.clear()
            return do(self.open(request["place"], request["version"]), request, output)

    def open(self, place: str | None, version: str) -> Store:
        """The store in the snapshot `place` or at its own location, in the state `version`."""
        if self._store is None or self._state != (place, version):
            unlimit_memory()
            if self._store is not None:
                self._store.close()
            self._store = steady(place or self._location)
            self._state = (place, version)
            limit_memory(self._memory)
        return self._store


def steady(location: str) -> Store:
    """The store, opened at a moment at which nobody rearranges its files: else what was written last could be missing."""
    folder = Path(location)
    if not folder.is_dir():
        return stores.open(location, read_only=True)
    for _ in range(TRIES):
        before = files(folder)
        store = stores.open(location, read_only=True)
        if files(folder) == before:
            return store
        store.close()
    raise StoreError("The store is being written to without a pause. Try again later.")


def files(folder: Path) -> list[tuple[str, int]]:
    """The engine's list of files and its logs: what changes when memory is written out."""
    return sorted((file.name, file.stat().st_size if file.name.startswith("MANIFEST") else 0)
                  for pattern in ("MANIFEST*", "CURRENT", "*.log") for file in folder.glob(pattern))


def query(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Runs a SPARQL query; the values say how many seconds of a processor it took."""
    begun = time.process_time()
    evaluate(store, Query(*request["query"]), output)
    return {"seconds": time.process_time() - begun}


def graph(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Writes one graph, the default graph where `name` is None. NotFound where a named one holds nothing."""
    name = request["name"]
    quads = store.quads(ox.DefaultGraph() if name is None else ox.NamedNode(name))
    first = next(quads, None)
    if first is None and name is not None:
        raise NotFound(f"There is no graph <{name}>.")
    triples = (quad.triple for some in ([] if first is None else [first], quads) for quad in some)
    output.begin(request["format"])
    if request["head"]:
        return {}
    ox.serialize(triples, output.file, RDF_FORMATS[request["format"]], prefixes=PREFIXES)
    return {}


def dataset(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Writes the document graphs."""
    output.begin(request["format"])
    if request["head"]:
        return {}
    ox.serialize(store.quads(), output.file, RDF_FORMATS[request["format"]], prefixes=PREFIXES)
    return {}


def version(store: Store, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """The version of the store, by which answers are cached."""
    return {"version": store.version}


DO = {
    "query": query, "queries": together, "graph": graph, "dataset": dataset, "version": version,
    "resource": showing.resource, "page": showing.page, "table": showing.table,
}  # fmt: skip
