"""Scenes: place and day told once hold for what the story tells next, and what heads a list holds for its lines."""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from ...model import Document, Period, Resolution, Span
from ...ontology import Ontology
from ..syntax import verbal
from .mentions import EventMention, Filler
from .merge import Node

SCENE, LISTED = "scene", "listed"
DEEDS = ("Attack", "Kidnapping", "Arrest", "Protest")
"""Classes of what a story tells step by step."""
SET = (*DEEDS, "MilitaryOperation")
"""Classes of what sets a scene."""
BULLETS = frozenset("-*•–—·")
PEOPLE = ("agent", "target", "victim", "participant")
INHERITED = ("agent", "location")
"""Roles that the head of a list tells for its lines."""

Dates = list[tuple[Period, Span]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when the story is, and with whom."""

    paragraph: int
    sentence: int
    places: tuple[Filler, ...]
    days: Dates
    people: frozenset[str]


class Around(NamedTuple):
    """What a sentence tells besides its events.

    another_time  it has a time of its own, or a word that turns from what was told before;  places  that it names
    """

    another_time: bool
    places: frozenset[str]


def set_in_scenes(nodes: Sequence[Node], periods: dict[int, Dates], sentence_of: Mapping[int, int], resolution: Resolution,
                  document: Document, doc: Doc, ontology: Ontology) -> None:
    """Give the nodes without a place or date those of the scene that they are told in.

    A scene is set by a main clause with a place or day. It holds for the main clauses behind it in the same paragraph, and in
    the next sentence about the same people, up to the first word that leads elsewhere: another place or time, "meanwhile".
    """
    starts = [paragraph.start for paragraph in document.paragraphs]
    told = sorted(((m, node) for node in nodes for m in node.mentions), key=lambda pair: pair[0].trigger)
    seen: dict[int, Around] = {}

    def around(sentence: Sentence) -> Around:
        if sentence.start not in seen:
            seen[sentence.start] = _around(sentence, resolution, ontology)
        return seen[sentence.start]

    scene: Scene | None = None
    head: tuple[EventMention, Node] | None = None
    for mention, node in told:
        token = doc[mention.trigger]
        paragraph = bisect.bisect_right(starts, token.idx)
        if _bulleted(token):
            if head is not None and head[0].frame.lemma == mention.frame.lemma and head[1] is not node:
                _lend_head(mention, node, head, periods)
            continue
        if mention.plural and mention.frame.pos == "noun" and mention.status.asserted:
            head = (mention, node)
        if mention.headline or not mention.status.asserted or mention.frame.tense == "future" or not _main(token):
            continue
        people = frozenset(f.value for f in mention.fillers if f.role in PEOPLE and isinstance(f.value, str))
        places = tuple(f for m in node.mentions for f in m.fillers if f.role == "location" and f.status.asserted)
        days = [day for m in node.mentions for day in periods[m.trigger]]
        if (scene is not None and any(ontology.is_a(mention.cls, cls) for cls in DEEDS)
                and sentence_of[mention.trigger] - scene.sentence <= 1
                and (paragraph == scene.paragraph or people & scene.people)
                and not around(token.sent).another_time):
            if not places and scene.places and around(token.sent).places <= {f.value for f in scene.places}:
                places = tuple(replace(f, evidence=mention.frame.span, status=mention.status, rule=SCENE) for f in scene.places)
                _replace(node, mention, replace(mention, fillers=(*mention.fillers, *places)))
            if not days and scene.days:
                days = periods[mention.trigger] = scene.days
        if (places or days) and any(ontology.is_a(mention.cls, cls) for cls in SET):
            scene = Scene(paragraph, sentence_of[mention.trigger], places, days, people)


def _replace(node: Node, old: EventMention, new: EventMention) -> None:
    node.mentions[next(i for i, m in enumerate(node.mentions) if m.trigger == old.trigger)] = new


def _main(token: Token) -> bool:
    """True for a verb of a main clause or of a reported one, and for the noun that it governs."""
    if not verbal(token):
        if token.dep_ == "pobj" and token.head.lower_ in ("in", "during"):
            token = token.head.head
        elif token.dep_ in ("dobj", "nsubj", "nsubjpass"):
            token = token.head
    while verbal(token) and token.dep_ in ("conj", "ccomp", "parataxis"):
        token = token.head
    if not verbal(token):
        return False
    first = token.left_edge
    return token.dep_ == "ROOT" or (first.i > 0 and first.nbor(-1).text == ";")  # the parser hangs what a semicolon parts



def _around(sentence: Sentence, resolution: Resolution, ontology: Ontology) -> Around:
    turning = ontology.lexicon.words("turning")
    named = (entity for token in sentence if (entity := resolution.at(token.i)) is not None and entity.named)
    return Around(any(token.ent_type_ == "DATE" or token.lower_ in turning for token in sentence),
                  frozenset(entity.key for entity in named if ontology.is_a(entity.cls, "Place")))


def _bulleted(token: Token) -> bool:
    """True in a line of a list."""
    return set(token.sent[0].text) <= BULLETS


def _lend_head(mention: EventMention, node: Node, head: tuple[EventMention, Node], periods: dict[int, Dates]) -> None:
    known = {f.value for m in node.mentions for f in m.fillers}
    roles = {f.role for m in node.mentions for f in m.fillers if f.role == "agent"}
    fresh = tuple(dict.fromkeys(replace(f, evidence=mention.frame.span, rule=LISTED) for f in head[0].fillers
                                if f.role in INHERITED and f.role not in roles and f.value not in known))
    _replace(node, mention, replace(mention, fillers=(*mention.fillers, *fresh)))
    if not any(periods[m.trigger] for m in node.mentions):
        periods[mention.trigger] = [day for m in head[1].mentions for day in periods[m.trigger]]
