"""Frames of titles -> who holds which position, and in what: "the group's leader", "Foreign Minister X", "X, chairman of Y"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from ..model import Entity, Frame, Mention, Relation, Resolution, Span
from ..ontology import Ontology, Title
from .columns import columns
from .relations import status_of

HELD_IN = ("possessor", "modifier", "prep:of", "prep:for", "prep:at", "prep:in", "prep:to", "prep:with", "prep:from", "prep:on")
"""Slots of a title that name what the position is in."""
SERVED = frozenset({"possessor", "prep:of", "prep:for", "prep:to"})
"""Those that name the person whom the holder serves."""


JOINED = frozenset({"PoliticalParty", "ArmedGroup"})
EMPLOYERS = frozenset({"Company", "MediaOrganization", "SecurityForce"})
BODIES = frozenset({"Organization", "GovernmentBody", "InternationalOrganization"})
TOWNS = frozenset({"Settlement", "Region"})
PLACES = frozenset({"Place"})
POSITIONS_IN = frozenset({"Organization", "Country", "PersonGroup", "Settlement", "Region"})


@dataclass(frozen=True, slots=True)
class Position:
    """A position entity with what is said of its holder."""

    entity: Entity
    relations: tuple[Relation, ...]


def positions(frames: Iterable[Frame], resolution: Resolution, doc: Doc, *, ontology: Ontology) -> Iterator[Position]:
    """Each position that someone is said to hold, as an entity, with holdsPosition and leads or worksFor."""
    titles = ontology.lexicon.titles
    frames = list(frames)
    inside = {frame.trigger: frame for frame in frames if frame.pos == "noun"}
    for frame in frames:
        if frame.pos != "noun":
            continue
        form = next((form for form in (*frame.variants, frame.lemma) if form in titles), None)
        if form is None or form in ontology.lexicon.words("no-position") or _longer_title(frame, doc, ontology):
            continue
        followed = any(frame.fillers("predecessor"))
        for slot in ("subject", "predecessor"):
            holders = [entity for argument in frame.fillers(slot) if (entity := resolution.at(argument.head)) is not None
                       and entity.cls == "Person" and entity.named]
            if holders:
                yield from _held(frame, titles[form], form, holders, _held_in(frame, form, inside, resolution, doc, ontology),
                                 resolution, doc[frame.trigger], ontology, ended=slot == "predecessor" if followed else None)


def _held_in(frame: Frame, form: str, inside: dict[int, Frame], resolution: Resolution, doc: Doc,
             ontology: Ontology) -> list[Entity]:
    """What the position is in; where a phrase is no entity, what stands inside it ("head of programmes for X" -> X)."""
    found = []
    for slot in HELD_IN:
        for argument in frame.fillers(slot):
            held = doc[argument.head]
            if slot == "prep:of" and form.endswith((f" of {held.lemma_.lower()}", f" {held.lower_}")):
                # The staff of "chief of staff" is part of the title, and what it is of comes behind.
                behind = [resolution.at(a.head) for a in inside[held.i].fillers("prep:of")] if held.i in inside else []
                found += [e for e in behind if e is not None and ontology.fits(e.cls, POSITIONS_IN)]
                continue
            if held.lower_ == "affairs":
                continue  # what a minister minds is no body: "foreign affairs minister", "Minister of Internal Affairs"
            entity = resolution.at(argument.head)
            if entity is not None and entity.named and entity.cls == "Person" and slot in SERVED:
                found.append(entity)  # "her lawyer", "an adviser to X"
            elif entity is not None and ontology.fits(entity.cls, POSITIONS_IN):
                posted = slot == "prep:to" and ontology.is_a(entity.cls, "Place")  # "envoy to Sudan"
                # "met the leader in Vienna", "the envoy in Sudan"; but "the leader in Sudan"
                leads = ontology.lexicon.titles[form].relation != "worksFor"
                met = slot == "prep:in" and ontology.fits(entity.cls, TOWNS if leads else PLACES)
                theatre = slot == "prep:for" and entity.cls == "Region"  # "commander for the Far East"
                if not posted and not met and not theatre:
                    found.append(entity)
            elif slot.startswith("prep:") and argument.head in inside and argument.head != frame.trigger:
                deeper = [resolution.at(a.head) for inner in HELD_IN if inner.startswith("prep:") or entity is None
                          for a in inside[argument.head].fillers(inner)]
                found += [e for e in deeper if e is not None and ontology.fits(e.cls, POSITIONS_IN)]
    if not found:  # "X, commander, Southern Command": the parser sets the organization beside the title
        beside = [resolution.at(token.i) for token in _set_beside(frame, doc)]
        found += [e for e in beside if e is not None and e.named and ontology.is_a(e.cls, "Organization")]
    if frame.rule == "title" and not found:  # "President X of Y"
        behind = [resolution.at(a.head) for holder in frame.fillers("subject") if holder.head in inside
                  for a in inside[holder.head].fillers("prep:of")]
        found += [e for e in behind if e is not None and ontology.fits(e.cls, POSITIONS_IN - {"PersonGroup"})]
    return found


def _set_beside(frame: Frame, doc: Doc) -> list[Token]:
    """What the parser hangs on a title that stands beside its holder: as another apposition, or as if it went on a list."""
    noun = doc[frame.trigger]
    found = [doc[argument.head] for argument in frame.fillers("subject") if doc[argument.head].head == noun]
    listed = any(child.dep_ == "cc" for child in noun.rights)
    if frame.rule == "apposition" and not listed and noun.i + 1 < len(doc) and noun.nbor().text == ",":
        found += [child for child in noun.rights if child.dep_ == "conj"]
    return found


def _longer_title(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    """ "Lieutenant" of "Lieutenant General X": the title goes on behind this word."""
    after, titles = frame.trigger + 1, ontology.lexicon.titles
    if frame.rule != "title" or after >= len(doc) or doc[after].lower_ not in titles:
        return False
    word = doc[frame.trigger].lower_
    # But "chairman Judge X" bears two.
    return f"{word} {doc[after].lower_}" in titles or (titles[word].rank if word in titles else False)


def _held(frame: Frame, title: Title, form: str, holders: list[Entity], held_in: list[Entity], resolution: Resolution,
          noun: Token, ontology: Ontology, *, ended: bool | None) -> Iterator[Position]:
    status = status_of(frame, resolution, attributive=frame.rule not in ("copula", "as"))
    if ended is not None:  # one who was replaced no longer is, the other is
        status = replace(status, ended=ended)
    span = _title_span(noun, form, frame, resolution, ontology)
    name = span.of(columns(noun.doc).source) if noun.tag_ not in ("NNS", "NNPS") else form  # "councillors X and Y" are each one
    if not title.rank or frame.rule != "title":
        name = " ".join(name.split())
    # The bare title is what the text calls the position elsewhere.
    entity = Entity(slug(name), "Position", name, (form,) if form != name.lower()
                    else (), mentions=(Mention(span, name, noun.i, noun.i + 1, noun.i, "nominal", "Position"),))
    nations = _nations(frame, noun.doc, resolution, owned=title.relation is None and not title.rank)
    second = not ontology.lexicon.words("seconds").isdisjoint(name.lower().partition(" of ")[0].split())
    found = []
    for holder in holders:
        found.append(Relation(holder.key, "holdsPosition", entity.key, frame.span, frame.rule, status, entry=form))
        for other in held_in:
            if other.key == holder.key or other.key == f"#entity=side-of-{holder.key}":
                continue
            serves = title.relation == "worksFor" or form in ontology.lexicon.words("seconds")  # "X's deputy"
            if other.cls == "Person" and not serves:
                continue
            relation = ("memberOf" if title.rank else "worksFor" if other.cls == "Person"
                        else _relation(title, form, other, ontology))
            if relation == "leads" and (_portfolio(noun, other, resolution, ontology) or second):
                relation = "worksFor"
            if title.rank and ontology.is_a(other.cls, "Place"):
                relation = "worksFor" if other.cls == "Country" else None
            if relation and ontology.accepts(relation, holder.cls, other.cls) is None:
                found.append(Relation(holder.key, relation, other.key, frame.span, frame.rule, status, entry=form))
            if other.key in nations:
                found.append(Relation(holder.key, "nationality", other.key, frame.span, frame.rule,
                                      replace(status, ended=False), entry=form))
    yield Position(entity, tuple(found))


def _portfolio(noun: Token, other: Entity, resolution: Resolution, ontology: Ontology) -> bool:
    """True for the head of one matter in a body: "the Union's policy chief"."""
    before = noun.nbor(-1) if noun.i else noun
    known = resolution.at(before.i)
    return (before.tag_ in ("NN", "NNS") and before.dep_ in ("compound", "nmod") and known is None
            and noun.lower_ in ontology.lexicon.words("portfolio") and other.named)


def _nations(frame: Frame, doc: Doc, resolution: Resolution, *, owned: bool) -> set[str]:
    """The countries by whose adjective the holder is called: "French President X"; "France's President X" is not called so.

    A country that employs nobody under the title is the holder's own where it is `owned` by it: "Jordan's Prince X".
    """
    if frame.rule != "title":
        return set()
    told = [a.head for a in frame.fillers("modifier") if doc[a.head].tag_ == "JJ" or doc[a.head].ent_type_ == "NORP"]
    told += [a.head for a in frame.fillers("possessor")] if owned else []
    return {entity.key for i in told if (entity := resolution.at(i)) is not None and entity.cls == "Country"}


def _relation(title: Title, form: str, other: Entity, ontology: Ontology) -> str | None:
    """A minister or general of a country works for it; only a head of state or government leads it; a judge is of it."""
    if other.cls == "Country" and form in ontology.lexicon.words("citizens"):
        return "nationality"
    if title.relation == "leads" and other.cls == "Country" and form not in ontology.lexicon.words("head-of-state"):
        return "worksFor"
    if title.relation is None:  # an occupation: "the party's candidate", "the airline's pilot"
        if other.cls in JOINED or (other.cls == "Organization" and form in ontology.lexicon.words("partisan")):
            return "memberOf"
        employs = other.cls in EMPLOYERS or (other.cls in BODIES and form in ontology.lexicon.words("occupation"))
        return "worksFor" if employs else None
    return title.relation


def _title_span(noun: Token, form: str, frame: Frame, resolution: Resolution, ontology: Ontology) -> Span:
    """The words of the position: modifiers that are no country or owner, the title, and "of ..." behind it."""
    doc = noun.doc
    first = noun
    passing = ontology.lexicon.words("former") | ontology.lexicon.words("of-late")
    for child in reversed(list(noun.lefts)):
        entity = resolution.at(child.i)
        if child.dep_ not in ("compound", "amod", "nmod") or (entity is not None and entity.cls == "Country"):
            break
        if (child.lower_ in passing or child.tag_ in ("HYPH", "JJS", "JJR")
                or (child.dep_ == "amod" and child.pos_ != "ADJ")):
            break
        first = child.left_edge
    title = form.partition(" of ")[0]
    spaces = title.count(" ")
    spoken = noun.i - spaces
    if spoken >= noun.sent.start and spoken < first.i and " ".join(t.lower_ for t in doc[spoken : noun.i + 1]) == title:
        first = doc[spoken]
    if frame.rule == "title":
        # The parser hangs all words before a name on the name: take the run that ends in the title's last word.
        first = doc[max(noun.sent.start, noun.i - spaces)]
        while first.i > noun.sent.start:
            before = first.nbor(-1)
            known = resolution.at(before.i)
            if (before.dep_ not in ("compound", "nmod") or before.pos_ not in ("PROPN", "NOUN")
                    or (before.lower_ in ontology.lexicon.titles and not title.startswith(before.lower_)
                        and before.lower_ not in ontology.lexicon.words("seconds")
                        and f"{before.lower_} {first.lower_}" not in ontology.lexicon.titles)
                    or (known is not None and known.cls == "Country")):
                break
            first = before
    last = noun
    if spaces and noun.i + 1 < len(doc) and title == f"{noun.lower_} {noun.nbor().lower_}":  # "director general"
        last = noun.nbor()
    while last.i + 2 < len(doc) and not last.whitespace_ and last.nbor().text == "-":  # "commander-in-chief"
        last = last.nbor(2)
    for child in (*noun.rights, *(last.rights if last.i != noun.i else ())):
        if child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i == last.i + 1:
            objects = [inner for inner in child.rights if inner.dep_ == "pobj"]
            if objects:
                last = objects[0]
                while True:
                    deeper = [inner for prep in last.rights if prep.dep_ == "prep" and prep.lower_ == "of"
                              for inner in prep.rights if inner.dep_ == "pobj"]
                    if not deeper:
                        break
                    last = deeper[0]
            break
    return Span(first.idx, last.idx + len(last))


def slug(name: str) -> str:
    """A name as the tail of an IRI: ASCII, lower case, words joined by hyphens.

    >>> slug("Secretary of State"), slug("N’Djamena Accord")
    ('secretary-of-state', 'ndjamena-accord')
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"
