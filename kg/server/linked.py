"""Linked data: every IRI of the graph answers with a page for people, or with its triples in any RDF format."""

from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox

from .answering import entity_tag, finish, unchanged
from .errors import Problem
from .formats import GRAPHS, HTML
from .http import CORS, SAFE, Headers, Receive, Scope, Send, encoded, header, respond
from .negotiation import require
from .operation import parameters, values
from .rendering import page_headers, pieces, render
from .service import Service

PATH = "/id/"
OFFERED = (HTML, *GRAPHS)
ENDINGS = {f".{form.name}": form.name for form in OFFERED}


class LinkedData:
    """The IRIs that begin with `base`, at PATH and at the path that `base` itself has."""

    def __init__(self, service: Service, *, base: str) -> None:
        self._service, self._base = service, base
        path = urlsplit(base).path
        self.paths = tuple(sorted({PATH, path if path.endswith("/") and path != "/" else PATH}))

    def serves(self, path: str) -> bool:
        """Whether a path is one of an IRI."""
        return path.startswith(self.paths)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise Problem(405, f"{scope['method']}: an IRI can be read by GET and HEAD.", Allow="GET, HEAD")
        rest = self._rest(scope)
        given = values(parameters(scope["query_string"], "The URL's query string"), "format")
        ending = next((form for end, form in ENDINGS.items() if rest.endswith(end)), None)
        wanted = given[-1] if given else ending
        form = require(header(scope, b"accept"), OFFERED, wanted)
        candidates = self._candidates(rest, ending)
        if form is HTML:
            await self._page(scope, send, candidates)
            return
        request = {"do": "resource", "candidates": candidates, "format": form.name, "head": scope["method"] == "HEAD"}
        reply = await self._service.read(request)
        await finish(reply, scope, receive, send, tag=f"{rest} {form.name}")

    def _rest(self, scope: Scope) -> str:
        path = (scope.get("raw_path") or quote(scope["path"], safe=SAFE).encode()).decode("ascii")
        return next(path.removeprefix(prefix) for prefix in self.paths if path.startswith(prefix))

    def _candidates(self, rest: str, ending: str | None) -> list[str]:
        """The IRIs that a path may mean: as it is written or with its letters decoded, whole or without a format's ending."""
        spellings = [rest, quote(unquote(rest), safe=SAFE), unquote(rest)]
        if ending:
            spellings += [spelling.removesuffix(f".{ending}") for spelling in spellings]
        found = []
        for spelling in dict.fromkeys(spellings):
            try:
                found.append(ox.NamedNode(self._base + spelling).value)
            except ValueError:
                continue
        if not found:
            raise Problem(404, "There is nothing with such an IRI here.")
        return found

    async def _page(self, scope: Scope, send: Send, candidates: list[str]) -> None:
        tag = entity_tag(self._service.version, *candidates) if self._service.version else None
        if unchanged(scope, tag):
            await respond(send, 304, [*CORS, *encoded(("etag", tag or ""), ("vary", "Accept"))])
            return
        reply = await self._service.read({"do": "page", "candidates": candidates})
        await reply.begun()
        page = reply.values
        if page["kind"] == "document":
            cut = pieces(page["text"], page["spans"])
            content = render("document.html", base=self._base, page=page, formats=GRAPHS, pieces=cut)
        else:
            content = render("thing.html", base=self._base, page=page, formats=GRAPHS)
        await respond(send, 200, [*page_headers(tag), *alternates(scope)], content, head=scope["method"] == "HEAD")


def alternates(scope: Scope) -> Headers:
    """The other formats of a page as a Link header."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("ascii", "replace")
    links = ", ".join(f'<{path}.{form.name}>; rel="alternate"; type="{form.media_type}"' for form in GRAPHS)
    return encoded(("link", links))
