"""Finding things by what they are called: exactly, by the beginning of a word, or nearly."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..errors import NotFound
from ..ontology import KG, Ontology
from ..terms import IRI
from .records import Node
from .select import most_specific, rows

if TYPE_CHECKING:
    from ..store import Store

NEAR = 75
"""The lowest likeness (0 to 100) of a name that is still offered as a near one."""


class Match(NamedTuple):
    """One result of a search: what was found, under which of its names, and how like the question that is (0 to 100)."""

    node: Node
    name: str
    score: float


def fold(name: str) -> str:
    """A name without what people vary when they write it: case, a leading "the", curly apostrophes, spaces.

    >>> fold("The  Northern Front’s")
    "northern front's"
    """
    name = re.sub(r"\s+", " ", name.replace("’", "'").replace("‘", "'")).strip().casefold()
    return name.removeprefix("the ") or name


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a graph's entities and events, each with what bears it and whether it is its first name."""

    entries: Sequence[tuple[str, str, bool, Node]]
    """(folded name, name, is the label, node)"""

    @classmethod
    def read(cls, store: "Store", ontology: Ontology) -> "Names":
        """The names as the store has them now."""
        types: dict[str, list] = {}
        for row in rows(store, f'SELECT ?node ?type {{ ?node a ?type FILTER(STRSTARTS(STR(?type), "{KG}")) }}'):
            types.setdefault(row["node"].value, []).append(row["type"])
        labels: dict[str, str] = {}
        found = rows(store, "SELECT DISTINCT ?node ?property ?name "
                            "{ VALUES ?property { rdfs:label skos:altLabel } ?node ?property ?name }")
        for row in found:
            if row["property"].value.endswith("#label"):
                label = row["name"].value
                labels[row["node"].value] = min(label, labels.get(row["node"].value, label))
        entries = []
        for row in found:
            iri, name = row["node"].value, row["name"].value
            node = Node(IRI(iri), labels.get(iri, name), most_specific(types.get(iri, ()), ontology))
            entries.append((fold(name), name, row["property"].value.endswith("#label"), node))
        return cls(sorted(entries, key=lambda entry: (entry[0], entry[1], not entry[2], entry[3].iri)))

    def find(self, name: str, *, classes: Iterable[str] = ()) -> Node:
        """The one thing called `name`. First names win over other names, things with an IRI of their own over those
        that belong to one document; raises NotFound where none is left, or more than one.
        """
        wanted, allowed = fold(name), set(classes)
        bearers = {(node.iri, label): node for folded, _, label, node in self.entries
                   if folded == wanted and (not allowed or node.cls in allowed)}
        for choice in ([n for (_, label), n in bearers.items() if label and "#" not in n.iri],
                       [n for (_, label), n in bearers.items() if not label and "#" not in n.iri],
                       list(bearers.values())):
            candidates = {node.iri: node for node in choice}
            if len(candidates) == 1:
                return next(iter(candidates.values()))
            if candidates:
                several = "; ".join(f"{n.name} ({n.cls}) {n.iri}" for n in list(candidates.values())[:8])
                raise NotFound(f"{name!r} may be any of {len(candidates)}: {several}. Give the IRI of the one you mean.")
        near = list(dict.fromkeys(match.node.name for match in self.search(name, limit=5, classes=allowed)))
        hint = f"Near it: {', '.join(near)}" if near else "List all names with: kg query names"
        raise NotFound(f"Nothing here is called {name!r}. {hint}")

    def search(self, question: str, *, limit: int = 10, classes: Iterable[str] = ()) -> list[Match]:
        """What is called like `question`, best first: the whole name, its beginning, the beginning of a later word,
        then names that are nearly the same; each thing once, under its best name.
        """
        from rapidfuzz import fuzz
        asked, allowed = fold(question), set(classes)
        if not asked:
            return []
        best: dict[IRI, tuple[float, bool, str, Node]] = {}
        for folded, name, label, node in self.entries:
            if allowed and node.cls not in allowed:
                continue
            if folded == asked:
                score = 100.0
            elif folded.startswith(asked):
                score = 95.0
            elif f" {asked}" in folded:
                score = 90.0
            else:
                score = 0.9 * fuzz.WRatio(asked, folded, score_cutoff=NEAR)
            if score and score > best.get(node.iri, (0.0,))[0]:
                best[node.iri] = (score, label, name, node)
        ranked = sorted(best.values(), key=lambda b: (-b[0], not b[1], "#" in b[3].iri, len(b[2]), b[2], b[3].iri))
        return [Match(node, name, round(score, 1)) for score, _, name, node in ranked[:limit]]
