"""What flows through kg: plain frozen data, standard library only.

    Document --annotate--> Doc --extract--> Mention, Frame --resolve--> Entity, Relation, Event = Extraction --rdf--> quads

Offsets are Unicode code points of `Document.text`, half-open. A *key* names an entity or event inside one
extraction and is the tail of its IRI: `northern-front` for a named entity (shared by all documents),
`#entity=...` and `#event=...` for what belongs to the document alone.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Certainty = Literal["certain", "probable", "possible"]
Polarity = Literal["affirmed", "negated"]


class Span(NamedTuple):
    """A half-open range of characters of a document's text.

    >>> Span(10, 24).of("we heard: Northern Front")
    'Northern Front'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as the text states it.

    value     the date at the text's own precision: "2020-03-12", "2020-03" or "2020"; None for ranges that are no
              calendar day, month or year ("since 2009", "the 1990s")
    earliest  first possible day, None where the range is open
    latest    last possible day, None where the range is open

    >>> Period.day(datetime.date(2020, 3, 12))
    Period(value='2020-03-12', earliest=datetime.date(2020, 3, 12), latest=datetime.date(2020, 3, 12))
    """

    value: str | None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None

    @classmethod
    def day(cls, day: datetime.date) -> "Period":
        """The period of a single day."""
        return cls(day.isoformat(), day, day)

    @property
    def datatype(self) -> str:
        """The XML Schema datatype of `value`: date, gYearMonth or gYear."""
        return {2: "date", 1: "gYearMonth", 0: "gYear"}[(self.value or "").count("-")]


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `text` is what offsets count in; `headline` and `paragraphs` are the parts that are read."""

    identifier: str
    text: str
    paragraphs: tuple[Span, ...]
    headline: Span | None = None
    title: str | None = None
    issued: datetime.date | None = None
    publisher: str | None = None
    place: str | None = None
    source: str | None = None
    origin: str = ""
    """Where it was read from, for messages: a path, 'stdin', 'archive.zip!a.txt'. Not part of the graph."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that speaks of an entity.

    start, end  token range, half-open;  head  the token that governs it
    kind        name, nominal ("the group") or pronoun
    cls         local name of the ontology class that this mention alone suggests, "" where it does not tell
    number      how many it speaks of where the text counts them ("three American soldiers" -> 3)
    """

    span: Span
    text: str
    start: int
    end: int
    head: int
    kind: Literal["name", "nominal", "pronoun"]
    cls: str = ""
    number: int | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """What the mentions of one cluster denote, in one document."""

    key: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[str, ...] = ()
    """owl:sameAs / rdfs:seeAlso IRIs from the gazetteer."""
    code: str | None = None
    """ISO 3166-1 alpha-2 code of a country."""
    number: int | None = None
    rules: tuple[str, ...] = ()
    """Names of the rules that brought the mentions together."""

    named: bool = field(init=False, compare=False)
    """True where the text has a name for it; that of an institution of no stated country is no key for all documents."""

    def __post_init__(self) -> None:
        # Asked for again and again, of entities with thousands of mentions.
        known = not self.key.startswith("#") or any(mention.kind == "name" for mention in self.mentions)
        object.__setattr__(self, "named", known)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is meant where: the entities of one document, and the entity of each mention's tokens.

    entities  by key
    heads     token index of a mention's head, and of the other tokens of a name -> key
    """

    entities: Mapping[str, Entity]
    heads: Mapping[int, str]

    def at(self, token: int) -> Entity | None:
        """The entity that the token `token` stands for, None where it stands for none."""
        key = self.heads.get(token)
        return None if key is None else self.entities[key]


@dataclass(frozen=True, slots=True)
class Status:
    """How the text commits itself to a statement. `source` is the key of the entity that says so.

    >>> Status().asserted, Status("probable").asserted
    (True, False)
    """

    certainty: Certainty = "certain"
    polarity: Polarity = "affirmed"
    source: str | None = None
    ended: bool = False
    """A state that the text says is over: "former commander". Kept as a claim, never asserted as current."""

    @property
    def asserted(self) -> bool:
        return self.certainty == "certain" and self.polarity == "affirmed" and not self.ended


class Argument(NamedTuple):
    """One filler of one slot of a frame.

    slot  subject, object, indirect, complement, possessor, modifier, or "prep:with" and the like
    head  token index of the filler's head
    """

    slot: str
    head: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate with its arguments, read off the parse once: the only form in which extraction sees syntax.

    lemma    "attack", "carry out";  pos  verb, noun or adjective;  trigger  its token index
    variants longer forms to look up first: "rocket attack" for attack, "open fire" for open
    status   certainty and polarity; its `source` is left empty here, see `speaker`
    given    the same, as far as the predicate's own modifiers tell: what an attribute ("suspected members") commits to
             wherever its noun phrase stands
    speaker  token index of the head of whoever says so, None for the text itself
    times    token ranges (start, end) of the time expressions that belong to it
    tense    past, present or future
    rule     the name of the normalisation that built it
    """

    lemma: str
    pos: Literal["verb", "noun", "adjective"]
    trigger: int
    span: Span
    sentence: int
    arguments: tuple[Argument, ...]
    variants: tuple[str, ...] = ()
    status: Status = Status()
    given: Status = Status()
    speaker: int | None = None
    times: tuple[tuple[int, int], ...] = ()
    tense: Literal["past", "present", "future"] = "past"
    rule: str = ""

    def fillers(self, slot: str) -> Iterator[Argument]:
        return (a for a in self.arguments if a.slot == slot)


@dataclass(frozen=True, slots=True)
class Relation:
    """One extracted statement with its passage: entity to entity, or one role of an event.

    subject, object  keys of entities or events; the object of a role may be a Period or a number
    predicate        local name of the property;  rule  the reader that found it;  entry  the lexicon entry it used
    confidence       probability that the text was read right, 0 to 1
    """

    subject: str
    predicate: str
    object: str | Period | int
    evidence: Span
    rule: str
    status: Status = Status()
    confidence: float = 0.5
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One real event: every mention of it in the document, its class and its roles."""

    key: str
    cls: str
    label: str
    mentions: tuple[Span, ...]
    roles: tuple[Relation, ...] = ()
    status: Status = Status()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was seen and not mapped: `why` is "unknown" (the lexicon has no entry), "domain" or "range".

    slots  the two roles that the relation would join;  sentence  the number of the frame's sentence
    """

    lemma: str
    pos: str
    slots: tuple[str, str]
    why: str
    sentence: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document."""

    document: Document
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = field(default=(), compare=False)
