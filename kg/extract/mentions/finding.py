"""Doc -> Mention: every stretch of text that speaks of somebody, some place or some thing of the ontology."""

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Doc

from ...annotate import part_around, parts
from ...gazetteer import Gazetteer
from ...model import Document, Mention, Span
from ...ontology import Ontology
from ..classes.kinds import BRANCH, Scene, root
from ..classes.weighing import classes
from ..columns import Columns, columns
from ..names.nametext import Name, nation
from ..names.naming import names
from .metonyms import states
from .nominals import nominals, number, pronouns


def mentions(doc: Doc, *, ontology: Ontology, gazetteer: Gazetteer, document: Document | None = None) -> tuple[Mention, ...]:
    """Names, nominals and pronouns of the text in order; inside a phrase its modifiers that are names come on their own.

    With `document`, only what stands in its headline and paragraphs.
    """
    page = columns(doc)
    scene = Scene(page, ontology, gazetteer)
    kinds = ontology.lexicon.kinds
    found = [name for name in names(page, ontology.lexicon, gazetteer) if not _opens_with_people(page, name, kinds)]
    found = [half for name in found for half in _halves(page, name, gazetteer)]
    taken = [0] * len(page)
    named = []
    for name, cls in zip(found, classes(found, scene), strict=True):
        for i in range(name.start, name.end):
            taken[i] = 1
        named.append(_mention(scene, name, cls))
        if named[-1].kind == "nominal":
            span = Span(page.at[name.start], page.to[name.end - 1])
            named.append(Mention(span, span.of(page.source), name.start, name.end, named[-1].head, "name", "Country"))
    named = _parts_of_countries(scene, named)
    named = states([*named, *_nested(scene, named)], scene)
    everything = [*named, *nominals(scene, taken), *(p for p in pronouns(scene) if not taken[p.start])]
    if document is not None:
        read = parts(document)
        everything = [told for m in everything if (told := _within(m, read, document)) is not None]
    return tuple(sorted(everything, key=lambda m: (m.start, -m.end, m.head)))


def _halves(page: Columns, name: Name, gazetteer: Gazetteer) -> list[Name]:
    """ "North and South KX" are two countries: the second, and the first where the text has its whole name too."""
    if name.end - name.start != 4 or page.lower[name.start + 1] != "and":
        return [name]
    first = f"{page.text[name.start]} {page.words(name.start + 3, name.end)}"
    if not (nation(gazetteer, first) and nation(gazetteer, page.words(name.start + 2, name.end))):
        return [name]
    second = Name(name.start + 2, name.end, name.label)
    return [Name(name.start, name.start + 1, name.label), second] if first in page.source else [second]


def _opens_with_people(page: Columns, name: Name, kinds: Mapping[str, str]) -> bool:
    """ "Guerrillas blew up ...": the plural that opens a sentence has its capital from there, and is no name."""
    i = name.start
    lower = page.lower[i]
    return (name.end == i + 1 and lower.endswith("s") and lower[:-1] in kinds
            and (i == 0 or page.sentence[i] != page.sentence[i - 1]))


def _mention(scene: Scene, name: Name, cls: str) -> Mention:
    """A name as a mention; people named by their country ("three Iraqis") are people, not the country."""
    page = scene.page
    head = root(page, name)
    span = Span(page.at[name.start], page.to[name.end - 1])
    text = span.of(page.source)
    if cls == "Country" and _people(scene, head, text):
        start = page.phrase_start(head)
        span = Span(page.at[start], span.end)
        one = any(page.lower[c] in ("a", "an", "one", "another") for c in page.children[head] if c < head)
        plural = page.tag[head] in ("NNS", "NNPS") and not one
        return Mention(
            span,
            span.of(page.source),
            start,
            name.end,
            head,
            "nominal",
            "PersonGroup" if plural else "Person",
            number(page, head),
            plural,
        )
    return Mention(span, text, name.start, name.end, head, "name", cls, None, page.tag[head] == "NNPS" and cls == "PersonGroup")


def _within(mention: Mention, read: tuple[Span, ...], document: Document) -> Mention | None:
    """The mention where it stands in what is read, or is the place or the publisher before the text; None elsewhere."""
    if part_around(mention.span, read):
        return mention
    first = document.paragraphs[0].start if document.paragraphs else 0
    if mention.kind != "name" or mention.span.end > first:
        return None
    if document.publisher and mention.text.casefold() == document.publisher.casefold():
        return replace(mention, cls="MediaOrganization")
    return mention if document.place and mention.text.casefold() == document.place.casefold() else None


def _parts_of_countries(scene: Scene, named: list[Mention]) -> list[Mention]:
    """The names with the regions that a direction cuts out of a country: "northern Ruritania".

    The region has the country's name as its head; the country is read at the direction, as the owner of the part.
    """
    page, found = scene.page, []
    directions = scene.ontology.lexicon.words("directions")
    for m in named:
        whole = m.start + (m.cls == "Region")  # "Eastern Ruritania" is one name to the pipeline
        part = whole - 1
        if m.kind != "name" or m.cls not in ("Country", "Region") or part < 0 or page.lower[part] not in directions or (
                page.lower[part].startswith(("neighb", "near"))):
            found.append(m)
            continue
        if part > 1 and page.text[part - 1] == "-" and page.lower[part - 2] in directions:  # "north-eastern"
            part -= 2
        text, country = page.words(part, m.end), page.words(whole, m.end)
        own = scene.gazetteer.places(text) or scene.gazetteer.region(text) or scene.gazetteer.country(text)
        if own or not scene.gazetteer.country(country) or page.sentence[part] != page.sentence[m.head]:
            found.append(m)
            continue
        region = text[0].lower() + text[1:]
        found.append(replace(m, span=Span(page.at[part], m.span.end), text=region, start=part, cls="Region"))
        found.append(replace(m, span=Span(page.at[whole], m.span.end), text=country, start=whole, head=whole - 1, cls="Country"))
    return found


def _nested(scene: Scene, named: list[Mention]) -> list[Mention]:
    """Names inside names of organizations and buildings: a country or its adjective, or a name that the text also has alone."""
    page, foes = scene.page, scene.words("foeMarkers")
    alone = {
        page.words(m.start, m.end): m.cls
        for m in named
        if m.kind == "name" and m.end - m.start < 3 and m.cls not in ("", "Person")
    }
    inner = []
    for outer in named:
        if outer.cls == "PersonGroup" and outer.end == outer.start + 2 and nation(scene.gazetteer, page.text[outer.start]):
            i = outer.start  # "Bosnian" in "Bosnian Serb"
            span = Span(page.at[i], page.to[i])
            inner.append(Mention(span, span.of(page.source), i, i + 1, i, "name", "Country"))
        if (
            outer.end - outer.start < 2
            or BRANCH.get(outer.cls) not in ("Organization", "Place")
            or outer.cls in ("Country", "Settlement", "Region")
        ):
            continue
        i = outer.start
        while i < outer.end:
            for size in (2, 1):
                if i + size > outer.end or (i == outer.start and i + size == outer.end):
                    continue
                foe = size == 1 and page.text[i].isupper() and 2 < len(page.text[i]) < 7 and page.lower[i - 1] in foes
                if i <= outer.head < i + size and not foe:
                    continue
                if not all(page.capital(k) for k in range(i, i + size)):
                    continue
                text = page.words(i, i + size)
                country = nation(scene.gazetteer, text)
                if country and outer.cls == "InternationalOrganization" and not scene.gazetteer.country(text):
                    country = None  # "Organization of American States" is of a continent
                worldwide = text.lower() in scene.words("namedInternationalOrganization") and (size > 1 or text.isupper())
                cls = "Country" if country else alone.get(text) or ("Organization" if foe else None)
                cls = cls or ("InternationalOrganization" if worldwide else None)
                if size == 2 and page.lower[i + 1] == "county":
                    cls = "Region"
                if cls:
                    span = Span(page.at[i], page.to[i + size - 1])
                    inner.append(Mention(span, span.of(page.source), i, i + size, i + size - 1, "name", cls))
                    i += size - 1
                    break
            i += 1
    return inner


MANY = ("ch", "sh", "se", "ss")
"""Ends of demonyms that are no noun for one person."""


def _people(scene: Scene, head: int, text: str) -> bool:
    """True where a demonym is a noun for some people: "two Iraqis", "an Afghan"; "the British" stays the country."""
    page = scene.page
    if not nation(scene.gazetteer, text) or scene.gazetteer.country(text) or page.pos[head] not in ("NOUN", "PROPN"):
        return False
    if page.dep[head] in ("compound", "amod", "nmod", "poss") or page.tag[head] == "JJ":
        return False
    determiner = next((page.lower[c] for c in page.children[head] if page.dep[c] in ("det", "nummod", "poss")), "")
    if page.tag[head] in ("NNS", "NNPS") and any(page.dep[c] == "nummod" for c in page.children[head]):
        return True  # "the two Iraqis"
    if determiner == "the" and page.tag[head] in ("NN", "NNP"):  # "the Iraqi fled"; "the French", "the Swiss" are many
        return page.dep[head] in ("nsubj", "nsubjpass", "dobj") and not text.endswith(MANY)
    return (page.tag[head] in ("NNS", "NNPS") and determiner != "the") or determiner in ("a", "an", "one", "another")
