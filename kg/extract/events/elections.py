"""Who stands in an election, and where it is held: who wins, leads or trails, with how much of the vote, in which country."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Frame, Resolution
from ...ontology import Ontology
from ..relations import status_of
from ..syntax import conjuncts, verbal
from .fillers import fills, hedged, place_under
from .mentions import EventMention, Filler

RULE = "stands in an election"
STANDING = ("Person", "PoliticalParty")
"""Classes of who stands in an election."""
CLIMB = 4
"""Steps from the election up to the verb of who stands in it: "had 40 percent of the vote"."""
OFTEN = 3
"""Mentions that make the country of a text the one where its election is held."""


def with_candidates(mentions: Sequence[EventMention], frames: Sequence[Frame], resolution: Resolution, doc: Doc, *,
                    ontology: Ontology) -> list[EventMention]:
    """The mentions with candidates and parties of the elections among them.

    Who is told to trail or to have so much percent, with no election in the clause, joins one that was told before.
    """
    held = [mention for mention in mentions if mention.cls == "Election"]
    if not held:
        return list(mentions)
    verbs = {frame.trigger: frame for frame in frames if frame.pos == "verb"}
    found = {mention.trigger: mention for mention in mentions}
    told: set[int] = set()
    for mention in held:
        if mention.frame.pos != "noun":
            beaten = _beaten(mention.frame, mention, verbs, resolution, ontology)
            there = [Filler("location", e.key, mention.frame.span, mention.status, RULE, mention.entry.name)
                     for a in mention.frame.fillers("prep:to") if not mention.values("location")
                     and (e := place_under(doc[a.head], resolution, ontology)) is not None]  # "go to the polls in Malawi"
            fillers = (*(f for f in mention.fillers if not _to_be_chosen(f, mention, resolution, doc)), *beaten, *there)
            found[mention.trigger] = replace(mention, fillers=fillers)
            continue
        frame, shared = _told_by(doc[mention.trigger], verbs, ontology)
        standing = [f for f in (*_successes(mention, frames, resolution, doc, ontology),
                                *(_standing(frame, mention, verbs, resolution, doc, ontology) if frame is not None else ()))]
        if frame is not None and standing:
            told.add(frame.trigger)
        if frame is not None and standing and not shared and not mention.values("location"):
            standing += [Filler("location", e.key, frame.span, status_of(frame, resolution), RULE, mention.entry.name)
                         for a in frame.fillers("prep:in") if (e := resolution.at(a.head)) is not None
                         and ontology.is_a(e.cls, "Place")]
        times = mention.times or (frame.times if frame is not None and standing and not shared else ())
        fillers = tuple(dict.fromkeys((*_hosts(mention, ontology, resolution), *standing)))
        if mention.frame.lemma in ontology.lexicon.words("vote-share") and not fillers and not times:
            mention = replace(mention, definite=True, extra={"provisional": "votes"})  # "95 percent of ballots counted"
        found[mention.trigger] = replace(mention, fillers=fillers, times=times)
    for frame in verbs.values():
        if frame.trigger in told or frame.trigger in found or not _race(frame, doc, ontology):
            continue
        joined = EventMention("Election", frame.trigger, frame, status_of(frame, resolution), held[0].entry, definite=True,
                              extra={"provisional": "share of the vote"})
        standing = list(_standing(frame, joined, verbs, resolution, doc, ontology))
        if standing:
            found[frame.trigger] = replace(joined, fillers=tuple(standing))
    located = [_located(mention, doc, resolution) if mention.cls == "Election" else mention for mention in found.values()]
    return sorted(located, key=lambda mention: mention.trigger)


def _located(mention: EventMention, doc: Doc, resolution: Resolution) -> EventMention:
    """The election with the country that the text is about, where its sentence names that one alone."""
    country = _country(resolution)
    sentence = doc[mention.trigger].sent
    named = {resolution.heads.get(i) for i in range(sentence.start, sentence.end)} & _countries(resolution)
    if country is None or named != {country} or mention.values("location"):
        return mention
    status = replace(mention.status, source=None)
    return replace(mention, fillers=(*mention.fillers, Filler("location", country, mention.frame.span, status,
                                                              "country of the election", mention.entry.name)))


def _told_by(token: Token, verbs: Mapping[int, Frame], ontology: Ontology) -> tuple[Frame | None, bool]:
    """The verb that tells how somebody did in the election, and whether it tells it in shares of the vote."""
    words, shared = ontology.lexicon.words, False
    for _ in range(CLIMB):
        above = token.head
        if above == token or token.dep_ not in ("pobj", "prep", "dobj", "compound"):
            return None, shared
        if verbal(above):
            frame = verbs.get(above.i)
            contests = bool({above.lemma_.lower(), frame.lemma if frame else ""} & words("contesting"))
            counts = shared and above.lemma_.lower() in words("polling")
            return (frame if contests or counts else None), shared
        if above.pos_ in ("NOUN", "SYM"):
            if above.lemma_.lower() not in words("vote-share"):
                return None, shared
            shared = True
        token = above
    return None, shared


def _to_be_chosen(filler: Filler, mention: EventMention, resolution: Resolution, doc: Doc) -> bool:
    """ "Voted to elect a president": whom nobody knows yet does not stand."""
    entity = resolution.entities.get(filler.value) if isinstance(filler.value, str) else None
    return (filler.role == "participant" and entity is not None and not entity.named
            and any(doc[trigger].tag_ == "VB" for trigger in (mention.trigger, *mention.also)))


def _beaten(frame: Frame, mention: EventMention, verbs: Mapping[int, Frame], resolution: Resolution,
            ontology: Ontology) -> Iterator[Filler]:
    """ "Won the election, defeating Y"."""
    for clause in frame.fillers("clause:"):
        deed = verbs.get(clause.head)
        if deed is not None and deed.lemma in ontology.lexicon.words("contesting"):
            for argument in deed.fillers("object"):
                yield from _candidate(argument.head, mention, resolution, ontology)


def _standing(frame: Frame, mention: EventMention, verbs: Mapping[int, Frame], resolution: Resolution, doc: Doc,
              ontology: Ontology) -> Iterator[Filler]:
    """Subject, and who is beaten or compared: "beat X", "against 27 percent for Y", "lost to Z"."""
    status = status_of(frame, resolution)
    yield from _beaten(frame, mention, verbs, resolution, ontology)
    slots = ("subject", "object", "indirect", "prep:against", "prep:to", "prep:over", "prep:by")
    heads = [a for slot in slots for a in frame.fillers(slot)]
    for argument in heads:
        hedging = hedged(status, argument, doc, ontology)
        yield from _candidate(argument.head, replace(mention, status=hedging), resolution, ontology)
        noun = doc[argument.head]
        if argument.slot in ("prep:against", "prep:to", "object") and noun.lemma_.lower() in ontology.lexicon.words("vote-share"):
            for child in noun.rights:
                if child.dep_ == "prep" and child.lower_ == "for":
                    for pobj in child.rights:
                        for name in conjuncts(pobj):
                            yield from _candidate(name.i, replace(mention, status=status), resolution, ontology)


def _successes(mention: EventMention, frames: Iterable[Frame], resolution: Resolution, doc: Doc,
               ontology: Ontology) -> Iterator[Filler]:
    """ "The party's defeat in the run-off", "X's victory over Y in the election", "was declared the winner of the vote"."""
    words = ontology.lexicon.words
    for frame in frames:
        if frame.pos != "noun" or frame.lemma not in words("vote-result") | words("vote-winner"):
            continue
        slots = ("prep:of", "prep:in") if frame.lemma in words("vote-winner") else ("prep:in", "prep:at")
        if not any(a.head == mention.trigger and a.slot in slots for a in frame.arguments):
            continue
        if frame.lemma in words("vote-winner"):
            small = [c.i for c in doc[frame.trigger].lefts if c.dep_ == "nsubj"]  # "declared X the winner"
            for head in (*small, *(a.head for a in frame.fillers("subject"))):
                yield from _candidate(head, mention, resolution, ontology)
        for slot in ("possessor", "bearer", "prep:over", "prep:of", "prep:for", "prep:to"):
            for argument in frame.fillers(slot):
                yield from _candidate(argument.head, mention, resolution, ontology)


def _candidate(head: int, mention: EventMention, resolution: Resolution, ontology: Ontology) -> Iterator[Filler]:
    entity = resolution.at(head)
    if entity is not None and entity.cls in STANDING and fills("participant", entity, mention.entry, ontology):
        yield Filler("participant", entity.key, mention.frame.span, mention.status, RULE, mention.entry.name)


def _race(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    """True for a clause that can only be about a vote: so much percent for somebody, a place in the race."""
    words = ontology.lexicon.words
    if frame.lemma in words("polling"):
        return any(doc[a.head].lemma_.lower() in ("percent", "%") for a in frame.fillers("object")) and any(
            a.slot in ("prep:against", "prep:to") and doc[a.head].lemma_.lower() in ("percent", "%") for a in frame.arguments)
    return frame.lemma == "trail" and any(doc[a.head].lemma_.lower() in words("vote-share") for a in frame.arguments)


def _hosts(mention: EventMention, ontology: Ontology, resolution: Resolution) -> Iterator[Filler]:
    """The fillers, with the country that "held an election" as its place."""
    for filler in mention.fillers:
        entity = resolution.entities.get(filler.value) if isinstance(filler.value, str) else None
        if filler.role == "participant" and entity is not None and entity.cls not in STANDING:
            if not ontology.is_a(entity.cls, "Place"):
                continue  # who counts the votes does not stand
            filler = replace(filler, role="location")
        yield filler


def _countries(resolution: Resolution) -> set[str]:
    return {key for key, entity in resolution.entities.items() if entity.cls == "Country" and entity.named}


def _country(resolution: Resolution) -> str | None:
    """The country that the text is about: named more often than any other."""
    counted = Counter({key: len(resolution.entities[key].mentions) for key in sorted(_countries(resolution))}).most_common(2)
    if not counted or counted[0][1] < OFTEN or (len(counted) > 1 and counted[1][1] == counted[0][1]):
        return None
    return counted[0][0]
