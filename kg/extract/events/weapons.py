"""Weapons told apart from the attack: "the gunmen used rifles", "men armed with machetes attacked the village"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from ...model import Frame, Resolution
from ...ontology import Ontology
from ..relations import status_of
from .fillers import hedged
from .mentions import EventMention, Filler

RULE = "weapon told apart"
REACH = 2
"""Sentences behind an attack in which its weapon may be told."""


def with_weapons(mentions: Sequence[EventMention], frames: Sequence[Frame], sentence_of: Mapping[int, int],
                 resolution: Resolution, doc: Doc, *, ontology: Ontology) -> list[EventMention]:
    """The attacks with the weapons that their agents are said to have used or to be armed with."""
    told: dict[str, list[tuple[int, Filler]]] = {}
    meant: dict[int, list[Filler]] = {}
    triggers = {mention.trigger for mention in mentions}
    for frame in frames:
        for holder, filler in _held(frame, resolution, doc, ontology):
            owner = resolution.at(holder)
            if holder in triggers:
                meant.setdefault(holder, []).append(filler)  # "a raid using jets"
            elif owner is not None:
                told.setdefault(owner.key, []).append((frame.sentence, filler))
    if not (told or meant):
        return list(mentions)
    last = _last_attacks(mentions, sentence_of, ontology)
    found = []
    for mention in mentions:
        known = mention.values("instrument")
        fresh = [filler for filler in meant.get(mention.trigger, ()) if filler.value not in known]
        fresh += [filler for agent in sorted(v for v in mention.values("agent") if isinstance(v, str))
                  for sentence, filler in told.get(agent, ())
                  if last.get((agent, sentence)) == mention.trigger and filler.value not in known]
        found.append(replace(mention, fillers=(*mention.fillers, *dict.fromkeys(fresh))) if fresh else mention)
    return found


def _last_attacks(mentions: Sequence[EventMention], sentence_of: Mapping[int, int],
                  ontology: Ontology) -> dict[tuple[str, int], int]:
    """(agent, sentence) -> the trigger of his last attack told up to that sentence, as far as REACH."""
    found: dict[tuple[str, int], int] = {}
    for mention in mentions:
        if ontology.is_a(mention.cls, "Attack") or mention.cls == "Kidnapping":
            for agent in sorted(v for v in mention.values("agent") if isinstance(v, str)):
                for sentence in range(sentence_of[mention.trigger], sentence_of[mention.trigger] + REACH + 1):
                    if sentence == sentence_of[mention.trigger]:
                        found.setdefault((agent, sentence), mention.trigger)
                    else:
                        found[agent, sentence] = mention.trigger
    return found


def _held(frame: Frame, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[tuple[int, Filler]]:
    """Who has which weapon, as the frame tells: "X used", "X were armed with", "X, armed with"."""
    words = ontology.lexicon.words
    if frame.status.polarity == "negated" or frame.tense == "future":
        return
    if frame.pos == "verb" and frame.lemma in words("using"):
        holders, weapons = list(frame.fillers("subject")), list(frame.fillers("object"))
    elif frame.lemma in words("armed"):
        slots = ("object",) if frame.pos == "verb" else ("subject", "self")
        holders = [a for slot in slots for a in frame.fillers(slot)]
        weapons = list(frame.fillers("prep:with"))
    elif frame.pos == "verb" and frame.lemma in words("carrying") and frame.rule == "participle":
        holders, weapons = list(frame.fillers("subject")), list(frame.fillers("object"))
    else:
        return
    status = status_of(frame, resolution)
    for holder in holders:
        for argument in weapons:
            weapon = resolution.at(argument.head)
            if weapon is not None and ontology.is_a(weapon.cls, "Weapon"):
                yield holder.head, Filler("instrument", weapon.key, frame.span, hedged(status, argument, doc, ontology), RULE)
