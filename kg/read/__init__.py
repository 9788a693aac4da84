"""Files, folders, archives, feeds and stdin -> Document, one module per format."""

import datetime
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import DocumentError
from ..model import Document
from .formats import FORMATS, reader
from .language import foreign
from .sources import Source, absent, sources, unread

__all__ = ["absent", "documents"]

BROKEN = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)
"""What reading the bytes of a broken archive raises, besides OSError."""


def documents(paths: Iterable[str | Path], *, date: datetime.date | None = None) -> Iterator[Document | DocumentError]:
    """Every article that `paths` hold, sorted by path, each with an identifier of its own.

    paths  files, folders, archives, lists of paths (`@list.txt`), "-" for stdin
    date   the date of issue of documents that carry none

    What cannot be read, or is not in English, comes as a DocumentError in its place, and the rest goes on.

    >>> from kg.resources import folder
    >>> seeds = folder("ontology").parent / "seeds"
    >>> [document.publisher for document in documents([seeds])]
    ['AP']
    >>> [str(error) for error in documents(["no/such.txt"])]
    ['no/such.txt: there is no such file or folder.']
    """
    taken: dict[str, str] = {}
    for source in sources(paths, FORMATS):
        for document in [source] if isinstance(source, DocumentError) else _read(replace(source, date=date)):
            if isinstance(document, DocumentError):
                yield document
            elif document.identifier in taken:
                yield DocumentError(
                    f"{document.origin}: has the identifier {document.identifier!r}, as {taken[document.identifier]} has: "
                    "only one of them can be kept. Rename one.")
            elif language := foreign(document):
                yield DocumentError(f"{document.origin}: is skipped: its language is {language!r}, and kg reads English.")
            else:
                taken[document.identifier] = document.origin
                yield document


def _read(source: Source) -> Iterator[Document | DocumentError]:
    """The documents of a source; what an archive holds is read in its turn."""
    strangers: dict[str, list[str]] = {}
    try:
        for found in reader(source)(source):
            if not isinstance(found, Source):
                yield found
            elif found.ending and found.ending not in FORMATS:
                strangers.setdefault(found.ending, []).append(found.origin)
            else:
                yield from _read(found)
    except DocumentError as error:
        yield error
    except OSError as error:
        yield DocumentError(f"{source.origin}: cannot be read: {error.strerror or error}.")
    except BROKEN as error:
        yield DocumentError(f"{source.origin}: is damaged: {str(error).rstrip('.') or 'it breaks off'}.")
    for ending, origins in strangers.items():
        yield unread(origins, ending)
