"""Evidence that a name is a place's: words of direction, prepositions, nouns of places, what is done with places only."""

from collections.abc import Container

from ..columns import Columns
from ..names.nametext import Name
from .kinds import Scene, noun_kind, root
from .selfevidence import known_place, title_before

LOCATIVE = frozenset({"near", "outside", "inside", "across", "around", "throughout", "within", "toward", "towards"})


AT = frozenset({"in", "at", "of", "from", "to"})


def within_place(scene: Scene, name: Name) -> str | None:
    """A place that it lies in follows: "KX in northern Ruritania", "KX, Ruritania"."""
    page, i = scene.page, name.end
    if i + 1 >= len(page) or not (page.text[i] == "," or (page.lower[i] == "in" and name.start <= page.head[i] < name.end)):
        return None
    after = i + 1
    while after < len(page) and page.pos[after] in ("ADJ", "DET") and not page.capital(after):
        after += 1
    if after >= len(page) or page.label[after] not in ("GPE", "LOC"):
        return None
    bare = name.end - name.start == 1 and not page.text[name.start].isupper() and _placed(page, name, ("at", "in"))
    if page.label[name.start] not in ("GPE", "LOC", "PERSON", "FAC") and not bare and (
            name.end - name.start > 2 or page.text[i] != ","):
        return None
    if page.text[i] == "," and not _placed(page, name) and not (page.text[name.start].isupper() and name.start in page.starts):
        return None
    if name.label == "PERSON" and (name.end - name.start > 1 or title_before(scene, name)):
        return None
    return "Settlement"


def distance(scene: Scene, name: Name) -> str | None:
    """How far off it lies follows: "KX, 25km north of KY", "KX, some 30 miles from KY"."""
    page, i = scene.page, name.end
    if page.text[i : i + 1] != [","] or name.label == "PERSON":
        return None
    after = page.lower[i + 1 : i + 7]
    far = next((k for k, word in enumerate(after) if word in scene.words("lengths")), None)
    if far is None or not {"of", "from"}.intersection(after[far:]):
        return None
    return "Settlement" if any(word[:1].isdigit() for word in after[: far + 1]) else None


def _placed(page: Columns, name: Name, at: Container[str] = AT) -> bool:
    """True behind a preposition of place."""
    return name.start > 0 and (page.lower[name.start - 1] in LOCATIVE or page.lower[name.start - 1] in at)


def directed(scene: Scene, name: Name) -> str | None:
    """A word of direction or nearness stands before it: "northern KX", "neighbouring KX"."""
    page, i = scene.page, name.start - 1
    if i < 0 or page.capital(i) or page.lower[i] not in scene.words("directions") or name.label == "NORP":
        return None
    return None if name.end < len(page) and page.pos[name.end] in ("NOUN", "PROPN") else _place(scene, name)


def dweller(scene: Scene, name: Name) -> str | None:
    """Somebody of some age is of it: "Ana Petrov, 34, of KX"."""
    page, i = scene.page, name.start - 1
    aged = i > 3 and page.lower[i] == "of" and page.text[i - 1] == "," and page.text[i - 2].isdigit() and page.text[i - 3] == ","
    return "Settlement" if aged else None


def place_of(scene: Scene, name: Name) -> str | None:
    """The kind of place that it names: "the state of KX"."""
    page, i = scene.page, name.start - 2
    if i < 1 or page.lower[i + 1] != "of" or page.capital(i) or page.lower[i] not in scene.words("placeNouns"):
        return None
    cls = noun_kind(scene, i)
    return cls if cls in ("Region", "Settlement") and page.lower[i] != "capital" else None


def locative(scene: Scene, name: Name) -> str | None:
    """It stands where only places stand: "near KX", "outside KX and KY"."""
    return _place(scene, name) if _preposition(scene, name) in LOCATIVE and not _capitals(scene.page, name) else None


def _place(scene: Scene, name: Name) -> str:
    """What kind of place it is, where all that is certain is that it is one."""
    return known_place(scene, name) or "Settlement"


def _capitals(page: Columns, name: Name) -> bool:
    """True for an abbreviation: it names no town."""
    return name.end - name.start == 1 and page.text[name.start].isupper() and page.label[name.start] not in ("GPE", "LOC")


def within(scene: Scene, name: Name) -> str | None:
    """It stands where places often stand: "in KX", "at KX"."""
    return _place(scene, name) if _preposition(scene, name) in ("in", "at", "into", "to", "from") else None


def inside(scene: Scene, name: Name) -> str | None:
    """Something happens in it, as in no person: "met in KX", but not "trust in KX"."""
    page, i = scene.page, root(scene.page, name)
    if page.dep[i] != "pobj" or page.lower[page.head[i]] not in ("in", "into") or name.start - 1 != page.head[i]:
        return None
    governor = page.lemma[page.head[page.head[i]]].lower()
    return None if governor in scene.words("inwardWords") or _capitals(page, name) else _place(scene, name)


def _preposition(scene: Scene, name: Name) -> str:
    """The preposition that governs a name, of conjoined names that of the first."""
    page = scene.page
    i = root(page, name)
    if name.start and page.lower[name.start - 1] in LOCATIVE:
        return page.lower[name.start - 1]
    steps = 0
    climbing = ("conj", "appos") if name.label else ("conj",)
    while page.dep[i] in climbing and page.head[i] != i and page.pos[page.head[i]] == "PROPN" and steps < 8:
        i, steps = page.head[i], steps + 1
    return page.lower[page.head[i]] if page.dep[i] == "pobj" else ""


def place_noun(scene: Scene, name: Name) -> str | None:
    """The noun that it gives its name to: "KX province", "KX town", "KX air base"."""
    page = scene.page
    i = root(page, name)
    own = _self_noun(scene, name)
    if own:
        return own
    noun = page.head[i]
    while page.dep[i] == "conj" and page.head[i] != i:
        i = page.head[i]
    noun = page.head[i]
    if page.dep[i] in ("compound", "nmod") and page.tag[noun] == "NNS" and noun >= name.end:
        several = page.lemma[noun].lower()
        return scene.ontology.lexicon.kinds.get(several) if several in scene.words("districtNouns") and name.label else None
    if page.dep[i] not in ("compound", "nmod") or noun < name.end or noun > name.end + 1 or page.tag[noun] != "NN":
        return None
    if page.lower[noun] in scene.words("districtNouns") and not _capitals(page, name):
        return scene.ontology.lexicon.kinds.get(page.lower[noun])
    if page.lower[noun] == "community" and name.start and page.lower[name.start - 1] in AT and name.label != "NORP":
        return "Settlement"
    article = name.start > 0 and page.lower[name.start - 1] == "the"
    if name.label == "NORP" and scene.gazetteer.people(page.words(name.start, name.end)):
        return None  # "a Hutu militia" has a name of its own
    if page.lower[noun] in scene.words("selfNouns") and name.label not in ("GPE", "LOC", None if article else "PERSON"):
        return noun_kind(scene, noun)
    if page.lower[noun] in scene.words("wayNouns") and name.label not in ("GPE", "LOC") and not _capitals(page, name):
        return "Facility"
    if (
        name.label in ("NORP", "ORG")
        or (name.label == "PERSON" and not article and name.end - name.start > 1)
        or scene.gazetteer.places(page.words(name.start, name.end))
    ):
        return None
    return "Facility" if page.lower[noun] in scene.words("namedFacility") else None


def _self_noun(scene: Scene, name: Name) -> str | None:
    """The class of a paper, agency or party that is named right before the noun for it: "the KX daily", "KX party leader KY"."""
    page, i, kinds = scene.page, name.end, scene.ontology.lexicon.kinds
    if i >= len(page) or page.capital(i) or page.sentence[i] != page.sentence[name.start] or name.label == "NORP":
        return None
    noun = " ".join(page.lower[i : i + 2])
    noun = noun if noun in kinds else page.lower[i]
    cls = "MediaOrganization" if noun == "daily" else kinds.get(noun)
    if (cls != "MediaOrganization" or noun in ("website", "blog", "press", "publication")) and noun != "party":
        return None
    place = page.words(name.start, name.end)
    if scene.gazetteer.country(place) or scene.gazetteer.places(place) or scene.gazetteer.region(place):
        return None
    article = name.start > 0 and page.lower[name.start - 1] in ("the", "'s", "’s")
    return cls if article or noun == "party" else None


def listed_places(scene: Scene, name: Name) -> str | None:
    """Another in its list is a town of the tables, behind a word of place: "at KX, KY and Oslo"."""
    page = scene.page
    first = i = root(page, name)
    if name.label in ("GPE", "LOC", "NORP") or name.end - name.start > 1 or page.text[i].isupper() or title_before(scene, name):
        return None
    while page.dep[first] == "conj" and page.head[first] != first:
        first = page.head[first]
    if page.dep[first] != "pobj" or page.lower[page.head[first]] not in LISTED:
        return None
    others, last = [first], first
    while (after := [c for c in page.children[last] if page.dep[c] == "conj"]) and len(others) < 9:
        last = after[0]
        others.append(last)
    sure = any(k != i and page.label[k] == "GPE" and scene.gazetteer.places(page.text[k]) for k in others)
    return "Settlement" if sure else None


LISTED = frozenset({"at", "in", "near", "around", "outside", "between", "through", "across"})


def held(scene: Scene, name: Name) -> str | None:
    """What is done with places is done with it: "control of KX", "retook KX", "the outskirts of KX"."""
    page = scene.page
    i = root(page, name)
    governor = page.head[i]
    if page.dep[i] == "dobj":
        return _place(scene, name) if page.lemma[governor].lower() in scene.words("heldVerbs") else None
    if page.dep[i] == "pobj" and page.lower[governor] == "of":
        return _place(scene, name) if page.lower[page.head[governor]] in scene.words("heldNouns") else None
    return None
