"""What a SPARQL server is like, found by asking it: where it takes queries, updates and graphs, and what its default graph is."""

from dataclasses import dataclass

import httpx
import pyoxigraph as ox

from ..errors import StoreError
from .http import Http

STAND_IN = ox.NamedNode("https://w3id.org/kg-builder/default-graph")
"""The named graph that stands for the default graph on servers whose own default graph is a view of all named graphs."""
PROBE = "urn:kg-builder:probe"
JSON = "application/sparql-results+json"
UPDATE = "application/sparql-update"
TAILS = ("sparql", "query", "sparql-auth")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server takes what. `default` is None where its own default graph can be written and is no view.

    limit   statements that one update may hold
    """

    query: str
    update: str | None
    default: ox.NamedNode | None
    limit: int


def explore(http: Http, location: str, *, read_only: bool) -> Server:
    """The server at `location`, the address of its SPARQL endpoint or of what lies above it. Raises StoreError."""
    location = location.rstrip("/")
    root = location.rpartition("/")[0] if location.rpartition("/")[2] in TAILS else location
    query = _query_endpoint(http, [location] if root != location else [f"{location}/query", f"{location}/sparql", location])
    update = None if read_only else _update_endpoint(http, [
        *([f"{root}/sparql-auth"] if http.authorised else []), query, f"{root}/update", f"{location}/statements"])
    default = STAND_IN if _is_view(http, query, update) else None
    return Server(query, update, default, 1_000 if default else 20_000)


def ask(http: Http, query: str, sparql: str) -> bool | None:
    """The answer to an ASK, None where the endpoint gives none."""
    response = http.send("POST", query, form=[("query", sparql)], headers={"Accept": JSON})
    return boolean(response) if response.is_success else None


def boolean(response: httpx.Response) -> bool | None:
    """The answer to an ASK, None where it is none; Virtuoso writes a table with one row for true and none for false."""
    try:
        answer = response.json()
        if "boolean" in answer:
            return bool(answer["boolean"])
        rows = answer["results"]["bindings"]
        return any(int(row["__ASK_RETVAL"]["value"]) for row in rows) if answer["head"]["vars"] == ["__ASK_RETVAL"] else None
    except (ValueError, KeyError, TypeError):
        return None


def _query_endpoint(http: Http, places: list[str]) -> str:
    response = None
    for place in places:
        response = http.send("POST", place, form=[("query", "ASK {}")], headers={"Accept": JSON})
        if response.is_success and boolean(response) is not None:
            return place
        if response.status_code in (401, 403):
            raise http.failure(response)
    raise StoreError(f"{http.location}: no SPARQL endpoint answers there. Give its address, such as http://localhost:7878/query")


def _update_endpoint(http: Http, places: list[str]) -> str:
    refused = None
    for place in places:
        response = http.send("POST", place, content=b"INSERT DATA {}", headers={"Content-Type": UPDATE})
        if response.is_success:
            return place
        if response.status_code in (401, 403):
            refused = response
    if refused is not None:
        raise http.failure(refused)
    raise StoreError(f"{http.location}: this server takes no updates. Open it to read only, or give it the right to write.")


def _is_view(http: Http, query: str, update: str | None) -> bool:
    """True where the default graph cannot be written, or shows what is in named graphs."""
    if ask(http, query, f"ASK {{ GRAPH {STAND_IN} {{ ?s ?p ?o }} }}"):
        return True
    if update is None:
        return False
    statement = f"<{PROBE}> <{PROBE}> <{PROBE}>"

    def write(sparql: str) -> bool:
        return http.send("POST", update, content=sparql.encode(), headers={"Content-Type": UPDATE}).is_success

    if not write(f"DELETE DATA {{ {statement} }}"):
        return True
    inside = f"GRAPH <{PROBE}> {{ {statement} }}"
    write(f"INSERT DATA {{ {inside} }}")
    try:
        return bool(ask(http, query, f"ASK {{ {statement} }}"))
    finally:
        write(f"DELETE DATA {{ {inside} }}")
