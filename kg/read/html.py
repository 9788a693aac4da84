"""Web pages -> Document: the article and what the page says of it, without what stands around it."""

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from ..errors import DocumentError
from ..model import Document
from .decode import decode
from .sources import Source, needs, parsing
from .text import article

LONGEST = 30_000_000
"""Bytes of a page: those that were saved as one file bear their pictures in them."""

_BLOCKS = frozenset({"head", "p", "item", "quote", "ab", "cell"})
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2200-01-01"}
"""Only dates that the page declares, not those that it happens to show; and no comparison with today."""


def read(source: Source) -> Iterator[Document]:
    """The one article of a page."""
    yield page(decode(source.read(LONGEST), origin=source.origin, limit=LONGEST), source)


def page(markup: str, source: Source) -> Document:
    """The article of a page with its title, date, publisher and address.

    Raises DocumentError where the page has no article, or trafilatura is not installed.
    """
    trafilatura = needs("trafilatura", extra="html", source=source)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    with parsing(source, "a web page"):
        found = trafilatura.bare_extraction(
            markup, url=source.url, with_metadata=True, include_comments=False, include_tables=False,
            date_extraction_params=_DATES,
        )
    if found is None or found.body is None:
        raise DocumentError(f"{source.origin}: there is no article in this page.")
    blocks = [text for element in found.body.iter(*_BLOCKS) if (text := _own_text(element))]
    if not blocks:
        raise DocumentError(f"{source.origin}: there is no article in this page.")
    return article(
        "\n\n".join(blocks), identifier=source.identifier, origin=source.origin, title=found.title,
        issued=datetime.date.fromisoformat(found.date) if found.date else None, publisher=found.sitename,
        source=source.url or found.url, date=source.date,
    )


def _own_text(element: Any) -> str:
    """The text of a block without that of the blocks in it, which come on their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append(" ")
        elif child.tag not in _BLOCKS and child.tag != "list":
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
