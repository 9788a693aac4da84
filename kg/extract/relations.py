"""Frames -> relations between entities: the lexicon says which predicate means which property, domain and range filter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from ..model import Entity, Frame, Refusal, Relation, Resolution, Status
from ..ontology import PARTS_OF_SPEECH, Entry, Ontology

ANY = "*"
"""Lexicon entries for this noun apply to every noun that is an entity."""
ATTRIBUTIVE = frozenset({"noun", "title", "apposition"})
"""Frames that are no clause: what stands in a noun phrase is said of it wherever the phrase stands."""
LOCAL = frozenset({"locatedIn", "basedIn"})
"""Relations that hold for every place that the text names around the first."""
OWNERS = frozenset({"possessor", "modifier", "before"})
WITHIN = frozenset({"Facility", "Settlement", "Region"})
WIDER = frozenset({"Settlement", "Region", "Country"})

STATED = frozenset({"bearer", "giver", "receiver"})
"""Slots of a noun that its verb fills."""


def name_tokens(resolution: Resolution) -> frozenset[int]:
    """The tokens that are part of a name: the words of a name mean nothing of their own ("Border Patrol", "Islamic Front")."""
    return frozenset(i for entity in resolution.entities.values() if entity.named for mention in entity.mentions
                     if mention.kind == "name"
                     for i in range(mention.start, mention.end))


def name_extents(resolution: Resolution) -> dict[int, range]:
    """Token of a name -> all tokens of the longest name that it is part of."""
    found: dict[int, range] = {}
    for entity in resolution.entities.values():
        for mention in entity.mentions if entity.named else ():
            if mention.kind == "name":
                for i in range(mention.start, mention.end):
                    if len(found.get(i, ())) < mention.end - mention.start:
                        found[i] = range(mention.start, mention.end)
    return found


def entries(frame: Frame, lexicon_frames: Mapping[tuple[str, str], tuple[Entry, ...]]) -> tuple[Entry, ...]:
    """The lexicon entries for a frame: those of its longest known form, then those for any word of its kind."""
    return own_entries(frame, lexicon_frames) + lexicon_frames.get((frame.pos, ANY), ())


def own_entries(frame: Frame, lexicon_frames: Mapping[tuple[str, str], tuple[Entry, ...]]) -> tuple[Entry, ...]:
    """The lexicon entries for the longest known form of a frame's own word."""
    for form in (*frame.variants, frame.lemma):
        found = lexicon_frames.get((frame.pos, form))
        if found:
            return found
    return ()


def status_of(frame: Frame, resolution: Resolution, *, attributive: bool = False) -> Status:
    """The frame's status with its speaker resolved to an entity."""
    status = frame.given if attributive else frame.status
    speaker = resolution.at(frame.speaker) if frame.speaker is not None else None
    return replace(status, source=speaker.key) if speaker and speaker.cls else status


def relations(frames: Sequence[Frame], resolution: Resolution, *, ontology: Ontology) -> Iterator[Relation | Refusal]:
    """Each relation that a frame states, with its passage; what domain and range refuse, and what no entry
    knows, comes out as a Refusal."""
    of_any = {pos: ontology.lexicon.frames.get((pos, ANY), ()) for pos in PARTS_OF_SPEECH}
    by_slot = {pos: _by_slot(found) for pos, found in of_any.items()}
    general = {entry.name for found in of_any.values() for entry in found}
    names = name_tokens(resolution)
    extents = name_extents(resolution)
    around = surroundings(frames, resolution, ontology)
    nouns = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    for frame in frames:
        known = {key for argument in frame.arguments if (key := resolution.heads.get(argument.head)) is not None}
        if len(known) < (1 if frame.pos == "verb" else 2):
            continue  # most frames: a relation needs two
        told: dict[str, list[Entity]] = {}
        wider: dict[str, list[Entity]] = {}
        for argument in frame.arguments:
            entity = resolution.at(argument.head)
            if entity is not None:
                inner = argument.head in extents.get(frame.trigger, ())
                told.setdefault("inner:of" if inner and argument.slot == "prep:of" else argument.slot, []).append(entity)
                if argument.slot == "modifier" and not inner:
                    told.setdefault("before", []).append(entity)
                if argument.slot == "possessor" and argument.head in names:
                    told.setdefault("name's", []).append(entity)
                wider.setdefault(entity.key, []).extend(around.get(argument.head, ()))
        meanings = () if frame.trigger in names and frame.pos == "noun" else own_entries(frame, ontology.lexicon.frames)
        if frame.pos == "verb" and any("whole" in entry.slots.get("to", ()) for entry in meanings):
            told["whole"] = [entity for argument in frame.fillers("subject") if argument.head in nouns
                             for entity in _wholes(nouns[argument.head], resolution, ontology)]
        if len({entity.key for found in told.values() for entity in found}) < 2:
            continue  # most frames: a relation needs two
        related: set[tuple[str, str]] = set()
        asked = sorted({number for slot in told for number in by_slot[frame.pos].get(slot, ())})
        for entry in (*meanings, *(of_any[frame.pos][number] for number in asked)):
            if (told.keys().isdisjoint(entry.slots.get("from", ())) and not _lists(entry, told)) or (
                    told.keys().isdisjoint(entry.slots.get("to", ()))):
                continue
            prop = ontology.properties.get(entry.means)
            if prop is None or {"Event"} & (prop.domain | prop.range):
                continue
            if ((entry.means in ("worksFor", "leads") or (entry.means == "memberOf" and entry.name in general))
                    and _held(frame, resolution, ontology)):
                continue
            if (entry.name in general and entry.means == "locatedIn" and entry.slots["to"] != ("prep:from",)
                    and _office(frame, ontology)):
                continue
            ethnic = any("ethnic" in form.split() for form in frame.variants)
            if entry.name in general and entry.means == "nationality" and ethnic:
                continue
            owned = entry.means in LOCAL and "prep:in" not in entry.slots["to"] and not OWNERS.isdisjoint(entry.slots["to"])
            if owned and _abroad(frame, told, ontology):
                continue
            if (entry.name in general and _titled(frame, ontology)
                    and (entry.means in ("nationality", "worksFor") or entry.name == "somebody-of-town")):
                continue  # a title's country or body is what the position is in: positions.py reads it
            for stated in _read(frame, entry, told, wider, resolution, ontology):
                if not isinstance(stated, Relation):
                    if entry.name not in general:
                        yield stated
                    continue
                pair = (stated.subject, str(stated.object))
                if entry.name in general and pair in related:
                    continue  # what the noun itself means goes before what any noun may mean
                related.add(pair)
                yield stated
        if not related:
            yield from _unknown(frame, resolution, ontology)


def _by_slot(found: Sequence[Entry]) -> dict[str, list[int]]:
    """Slot of an object -> the numbers of the entries that look for one there."""
    numbers: dict[str, list[int]] = {}
    for number, entry in enumerate(found):
        for slot in entry.slots.get("to", ()):
            numbers.setdefault(slot, []).append(number)
    return numbers


def _lists(entry: Entry, told: Mapping[str, Sequence[Entity]]) -> bool:
    """True where what the entry says of the noun holds for those whom the text lists of it: "members, including X"."""
    return "listed" in told and "self" in entry.slots.get("from", ())


def _abroad(frame: Frame, told: Mapping[str, Sequence[Entity]], ontology: Ontology) -> bool:
    """True for a body that is not where its owner is: an embassy, or one whose place the text tells ("X's institute in Y")."""
    if not any(ontology.is_a(entity.cls, "Organization") for entity in told.get("self", ())):
        return False
    words = {word for form in (frame.lemma, *frame.variants) for word in form.split()}
    places = [entity for slot in ("prep:in", "prep:at", "prep:near") for entity in told.get(slot, ())]
    placed = any(ontology.is_a(entity.cls, "Place") for entity in places)
    return placed or not words.isdisjoint(ontology.lexicon.words("abroad"))


def surroundings(frames: Iterable[Frame], resolution: Resolution, ontology: Ontology) -> dict[int, list[Entity]]:
    """Token of a place -> the wider places that the text names right behind it: "in Springfield, Illinois"."""
    behind: dict[int, int] = {}
    for frame in frames:
        for argument in (*frame.fillers("comma"), *frame.fillers("then:in")):
            inner, outer = resolution.at(frame.trigger), resolution.at(argument.head)
            if inner is not None and outer is not None and inner.key != outer.key and (
                    ontology.fits(inner.cls, WITHIN) and ontology.fits(outer.cls, WIDER)):
                behind[frame.trigger] = argument.head
    found: dict[int, list[Entity]] = {}
    for token in behind:
        at: int | None = behind[token]
        while at is not None:
            found.setdefault(token, []).append(resolution.entities[resolution.heads[at]])
            at = behind.get(at)
    return found


def peoples(resolution: Resolution) -> Iterator[Relation]:
    """The nationality of those who are called by it: "two Kenyans", "a Norwegian"."""
    for country in resolution.entities.values():
        for mention in country.mentions if country.cls == "Country" else ():
            called = resolution.at(mention.head)
            people = called is not None and called.cls in ("Person", "PersonGroup") and not called.named
            if called is not None and people and "ethnic" not in called.name:
                own = next((m for m in called.mentions if m.head == mention.head and m.end == mention.end), None)
                if own is not None:
                    yield Relation(called.key, "nationality", country.key, own.span, "demonym")


def _read(frame: Frame, entry: Entry, told: Mapping[str, Sequence[Entity]], wider: Mapping[str, Sequence[Entity]],
          resolution: Resolution, ontology: Ontology) -> Iterator[Relation | Refusal]:
    if not filled(frame, entry, ontology):
        return
    subjects, objects = ([(slot, entity) for slot in entry.slots[end] for entity in told.get(slot, ())] for end in ("from", "to"))
    if any(slot == "subject" for slot, _ in subjects):
        # "X is a member of Y" is said of X; the words "a member" are no second one.
        subjects = [(slot, entity) for slot, entity in subjects if slot != "self"]
    if _lists(entry, told):
        subjects += [("listed", entity) for entity in told["listed"]]
    attributive = frame.rule in ATTRIBUTIVE or (frame.rule == "participle" and any(slot == "prefix" for slot, _ in subjects))
    # What somebody has, gives or gets stands or falls with the verb that says so.
    attributive = attributive and not any(slot in STATED for slot, _ in (*subjects, *objects))
    status = apply(entry, status_of(frame, resolution, attributive=attributive))
    for (from_slot, subject), (to_slot, object_) in product(subjects, objects):
        if subject.key == object_.key or (from_slot == to_slot == "self"):
            continue
        if not (_fits(subject, entry, "from", ontology) and _fits(object_, entry, "to", ontology)):
            continue
        why = ontology.accepts(entry.means, subject.cls, object_.cls)
        if why is None:
            yield Relation(subject.key, entry.means, object_.key, frame.span, frame.rule, status, entry=entry.name)
            for place in wider.get(object_.key, ()) if entry.means in LOCAL else ():
                if place.key != subject.key:
                    yield Relation(subject.key, entry.means, place.key, frame.span, frame.rule, status, entry=entry.name)
        else:
            yield Refusal(frame.lemma, frame.pos, (from_slot, to_slot), why, frame.sentence)


def _wholes(members: Frame, resolution: Resolution, ontology: Ontology) -> Iterator[Entity]:
    """What a noun for members names beside them: the alliance of "members of the alliance" and "alliance countries"."""
    for entry in ontology.lexicon.frames.get(("noun", members.lemma), ()):
        if entry.means == "memberOf":
            for argument in members.arguments:
                entity = resolution.at(argument.head) if argument.slot in entry.slots["to"] else None
                if entity is not None and _fits(entity, entry, "to", ontology):
                    yield entity


def _office(frame: Frame, ontology: Ontology) -> bool:
    """True for a title whose holder heads or serves something: "mayor of X" is no word on where the mayor lives."""
    titles = ontology.lexicon.titles
    return any((title := titles.get(form)) is not None and title.relation is not None for form in (*frame.variants, frame.lemma))


def _held(frame: Frame, resolution: Resolution, ontology: Ontology) -> bool:
    """True for a title that a named person is said to hold: positions.py reads what it is in."""
    form = next((form for form in (*frame.variants, frame.lemma) if form in ontology.lexicon.titles), None)
    if frame.pos != "noun" or form is None or form in ontology.lexicon.words("no-position"):
        return False
    return any((entity := resolution.at(a.head)) is not None and entity.named and entity.cls == "Person"
               for a in frame.fillers("subject"))


def _unknown(frame: Frame, resolution: Resolution, ontology: Ontology) -> Iterator[Refusal]:
    """Each pair of entities that a predicate joins of which the lexicon knows nothing, not even that it is a title or speech."""
    lexicon = ontology.lexicon
    if len(frame.arguments) < 2 or frame.lemma in lexicon.words("saying") or frame.lemma == "be":
        return
    if any((frame.pos, form) in lexicon.frames or form in lexicon.titles for form in (*frame.variants, frame.lemma)):
        return
    subject = next((entity.key for a in frame.fillers("subject") if (entity := resolution.at(a.head)) is not None), None)
    if subject is None:
        return
    for slot in dict.fromkeys(a.slot for a in frame.arguments if a.slot in ("object", "indirect") or a.slot.startswith("prep:")):
        if any((entity := resolution.at(a.head)) is not None and entity.key != subject for a in frame.fillers(slot)):
            yield Refusal(frame.lemma, frame.pos, ("subject", slot), "unknown", frame.sentence)


def _titled(frame: Frame, ontology: Ontology) -> bool:
    """True for a title with its holder, and for a name with a title before it."""
    titles = ontology.lexicon.titles
    return ((frame.lemma in titles and any(frame.fillers("subject")))
            or any(word in titles for variant in frame.variants[:1] for word in variant.split()[:-1]))


def _fits(entity: Entity, entry: Entry, end: str, ontology: Ontology) -> bool:
    if end in entry.named and not entity.named:
        return False
    return end not in entry.classes or ontology.fits(entity.cls, entry.classes[end])


def filled(frame: Frame, entry: Entry, ontology: Ontology) -> bool:
    """True where what the entry needs is there: a slot, or a word set for the object's noun ("provide weapons to")."""
    for need in entry.needs:
        if need in ontology.lexicon.sets:
            words = ontology.lexicon.sets[need]
            if not any(variant.rpartition(" ")[2] in words for variant in frame.variants):
                return False
        elif need.startswith("no "):
            if any(frame.fillers(need.removeprefix("no "))):
                return False
        elif need.startswith("prep:") and not any(a.slot == need or a.slot.startswith(f"{need} ") for a in frame.arguments):
            return False
    return True


def apply(entry: Entry, status: Status) -> Status:
    """The status with what the word itself adds: "quit" ends a membership."""
    if entry.negated:
        status = replace(status, polarity="affirmed" if status.polarity == "negated" else "negated")
    return replace(status, ended=True) if entry.ended else status
