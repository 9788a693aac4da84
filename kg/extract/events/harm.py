"""Who was killed and wounded, how many, and by which event."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Argument, Frame, Resolution
from ...ontology import Entry, Ontology
from ..numbers import at_most, count
from ..relations import entries, status_of
from ..syntax import INCLUDING
from .fillers import WHEREABOUTS, beside, hedged, members, place_under, under
from .harming import by_accident, harming_event, told_further, told_of_above
from .mentions import EventMention, Filler
from .nearby import owners
from .triggers import class_by_means, weapon_words

HARM = ("killed", "injured")
HURT = frozenset({"Person", "PersonGroup", "ArmedGroup", "SecurityForce"})
DAMAGE = "target"
"""What verbs of damage mean: what is destroyed is a target of the event that does it."""
REVISED = "revised toll"
"""Rule of a number that takes the place of those told before: "the toll rose to 29"."""
ADDED = "added casualties"
"""Rule of a number that comes on top of those told before: "two bystanders also died"."""


def with_harm(mentions: Sequence[EventMention], frames: Sequence[Frame], resolution: Resolution, doc: Doc, *,
              ontology: Ontology) -> list[EventMention]:
    """The mentions with their victims and casualties; harm that no event does becomes an attack of its own.

    A passive without agent ("two were killed") is only kept where it can be merged into another mention: it may be an accident.
    """
    by_trigger = {trigger: i for i, mention in enumerate(mentions) for trigger in (mention.trigger, *mention.also)}
    verbs = {frame.trigger: frame for frame in frames if frame.pos == "verb"}
    nouns = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    # "Abducted and murdered" are two deeds; "attacked and killed" are one.
    violent = set(m.trigger for m in mentions if ontology.is_a(m.cls, "Attack") or m.cls in ("MilitaryOperation", "Protest"))
    found = list(mentions)
    hosted: dict[int, int] = {}
    accident = False  # what was told last happened by accident, and "the dead" are its dead
    counting: tuple[int, str] = (-2, "")  # of the count told last, its sentence and what it counts: "put the figure at 40"
    for frame in frames:
        role = counting[1] if frame.sentence - counting[0] <= 1 else ""
        counted = toll(frame, role, doc, resolution, ontology) or _identified(frame, doc, resolution, ontology)
        if counted is not None:
            if not accident:
                found.append(counted)
            continue
        entry = next((e for e in entries(frame, ontology.lexicon.frames) if e.means in HARM or e.means == DAMAGE), None)
        if entry is None:
            continue
        mishap = by_accident(frame, entry, by_trigger, doc, ontology)
        accident = mishap or (accident and entry.means == DAMAGE)
        if mishap:
            continue
        frame = _suffered(frame, entry, doc, ontology)
        victims = [_whose(a, doc) for slot in entry.slots["to"] for a in frame.fillers(slot)]
        # "deaths of ten soldiers" counts the soldiers, "ten deaths" the deaths.
        victims = [a for a in victims if a.slot != "self"] or victims
        if entry.means == DAMAGE:
            fillers = _damaged(frame, entry, victims, resolution, doc, ontology)
        else:
            fillers = _casualties(frame, entry, victims, resolution, doc, ontology)
        if any(f.role in HARM for f in fillers):
            counting = (frame.sentence, entry.means)
        if frame.pos == "verb":
            fillers = [replace(f, status=under(f.status, doc[frame.trigger], verbs, resolution)) for f in fillers]
        token = doc[frame.trigger]
        host = hosted.get(token.head.i) if token.dep_ == "conj" else None  # "killing 14 and wounding 60"
        if host is None:
            host = told_of_above(token, by_trigger, resolution, doc, ontology)
        far = host is not None
        if host is None:
            host = harming_event(frame, entry, by_trigger, violent, verbs, doc, resolution, ontology)
        if host is None:
            host = told_further(token, by_trigger, found, ontology)
            far = host is not None  # then its nearest subject need not have done it: "went off as people left, killing two"
        if host is not None and found[host].status.polarity == "negated" and frame.status.polarity == "affirmed":
            host = None  # "two were killed, but no such strikes took place"
        if host is not None and token.tag_ == "VBG":
            hosted[frame.trigger] = host
        if host is not None:
            known = {(f.role, f.value) for f in found[host].fillers}
            fresh = tuple(f for f in fillers if (f.role, f.value) not in known)
            agents = (tuple(_agents(frame, entry, resolution, doc, ontology))
                      if not far and not found[host].values("agent") else ())
            places = tuple(_places(frame, entry, nouns, resolution, doc, ontology)) if not found[host].values("location") else ()
            found[host] = replace(found[host], fillers=found[host].fillers + fresh + agents + places,
                                  times=tuple(dict.fromkeys(found[host].times + frame.times)))
        elif fillers and frame.pos == "verb" and not (entry.means == DAMAGE and _agents(frame, entry, resolution, doc, ontology)):
            by_trigger[frame.trigger] = len(found)
            violent.add(frame.trigger)
            found.append(_own_attack(frame, entry, fillers, nouns, resolution, doc, ontology))
    return sorted(found, key=lambda mention: mention.trigger)


def _whose(argument: Argument, doc: Doc) -> Argument:
    """ "Took the lives of ten soldiers": theirs."""
    noun = doc[argument.head]
    owners = [t.i for child in noun.rights if child.lower_ == "of" for t in child.rights if t.dep_ == "pobj"]
    return argument._replace(head=owners[0]) if noun.lemma_ == "life" and owners else argument


def _suffered(frame: Frame, entry: Entry, doc: Doc, ontology: Ontology) -> Frame:
    """ "19 GUARDS KILLED IN AMBUSH": without an object the participle of a headline is passive."""
    verb = doc[frame.trigger]
    if (frame.pos != "verb" or "object" not in entry.slots["to"] or verb.tag_ != "VBD" or frame.rule != "active"
            or frame.lemma in ontology.lexicon.words("mishap-verb")  # "the ferry sank"
            or any(frame.fillers("object")) or any(c.dep_ in ("aux", "ccomp", "xcomp") for c in verb.children)):
        return frame
    return replace(frame, rule="passive", arguments=tuple(Argument("object", a.head) if a.slot == "subject" else a
                                                          for a in frame.arguments))


def _damaged(frame: Frame, entry: Entry, victims: Sequence[Argument], resolution: Resolution, doc: Doc,
             ontology: Ontology) -> list[Filler]:
    status = status_of(frame, resolution)
    return [Filler("target", e.key, frame.span, hedged(status, a, doc, ontology), frame.rule, entry.name) for a in victims
            if (e := resolution.at(a.head)) is not None and e.cls != "Country"
            and any(ontology.is_a(e.cls, cls) for cls in ("Place", "Weapon", "Company"))]


def toll(frame: Frame, told_last: str, doc: Doc, resolution: Resolution, ontology: Ontology) -> EventMention | None:
    """ "Put the death toll at 17", "the number of wounded rose to 40": the count of an event that was told before.

    `told_last` is what the count of this or the last sentence was of, which "the figure" takes up: killed, injured or "".
    """
    words = ontology.lexicon.words
    if frame.pos != "verb" or not words("toll-verb") & {frame.lemma, frame.lemma.split(" ")[0]}:
        return None
    for slot in ("object", "subject"):
        for argument in frame.fillers(slot):
            noun = doc[argument.head]
            forms = {noun.lower_, noun.lemma_.lower()}
            role = ("killed" if forms & words("toll-dead") else "injured" if forms & words("toll-wounded")
                    else told_last if forms & words("toll-figure") and any(noun.lefts) else "")
            numbers = [a for a in frame.arguments if (a.slot, slot) in (("prep:at", "object"), ("prep:at", "subject"),
                                                                        ("prep:to", "object"), ("prep:to", "subject"),
                                                                        ("object", "subject"))]
            told = next((n for a in numbers if (n := count(doc[a.head])) is not None), None)
            if not role or told is None:
                continue
            entry = next(e for e in ontology.lexicon.frames["verb", "kill" if role == "killed" else "wound"] if e.means == role)
            status = status_of(frame, resolution)
            estimator = next((e for a in frame.fillers("subject") if slot == "object" and (e := resolution.at(a.head))
                              and ontology.is_a(e.cls, "Agent")), None)
            if estimator is not None:
                status = replace(status, source=estimator.key)
            rule = REVISED if words("toll-revision") & {frame.lemma, frame.lemma.split(" ")[0]} else "toll"
            return EventMention("Attack", frame.trigger, frame, status, entry,
                                (Filler(role, told, frame.span, status, rule, entry.name),), definite=True, pointing=True,
                                extra={"provisional": "toll"})
    return None


def _identified(frame: Frame, doc: Doc, resolution: Resolution, ontology: Ontology) -> EventMention | None:
    """ "The victims were identified as X and Y", "the gunman was named as Z", "among the dead were two children"."""
    words = ontology.lexicon.words
    if frame.pos != "verb":
        return None
    slots: tuple[str, ...]
    if any(frame.fillers("prep:among")):  # "was named among the dead"
        told, slots, named = "prep:among", ("subject",) if frame.lemma == "be" else ("object",), False
    elif frame.lemma in words("identifying"):
        told, slots, named = "object", ("prep:as", "complement"), True
    elif frame.lemma == "include":
        told, slots, named = "subject", ("object",), False
    else:
        return None
    groups = [doc[a.head] for a in frame.fillers(told)]
    role = ("victim" if any(_of(noun, words("the-harmed"), resolution) for noun in groups)
            else "agent" if named and any(_of(noun, words("the-doer"), resolution) for noun in groups) else None)
    people = [e for slot in slots for a in frame.fillers(slot) if (e := resolution.at(a.head)) is not None
              and (e.cls == "Person" and e.named if named else ontology.fits(e.cls, HURT))]
    if role is None or not people:
        return None
    entry = next(e for e in ontology.lexicon.frames["verb", "kill"] if e.means == "killed")
    status = status_of(frame, resolution)
    return EventMention("Attack", frame.trigger, frame, status, entry,
                        tuple(Filler(role, e.key, frame.span, status, "identified", entry.name) for e in people), definite=True,
                        pointing=True,
                        extra={"provisional": "identified"})


def _of(noun: Token, harmed: frozenset[str], resolution: Resolution) -> bool:
    """True for one of these nouns, for "those killed", and for a pronoun of theirs."""
    meant = resolution.at(noun.i) if noun.pos_ == "PRON" else None
    if meant is not None and not meant.named:
        return meant.name.lower().split()[-1].removesuffix("s") in harmed
    return bool({noun.lower_, noun.lemma_.lower()} & harmed) or (noun.lower_ in ("those", "people") and any(
        c.dep_ == "acl" and c.lower_ in harmed for c in noun.rights))


def _casualties(frame: Frame, entry: Entry, victims: Sequence[Argument], resolution: Resolution, doc: Doc,
                ontology: Ontology) -> list[Filler]:
    status = status_of(frame, resolution)
    fillers, total, exact, sure = [], 0, bool(victims), True
    for argument in victims:
        token = doc[argument.head]
        entity = resolution.at(argument.head)
        if entity is not None and not ontology.fits(entity.cls, HURT):
            entity = beside(argument, "victim", entry, resolution, doc, ontology) or entity
        if entity is not None and ontology.fits(entity.cls, HURT):
            suffered = hedged(status, argument, doc, ontology)
            fillers.append(Filler("victim", entity.key, frame.span, suffered, frame.rule, entry.name))
            fillers += [Filler("victim", member.key, frame.span, suffered, "named member", entry.name)
                        for member in members(token, entity, resolution)]
        elif token.pos_ != "NUM" and (entity is not None or token.lemma_.lower() in ontology.lexicon.words("animal")
                                      or any(c.dep_ == "poss" for c in token.lefts)):
            continue  # "killed a cow and two men"; "four men lost their lives"
        number = 1 if entity is not None and entity.cls == "Person" and entity.named else count(token)
        if token.pos_ == "NOUN" and entity is not None and entity.number is None:
            if number == 1 and entity.cls != "Person" and any(c.dep_ == "det" for c in token.lefts):
                number = None  # "a patrol was killed"
            elif number is None and entity.cls == "Person" and token.tag_ == "NN":
                number = 1  # "his bodyguard died"
        told = list(members(token, entity, resolution)) if entity is not None and not entity.named else []
        if number is None and len(told) > 1:
            number = len(told)  # "his sons X and Y were killed"
        if number is None and entity is not None and entity.number is not None and token.pos_ == "PRON":
            number = entity.number
        if _listed(token):
            continue  # "12 people, including four children" are 12
        exact = exact and number is not None
        sure = sure and not at_most(token)
        total += number or 0
    if exact and total:
        more = any(c.lower_ in ("also", "too") for c in doc[frame.trigger].children)
        committed = status if sure else replace(status, certainty="possible")
        fillers.append(Filler(entry.means, total, frame.span, committed, ADDED if more else frame.rule, entry.name))
    return fillers


def _listed(noun: Token) -> bool:
    """True for a noun that is a part of what stands before it: "including four children", "such as"."""
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ == "appos":  # "two guards, X and Y"
        return noun.head.tag_ in ("NNS", "NNPS")
    return noun.dep_ == "pobj" and noun.head.lower_ in INCLUDING | {"as"}


def _agents(frame: Frame, entry: Entry, resolution: Resolution, doc: Doc, ontology: Ontology) -> list[Filler]:
    status = status_of(frame, resolution)
    return [Filler("agent", entity.key, frame.span, hedged(status, argument, doc, ontology), frame.rule, entry.name)
            for argument in frame.fillers("subject") if frame.pos == "verb" and "subject" in entry.slots.get("from", ())
            and (entity := resolution.at(argument.head)) is not None and ontology.fits(entity.cls,
                                                                                       ontology.property("agent").range)]


def _own_attack(frame: Frame, entry: Entry, fillers: list[Filler], nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
                ontology: Ontology) -> EventMention:
    status = status_of(frame, resolution)
    agents = _agents(frame, entry, resolution, doc, ontology) or list(owners(frame, entry, status, nouns, resolution, doc,
                                                                              ontology))
    killers = [doc[a.head] for a in frame.fillers("subject")]
    cls = class_by_means("Attack", [word for killer in killers for word in weapon_words(killer)], ontology)
    weapons = [Filler("instrument", e.key, frame.span, status, frame.rule, entry.name) for killer in killers
               if (e := resolution.at(killer.i)) is not None and ontology.is_a(e.cls, "Weapon")]
    places = _places(frame, entry, nouns, resolution, doc, ontology)
    again = frame.rule == "participle" and any(c.dep_ == "det" and c.lower_ == "the" for a in frame.fillers("object")
                                               for c in doc[a.head].lefts)  # "the 14 injured men" were told of before
    harmless = entry.means == DAMAGE or again or (not agents and cls == "Attack"
                                                  and frame.lemma in ontology.lexicon.words("accidental"))
    distinct = _summary(frame, doc) or any(c.lower_ in ontology.lexicon.words("distinct") for killer in killers
                                           for c in killer.lefts)
    return EventMention(cls, frame.trigger, frame, status, entry, (*agents, *fillers, *weapons, *places), times=frame.times,
                        definite=again, distinct=distinct, extra=_provisional(frame, doc) if harmless else {})


def _provisional(frame: Frame, doc: Doc) -> dict[str, str]:
    """Why harm that no one did may only join an event; "joined" where a semicolon joins it to its sentence."""
    sentence = doc[frame.trigger].sent
    joined = any(doc[i].text == ";" for i in range(sentence.start, frame.trigger))
    return {"provisional": "passive without agent"} | ({"joined": ";"} if joined else {})


def _summary(frame: Frame, doc: Doc) -> bool:
    """ "60,000 people have been killed since 1989": no single event's number."""
    return (any(a.slot in ("prep:since", "clause:since") for a in frame.arguments)
            or any(doc[start].lower_ == "since" or doc[max(start - 1, 0)].lower_ == "since" for start, _ in frame.times))


def _places(frame: Frame, entry: Entry, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
            ontology: Ontology) -> list[Filler]:
    """Where people were harmed; the parser likes to hang the place on the people ("killed two in Basra")."""
    held = [inner for a in frame.fillers("object") if a.head in nouns for inner in nouns[a.head].arguments]
    return [Filler("location", e.key, frame.span, status_of(frame, resolution), "governing verb", entry.name)
            for a in (*frame.arguments, *held) if a.slot in WHEREABOUTS
            and (e := resolution.at(a.head) or place_under(doc[a.head], resolution, ontology)) is not None
            and ontology.is_a(e.cls, "Place")]
