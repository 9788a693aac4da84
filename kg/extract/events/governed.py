"""The arguments of a verb that governs an event noun, as roles of the event: who carried it out, attended or survived it."""

from collections.abc import Iterator

from spacy.tokens import Doc

from ...model import Frame, Resolution, Status
from ...ontology import Ontology
from .fillers import fills, fits_slot, hedged, is_where, place_under, whereabouts
from .mentions import EventMention, Filler

ATTENDED = frozenset({"prep:for", "prep:in", "prep:at", "prep:during", "prep:after", "prep:following", "prep:before",
                      "prep:ahead of"})


def attended(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, doc: Doc,
             ontology: Ontology) -> Iterator[Filler]:
    """ "After a meeting with Y, X left", "X flew in for talks": a new meeting at which the subject of the clause took part."""
    fought = mention.cls == "ArmedClash" and any(a.slot == "prep:with" for a in mention.frame.arguments)
    if (mention.definite or not (fought or ontology.is_a(mention.cls, "Meeting"))
            or any(a.slot in ("prep:between", "prep:of", "possessor") for a in mention.frame.arguments)):
        return
    if fought:  # "seized the port after a battle with X", "rebels were killed in a clash with X"
        yield from (Filler("participant", e.key, frame.span, hedged(status, a, doc, ontology), "attended", mention.entry.name)
                    for a in frame.fillers("object" if frame.rule == "passive" else "subject")
                    if (e := resolution.at(a.head)) is not None and fills("participant", e, mention.entry, ontology)
                    and (e.cls in ("ArmedGroup", "SecurityForce") or e.name.split()[-1].lower()
                         in ontology.lexicon.words("combatant")))
        return
    slots = (("subject", "object") if any(a.slot == "prep:for" and a.head == mention.trigger for a in frame.arguments)
             else ("subject",))
    for slot in slots:
        for argument in frame.fillers(slot):
            entity = resolution.at(argument.head)
            if entity is not None and fills("participant", entity, mention.entry, ontology):
                yield Filler("participant", entity.key, frame.span, hedged(status, argument, doc, ontology), "attended",
                             mention.entry.name)
    spoke = frame.lemma in ontology.lexicon.words("saying") and any(
        a.slot in ("prep:in", "prep:during") and a.head == mention.trigger for a in frame.arguments)
    for argument in (a for slot in ("object", "indirect", "prep:to") for a in frame.fillers(slot) if spoke):
        entity = resolution.at(argument.head)  # "told X in a phone call"
        if entity is not None and entity.cls in ("Person", "Country") and fills("participant", entity, mention.entry, ontology):
            yield Filler("participant", entity.key, frame.span, status, "attended", mention.entry.name)
    for argument in ((*frame.fillers("prep:to"), *frame.fillers("prep:in"), *frame.fillers("prep:at")) if "object" in slots
                     else ()):  # "flew to Oslo for talks", "gathered in Oslo for talks"
        entity = resolution.at(argument.head)
        if entity is not None and fills("location", entity, mention.entry, ontology):
            yield Filler("location", entity.key, frame.span, status, "attended", mention.entry.name)


def aimed_at(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, doc: Doc,
             ontology: Ontology) -> Iterator[Filler]:
    """ "The town came under fire", "X survived an attack", "troops repelled a raid": the subject is whom it was aimed at."""
    if not ontology.is_a(mention.cls, "Attack") or "target" not in mention.entry.slots or mention.values("target"):
        return
    for argument in frame.fillers("subject"):
        entity = resolution.at(argument.head)
        if entity is not None and fills("target", entity, mention.entry, ontology):
            yield Filler("target", entity.key, frame.span, hedged(status, argument, doc, ontology), "governing verb",
                         mention.entry.name)
            if is_where(entity, ontology):
                yield Filler("location", entity.key, frame.span, status, "target place", mention.entry.name)
    if not mention.values("location"):
        yield from added_places(frame, mention, status, resolution, doc, ontology)


def light(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, doc: Doc,
          ontology: Ontology) -> Iterator[Filler]:
    """Any verb that governs an event noun makes its subject the agent: "carried out", "launched", "held"."""
    role = "participant" if "participant" in mention.entry.slots and "agent" not in mention.entry.slots else "agent"
    for argument in frame.fillers("subject"):
        entity = resolution.at(argument.head)
        if entity is not None and fills(role, entity, mention.entry, ontology):
            yield Filler(role, entity.key, frame.span, hedged(status, argument, doc, ontology), "light verb", mention.entry.name)
        elif entity is not None and entity.cls == "Weapon" and "instrument" in mention.entry.slots:
            yield Filler("instrument", entity.key, frame.span, status, "light verb", mention.entry.name)
    together = role == "participant"
    # "Staged a sit-in at the university" tells where, "carried out a raid at the base" against what.
    against = ("prep:against",) if mention.cls == "Protest" else ("prep:on", "prep:against", "prep:at", "prep:upon")
    for argument in frame.arguments:
        if argument.slot == "prep:with" and together:
            entity = resolution.at(argument.head)
            if entity is not None and fills(role, entity, mention.entry, ontology):
                yield Filler(role, entity.key, frame.span, status, "light verb", mention.entry.name)
        elif argument.slot in against and "target" in mention.entry.slots:
            entity = resolution.at(argument.head)
            if entity is not None and fills("target", entity, mention.entry, ontology):
                yield Filler("target", entity.key, frame.span, status, "light verb", mention.entry.name)
                if is_where(entity, ontology):
                    yield Filler("location", entity.key, frame.span, status, "target place", mention.entry.name)
    yield from added_places(frame, mention, status, resolution, doc, ontology)


def added_places(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, doc: Doc,
                 ontology: Ontology) -> Iterator[Filler]:
    slots = whereabouts(mention.entry, ontology)
    for argument in frame.arguments:
        if argument.slot in slots:
            entity = resolution.at(argument.head) or place_under(doc[argument.head], resolution, ontology)
            if entity is not None and fills("location", entity, mention.entry, ontology) and fits_slot(argument.slot, entity):
                yield Filler("location", entity.key, frame.span, status, "governing verb", mention.entry.name)
