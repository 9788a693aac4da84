"""Paths -> sources: what there is to read, in a fixed order, each with a name for messages."""

import contextlib
import datetime
import importlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import IO, Any, BinaryIO

from ..errors import DocumentError, DocumentSkipped, MissingExtra
from .decode import LONGEST, too_long

STDIN = "stdin"
CHUNK = 1 << 16
IN_MEMORY = 8_000_000
"""Bytes of a stream that are kept in memory before they go to a temporary file."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: on disk, on stdin, or inside an archive.

    origin  its name in messages
    name    the file's name
    open    gives its bytes; may be called again, except inside a tar archive
    size    in bytes, where known
    date    the date of issue of documents that carry none
    url     where it was found on the web
    depth   how many archives it lies in
    """

    origin: str
    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    date: datetime.date | None = None
    url: str | None = None
    depth: int = 0

    @property
    def identifier(self) -> str:
        """The URL, else the file's name without its ending; bytes in it that are no UTF-8 are read as Latin-1."""
        if self.url or self.name == STDIN:
            return self.url or STDIN
        stem = PurePosixPath(self.name).stem
        try:
            stem.encode()
        except UnicodeEncodeError:
            return os.fsencode(stem).decode("latin-1")
        return stem

    @property
    def ending(self) -> str:
        """The ending in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower() if self.name != STDIN else ""

    def read(self, limit: int = LONGEST) -> bytes:
        """All bytes; raises DocumentError where there are more than `limit`."""
        if self.size is not None and self.size > limit:
            raise too_long(self.size, limit, origin=self.origin)
        with self.open() as stream:
            raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise too_long(len(raw), limit, origin=self.origin)
        return raw

    def inside(self, name: str, raw: IO[bytes] | bytes, *, size: int | None = None, limit: int | None = None) -> "Source":
        """The member `name` of this archive, whose bytes are or come from `raw`; no more of them than `limit`."""
        origin = f"{self.origin}!{name}"
        opened = Again(io.BytesIO(raw) if isinstance(raw, bytes) else raw, limit=limit, origin=origin)
        return replace(self, origin=origin, name=PurePosixPath(name).name, open=opened, size=size, depth=self.depth + 1)


class _View(io.RawIOBase):
    """A file from its start, which stays open when the view of it is closed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        stream.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class Again:
    """Gives a stream's bytes from the start each time it is called; the stream is copied when that first happens.

    Raises DocumentError where it holds more than `limit` bytes.
    """

    def __init__(self, stream: IO[bytes], *, limit: int | None = None, origin: str = "") -> None:
        self._stream, self._limit, self._origin = stream, limit, origin
        self._copy: IO[bytes] | None = stream if isinstance(stream, io.BytesIO) else None

    def __call__(self) -> BinaryIO:
        if self._copy is None:
            self._copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed in __del__)
            while chunk := self._stream.read(CHUNK):
                self._copy.write(chunk)
                if self._limit is not None and self._copy.tell() > self._limit:
                    raise too_long(self._copy.tell(), self._limit, origin=self._origin)
        return io.BufferedReader(_View(self._copy))

    def __del__(self) -> None:
        if self._copy is not None:
            self._copy.close()


@contextlib.contextmanager
def parsing(source: Source, format: str) -> Iterator[None]:
    """Turns what a format's library raises on a broken file into one DocumentError with the document's name."""
    try:
        yield
    except (DocumentError, GeneratorExit):
        raise
    except RecursionError as error:
        raise DocumentError(f"{source.origin}: is nested too deeply to be read as {format}.") from error
    except Exception as error:  # the libraries raise whatever their parsers stumble over
        reason = "".join(c if c.isprintable() else "?" for c in " ".join(str(error).split()))[:160] or type(error).__name__
        raise DocumentError(f"{source.origin}: cannot be read as {format}: {reason}.".replace("..", ".")) from error


def needs(package: str, *, extra: str, source: Source) -> ModuleType:
    """The optional package; a DocumentError with the command that installs it where it is missing."""
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise DocumentError(f"{source.origin}: {MissingExtra(package.split('.')[0], extra=extra)}") from error


def sources(paths: Iterable[str | Path], endings: Iterable[str]) -> Iterator[Source | DocumentError]:
    """The files that `paths` name, folders and lists of paths (`@list.txt`) searched, sorted by path.

    What cannot be read at all comes as an error.

    Inside of folders only files with one of `endings`, or without any, are taken; hidden ones never, nor the pictures
    and scripts that a browser saves beside a page.
    """
    known = frozenset(endings)
    files: dict[str, Source | DocumentError] = {}
    for path in paths:
        name = str(path)
        if name == "-":
            files[STDIN] = Source(STDIN, STDIN, Again(sys.stdin.buffer))
        elif not name:
            files[name] = DocumentError("The path is empty. Name a file, a folder, or - for stdin.")
        elif name.startswith("@") and not os.path.exists(name):
            files.update(_listed(name, known))
        elif os.path.isdir(name):
            files.update(_folder(name, known))
        elif not os.path.exists(name):
            files[name] = _missing(name)
        else:
            files[os.path.normpath(name)] = _file(name)
    for name in sorted(files):
        yield files[name]


def absent(paths: Iterable[str | Path]) -> list[DocumentError]:
    """An error for each of `paths` that is not there; nothing is read.

    >>> [str(error) for error in absent(["-", ".", "no/such.txt"])]
    ['no/such.txt: there is no such file or folder.']
    """
    names = [str(path) for path in paths]
    return [_missing(name) for name in names if name not in ("", "-") and not name.startswith("@") and not os.path.exists(name)]


def _missing(name: str) -> DocumentError:
    hint = " kg reads no addresses: save the page, and name its file." if name.startswith(("http://", "https://")) else ""
    return DocumentError(f"{name}: there is no such file or folder.{hint}")


def _listed(name: str, known: frozenset[str]) -> dict[str, Source | DocumentError]:
    """The paths that stand in a file, one a line."""
    try:
        lines = Path(name[1:]).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        return {name: DocumentError(f"{name[1:]}: this list of paths cannot be read: {error.strerror}.")}
    except UnicodeDecodeError:
        return {name: DocumentError(f"{name[1:]}: this list of paths is no text. Write one path a line, in UTF-8.")}
    paths = [line.strip() for line in lines if line.strip() and not line.startswith(("#", "@", "-"))]
    if not paths:
        return {name: DocumentError(f"{name[1:]}: there is no path in this list.")}
    return {
        f"{name}#{number:09}" if isinstance(source, DocumentError) else os.path.normpath(source.origin): source
        for number, source in enumerate(sources(paths, known))
    }


def unread(origins: list[str], ending: str) -> DocumentSkipped:
    """The note on all files of a folder or archive with an ending that kg does not read."""
    count = "this file is" if len(origins) == 1 else f"this and {len(origins) - 1} more are"
    return DocumentSkipped(f"{origins[0]}: {count} skipped: kg takes no {ending} from folders and archives. "
                           "Name the file to have it read as what it holds.")


def _file(path: str) -> Source:
    if os.path.isfile(path):
        return Source(path, os.path.basename(path), lambda: open(path, "rb"), os.path.getsize(path))
    return Source(path, os.path.basename(path), _Once(path))  # a pipe, which can be read from its start only once


class _Once:
    """Gives the bytes of a pipe or device from the start each time it is called; it is opened when that first happens."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._copied: Again | None = None

    def __call__(self) -> BinaryIO:
        if self._copied is None:
            with open(self._path, "rb") as stream:
                copied = Again(stream)
                copied().close()
            self._copied = copied
        return self._copied()


def _is_store(folder: str) -> bool:
    """Whether a folder is a store of kg's: people keep the graph beside what it was built from."""
    return os.path.exists(os.path.join(folder, "kg-version"))


def _is_special(path: str) -> bool:
    """Whether a path is a pipe, socket or device: opening one that lies in a folder could wait for ever."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _folder(top: str, known: frozenset[str]) -> dict[str, Source | DocumentError]:
    found: dict[str, Source | DocumentError] = {}
    strangers: dict[str, list[str]] = {}

    def refuse(error: OSError) -> None:
        found[str(error.filename)] = DocumentError(f"{error.filename}: the folder cannot be read: {error.strerror}.")

    if _is_store(top):
        return {top: DocumentError(f"{top}: is a store that kg keeps a graph in, and no folder of documents.")}
    for folder, folders, names in os.walk(top, onerror=refuse):
        pages = {f"{PurePosixPath(name).stem}_files" for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in pages
                            and not _is_store(os.path.join(folder, name)))
        for name in sorted(names):
            path = os.path.join(folder, name)
            ending = PurePosixPath(name).suffix.lower()
            if name.startswith("."):
                continue
            if _is_special(path):
                found[os.path.normpath(path)] = DocumentSkipped(f"{path}: is skipped: it is a pipe, socket or device, no file.")
                continue
            if ending and ending not in known:
                strangers.setdefault(ending, []).append(path)
            else:
                found[os.path.normpath(path)] = _file(path)
    if not found and not strangers:
        found[top] = DocumentError(f"{top}: there is no file in this folder.")
    for ending, paths in strangers.items():
        found[os.path.normpath(min(paths))] = unread(sorted(paths), ending)
    return found
