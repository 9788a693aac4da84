"""Zip, tar and compressed files -> the files in them, with limits that no archive made to do harm gets past."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from ..errors import DocumentError
from .sources import Source, parsing

DEEPEST = 3
"""Archives in archives."""
RATIO = 200
"""Text shrinks to a tenth, log files to a hundredth: an archive that unpacks to more is made to do harm."""
SLACK = 50_000_000
"""Bytes that any archive may unpack to, however small it is."""
MOST = 1_000_000
"""Members of one archive."""

OPENERS: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def unzip(source: Source) -> Iterator[Source | DocumentError]:
    """The members of a zip archive, sorted by name."""
    _check_depth(source)
    with source.open() as stream, parsing(source, "a zip archive"), zipfile.ZipFile(stream) as archive:
        stream.seek(0, 2)
        room = max(SLACK, RATIO * stream.tell())
        members = [info for info in archive.infolist() if not info.is_dir() and _wanted(info.filename)]
        if len(members) > MOST or sum(info.file_size for info in members) > room:
            raise _bomb(source)
        if not members:
            raise DocumentError(f"{source.origin}: there is no file in this archive.")
        for info in sorted(members, key=lambda info: info.filename):
            if info.flag_bits & 1:
                yield DocumentError(f"{source.origin}!{info.filename}: is encrypted. Unpack it first.")
                continue
            with archive.open(info) as member:
                yield source.inside(info.filename, member, size=info.file_size)


def untar(source: Source) -> Iterator[Source | DocumentError]:
    """The members of a tar archive, compressed or not, in its own order: it is read once, from start to end."""
    _check_depth(source)
    count = unpacked = 0
    with source.open() as stream, parsing(source, "a tar archive"), tarfile.open(fileobj=stream, mode="r|*") as archive:
        for info in archive:
            unpacked += info.size
            if unpacked > max(SLACK, RATIO * stream.tell()):
                raise _bomb(source)
            if not info.isfile() or not _wanted(info.name):
                continue
            count += 1
            member = archive.extractfile(info)
            if member:
                yield source.inside(info.name, member, size=info.size)
    if not count:
        raise DocumentError(f"{source.origin}: there is no file in this archive.")


def unpack(source: Source) -> Iterator[Source]:
    """The one file in a .gz, .bz2 or .xz."""
    _check_depth(source)
    ending = source.ending if source.ending in OPENERS else ".gz"
    name = source.name.removesuffix(ending)
    with source.open() as stream, parsing(source, f"a {ending} file"), OPENERS[ending](stream) as unpacked:
        inner = source.inside(name, unpacked, limit=max(SLACK, RATIO * (source.size or 0)))
        inner.open().close()  # unpacked here, where a broken file is answered for
        yield inner


def _wanted(name: str) -> bool:
    """Not hidden files, nor what a Mac adds."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part == "__MACOSX" or (part[0] == "." and part.strip(".")) for part in parts)


def _check_depth(source: Source) -> None:
    if source.depth >= DEEPEST:
        raise DocumentError(f"{source.origin}: lies in more than {DEEPEST - 1} archives, one in the other. Unpack it first.")


def _bomb(source: Source) -> DocumentError:
    return DocumentError(f"{source.origin}: unpacks to more than {RATIO} times its size: made to do harm? Unpack it first.")
