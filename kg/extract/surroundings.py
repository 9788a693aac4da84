"""Evidence for a name's class in the words around it: what it modifies, what explains it, what is done with it."""

from .columns import Columns
from .kinds import BRANCH, ORGANIZATIONS, Scene, noun_kind, root
from .nametext import Name
from .nominals import partitive
from .selfevidence import known_place, title_before

LOCATIVE = frozenset({"near", "outside", "inside", "across", "throughout", "within", "toward", "towards"})
CONTEXT = (
    ("fighterNouns", "ArmedGroup"),
    ("newsNouns", "MediaOrganization"),
    ("employeeNouns", "Company"),
    ("dwellerNouns", "Settlement"),
)


def word_after(scene: Scene, name: Name) -> str | None:
    """The noun that it modifies: "KX fighters", "a KX reporter", "KX shares", "a KX resident"."""
    page, i = scene.page, name.end
    for at in range(i, min(i + 2, len(page))):
        if page.pos[at] not in ("ADJ", "NOUN", "PROPN", "NUM"):
            break
        word = page.lemma[at].lower() if page.pos[at] != "PROPN" else page.lower[at].removesuffix("s")
        for words, cls in CONTEXT:
            if word in scene.words(words) and (cls != "MediaOrganization" or name.label == "ORG"):
                return cls
        if (
            word in scene.words("officeNouns")
            and name.end - name.start == 1
            and not scene.gazetteer.places(page.text[name.start])
        ):
            return "Person"
    return None


def reports(scene: Scene, name: Name) -> str | None:
    """An agency that reports is a news agency."""
    page, i = scene.page, root(scene.page, name)
    if page.dep[i] != "nsubj" or page.lower[name.end - 1] != "agency" or name.end - name.start < 2:
        return None
    return "MediaOrganization" if page.lemma[page.head[i]].lower() in ("report", "quote", "cite") else None


def hardware(scene: Scene, name: Name) -> str | None:
    """The weapon that it is a make of: "KX rockets"."""
    page, i = scene.page, name.end
    if name.label in ("ORG", "PERSON", "NORP") or i >= len(page) or page.pos[i] not in ("NOUN", "PROPN"):
        return None
    if name.label in ("GPE", "LOC") and page.dep[i] == "compound":
        return None
    return "Weapon" if scene.ontology.lexicon.kinds.get(page.lemma[i].lower()) == "Weapon" else None


def member_of(scene: Scene, name: Name) -> str | None:
    """Fighters belong to it: "rebels of the KX", "a fighter from KX"."""
    page = scene.page
    i = root(page, name)
    preposition = page.head[i]
    if page.dep[i] != "pobj" or page.lower[preposition] not in ("of", "from", "with"):
        return None
    return (
        "ArmedGroup"
        if page.lemma[page.head[preposition]].lower() in scene.words("groupMembers") and name.label not in ("GPE", "LOC")
        else None
    )


def listed_under(scene: Scene, name: Name) -> str | None:
    """The noun that it is an example of: "militias such as KX and KY", "groups, including KX", "KX and other militias"."""
    page = scene.page
    i = root(page, name)
    last = i
    while after := [c for c in page.children[last] if page.dep[c] == "conj" and c > last]:
        last = after[0]
    if last != i and page.pos[last] == "NOUN" and any(page.lower[c] == "other" for c in page.children[last]):
        cls = noun_kind(scene, last)
        return cls if BRANCH.get(cls or "") in ("Organization", "Place") else None
    while page.dep[i] == "conj" and page.head[i] != i:
        i = page.head[i]
    preposition = page.head[i]
    if page.dep[i] != "pobj" or page.lower[preposition] not in ("including", "like", "as"):
        return None
    cls = noun_kind(scene, page.head[preposition])
    if name.label == "PERSON" and cls not in ("ArmedGroup", "Organization", "PoliticalParty", "Company"):
        return None
    return cls if BRANCH.get(cls or "") in ("Organization", "Place") else None


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
    if page.label[name.start] not in ("GPE", "LOC", "PERSON", "FAC") and (name.end - name.start > 2 or page.text[i] != ","):
        return None
    if page.text[i] == "," and not _placed(page, name) and not (page.text[name.start].isupper() and name.start in page.starts):
        return None
    if name.label == "PERSON" and (name.end - name.start > 1 or title_before(scene, name)):
        return None
    return "Settlement"


def _placed(page: Columns, name: Name) -> bool:
    """True behind a preposition of place."""
    return name.start > 0 and page.lower[name.start - 1] in LOCATIVE | {"in", "at", "of", "from", "to"}


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


def noun_before(scene: Scene, name: Name) -> str | None:
    """The noun that it names: "the militant group KX", "the city of KX", "the newspaper KX"."""
    page, i = scene.page, name.start - 1
    if i < 1:
        return None
    if page.text[i] in ("“", '"', "‘", "'"):
        i -= 1
    partitive = page.lower[i] == "of" and name.label in ("GPE", "LOC", "", "PERSON", "ORG", "FAC")
    if partitive:
        i -= 1
        if page.capital(i):
            return None
    if page.pos[i] != "NOUN" and not partitive:
        return None
    cls = noun_kind(scene, i)
    if cls is None or (partitive and page.lower[i] not in scene.words("placeNouns")):
        return None
    if cls == "Agent":
        return None
    if partitive:
        return cls if cls in ("Region", "Settlement") else "Settlement"
    if name.label == "PERSON" and BRANCH[cls] in ("Place", "Weapon"):
        return None
    if cls in ORGANIZATIONS and not partitive and page.tag[i] == "NN":
        return cls
    if BRANCH[cls] == "Person" or (
        not partitive and page.dep[i] not in ("compound", "nmod", "appos") and not _names(page, i, name)
    ):
        return "Person" if cls == "Person" and page.tag[i] == "NN" and _names(page, i, name) else None
    return cls if partitive or page.tag[i] != "NNS" else None


def _names(page: Columns, i: int, name: Name) -> bool:
    return name.start <= page.head[i] < name.end or page.head[name.end - 1] == i


def apposition(scene: Scene, name: Name) -> str | None:
    """The noun it is explained by: "KX, an armed group based in ..."; "KX is a town in ..."."""
    cls = _explained(scene, name)
    return None if cls == "Agent" else cls


def explained_body(scene: Scene, name: Name) -> str | None:
    """The organization that it is explained as right behind it: "KX, a mining firm"."""
    page = scene.page
    for child in page.children[root(page, name)]:
        if page.dep[child] == "appos" and page.pos[child] == "NOUN" and child >= name.end and page.text[name.end] == ",":
            cls = noun_kind(scene, child)
            return cls if cls in ORGANIZATIONS else None
    return None


def _explained(scene: Scene, name: Name) -> str | None:
    page = scene.page
    for i in range(name.start, name.end):
        for child in page.children[i]:
            if (
                page.dep[child] == "appos"
                and not name.start <= child < name.end
                and child > i
                and (page.pos[child] == "NOUN" or page.lower[child] in scene.ontology.lexicon.titles)
            ):
                return noun_kind(scene, child)
            whole = partitive(page, child) if page.dep[child] == "appos" and page.lower[child] == "one" else None
            if whole is not None:
                cls = noun_kind(scene, whole)
                return "Person" if cls == "PersonGroup" else cls
        head = page.head[i]
        if (
            page.dep[i] == "appos"
            and not name.start <= head < name.end
            and (page.tag[head] == "NN" or (page.tag[head] == "NNP" and page.lower[head] in scene.ontology.lexicon.titles))
        ):
            return noun_kind(scene, head)
        if page.dep[i] == "nsubj" and page.lemma[head] == "be":
            for child in page.children[head]:
                if page.dep[child] == "attr" and page.pos[child] == "NOUN":
                    return noun_kind(scene, child)
    return None


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
    while page.dep[i] in ("conj", "appos") and page.head[i] != i and page.pos[page.head[i]] == "PROPN" and steps < 8:
        i, steps = page.head[i], steps + 1
    return page.lower[page.head[i]] if page.dep[i] == "pobj" else ""


def place_noun(scene: Scene, name: Name) -> str | None:
    """The noun that it gives its name to: "KX province", "KX town", "KX air base"."""
    page = scene.page
    i = root(page, name)
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
    article = name.start > 0 and page.lower[name.start - 1] == "the"
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


def personal(scene: Scene, name: Name) -> str | None:
    """What happens to people happens to it: "KX, who ...", "shot KX", "KX was born", "KX's wife"."""
    page = scene.page
    i = root(page, name)
    governor = page.head[i]
    for child in page.children[i]:
        if page.dep[child] == "relcl" and any(page.lower[c] in ("who", "whose", "whom") for c in page.children[child]):
            return "Person"
    if page.dep[i] in ("dobj", "nsubjpass"):
        return "Person" if page.lemma[governor].lower() in scene.words("bodilyVerbs") else None
    if page.dep[i] == "nsubj":
        return "Person" if page.lemma[governor].lower() in scene.words("livingVerbs") else None
    if page.dep[i] == "poss":
        return "Person" if page.lemma[governor].lower() in scene.words("ownNouns") else None
    return None
