"""Evidence for a name's class in the words around it: what it modifies, what explains it, what is done with it."""

from ..columns import Columns
from ..mentions.nominals import partitive
from ..names.given import given
from ..names.nametext import Name
from .kinds import BRANCH, ORGANIZATIONS, Scene, noun_kind, root

CONTEXT = (
    ("fighterNouns", "ArmedGroup"),
    ("newsNouns", "MediaOrganization"),
    ("employeeNouns", "Company"),
    ("dwellerNouns", "Settlement"),
)


def word_after(scene: Scene, name: Name) -> str | None:
    """The noun that it modifies: "KX fighters", "a KX reporter", "KX shares", "a KX resident"."""
    page, i = scene.page, name.end
    if name.label == "NORP" and scene.gazetteer.people(page.words(name.start, name.end)):
        return None  # "Hutu rebels" are of a people, not of a group
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


def launched(scene: Scene, name: Name) -> str | None:
    """Several of it are fired: "KXs were fired from a ship", "launched KXs at the town"."""
    page, i = scene.page, root(scene.page, name)
    fired = page.dep[i] in ("dobj", "nsubjpass") and page.lemma[page.head[i]].lower() in ("fire", "launch")
    several = page.lower[i].endswith("s") and name.label != "PERSON" and page.lower[name.start - 1] != "the"
    return "Weapon" if fired and several else None


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
    if page.dep[i] == "appos" and page.tag[preposition] == "NNS" and (last != i or i != root(page, name)):
        cls = noun_kind(scene, preposition)  # "two firms, KX and KY"
        if cls == "PersonGroup" and name.label != "ORG":
            return "Person"
        return cls if BRANCH.get(cls or "") in ("Organization", "Place") else None
    if page.dep[i] == "pobj" and page.lower[preposition] == "of" and page.tag[page.head[preposition]] == "NNS":
        several = page.lemma[page.head[preposition]].lower()  # "the villages of KX and KY"
        return scene.ontology.lexicon.kinds.get(several) if several in scene.words("districtNouns") else None
    if page.dep[i] != "pobj" or page.lower[preposition] not in ("including", "like", "as"):
        return None
    cls = noun_kind(scene, page.head[preposition])
    if name.label == "PERSON" and cls not in ("ArmedGroup", "Organization", "PoliticalParty", "Company"):
        return None
    return cls if BRANCH.get(cls or "") in ("Organization", "Place") else None


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
    if name.label == "PERSON" and BRANCH[cls] in ("Place", "Weapon") and page.lower[i] not in scene.words("shipNouns"):
        return None
    if cls in ORGANIZATIONS and not partitive and page.tag[i] == "NN":
        return cls
    if page.lower[i] in scene.words("makerNouns") and page.tag[i] == "NN" and given(page.text[name.start]) is None:
        return "Company" if _names(page, i, name) else None  # "the Canadian miner KX"
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
    if name.label == "PERSON" and name.end - name.start > 1 and BRANCH.get(cls or "") in ("Place", "Weapon"):
        return None  # "a spokesman for the base, Jan Holm, said"
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
