"""Frames -> events: mentions with roles, merged to one node per real event, with date, casualties, cause and response."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from ...model import Document, Entity, Event, Frame, Period, Relation, Resolution, Span
from ...ontology import Ontology
from ..status.commitment import ORDER
from .causation import causal_relations, caused_or_answered
from .circumstances import with_circumstances
from .dating import PLANNED, best_dates, dates_told
from .elections import with_candidates
from .groups import with_groups
from .harm import ADDED, HARM, REVISED, with_harm
from .labels import label
from .listings import with_listed
from .mentions import EventMention, Filler
from .merge import Node, merge
from .protests import with_aims
from .scenes import set_in_scenes
from .threats import with_threats
from .triggers import class_by_means, event_mentions, weapon_words
from .weapons import with_weapons


def events(frames: Sequence[Frame], facts: Sequence[Relation], resolution: Resolution, document: Document, doc: Doc, *,
           here: Entity | None = None, ontology: Ontology) -> tuple[Event, ...]:
    """The events of a document, in text order.

    `facts` are its relations: what lies in what gives the wider places. `here` is where the report was filed.
    """
    mentions = event_mentions(frames, resolution, doc, ontology=ontology)
    if here is not None:
        mentions = [_placed(mention, here, doc) for mention in mentions]
    mentions = with_harm(mentions, frames, resolution, doc, ontology=ontology)
    mentions = with_threats(mentions, frames, resolution, doc, ontology=ontology)
    mentions = with_aims(mentions, frames, resolution, doc, ontology=ontology)
    mentions = with_listed(mentions, resolution, doc, ontology=ontology)
    mentions = with_candidates(mentions, frames, resolution, doc, ontology=ontology)
    mentions = with_circumstances(mentions, frames, resolution, doc, ontology=ontology)
    sentence_of = {frame.trigger: frame.sentence for frame in frames}
    mentions = with_groups(mentions, frames, resolution, ontology=ontology)
    mentions = with_weapons(mentions, frames, sentence_of, resolution, doc, ontology=ontology)
    mentions = [m for m in mentions if m.frame.pos == "noun" or m.fillers or m.times]  # "the target was hit" tells nothing
    if document.headline is not None:
        mentions = [replace(m, headline=document.headline.start <= doc[m.trigger].idx < document.headline.end) for m in mentions]
    periods = dates_told(mentions, sentence_of, document, doc)
    linked = list(caused_or_answered(frames, frozenset(periods), doc, ontology))
    apart = {(cause, effect) for _, _, cause, effect in linked}
    nodes = merge(mentions, {t: [p for p, _ in found] for t, found in periods.items()}, resolution, sentence_of, apart,
                  ontology=ontology)
    nodes = [node for node in nodes if _worth_telling(node, frozenset().union(*apart))]
    set_in_scenes(nodes, periods, sentence_of, resolution, document, doc, ontology)
    keys = _keys(nodes, resolution, doc, ontology)
    key_of = {trigger: key for node, key in zip(nodes, keys, strict=True) for m in node.mentions
              for trigger in (m.trigger, *m.also)}
    links = causal_relations(linked, key_of, resolution)
    wider = _wider_places(facts, resolution, ontology)
    return tuple(_event(node, key, periods, links, wider, resolution, doc, ontology)
                 for node, key in zip(nodes, keys, strict=True))


def _placed(mention: EventMention, here: Entity, doc: Doc) -> EventMention:
    """The mention with the dateline's place where its clause says "here"."""
    token = doc[mention.trigger]
    around = [*token.rights, *(t for child in token.rights for t in child.rights if child.dep_ in ("prep", "dobj")),
              *(t for child in token.rights for pobj in child.rights if child.dep_ == "prep" for t in pobj.rights)]
    if not any(t.lower_ == "here" and t.dep_ == "advmod" for t in around):
        return mention
    return replace(mention, fillers=(*mention.fillers, Filler("location", here.key, mention.frame.span, mention.status, "here")))


def _wider_places(facts: Iterable[Relation], resolution: Resolution, ontology: Ontology) -> dict[str, list[Relation]]:
    """Place -> the statements that it lies in a wider one."""
    found: dict[str, list[Relation]] = {}
    for fact in facts:
        if fact.predicate in ("locatedIn", "partOf") and isinstance(fact.object, str) and fact.status.asserted:
            subject, object_ = resolution.entities.get(fact.subject), resolution.entities.get(fact.object)
            if subject and object_ and ontology.is_a(subject.cls, "Place") and ontology.is_a(object_.cls, "Place"):
                found.setdefault(fact.subject, []).append(fact)
    return found


def _stated_levels(roles: Sequence[Relation], wider: Mapping[str, list[Relation]]) -> list[Relation]:
    """The roles with every wider place that the text states for the places in them.

    Where the dateline lies is told of what happened "here" alone.
    """
    found = list(roles)
    known = {role.object for role in roles if role.predicate == "location"}
    for role in found:
        if role.predicate in ("location", "target") and isinstance(role.object, str):
            for fact in wider.get(role.object, ()):
                if fact.object not in known and (fact.rule != "dateline" or role.rule == "here"):
                    known.add(fact.object)
                    found.append(replace(role, predicate="location", object=fact.object, evidence=fact.evidence,
                                         rule="place in a place", entry=fact.entry))
    return found


def _worth_telling(node: Node, linked: frozenset[int]) -> bool:
    """An event needs a participant, a date, a number, or a cause or effect; what never happened needs two ("ability to attack").

    `linked` are the triggers of causes and effects.
    """
    roles = {f.role for m in node.mentions for f in m.fillers}
    told = len(roles & {"agent", "target", "victim", "participant"}) + bool(node.periods) + bool(roles & {"killed", "injured"})
    told += roles >= {"agent", "location"} and any(m.cls == "MilitaryOperation" and m.frame.pos == "verb" for m in node.mentions)
    happened = any(m.status.certainty != "possible" for m in node.mentions)
    if happened:
        located = any(f.rule == "governing verb" for m in node.mentions for f in m.fillers)  # "riots broke out in Dhaka"
        singular = any(not m.plural for m in node.mentions)
        located = located or (node.mentions[0].cls == "Protest" and "location" in roles)  # "protests in Bamako"
        return told >= 1 or any(m.trigger in linked for m in node.mentions) or (bool(roles) and (singular or located))
    # What is planned is told by day and place: "elections are due to be held in Libya in December".
    return told >= 2 or (node.mentions[0].cls in PLANNED and bool(node.periods) and "location" in roles)


def _keys(nodes: Sequence[Node], resolution: Resolution, doc: Doc, ontology: Ontology) -> list[str]:
    counted: Counter = Counter()
    keys = []
    for node in nodes:
        name = f"#event={_cls(node, resolution, doc, ontology).lower()}"
        counted[name] += 1
        keys.append(f"{name}-{counted[name]}")
    return keys


def _cls(node: Node, resolution: Resolution, doc: Doc, ontology: Ontology) -> str:
    """The most specific class of the mentions, among siblings the first.

    Of an attack of no kind, and of what a verb alone calls bombing, it is that of the weapons.
    """
    cls = max((m.cls for m in node.mentions), key=lambda cls: len(ontology.ancestry[cls]))
    by_noun = any(m.frame.pos == "noun" and m.entry.means == cls for m in node.mentions)
    if cls != "Attack" and (cls != "Bombing" or by_noun):
        return cls
    weapons = [resolution.entities[f.value] for m in node.mentions for f in m.fillers
               if f.role == "instrument" and isinstance(f.value, str)]
    words = [word for weapon in weapons for m in weapon.mentions for word in weapon_words(doc[m.head])]
    return class_by_means(cls, words, ontology)


def _event(node: Node, key: str, periods: Mapping[int, list[tuple[Period, Span]]], links: Iterable[Relation],
           wider: Mapping[str, list[Relation]], resolution: Resolution, doc: Doc, ontology: Ontology) -> Event:
    cls = _cls(node, resolution, doc, ontology)
    status = min((m.status for m in node.mentions), key=lambda s: (s.polarity == "negated", ORDER[s.certainty]))
    roles = [Relation(key, _role(f, cls, resolution, ontology), f.value, f.evidence, f.rule, f.status, entry=f.entry)
             for f in _fillers(node)]
    better_told = {(f.role, f.value) for m in node.mentions for f in m.fillers if _named_elsewhere(f, m, node, resolution)}
    roles = [role for role in _stated_levels(roles, wider) if not _nowhere(role, resolution)
             and (role.predicate, role.object) not in better_told]
    roles += [Relation(key, "date", when, span, "date", m.status) for m in node.mentions
              for when, span in best_dates(node, periods, m)]
    roles += [link for link in links if link.subject == key]
    spans = tuple(Span(doc[m.trigger].idx, doc[m.trigger].idx + len(doc[m.trigger])) for m in node.mentions)
    first = min(node.mentions, key=lambda m: (m.headline, m.trigger))
    return Event(key, cls, label(first, cls, node, resolution, doc, ontology), spans, tuple(roles), status)


def _nowhere(role: Relation, resolution: Resolution) -> bool:
    """ "The country", "in villages" say nothing of where; the wider place that is told with them does."""
    entity = resolution.entities.get(role.object) if isinstance(role.object, str) else None
    if entity is None or role.predicate != "location":
        return entity is not None and not entity.cls  # what is of no known kind fills no role
    if entity.named:
        return False
    return entity.cls == "Country" or (entity.cls == "Settlement" and any(mention.plural for mention in entity.mentions))


def _role(filler: Filler, cls: str, resolution: Resolution, ontology: Ontology) -> str:
    """In a clash both sides take part, whoever "attacked" or "spearheaded the assault" in one of its mentions."""
    if cls == "ArmedClash" and filler.role in ("agent", "target") and isinstance(filler.value, str):
        return "participant" if ontology.is_a(resolution.entities[filler.value].cls, "Agent") else filler.role
    return filler.role


def _fillers(node: Node) -> list[Filler]:
    """All fillers of all mentions; of several numbers without a speaker of their own only the highest is the total."""
    found = _revised(_summed([f for m in node.mentions for f in m.fillers]))
    best: dict[tuple[str, str | None], int] = {}
    for f in found:
        if f.role in HARM and isinstance(f.value, int):
            key = (f.role, f.status.source)
            best[key] = max(best.get(key, 0), f.value)
    return [f for f in found if f.role not in HARM or f.value == best[f.role, f.status.source]]


def _named_elsewhere(filler: Filler, mention: EventMention, node: Node, resolution: Resolution) -> bool:
    """ "Attacked a village. ... attacked Velmora": what one mention leaves unnamed, another one of the same event names."""
    entity = resolution.entities.get(filler.value) if isinstance(filler.value, str) else None
    if entity is not None and filler.role == "instrument":
        return _told_longer(entity, mention, node, resolution)
    if entity is not None and filler.role == "victim" and not entity.named and entity.number is not None:
        return any(_same_count(entity, resolution.entities[f.value]) for m in node.mentions if m.trigger > mention.trigger
                   for f in m.fillers if f.role == "victim" and isinstance(f.value, str) and f.value != entity.key)
    if entity is None or entity.named or filler.role not in ("target", "victim", "location") or entity.cls not in ONE_OF_A_KIND:
        return False
    others = [resolution.entities[f.value] for m in node.mentions if m is not mention for f in m.fillers
              if f.role == filler.role and isinstance(f.value, str)]
    return len({other.key for other in others if other.named and other.cls == entity.cls}) == 1


def _same_count(one: Entity, other: Entity) -> bool:
    """ "19 guards" in the headline and "nineteen guards" below."""
    return (not other.named and one.number == other.number
            and one.name.lower().split()[-1] == other.name.lower().split()[-1])


def _told_longer(weapon: Entity, mention: EventMention, node: Node, resolution: Resolution) -> bool:
    """ "Fired rockets. ... the 122 mm rockets": the same weapon, which another mention describes better."""
    others = [resolution.entities[f.value] for m in node.mentions if m is not mention for f in m.fillers
              if f.role == "instrument" and isinstance(f.value, str) and f.value != weapon.key]
    rank = (len(weapon.name.split()), weapon.key)
    return any(other.name.split()[-1] == weapon.name.split()[-1] and (len(other.name.split()), other.key) > rank
               for other in others)


ONE_OF_A_KIND = ("Settlement", "Facility")
"""Classes of which an event has mostly one in a role."""


def _summed(fillers: list[Filler]) -> list[Filler]:
    """ "Three soldiers were killed. ... Two bystanders also died": the second number becomes the sum."""
    total: dict[str, int] = {}
    found = []
    for f in fillers:
        if f.role in HARM and isinstance(f.value, int):
            number = f.value + (total.get(f.role, 0) if f.rule == ADDED else 0)
            f = replace(f, value=number)
            total[f.role] = max(total.get(f.role, 0), number)
        found.append(f)
    return found


def _revised(fillers: list[Filler]) -> list[Filler]:
    """Without the numbers that a later one takes the place of, whoever told them: "the toll rose to 29"."""
    last = {f.role: i for i, f in enumerate(fillers) if f.rule == REVISED and f.status.asserted}
    return [f for i, f in enumerate(fillers) if f.role not in HARM or i >= last.get(f.role, 0)]
