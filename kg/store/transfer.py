"""Whole graphs from and to a server: by the Graph Store Protocol where it can be trusted, else by queries that come in pages."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import httpx
import pyoxigraph as ox

from ..errors import StoreError
from .http import Http
from .probe import JSON, Server

TRIPLES = "application/n-triples"
TURTLE = "text/turtle"
SUBJECTS = 500
"""How many subjects a page begins with; a page that the server cuts is asked for again with a quarter of them."""


class Transfer:
    """One server's graphs; None is its default graph, or what stands for it."""

    def __init__(self, http: Http, server: Server) -> None:
        self._http, self._server = http, server
        self._place: str | None = None

    def download(self, graph: ox.NamedNode | None) -> Iterator[ox.Triple]:
        """All of a graph. Virtuoso cuts graphs and CONSTRUCT at its limit of rows in silence, so it is asked in pages."""
        if self._server.default:
            return self.select(graph or self._server.default)
        response = self._try("GET", graph, headers={"Accept": TRIPLES})
        if response is None:
            where = f"GRAPH {graph} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
            response = self._http.send("POST", self._server.query, form=[("query", f"CONSTRUCT {{ ?s ?p ?o }} {{ {where} }}")],
                                       headers={"Accept": TRIPLES})
            if not response.is_success:
                raise self._http.failure(response)
        return iter(_canonical(ox.parse(response.content, ox.RdfFormat.N_TRIPLES, lenient=True)))

    def upload(self, graph: ox.NamedNode | None, lines: list[str], *, add: bool = False) -> bytes | None:
        """Makes a graph hold these statements, or adds them; returns what was sent, None where the server takes no graphs."""
        content, method = "\n".join([*lines, ""]).encode(), "POST" if add else "PUT"
        response = self._try(method, graph or self._server.default, content=content, headers={"Content-Type": TURTLE})
        return None if response is None else content

    def _try(self, method: str, graph: ox.NamedNode | None, **request: Any) -> httpx.Response | None:
        """The answer of the Graph Store Protocol, wherever the server has it; None where it has none, or no such graph."""
        for place in [self._place] if self._place else self._places():
            params = [("graph", graph.value)] if graph else [("default", "")]
            response = self._http.send(method, place, params=params, **request)
            kind = response.headers.get("Content-Type", "")
            if response.is_success and (method != "GET" or kind.startswith(TRIPLES)):
                self._place = place
                return response
        return None

    def _places(self) -> list[str]:
        root = self._server.query.rpartition("/")[0]
        names = ["store", "data", *(["sparql-graph-crud-auth"] if self._http.authorised else []), "sparql-graph-crud",
                 "rdf-graphs/service"]
        return [f"{root}/{name}" for name in names]

    def select(self, graph: ox.NamedNode, condition: str = "") -> Iterator[ox.Triple]:
        """The statements ?s ?p ?o of a graph for which a condition holds, in pages where the server may cut answers."""
        last, size = "", SUBJECTS if self._server.default else 0
        wanted = f"GRAPH {graph} {{ ?s ?p ?o }} {condition}"
        while True:
            after = f"FILTER(STR(?s) > {ox.Literal(last)})" if last else ""
            page = self._page(f"SELECT DISTINCT ?s ?p ?o {{ {wanted} {_subjects(wanted, after, size) if size else ''} }}")
            if page is None and size <= 1:
                raise StoreError(f"{self._http.location}: the server's limit of rows is too low for all that is said of one "
                                 "thing. Raise it (Virtuoso: ResultSetMaxRows).")
            if page is None:
                size = max(1, size // 4)
                continue
            yield from page
            subjects = {triple.subject.value for triple in page if not isinstance(triple.subject, ox.Triple)}
            if len(subjects) < size or not size:
                return
            last = max(subjects)

    def _page(self, sparql: str) -> list[ox.Triple] | None:
        """The statements that a query finds, None where the server has cut them."""
        response = self._http.send("POST", self._server.query, form=[("query", sparql)], headers={"Accept": JSON})
        if not response.is_success:
            raise self._http.failure(response)
        if cut(response):
            return None
        rows = cast(ox.QuerySolutions, ox.parse_query_results(response.content, ox.QueryResultsFormat.JSON))
        return _canonical(ox.Quad(row["s"], row["p"], row["o"]) for row in rows)


def _canonical(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Statements with values as kg's own store writes them: Virtuoso's true is "1"^^xsd:boolean."""
    store = ox.Store()
    store.extend(quads)
    return [quad.triple for quad in store]


def _subjects(wanted: str, after: str, size: int) -> str:
    return f"{{ SELECT DISTINCT ?s {{ {wanted} {after} }} ORDER BY STR(?s) LIMIT {size} }}"


def cut(response: httpx.Response) -> str | None:
    """The limit of rows at which the server has cut this answer, None where it has not."""
    return response.headers.get("X-SPARQL-MaxRows")
