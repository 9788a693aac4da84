"""Which format an answer takes: by `?format=`, else by Accept, else the first that is offered."""

import functools
import re

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from .errors import Problem
from .formats import GRAPHS, OTHER_NAMES, Format


@functools.lru_cache(maxsize=1024)
def choose(accept: str, offered: tuple[Format, ...], wanted: str | None = None) -> Format | None:
    """The offered format that `wanted` (a name or media type) or the Accept header asks for most; None where there is none.

    An empty Accept takes the first. Ties go to the one that is offered first.

    >>> from kg.server.formats import RESULTS
    >>> choose("text/turtle;q=0.5, application/ld+json", GRAPHS).name
    'jsonld'
    >>> choose("*/*", RESULTS, "csv").name
    'csv'
    >>> choose("image/png", RESULTS) is None
    True
    """
    if wanted:
        name = OTHER_NAMES.get(wanted.lower(), wanted.lower())
        return next((f for f in offered if name in (f.name, f.media_type, *f.aliases)), None)
    if not accept.strip():
        return offered[0]
    by_type = {media_type: f for f in reversed(offered) for media_type in f.aliases}
    by_type = {f.media_type: f for f in offered} | {k: f for k, f in by_type.items() if k not in {g.media_type for g in offered}}
    # "text/turtle; charset=utf-8" asks for Turtle: only the weights count.
    accept = re.sub(r";\s*(?!q\s*=)[^,;]*", "", accept)
    best = parse_accept_header(accept, MIMEAccept).best_match(by_type)
    return by_type[best] if best else None


def require(accept: str, offered: tuple[Format, ...], wanted: str | None = None) -> Format:
    """As `choose`, but what cannot be served raises a Problem: 406, or 400 for an unknown `?format=`."""
    found = choose(accept, offered, wanted)
    if found is None:
        raise unacceptable(offered, wanted)
    return found


def unacceptable(offered: tuple[Format, ...], wanted: str | None = None) -> Problem:
    """The answer to a request for a format that is not offered."""
    if wanted:
        return Problem(400, f"There is no format {wanted!r} here. Offered are: {', '.join(f.name for f in offered)}.")
    return Problem(406, f"Nothing in the Accept header is offered here. Offered are: {', '.join(f.media_type for f in offered)}.")


def rdf_format(content_type: str, offered: tuple[Format, ...] = GRAPHS) -> Format:
    """The format of a body of this Content-Type; Problem 415 where it cannot be read.

    >>> rdf_format("text/turtle; charset=utf-8").name
    'ttl'
    """
    media_type = content_type.partition(";")[0].strip().lower()
    for f in offered:
        if media_type in (f.media_type, *f.aliases):
            return f
    what = f"The media type {media_type} cannot be read as RDF" if media_type else "The Content-Type is missing"
    raise Problem(415, f"{what}. Send one of: {', '.join(f.media_type for f in offered)}.")
