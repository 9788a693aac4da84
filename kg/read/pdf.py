"""PDF -> Document: the text of the pages, its lines joined to paragraphs again."""

import logging
import re
from collections import Counter
from collections.abc import Iterator

from ..errors import DocumentError
from ..model import Document
from .layout import PRINTED, paragraphs
from .sources import Source, needs, parsing
from .text import article

LARGEST = 200_000_000

_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])")
_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?", re.I)


def read(source: Source) -> Iterator[Document]:
    """The one article of a PDF file."""
    pypdf = needs("pypdf", extra="pdf", source=source)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if source.size and source.size > LARGEST:
        raise DocumentError(f"{source.origin}: {source.size / 1e6:.0f} MB are more than the {LARGEST / 1e6:.0f} MB of one PDF.")
    with source.open() as stream, parsing(source, "PDF"):
        file = pypdf.PdfReader(stream)
        if file.is_encrypted and not file.decrypt(""):
            raise DocumentError(f"{source.origin}: is encrypted with a password. Save it without one.")
        pages = [page.extract_text() for page in file.pages]
    text = joined(pages)
    if not text:
        reason = "there is no text in this PDF: its pages are pictures, or damaged. Run text recognition on it"
        raise DocumentError(f"{source.origin}: {reason}.")
    yield article(text, identifier=source.identifier, origin=source.origin, date=source.date)


def joined(pages: list[str]) -> str:
    """The paragraphs of the pages, one a line with a blank line between, without what stands on every page.

    >>> joined(["Daily News\\nRain fell on the north of the country for the third\\nday, and rivers rose.\\n1",
    ...         "Daily News\\nIt will last, say those who know.\\n2"])
    'Rain fell on the north of the country for the third day, and rivers rose.\\n\\nIt will last, say those who know.'
    """
    lines = [[line.rstrip() for line in page.replace("\r\n", "\n").split("\n")] for page in pages]
    edges = Counter(edge for page in lines for edge in {line.strip() for line in (*page[:2], *page[-2:]) if line.strip()})
    kept = []
    for page in lines:
        while page and _furniture(page[0], edges, len(pages)):
            page.pop(0)
        while page and _furniture(page[-1], edges, len(pages)):
            page.pop()
        kept.extend(page)
    text = _HYPHEN.sub("", "\n".join(kept))
    return "\n\n".join(" ".join(span.of(text).split()) for span in paragraphs(text, wrapped=PRINTED))


def _furniture(line: str, edges: Counter, pages: int) -> bool:
    """Running heads and page numbers."""
    line = line.strip()
    return not line or bool(_NUMBER.fullmatch(line)) or (pages > 1 and edges[line] > pages / 2)
