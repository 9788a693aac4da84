"""What the verbs and adjectives around an event noun add to it: who did it, to whom, where and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from ...model import Argument, Frame, Resolution
from ...ontology import Ontology
from ..relations import entries, status_of
from .blame import accused_of, blamed, blamed_on, charged, responsible, suspected
from .fillers import fills, hedged, is_where
from .governed import ATTENDED, added_places, aimed_at, attended, light
from .mentions import EventMention, Filler
from .nearby import owners, where_participants_are


def what_governors_add(found: Sequence[EventMention], frames: Sequence[Frame], triggers: Mapping[int, EventMention],
                       nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
                       ontology: Ontology) -> dict[int, EventMention | None]:
    """Trigger -> the mention with what its governing verbs add; None for mentions that merged into another."""
    changed: dict[int, EventMention | None] = {}
    for frame in frames:
        if frame.pos == "verb" and frame.lemma in ontology.lexicon.words("blaming"):
            for deed in charged(frame, triggers, doc):
                changed[deed] = accused_of(frame, triggers[deed], resolution, doc, ontology)
        for argument in frame.arguments:
            mention = changed.get(argument.head, triggers.get(argument.head))
            if mention is None or frame.trigger == argument.head:
                continue
            if mention.frame.pos != "noun":
                continue
            verb = triggers.get(frame.trigger)
            if (verb is not None and verb.frame is frame and argument.slot.startswith("prep:") and not mention.definite
                    and (verb.cls == mention.cls or (argument.slot == "prep:in" and not mention.plural
                                                     and _one_event(verb, mention, ontology)))):
                changed[argument.head] = _absorbed(mention, verb)  # "agreed to a truce", "bombed the port in a raid"
                changed[frame.trigger] = None
                continue
            added = _adds(frame, argument, mention, nouns, resolution, doc, ontology)
            if added is None:
                continue
            changed[argument.head] = added
            other = triggers.get(frame.trigger)
            if (other is not None and argument.slot in ("subject", "object") and other.frame is frame
                    and _one_event(other, mention, ontology)):
                changed[argument.head] = _absorbed(added, other)
                changed[frame.trigger] = None
    for frame in frames:
        for agentless, told in _one_moment(frame, triggers, changed, ontology):
            changed[told] = _absorbed(changed.get(told) or triggers[told], changed.get(agentless) or triggers[agentless])
            changed[agentless] = None
        suspect = suspected(frame, found, resolution, doc, ontology)
        if suspect is not None:
            mention = changed.get(suspect[0], triggers[suspect[0]])
            if mention is not None:
                changed[suspect[0]] = replace(mention, fillers=(*mention.fillers, *suspect[1]))
    for mention in found:
        host = _main_event(mention, triggers, doc)
        if host is not None and changed.get(mention.trigger, mention) is not None:
            main = changed.get(host, triggers[host])
            if main is not None and _one_event(mention, main, ontology):
                changed[host] = _absorbed(main, mention)
                changed[mention.trigger] = None
    return changed


def _one_moment(frame: Frame, triggers: Mapping[int, EventMention], changed: Mapping[int, EventMention | None],
                ontology: Ontology) -> Iterator[tuple[int, int]]:
    """ "A woman was shot when police opened fire": two clauses of one attack, where only the second tells who did it."""
    main = changed.get(frame.trigger, triggers.get(frame.trigger))
    if main is None or main.frame is not frame or main.values("agent") or not ontology.is_a(main.cls, "Attack"):
        return
    for argument in frame.arguments:
        clause = changed.get(argument.head, triggers.get(argument.head)) if argument.slot in MOMENTS else None
        if (clause is not None and clause.values("agent") | clause.values("instrument") and clause.status.asserted
                and main.status.asserted and _one_event(clause, main, ontology)):
            yield frame.trigger, argument.head
            return


MOMENTS = ("clause:when", "clause:after", "clause:as")


def _main_event(mention: EventMention, triggers: Mapping[int, EventMention], doc: Doc) -> int | None:
    """The event that an unspecific participle tells more of, and the one whose purpose only names it again.

    "Launched airstrikes, targeting X", "opened fire, hitting two"; "marched to protest".
    """
    token = doc[mention.trigger]
    if mention.foremost and token.dep_ == "pobj" and token.head.lower_ == "in":
        before = [i for i in range(token.sent.start, token.i) if i in triggers and triggers[i].status.asserted]
        return before[0] if before else None  # "..., killing 28, in the worst attack in years"
    if (token.tag_ == "VBN" and token.dep_ in ("advcl", "acl") and token.i > 1 and token.nbor(-1).text == ","
            and token.i - 2 in triggers and triggers[token.i - 2].frame.pos == "noun"):
        return token.i - 2  # "under the deal, signed in Oslo, both sides ..."
    told_more = mention.cls == "Attack" and token.tag_ == "VBG" and token.dep_ in ("advcl", "acl", "conj")
    purpose = (token.tag_ == "VB" and token.dep_ == "advcl" and token.head.i in triggers
               and triggers[token.head.i].cls == mention.cls)
    if not (told_more or purpose):
        return None
    above = next((c for c in token.head.lefts if c.dep_ == "ccomp"), token.head) if token.dep_ == "advcl" else token.head
    for candidate in (above, *(child for child in above.rights if child.dep_ == "dobj"),
                      *(child for child in above.lefts if child.dep_.startswith("nsubj"))):
        if candidate.i in triggers and candidate.i != token.i:
            return candidate.i
    return None


def _absorbed(main: EventMention, other: EventMention) -> EventMention:
    known = {(f.role, f.value) for f in main.fillers}
    fresh = tuple(replace(f, status=replace(f.status, certainty=main.status.certainty)) for f in other.fillers
                  if (f.role, f.value) not in known)
    cls = other.cls if main.cls == "Attack" else main.cls
    return replace(main, cls=cls, fillers=main.fillers + fresh, times=tuple(dict.fromkeys(main.times + other.times)),
                   also=(*main.also, other.trigger, *other.also))


def _one_event(verb: EventMention, noun: EventMention, ontology: Ontology) -> bool:
    """ "The attack hit X", "carried out a raid": verb and noun speak of one event where their classes agree."""
    return ontology.is_a(verb.cls, noun.cls) or ontology.is_a(noun.cls, verb.cls)


def _adds(frame: Frame, argument: Argument, mention: EventMention, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
          ontology: Ontology) -> EventMention | None:
    words = ontology.lexicon.words
    name = frame.lemma
    slot = argument.slot
    status = status_of(frame, resolution)
    added: list[Filler] = []
    times: tuple[tuple[int, int], ...] = ()
    if slot == "subject" and frame.pos == "adjective":
        return None
    if slot == "prep:of" and frame.pos == "noun" and name in words("suffering") and frame.rule in ("copula", "apposition"):
        role = "location" if name == "scene" else "target"  # "the hotel was the target of an attack"
        return replace(mention, fillers=(*mention.fillers, *(
            Filler(role, e.key, frame.span, status, frame.rule, mention.entry.name) for a in frame.fillers("subject")
            if (e := resolution.at(a.head)) is not None and fills(role, e, mention.entry, ontology))))
    if slot in ATTENDED and frame.pos == "verb":
        added = list(attended(frame, mention, status, resolution, doc, ontology))
        if added and slot in ("prep:for", "prep:in", "prep:at", "prep:during"):
            times = frame.times
        elif slot in ("prep:in", "prep:at", "prep:during") and not mention.definite and not mention.times:
            times = frame.times  # "was tabled in November at a summit"
    if frame.pos == "verb" and ((slot == "object" and name in words("undergoing")) or (slot == "prep:under"
                                                                                      and name in ("come", "be"))):
        added = list(aimed_at(frame, mention, status, resolution, doc, ontology))
        times = frame.times
    if slot == "prep:with" and frame.pos == "verb" and name in words("answering"):
        added = list(light(frame, mention, status, resolution, doc, ontology))  # "responded with a raid"
    if not added and slot in ("prep:for", "prep:of", "prep:in", "prep:behind", "prep:on", "prep:with", "prep:to"):
        added = list(responsible(frame, argument, mention, status, resolution, doc, ontology))
    elif not added and slot == "object" and frame.pos == "verb":
        if name == "blame" and not any(frame.fillers("prep:on")):
            mention, mine = blamed_on(mention, resolution, doc)  # the parser hangs "on X" on the noun
            added = [Filler("agent", e.key, frame.span, blamed(status, frame, resolution), "blame", None) for e in mine]
        elif name in words("blaming") | words("attributing"):
            added = [Filler("agent", e.key, frame.span, blamed(status, frame, resolution), "blame", None)
                     for s in ("prep:on", "prep:to") for a in frame.fillers(s) if (e := resolution.at(a.head)) is not None
                     and fills("agent", e, mention.entry, ontology)]
        elif name in words("claiming"):
            added = [Filler("agent", e.key, frame.span, replace(status, certainty="possible", source=e.key),
                            "claimed responsibility", None)
                     for a in frame.fillers("subject") if (e := resolution.at(a.head)) is not None
                     and fills("agent", e, mention.entry, ontology)]
        elif mention.cls == "Sanction" and name in words("presupposing"):  # who lifts sanctions has imposed them
            added = [f for f in light(frame, mention, replace(status, polarity="affirmed", certainty="certain"),
                                             resolution, doc, ontology) if f.role == "agent"]
        elif mention.cls in TALKED and {name, name.split(" ")[0]} & words("partaking") and not any(
                a.slot == "prep:between" for a in mention.frame.arguments):
            added = [f for f in light(frame, mention, status, resolution, doc, ontology) if f.role == "participant"]
        elif not _no_agent(frame, ontology) or (name == "have" and "agent" not in mention.entry.slots):
            added = list(light(frame, mention, status, resolution, doc, ontology))
            if "agent" in mention.entry.slots and not any(f.role == "agent" for f in added):
                added += owners(frame, mention.entry, status, nouns, resolution, doc, ontology)
            times = frame.times
    elif not added and slot == "subject" and frame.pos == "verb":
        done = frame.rule == "passive" and not _no_agent(frame, ontology) and name not in words("saying")
        if done or {name, name.split(" ")[0], *frame.variants} & words("occurring"):
            times = frame.times
            added = list(added_places(frame, mention, status, resolution, doc, ontology))
        if _symmetric(mention):  # "clashes broke out between X and Y"
            added += [Filler("participant", e.key, frame.span, hedged(status, a, doc, ontology), "governing verb",
                             mention.entry.name)
                      for slot in ("prep:between", "prep:among", "prep:with") for a in frame.fillers(slot)
                      if (e := resolution.at(a.head)) is not None and fills("participant", e, mention.entry, ontology)]
            if not any(f.role == "location" for f in (*mention.fillers, *added)):
                added += where_participants_are(frame, mention.entry, status, nouns, resolution, doc, ontology)
        if name in words("pitting") and "participant" in mention.entry.slots:
            added += [Filler("participant", e.key, frame.span, status, "governing verb", mention.entry.name)
                      for slot in ("object", "prep:against", "prep:between") for a in frame.fillers(slot)
                      if (e := resolution.at(a.head)) is not None and fills("participant", e, mention.entry, ontology)]
        if mention.cls == "Sanction" and {name, name.split(" ")[0]} & words("aiming"):  # "the sanctions target X, Y and Z"
            added = [Filler("target", e.key, frame.span, status, "subject event", mention.entry.name)
                     for slot in ("object", "prep:to", "prep:against") for a in frame.fillers(slot)
                     if (e := resolution.at(a.head)) is not None and fills("target", e, mention.entry, ontology)]
        harm_or_attack = [e for e in entries(frame, ontology.lexicon.frames) if ontology.is_event(e.means)]
        for entry in harm_or_attack[:1]:
            if ontology.is_a(mention.cls, "Attack") and ontology.is_a(entry.means, "Attack"):
                hit = [e for a in frame.fillers("object") if (e := resolution.at(a.head)) is not None
                       and fills("target", e, entry, ontology)]
                added += [Filler("target", e.key, frame.span, status, "subject event", entry.name) for e in hit]
                added += [Filler("location", e.key, frame.span, status, "target place", entry.name) for e in hit
                          if is_where(e, ontology)]
                added += added_places(frame, mention, status, resolution, doc, ontology)
                if not mention.values("location"):
                    added += where_participants_are(frame, entry, status, nouns, resolution, doc, ontology)
                times = frame.times
    if not added and not times:
        return None
    planned = frame.rule == "control" and frame.status.certainty == "possible"
    if slot in ("subject", "object") and planned and mention.status.asserted:
        # "Elections are due to be held in May": they have not been.
        mention = replace(mention, status=replace(mention.status, certainty="possible"),
                          frame=replace(mention.frame, tense=frame.tense),
                          fillers=tuple(replace(f, status=replace(f.status, certainty="possible")) for f in mention.fillers))
    known = {(f.role, f.value) for f in mention.fillers}
    fresh = tuple(f for f in added if (f.role, f.value) not in known)
    # What is said under a hedged verb ("may carry out attacks") has reached the noun's own status already.
    return replace(mention, fillers=mention.fillers + fresh, times=tuple(dict.fromkeys(mention.times + times)))


TALKED = ("Meeting", "Agreement")
"""Classes of what those who break it off, join or keep it take part in."""


def _symmetric(mention: EventMention) -> bool:
    """True where all sides of an event are alike: talks, truces, clashes."""
    return "participant" in mention.entry.slots and "agent" not in mention.entry.slots


def _no_agent(frame: Frame, ontology: Ontology) -> bool:
    """Verbs whose subject does not do the event that is their object: condemn, plan, prompt, hit (a bomb)."""
    words = ontology.lexicon.words
    first = frame.lemma.split(" ")[0]
    return bool({frame.lemma, first} & (words("not-agent") | words("planning"))) or any(
        entry.means in ("causes", "inResponseTo") for entry in ontology.lexicon.frames.get(("verb", frame.lemma), ()))
