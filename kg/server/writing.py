"""What the writer process does: holds the store open for writing, and makes the snapshots that the readers read."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import store as stores
from ..errors import NotFound, QueryError
from ..store import EmbeddedStore, Store
from .evaluate import together
from .formats import RDF_FORMATS, written
from .memory import limit_memory, unlimit_memory
from .output import Output
from .touching import touched
from .updates import using, without_silent_loads


def start(options: dict[str, Any]) -> Callable[[dict[str, Any], Output], dict[str, Any]]:
    """The function that does the writer's requests. options: location, memory (megabytes that a request may take)"""
    store = stores.open(options["location"], create=True)

    def do(request: dict[str, Any], output: Output) -> dict[str, Any]:
        limit_memory(options["memory"])
        try:
            done = together(store, request, output) if request["do"] == "queries" else DO[request["do"]](store, request)
            return done | {"version": store.version}
        finally:
            unlimit_memory()

    return do


def snapshot(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Copies the store into a new folder, by hard links."""
    place = Path(request["place"])
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    assert isinstance(store, EmbeddedStore)
    store.backup(place)
    return {}


def update(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Runs a SPARQL update, all of its operations or none; the values say what it has touched."""
    text = using(request["text"], request["graphs"], request["named"])
    store.update(without_silent_loads(text) if "silent" in text.lower() else text, base_iri=request["base"])
    return {"touched": touched(request["text"])}


def put(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Makes a graph hold what is sent, or adds that to it; the default graph stays the union of the named ones."""
    name = request["name"]
    target = f"GRAPH <{name}>" if name else "DEFAULT"
    triples = parsed(request["body"], request["parts"], name or request["base"])
    existed = name is None or next(store.quads(ox.NamedNode(name)), None) is not None
    lines = written(triples, "nt").decode()
    inside = f"INSERT DATA {{ {lines} }}" if name is None else f"INSERT DATA {{ {lines} GRAPH <{name}> {{ {lines} }} }}"
    before = [] if request["merge"] else [*(forget(name) if name else []), f"CLEAR SILENT {target}"]
    create = [f"CREATE SILENT {target}"] if name else []
    store.update(" ;\n".join([*before, *create, inside]))
    return {"created": not existed}


def delete(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Removes a graph. NotFound where there is none."""
    name = request["name"]
    if name is None:
        store.update("CLEAR DEFAULT")
        return {}
    if ox.NamedNode(name) not in store.graphs():
        raise NotFound(f"There is no graph <{name}>.")
    store.update(" ;\n".join([*forget(name), f"DROP GRAPH <{name}>"]))
    return {}


def replace(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Makes the graph of a document hold exactly the N-Quads that are sent."""
    graph = ox.NamedNode(request["name"])
    before = store.replace([(graph, list(ox.parse(request["body"], ox.RdfFormat.N_QUADS, lenient=True)))])
    return {"created": not before}


def retract(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Removes the graph of a document. NotFound where there is none."""
    gone = store.retract(ox.NamedNode(request["name"]))
    return {"lost": len(gone.lost)}


DO: dict[str, Callable[[Store, dict[str, Any]], dict[str, Any]]] = {
    "snapshot": snapshot, "update": update, "put": put, "delete": delete, "replace": replace, "retract": retract,
}  # fmt: skip


def forget(name: str) -> list[str]:
    """The update that takes out of the default graph what only the graph `name` holds, blank nodes too."""
    held = f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER (?other != <{name}>) }}"
    return [f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} {held} }}"]


def parsed(body: bytes, parts: list[tuple[str, int]], base: str) -> list[ox.Triple]:
    """The triples of a body, whose parts are a format and so many bytes each. QueryError where one cannot be read."""
    triples, start = [], 0
    for name, length in parts:
        part = body[start : start + length]
        start += length
        try:
            quads = ox.parse(part, RDF_FORMATS[name], base_iri=base, without_named_graphs=True, rename_blank_nodes=True)
            triples += [quad.triple for quad in quads]
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"The body cannot be read as {name}: {error}") from error
    return triples
