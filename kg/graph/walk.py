"""Walking the plain triples between things, in either direction."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from ..terms import IRI
from .records import Fact, Node

Links = Mapping[IRI, Sequence[Fact]]
"""The facts between things, by each of their ends."""


def links(facts: Iterable[Fact]) -> Links:
    """The facts whose object is a thing, by each of their ends."""
    by_end: dict[IRI, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.object, Node):
            for end in dict.fromkeys((fact.subject.iri, fact.object.iri)):
                by_end.setdefault(end, []).append(fact)
    return by_end


def around(start: IRI, known: Links, depth: int) -> list[Fact]:
    """The facts within `depth` steps of a thing, the nearer ones first."""
    found: dict[Fact, None] = {}
    seen, edge = {start}, [start]
    for _ in range(depth):
        reached = []
        for iri in edge:
            for fact in known.get(iri, ()):
                found[fact] = None
                other = _other(fact, iri)
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
        edge = reached
    return list(found)


def paths(start: IRI, end: IRI, known: Links, longest: int) -> list[tuple[Fact, ...]]:
    """All shortest chains of facts that join two things, of at most `longest` steps."""
    found: list[tuple[Fact, ...]] = []
    distance = {start: 0}
    waiting: deque[tuple[IRI, tuple[Fact, ...]]] = deque([(start, ())])
    while waiting:
        at, path = waiting.popleft()
        if at == end:
            found.append(path)
            continue
        steps = len(path) + 1
        if steps > (len(found[0]) if found else longest):
            continue
        for fact in known.get(at, ()):
            other = _other(fact, at)
            if distance.setdefault(other, steps) == steps:
                waiting.append((other, (*path, fact)))
    return sorted((path for path in found if path), key=lambda path: [str(fact) for fact in path])


def _other(fact: Fact, iri: IRI) -> IRI:
    assert isinstance(fact.object, Node)
    return fact.object.iri if fact.subject.iri == iri else fact.subject.iri
