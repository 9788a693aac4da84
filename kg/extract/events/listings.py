"""Who is told one by one to whom something was done: "among those arrested was X", "those designated today are:" and a list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Entity, Resolution
from ...ontology import Ontology
from ..syntax import conjuncts
from .fillers import fills
from .mentions import EventMention, Filler

LISTED = ("Sanction", "Arrest", "Kidnapping")
"""Classes of what is done to those of a list."""
BULLETS = "-*•–—·"


def with_listed(mentions: Sequence[EventMention], resolution: Resolution, doc: Doc, *, ontology: Ontology) -> list[EventMention]:
    """The mentions with the targets that a list or the rest of the sentence names for them."""
    opening = {m.start: entity for entity in resolution.entities.values() if entity.named and ontology.is_a(entity.cls, "Agent")
               for m in entity.mentions if m.kind == "name" and doc[m.head].dep_ not in ("nsubj", "nsubjpass")}
    told = []
    for mention in mentions:
        if mention.cls in LISTED:
            listed = tuple(_listed(mention, resolution, doc, ontology)) if mention.frame.pos == "verb" else ()
            fillers = (*mention.fillers, *listed, *_semicolons(mention, opening, resolution, doc, ontology))
            mention = replace(mention, fillers=tuple(dict.fromkeys(fillers)), definite=mention.definite or bool(listed))
        told.append(mention)
    return told


def _semicolons(mention: EventMention, opening: Mapping[int, Entity], resolution: Resolution, doc: Doc,
                ontology: Ontology) -> Iterator[Filler]:
    """ "The measures target X, who leads the gang; Y, a former minister; and Z": each part opens with a name."""
    sentence = doc[mention.trigger].sent
    breaks = [t.i for t in sentence if t.text == ";" and t.i > mention.trigger]
    if not breaks:
        return
    first = {resolution.entities[f.value].key for f in mention.fillers if f.role == "target" and isinstance(f.value, str)}
    before = {resolution.heads.get(i) for i in range(mention.trigger, breaks[0])}
    starts = [next((i for i in range(at + 1, sentence.end) if doc[i].lower_ not in ("and", "the")), at) for at in breaks]
    entities = [opening.get(start) for start in starts]
    if not first & before or not all(e is not None and fills("target", e, mention.entry, ontology) for e in entities):
        return
    for entity in entities:
        if entity is not None:
            yield Filler("target", entity.key, mention.frame.span, mention.status, "listed", mention.entry.name)


def _listed(mention: EventMention, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    verb = doc[mention.trigger]
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD") or verb.head.lower_ not in ("those", "others", "people", "suspects"):
        return
    for token in (*_named_beside(verb.head), *_bullets(verb, doc, resolution)):
        entity = resolution.at(token.i)
        if entity is not None and fills("target", entity, mention.entry, ontology):
            yield Filler("target", entity.key, mention.frame.span, mention.status, "listed", mention.entry.name)


def _named_beside(those: Token) -> list[Token]:
    """ "Among those arrested was X", "those arrested are X and Y", "those arrested include X"."""
    among = those.dep_ == "pobj" and those.head.lower_ == "among"
    verb = those.head.head if among else those.head
    if not among and those.dep_ not in ("nsubj", "nsubjpass"):
        return []
    if verb.lemma_ not in ("be", "include"):
        return []
    wanted = ("nsubj", "attr") if among else ("attr", "dobj")
    return [t for child in verb.rights if child.dep_ in wanted for t in conjuncts(child)]


def _bullets(verb: Token, doc: Doc, resolution: Resolution) -> Iterator[Token]:
    """The name that opens each line of the list behind a colon."""
    sentence = verb.sent
    if doc[sentence.end - 1].text != ":":
        return
    start, marked = sentence.end, False
    while start < len(doc):
        line = doc[start].sent
        if not line.text.strip(BULLETS + " \n"):  # the mark that opens a line stands alone
            marked = marked or bool(line.text.strip())
        elif not marked:
            return
        else:
            name = next((t for t in line if (e := resolution.at(t.i)) is not None and e.named and e.cls != "Position"), None)
            if name is not None:
                yield name
            marked = False
        start = line.end
