"""Where protests go and against whom they are: the streets of a town, the office they march on, whose resignation they want."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Frame, Resolution
from ...ontology import Ontology
from ..relations import status_of
from .fillers import WHEREABOUTS, fills, place_under
from .mentions import EventMention, Filler

RULE = "aim of a protest"


def with_aims(mentions: Sequence[EventMention], frames: Sequence[Frame], resolution: Resolution, doc: Doc, *,
              ontology: Ontology) -> list[EventMention]:
    """The mentions with places and targets of the protests among them."""
    nouns = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    verbs = {frame.trigger: frame for frame in frames if frame.pos == "verb"}
    told = []
    for mention in mentions:
        if mention.cls == "Protest":
            mention = _purpose(mention, verbs, resolution, doc, ontology)
            known = {(f.role, f.value) for f in mention.fillers}
            fresh = [f for f in (*_streets(mention, nouns, resolution, doc, ontology),
                                 *_marched_on(mention, nouns, resolution, ontology),
                                 *_unwanted(mention, resolution, doc, ontology)) if (f.role, f.value) not in known]
            mention = replace(mention, fillers=mention.fillers + tuple(dict.fromkeys(fresh)))
        told.append(mention)
    return told


def _purpose(mention: EventMention, verbs: Mapping[int, Frame], resolution: Resolution, doc: Doc,
             ontology: Ontology) -> EventMention:
    """ "Blocked roads in Lyon on Monday to protest against the tax": who does that, protests with it, then and there."""
    token = doc[mention.trigger]
    main = verbs.get(token.head.i) if token.dep_ == "advcl" and token.tag_ == "VB" else None
    if main is None or not main.status.asserted or main.tense == "future":
        return mention
    status = status_of(main, resolution)
    there = [e for a in main.arguments if (e := resolution.at(a.head) if a.slot in WHEREABOUTS
                                           else place_under(doc[a.head], resolution, ontology) if a.slot == "object" else None)]
    places = [Filler("location", e.key, main.span, status, RULE, mention.entry.name) for e in there
              if fills("location", e, mention.entry, ontology)]
    return replace(mention, status=status, times=mention.times or main.times, frame=replace(mention.frame, tense=main.tense),
                   fillers=(*(replace(f, status=status) for f in mention.fillers), *places))


def _filler(role: str, head: int, mention: EventMention, resolution: Resolution, ontology: Ontology) -> Iterator[Filler]:
    entity = resolution.at(head)
    if entity is not None and fills(role, entity, mention.entry, ontology):
        yield Filler(role, entity.key, mention.frame.span, mention.status, RULE, mention.entry.name)


def _streets(mention: EventMention, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
             ontology: Ontology) -> Iterator[Filler]:
    """ "Took to the streets of Minsk", "marched through the centre of Oslo", "marched behind the coffin in Oslo"."""
    for argument in mention.frame.arguments:
        noun = nouns.get(argument.head)
        street = doc[argument.head].lemma_.lower() in ontology.lexicon.words("street")
        if noun is None or not argument.slot.startswith("prep:") or (resolution.at(argument.head) is not None and not street):
            continue
        for slot in ("prep:of", "prep:in") if street else ("prep:in",):
            for place in noun.fillers(slot):
                yield from _filler("location", place.head, mention, resolution, ontology)


def _marched_on(mention: EventMention, nouns: Mapping[int, Frame], resolution: Resolution,
                ontology: Ontology) -> Iterator[Filler]:
    """ "Marched on parliament", "marched on the commission's offices": whose seat it is, is meant."""
    if mention.frame.pos != "verb":
        return
    for argument in mention.frame.fillers("prep:on"):
        noun = nouns.get(argument.head)
        owners = list(noun.fillers("possessor")) if noun is not None else []
        for meant in owners or [argument]:
            yield from _filler("target", meant.head, mention, resolution, ontology)


def _unwanted(mention: EventMention, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    """ "To demand the resignation of X", "calling for Y's ouster": they protest against X and Y."""
    words = ontology.lexicon.words
    trigger = doc[mention.trigger]
    for verb in (trigger, *(c for c in trigger.rights if c.dep_ in ("advcl", "xcomp", "acl"))):
        if verb.lemma_.lower() not in words("demanding") and verb is not trigger:
            continue
        for noun in _below(verb):
            if noun.lemma_.lower() not in words("removal"):
                continue
            for child in noun.children:
                people = [child] if child.dep_ == "poss" else list(child.rights) if child.lower_ == "of" else []
                for person in people:
                    yield from _filler("target", person.i, mention, resolution, ontology)


def _below(verb: Token) -> Iterator[Token]:
    """Objects of the verb and of its prepositions."""
    for child in verb.rights:
        if child.dep_ == "dobj":
            yield child
        elif child.dep_ == "prep":
            yield from (c for c in child.rights if c.dep_ == "pobj")
