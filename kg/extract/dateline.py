"""What a dateline tells besides its names: where the place lies, and what "here" means in the text below it."""

from collections.abc import Iterator

from ..model import Document, Entity, Relation, Resolution, Span
from ..ontology import Ontology


def filed_from(document: Document, resolution: Resolution, *, ontology: Ontology) -> Entity | None:
    """The place where the report was filed: the first place of its dateline."""
    return next(iter(_places(document, resolution, ontology)), None)


def dateline_relations(document: Document, resolution: Resolution, *, ontology: Ontology) -> Iterator[Relation]:
    """ "KARBALA, Iraq (AP) -" says that the first place lies in the second."""
    places = _places(document, resolution, ontology)
    for inner, outer in zip(places, places[1:], strict=False):
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
