"""kg export and retract: what takes a graph out of its store, and a document out of a graph."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .console import say, table
from .options import DEFAULT_STORE, Store

SHOWN = 20
"""Lost facts that are listed by name."""


def export(
    store: Store = DEFAULT_STORE,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", show_default=False,
                                             help="The file to write; its ending tells the format. Default: stdout.")] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", metavar="NAME", show_default=False,
                                               help="The format; list shows the names.")] = None,
    claimed: Annotated[bool, typer.Option("--claimed", help="In lists of events (acled, geojson) also those that the texts "
                                                            "are not sure of.")] = False,
) -> None:
    """Write a graph in one of the formats of other programs."""
    from ..export import FORMATS, format_of, write
    from ..graph import open_graph
    if format == "list":
        rows = ((known.name, " ".join(known.endings) or "a folder", known.purpose) for known in FORMATS.values())
        table(("format", "endings", "for"), rows)
        return
    file = None if out is None or str(out) == "-" else out
    if file is None and format is None:
        raise UsageError("Say what to write: --out FILE, or --format NAME for stdout. kg export --format list shows the names.")
    chosen = format_of(file or Path("-"), format)
    with open_graph(store) as graph:
        if file is None:
            write(graph, sys.stdout.buffer, chosen.name, claimed=claimed)
        else:
            graph.save(file, format=chosen.name, claimed=claimed)
            say(f"Written to {file}.")


def retract(
    document: Annotated[str, typer.Argument(metavar="DOC", show_default=False, help="The document's identifier or IRI.")],
    store: Store = DEFAULT_STORE,
) -> None:
    """Take one document out of a graph, and all that the graph held because of it alone."""
    from ..graph import open_graph
    with open_graph(store, write=True) as graph:
        known = graph.document(document)
        lost = graph.retract(known)
    say(f"{known.name} is retracted: {len(lost)} facts lost their support.")
    for fact in lost[:SHOWN]:
        print(fact)
    if len(lost) > SHOWN:
        say(f"... and {len(lost) - SHOWN} more.")
