"""Printing: tables for people, one line for an error, and a progress line where someone watches."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..graph.records import text

if TYPE_CHECKING:
    from rich.console import Console

def console(*, stderr: bool = False) -> "Console":
    """A console on stdout or stderr that knows no markup."""
    from rich.console import Console
    return Console(file=sys.stderr if stderr else sys.stdout, markup=False, highlight=False, soft_wrap=False)


def say(message: str = "") -> None:
    """One line of talk on stderr."""
    print(message, file=sys.stderr)


def fail(error: object) -> None:
    """An error in one line on stderr."""
    say("kg: " + " ".join(str(error).split()))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows in columns on stdout; on a terminal what is too wide for it is folded."""
    cells = [[" ".join(text(value).split()) for value in row] for row in rows]
    if not sys.stdout.isatty():
        _aligned([list(columns), *cells])
        return
    from rich.table import Table
    out = console()
    grid = Table(box=None, pad_edge=False, header_style="" if out.no_color else "bold", padding=(0, 2, 0, 0))
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in cells:
        grid.add_row(*row)
    out.print(grid)


def _aligned(rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns of their widest cells: ten times as fast as rich, and never cut."""
    from rich.cells import cell_len
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())


@contextlib.contextmanager
def progress(verb: str) -> Iterator[Callable[[int, int | None, str], None] | None]:
    """A line on stderr that says how far the work is; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
               TimeElapsedColumn(), TextColumn("{task.fields[name]}", markup=False))
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(verb, total=None, name="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, name=name)
