"""Threats without the word: who warns or vows that he will do harm, and against whom a threatened deed is aimed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from ...model import Frame, Resolution
from ...ontology import Ontology
from ..relations import filled, status_of
from .fillers import fills
from .mentions import EventMention, Filler

RULE = "threatened deed"


def with_threats(mentions: Sequence[EventMention], frames: Sequence[Frame], resolution: Resolution, doc: Doc, *,
                 ontology: Ontology) -> list[EventMention]:
    """The mentions with the threats that verbs of warning make, and with the targets of what is threatened."""
    by_trigger = {mention.trigger: mention for mention in mentions}
    verbs = {frame.trigger: frame for frame in frames if frame.pos == "verb"}
    entry = next(iter(ontology.lexicon.frames.get(("verb", "threaten"), ())), None)
    found = dict(by_trigger)
    for frame in verbs.values():
        if entry is not None and frame.trigger not in found and _menaces(frame, verbs, resolution, doc, ontology):
            status = status_of(frame, resolution)
            agents = tuple(Filler("agent", e.key, frame.span, status, frame.rule, entry.name) for a in frame.fillers("subject")
                           if (e := resolution.at(a.head)) is not None and fills("agent", e, entry, ontology))
            if agents:
                found[frame.trigger] = EventMention("Threat", frame.trigger, frame, status, entry, agents, times=frame.times)
    for trigger, mention in found.items():
        if mention.cls == "Threat" and mention.frame.pos == "verb" and not mention.values("target"):
            targets = tuple(_targets(mention, by_trigger, resolution, ontology))
            found[trigger] = replace(mention, fillers=mention.fillers + targets)
    return sorted(found.values(), key=lambda mention: mention.trigger)


def _menaces(frame: Frame, verbs: Mapping[int, Frame], resolution: Resolution, doc: Doc, ontology: Ontology) -> bool:
    """ "Warned that he would attack", "We will ..., he warned", "vowed to avenge": the speaker himself will do harm."""
    if frame.lemma not in ontology.lexicon.words("menacing") or frame.status.polarity == "negated":
        return False
    speakers = {e.key for a in frame.fillers("subject") if (e := resolution.at(a.head)) is not None}
    for argument in frame.fillers("clause"):
        deed = verbs.get(argument.head)
        if deed is None or deed.status.polarity == "negated":
            continue
        infinitive = deed.rule == "control"
        will = any(t.lower_ in ontology.lexicon.words("future") for t in doc[deed.trigger].lefts if t.dep_ == "aux")
        own = infinitive or (will and any(_himself(a.head, speakers, resolution, doc) for a in deed.fillers("subject")))
        if own and (deed.lemma in ontology.lexicon.words("harming") or _harmful(deed, ontology)):
            return True
    return False


def _himself(head: int, speakers: set[str], resolution: Resolution, doc: Doc) -> bool:
    entity = resolution.at(head)
    return doc[head].lower_ in ("we", "i") or (entity is not None and entity.key in speakers)


def _harmful(deed: Frame, ontology: Ontology) -> bool:
    """True for a verb of attack or harm."""
    return any(filled(deed, entry, ontology) and (entry.means in ("killed", "injured")
                                                  or (ontology.is_event(entry.means) and ontology.is_a(entry.means, "Attack")))
               for form in (*deed.variants, deed.lemma) for entry in ontology.lexicon.frames.get(("verb", form), ()))


def _targets(mention: EventMention, events: Mapping[int, EventMention], resolution: Resolution,
             ontology: Ontology) -> Iterator[Filler]:
    """Those against whom the threatened strike is, or whom they threaten to kill."""
    for argument in mention.frame.arguments:
        deed = events.get(argument.head)
        if deed is None or deed is mention or argument.slot not in ("object", "clause"):
            continue
        for filler in deed.fillers:
            entity = resolution.entities.get(filler.value) if isinstance(filler.value, str) else None
            if filler.role in ("target", "victim") and entity is not None and fills("target", entity, mention.entry, ontology):
                yield Filler("target", entity.key, mention.frame.span, mention.status, RULE, mention.entry.name)
