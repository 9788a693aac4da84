"""Institutions of states: "the Ruritanian army" and "Ruritania's Ministry of Defence" are as good as names, "the army" is not."""

from collections import Counter
from dataclasses import dataclass

from ..extract.columns import Columns
from ..extract.mentions.labels import slug
from ..extract.names.nametext import nation, state
from ..gazetteer import Gazetteer
from ..model import Document, Mention
from ..ontology import Ontology

GLUE = frozenset({"of", "the", "for", "and"})
HEADS = ("ministry", "department", "office", "bureau")
"""Bodies that are named "Ministry of KX" and "KX Ministry"."""
SPELLED = {"defence": "defense", "labour": "labor"}


@dataclass(frozen=True, slots=True)
class Land:
    """Whose institutions a text means where it does not say: the country that it is written from and speaks of most, or ""."""

    name: str = ""


def land_of(document: Document, spoken: Counter[str], gazetteer: Gazetteer) -> Land:
    """The country of the dateline, where the text names no other as often."""
    places = gazetteer.places(document.place) if document.place else ()
    country = gazetteer.by_code(places[0].country) if places else None
    if country is None or any(spoken[country.code] <= count for code, count in spoken.items() if code != country.code):
        return Land()
    return Land(country.name if spoken[country.code] else "")


def of_nominal(page: Columns, nominals: list[Mention], gazetteer: Gazetteer, ontology: Ontology) -> tuple[str, str] | None:
    """Key and label of a state's institution, which is as good as a name: "the Ruritanian army" -> "ruritania-army"."""
    institutions = ontology.lexicon.words("institutions")
    for mention in nominals:
        for start in range(mention.start + 1, mention.head + 1):
            phrase = " ".join(page.lower[start : mention.head + 1])
            if phrase not in institutions:
                continue
            before = start - 1
            while before > mention.start and page.lower[before] in ("'s", "’s"):
                before -= 1
            for first in range(max(mention.start, before - 2), before + 1):
                if page.lower[first] in ("the", "a", "an"):
                    continue
                text = page.words(first, before + 1)
                country = nation(gazetteer, text)
                if country:
                    return slug(f"{country.name} {_one_form(phrase.split())}"), page.words(first, mention.head + 1)
                if gazetteer.places(text) and page.capital(first):
                    return slug(f"{text} {_one_form(phrase.split())}"), page.words(first, mention.head + 1)
    return None


def of_name(page: Columns, named: list[Mention], land: Land, gazetteer: Gazetteer, ontology: Ontology) -> str | None:
    """The key of a named institution that many states have, None for any other name.

    It is the country's with all its names ("Ruritania's Ministry of Defence", "Ruritanian Defense Ministry"); where the text
    does not tell whose it is, it is the document's alone: two documents' Foreign Ministry may be two.
    """
    lexicon = ontology.lexicon
    generic = lexicon.words("institutionWords") | GLUE
    for mention in named:
        words = [page.lower[i] for i in range(mention.start, mention.end) if page.lower[i] not in ("'s", "’s", "'", "’")]
        owner, words = _owned(words, gazetteer)
        if words and all(word in generic for word in words):
            form = _one_form(words)
            owner = owner or _owner(page, named, gazetteer)
            if not owner and form in lexicon.words("usInstitutions"):
                owner = "United States"
            owner = owner or land.name
            return slug(f"{owner} {form}") if owner else f"#entity={slug(form)}"
    return None


def _owned(words: list[str], gazetteer: Gazetteer) -> tuple[str, list[str]]:
    """The country that a name begins or ends with, and the words beside it: "ruritanian defense ministry"."""
    for size in (2, 1):
        for text, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            country = nation(gazetteer, " ".join(word.upper() if "." in word or word == "us" else word.title() for word in text))
            if country and rest:
                return country.name, rest
    return "", words


def _one_form(words: list[str]) -> str:
    """One form for the two ways to call a ministry, in one spelling: "ministry of defence" -> "defense ministry"."""
    words = [SPELLED.get(word, word) for word in words]
    while words and words[-1] in GLUE:
        words.pop()
    if len(words) > 2 and words[0] in HEADS and words[1] in ("of", "for"):
        words = [*words[2:], words[0]]
    return " ".join(word for word in words if word != "the")


def _owner(page: Columns, named: list[Mention], gazetteer: Gazetteer) -> str:
    """The country that the text says it belongs to: "Ruritania's Defence Ministry", "the Foreign Ministry in KX"."""
    for mention in named:
        before = mention.start - 1
        while before > 0 and page.lower[before] in ("'s", "’s", "'", "’"):
            before -= 1
        if before >= 0 and page.sentence[before] == page.sentence[mention.start] and page.capital(before):
            for first in (before - 1, before):
                country = nation(gazetteer, page.words(max(first, 0), before + 1))
                if country:
                    return country.name
        if page.lower[mention.end : mention.end + 1] in (["in"], ["of"]) and mention.end + 1 < len(page):
            text = page.words(mention.end + 1, mention.end + 2)
            country = gazetteer.capital(text) or state(gazetteer, text)
            if country:
                return country.name
    return ""
