"""Any SPARQL 1.1 server as a store, by Query, Update and Graph Store Protocol.

The invariant is the same: a triple stands in the default graph if, and only if, some document graph holds it. Where a
server's own default graph is a view of all graphs (Virtuoso), the named graph STAND_IN holds the union, and queries
without FROM are asked of it. A document that fits into one update is replaced by one request, as atomic as the server
makes it; a longer one takes several, in an order that leaves nothing which building the document again does not mend.
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import httpx
import pyoxigraph as ox

from ..errors import NotFound, QueryError, QueryRefused, StoreError
from ..terms import Term, Value
from . import guard
from .base import Content, GraphName, Results, Retraction, ntriples
from .http import Fields, Http, said
from .parameters import substitute
from .probe import JSON, UPDATE, boolean, explore
from .syntax import syntax_error
from .tokens import tokens
from .transfer import TRIPLES, Transfer, cut
from .view import aimed

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
PAGE = 1_000
"""Names of graphs that are asked for at once."""
SYSTEM = ("http://www.openlinksw.com/", "http://localuriqaserver/", "http://www.w3.org/ns/ldp#",
          "urn:activitystreams-owl:", "urn:core:")
"""Beginnings of the names of graphs that Virtuoso keeps for itself."""
Operation = tuple[str, ox.NamedNode | None, list[str]]
"""INSERT or DELETE, a graph (None: the default graph), statements in N-Triples."""


class RemoteStore:
    """A graph on a server. Credentials come from KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN.

    `version` counts the writes of this client: what others write to the server meanwhile it does not see.
    """

    def __init__(self, location: str, *, read_only: bool = False, timeout: float = 120,
                 transport: httpx.BaseTransport | None = None) -> None:
        self.location, self.read_only = location, read_only
        self._http = Http(location, timeout=timeout, transport=transport)
        self._server = explore(self._http, location, read_only=read_only)
        self._transfer = Transfer(self._http, self._server)
        self._lock = threading.RLock()
        self._version = hashlib.blake2b(location.encode(), digest_size=8).hexdigest()

    @property
    def endpoint(self) -> str:
        """The URL that takes queries, for libraries that ask it themselves."""
        return self._server.query

    @property
    def version(self) -> str:
        return self._version

    def replace(self, graphs: Iterable[tuple[ox.NamedNode, Content]]) -> int:
        self._writable()
        fresh: dict[ox.NamedNode, list[str]] = {}
        before = 0
        with self._lock:
            for graph, content in graphs:
                if graph in fresh:
                    self._load(fresh)
                wanted = set(ntriples(graph, content).decode().split("\n")) - {""}
                if self._holds(graph):
                    before += 1
                    self._change(graph, set(map(_line, self._transfer.download(graph))), wanted)
                elif wanted:
                    fresh[graph] = sorted(wanted)
                    if 2 * sum(map(len, fresh.values())) > self._server.limit:
                        self._load(fresh)
            self._load(fresh)
        return before

    def _load(self, fresh: dict[ox.NamedNode, list[str]]) -> None:
        """Graphs that are not there yet: as many in one update as it may hold, and whole by themselves where they are longer."""
        batch: list[Operation] = []
        size = 0
        for graph, lines in fresh.items():
            if 2 * len(lines) > self._server.limit:
                self._upload(None, lines, add=True)
                self._upload(graph, lines)
                continue
            if size + 2 * len(lines) > self._server.limit:
                self._send(batch)
                batch, size = [], 0
            batch += [("INSERT", None, lines), ("INSERT", graph, lines)]
            size += 2 * len(lines)
        self._send(batch)
        fresh.clear()

    def _change(self, graph: ox.NamedNode, old: set[str], wanted: set[str]) -> None:
        gone, new = sorted(old - wanted), sorted(wanted - old)
        lost = sorted(set(map(_line, self._unsupported(graph))).intersection(gone)) if gone else []
        self._send([("DELETE", None, lost), ("DELETE", graph, gone), ("INSERT", None, new), ("INSERT", graph, new)])

    def retract(self, graph: ox.NamedNode) -> Retraction:
        self._writable()
        with self._lock:
            if not self._holds(graph):
                raise NotFound(f"{self.location}: there is no graph {graph.value} here.")
            lost = sorted(self._unsupported(graph), key=str)
            self._send([("DELETE", None, [_line(triple) for triple in lost])], last=f"DROP SILENT GRAPH {graph}")
        return Retraction(graph, tuple(lost))

    def _holds(self, graph: ox.NamedNode) -> bool:
        return graph != self._server.default and bool(self._own(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))

    def _unsupported(self, graph: ox.NamedNode) -> list[ox.Triple]:
        """What of a graph no other document holds."""
        others = f"?other != {graph}" + (f" && ?other != {self._server.default}" if self._server.default else "")
        alone = f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER({others}) }}"
        return list(self._transfer.select(graph, alone))

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
        asked = substitute(sparql, parameters) if parameters else sparql
        fields: list[tuple[str, str]] = []
        if default_graphs is None and named_graphs is None:
            if self._server.default:
                asked, fields = aimed(asked, self._server.default)
        else:
            names = [self._server.default if isinstance(graph, ox.DefaultGraph) else graph for graph in default_graphs or ()]
            fields = [*(("default-graph-uri", name.value) for name in names if name),
                      *(("named-graph-uri", name.value) for name in named_graphs or ())]
        response = self._ask(_prologue(prefixes, base_iri) + asked, fields)
        if response.status_code == 400:
            raise _refusal("query", sparql, response, prefixes, base_iri)
        return self._answer(response, asked)

    def _ask(self, sparql: str, fields: Fields = ()) -> httpx.Response:
        wanted = TRIPLES if _form(sparql) in ("CONSTRUCT", "DESCRIBE") else JSON
        return self._http.send("POST", self._server.query, headers={"Accept": wanted}, form=[("query", sparql), *fields])

    def _own(self, sparql: str) -> Results:
        """The answer to a question of this module, which names its graphs itself."""
        return self._answer(self._ask(sparql), sparql)

    def _answer(self, response: httpx.Response, sparql: str) -> Results:
        """The answer as pyoxigraph's own kinds of results, whatever the server's habits."""
        if not response.is_success:
            raise self._http.failure(response)
        if cut(response):
            raise StoreError(f"{self.location}: the server cut the answer at {cut(response)} rows. "
                             "Ask for less, or raise its limit.")
        form = _form(sparql)
        try:
            if form == "ASK":
                answer = b"true" if boolean(response) else b"false"
                if boolean(response) is None:
                    raise ValueError("no answer to an ASK")
                return ox.parse_query_results(b'{"head":{},"boolean":' + answer + b"}", ox.QueryResultsFormat.JSON)
            if form == "SELECT":
                return ox.parse_query_results(response.content, ox.QueryResultsFormat.JSON)
            found = ox.Store()
            found.load(response.content, format=ox.RdfFormat.N_TRIPLES, lenient=True)
            return found.query("CONSTRUCT WHERE { ?s ?p ?o }")
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.location}: the server's answer cannot be read: {said(response)[:100]} ({error})") from error

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None, base_iri: str | None = None) -> None:
        if self.read_only:
            raise QueryRefused(f"{self.location}: this store is open to read only, updates are refused.")
        guard.check(sparql)
        own = any(token.is_word("USING", "WITH") for token in tokens(sparql))
        params = [("using-graph-uri", self._server.default.value)] if self._server.default and not own else []
        with self._lock:
            response = self._post((_prologue(prefixes, base_iri) + sparql).encode(), params=params, twice=False)
            if response.status_code == 400:
                raise _refusal("update", sparql, response, prefixes, base_iri)
            if not response.is_success:
                raise self._http.failure(response)

    def graphs(self) -> tuple[ox.NamedNode, ...]:
        names: list[ox.NamedNode] = []
        last = ""
        while True:
            after = f"FILTER(STR(?g) > {ox.Literal(last)})"
            found = self._own(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {after} }} ORDER BY STR(?g) LIMIT {PAGE}")
            page = [row["g"] for row in cast(ox.QuerySolutions, found)]
            names += page
            if len(page) < PAGE:
                break
            last = page[-1].value
        return tuple(sorted((name for name in names if isinstance(name, ox.NamedNode) and name != self._server.default
                             and not name.value.startswith(SYSTEM)), key=lambda name: name.value))

    def quads(self, graph: GraphName | None = None) -> Iterator[ox.Quad]:
        for name in [graph] if graph is not None else self.graphs():
            for triple in sorted(self._transfer.download(name if isinstance(name, ox.NamedNode) else None), key=str):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, name)

    def _upload(self, graph: ox.NamedNode | None, lines: list[str], *, add: bool = False) -> None:
        sent = self._transfer.upload(graph, lines, add=add)
        if sent is None:
            self._send([("INSERT", graph, lines)])
        else:
            self._moved(sent)

    def _send(self, operations: list[Operation], last: str | None = None) -> None:
        """Updates in this order: in one request where it may hold them all."""
        operations = [operation for operation in operations if operation[2]]
        if sum(len(lines) for _, _, lines in operations) <= self._server.limit:
            requests = [[*map(self._written, operations), *([last] if last else [])]]
        else:
            size = self._server.limit
            parts = [(verb, graph, lines[i : i + size]) for verb, graph, lines in operations for i in range(0, len(lines), size)]
            requests = [*([self._written(part)] for part in parts), *([[last]] if last else [])]
        for request in filter(None, requests):
            response = self._post(" ;\n".join(request).encode())
            if not response.is_success:
                raise self._http.failure(response)

    def _written(self, operation: Operation) -> str:
        verb, graph, lines = operation
        name, body = graph or self._server.default, "\n".join(lines)
        return f"{verb} DATA {{ GRAPH {name} {{ {body} }} }}" if name else f"{verb} DATA {{ {body} }}"

    def _post(self, update: bytes, *, params: Fields = (), twice: bool = True) -> httpx.Response:
        self._writable()
        response = self._http.send("POST", self._server.update or "", content=update, params=params, twice=twice,
                                   headers={"Content-Type": UPDATE})
        if response.is_success:
            self._moved(update)
        return response

    def _moved(self, write: bytes) -> None:
        self._version = hashlib.blake2b(self._version.encode() + b"\n" + write, digest_size=8).hexdigest()

    def _writable(self) -> None:
        if self.read_only:
            raise StoreError(f"{self.location}: this store is open to read only.")

    def flush(self) -> None:
        """Nothing: the server keeps what it has acknowledged as it sees fit."""

    def optimize(self) -> None:
        """Nothing: the server arranges its own files."""

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> "RemoteStore":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _refusal(what: str, sparql: str, response: httpx.Response, prefixes: Mapping[str, str] | None,
             base_iri: str | None) -> QueryError:
    """Why a server will not run a text: where it is no SPARQL, the place; else the server's own words."""
    read = ox.Store().query if what == "query" else ox.Store().update
    try:
        read(sparql, prefixes=dict(prefixes or {}), base_iri=base_iri)
    except SyntaxError as error:
        return syntax_error(what, sparql, error, prefixes or ())
    except (OSError, RuntimeError, ValueError):
        pass
    return QueryError(f"The {what} cannot be run: {said(response)}")


def _form(sparql: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; nothing where a text is no query."""
    return next((token.text.upper() for token in tokens(sparql) if token.is_word(*FORMS)), "")


def _prologue(prefixes: Mapping[str, str] | None, base_iri: str | None) -> str:
    base = f"BASE <{base_iri}> " if base_iri else ""
    return base + "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())


def _line(triple: ox.Triple) -> str:
    return f"{triple} ."
