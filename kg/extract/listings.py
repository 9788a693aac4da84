"""Who is told one by one to whom something was done: "among those arrested was X", "those designated today are:" and a list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ..model import Resolution
from ..ontology import Ontology
from .fillers import EventMention, Filler, fills
from .syntax import conjuncts

LISTED = ("Sanction", "Arrest", "Kidnapping")
"""Classes of what is done to those of a list."""
BULLETS = "-*•–—·"


def with_listed(mentions: Sequence[EventMention], resolution: Resolution, doc: Doc, *, ontology: Ontology) -> list[EventMention]:
    """The mentions with the targets that a list or the rest of the sentence names for them."""
    return [replace(mention, fillers=mention.fillers + found, definite=True)
            if mention.cls in LISTED and mention.frame.pos == "verb"
            and (found := tuple(_listed(mention, resolution, doc, ontology))) else mention for mention in mentions]


def _listed(mention: EventMention, resolution: Resolution, doc: Doc, ontology: Ontology) -> Iterator[Filler]:
    verb = doc[mention.trigger]
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD") or verb.head.lower_ not in ("those", "others", "people", "suspects"):
        return
    for token in (*_named_beside(verb.head, ontology), *_bullets(verb, doc, resolution)):
        entity = resolution.at(token.i)
        if entity is not None and fills("target", entity, mention.entry, ontology):
            yield Filler("target", entity.key, mention.frame.span, mention.status, "listed", mention.entry.name)


def _named_beside(those: Token, ontology: Ontology) -> list[Token]:
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
    start = sentence.end
    while start < len(doc):
        line = doc[start].sent
        opening = doc.text[max(line.start_char - 4, 0) : line.start_char].strip() or line.text[:1]
        if opening[-1:] not in BULLETS:
            return
        name = next((t for t in line if (e := resolution.at(t.i)) is not None and e.named and e.cls != "Position"), None)
        if name is not None:
            yield name
        start = line.end
