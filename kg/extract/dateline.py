"""The dateline ("SRINAGAR, India (AP) -"): its names as mentions, where its place lies, and what "here" means below it."""

import itertools
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from ..gazetteer import Gazetteer
from ..model import Document, Entity, Mention, Relation, Resolution, Span
from ..ontology import Ontology


def with_dateline(mentions: Iterable[Mention], document: Document, doc: Doc, *, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions with those of the dateline, which the parser reads badly: place, country or state, publisher.

    Capitals are evened out ("SRINAGAR" is "Srinagar"), so that the place meets its other mentions.
    """
    if not document.paragraphs or not (document.place or document.publisher):
        return tuple(mentions)
    line, found = _dateline(document), []
    for name, cls in _names(document, gazetteer):
        at = line.of(document.text).lower().find(name.lower())
        tokens = doc.char_span(line.start + at, line.start + at + len(name)) if at >= 0 else None
        if tokens is not None:
            found.append(Mention(Span(tokens.start_char, tokens.end_char), name, tokens.start, tokens.end, tokens.end - 1, "name",
                                 cls))
    kept = [m for m in mentions if not any(m.start < new.end and new.start < m.end for new in found)]
    return tuple(sorted((*kept, *found), key=lambda mention: (mention.start, mention.end)))


def _names(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    for number, part in enumerate((document.place or "").split(",")):
        if name := part.strip():
            country = gazetteer.country(name) is not None and not (number == 0 and gazetteer.capital(name))
            yield name, "Country" if country else "Region" if number else "Settlement"
    if document.publisher:
        yield document.publisher, "MediaOrganization"


def filed_from(document: Document, resolution: Resolution, *, ontology: Ontology) -> Entity | None:
    """The place where the report was filed: the first place of its dateline."""
    return next(iter(_places(document, resolution, ontology)), None)


def dateline_relations(document: Document, resolution: Resolution, *, ontology: Ontology) -> Iterator[Relation]:
    """ "KARBALA, Iraq (AP) -" says that the first place lies in the second."""
    places = _places(document, resolution, ontology)
    for inner, outer in itertools.pairwise(places):
        if inner.cls == "Settlement" and outer.cls in ("Country", "Region"):
            yield Relation(inner.key, "locatedIn", outer.key, _dateline(document), "dateline")


def _dateline(document: Document) -> Span:
    begin = document.headline.end if document.headline else 0
    text = document.text[begin : document.paragraphs[0].start]
    return Span(begin + len(text) - len(text.lstrip()), begin + len(text.rstrip()))


def _places(document: Document, resolution: Resolution, ontology: Ontology) -> list[Entity]:
    if not document.place or not document.paragraphs:
        return []
    line = _dateline(document)
    found = [(mention.start, entity.key) for entity in resolution.entities.values() if ontology.is_a(entity.cls, "Place")
             for mention in entity.mentions if line.covers(mention.span)]
    return [resolution.entities[key] for _, key in sorted(found)]
