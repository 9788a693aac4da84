"""Whom the text holds responsible for an event: who is blamed, accused, suspected or claims it, and how surely."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Argument, Certainty, Entity, Frame, Resolution, Status
from ...ontology import Ontology
from ..relations import status_of
from .fillers import fills, hedged
from .mentions import EventMention, Filler


def suspected(frame: Frame, found: Sequence[EventMention], resolution: Resolution, doc: Doc,
              ontology: Ontology) -> tuple[int, list[Filler]] | None:
    """Who is suspected of the event told just before: "who bombed it is unclear, but X is most likely"; "X was blamed"."""
    accused = _accused(frame, doc, ontology)
    if not accused or any(m.trigger == a.head for m in found for a in frame.arguments):
        return None
    token = doc[frame.trigger]
    before = token.sent.start if frame.pos == "adjective" else doc[max(token.sent.start - 1, 0)].sent.start
    open_ = [m for m in found if before <= m.trigger < frame.trigger and "agent" in m.entry.slots and not m.values("agent")
             and (ontology.is_a(m.cls, "Attack") or m.cls == "Kidnapping")]
    if frame.pos == "adjective":  # the clause must answer a question
        open_ = [m for m in open_ if any(t.tag_ in ("WP", "WDT") for t in doc[before : m.trigger])]
    status = replace(status_of(frame, resolution), certainty="probable")
    if frame.pos == "verb":
        status = blamed(status, frame, resolution)
    agents = [Filler("agent", e.key, frame.span, status, "suspect", None) for a in accused
              if (e := resolution.at(a.head)) is not None and ontology.fits(e.cls, ontology.property("agent").range)]
    return (open_[-1].trigger, agents) if open_ and agents else None


def _accused(frame: Frame, doc: Doc, ontology: Ontology) -> list[Argument]:
    """Of whom the frame says that he is suspected, without naming of what."""
    words = ontology.lexicon.words
    if frame.pos == "adjective" and frame.lemma in words("probable") and frame.rule == "predicate adjective":
        if (not any(a.slot.startswith("prep:") for a in frame.arguments)
                and not any(c.dep_ in ("xcomp", "ccomp") for c in doc[frame.trigger].rights)):
            return list(frame.fillers("subject"))
    elif frame.pos == "noun" and frame.lemma in words("culprit") and frame.rule == "copula":
        return list(frame.fillers("subject"))
    elif frame.pos == "verb" and frame.lemma in words("blaming") and frame.status.polarity == "affirmed":
        if not any(a.slot in ("prep:for", "prep:of", "clause", "prep:in", "prep:with") for a in frame.arguments):
            return [a for a in frame.fillers("object")  # "accused the police of theft": the parser hangs the deed on them
                    if not any(c.dep_ == "prep" and c.lower_ in ("of", "for") for c in doc[a.head].rights)]
    elif (frame.pos == "verb" and frame.lemma == "fall" and any(doc[a.head].lemma_.lower() in words("doubtful-noun")
                                                                for a in frame.fillers("subject"))):
        return list(frame.fillers("prep:on"))
    return []


def blamed(status: Status, frame: Frame, resolution: Resolution) -> Status:
    """Blame is the blamer's word: probable at most, with the blamer as its source."""
    blamer = next((e.key for a in frame.fillers("subject") if (e := resolution.at(a.head)) is not None), status.source)
    certainty: Certainty = "possible" if status.certainty == "possible" else "probable"
    return replace(status, certainty=certainty, source=blamer)


def charged(frame: Frame, triggers: Mapping[int, EventMention], doc: Doc) -> list[int]:
    """The deed of "accused X of bombing Y", wherever the parser hangs the preposition."""
    above = [doc[frame.trigger], *(doc[a.head] for a in frame.fillers("object"))]
    return [deed.i for token in above for child in token.rights if child.dep_ == "prep" and child.lower_ in ("of", "for", "with")
            for deed in child.rights if deed.dep_ == "pcomp" and deed.i in triggers]


def accused_of(frame: Frame, mention: EventMention, resolution: Resolution, doc: Doc, ontology: Ontology) -> EventMention:
    """ "Accused X of bombing the church": it was X, and it was at all, if the blamer is to be believed."""
    status = blamed(status_of(frame, resolution), frame, resolution)
    agents = [] if mention.values("agent") else [
        Filler("agent", e.key, frame.span, hedged(status, a, doc, ontology), "blame", mention.entry.name)
        for a in frame.fillers("object")
        if (e := resolution.at(a.head)) is not None and fills("agent", e, mention.entry, ontology)]
    told = [replace(f, status=status) for f in mention.fillers]
    return replace(mention, status=status, fillers=(*told, *agents))


def blamed_on(mention: EventMention, resolution: Resolution, doc: Doc) -> tuple[EventMention, list[Entity]]:
    """The mention without the targets that are whom it is blamed on: the last "on" of "blamed the attack on Y on X"."""
    hung = [a.head for a in mention.frame.fillers("prep:on")]
    hung += [inner.i for i in hung for child in doc[i].rights if child.dep_ == "prep" and child.lower_ == "on"
             for inner in child.rights if inner.dep_ == "pobj"]
    accused = [e for i in hung[-1:] if (e := resolution.at(i)) is not None and e.cls]
    keys = {entity.key for entity in accused}
    return replace(mention, fillers=tuple(f for f in mention.fillers if f.value not in keys)), accused


def responsible(frame: Frame, argument: Argument, mention: EventMention, status: Status, resolution: Resolution, doc: Doc,
                ontology: Ontology) -> Iterator[Filler]:
    """ "Responsible for the attack", "behind the attack", "blamed X for the attack", "claimed responsibility for the attack"."""
    words = ontology.lexicon.words
    if "agent" not in mention.entry.slots:
        return
    agents: list[Argument] = []
    rule = "responsibility"
    held = doc[frame.trigger].head
    behind = frame.pos == "verb" and frame.lemma == "be" and argument.slot == "prep:behind"
    if behind or (frame.pos == "adjective" and frame.lemma in words("responsible")):
        agents = list(frame.fillers("subject"))
        if held.pos_ == "VERB" and held.lemma_ in words("deeming-responsible"):  # "we hold X responsible for"
            status = replace(status, certainty="possible" if status.certainty == "possible" else "probable")
    elif frame.pos == "verb" and (frame.lemma in words("blaming") or (
            frame.lemma in words("sentencing") and argument.slot in ("prep:for", "prep:over"))):
        agents, rule, status = list(frame.fillers("object")), "blame", blamed(status, frame, resolution)
    elif frame.pos == "verb" and any(v.split()[-1] in words("authorship") for v in frame.variants):
        agents, rule = list(frame.fillers("subject")), "claimed responsibility"
    elif frame.pos == "verb" and argument.slot == "prep:in" and {frame.lemma, *frame.variants} & words("taking-part"):
        agents, rule = list(frame.fillers("object" if frame.rule == "passive" else "subject")), "taking part"
    elif frame.pos == "noun" and frame.lemma in words("authorship"):
        verb = doc[frame.trigger].head
        agents = _subjects_of(verb)
        rule = "claimed responsibility"
    for agent in agents:
        entity = resolution.at(agent.head)
        if any(c.lower_ in words("negation") for c in doc[agent.head].lefts):
            continue  # "no group has claimed responsibility"
        if entity is not None and fills("agent", entity, mention.entry, ontology):
            final = hedged(status, agent, doc, ontology)
            if rule == "claimed responsibility":
                final = replace(final, certainty="possible", source=entity.key)
            yield Filler("agent", entity.key, frame.span, final, rule, mention.entry.name)


def _subjects_of(verb: Token) -> list[Argument]:
    return [Argument("subject", child.i) for child in verb.children if child.dep_ == "nsubj"]
