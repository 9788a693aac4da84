"""Walking the plain triples between things, in either direction, a step at a time: only what is reached is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..terms import IRI
from .records import Fact, Node

Look = Callable[[Sequence[IRI]], Iterable[Fact]]
"""Gives the facts of which one of some things is subject or object."""


def around(start: IRI, look: Look, depth: int) -> list[Fact]:
    """The facts between things within `depth` steps of a thing, the nearer ones first."""
    found: dict[Fact, None] = {}
    seen, edge = {start}, [start]
    for _ in range(depth):
        reached = []
        for fact in _between(look(edge)):
            found[fact] = None
            reached += [end for end in _ends(fact) if end not in seen]
            seen.update(reached)
        edge = list(dict.fromkeys(reached))
    return list(found)


def paths(start: IRI, end: IRI, look: Look, longest: int) -> list[tuple[Fact, ...]]:
    """All shortest chains of facts that join two things, of at most `longest` steps."""
    chains: Mapping[IRI, list[tuple[Fact, ...]]] = {start: [()]}
    seen = {start}
    for _ in range(longest if start != end else 0):
        longer: dict[IRI, list[tuple[Fact, ...]]] = {}
        for fact in _between(look(list(chains))):
            one, other = _ends(fact)
            for here, there in ((one, other), (other, one)):
                if here in chains and there not in seen:
                    longer.setdefault(there, []).extend((*chain, fact) for chain in chains[here])
        if end in longer:
            return sorted(longer[end], key=lambda path: [str(fact) for fact in path])
        seen.update(longer)
        chains = longer
    return []


def _between(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if isinstance(fact.object, Node)]


def _ends(fact: Fact) -> tuple[IRI, IRI]:
    assert isinstance(fact.object, Node)
    return fact.subject.iri, fact.object.iri
