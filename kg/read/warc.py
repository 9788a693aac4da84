"""Web archives -> Document, one a page, read as a stream."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..errors import DocumentError
from ..model import Document
from . import html
from .decode import LONGEST, decode
from .sources import Source, needs, parsing
from .text import article

PAGES = ("text/html", "application/xhtml+xml")


def is_warc(source: Source) -> bool:
    """Whether a gzip file holds a web archive."""
    import gzip

    with source.open() as stream, gzip.open(stream) as unpacked:
        try:
            return unpacked.read(5) == b"WARC/"
        except (OSError, EOFError):
            return False


def read(source: Source) -> Iterator[Document | DocumentError]:
    """The pages and texts of a .warc or .warc.gz that were answered with status 200; pictures and the like are passed over."""
    needs("warcio", extra="web", source=source)
    from warcio.archiveiterator import ArchiveIterator

    pages = 0
    with source.open() as stream, parsing(source, "a web archive"):
        entries = ArchiveIterator(stream)
        entries.INC_RECORD = ""  # what it else writes to stderr is told below
        for entry in entries:
            kind = _kind(entry)
            if kind is None:
                continue
            pages += 1
            address = entry.rec_headers.get_header("WARC-Target-URI") or f"{source.identifier}-{pages}"
            page = replace(source, origin=f"{source.origin}!{address}", url=address.strip("<>"))
            try:
                yield _article(entry, kind, page)
            except DocumentError as error:
                yield error
    if not pages:
        raise DocumentError(f"{source.origin}: there is no page in this web archive.")


def _kind(entry: Any) -> str | None:
    """The media type of an answer or record that may hold an article."""
    if entry.rec_type == "response":
        headers = entry.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
    elif entry.rec_type in ("resource", "conversion"):
        headers = entry.rec_headers
    else:
        return None
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind if kind in PAGES or kind == "text/plain" else None


def _article(entry: Any, kind: str, page: Source) -> Document:
    raw = entry.content_stream().read(html.LONGEST + 1)
    if len(raw) <= html.LONGEST and not entry.raw_stream.read(1) and getattr(entry.raw_stream, "limit", 0) > 0:
        raise DocumentError(f"{page.origin}: breaks off: {entry.raw_stream.limit:,} bytes of it are missing.")
    if kind in PAGES:
        return html.page(decode(raw, origin=page.origin, limit=html.LONGEST), page)
    text = decode(raw, origin=page.origin, limit=LONGEST)
    return article(text, identifier=page.identifier, origin=page.origin, source=page.url, date=page.date)
