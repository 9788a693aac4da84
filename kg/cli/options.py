"""Options that several commands share."""

import datetime
from typing import Annotated

import typer

from ..errors import UsageError

DEFAULT_STORE = "graph.kg"

Store = Annotated[str, typer.Option("--store", "-s", metavar="DIR", envvar="KG_STORE", show_default=True,
                                    help="The folder that keeps the graph, or the URL of a SPARQL server.")]
Model = Annotated[str | None, typer.Option("--model", metavar="NAME", show_default=False,
                                           help="A spaCy pipeline: a package, an installed pipeline or a folder. "
                                                "Default: the one that was installed with kg.")]
Date = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", show_default=False,
                                          help="The date of documents that carry none.")]
Paths = Annotated[list[str], typer.Argument(metavar="PATH", show_default=False,
                                            help="Files, folders and archives; @list.txt for a file with one path a line; - for "
                                                 "standard input.")]


def day(text: str | None) -> datetime.date | None:
    """The day that an option gives; raises UsageError where it is none."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date: {text!r} is no day. Write it as 2024-03-05.") from None
