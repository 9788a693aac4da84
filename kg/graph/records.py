"""What a graph tells about: plain frozen records, each with the IRI under which the graph has it."""

import datetime
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ..model import Certainty, Period, Polarity
from ..terms import IRI, Value


@dataclass(frozen=True, slots=True)
class Node:
    """Anything with a name: an entity, an event, a document. `cls` is the local name of its most specific class."""

    iri: IRI
    name: str
    cls: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Entity(Node):
    """A person, group, organization, place, weapon or position.

    aliases  every other form that the texts use;  links  the same thing in Wikidata, GeoNames and pages about it
    code     ISO 3166-1 alpha-2 code of a country
    """

    aliases: tuple[str, ...] = ()
    links: tuple[IRI, ...] = ()
    code: str | None = None

    __str__ = Node.__str__


@dataclass(frozen=True, slots=True)
class Event(Node):
    """Something that happened, with what is certain of it; hedged roles stand in its claims alone.

    certainty "certain", or how sure the texts are that it happened at all
    date      the day, month or year as the text states it, None where it is unknown
    earliest  first possible day;  latest  last possible day
    answers   the events it was a response to;  causes  the events that it caused
    killed, injured  the highest number that is stated
    """

    date: datetime.date | Period | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    agents: tuple[Node, ...] = ()
    targets: tuple[Node, ...] = ()
    victims: tuple[Node, ...] = ()
    participants: tuple[Node, ...] = ()
    instruments: tuple[Node, ...] = ()
    places: tuple[Node, ...] = ()
    killed: int | None = None
    injured: int | None = None
    answers: tuple[Node, ...] = ()
    causes: tuple[Node, ...] = ()
    certainty: Certainty = "certain"

    __str__ = Node.__str__


@dataclass(frozen=True, slots=True)
class Document(Node):
    """One text that was read; `cls` is always Document and `name` its identifier."""

    title: str | None = None
    issued: datetime.date | None = None
    publisher: str | None = None
    source: str | None = None

    __str__ = Node.__str__


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain triple: what at least one document states as certain. `predicate` is the local name of the property."""

    subject: Node
    predicate: str
    object: Node | Value

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {text(self.object)}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text. Offsets are Unicode code points, half-open."""

    iri: IRI
    document: IRI
    start: int
    end: int
    words: str

    def __str__(self) -> str:
        return self.words


class Committed:
    """What has a status: how the text commits itself to it."""

    __slots__ = ()
    certainty: Certainty
    polarity: Polarity
    ended: bool

    @property
    def asserted(self) -> bool:
        """True where the statement also stands as a plain triple: certain, affirmed, and not over."""
        return self.certainty == "certain" and self.polarity == "affirmed" and not self.ended

    def _words(self, source: object = None) -> str:
        """The status in words, with who says so."""
        parts: list[str] = [self.certainty]
        if self.polarity == "negated":
            parts.append("negated")
        if self.ended:
            parts.append("no longer so")
        if source:
            parts.append(f"says {source}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Claim(Committed):
    """One statement as one passage makes it.

    source      who says so, None for the text itself;  ended  a state that the text says is over
    confidence  how sure the builder is that it read the passage right, 0 to 1
    rule        the rule that found it;  entry  the lexicon entry it used
    """

    iri: IRI
    subject: Node
    predicate: str
    object: Node | Value
    certainty: Certainty
    polarity: Polarity
    source: Node | None
    ended: bool
    confidence: float
    rule: str
    entry: str | None
    passage: Passage

    @property
    def status(self) -> str:
        """How the text commits itself, in words.

        >>> from kg.graph.records import *
        >>> passage = Passage(IRI("urn:p"), IRI("urn:d"), 0, 1, "x")
        >>> node = Node(IRI("urn:n"), "Oskar Lindt", "Person")
        >>> Claim(IRI("urn:c"), node, "leads", node, "probable", "negated", node, True, 0.5, "", None, passage).status
        'probable, negated, no longer so, says Oskar Lindt'
        """
        return self._words(self.source)

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {text(self.object)} ({self.status})"


@dataclass(frozen=True, slots=True)
class Statement(Committed):
    """One statement with one status, and how many documents make it.

    confidence  the highest of its claims
    """

    subject: Node
    predicate: str
    object: Node | Value
    certainty: Certainty
    polarity: Polarity
    ended: bool
    documents: int
    confidence: float

    def __str__(self) -> str:
        count = "1 document" if self.documents == 1 else f"{self.documents} documents"
        return f"{self.subject} {self.predicate} {text(self.object)} ({self._words()}, {count})"


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a graph holds: things by the name of their class or property, the most frequent first, and claims by status.

    asserted  also stand as plain triples;  hedged  are affirmed and less than certain;  denied  are negated
    ended     are affirmed as what was and is no longer so
    """

    documents: int
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    events: Mapping[str, int]
    asserted: int
    hedged: int
    denied: int
    ended: int


class Rows(Sequence):
    """The answer to a SELECT query: named tuples in order. `columns` are the variables as the query writes them.

    >>> rows = Rows(["place", "class"], [("Hentzau", "Settlement")])
    >>> rows[0].place, rows[0][1], len(rows)
    ('Hentzau', 'Settlement', 1)
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self.columns = tuple(columns)
        made = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # its fields are those of the query
        self._rows: list[Any] = [made(*row) for row in rows]

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} of {', '.join(self.columns)}>"

    def merged(self) -> "Rows":
        """The same rows as people read them: the label of a thing in the place of its IRI, the column of labels dropped.

        >>> Rows(["place", "placeLabel"], [(IRI("urn:h"), "Hentzau")]).merged().columns
        ('place',)
        """
        shown = [c for c in self.columns if not (c.endswith("Label") and c.removesuffix("Label") in self.columns)]
        at = [self.columns.index(f"{c}Label") if f"{c}Label" in self.columns else self.columns.index(c) for c in shown]
        return Rows(shown, [[row[i] for i in at] for row in self._rows])

    def _repr_html_(self) -> str:
        merged = self.merged()
        head = "".join(f"<th>{escape(c)}</th>" for c in merged.columns)
        body = "".join("<tr>" + "".join(f"<td>{escape(text(v))}</td>" for v in row) + "</tr>" for row in merged)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def text(value: object) -> str:
    """A value as people read it: a name, a number, a date at its own precision; nothing for None.

    >>> text(Period("1987-05")), text(None)
    ('1987-05', '')
    """
    if value is None:
        return ""
    if isinstance(value, Period):
        return value.value or ""
    return str(value)
