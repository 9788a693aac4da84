"""Fillers that stand beside the participants: where they are, whose weapon it is, with what it was done."""

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from ...model import Entity, Frame, Resolution, Status
from ...ontology import Entry, Ontology
from ..syntax import conjuncts
from .fillers import SURROUNDINGS, TALKS, fills, hedged, moves, place_under
from .mentions import Filler

PARTICIPANT_SLOTS = frozenset({"subject", "object", "prep:with", "prep:against", "prep:on", "prep:outside", "prep:at",
                               "prep:near", "prep:inside", "prep:of", "prep:between", "prep:among", "prep:by"})
"""Slots of people, bodies and things that may bring along the place where they are."""


def where_participants_are(frame: Frame, entry: Entry, status: Status, nouns: Mapping[int, Frame], resolution: Resolution,
                           doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    """ "Killed five soldiers in Basra", "police in Oslo arrested two": the parser likes to hang the place on the people."""
    for argument in frame.arguments:
        noun, entity, found = nouns.get(argument.head), resolution.at(argument.head), False
        if noun is None or argument.slot not in PARTICIPANT_SLOTS or (
            entity is not None and (entity.named or entity.cls != "Facility") and (ontology.is_a(entity.cls, "Place")
                                                                                   or ontology.is_event(entity.cls))
        ):
            continue
        beside = [nouns[c.i] for c in doc[argument.head].rights if c.dep_ == "appos" and c.i in nouns]  # "her guest, X, in Oslo"
        owned_by = [nouns[a.head] for a in noun.fillers("prep:of") if a.head in nouns]  # "the car of the mayor in Oslo"
        for inner in (a for each in (noun, *beside, *owned_by) for a in each.arguments):
            place = resolution.at(inner.head)
            if place is None and inner.slot in SURROUNDINGS:  # "hideouts in the mountains near Oslo"
                place = place_under(doc[inner.head], resolution, ontology)
            if (inner.slot in SURROUNDINGS and place is not None and fills("location", place, entry, ontology)
                    and not moves(place, ontology)):
                named = None if place.named else place_under(doc[inner.head], resolution, ontology)
                found = True
                yield from (Filler("location", where.key, frame.span, status, "place of a participant", entry.name)
                            for where in (place, named) if where is not None)
        looked = not found and argument.slot != "subject" and not any(ontology.is_a(entry.means, cls) for cls in TALKS[:-1])
        deep = _place_behind(doc[argument.head], resolution, ontology) if looked else None
        if deep is not None and fills("location", deep, entry, ontology):
            yield Filler("location", deep.key, frame.span, status, "place of a participant", entry.name)


def _place_behind(noun: Token, resolution: Resolution, ontology: Ontology) -> Entity | None:
    """ "A camp for refugees in Kayah", "a tanker with a crew of ten off Oslo": the named place in what stands behind the noun.

    What is told of another event there is its own: "a veteran of the war in Vietnam".
    """
    for child in noun.rights:
        if child.dep_ != "prep":
            continue
        for inner in child.rights:
            if inner.dep_ != "pobj" or any(ontology.is_event(e.means) for e in
                                           ontology.lexicon.frames.get(("noun", inner.lemma_.lower()), ())):
                continue
            entity = resolution.at(inner.i)
            if (f"prep:{child.lower_}" in SURROUNDINGS and entity is not None and entity.named
                    and ontology.is_a(entity.cls, "Place")):
                return entity
            if (deeper := _place_behind(inner, resolution, ontology)) is not None:
                return deeper
    return None


def owners(frame: Frame, entry: Entry, status: Status, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
           ontology: Ontology) -> Iterator[Filler]:
    """ "Turkish warplanes bombed ...", "gunships of the air force pounded ...": whose weapon it is does it."""
    for argument in (*frame.fillers("subject"), *(frame.fillers("prep:by") if frame.pos == "noun" else ())):
        weapon, noun = resolution.at(argument.head), nouns.get(argument.head)
        if noun is None or (weapon is not None and ontology.is_a(weapon.cls, "Agent")):
            continue
        for slot in ("possessor", "modifier", "prep:of", "prep:from"):
            for owner in noun.fillers(slot):
                entity = resolution.at(owner.head)
                if (entity is not None and entity.cls != "Person" and fills("agent", entity, entry, ontology)
                        and (weapon is None or entity.key != weapon.key)):
                    yield Filler("agent", entity.key, frame.span, hedged(status, owner, doc, ontology), "owner of the weapon",
                                 entry.name)


def weapons_beside(frame: Frame, entry: Entry, status: Status, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
                   ontology: Ontology) -> Iterator[Filler]:
    """ "Attacked an outpost with rockets": the parser likes to hang the weapon on what was hit.

    People may bear the weapon themselves: "shot a man with a knife".
    """
    if "prep:with" not in entry.slots.get("instrument", ()):
        return
    for argument in (*frame.fillers("object"), *frame.fillers("prep:on")):
        hit, noun = resolution.at(argument.head), nouns.get(argument.head)
        if hit is None or noun is None or not ontology.is_a(hit.cls, "Place"):
            continue
        for inner in noun.fillers("prep:with"):
            weapon = resolution.at(inner.head)
            if weapon is not None and weapon.cls == "Weapon":
                yield Filler("instrument", weapon.key, frame.span, hedged(status, inner, doc, ontology), frame.rule, entry.name)


def users(frame: Frame, entry: Entry, status: Status, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    """ "Used drones to destroy a bridge": whoever uses the weapon does it, and the weapon is the means."""
    verb = doc[frame.trigger]
    if verb.dep_ not in ("xcomp", "advcl") or verb.head.lemma_ not in ontology.lexicon.words("using"):
        return
    for child in verb.head.children:
        role = "agent" if child.dep_ == "nsubj" else "instrument" if child.dep_ == "dobj" else ""
        for token in conjuncts(child) if role else ():
            entity = resolution.at(token.i)
            if entity is not None and role in entry.slots and fills(role, entity, entry, ontology):
                yield Filler(role, entity.key, frame.span, status, "user of the weapon", entry.name)
