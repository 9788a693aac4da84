"""RSS and Atom files -> Document, one an entry."""

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from ..errors import DocumentError
from ..model import Document
from .decode import LONGEST, decode
from .fragment import plain
from .sources import Source, needs, parsing
from .text import article

LARGEST = 10 * LONGEST


def read(source: Source) -> Iterator[Document | DocumentError]:
    """The articles of a feed; an entry's summary stands for its text where that is all there is."""
    feedparser = needs("feedparser", extra="web", source=source)
    logging.getLogger("feedparser").setLevel(logging.CRITICAL)
    raw = source.read(LARGEST)
    if not raw.strip():
        raise DocumentError(f"{source.origin}: the file is empty.")
    with parsing(source, "a feed"), source.open() as stream:
        found = feedparser.parse(stream)
    if not found.entries:
        reason = f": {found.bozo_exception}" if found.bozo else ", or one without entries"
        raise DocumentError(f"{source.origin}: is no RSS or Atom feed{reason}.".replace("..", "."))
    for number, entry in enumerate(found.entries, 1):
        try:
            yield _article(entry, found.feed, source, number)
        except DocumentError as error:
            yield error


def _article(entry: Any, feed: Any, source: Source, number: int) -> Document:
    contents = [content.get("value", "") for content in entry.get("content", ())] + [entry.get("summary", "")]
    body = plain(max(contents, key=len))
    origin = f"{source.origin}, entry {number}"
    if not body:
        raise DocumentError(f"{origin}: the entry has no text.")
    link = entry.get("link")
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return article(
        decode(body.encode(), origin=origin), origin=origin,
        identifier=link or entry.get("id") or f"{source.identifier}-{number}", title=plain(entry.get("title", "")),
        issued=datetime.date(*stamp[:3]) if stamp else None, publisher=plain(feed.get("title", "")) or None,
        source=link, date=source.date,
    )
