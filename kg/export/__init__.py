"""A graph in other people's formats: one module a format, each loaded when it is asked for."""

import contextlib
import functools
import importlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..errors import StoreError, UsageError

if TYPE_CHECKING:
    from ..graph.reader import Reader


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, what it is for, the endings of its files, and where its writer stands ("module:function").

    folder  True where it is a folder of several files
    events  True where it is a list of events: what is not certain to have happened is left out unless it is asked for
    """

    name: str
    purpose: str
    endings: tuple[str, ...]
    writer: str
    folder: bool = False
    events: bool = False

    def load(self, *, claimed: bool = False) -> Callable[["Reader", Any], None]:
        """The function that writes the format, to a binary stream or into a folder."""
        module, _, name = self.writer.partition(":")
        found = getattr(importlib.import_module(f".{module}", __package__), name)
        return functools.partial(found, claimed=claimed) if self.events else found


def _formats(*formats: Format) -> Mapping[str, Format]:
    return {format.name: format for format in formats}


FORMATS = _formats(
    Format("turtle", "RDF 1.1, the default graph, for people", (".ttl",), "rdf:turtle"),
    Format("ntriples", "RDF 1.1, the default graph, one line a statement", (".nt",), "rdf:ntriples"),
    Format("jsonld", "RDF 1.1, the default graph, as JSON", (".jsonld",), "rdf:jsonld"),
    Format("rdfxml", "RDF 1.1, the default graph, as XML", (".rdf", ".owl", ".xml"), "rdf:rdfxml"),
    Format("trig", "RDF 1.1, one graph per document, for people", (".trig",), "rdf:trig"),
    Format("nquads", "RDF 1.1, one graph per document, one line a statement", (".nq",), "rdf:nquads"),
    Format("turtle12", "RDF 1.2, the default graph, claims as reifiers", (".ttl12",), "rdf:turtle12"),
    Format("ntriples12", "RDF 1.2, the default graph, claims as reifiers", (".nt12",), "rdf:ntriples12"),
    Format("graphml", "things and statements as a network: Gephi, yEd, Cytoscape", (".graphml",), "network:graphml"),
    Format("gexf", "things and statements as a network: Gephi", (".gexf",), "network:gexf"),
    Format("cytoscape", "things and statements as a network: Cytoscape", (".cyjs",), "network:cytoscape"),
    Format("neo4j", "nodes.csv and edges.csv for neo4j-admin import", (), "neo4j:write", folder=True),
    Format("acled", "events with the columns of ACLED", (".acled.csv",), "acled:write", events=True),
    Format("ftm", "FollowTheMoney: OpenAleph, OpenSanctions", (".ftm.json", ".ftm.jsonl"), "ftm:write"),
    Format("stix", "STIX 2.1: OpenCTI and other tools for threats", (".stix.json",), "stix:write"),
    Format("geojson", "events on a map", (".geojson",), "geojson:write", events=True),
    Format("sqlite", "tables for Datasette and other tools of SQL", (".db", ".sqlite"), "sqlite:write"),
    Format("brat", "texts with standoff annotation", (), "brat:write", folder=True),
)


def format_of(path: Path, name: str | None = None) -> Format:
    """The format called `name`, or the one that a file's ending stands for; raises UsageError with the ones there are.

    >>> format_of(Path("graph.ttl")).name, format_of(Path("-"), "nq").name
    ('turtle', 'nquads')
    """
    if name is not None:
        for format in FORMATS.values():
            if name in (format.name, *(ending.lstrip(".") for ending in format.endings)):
                return format
        raise UsageError(f"There is no format {name!r}. There are: {', '.join(FORMATS)}.")
    for format in FORMATS.values():
        if path.name.endswith(format.endings):
            return format
    endings = ", ".join(ending for format in FORMATS.values() for ending in format.endings)
    raise UsageError(f"{path}: the ending tells no format. Use one of {endings}, or name the format: {', '.join(FORMATS)}.")


def check_place(path: Path) -> None:
    """Raises StoreError where no file can be written to `path`: the work before it would be lost."""
    folder = path.parent
    if not folder.is_dir():
        raise StoreError(f"{path}: cannot be written: there is no folder {folder}. Make it first.")
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        reason = "it is a folder" if path.is_dir() else "permission denied"
        raise StoreError(f"{path}: cannot be written: {reason}.")


def save(graph: "Reader", path: Path, *, format: str | None = None, claimed: bool = False) -> Path:
    """Writes a graph to a file or folder, whole or not at all; gives back the path. Raises UsageError and StoreError."""
    chosen = format_of(path, format)
    write = chosen.load(claimed=claimed)
    with _telling(path):
        if chosen.folder:
            if path.is_file():
                raise StoreError(f"{path}: is a file, and {chosen.name} is a folder of several. Name another place.")
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=path, prefix=".kg-") as folder:
                write(graph, Path(folder))
                for made in sorted(Path(folder).iterdir()):
                    os.replace(made, path / made.name)
        else:
            with _whole(path) as stream:
                write(graph, stream)
    return path


def write(graph: "Reader", stream: IO[bytes], format: str, *, claimed: bool = False) -> None:
    """Writes a graph to a binary stream, such as standard output. Raises UsageError for a format of several files."""
    chosen = format_of(Path("-"), format)
    if chosen.folder:
        raise UsageError(f"{chosen.name} is a folder of several files, which no stream can hold. Name a folder to write it to.")
    chosen.load(claimed=claimed)(graph, stream)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes its place when all is written; devices such as /dev/stdout are written to as they are."""
    if path.exists() and not path.is_file():
        with open(path, "wb") as stream:
            yield stream
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        try:
            yield stream
            stream.flush()
            os.chmod(stream.name, 0o666 & ~_umask())
            os.replace(stream.name, path)
        except BaseException:
            os.unlink(stream.name)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}.") from error
