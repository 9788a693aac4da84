"""One name, one class: several sorts of evidence, weighed over all places where the text uses the name.

Each rule of RULES looks at one occurrence and answers with a class or None. The class is chosen in two steps: first the
branch (person, people, organization, place, weapon) with the most weight, then the class with the most weight in it.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable

from ..columns import Columns
from ..names.nametext import Name, nation
from .kinds import BRANCH, Scene, normal, root
from .selfevidence import (
    abbreviation,
    age_after,
    articled,
    capitals,
    dateline,
    designation,
    given_name,
    known_place,
    label,
    last_word,
    rank_after,
    speaks,
    title_before,
    vessel,
)
from .surroundings import (
    apposition,
    explained_body,
    hardware,
    launched,
    listed_under,
    member_of,
    noun_before,
    personal,
    reports,
    word_after,
)
from .whereabouts import (
    directed,
    distance,
    dweller,
    held,
    inside,
    listed_places,
    locative,
    place_noun,
    place_of,
    within,
    within_place,
)

Rule = Callable[[Scene, Name], str | None]
RULES: tuple[tuple[Rule, float], ...] = (
    (title_before, 6.0),
    (rank_after, 6.0),
    (vessel, 16.0),
    (designation, 8.0),
    (dateline, 6.0),
    (explained_body, 6.5),
    (place_of, 6.0),
    (distance, 5.0),
    (listed_places, 4.4),
    (age_after, 5.0),
    (last_word, 5.0),
    (reports, 5.4),
    (noun_before, 4.0),
    (directed, 4.0),
    (dweller, 4.0),
    (listed_under, 4.0),
    (member_of, 5.5),
    (hardware, 5.0),
    (launched, 4.0),
    (articled, 3.4),
    (apposition, 4.0),
    (place_noun, 5.0),
    (locative, 3.6),
    (within_place, 3.2),
    (personal, 3.4),
    (abbreviation, 4.2),
    (given_name, 3.2),
    (held, 3.2),
    (word_after, 3.1),
    (label, 3.0),
    (inside, 2.4),
    (known_place, 1.5),
    (speaks, 1.5),
    (within, 1.0),
    (capitals, 0.5),
)
"""The rules in order of weight."""
DASHES = frozenset({"-", "--", "–", "—", "_"})
PASSING = (label, hardware, place_noun, personal, locative, inside, within, within_place, held, word_after)
"""Rules that a chance neighbour can mislead: they count by the share of the name's occurrences that they hold for."""


def classes(names: list[Name], scene: Scene) -> list[str]:
    """The class of each name: occurrences of the same words, and an acronym and what it stands for, share all their evidence."""
    page = scene.page
    keys = [normal(page.words(name.start, name.end)) for name in names]
    pairs = acronyms(page, names, keys, scene.words("shipLetters"))
    groups: dict[str, list[Name]] = defaultdict(list)
    for name, key in zip(names, keys, strict=True):
        groups[pairs.get(key, key)].append(name)
    persons = [name for name in names if name.label == "PERSON"]
    tails = {page.lower[name.end - 1] for name in persons if name.end - name.start > 1}
    fronts = {" ".join(page.lower[name.start : k]) for name in persons for k in range(name.start + 1, name.end)}
    known = {page.lower[name.start] for name in persons if name.end - name.start == 1}
    bodies = {page.lower[name.end - 1] for name in names if name.label == "ORG" and name.end - name.start > 1}
    decided = {}
    for key, group in sorted(groups.items(), key=lambda pair: " " not in pair[0]):
        first, _, last = group[0].label, *key.rpartition(" ")[1:]
        surname = (
            key in tails or (key in fronts and first in ("ORG", "PERSON", "")) or (not first and last != key and last in known)
        )
        decided[key] = _decide(key, group, scene, surname)
        if decided[key] == "Person" and " " in key:  # "Director KX KY" without a label of the pipeline, then "KX"
            tails.add(last)
            fronts |= {" ".join(page.lower[group[0].start : k]) for k in range(group[0].start + 1, group[0].end)}
        if not decided[key] and key in bodies and not any(name.label for name in group):
            decided[key] = "Organization"  # "Orsology" where the text has the "Church of Orsology"
    return [decided[pairs.get(key, key)] for key in keys]


def _decide(key: str, group: list[Name], scene: Scene, surname: bool) -> str:
    """The class of one name; `surname` where its words are part of a person's name elsewhere in the text."""
    page, gazetteer = scene.page, scene.gazetteer
    text = page.words(group[0].start, group[0].end)
    country = nation(gazetteer, text)
    named_so = country and not gazetteer.demonym(text) and not text.islower()
    if country and not (named_so and (surname or any(name.label == "PERSON" and title_before(scene, name) for name in group))):
        return "Region" if any(_of_a_state(scene, name) for name in group) else "Country"
    if key == "security council" and any(word in page.lower for word in ("un", "u.n.", "nations")):
        return "InternationalOrganization"
    if key in scene.words("seats"):
        return "Facility" if all(_spot(page, name) for name in group) else "GovernmentBody"
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


def _of_a_state(scene: Scene, name: Name) -> bool:
    """True for the name of a country that is meant as the state of another: "the governor of KX", "KX Sen. Ana Petrov"."""
    page, words = scene.page, scene.words("statehouseWords")
    if not any(place.kind == "Region" for place in scene.gazetteer.places(page.words(name.start, name.end))):
        return False
    after = name.end < len(page) and page.lower[name.end] in words
    return after or (name.start > 1 and page.lower[name.start - 1] in ("of", "from") and page.lower[name.start - 2] in words)


def _in_brackets(page: Columns, before: Name, name: Name) -> bool:
    """True for "KX (KY)"."""
    opened = before.end + 1 == name.start and page.text[before.end] == "("
    return opened and name.end < len(page) and page.text[name.end] == ")"


def _abbreviates(page: Columns, before: Name, key: str, name: Name, acronym: str) -> bool:
    """True where the name in brackets is short for the one before: its initials, or any capitals behind an organization."""
    if len(key) <= len(acronym) or before.end - before.start < 2 or " " in acronym:
        return False
    if acronym == _initials(key):
        return True
    if page.text[name.end + 1 : name.end + 2] and page.text[name.end + 1] in DASHES:
        return False  # who reports: "UNITED NATIONS (KXA) -"
    capitals = sum(letter.isupper() for letter in page.text[name.start]) > 1 or key[0] == acronym[0]
    return capitals and before.label not in ("GPE", "LOC", "PERSON", "FAC")


def _spot(page: Columns, name: Name) -> bool:
    """True where the name stands as a place: "at the KX"."""
    governor = page.head[root(page, name)]
    return page.dep[root(page, name)] == "pobj" and page.lower[governor] in (
        "at",
        "in",
        "on",
        "near",
        "outside",
        "inside",
        "around",
    )


def _initials(key: str) -> str:
    return "".join(word[0] for word in key.split())


OFFICES = ("Department", "Ministry")
"""What an abbreviation turns round: the Ministry of Defence is the Defence Ministry."""


def acronyms(page: Columns, names: list[Name], keys: list[str], letters: frozenset[str] = frozenset()) -> dict[str, str]:
    """Key of an acronym -> key of what it stands for: by brackets ("Northern Front (NF)") or by initials, if only one fits.

    With the `letters` that ships have before their names, also a ship's bare name: "Halden" for "HMS Halden".
    """
    pairs: dict[str, str] = {}
    for (before, key), (name, acronym) in itertools.pairwise(zip(names, keys, strict=True)):
        if _in_brackets(page, before, name) and _abbreviates(page, before, key, name, acronym):
            pairs.setdefault(acronym, key)
    initials: dict[str, set[str]] = defaultdict(set)
    for name, key in zip(names, keys, strict=True):
        if name.end - name.start > 1 and name.label != "PERSON":
            words = [page.text[i].replace(".", "") for i in range(name.start, name.end) if page.text[i][0].isalnum()]
            shouted = all(w.isupper() for w in words)
            parts = [w if len(w) > 1 and w.isupper() and not shouted else w[0] for w in words]  # "US Navy" is no "UN"
            initials["".join(parts).lower()].add(key)
            initials["".join(part for part in parts if part[0].isupper()).lower()].add(key)
            if words[-1] in OFFICES:
                for first in (0, 1):  # "US Justice Department": DOJ
                    initials[f"{words[-1][0]}o{''.join(w[0] for w in words[first:-1])}".lower()].add(key)
    ships = {key.partition(" ")[2]: key for key in keys if key.partition(" ")[0] in letters and key.partition(" ")[2]}
    pairs.update({key: ships[key] for key in keys if key in ships})
    for name, key in zip(names, keys, strict=True):
        if name.end - name.start == 1 and page.text[name.start].replace(".", "").isupper() and len(key) > 1 and key not in pairs:
            fitting = initials.get(key, set())
            if len({word.replace("s ", " ") for word in fitting}) == 1:
                pairs[key] = min(fitting)
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
