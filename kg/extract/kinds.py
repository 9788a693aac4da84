"""What kind of thing a name is: several sorts of evidence, weighed over all places where the text uses it; one name, one class.

Each rule of RULES looks at one occurrence and answers with a class or None. The class is chosen in two steps: first the
branch (person, people, organization, place, weapon) with the most weight, then the class with the most weight in it.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..gazetteer import Gazetteer
from ..ontology import Ontology
from .columns import Columns
from .given import given
from .nametext import Name

ORGANIZATIONS = (
    "ArmedGroup",
    "SecurityForce",
    "GovernmentBody",
    "PoliticalParty",
    "InternationalOrganization",
    "MediaOrganization",
    "Company",
    "Organization",
)
PLACES = ("Country", "Settlement", "Region", "Facility")
BRANCH = {
    **dict.fromkeys(ORGANIZATIONS, "Organization"),
    **dict.fromkeys(PLACES, "Place"),
    "Person": "Person",
    "PersonGroup": "PersonGroup",
    "Weapon": "Weapon",
    "Agent": "Agent",
}
LABELS = {
    "PERSON": "Person",
    "NORP": "PersonGroup",
    "FAC": "Facility",
    "ORG": "Organization",
    "GPE": "Settlement",
    "LOC": "Region",
}
LOCATIVE = frozenset({"near", "outside", "inside", "across", "throughout", "within", "toward", "towards"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at besides the name."""

    page: Columns
    ontology: Ontology
    gazetteer: Gazetteer

    def words(self, name: str) -> frozenset[str]:
        return self.ontology.lexicon.words(name)


def title_before(scene: Scene, name: Name) -> str | None:
    """A title or rank right before it: a person ("General KX", "spokesman KX")."""
    page, titles = scene.page, scene.ontology.lexicon.titles
    i = name.start
    if i > 1 and page.text[i - 1] == "," and page.capital(i - 2) and name.label == "PERSON":
        i -= 1
    for length in (3, 2, 1):
        if i >= length and page.sentence[i - length] == page.sentence[i] and " ".join(page.lower[i - length : i]) in titles:
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


def last_word(scene: Scene, name: Name) -> str | None:
    """The noun that the name is built on: "... Ministry", "... Brigade", "University of ...", "Lake ..."."""
    page, kinds = scene.page, scene.ontology.lexicon.kinds
    if name.end - name.start < 2:
        if name.label not in ("ORG", ""):
            return None
        return next(
            (
                cls
                for cls in ("InternationalOrganization", "GovernmentBody", "SecurityForce")
                if page.lower[name.start] in scene.words(f"named{cls}")
            ),
            None,
        )
    head = next(
        (i - 1 for i in range(name.start + 1, name.end) if page.lower[i] in ("of", "for", "on", "to", "against", "in")),
        name.end - 1,
    )
    if head < name.end - 1 and scene.gazetteer.places(page.words(name.start, name.end - 1)):
        head = name.end - 1
    word = page.lower[head]
    if head > name.start:
        phrase = " ".join(page.lower[head - 1 : head + 1])
        if phrase in kinds and page.capital(head):
            return _worldwide(scene, name, word, _group(kinds[phrase]))
    first = page.lower[name.start]
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
    return bool(scene.words("insurgentWords").intersection(words)) and "people" not in words


def _group(cls: str) -> str:
    return "PersonGroup" if cls == "Person" else cls


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


CONTEXT = (
    ("fighterNouns", "ArmedGroup"),
    ("newsNouns", "MediaOrganization"),
    ("employeeNouns", "Company"),
    ("dwellerNouns", "Settlement"),
)


def hardware(scene: Scene, name: Name) -> str | None:
    """The weapon that it is a make of: "KX rockets"."""
    page, i = scene.page, name.end
    if name.label in ("ORG", "PERSON", "NORP") or i >= len(page) or page.pos[i] not in ("NOUN", "PROPN"):
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


def rank_after(scene: Scene, name: Name) -> str | None:
    """A rank after it: a force ("Navy Capt. KX", "Coast Guard Adm. KX")."""
    page, i = scene.page, name.end
    if i >= len(page) or name.label in ("GPE", "NORP", "LOC") or page.lower[i] not in scene.words("militaryRanks"):
        return None
    return "SecurityForce" if page.capital(i) else None


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
    if (
        after >= len(page)
        or page.label[after] not in ("GPE", "LOC")
        or page.label[name.start] not in ("GPE", "LOC", "PERSON", "FAC")
    ):
        return None
    if page.text[i] == "," and (
        page.lower[name.start - 1] not in LOCATIVE | {"in", "at", "of", "from", "to"} if name.start else True
    ):
        return None
    if name.label == "PERSON" and (name.end - name.start > 1 or title_before(scene, name)):
        return None
    return "Settlement"


def root(page: Columns, name: Name) -> int:
    """The token of the name that the rest of the sentence hangs on."""
    for i in range(name.end - 1, name.start - 1, -1):
        if not name.start <= page.head[i] < name.end:
            return i
    return name.end - 1


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


def known_place(scene: Scene, name: Name) -> str | None:
    """A place of the gazetteer."""
    gazetteer = scene.gazetteer
    text = scene.page.words(name.start, name.end)
    if gazetteer.region(text):
        return "Region"
    places = gazetteer.places(text)
    return places[0].kind if places else None


def label(scene: Scene, name: Name) -> str | None:
    """What the language pipeline takes it for."""
    text = scene.page.words(name.start, name.end)
    if name.label == "NORP" and (text.isupper() or (scene.gazetteer.people(text) is None and name.end - name.start > 1)):
        return "Organization"
    if name.label == "GPE":
        return known_place(scene, name) or "Settlement"
    return LABELS.get(name.label)


def locative(scene: Scene, name: Name) -> str | None:
    """It stands where only places stand: "near KX", "outside KX and KY"."""
    return "Settlement" if _preposition(scene, name) in LOCATIVE and not _capitals(scene.page, name) else None


def _capitals(page: Columns, name: Name) -> bool:
    """True for an abbreviation: it names no town."""
    return name.end - name.start == 1 and page.text[name.start].isupper() and page.label[name.start] not in ("GPE", "LOC")


def within(scene: Scene, name: Name) -> str | None:
    """It stands where places often stand: "in KX", "at KX"."""
    return "Settlement" if _preposition(scene, name) in ("in", "at", "into", "to", "from") else None


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
    if page.dep[i] not in ("compound", "nmod") or noun < name.end or noun > name.end + 1 or page.tag[noun] != "NN":
        return None
    if page.lower[noun] in scene.words("districtNouns") and not _capitals(page, name):
        return scene.ontology.lexicon.kinds.get(page.lower[noun])
    if page.lower[noun] in scene.words("selfNouns") and name.label not in ("GPE", "LOC", "PERSON"):
        return noun_kind(scene, noun)
    article = name.start > 0 and page.lower[name.start - 1] == "the"
    if (
        name.label in ("NORP", "ORG")
        or (name.label == "PERSON" and not article)
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
        return "Settlement" if page.lemma[governor].lower() in scene.words("heldVerbs") else None
    if page.dep[i] == "pobj" and page.lower[governor] == "of":
        return "Settlement" if page.lower[page.head[governor]] in scene.words("heldNouns") else None
    return None


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
    return "MediaOrganization" if page.sentence[i] == page.sentence[i - 1] and i - page.starts[page.sentence[i]] < 6 else None


def capitals(scene: Scene, name: Name) -> str | None:
    """Capitals alone that the pipeline has no label for are taken for an organization."""
    page = scene.page
    return "Organization" if not name.label and name.end - name.start == 1 and page.text[name.start].isupper() else None


def given_name(scene: Scene, name: Name) -> str | None:
    """It begins with a given name and has two to four words, none of which is the noun of another kind of thing."""
    page = scene.page
    if not 1 < name.end - name.start < 5 or name.label in ("NORP", "LOC", "FAC") or given(page.text[name.start]) is None:
        return None
    if not all(page.text[i][:1].isalpha() and (page.capital(i) or page.text[i] == "-") for i in range(name.start, name.end)):
        return None
    return "Person" if page.lower[name.end - 1] not in scene.ontology.lexicon.kinds else None


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


def articled(scene: Scene, name: Name) -> str | None:
    """ "the KX" alone is no person."""
    page, i = scene.page, name.start - 1
    if name.label != "PERSON" or name.end - name.start > 1 or i < 1 or page.lower[i] != "the" or page.head[i] != name.start:
        return None
    return "Region" if page.lower[i - 1] in ("over", "across", "along", "on", "in", "near", "into") else "Organization"


def speaks(scene: Scene, name: Name) -> str | None:
    """Two or three capitalised words that say something: a person, where the pipeline does not know better."""
    page = scene.page
    i = root(page, name)
    if name.label or not 1 < name.end - name.start < 4 or page.dep[i] != "nsubj":
        return None
    return "Person" if page.lemma[page.head[i]].lower() in scene.words("saying") else None


def noun_kind(scene: Scene, i: int) -> str | None:
    """The class of the nominal whose head is token `i`, by lemma, phrase and modifiers ("armed group")."""
    page, lexicon = scene.page, scene.ontology.lexicon
    base = page.lower[i]
    if base not in lexicon.kinds:
        base = singular(base, lexicon.kinds) if page.pos[i] == "PROPN" else page.lemma[i].lower()
    cls = None
    if i > 0 and page.pos[i - 1] in ("NOUN", "ADJ", "PROPN", "VERB"):
        cls = lexicon.kinds.get(f"{page.lower[i - 1]} {page.lower[i]}") or lexicon.kinds.get(f"{page.lower[i - 1]} {base}")
        if cls is None and i > 1:
            cls = lexicon.kinds.get(f"{page.lower[i - 2]} {page.lower[i - 1]} {base}")
    if cls is None:
        cls = lexicon.kinds.get(base)
    if cls is None:
        title = lexicon.titles.get(base)
        cls = (
            "Person" if title and (not title.rank or (base in lexicon.words("militaryRanks") and page.pos[i] == "NOUN")) else None
        )
    if cls is None:
        return None
    if (
        base in lexicon.words("armableNouns")
        and cls not in ("ArmedGroup", "PersonGroup")
        and page.lower[i - 1 : i + 1] != ["armed", "forces"]
    ):
        armed = lexicon.words("armedWords")
        modifiers = range(page.phrase_start(i), i)
        if any(page.lower[j] in armed or page.lemma[j] in armed for j in modifiers):
            return "ArmedGroup"
    if base in ("neighbor", "neighbour") and any(page.label[c] in ("GPE", "NORP") for c in page.children[i]):
        return "Country"
    if cls == "Person" and page.tag[i] in ("NNS", "NNPS"):
        return "PersonGroup"
    return cls


def singular(word: str, kinds: Iterable[str]) -> str:
    """The singular of a noun that the lemmatizer left alone (capitalised ones), if `kinds` has it."""
    for ending, other in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + other in kinds:
            return word[: -len(ending)] + other
    return word


Rule = Callable[[Scene, Name], str | None]
RULES: tuple[tuple[Rule, float], ...] = (
    (title_before, 6.0),
    (rank_after, 6.0),
    (dateline, 6.0),
    (age_after, 5.0),
    (last_word, 5.0),
    (noun_before, 4.0),
    (listed_under, 4.0),
    (member_of, 5.5),
    (hardware, 5.0),
    (articled, 3.4),
    (apposition, 4.0),
    (place_noun, 4.0),
    (locative, 3.6),
    (within_place, 3.2),
    (personal, 3.4),
    (given_name, 3.2),
    (held, 3.2),
    (word_after, 3.1),
    (label, 3.0),
    (known_place, 1.5),
    (speaks, 1.5),
    (within, 1.0),
    (capitals, 0.5),
)
"""The rules in order of weight."""
PASSING = (label, hardware, place_noun, personal, locative, within, within_place, held, word_after)
"""Rules that a chance neighbour can mislead: they count by the share of the name's occurrences that they hold for."""


def classes(names: list[Name], scene: Scene) -> list[str]:
    """The class of each name: occurrences of the same words, and an acronym and what it stands for, share all their evidence."""
    page = scene.page
    keys = [normal(page.words(name.start, name.end)) for name in names]
    pairs = acronyms(page, names, keys)
    groups: dict[str, list[Name]] = defaultdict(list)
    for name, key in zip(names, keys, strict=True):
        groups[pairs.get(key, key)].append(name)
    tails = {page.lower[name.end - 1] for name in names if name.label == "PERSON" and name.end - name.start > 1}
    fronts = {
        " ".join(page.lower[name.start : k]) for name in names if name.label == "PERSON" for k in range(name.start + 1, name.end)
    }
    known = {page.lower[name.start] for name in names if name.label == "PERSON" and name.end - name.start == 1}
    decided = {
        key: _decide(
            key,
            group,
            scene,
            key in tails
            or (key in fronts and group[0].label in ("ORG", "PERSON", ""))
            or (not group[0].label and key.split()[-1:] != [key] and key.split()[-1] in known),
        )
        for key, group in groups.items()
    }
    return [decided[pairs.get(key, key)] for key in keys]


def _decide(key: str, group: list[Name], scene: Scene, surname: bool) -> str:
    page, gazetteer = scene.page, scene.gazetteer
    text = page.words(group[0].start, group[0].end)
    if gazetteer.demonym(text):
        return "Country"
    if (
        gazetteer.country(text)
        and not surname
        and not any(name.label == "PERSON" and title_before(scene, name) for name in group)
    ):
        return "Country"
    if key in scene.words("seats"):
        return "Facility" if not any(acts(page, name) for name in group) else "GovernmentBody"
    scores: dict[str, float] = defaultdict(float)
    for rule, weight in RULES:
        votes = [found for name in group if (found := rule(scene, name))]
        share = weight / len(votes or (1,))
        if rule in PASSING:
            share *= len(votes) / len(group)
        for cls in votes:
            scores[cls] += share
        if votes and rule not in PASSING:
            scores[max(sorted(set(votes)), key=votes.count)] += 0.3 * min(len(votes), 3)
    if surname:
        scores["Person"] += 6.0
    return choose(scores)


def acts(page: Columns, name: Name) -> bool:
    """True where the name is the subject of a verb or owns something: it stands for people, not for a spot."""
    i = root(page, name)
    return page.dep[i] in ("nsubj", "agent", "poss") or (page.dep[i] == "pobj" and page.dep[page.head[i]] == "agent")


def _initials(key: str) -> str:
    return "".join(word[0] for word in key.split())


def acronyms(page: Columns, names: list[Name], keys: list[str]) -> dict[str, str]:
    """Key of an acronym -> key of what it stands for: by brackets ("Northern Front (NF)") or by initials, if only one fits."""
    pairs: dict[str, str] = {}
    for (before, key), (name, acronym) in itertools.pairwise(zip(names, keys, strict=True)):
        if before.end + 1 == name.start and page.text[before.end] == "(" and name.end < len(page) and page.text[name.end] == ")":
            if (
                len(key) > len(acronym)
                and before.end - before.start > 1
                and " " not in acronym
                and acronym != key
                and (
                    (
                        before.label not in ("GPE", "LOC", "PERSON", "FAC")
                        and (page.text[name.start].isupper() or key[0] == acronym[0])
                    )
                    or acronym == _initials(key)
                )
            ):
                pairs.setdefault(acronym, key)
    initials: dict[str, set[str]] = defaultdict(set)
    for name, key in zip(names, keys, strict=True):
        if name.end - name.start > 1 and name.label != "PERSON":
            words = [page.text[i] for i in range(name.start, name.end) if page.text[i][0].isalnum()]
            initials["".join(w[0] for w in words).lower()].add(key)
            initials["".join(w[0] for w in words if w[0].isupper()).lower()].add(key)
    for name, key in zip(names, keys, strict=True):
        if name.end - name.start == 1 and page.text[name.start].replace(".", "").isupper() and len(key) > 1 and key not in pairs:
            fitting = initials.get(key, set())
            if len(fitting) == 1:
                pairs[key] = next(iter(fitting))
    return {acronym: key for acronym, key in pairs.items() if key not in pairs}


def choose(scores: dict[str, float]) -> str:
    """The class with most weight in the branch with most weight, "" without evidence.

    >>> choose({"Organization": 3.0, "ArmedGroup": 2.0, "Person": 4.0})
    'ArmedGroup'
    """
    if not scores:
        return ""
    branches: dict[str, float] = defaultdict(float)
    for cls in sorted(scores):
        branches[BRANCH.get(cls, cls)] += scores[cls]
    branch = max(branches, key=lambda b: branches[b])
    inside = {
        cls: weight - (10.0 if cls == "Organization" else 0.0) for cls, weight in scores.items() if BRANCH.get(cls, cls) == branch
    }
    if branch == "Place":
        inside = {cls: scores[cls] for cls in inside}
    return max(sorted(inside), key=lambda cls: inside[cls])


def normal(text: str) -> str:
    """A name for comparison: lower case, without dots, hyphens, apostrophes and article.

    >>> normal("The U.S."), normal("Kata'ib al-Nur")
    ('us', 'kataib al nur')
    """
    for mark in ".'’‘`":
        text = text.replace(mark, "")
    return " ".join(text.replace("-", " ").lower().removeprefix("the ").split())
