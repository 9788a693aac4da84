"""The endpoint as browsers see it: a box for a query, its answer as a table, and the saved questions. No script is needed."""

from ..errors import KgError
from ..questions import questions
from ..terms import PREFIXES
from .errors import problem
from .evaluate import Query
from .formats import GRAPHS, RESULTS
from .http import Scope, Send, respond
from .rendering import page_headers, render
from .service import Service

EXAMPLE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kg", "id", "rdf", "rdfs", "skos", "prov")) + """
SELECT ?who ?whom {
  ?who kg:backs ?whom .
}
"""
"""What stands in the box before somebody asks."""
MOST = 1_000
"""Rows or triples that a page shows."""


class Console:
    """The page of the endpoint, with links to the pages of the IRIs that begin with `base`."""

    def __init__(self, service: Service, *, base: str) -> None:
        self._service, self._base = service, base

    async def answer(self, query: Query | None, scope: Scope, send: Send) -> None:
        """Sends the page: empty, or with a query and what comes of it, be it an error."""
        status, answer, error = 200, {}, ""
        if query is not None:
            try:
                reply = await self._service.read({"do": "table", "query": query.fields(), "most": MOST})
                await reply.begun()
                answer = reply.values
            except KgError as failure:
                status, error = problem(failure).status, str(failure)
        content = render(
            "sparql.html", base=self._base, query=query.text if query else "", answer=answer, error=error, short=short,
            example=EXAMPLE, formats=GRAPHS if "graph" in answer else RESULTS, questions=questions().values(),
        )  # fmt: skip
        await respond(send, status, page_headers(), content, head=scope["method"] == "HEAD")


def short(iri: str) -> str:
    """An IRI by its prefix, where it has one of ours.

    >>> short("https://w3id.org/kg-builder/ontology#Attack")
    'kg:Attack'
    """
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    prefix = max(fitting, key=lambda prefix: len(PREFIXES[prefix]), default="")
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}" if prefix else iri
