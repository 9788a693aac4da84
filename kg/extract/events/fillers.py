"""What fills the roles of an event: an entity's key, a period or a number, with the passage that says so and how surely."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Argument, Entity, Frame, Resolution, Status
from ...ontology import Entry, Ontology
from ..syntax import conjuncts, so_called
from .mentions import Filler

ENTITY_ROLES = ("agent", "instrument", "victim", "target", "participant", "location")
"""In the order in which a filler that fits several is given to one."""
WHEREABOUTS = frozenset({
    "prep:in", "prep:at", "prep:near", "prep:outside", "prep:inside", "prep:within", "prep:around", "prep:across", "prep:along",
    "prep:off", "prep:over", "prep:on", "prep:through", "prep:throughout", "prep:north of", "prep:south of", "prep:east of",
    "prep:west of", "prep:northeast of", "prep:northwest of", "prep:southeast of", "prep:southwest of", "prep:inside of",
    "prep:outside of", "prep:close to", "prep:between", "prep:in front of", "prep:beside", "prep:next to", "prep:opposite",
    "prep:in vicinity of", "prep:in proximity to", "prep:in heart of", "prep:on outskirts of", "prep:at outskirts of",
    *(f"prep:{word} {side} of" for word in ("in", "to") for side in ("north", "south", "east", "west", "northeast", "northwest",
                                                                     "southeast", "southwest")),
})
"""Slots whose place is where the event happens."""
SURROUNDINGS = WHEREABOUTS - {"prep:on", "prep:over", "prep:through", "prep:throughout", "prep:across", "prep:along"}
"""Slots of a noun whose place is where the thing itself is: "a depot in Oslo", not "a bridge over the Rhine"."""
TOPICS = frozenset({"prep:on", "prep:over", "prep:around", "prep:through", "prep:between", "prep:along"})
"""Slots that tell of a talk or a deal what it is about, or who takes part: "talks on the pipeline"."""
TALKS = ("Meeting", "Agreement", "Sanction", "Election", "Threat", "Arrest")
"""Classes of events that are about something, or for something: "jailed over a bomb factory"."""


def without_self(fillers: Iterable[Filler]) -> Iterator[Filler]:
    """Nobody attacks himself: a target that is also the agent comes from a bad parse."""
    agents: set = set()
    for filler in fillers:
        if filler.role == "agent":
            agents.add(filler.value)
        elif filler.role in ("target", "victim") and filler.value in agents:
            continue
        yield filler


def role_fillers(frame: Frame, entry: Entry, status: Status, resolution: Resolution, doc: Doc,
                 ontology: Ontology) -> Iterator[Filler]:
    used: set[tuple[str, int]] = set()
    frame = _with_sufferer(frame, entry, resolution)
    for role in ENTITY_ROLES:
        slots = entry.slots.get(role, ())
        if role == "location":
            slots = (*slots, *whereabouts(entry, ontology), "modifier", "possessor")
        if role == "target" and "object" in slots and any(
                resolution.at(a.head) is not None or doc[a.head].pos_ in ("PRON", "PROPN") for a in frame.fillers("object")):
            # "shot her on the stairs", not "opened fire on her"
            slots = tuple(slot for slot in slots if not slot.startswith("prep:"))
        for argument in frame.arguments:
            if argument.slot not in slots or (argument.slot, argument.head) in used:
                continue
            entity = (resolution.at(argument.head) or (_named_inside(argument, resolution, doc, ontology)
                                                       if role in ("target", "location") else None))
            if entity is not None and not fills(role, entity, entry, ontology):
                entity = beside(argument, role, entry, resolution, doc, ontology)
            if entity is None and role == "location" and argument.slot in WHEREABOUTS:
                entity = place_under(doc[argument.head], resolution, ontology)
            if entity is None or (role == "target" and argument.slot == "prep:in" and entity.cls == "Country"):
                continue  # "in Peru, a shell fell on the town"
            if role == "location" and (moves(entity, ontology) or not fits_slot(argument.slot, entity)):
                continue
            if (role == "location" and argument.slot in ("modifier", "possessor") and entity.cls == "Country"
                    and argument.slot not in entry.slots.get(role, ())):
                continue  # "Ethiopian talks" are not said to be held there
            if (role == "instrument" and argument.slot == "modifier" and not any(c.dep_ in ("amod", "compound")
                                                                                 for c in doc[argument.head].lefts)):
                continue  # "rocket attack" is a kind of attack; "cruise missile attack" tells the weapon
            used.add((argument.slot, argument.head))
            yield Filler(role, entity.key, frame.span, hedged(status, argument, doc, ontology), frame.rule, entry.name)
            for member in members(doc[argument.head], entity, resolution) if role in ("agent", "target", "victim") else ():
                if fills(role, member, entry, ontology):
                    certain = hedged(status, argument, doc, ontology)
                    yield Filler(role, member.key, frame.span, certain, "named member", entry.name)
            if role == "target" and is_where(entity, ontology):
                yield Filler("location", entity.key, frame.span, status, "target place", entry.name)
            elif role == "target" and moves(entity, ontology):
                yield from _riders(argument, entry, frame, status, resolution, doc, ontology)


def _with_sufferer(frame: Frame, entry: Entry, resolution: Resolution) -> Frame:
    """ "X's murder", "the X assassination": whose deed it is suffered it, unless the noun tells who did: "X's murder of Y"."""
    if not any("sufferer" in slots for slots in entry.slots.values()) or any(
            resolution.at(a.head) is not None for slot in ("prep:of", "object") for a in frame.fillers(slot)):
        return frame
    people = {"possessor": ("Person", "PersonGroup"), "modifier": ("Person",)}

    def turned(argument: Argument) -> Argument:
        entity = resolution.at(argument.head)
        suffers = entity is not None and entity.cls in people.get(argument.slot, ())
        return argument._replace(slot="sufferer") if suffers else argument

    return replace(frame, arguments=tuple(map(turned, frame.arguments)))


def members(noun: Token, group: Entity, resolution: Resolution) -> Iterator[Entity]:
    """ "Two guards, X and Y, were killed": who is named beside several is one of them."""
    if noun.tag_ not in ("NNS", "NNPS", "CD"):
        return
    for child in noun.rights:
        if child.dep_ == "appos":
            for token in conjuncts(child):
                entity = resolution.at(token.i)
                if entity is not None and entity.key != group.key and entity.cls == "Person" and entity.named:
                    yield entity


def _riders(argument: Argument, entry: Entry, frame: Frame, status: Status, resolution: Resolution, doc: Doc,
            ontology: Ontology) -> Iterator[Filler]:
    """ "Ambushed the minister's car": who owns what moves is aimed at with it."""
    noun = doc[argument.head]
    of = [inner for child in noun.rights if child.dep_ == "prep" and child.lower_ in ("of", "carrying") for inner in child.rights]
    for child in (*(c for c in noun.lefts if c.dep_ == "poss"), *of):
        entity = resolution.at(child.i)
        if entity is not None and not ontology.is_a(entity.cls, "Place") and fills("target", entity, entry, ontology):
            yield Filler("target", entity.key, frame.span, status, "owner of the target", entry.name)


def beside(argument: Argument, role: str, entry: Entry, resolution: Resolution, doc: Doc, ontology: Ontology) -> Entity | None:
    """ "In Oslo, the capital, X was seized": the parser takes X for an apposition of what stands before it."""
    if not argument.slot.startswith("prep:"):
        for child in doc[argument.head].rights:
            entity = resolution.at(child.i) if child.dep_ == "appos" else None
            if entity is not None and entity.named and fills(role, entity, entry, ontology):
                return entity
    return None


def place_under(noun: Token, resolution: Resolution, ontology: Ontology) -> Entity | None:
    """ "On a road near Oslo", "in the east of Mali": the place by which a noun that is none of its own is told."""
    for child in noun.rights:
        if child.dep_ != "prep" or not (f"prep:{child.lower_}" in SURROUNDINGS or (
                child.lower_ == "of" and noun.lemma_.lower() in ontology.lexicon.words("partitive"))):
            continue
        for inner in child.rights:
            entity = resolution.at(inner.i) if inner.dep_ == "pobj" else None
            if entity is not None and ontology.is_a(entity.cls, "Place"):
                return entity
            if entity is None and inner.dep_ == "pobj" and (deeper := place_under(inner, resolution, ontology)) is not None:
                return deeper
    return None


def whereabouts(entry: Entry, ontology: Ontology) -> frozenset[str]:
    """The slots that tell where an event of the entry's class happens."""
    return WHEREABOUTS - TOPICS if any(ontology.is_a(entry.means, cls) for cls in TALKS) else WHEREABOUTS


def _named_inside(argument: Argument, resolution: Resolution, doc: Doc, ontology: Ontology) -> Entity | None:
    """ "The Qasr crossing": a place by the name before it, where the noun itself is no known kind of thing."""
    for child in reversed(list(doc[argument.head].lefts)):
        entity = resolution.at(child.i)
        if (child.dep_ == "compound" and entity is not None and entity.named and ontology.is_a(entity.cls, "Place")
                and entity.cls != "Country"):
            return entity
    return None


def is_where(entity: Entity, ontology: Ontology) -> bool:
    """A place that is attacked is where the attack is where that tells more: its name, or a village.

    A country is too wide to say so; "a depot" says what was hit, not where; a vehicle is nowhere.
    """
    return (ontology.is_a(entity.cls, "Place") and entity.cls != "Country" and not moves(entity, ontology)
            and (entity.named or entity.cls == "Settlement"))


def moves(entity: Entity, ontology: Ontology) -> bool:
    words = entity.name.lower().split()
    return (not entity.named and bool(words) and (words[-1] in ontology.lexicon.words("mobile")
                                                  or words[-1].removesuffix("s") in ontology.lexicon.words("mobile")))


def fills(role: str, entity: Entity, entry: Entry, ontology: Ontology) -> bool:
    """True where the entity's class fits the role's range and what the entry narrows it to."""
    if role in entry.classes and not ontology.fits(entity.cls, entry.classes[role]):
        # "Troopers crossed into Iraq": people who fight act as their force does.
        words, last = ontology.lexicon.words, entity.name.split()[-1].lower()
        if entity.cls != "PersonGroup" or role != "agent" or not (
                (last in words("combatant") and ontology.fits("ArmedGroup", entry.classes[role]))
                or (last in words("serviceman") and ontology.fits("SecurityForce", entry.classes[role]))):
            return False
    return ontology.fits(entity.cls, ontology.property(role).range)


def fits_slot(slot: str, entity: Entity) -> bool:
    """False for a country behind "between": it takes part, and is not the place."""
    return slot != "prep:between" or entity.cls != "Country"


def under(status: Status, token: Token, verbs: Mapping[int, Frame], resolution: Resolution) -> Status:
    """The status of a participle with the doubt of the clause it hangs on.

    "Alleged that shells fell on the town, killing two"; "shells fired by the army are said to have hit it".
    """
    above = token.head
    if token.dep_ == "acl" and any(c.lower_ in ("the", "this", "that", "these", "those") for c in above.lefts):
        return status  # taken for granted
    while above.pos_ in ("NOUN", "PROPN", "ADP") and above.head != above:
        above = above.head
    frame = verbs.get(above.i) if token.dep_ in ("advcl", "acl") and token.tag_ in ("VBG", "VBN") else None
    if frame is None:
        return status
    doubt = max(status.certainty, frame.status.certainty, key=DOUBT.index)
    speaker = resolution.at(frame.speaker) if frame.speaker is not None and status.source is None else None
    denied = frame.speaker is not None and frame.status.polarity == "negated"  # "rejected reports that shells hit it, killing"
    return replace(status, certainty=doubt, polarity="negated" if denied else status.polarity,
                   source=speaker.key if speaker is not None and speaker.cls else status.source)


DOUBT = ("certain", "probable", "possible")
"""How sure a text is of what it says, from sure to unsure."""


def hedged(status: Status, argument: Argument, doc: Doc, ontology: Ontology) -> Status:
    """ "Suspected rebels attacked": the attack is certain, its agent only probable."""
    words = ontology.lexicon.words
    if so_called(doc[argument.head]) and status.certainty == "certain":
        return replace(status, certainty="probable")
    for child in doc[argument.head].lefts:
        if child.lower_ in words("probable") and status.certainty == "certain":
            return replace(status, certainty="probable")
        if child.lower_ in words("possible"):
            return replace(status, certainty="possible")
    return status
