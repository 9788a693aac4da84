"""Standoff annotation as brat, bratly and many annotation tools read it: NAME.txt with the text, NAME.ann with what it states.

    T  a mention with its class        N  its name in the graph       R  a relation, or a role that is not asserted
    E  an event with its roles         A  the status of what is not plainly asserted
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph import select
from ..graph.records import Claim, Document, Node, Passage
from ..terms import IRI
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph


def write(graph: "Graph", folder: Path) -> None:
    """A .txt and an .ann for each document, and annotation.conf with the classes and properties that occur."""
    kinds: dict[str, set[str]] = {"entities": set(), "events": set(), "relations": set(), "roles": set()}
    for document in graph.documents():
        name = re.sub(r"[^\w.-]", "_", document.name)
        text = select.text_of(graph.store, document.iri)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        lines = _Annotation(graph, document, text, kinds).lines()
        (folder / f"{name}.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    (folder / "annotation.conf").write_text(_configuration(kinds), encoding="utf-8", newline="")


class _Annotation:
    """The lines of one document while they are numbered."""

    def __init__(self, graph: "Graph", document: Document, text: str, kinds: dict[str, set[str]]) -> None:
        self.graph, self.kinds = graph, kinds
        self.mentions = list(stream.mentions(graph, document.iri))
        self.text = text
        self.claims = graph.claims(document=document)
        denoted = {iri for _, iri in self.mentions}
        self.nodes = select.nodes(graph.store, denoted, graph.ontology)
        self.spans: dict[IRI, list[tuple[Passage, str]]] = {}

    def lines(self) -> Iterator[str]:
        references = []
        for number, (passage, iri) in enumerate(self.mentions, 1):
            node = self.nodes[iri]
            cls = node.cls or "Event"
            self.kinds["events" if self._is_event(node) else "entities"].add(cls)
            self.spans.setdefault(iri, []).append((passage, f"T{number}"))
            yield f"T{number}\t{cls} {self._fragments(passage)}\t{' '.join(passage.words.split())}"
            references.append(f"N{number}\tReference T{number} kg:{iri}\t{node.name}")
        yield from references
        yield from self._events()
        yield from self._relations()

    def _fragments(self, passage: Passage) -> str:
        """Offsets, in a piece for each line: an annotation may not cross a line break."""
        return ";".join(f"{passage.start + m.start()} {passage.start + m.end()}" for m in re.finditer(r"[^\n]+", passage.words))

    def _is_event(self, node: Node) -> bool:
        return not node.cls or self.graph.ontology.is_event(node.cls)

    def _nearest(self, iri: IRI, passage: Passage) -> str | None:
        """The mention of a thing that stands in a passage, else the nearest one to it."""
        def distance(known: Passage) -> tuple[int, int]:
            return max(0, known.start - passage.end, passage.start - known.end), known.start
        return min(self.spans.get(iri, ()), key=lambda pair: distance(pair[0]), default=(None, None))[1]

    def _events(self) -> Iterator[str]:
        roles: dict[IRI, list[Claim]] = {}
        for claim in self.claims:
            if claim.predicate in select.ROLES:
                roles.setdefault(claim.subject.iri, []).append(claim)
        number = 0
        for iri, spans in sorted(self.spans.items(), key=lambda pair: pair[1][0][0].start):
            if not self._is_event(self.nodes[iri]):
                continue
            number += 1
            denied = not self.nodes[iri].cls
            arguments = [f"{self.nodes[iri].cls or 'Event'}:{spans[0][1]}"]
            for claim in roles.get(iri, ()):
                filler = self._nearest(claim.object.iri, claim.passage) if isinstance(claim.object, Node) else None
                if filler and (claim.asserted or denied) and not self._is_event(claim.object):
                    self.kinds["roles"].add(claim.predicate)
                    arguments.append(f"{claim.predicate}:{filler}")
            yield f"E{number}\t{' '.join(dict.fromkeys(arguments))}"
            if denied:
                yield f"A{number}\tNegated E{number}"

    def _relations(self) -> Iterator[str]:
        number, attribute = 0, sum(self._is_event(node) for node in self.nodes.values())
        for claim in self.claims:
            if not isinstance(claim.object, Node) or claim.predicate == "type":
                continue
            if self._is_event(claim.subject) and (claim.asserted or not claim.subject.cls):
                continue  # stands with its event
            ends = self._nearest(claim.subject.iri, claim.passage), self._nearest(claim.object.iri, claim.passage)
            if None in ends:
                continue
            number += 1
            self.kinds["relations"].add(claim.predicate)
            yield f"R{number}\t{claim.predicate} Arg1:{ends[0]} Arg2:{ends[1]}"
            for status in _status(claim):
                attribute += 1
                yield f"A{attribute}\t{status} R{number}"


def _status(claim: Claim) -> list[str]:
    return [name for name, holds in (("Negated", claim.polarity == "negated"), ("Ended", claim.ended),
                                     (claim.certainty.capitalize(), claim.certainty != "certain")) if holds]


def _configuration(kinds: dict[str, set[str]]) -> str:
    roles = ", ".join(f"{role}*:<ENTITY>" for role in sorted(kinds["roles"]))
    sections = {
        "entities": sorted(kinds["entities"]),
        "relations": [f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in sorted(kinds["relations"])],
        "events": [f"{name}\t{roles}" for name in sorted(kinds["events"])],
        "attributes": [f"{name}\tArg:<ANY>" for name in ("Negated", "Ended", "Probable", "Possible")],
    }
    return "\n".join(f"[{title}]\n" + "".join(f"{line}\n" for line in lines) for title, lines in sections.items())
