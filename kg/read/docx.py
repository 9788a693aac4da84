"""Word files -> Document."""

import zipfile
from collections.abc import Iterator
from typing import Any

from ..errors import DocumentError
from ..model import Document
from .sources import Source, needs, parsing
from .text import article

LARGEST = 300_000_000
"""Bytes that a file may unpack to: pictures are part of it."""


def read(source: Source) -> Iterator[Document]:
    """The one article of a Word file; its title is the first paragraph in a title or heading style, if it begins with one."""
    docx = needs("docx", extra="docx", source=source)
    with source.open() as stream, parsing(source, "a Word file"):
        with zipfile.ZipFile(stream) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise DocumentError(f"{source.origin}: unpacks to more than {LARGEST / 1e6:.0f} MB. Save it without pictures.")
        stream.seek(0)
        blocks = [block for block in _blocks(docx.Document(stream)) if block.text.strip()]
        texts = [" ".join(block.text.split()) for block in blocks]
        # Styles are slow to look up: of the first block alone it matters which it has.
        style = blocks[0].style.name if blocks and blocks[0].style else None
    if not texts:
        raise DocumentError(f"{source.origin}: there is no text in this file.")
    title = texts.pop(0) if len(texts) > 1 and (style or "").startswith(("Title", "Heading")) else None
    yield article("\n\n".join(texts), identifier=source.identifier, origin=source.origin, title=title, date=source.date)


def _blocks(container: Any) -> Iterator[Any]:
    """The paragraphs, those of tables too."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row.cells:
                    yield from _blocks(cell)
        else:
            yield block
