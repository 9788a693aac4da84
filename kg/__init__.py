"""kg: news goes in, a knowledge graph comes out, offline and deterministic, every statement with its evidence.

>>> import kg
>>> graph = kg.demo()
>>> graph.entity("Northern Front").cls
'ArmedGroup'
"""

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

from .errors import KgError, NothingBuilt
from .graph import Claim, Document, Entity, Event, Fact, Graph, Match, Node, Passage, Rows, Statement, Summary, demo
from .graph import open_graph as open
from .graph.arguments import calendar_day
from .model import Period
from .terms import BASE, IRI

__all__ = [
    "BASE", "IRI", "Claim", "Document", "Entity", "Event", "Fact", "Graph", "KgError", "Match", "Node", "Passage", "Period",
    "Rows", "Statement", "Summary", "build", "demo", "open",
]


def build(
    paths: str | Path | Iterable[str | Path], store: str | Path = ":memory:", *, model: str | None = None, base: str = BASE,
    date: datetime.date | str | None = None, jobs: int = 1,
    progress: Callable[[int, int | None, str], None] | None = None,
) -> Graph:
    """The graph of the documents at `paths`: files, folders, "-" for standard input. Its `report` tells what was done.

    store  a folder that keeps the graph (made where it is missing; documents in it are replaced), or a SPARQL server's URL;
           by default a temporary one
    model  the spaCy pipeline, by default the one that kg installs;  base  what the IRIs of named things begin with
    date   the day of documents that carry none, as a date or as "2024-03-05"
    jobs   processes that share the work (a script that asks for several calls this below `if __name__ == "__main__":`)
    progress  is called with the documents done, their number where it is known, and the name of the last one

    Documents that cannot be read are left out, with a warning and the reasons in `report.failures`. Raises NothingBuilt
    where that is so of all that was given, ModelError, StoreError and WorkerLost.

    >>> import kg
    >>> from kg.resources import folder
    >>> with kg.build(folder("ontology").parent / "seeds") as graph:
    ...     graph.report.documents, len(graph.events("Attack")) > 3
    (1, True)
    """
    from . import pipeline, read
    from . import store as stores
    sources = [paths] if isinstance(paths, str | Path) else list(paths)
    missing = read.absent(source for source in sources if isinstance(source, str | Path))
    if missing and len(missing) == len(sources):
        raise NothingBuilt(missing)
    issued = None if date is None else calendar_day(date)
    opened = stores.open(store, create=True)
    graph = Graph(opened, name=str(store))
    try:
        graph.report = pipeline.build(sources, store=opened, model=model, base=base, date=issued, jobs=jobs,
                                      progress=progress)
        graph.report.tell()
    except BaseException:
        opened.close()
        raise
    return graph
