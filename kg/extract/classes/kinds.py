"""What kind of thing a noun names, and what the rules about names and coreference share."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...gazetteer import Gazetteer
from ...ontology import Ontology
from ..columns import Columns
from ..names.nametext import Name

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


HARDWARE = re.compile(r"[A-Z][A-Za-z]{0,3}-\d{1,3}[A-Z]{0,2}(?P<several>s?)")
"""What aircraft, tanks and guns are called: "F-16s", "MiG-29", "T-72"."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at besides the name."""

    page: Columns
    ontology: Ontology
    gazetteer: Gazetteer

    def words(self, name: str) -> frozenset[str]:
        return self.ontology.lexicon.words(name)


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
    if cls is None and page.tag[i] == "NNS" and HARDWARE.fullmatch(page.text[i]):
        return "Weapon"
    if cls is None:
        return None
    if (
        base in lexicon.words("armableNouns")
        and cls not in ("ArmedGroup", "PersonGroup", "PoliticalParty")
        and page.lower[i - 1 : i + 1] != ["armed", "forces"]
    ):
        armed = lexicon.words("armedWords")
        modifiers = range(page.phrase_start(i), i)
        if any(page.lower[j] in armed or page.lemma[j] in armed for j in modifiers):
            return "ArmedGroup"
    if base in ("neighbor", "neighbour") and any(page.label[c] in ("GPE", "NORP") for c in page.children[i]):
        return "Country"
    if cls == "Person" and (page.tag[i] in ("NNS", "NNPS") or (page.tag[i] == "NNP" and page.lower[i] not in (base, f"{base}."))):
        return "PersonGroup"
    return cls


def singular(word: str, kinds: Iterable[str]) -> str:
    """The singular of a noun that the lemmatizer left alone (capitalised ones), if `kinds` has it."""
    for ending, other in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + other in kinds:
            return word[: -len(ending)] + other
    return word


def root(page: Columns, name: Name) -> int:
    """The token of the name that the rest of the sentence hangs on."""
    for i in range(name.end - 1, name.start - 1, -1):
        if not name.start <= page.head[i] < name.end:
            return i
    return name.end - 1


MARKS = str.maketrans({"-": " "} | dict.fromkeys(".'’‘`"))


def normal(text: str) -> str:
    """A name for comparison: lower case, without dots, hyphens, apostrophes and article.

    >>> normal("The U.S."), normal("Kata'ib al-Nur")
    ('us', 'kataib al nur')
    """
    return " ".join(text.translate(MARKS).lower().removeprefix("the ").split())
