"""The armed group behind its fighters: what "fighters of X", "X guerrillas" and "its gunmen" do, X does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...model import Entity, Frame, Resolution
from ...ontology import Ontology
from .mentions import EventMention

RULE = "group of the fighters"
OWNERS = ("prep:of", "prep:from", "modifier", "possessor")


def with_groups(mentions: Sequence[EventMention], frames: Sequence[Frame], resolution: Resolution, *,
                ontology: Ontology) -> list[EventMention]:
    """The violent events with the armed groups of those who did them as agents too."""
    nouns = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    known_groups: dict[str, list[Entity]] = {}

    def groups(key: str) -> list[Entity]:
        if key not in known_groups:
            known_groups[key] = list(_groups(resolution.entities[key], nouns, resolution, ontology))
        return known_groups[key]

    told = []
    for mention in mentions:
        if ontology.is_a(mention.cls, "Attack") or mention.cls == "Kidnapping":
            known = mention.values("agent")
            fresh = tuple(replace(filler, value=group.key, rule=RULE) for filler in mention.fillers
                          if filler.role == "agent" and isinstance(filler.value, str)
                          for group in groups(filler.value)
                          if group.key not in known)
            mention = replace(mention, fillers=(*mention.fillers, *dict.fromkeys(fresh)))
        told.append(mention)
    return told


def _groups(fighters: Entity, nouns: Mapping[int, Frame], resolution: Resolution, ontology: Ontology) -> Iterator[Entity]:
    words = fighters.name.lower().split()
    if fighters.named or fighters.cls != "PersonGroup" or not {words[-1], words[0]} & (
            ontology.lexicon.words("combatant") | ontology.lexicon.words("member-noun")):
        return
    for spoken in fighters.mentions:
        frame = nouns.get(spoken.head)
        for argument in frame.arguments if frame is not None else ():
            group = resolution.at(argument.head) if argument.slot in OWNERS else None
            if group is not None and group.named and group.cls == "ArmedGroup":
                yield group
