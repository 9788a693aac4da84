"""Paths -> sources: what there is to read, in a fixed order, each with a name for messages."""

import datetime
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ..errors import DocumentError
from .decode import LONGEST, too_long

STDIN = "stdin"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: on disk, on stdin, or inside an archive.

    origin  its name in messages;  name  the file's name;  open  gives its bytes;  size  in bytes, where known
    date    the date of issue of documents that carry none
    """

    origin: str
    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    date: datetime.date | None = None

    @property
    def identifier(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.name).stem if self.name != STDIN else STDIN

    @property
    def ending(self) -> str:
        """The ending in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    def read(self, limit: int = LONGEST) -> bytes:
        """All bytes; raises DocumentError where there are more than `limit`."""
        if self.size is not None and self.size > limit:
            raise too_long(self.size, origin=self.origin)
        with self.open() as stream:
            raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise too_long(len(raw), origin=self.origin)
        return raw


def sources(paths: Iterable[str | Path], endings: Iterable[str]) -> Iterator[Source | DocumentError]:
    """The files that `paths` name, folders searched, sorted by path; what cannot be read at all as an error.

    Inside of folders only files with one of `endings`, or without any, are taken, and hidden ones never.
    """
    known = frozenset(endings)
    files: dict[str, Source | DocumentError] = {}
    for path in paths:
        name = str(path)
        if name == "-":
            files[STDIN] = Source(STDIN, STDIN, lambda: sys.stdin.buffer)
        elif not name:
            files[name] = DocumentError("The path is empty. Name a file, a folder, or - for stdin.")
        elif os.path.isdir(name):
            files.update(_folder(name, known))
        elif not os.path.exists(name):
            files[name] = DocumentError(f"{name}: there is no such file or folder.")
        else:
            files[os.path.normpath(name)] = _file(name)
    for name in sorted(files):
        yield files[name]


def _file(path: str) -> Source:
    return Source(path, os.path.basename(path), lambda: open(path, "rb"), os.path.getsize(path) if os.path.isfile(path) else None)


def _folder(top: str, known: frozenset[str]) -> dict[str, Source | DocumentError]:
    found: dict[str, Source | DocumentError] = {}
    strangers: dict[str, list[str]] = {}

    def refuse(error: OSError) -> None:
        found[str(error.filename)] = DocumentError(f"{error.filename}: the folder cannot be read: {error.strerror}.")

    for folder, folders, names in os.walk(top, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(folder, name)
            ending = PurePosixPath(name).suffix.lower()
            if name.startswith("."):
                continue
            if ending and ending not in known:
                strangers.setdefault(ending, []).append(path)
            else:
                found[os.path.normpath(path)] = _file(path)
    readable = ", ".join(sorted(known))
    if not found and not strangers:
        found[top] = DocumentError(f"{top}: there is no file in this folder.")
    for ending, paths in strangers.items():
        count = "this file is" if len(paths) == 1 else f"this and {len(paths) - 1} more files are"
        message = f"{paths[0]}: {count} skipped: kg does not read {ending}. It reads {readable}."
        found[os.path.normpath(paths[0])] = DocumentError(message)
    return found
