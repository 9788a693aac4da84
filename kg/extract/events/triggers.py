"""Frames -> event mentions: each word that means an event, with the roles that its own clause fills."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Frame, Resolution
from ...ontology import Entry, Ontology
from ..relations import apply, filled, name_tokens, status_of
from ..syntax import hyphenated
from .figurative import harmless, readings, sporting
from .fillers import ENTITY_ROLES, moves, role_fillers, under, without_self
from .governing import what_governors_add
from .mentions import EventMention, Filler
from .nearby import owners, users, weapons_beside, where_participants_are

VIOLENT = ("Attack", "MilitaryOperation", "Interception")


def event_mentions(frames: Sequence[Frame], resolution: Resolution, doc: Doc, *, ontology: Ontology) -> list[EventMention]:
    """All event mentions in text order, each with the roles of its own clause and of the verb that governs it."""
    nouns = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    verbs = {frame.trigger: frame for frame in frames if frame.pos == "verb"}
    names = name_tokens(resolution)
    found = [mention for frame in frames if frame.trigger not in names and doc[frame.trigger].ent_type_ not in ("DATE", "TIME")
             and (mention := _mention(frame, nouns, verbs, resolution, doc, ontology)) is not None]
    triggers = {mention.trigger: mention for mention in found}
    governed = what_governors_add(found, frames, triggers, nouns, resolution, doc, ontology)
    # A verb whose subject is itself an event ("the strike hit X") adds to that event and is none of its own.
    return [mention for m in found if (mention := governed.get(m.trigger, m)) is not None]


def _mention(frame: Frame, nouns: Mapping[int, Frame], verbs: Mapping[int, Frame], resolution: Resolution, doc: Doc,
             ontology: Ontology) -> EventMention | None:
    for entry in readings(frame, doc, ontology):
        if not ontology.is_event(entry.means) or not filled(frame, entry, ontology):
            continue
        status = replace(apply(entry, status_of(frame, resolution)), ended=False)  # what happened is not over: it happened
        token = doc[frame.trigger]
        if frame.pos == "verb":
            status = under(status, token, verbs, resolution)
        if token.ent_type_ == "DATE" and token.lower_ == "march":
            continue
        if (token.dep_ == "pobj" and token.lemma_.lower() in ontology.lexicon.words("complex-preposition")
                and any(c.dep_ == "prep" for c in token.rights)):
            continue  # "in retaliation for" is a preposition
        itself = resolution.at(frame.trigger) if frame.pos == "noun" else None
        if itself is not None and not itself.named and ontology.is_a(itself.cls, "Agent"):
            continue  # "ambushed a patrol"
        violent = ontology.is_a(entry.means, "Attack")
        if violent and (_acts_alone(frame, resolution, doc, ontology) or harmless(frame, resolution, doc, ontology)):
            continue
        launched = "instrument" in entry.needs and hyphenated(token) is not None
        if token.dep_ == "amod" and (entry.means == "Election" or launched):
            continue  # "the elected government", "submarine-launched missiles"
        fillers = tuple(without_self(role_fillers(frame, entry, status, resolution, doc, ontology)))
        if "agent" in entry.slots and not any(f.role == "agent" for f in fillers):
            fillers += tuple(owners(frame, entry, status, nouns, resolution, doc, ontology))
            fillers += tuple(users(frame, entry, status, resolution, doc, ontology))
        if not any(f.role == "instrument" for f in fillers):
            fillers += tuple(weapons_beside(frame, entry, status, nouns, resolution, doc, ontology))
        if not any(f.role == "location" for f in fillers):
            fillers += tuple(where_participants_are(frame, entry, status, nouns, resolution, doc, ontology))
        roles = {filler.role for filler in fillers}
        if any(need in ENTITY_ROLES and need not in roles and not (need == "instrument" and _weapon(frame, doc, ontology))
               for need in entry.needs):
            continue
        sides = {f.value for f in fillers if f.role == "participant" and isinstance(f.value, str)}
        one = len(sides) < 2 and not any(resolution.entities[side].cls == "PersonGroup" for side in sides)
        if ("two participants" in entry.needs and len(sides) < 2) or ("no plan" in entry.needs and one
                                                                      and any(frame.fillers("clause"))):
            continue  # "hosted the games", "received a medal"; "agreed to pay"
        cls = _by_means(entry, frame, fillers, resolution, doc, ontology)
        mention = EventMention(cls, frame.trigger, frame, status, entry, fillers, _definite(frame, entry, doc, ontology),
                               _plural(token), frame.times,
                               pointing=any(c.dep_ == "det" and c.lower_ in ("that", "this") for c in token.lefts),
                               foremost=_superlative(token),
                               extra={"provisional": entry.name} if "provisional" in entry.needs else {},
                               distinct=any(c.lower_ in ontology.lexicon.words("distinct") for c in token.lefts
                                            if c.dep_ in ("amod", "det")))
        return None if violent and sporting(mention, resolution, doc, ontology) else mention
    return None


def _acts_alone(frame: Frame, resolution: Resolution, doc: Doc, ontology: Ontology) -> bool:
    """True for a verb whose subject can neither act nor be an event or weapon ("the order targets banks")."""
    subjects = list(frame.fillers("subject"))
    if frame.pos != "verb" or not subjects:
        return False
    for argument in subjects:
        entity = resolution.at(argument.head)
        token = doc[argument.head]
        if token.tag_ == "WDT" and entity is None:
            continue  # "the order, as amended, which targets banks"
        if any(t.lemma_.lower() in ontology.lexicon.words("force-of-nature")
               for t in (token, *token.lefts, *doc[max(token.i - 1, 0) : token.i])):
            continue
        known = (entity is not None and (ontology.is_a(entity.cls, "Agent") or ontology.is_a(entity.cls, "Weapon")
                                         or moves(entity, ontology)))
        meant = [e.means for e in ontology.lexicon.frames.get(("noun", token.lemma_.lower()), ()) if ontology.is_event(e.means)]
        if meant and not any(ontology.is_a(cls, violent) for cls in meant for violent in VIOLENT):
            continue  # "the sanctions target banks", "protests hit the capital"
        if any(t.lemma_.lower() in ontology.lexicon.words("legal-text") for t in (token, *token.lefts)):
            continue
        if known or meant or (token.pos_ in ("PRON", "PROPN", "NUM", "VERB") and entity is None):
            return False
    return True


def _weapon(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    """True where what is fired is a weapon by its word or its modifier ("artillery rounds"), entity or not."""
    # A plane is no weapon where it crashes; what it fires is.
    weapons = frozenset().union(*(words for name, words in ontology.lexicon.sets.items() if name.startswith("means-")
                                  and name != "means-Airstrike"))
    nouns = [doc[a.head] for a in frame.arguments if a.slot in ("object", "subject")]
    return any(word.lemma_.lower() in weapons for noun in nouns for word in (noun,
                                                                             *(c for c in noun.lefts
                                                                               if c.dep_ in ("compound", "amod"))))


def _definite(frame: Frame, entry: Entry, doc: Doc, ontology: Ontology) -> bool:
    """True for "the attack", "their raid", and for who "fired the rockets": the deed is known with its weapon."""
    noun = doc[frame.trigger]
    if frame.pos == "verb":
        slots = ("object", "subject") if "instrument" in entry.needs else ("subject",) if _weapon(frame, doc, ontology) else ()
        fired = [a for slot in slots if slot in entry.slots.get("instrument", ()) for a in frame.fillers(slot)]
        if not fired:
            return False
        noun = doc[fired[0].head]
    elif frame.pos != "noun":
        return False
    # "Its attacks" and "holds its annual summit" tell of new ones.
    owned = not _plural(noun) and noun.dep_ != "dobj"
    return any((c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those")) or (c.dep_ == "poss" and owned)
               for c in noun.lefts)


def _superlative(noun: Token) -> bool:
    """True for "the deadliest attack", "the worst single attack"."""
    return any(t.tag_ in ("JJS", "RBS") for child in noun.lefts if child.dep_ in ("amod", "advmod") for t in child.subtree)


def _plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS")


def _by_means(entry: Entry, frame: Frame, fillers: Iterable[Filler], resolution: Resolution, doc: Doc, ontology: Ontology) -> str:
    """The class that the weapon makes of an unspecified attack, or of what a verb calls bombing.

    Rockets that hit a base are a missile attack; warplanes "bomb" in an airstrike.
    """
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
    before = [c.lower_ if c.tag_ == "VBN" else c.lemma_.lower() for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod")]
    return [noun.lemma_.lower(), *(f"{word} {noun.lemma_.lower()}" for word in before), *before]


def class_by_means(cls: str, nouns: Sequence[str], ontology: Ontology) -> str:
    """The class of the first set of weapons that knows one of the nouns, else `cls`; "suicide bomber" goes before "bomber"."""
    for known in ([noun for noun in nouns if " " in noun], nouns):
        for name, words in ontology.lexicon.sets.items():
            if name.startswith("means-") and any(noun in words for noun in known):
                return name.removeprefix("means-")
    return cls
