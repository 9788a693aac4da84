"""HTML out of templates/: everything a page needs comes from this server."""

import functools
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2

from ..ontology import KG
from .errors import TITLES, Problem, body
from .formats import HTML
from .http import CORS, Headers, encoded

FOLDER = Path(__file__).parent
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
"""What pages may load: nothing that does not come from here."""


def page_headers(tag: str | None = None) -> Headers:
    """The headers of a page, among them those that keep it to itself."""
    stated = encoded(
        ("content-type", HTML.content_type), ("vary", "Accept"), ("cache-control", "no-cache"),
        ("content-security-policy", POLICY), ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
    )  # fmt: skip
    return [*stated, *CORS, *(encoded(("etag", tag)) if tag else ())]


@functools.cache
def environment() -> jinja2.Environment:
    """The templates, read once. Everything that goes into them is escaped."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=jinja2.StrictUndefined)


def render(template: str, *, base: str, **values: Any) -> bytes:
    """A page. `base` is what the IRIs begin with that have pages here."""
    return environment().get_template(template).render(link=functools.partial(link, base), **values).encode()


def refusal(error: Problem, accept: str) -> tuple[Headers, bytes]:
    """The headers and the content that tell an error: a page for browsers, else as `errors.body` says."""
    if HTML.media_type in accept:
        title = TITLES.get(error.status, "Error")
        stated, content = page_headers(), render("error.html", base="", heading=title, message=str(error))
    else:
        content, media_type = body(error, accept)
        stated = [*CORS, *encoded(("content-type", media_type), ("cache-control", "no-store"))]
    return [*stated, *encoded(*error.headers.items())], content


def link(base: str, iri: str) -> str:
    """Where a reader of a page gets to see an IRI: here, if it is one of ours.

    >>> link("https://a.example/id/", "https://a.example/id/document/raid#char=1,5"), link("https://a.example/id/", "urn:x")
    ('/id/document/raid#char=1,5', 'urn:x')
    """
    if iri.startswith(base):
        return "/id/" + iri.removeprefix(base)
    if iri.startswith(KG):
        return "/ontology#" + iri.removeprefix(KG)
    return iri if iri.startswith(("http:", "https:", "urn:")) else ""


def pieces(text: str, spans: Iterable[tuple[int, int, str | None]]) -> list[dict[str, Any]]:
    """A text cut wherever a span begins or ends, so that spans that overlap can all be marked.

    Each piece has its place, its words, the innermost IRI that it speaks of, the `#char=` names that begin there, and
    whether it is evidence.

    >>> [(piece["words"], piece["what"]) for piece in pieces("Ana Petrov spoke", [(0, 16, None), (0, 10, "urn:ana")])]
    [('Ana Petrov', 'urn:ana'), (' spoke', None)]
    """
    spans = [(start, end, what) for start, end, what in spans if 0 <= start < end <= len(text)]
    borders = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    opening = sorted(spans, key=lambda span: (span[0], -span[1]))
    found: list[dict[str, Any]] = []
    open_spans: list[tuple[int, int, str | None]] = []
    upcoming = 0
    for start, end in itertools.pairwise(borders):
        open_spans = [span for span in open_spans if span[1] > start]
        begun = []
        while upcoming < len(opening) and opening[upcoming][0] == start:
            begun.append(opening[upcoming])
            upcoming += 1
        open_spans += begun
        meant = [span for span in open_spans if span[2]]
        inner = min(meant, key=lambda span: span[1] - span[0])[2] if meant else None
        names = list(dict.fromkeys(f"char={first},{last}" for first, last, _ in begun))
        evidence = any(what is None for _, _, what in open_spans)
        found.append({"start": start, "end": end, "words": text[start:end], "what": inner, "names": names, "evidence": evidence})
    return found
