"""Statements in the order of their N-Triples lines, whatever their number: what does not fit in memory is merged from disk."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

import pyoxigraph as ox

RUN = 250_000
"""Statements that are sorted in memory at once, some 100 MB."""


def lines(statements: Iterable[ox.Triple], *, run: int = RUN) -> Iterator[str]:
    """The N-Triples lines of statements, sorted, each ending in a line break.

    >>> a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    >>> list(lines([ox.Triple(b, a, a), ox.Triple(a, a, b)]))
    ['<urn:a> <urn:a> <urn:b> .\\n', '<urn:b> <urn:a> <urn:a> .\\n']
    """
    waiting = iter(statements)
    first = sorted(f"{statement} .\n" for statement in islice(waiting, run))
    if len(first) < run:
        yield from first
        return
    with ExitStack() as files:
        runs = []
        while first:
            file = files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            file.writelines(first)
            file.seek(0)
            runs.append(file)
            first = sorted(f"{statement} .\n" for statement in islice(waiting, run))
        yield from heapq.merge(*runs)


def triples(statements: Iterable[ox.Triple], *, run: int = RUN) -> Iterator[ox.Triple]:
    """The statements themselves, in the same order."""
    with tempfile.TemporaryFile("w+b") as file:
        file.writelines(line.encode() for line in lines(statements, run=run))
        file.seek(0)
        for quad in ox.parse(file, format=ox.RdfFormat.N_TRIPLES, lenient=True):
            yield quad.triple
