"""Files, folders and stdin -> Document, one module per format."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..errors import DocumentError
from ..model import Document
from . import text
from .sources import Source, sources

READERS: Mapping[str, Callable[[Source], Iterator[Document | DocumentError]]] = {
    "": text.read,
    ".txt": text.read,
    ".text": text.read,
}
"""The reader of each file ending."""


def documents(paths: Iterable[str | Path], *, date: datetime.date | None = None) -> Iterator[Document | DocumentError]:
    """Every article that `paths` hold (files, folders, "-" for stdin), sorted by path, each with a name of its own.

    What cannot be read comes as a DocumentError in its place, and the rest goes on. `date` is the issue date of
    documents that carry none.

    >>> from kg.resources import folder
    >>> seeds = folder("ontology").parent / "seeds"
    >>> [document.publisher for document in documents([seeds])]
    ['AP']
    >>> [str(error) for error in documents(["no/such.txt"])]
    ['no/such.txt: there is no such file or folder.']
    """
    taken: dict[str, str] = {}
    for source in sources(paths, filter(None, READERS)):
        for document in [source] if isinstance(source, DocumentError) else _read(replace(source, date=date)):
            if isinstance(document, DocumentError):
                yield document
            elif document.identifier in taken:
                yield DocumentError(
                    f"{document.origin}: has the identifier {document.identifier!r}, as {taken[document.identifier]} has: "
                    "only one of them can be kept. Rename one.")
            else:
                taken[document.identifier] = document.origin
                yield document


def _read(source: Source) -> Iterator[Document | DocumentError]:
    reader = READERS.get(source.ending, text.read)
    try:
        yield from reader(source)
    except DocumentError as error:
        yield error
    except OSError as error:
        yield DocumentError(f"{source.origin}: cannot be read: {error.strerror or error}.")
