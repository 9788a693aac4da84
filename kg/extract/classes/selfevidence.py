"""Evidence for a name's class in the name itself, its title and what tables and the language pipeline know of it."""

import re

from ..names.given import given
from ..names.nametext import Name
from .kinds import BRANCH, HARDWARE, ORGANIZATIONS, PLACES, Scene, root

LABELS = {
    "PERSON": "Person",
    "NORP": "PersonGroup",
    "FAC": "Facility",
    "ORG": "Organization",
    "GPE": "Settlement",
    "LOC": "Region",
}


def title_before(scene: Scene, name: Name) -> str | None:
    """A title or rank right before it: a person ("General KX", "spokesman KX")."""
    page, titles = scene.page, scene.ontology.lexicon.titles
    i = name.start
    if i > 1 and page.text[i - 1] == "," and page.capital(i - 2) and name.label == "PERSON":
        i -= 1
    for length in (3, 2, 1):
        if i >= length and page.sentence[i - length] == page.sentence[i] and (
            " ".join(page.lower[i - length : i]).replace(" - ", "-") in titles
        ):
            attached = name.start <= page.head[i - 1] < name.end
            return "Person" if attached or page.capital(i - 1) or name.label == "PERSON" else None
    return None


def age_after(scene: Scene, name: Name) -> str | None:
    """An age after it: a person ("KX, 43,")."""
    page, i = scene.page, name.end
    if (
        i + 2 < len(page)
        and page.text[i] == ","
        and page.text[i + 1].isdigit()
        and len(page.text[i + 1]) == 2
        and (page.text[i + 2] in (",", ".", "year"))
    ):
        return "Person"
    return None


def vessel(scene: Scene, name: Name) -> str | None:
    """The letters before a ship's name: "HMS KX", "MV KX"."""
    first = scene.page.lower[name.start]
    if name.end - name.start < 2 or first not in scene.words("shipLetters") or not scene.page.text[name.start].isupper():
        return None
    return "Facility" if first in scene.words("tradingShips") else "Weapon"


def designation(scene: Scene, name: Name) -> str | None:
    """Letters and a number that name a make of weapon: "F-16s", "a T-72 tank", "three Su-25"."""
    page, i = scene.page, name.start
    found = HARDWARE.fullmatch(page.text[i]) if name.end - i == 1 else None
    if found is None:
        return None
    after = page.lower[i + 1].removesuffix("s") if i + 1 < len(page) else ""
    armed = scene.ontology.lexicon.kinds.get(after) == "Weapon" or after in scene.words("vessel")
    owned = i > 0 and (page.pos[i - 1] == "NUM" or page.label[i - 1] in ("GPE", "NORP"))
    return "Weapon" if found["several"] or armed or owned else None


def last_word(scene: Scene, name: Name) -> str | None:
    """The noun that the name is built on: "... Ministry", "... Brigade", "University of ...", "Lake ..."."""
    page, kinds = scene.page, scene.ontology.lexicon.kinds
    if name.end - name.start < 2:
        if name.label not in ("ORG", ""):
            return None
        if page.lower[name.start] in scene.words("chambers"):
            return "GovernmentBody"
        return next(
            (
                cls
                for cls in ("InternationalOrganization", "GovernmentBody", "SecurityForce", "MediaOrganization")
                if page.lower[name.start] in scene.words(f"named{cls}")
            ),
            None,
        )
    whole = " ".join(page.lower[name.start : name.end])
    if whole in scene.words("wholeOrganization"):
        return "Organization"
    if whole in kinds and kinds[whole] in ORGANIZATIONS:
        return kinds[whole]
    if page.lower[name.end - 2] in scene.words("institutionWords") and scene.gazetteer.country(page.text[name.end - 1]):
        return "GovernmentBody"  # "Global Affairs Canada"
    if page.lower[name.end - 1] in scene.words("endsFacility"):
        return "Facility"
    head = next(
        (i - 1 for i in range(name.start + 1, name.end) if page.lower[i] in ("of", "for", "on", "to", "against", "in")),
        name.end - 1,
    )
    if head < name.end - 1 and scene.gazetteer.places(page.words(name.start, name.end - 1)):
        head = name.end - 1
    # The end of "Ana Jong-un" is no word of its own.
    word = page.lower[head] if page.capital(head) or page.text[head - 1] != "-" else ""
    first = page.lower[name.start]
    land = page.words(head + 2, name.end) if word == "bank" and head == name.start and name.end - head > 2 else ""
    if land and (scene.gazetteer.country(land) or scene.gazetteer.region(land)):
        return "Company" if page.lower[name.end - 1] in scene.words("tradingBanks") else "GovernmentBody"
    if head > name.start:
        phrase = " ".join(page.lower[head - 1 : head + 1])
        if kinds.get(phrase) == "SecurityForce" and _insurgent(scene, name):
            return "ArmedGroup"
        if phrase in kinds and page.capital(head):
            return _worldwide(scene, name, word, _group(kinds[phrase]))
    if page.lower[name.end - 1] in scene.words("cityPapers") and scene.gazetteer.places(page.words(name.start, name.end - 1)):
        return "MediaOrganization"
    for cls in (*ORGANIZATIONS, *PLACES[1:]):
        if word in scene.words(f"named{cls}"):
            if cls == "SecurityForce" and _insurgent(scene, name):
                return "ArmedGroup"
            return _worldwide(scene, name, word, cls)
    for cls in ("Facility", "Region", "Settlement", "MediaOrganization"):
        if first in scene.words(f"begins{cls}"):
            return cls
    if name.label == "PERSON":
        return None
    if word == "state" and name.label not in ("GPE", "LOC"):
        return None
    found = kinds.get(word) or kinds.get(word.removesuffix("s"))
    return _group(found) if found and BRANCH[found] not in ("Person", "Agent") else None


def _worldwide(scene: Scene, name: Name, word: str, cls: str) -> str:
    """A body or union of many states by its first word: "European Council", "World Bank"."""
    public = cls in ("GovernmentBody", "Organization", "InternationalOrganization") or word == "bank"
    known = scene.page.lower[name.start] in scene.words("beginsInternationalOrganization")
    return "InternationalOrganization" if public and known else cls


def _insurgent(scene: Scene, name: Name) -> bool:
    """True for an army that is no state's by its name: "Free Northern Army", but "People's Liberation Army"."""
    words = scene.page.lower[name.start : name.end]
    return bool(scene.words("insurgentWords").intersection(words)) and not {"people", "guard", "guards"}.intersection(words)


def _group(cls: str) -> str:
    return "PersonGroup" if cls == "Person" else cls


def rank_after(scene: Scene, name: Name) -> str | None:
    """A rank after it: a force ("Navy Capt. KX", "Coast Guard Adm. KX")."""
    page, i = scene.page, name.end
    if i >= len(page) or name.label in ("GPE", "NORP", "LOC") or page.lower[i] not in scene.words("militaryRanks"):
        return None
    longer = scene.ontology.lexicon.titles.get(" ".join(page.lower[i : i + 2]))  # a General Secretary is no general
    return "SecurityForce" if page.capital(i) and (longer is None or longer.rank) else None


def dateline(scene: Scene, name: Name) -> str | None:
    """In brackets after the place at the head of a text: the agency that reports."""
    page, i = scene.page, name.start - 1
    if (
        i < 1
        or page.text[i] != "("
        or name.end >= len(page)
        or page.text[name.end] != ")"
        or page.label[i - 1] not in ("GPE", "LOC")
    ):
        return None
    begin = page.starts[page.sentence[i]]
    if page.sentence[i] != page.sentence[i - 1] or i - begin > 9 or any(page.text[k].islower() for k in range(begin, i)):
        return None
    return "MediaOrganization"


def known_place(scene: Scene, name: Name) -> str | None:
    """A place of the gazetteer."""
    gazetteer = scene.gazetteer
    text = scene.page.words(name.start, name.end)
    if name.label == "PRODUCT":
        return None
    if gazetteer.region(text):
        return "Region"
    places = gazetteer.places(text)
    return places[0].kind if places else None


def label(scene: Scene, name: Name) -> str | None:
    """What the language pipeline takes it for."""
    text = scene.page.words(name.start, name.end)
    abbreviated = sum(letter.isupper() for letter in text.split()[0]) > 1
    if name.label == "NORP" and (abbreviated or (scene.gazetteer.people(text) is None and name.end - name.start > 1)):
        return "Organization"
    if name.label == "NORP" and scene.gazetteer.people(text) is None and scene.gazetteer.places(text):
        return known_place(scene, name)
    if name.label == "GPE":
        return known_place(scene, name) or "Settlement"
    return LABELS.get(name.label)


def given_name(scene: Scene, name: Name) -> str | None:
    """It begins with a given name and has two to four words, none of which is the noun of another kind of thing."""
    page = scene.page
    if name.start and page.lower[name.start - 1] in ("the", "near", "outside"):
        return None
    if not 1 < name.end - name.start < 5 or name.label in ("NORP", "LOC", "FAC") or given(page.text[name.start]) is None:
        return None
    if page.text[name.start + 1] == "-" and page.lower[name.start] in scene.words("nameParticles"):
        return None
    if not all(page.capital(i) or page.text[i] == "-" for i in range(name.start, name.end)):
        return None
    return "Person" if page.lower[name.end - 1] not in scene.ontology.lexicon.kinds else None


def capitals(scene: Scene, name: Name) -> str | None:
    """Capitals alone that the pipeline has no label for are taken for an organization."""
    page = scene.page
    return "Organization" if not name.label and name.end - name.start == 1 and page.text[name.start].isupper() else None


ABBREVIATION = re.compile(r"[A-Z][A-Z0-9]{2,8}")


def abbreviation(scene: Scene, name: Name) -> str | None:
    """Capitals in running text abbreviate an organization, also where the pipeline takes them for a person or place."""
    page, word = scene.page, scene.page.text[name.start]
    if name.label not in ("PERSON", "GPE", "LOC") or name.end - name.start > 1 or not ABBREVIATION.fullmatch(word):
        return None
    if scene.gazetteer.country(word) or scene.gazetteer.places(word) or scene.gazetteer.region(word):
        return None
    near = range(max(name.start - 3, 0), min(name.end + 3, len(page)))
    running = any(page.text[i].islower() and page.sentence[i] == page.sentence[name.start] for i in near)
    return "Organization" if running and given(word) is None else None


def speaks(scene: Scene, name: Name) -> str | None:
    """Two or three capitalised words that say something: a person, where the pipeline does not know better."""
    page = scene.page
    i = root(page, name)
    if name.label or not 1 < name.end - name.start < 4 or page.dep[i] != "nsubj":
        return None
    return "Person" if page.lemma[page.head[i]].lower() in scene.words("saying") else None


def articled(scene: Scene, name: Name) -> str | None:
    """ "the KX" alone is no person."""
    page, i = scene.page, name.start - 1
    if name.label != "PERSON" or name.end - name.start > 1 or i < 1 or page.lower[i] != "the" or page.head[i] != name.start:
        return None
    return "Region" if page.lower[i - 1] in ("over", "across", "along", "on", "in", "near", "into") else "Organization"
