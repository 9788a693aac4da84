"""What a person would call an event: "shelling of Kafr", "arrest of 12 men in Oslo", "talks between X and Y"."""

from collections.abc import Iterator

from spacy.tokens import Doc

from ...model import Entity, Resolution
from ...ontology import Ontology
from .mentions import EventMention
from .merge import Node

LONGEST = 4
"""Words of an unnamed target that a label has room for."""


def label(mention: EventMention, cls: str, node: Node, resolution: Resolution, doc: Doc, ontology: Ontology) -> str:
    """The noun of the deed with whom it was aimed at, between whom it was, by whom or where, as far as this is told."""
    noun, joint = _deed(mention, cls, doc, ontology)
    place = next((e.name for e in _told(node, "location", resolution) if e.named), None)
    where = f" in {place}" if place else ""
    kills = mention.entry.means in ("killed", "injured")
    aimed, harmed = (list(_told(node, role, resolution)) for role in (("victim", "target") if kills else ("target", "victim")))
    unnamed = [*aimed, *harmed] if mention.frame.pos == "verb" and joint == "of" and cls != "Bombing" else aimed
    aim = (next((e for e in (*aimed, *harmed) if e.named), None)
           or next((e for e in unnamed if not e.named and len(e.name.split()) <= LONGEST), None))
    if aim is not None:
        several = f"{aim.number} " if not aim.named and aim.number is not None and aim.number > 1 else ""
        return f"{noun} {joint} {several}{aim.name}" + ("" if aim.named and ontology.is_a(aim.cls, "Place") else where)
    sides = [e.name for e in _told(node, "participant", resolution) if e.named]
    if joint == "to" and sides and place:
        return f"{noun} of {sides[0]} to {place}"
    if len(sides) == 2:
        return f"{noun} between {sides[0]} and {sides[1]}{where}"
    by = next((e.name for e in _told(node, "agent", resolution) if e.named), None) if not where else None
    return f"{noun} by {by}" if by else f"{noun}{where}"


def _deed(mention: EventMention, cls: str, doc: Doc, ontology: Ontology) -> tuple[str, str]:
    """The noun for the deed and the preposition before whom it is aimed at: of a verb those that the lexicon gives.

    A word that fits any attack gives way to what the class is called.
    """
    token = doc[mention.trigger]
    deeds = ontology.lexicon.deeds
    if mention.frame.pos == "noun":
        before = [c.text for c in token.lefts if c.dep_ == "compound" and c.pos_ == "NOUN"]
        return " ".join([*before, token.lower_]), _joint(token.lemma_.lower(), ontology)
    forms = (*mention.frame.variants, mention.frame.lemma, mention.frame.lemma.partition(" ")[0])
    noun, joint = next((deeds[form] for form in forms if form in deeds), ("", ""))
    if noun and not (noun in ontology.lexicon.words("any-attack") and ontology.is_a(cls, "Attack")
                     and cls not in ("Attack", "ArmedAssault")):
        return noun, joint
    called = ontology.labels.get(cls, cls)
    return called, _joint(called, ontology)


def _joint(noun: str, ontology: Ontology) -> str:
    return next((joint for known, joint in ontology.lexicon.deeds.values() if known == noun), "on")


def _told(node: Node, role: str, resolution: Resolution) -> Iterator[Entity]:
    """The entities in a role, as the text tells them."""
    keys = dict.fromkeys(f.value for m in node.mentions for f in m.fillers if f.role == role and isinstance(f.value, str))
    return (resolution.entities[key] for key in keys)
