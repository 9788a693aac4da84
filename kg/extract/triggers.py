"""Frames -> event mentions: each word that means an event, with the roles that its own clause fills."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from ..model import Argument, Certainty, Entity, Frame, Period, Resolution, Span, Status
from ..ontology import Entry, Ontology
from .relations import apply, entries, filled, name_tokens, status_of

ENTITY_ROLES = ("agent", "instrument", "victim", "target", "participant", "location")
"""In the order in which a filler that fits several is given to one."""
PARTICIPANT_SLOTS = frozenset({"subject", "object", "prep:with", "prep:against", "prep:on", "prep:outside", "prep:at", "prep:near", "prep:inside"})
"""Slots of people, bodies and things that may bring along the place where they are."""
WHEREABOUTS = frozenset({
    "prep:in", "prep:at", "prep:near", "prep:outside", "prep:inside", "prep:within", "prep:around", "prep:across", "prep:along", "prep:off",
    "prep:over", "prep:on", "prep:through", "prep:throughout", "prep:north of", "prep:south of", "prep:east of", "prep:west of",
    "prep:northeast of", "prep:northwest of", "prep:southeast of", "prep:southwest of", "prep:inside of", "prep:outside of",
    "prep:in the heart of", "prep:on the outskirts of", "prep:close to",
})
"""Slots whose place is where the event happens."""


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of one role: an entity's key, a Period or a number, with the passage that says so."""

    role: str
    value: str | Period | int
    evidence: Span
    status: Status
    rule: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One word that speaks of an event.

    definite  taken for granted ("the attack"), so that it may refer back
    also      triggers of the verbs that only told more of it ("the bomb exploded")
    distinct  set apart from what was told before ("another attack")
    extra     why the mention may only join another event, where that is so
    times     token ranges of its own time expressions
    """

    cls: str
    trigger: int
    frame: Frame
    status: Status
    entry: Entry
    fillers: tuple[Filler, ...] = ()
    definite: bool = False
    plural: bool = False
    times: tuple[tuple[int, int], ...] = ()
    headline: bool = False
    distinct: bool = False
    also: tuple[int, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def values(self, role: str) -> set:
        return {filler.value for filler in self.fillers if filler.role == role}


def event_mentions(frames: Sequence[Frame], resolution: Resolution, doc: Doc, *, ontology: Ontology) -> list[EventMention]:
    """All event mentions in text order, each with the roles of its own clause and of the verb that governs it."""
    nouns = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    names = name_tokens(resolution)
    found = [mention for frame in frames if frame.trigger not in names and (mention := _mention(frame, nouns, resolution, doc, ontology)) is not None]
    triggers = {mention.trigger: mention for mention in found}
    governed = _governed(found, frames, triggers, nouns, resolution, doc, ontology)
    # A verb whose subject is itself an event ("the strike hit X") adds to that event and is none of its own.
    return [mention for m in found if (mention := governed.get(m.trigger, m)) is not None]


def _mention(frame: Frame, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc, ontology: Ontology) -> EventMention | None:
    for entry in entries(frame, ontology.lexicon.frames):
        if not ontology.is_event(entry.means) or not filled(frame, entry, ontology):
            continue
        status = replace(apply(entry, status_of(frame, resolution)), ended=False)  # what happened is not over: it happened
        token = doc[frame.trigger]
        if token.dep_ == "pobj" and token.lemma_.lower() in ontology.lexicon.words("complex-preposition") and any(c.dep_ == "prep" for c in token.rights):
            continue  # "in retaliation for" is a preposition
        if ontology.is_a(entry.means, "Attack") and _acts_alone(frame, resolution, doc, ontology):
            continue
        fillers = tuple(_without_self(_fillers(frame, entry, status, resolution, doc, ontology)))
        if "agent" in entry.slots and not any(f.role == "agent" for f in fillers):
            fillers += tuple(_owners(frame, entry, status, nouns, resolution, doc, ontology))
        if not any(f.role == "location" for f in fillers):
            fillers += tuple(_where_participants_are(frame, entry, status, nouns, resolution, ontology))
        roles = {filler.role for filler in fillers}
        if any(need in ENTITY_ROLES and need not in roles and not (need == "instrument" and _weapon(frame, doc, ontology)) for need in entry.needs):
            continue
        cls = _by_means(entry, frame, fillers, resolution, doc, ontology)
        return EventMention(cls, frame.trigger, frame, status, entry, fillers, _definite(token, frame), _plural(token), frame.times,
                            distinct=any(c.lower_ in ontology.lexicon.words("distinct") for c in token.lefts if c.dep_ in ("amod", "det")))
    return None


def _where_participants_are(frame: Frame, entry: Entry, status: Status, nouns: Mapping[int, Frame], resolution: Resolution,
                            ontology: Ontology) -> Iterator[Filler]:
    """ "Killed five soldiers in Basra", "police in Oslo arrested two": the parser likes to hang the place on the people."""
    for argument in frame.arguments:
        noun, entity = nouns.get(argument.head), resolution.at(argument.head)
        if noun is None or argument.slot not in PARTICIPANT_SLOTS or (
            entity is not None and (ontology.is_a(entity.cls, "Place") or ontology.is_event(entity.cls))
        ):
            continue
        for inner in noun.arguments:
            place = resolution.at(inner.head)
            if inner.slot in ("prep:in", "prep:at", "prep:near", "prep:outside") and place is not None and fills("location", place, entry, ontology):
                yield Filler("location", place.key, frame.span, status, "place of a participant", entry.name)


def _owners(frame: Frame, entry: Entry, status: Status, nouns: Mapping[int, Frame], resolution: Resolution, doc: Doc,
            ontology: Ontology) -> Iterator[Filler]:
    """ "Turkish warplanes bombed ...", "gunships of the air force pounded ...": whose weapon it is does it."""
    for argument in frame.fillers("subject"):
        weapon, noun = resolution.at(argument.head), nouns.get(argument.head)
        if noun is None or (weapon is not None and ontology.is_a(weapon.cls, "Agent")):
            continue
        for slot in ("possessor", "modifier", "prep:of", "prep:from"):
            for owner in noun.fillers(slot):
                entity = resolution.at(owner.head)
                if entity is not None and entity.cls != "Person" and fills("agent", entity, entry, ontology) and (weapon is None or entity.key != weapon.key):
                    yield Filler("agent", entity.key, frame.span, hedged(status, owner, doc, ontology), "owner of the weapon", entry.name)


def _acts_alone(frame: Frame, resolution: Resolution, doc: Doc, ontology: Ontology) -> bool:
    """True for a verb whose subject can neither act nor be an event or weapon ("the order targets banks")."""
    subjects = list(frame.fillers("subject"))
    if frame.pos != "verb" or not subjects:
        return False
    for argument in subjects:
        entity = resolution.at(argument.head)
        token = doc[argument.head]
        if any(t.lemma_.lower() in ontology.lexicon.words("force-of-nature") for t in (token, *token.lefts, *doc[max(token.i - 1, 0) : token.i])):
            continue
        known = entity is not None and (ontology.is_a(entity.cls, "Agent") or ontology.is_a(entity.cls, "Weapon") or _moves(entity, ontology))
        event = any(ontology.is_event(e.means) for form in (token.lemma_.lower(),) for e in ontology.lexicon.frames.get(("noun", form), ()))
        if known or event or token.pos_ in ("PRON", "PROPN", "NUM", "VERB") and entity is None:
            return False
    return True


def _without_self(fillers: Iterable[Filler]) -> Iterator[Filler]:
    """Nobody attacks himself: a target that is also the agent comes from a bad parse."""
    agents: set = set()
    for filler in fillers:
        if filler.role == "agent":
            agents.add(filler.value)
        elif filler.role in ("target", "victim") and filler.value in agents:
            continue
        yield filler


def _weapon(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    """True where what is fired is a weapon by its word or its modifier ("artillery rounds"), entity or not."""
    # A plane is no weapon where it crashes; what it fires is.
    weapons = frozenset().union(*(words for name, words in ontology.lexicon.sets.items() if name.startswith("means-") and name != "means-Airstrike"))
    nouns = [doc[a.head] for a in frame.arguments if a.slot in ("object", "subject")]
    return any(word.lemma_.lower() in weapons for noun in nouns for word in (noun, *(c for c in noun.lefts if c.dep_ in ("compound", "amod"))))


def _definite(token: Token, frame: Frame) -> bool:
    if frame.pos != "noun":
        return False
    return any((c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those")) or c.dep_ == "poss" for c in token.lefts)


def _plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS")


def _fillers(frame: Frame, entry: Entry, status: Status, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    used: set[tuple[str, int]] = set()
    for role in ENTITY_ROLES:
        slots = entry.slots.get(role, ())
        if role == "location":
            slots = (*slots, *(s for s in WHEREABOUTS if s not in slots), "modifier", "possessor")
        if role == "target" and "object" in slots and any(resolution.at(a.head) is not None for a in frame.fillers("object")):
            slots = tuple(slot for slot in slots if not slot.startswith("prep:"))  # "shot her on the stairs", not "opened fire on her"
        for argument in frame.arguments:
            if argument.slot not in slots or (argument.slot, argument.head) in used:
                continue
            entity = resolution.at(argument.head) or (_named_inside(argument, resolution, doc, ontology) if role in ("target", "location") else None)
            if entity is None or not fills(role, entity, entry, ontology) or (role == "location" and _moves(entity, ontology)):
                continue
            if role == "location" and argument.slot in ("modifier", "possessor") and entity.cls == "Country" and argument.slot not in entry.slots.get(role, ()):
                continue  # "Ethiopian talks" are not said to be held there
            if role == "instrument" and argument.slot == "modifier" and not any(c.dep_ in ("amod", "compound") for c in doc[argument.head].lefts):
                continue  # "rocket attack" is a kind of attack; "cruise missile attack" tells the weapon
            used.add((argument.slot, argument.head))
            yield Filler(role, entity.key, frame.span, hedged(status, argument, doc, ontology), frame.rule, entry.name)
            if role == "target" and _is_where(entity, ontology):
                yield Filler("location", entity.key, frame.span, status, "target place", entry.name)


def _named_inside(argument: Argument, resolution: Resolution, doc: Doc, ontology: Ontology) -> Entity | None:
    """ "The Qasr crossing": a place by the name before it, where the noun itself is no known kind of thing."""
    for child in reversed(list(doc[argument.head].lefts)):
        entity = resolution.at(child.i)
        if child.dep_ == "compound" and entity is not None and entity.named and ontology.is_a(entity.cls, "Place") and entity.cls != "Country":
            return entity
    return None


def _is_where(entity: Entity, ontology: Ontology) -> bool:
    """A place that is attacked is where the attack is; a country is too wide to say so, a vehicle is nowhere."""
    return ontology.is_a(entity.cls, "Place") and entity.cls != "Country" and not _moves(entity, ontology)


def _moves(entity: Entity, ontology: Ontology) -> bool:
    words = entity.name.lower().split()
    return not entity.named and bool(words) and (words[-1] in ontology.lexicon.words("mobile") or words[-1].removesuffix("s") in ontology.lexicon.words("mobile"))


def fills(role: str, entity: Entity, entry: Entry, ontology: Ontology) -> bool:
    """True where the entity's class fits the role's range and what the entry narrows it to."""
    if role in entry.classes and not ontology.fits(entity.cls, entry.classes[role]):
        return False
    return ontology.fits(entity.cls, ontology.property(role).range)


def hedged(status: Status, argument: Argument, doc: Doc, ontology: Ontology) -> Status:
    """ "Suspected rebels attacked": the attack is certain, its agent only probable."""
    words = ontology.lexicon.words
    for child in doc[argument.head].lefts:
        if child.lower_ in words("probable") and status.certainty == "certain":
            return replace(status, certainty="probable")
        if child.lower_ in words("possible"):
            return replace(status, certainty="possible")
    return status


def _by_means(entry: Entry, frame: Frame, fillers: Iterable[Filler], resolution: Resolution, doc: Doc, ontology: Ontology) -> str:
    """The class that the weapon makes of an unspecified attack, or of what a verb calls bombing: warplanes "bomb" in an airstrike."""
    if entry.means != "Attack" and (entry.means != "Bombing" or frame.pos != "verb"):
        return entry.means
    # The object is the weapon where the entry says so ("fired rockets"), else what was hit ("hit a mortar position").
    full = ("subject", "object") if "object" in entry.slots.get("instrument", ()) else ("subject",)
    nouns = [doc[a.head].lemma_.lower() for a in frame.arguments if a.slot in ("prep:with", "modifier", "prep:by")]
    nouns += [word for a in frame.arguments if a.slot in full for word in weapon_words(doc[a.head])]
    keys = {f.value for f in fillers if f.role == "instrument"}
    for key in sorted(k for k in keys if isinstance(k, str)):
        nouns += [doc[m.head].lemma_.lower() for m in resolution.entities[key].mentions]
    return class_by_means(entry.means, nouns, ontology)


def weapon_words(noun: Token) -> list[str]:
    """The forms under which a lexicon of weapons may know a noun: itself, with each modifier, and the modifiers."""
    before = [c.lemma_.lower() for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod")]
    return [noun.lemma_.lower(), *(f"{word} {noun.lemma_.lower()}" for word in before), *before]


def class_by_means(cls: str, nouns: Sequence[str], ontology: Ontology) -> str:
    """The class of the first set of weapons that knows one of the nouns, else `cls`."""
    for name, words in ontology.lexicon.sets.items():
        if name.startswith("means-") and any(noun in words for noun in nouns):
            return name.removeprefix("means-")
    return cls


# -- verbs that govern an event noun


def _governed(found: Sequence[EventMention], frames: Sequence[Frame], triggers: Mapping[int, EventMention], nouns: Mapping[int, Frame],
              resolution: Resolution, doc: Doc, ontology: Ontology) -> dict[int, EventMention | None]:
    """Trigger -> the mention with what its governing verbs add; None for mentions that merged into another."""
    changed: dict[int, EventMention | None] = {}
    for frame in frames:
        for argument in frame.arguments:
            mention = changed.get(argument.head, triggers.get(argument.head))
            if mention is None or frame.trigger == argument.head or mention.frame.pos != "noun":
                continue
            verb = triggers.get(frame.trigger)
            if verb is not None and verb.frame is frame and argument.slot.startswith("prep:") and verb.cls == mention.cls and not mention.definite:
                changed[argument.head] = _absorbed(mention, verb)  # "agreed to a truce"
                changed[frame.trigger] = None
                continue
            added = _adds(frame, argument, mention, nouns, resolution, doc, ontology)
            if added is None:
                continue
            changed[argument.head] = added
            other = triggers.get(frame.trigger)
            if other is not None and argument.slot in ("subject", "object") and other.frame is frame and _one_event(other, mention, ontology):
                changed[argument.head] = _absorbed(added, other)
                changed[frame.trigger] = None
    for frame in frames:
        suspect = _suspect(frame, found, resolution, doc, ontology)
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


def _suspect(frame: Frame, found: Sequence[EventMention], resolution: Resolution, doc: Doc, ontology: Ontology) -> tuple[int, list[Filler]] | None:
    """Who is suspected of the event told just before: "who bombed the bridge is unclear, but X is most likely"; "X was blamed"."""
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
        status = _blamed(status, frame, resolution)
    agents = [Filler("agent", e.key, frame.span, status, "suspect", None) for a in accused
              if (e := resolution.at(a.head)) is not None and ontology.fits(e.cls, ontology.property("agent").range)]
    return (open_[-1].trigger, agents) if open_ and agents else None


def _accused(frame: Frame, doc: Doc, ontology: Ontology) -> list[Argument]:
    """Of whom the frame says that he is suspected, without naming of what."""
    words = ontology.lexicon.words
    if frame.pos == "adjective" and frame.lemma in words("probable") and frame.rule == "predicate adjective":
        if not any(a.slot.startswith("prep:") for a in frame.arguments) and not any(c.dep_ in ("xcomp", "ccomp") for c in doc[frame.trigger].rights):
            return list(frame.fillers("subject"))
    elif frame.pos == "noun" and frame.lemma in words("culprit") and frame.rule == "copula":
        return list(frame.fillers("subject"))
    elif frame.pos == "verb" and frame.lemma in words("blaming") and frame.status.polarity == "affirmed":
        if not any(a.slot in ("prep:for", "prep:of", "clause", "prep:in", "prep:with") for a in frame.arguments):
            return list(frame.fillers("object"))
    elif frame.pos == "verb" and frame.lemma == "fall" and any(doc[a.head].lemma_.lower() in words("doubtful-noun") for a in frame.fillers("subject")):
        return list(frame.fillers("prep:on"))
    return []


def _main_event(mention: EventMention, triggers: Mapping[int, EventMention], doc: Doc) -> int | None:
    """The event that an unspecific participle tells more of: "launched airstrikes, targeting X", "opened fire, hitting two"; and the one
    whose purpose only names it again: "marched to protest"."""
    token = doc[mention.trigger]
    told_more = mention.cls == "Attack" and token.tag_ == "VBG" and token.dep_ in ("advcl", "acl", "conj")
    purpose = token.tag_ == "VB" and token.dep_ == "advcl" and token.head.i in triggers and triggers[token.head.i].cls == mention.cls
    if not (told_more or purpose):
        return None
    above = next((c for c in token.head.lefts if c.dep_ == "ccomp"), token.head) if token.dep_ == "advcl" else token.head
    for candidate in (above, *(child for child in above.rights if child.dep_ == "dobj"), *(child for child in above.lefts if child.dep_.startswith("nsubj"))):
        if candidate.i in triggers and candidate.i != token.i:
            return candidate.i
    return None


def _absorbed(main: EventMention, other: EventMention) -> EventMention:
    known = {(f.role, f.value) for f in main.fillers}
    fresh = tuple(replace(f, status=replace(f.status, certainty=main.status.certainty)) for f in other.fillers if (f.role, f.value) not in known)
    return replace(main, fillers=main.fillers + fresh, times=tuple(dict.fromkeys(main.times + other.times)), also=(*main.also, other.trigger, *other.also))


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
    if slot in ATTENDED and frame.pos == "verb":
        added = list(_attended(frame, mention, status, resolution, doc, ontology))
        if added and slot in ("prep:for", "prep:in", "prep:at", "prep:during"):
            times = frame.times
    if not added and slot in ("prep:for", "prep:of", "prep:in", "prep:behind", "prep:on", "prep:with", "prep:to"):
        added = list(_responsible(frame, argument, mention, status, resolution, doc, ontology))
    elif not added and slot == "object" and frame.pos == "verb":
        if name in words("blaming"):
            added = [Filler("agent", e.key, frame.span, _blamed(status, frame, resolution), "blame", None)
                     for a in frame.fillers("prep:on") if (e := resolution.at(a.head)) is not None]
        elif name in words("claiming"):
            added = [Filler("agent", e.key, frame.span, replace(status, certainty="possible", source=e.key), "claimed responsibility", None)
                     for a in frame.fillers("subject") if (e := resolution.at(a.head)) is not None and fills("agent", e, mention.entry, ontology)]
        elif not _no_agent(frame, ontology) or (name == "have" and "agent" not in mention.entry.slots):
            added = list(_light(frame, mention, status, resolution, doc, ontology))
            if "agent" in mention.entry.slots and not any(f.role == "agent" for f in added):
                added += _owners(frame, mention.entry, status, nouns, resolution, doc, ontology)
            times = frame.times
    elif not added and slot == "subject" and frame.pos == "verb":
        done = frame.rule == "passive" and not _no_agent(frame, ontology) and name not in words("saying")
        if done or {name, name.split(" ")[0], *frame.variants} & words("occurring"):
            times = frame.times
            added = list(_whereabouts(frame, mention, status, resolution, ontology))
        harm_or_attack = [e for e in entries(frame, ontology.lexicon.frames) if ontology.is_event(e.means)]
        for entry in harm_or_attack[:1]:
            if ontology.is_a(mention.cls, "Attack") and ontology.is_a(entry.means, "Attack"):
                hit = [e for a in frame.fillers("object") if (e := resolution.at(a.head)) is not None and fills("target", e, entry, ontology)]
                added += [Filler("target", e.key, frame.span, status, "subject event", entry.name) for e in hit]
                added += [Filler("location", e.key, frame.span, status, "target place", entry.name) for e in hit if _is_where(e, ontology)]
                if not mention.values("location"):
                    added += _where_participants_are(frame, entry, status, nouns, resolution, ontology)
                times = frame.times
    if not added and not times:
        return None
    known = {(f.role, f.value) for f in mention.fillers}
    fresh = tuple(f for f in added if (f.role, f.value) not in known)
    # What is said under a hedged verb ("may carry out attacks") has reached the noun's own status already.
    return replace(mention, fillers=mention.fillers + fresh, times=tuple(dict.fromkeys(mention.times + times)))


def _no_agent(frame: Frame, ontology: Ontology) -> bool:
    """Verbs whose subject does not do the event that is their object: condemn, plan, prompt."""
    words = ontology.lexicon.words
    first = frame.lemma.split(" ")[0]
    return bool({frame.lemma, first} & (words("not-agent") | words("planning"))) or any(
        entry.means in ("causes", "inResponseTo") for entry in ontology.lexicon.frames.get(("verb", frame.lemma), ()))


ATTENDED = frozenset({"prep:for", "prep:in", "prep:at", "prep:during", "prep:after", "prep:following", "prep:before", "prep:ahead of"})


def _attended(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    """ "After a meeting with Y, X left", "X flew in for talks": a new meeting at which the subject of the clause took part."""
    if mention.definite or not ontology.is_a(mention.cls, "Meeting") or any(a.slot in ("prep:between", "prep:of", "possessor") for a in mention.frame.arguments):
        return
    slots = ("subject", "object") if any(a.slot == "prep:for" and a.head == mention.trigger for a in frame.arguments) else ("subject",)
    for slot in slots:
        for argument in frame.fillers(slot):
            entity = resolution.at(argument.head)
            if entity is not None and fills("participant", entity, mention.entry, ontology):
                yield Filler("participant", entity.key, frame.span, hedged(status, argument, doc, ontology), "attended", mention.entry.name)
    for argument in frame.fillers("prep:to") if "object" in slots else ():  # "flew to Oslo for talks"
        entity = resolution.at(argument.head)
        if entity is not None and fills("location", entity, mention.entry, ontology):
            yield Filler("location", entity.key, frame.span, status, "attended", mention.entry.name)


def _light(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    """Any verb that governs an event noun makes its subject the agent: "carried out", "launched", "held"."""
    role = "participant" if "participant" in mention.entry.slots and "agent" not in mention.entry.slots else "agent"
    for argument in frame.fillers("subject"):
        entity = resolution.at(argument.head)
        if entity is not None and fills(role, entity, mention.entry, ontology):
            yield Filler(role, entity.key, frame.span, hedged(status, argument, doc, ontology), "light verb", mention.entry.name)
    together = role == "participant"
    for argument in frame.arguments:
        if argument.slot == "prep:with" and together:
            entity = resolution.at(argument.head)
            if entity is not None and fills(role, entity, mention.entry, ontology):
                yield Filler(role, entity.key, frame.span, status, "light verb", mention.entry.name)
        elif argument.slot in ("prep:on", "prep:against", "prep:at", "prep:upon") and "target" in mention.entry.slots:
            entity = resolution.at(argument.head)
            if entity is not None and fills("target", entity, mention.entry, ontology):
                yield Filler("target", entity.key, frame.span, status, "light verb", mention.entry.name)
                if _is_where(entity, ontology):
                    yield Filler("location", entity.key, frame.span, status, "target place", mention.entry.name)
    yield from _whereabouts(frame, mention, status, resolution, ontology)


def _whereabouts(frame: Frame, mention: EventMention, status: Status, resolution: Resolution, ontology: Ontology) -> Iterator[Filler]:
    for argument in frame.arguments:
        if argument.slot in WHEREABOUTS:
            entity = resolution.at(argument.head)
            if entity is not None and fills("location", entity, mention.entry, ontology):
                yield Filler("location", entity.key, frame.span, status, "governing verb", mention.entry.name)


def _blamed(status: Status, frame: Frame, resolution: Resolution) -> Status:
    """Blame is the blamer's word: probable at most, with the blamer as its source."""
    blamer = next((e.key for a in frame.fillers("subject") if (e := resolution.at(a.head)) is not None), status.source)
    certainty: Certainty = "possible" if status.certainty == "possible" else "probable"
    return replace(status, certainty=certainty, source=blamer)


def _responsible(frame: Frame, argument: Argument, mention: EventMention, status: Status, resolution: Resolution, doc: Doc,
                 ontology: Ontology) -> Iterator[Filler]:
    """ "Responsible for the attack", "behind the attack", "blamed X for the attack", "claimed responsibility for the attack"."""
    words = ontology.lexicon.words
    if "agent" not in mention.entry.slots:
        return
    agents: list[Argument] = []
    rule = "responsibility"
    behind = frame.pos == "verb" and frame.lemma == "be" and argument.slot == "prep:behind"
    if behind or (frame.pos == "adjective" and frame.lemma in words("responsible")):
        agents = list(frame.fillers("subject"))
    elif frame.pos == "verb" and frame.lemma in words("blaming"):
        agents, rule, status = list(frame.fillers("object")), "blame", _blamed(status, frame, resolution)
    elif frame.pos == "verb" and any(v.endswith("responsibility") for v in frame.variants):
        agents, rule = list(frame.fillers("subject")), "claimed responsibility"
    elif frame.pos == "noun" and frame.lemma == "responsibility":
        verb = doc[frame.trigger].head
        agents = _subjects_of(verb, mention)
        rule = "claimed responsibility"
    for agent in agents:
        entity = resolution.at(agent.head)
        if entity is not None and fills("agent", entity, mention.entry, ontology):
            final = hedged(status, agent, doc, ontology)
            if rule == "claimed responsibility":
                final = replace(final, certainty="possible", source=entity.key)
            yield Filler("agent", entity.key, frame.span, final, rule, mention.entry.name)


def _subjects_of(verb: Token, mention: EventMention) -> list[Argument]:
    return [Argument("subject", child.i, mention.frame.span) for child in verb.children if child.dep_ == "nsubj"]
