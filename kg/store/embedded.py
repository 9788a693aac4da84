"""The default store: Oxigraph on disk, in this process.

The invariant: a triple stands in the default graph if, and only if, some document graph holds it. Every write is one
transaction of the engine that changes a document graph and the default graph together, so that a kill between any two
steps leaves both as they were or as they should be. Graphs that are new need no look at what is there and are loaded in
bulk; a graph that is there already is changed by what differs.
"""

import contextlib
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from ..errors import NotFound, QueryError, QueryRefused, StoreError
from ..terms import Term, Value, in_graph
from . import guard
from .base import Content, GraphName, Results, Retraction, explain, ntriples
from .parameters import substitute
from .syntax import syntax_error
from .version import Version

MEMORY = ":memory:"
BULK = 64_000_000
"""Bytes of N-Quads that are collected before they are loaded."""
SMALL = 100_000
"""Bytes up to which the log is faster than files of their own."""


class EmbeddedStore:
    """A folder with a graph; see kg.store.Store for what it can do, and kg.store.open for how to get one."""

    def __init__(self, folder: Path, *, read_only: bool = False, location: str | None = None) -> None:
        self.folder, self.read_only, self.location = folder, read_only, location or str(folder)
        self._lock = threading.RLock()
        with self._engine():
            self._opened: ox.Store | None = ox.Store.read_only(str(folder)) if read_only else ox.Store(folder)
            self._version = Version(folder, read_only=read_only)
        self._written = 0
        self._remove: Callable[[], object] = lambda: None

    @classmethod
    def temporary(cls) -> "EmbeddedStore":
        """A store in a folder of its own that is removed with it: the engine's in-memory form is slow on hubs."""
        folder = Path(tempfile.mkdtemp(prefix="kg-"))
        store = cls(folder, location=MEMORY)
        store._remove = weakref.finalize(store, shutil.rmtree, folder, ignore_errors=True)
        return store

    @property
    def version(self) -> str:
        return self._version.text

    @property
    def engine(self) -> ox.Store:
        """The Oxigraph store itself, for libraries that take one."""
        return self._db

    @property
    def _db(self) -> ox.Store:
        if self._opened is None:
            raise StoreError(f"{self.location}: this store is closed.")
        return self._opened

    @contextlib.contextmanager
    def _engine(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise explain(error, self.location) from error

    @contextlib.contextmanager
    def _writing(self, write: bytes) -> Iterator[None]:
        """One transaction: the version moves with it, or stays where the engine refuses it."""
        with self._engine():
            self._version.begin(write)
            try:
                yield
            except BaseException:
                self._version.abandon()
                raise
            self._version.commit()
        self._written += len(write)

    def _writable(self) -> None:
        if self.read_only:
            raise StoreError(f"{self.location}: this store is open to read only.")

    def replace(self, graphs: Iterable[tuple[ox.NamedNode, Content]]) -> int:
        self._writable()
        fresh: dict[ox.NamedNode, bytes] = {}
        before = 0
        with self._lock:
            for graph, content in graphs:
                if graph in fresh:
                    self._load(fresh)
                triples = ntriples(graph, content)
                if self._db.contains_named_graph(graph):
                    before += 1
                    self._change(graph, triples)
                elif triples:
                    fresh[graph] = triples
                    if sum(map(len, fresh.values())) > BULK:
                        self._load(fresh)
            self._load(fresh)
            self.flush()
        return before

    def _load(self, fresh: dict[ox.NamedNode, bytes]) -> None:
        """Graphs that are not there yet, all in one transaction; N-Quads are read without holding Python's lock."""
        if fresh:
            nquads = b"".join([*fresh.values(), *(in_graph(triples, graph) for graph, triples in fresh.items())])
            with self._writing(nquads):
                load = self._db.bulk_load if len(nquads) > SMALL else self._db.load
                load(nquads, format=ox.RdfFormat.N_QUADS, lenient=True)
            fresh.clear()

    def _change(self, graph: ox.NamedNode, triples: bytes) -> list[ox.Triple]:
        """Makes a graph that is there hold these N-Triples; returns what the default graph lost."""
        with self._engine():
            old = set((self._db.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"").splitlines())
            wanted = set(triples.splitlines())
            gone, new = sorted(old - wanted), sorted(wanted - old)
            lost = [triple for triple in _parsed(gone) if not self._held_elsewhere(triple, graph)]
        if wanted and not gone and not new:
            return []
        support = b"\n".join(f"{triple} .".encode() for triple in lost)
        if wanted:
            update = b"DELETE DATA { GRAPH %b { %b } %b } ;\nINSERT DATA { GRAPH %b { %b } %b }" % (
                name := str(graph).encode(), b"\n".join(gone), support, name, b"\n".join(new), b"\n".join(new))
        else:
            update = b"DELETE DATA { %b } ;\nDROP GRAPH %b" % (support, str(graph).encode())
        with self._writing(update):
            try:
                self._db.update(update.decode())
            except SyntaxError as error:
                raise StoreError(f"{self.location}: {graph} has blank nodes, which cannot be followed to the default graph. "
                                 "Take it out with an update.") from error
        return sorted(set(lost).difference(_parsed(new)), key=str)

    def _held_elsewhere(self, triple: ox.Triple, graph: ox.NamedNode) -> bool:
        same = self._db.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return any(isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name != graph for quad in same)

    def retract(self, graph: ox.NamedNode) -> Retraction:
        self._writable()
        with self._lock:
            if not self._db.contains_named_graph(graph):
                raise NotFound(f"{self.location}: there is no graph {graph.value} here.")
            lost = self._change(graph, b"")
            self.flush()
        return Retraction(graph, tuple(lost))

    def query(
        self,
        sparql: str,
        *,
        parameters: Mapping[str, Value | Term] | None = None,
        default_graphs: Sequence[GraphName] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
    ) -> Results:
        guard.check(sparql)
        if parameters:
            sparql = substitute(sparql, parameters)
        try:
            return self._db.query(
                sparql, base_iri=base_iri, prefixes=dict(prefixes or {}),
                default_graph=None if default_graphs is None else list(default_graphs),
                named_graphs=None if named_graphs is None else list(named_graphs),
            )
        except SyntaxError as error:
            raise syntax_error("query", sparql, error, prefixes or ()) from error
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"The query cannot be run: {error}") from error
        except OSError as error:
            raise explain(error, self.location) from error

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None, base_iri: str | None = None) -> None:
        if self.read_only:
            raise QueryRefused(f"{self.location}: this store is open to read only, updates are refused.")
        guard.check(sparql)
        with self._lock, self._writing(sparql.encode()):
            try:
                self._db.update(sparql, base_iri=base_iri, prefixes=dict(prefixes or {}))
            except SyntaxError as error:
                raise syntax_error("update", sparql, error, prefixes or ()) from error
            except (RuntimeError, ValueError) as error:
                raise QueryError(f"The update cannot be run: {error}") from error

    def graphs(self) -> tuple[ox.NamedNode, ...]:
        with self._engine():
            found = [name for name in self._db.named_graphs() if isinstance(name, ox.NamedNode)]
        return tuple(sorted(found, key=lambda name: name.value))

    def quads(self, graph: GraphName | None = None) -> Iterator[ox.Quad]:
        for name in [graph] if graph is not None else self.graphs():
            yield from self._db.quads_for_pattern(None, None, None, name)

    def flush(self) -> None:
        if not self.read_only and self.location != MEMORY:
            with self._engine():
                self._db.flush()
                self._version.sync()

    def optimize(self) -> None:
        """Arranges the store for fast reading where a tenth of it or more was written since it was opened."""
        with self._engine():
            size = sum(map(_size, self.folder.glob("*.sst")))
            if not self.read_only and self._written * 10 > size:
                self._db.optimize()
                self._written = 0

    def backup(self, folder: Path) -> None:
        """A copy of the store in a new folder, by hard links where the disk allows: milliseconds, and a moment's state."""
        with self._lock, self._engine():
            self._db.backup(folder)
            self._version.copy(folder)

    def close(self) -> None:
        """Lets go of the folder; a temporary store is removed."""
        if self._opened is not None:
            self.flush()
            self._version.close()
        self._opened = None
        self._remove()

    def __enter__(self) -> "EmbeddedStore":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _parsed(lines: Iterable[bytes]) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(b"\n".join(lines), ox.RdfFormat.N_TRIPLES)]


def _size(file: Path) -> int:
    """The size of one of the engine's files, 0 for one that it has merged into others in the meantime."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
