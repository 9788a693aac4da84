"""Standoff annotation as brat, bratly and many annotation tools read it: NAME.txt with the text, NAME.ann with what it states.

    T  a mention with its class        N  its name in the graph       R  a relation, or a role that is not asserted
    E  an event with its roles         A  the status of what is not plainly asserted
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..graph import select
from ..graph.records import Claim, Node, Passage
from ..model import Certainty
from ..ontology import Ontology
from ..terms import IRI
from . import stream

if TYPE_CHECKING:
    from ..graph import Graph

LONGEST = 60
"""Characters of a file's name: identifiers may be long URLs, and file systems take 255 bytes, which is four a character."""


def write(graph: "Graph", folder: Path) -> None:
    """A .txt and an .ann for each document, and annotation.conf with the classes and properties that occur."""
    kinds: dict[str, set[str]] = {"entities": set(), "events": set(), "relations": set(), "roles": set()}
    names = _file_names(graph)
    hedged = {event.iri: event.certainty for event in graph.events(claimed=True) if event.certainty != "certain"}
    for some in stream.batches(graph):
        mentions, claims = stream.mentions(graph, some), stream.claims_of(graph, some)
        nodes = select.nodes(graph.store, {iri for _, iri in mentions}, graph.ontology)
        said = {IRI(graph_name.value): _Said([], [], nodes, hedged) for graph_name in some if IRI(graph_name.value) in names}
        for passage, iri in mentions:
            if passage.document in said:
                said[passage.document].mentions.append((passage, iri))
        for claim in claims:
            if claim.passage.document in said:
                said[claim.passage.document].claims.append(claim)
        for iri, told in said.items():
            text = select.text_of(graph.store, iri)
            (folder / f"{names[iri]}.txt").write_text(text, encoding="utf-8", newline="")
            lines = _Annotation(graph.ontology, told, kinds).lines()
            (folder / f"{names[iri]}.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    (folder / "annotation.conf").write_text(_configuration(kinds), encoding="utf-8", newline="")


def _file_names(graph: "Graph") -> Mapping[IRI, str]:
    """A file's name for each document, no two the same where case is not told apart."""
    found: dict[IRI, str] = {}
    taken: set[str] = set()
    for document in sorted(graph.documents(), key=lambda document: (document.name, document.iri)):
        name = plain = re.sub(r"[^\w.-]", "_", document.name)[:LONGEST]
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        found[document.iri] = name
    return found


class _Said(NamedTuple):
    """What one document says: its mentions with what they speak of, its claims, the names of things, and the events that are
    not certain."""

    mentions: list[tuple[Passage, IRI]]
    claims: list[Claim]
    nodes: Mapping[IRI, Node]
    hedged: Mapping[IRI, Certainty]


class _Annotation:
    """The lines of one document while they are numbered."""

    def __init__(self, ontology: Ontology, said: _Said, kinds: dict[str, set[str]]) -> None:
        self.ontology, self.kinds = ontology, kinds
        self.mentions, self.claims, self.nodes, self.hedged = said
        self.attributes = 0
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
        return not node.cls or self.ontology.is_event(node.cls)

    def _attribute(self, status: str, of: str) -> str:
        self.attributes += 1
        return f"A{self.attributes}\t{status} {of}"

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
                if not isinstance(claim.object, Node) or self._is_event(claim.object):
                    continue
                filler = self._nearest(claim.object.iri, claim.passage)
                if filler and (claim.asserted or denied):
                    self.kinds["roles"].add(claim.predicate)
                    arguments.append(f"{claim.predicate}:{filler}")
            yield f"E{number}\t{' '.join(dict.fromkeys(arguments))}"
            if denied:
                yield self._attribute("Negated", f"E{number}")
            elif iri in self.hedged:
                yield self._attribute(self.hedged[iri].capitalize(), f"E{number}")

    def _relations(self) -> Iterator[str]:
        number = 0
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
                yield self._attribute(status, f"R{number}")


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
