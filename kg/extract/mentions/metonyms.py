"""Capitals that stand for their countries: "Strelsau recalled its envoy", "talks with Strelsau", "Strelsau-backed rebels"."""

from collections.abc import Iterable
from dataclasses import replace

from ...model import Mention
from ..classes.kinds import BRANCH, Scene
from ..columns import Columns
from ..names.nametext import nation

PLACING = frozenset({"in", "at", "near", "to", "from", "outside", "into", "around", "through", "of", "toward", "towards"})


def states(named: Iterable[Mention], scene: Scene) -> list[Mention]:
    """The names of a text with the capitals that act as governments made countries; their text stays as it is written."""
    named = list(named)
    page = scene.page
    placed = {m.text for m in named if _located(page, m)}
    spoken = {country.name for m in named if m.cls == "Country" and (country := nation(scene.gazetteer, m.text))}
    acting: set[int] = set()
    found = []
    for mention in named:
        country = scene.gazetteer.capital(mention.text) if mention.cls == "Settlement" and mention.kind == "name" else None
        if country is not None and _acts(scene, mention, acting, country.name in spoken,
                                             mention.text in placed):
            acting.add(mention.head)
            mention = replace(mention, cls="Country")
        elif mention.cls == "Country":
            acting.add(mention.head)
        found.append(mention)
    return found


def _located(page: Columns, mention: Mention) -> bool:
    """True where it is spoken of as a place: "in Strelsau", "the Strelsau airport"."""
    if page.dep[mention.head] == "poss":
        return False
    before = page.lower[mention.start - 1] if mention.start else ""
    return before in PLACING or page.dep[mention.head] in ("compound", "appos", "npadvmod", "ROOT")


def _acts(scene: Scene, mention: Mention, acting: set[int], spoken: bool, placed: bool) -> bool:
    """True where the name of a capital is used as a government's.

    acting  heads of the countries before it;  spoken  True where the text names the country too
    placed  True where the text also uses the name as a place's
    """
    page, words, i = scene.page, scene.words, mention.head
    dep, governor = page.dep[i], page.head[i]
    lemma = page.lemma[governor].lower()
    if dep == "nsubj":
        matters = lemma != "host" and any(page.dep[c] == "dobj" and page.lemma[c].lower() in words("stateMatters")
                                          for c in page.children[governor])
        return matters or lemma in words("stateDeeds") or (spoken and lemma in words("stateVerbs"))
    if dep in ("dobj", "nsubjpass"):
        return lemma in words("reproaches")
    if dep == "conj":
        return governor in acting and governor >= mention.start - 3
    if dep == "poss":
        held = BRANCH.get(scene.ontology.lexicon.kinds.get(lemma, ""))
        return spoken and not placed and held != "Place" and lemma not in words("cityNouns")
    after = mention.end
    if after + 1 < len(page) and page.text[after] == "-" and page.lower[after + 1] in words("stateTies"):
        return True
    if dep in ("compound", "nmod"):
        return page.lower[governor] in words("stateNouns")
    if dep == "pobj":
        if page.dep[governor] == "agent":
            return lemma != "hit" and page.lemma[page.head[governor]].lower() in words("stateDeeds") | words("stateVerbs")
        matter, preposition = page.lemma[page.head[governor]].lower(), page.lower[governor]
        if preposition in ("with", "between", "against", "on"):
            return matter in words("stateMatters")
        return preposition in ("to", "from", "for", "of") and matter in words("stateGifts")
    return False
