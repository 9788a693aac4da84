"""Rules of coreference that the sentence itself states: apposition, predicate nominals, "the city of KX"."""

from ...model import Mention
from ..classes.kinds import BRANCH, ORGANIZATIONS
from .story import Story, compatible


def named_kinds(story: Story) -> None:
    """A noun and the name it is given: "the city of KX", "the militant group KX", "KX province"."""
    page, nouns = story.page, story.scene.words("placeNouns")
    districts, selves = story.scene.words("districtNouns"), story.scene.words("selfNouns")
    for i in story.nominals:
        mention = story.mentions[i]
        cls = BRANCH.get(mention.cls, "")
        for child in page.children[mention.head]:
            if (
                page.lower[child] == "of"
                and (cls == "Place" or page.lower[mention.head] == "community")
                and page.tag[mention.head] == "NN"
            ):
                for inner in page.children[child]:
                    j = story.by_head.get(inner)
                    if (
                        j is not None
                        and story.mentions[j].kind == "name"
                        and story.mentions[j].cls in ("Settlement", "Region")
                        and (mention.cls in ("Settlement", "Region", "PersonGroup", "Facility"))
                        and page.lower[mention.head] in nouns
                    ):
                        story.join(j, i)
        j = _owner(story, mention.head)
        if (
            j is not None
            and page.tag[mention.head] == "NN"
            and story.mentions[j].cls == mention.cls
            and mention.cls in ("Settlement", "Region", "Facility", *ORGANIZATIONS)
            and (mention.cls == "Facility" or page.lower[mention.head] in districts or page.lower[mention.head] in selves)
            and not _another_kind(story, j, mention.cls)
        ):
            story.join(j, i)
        j = _name_right_of(story, mention.head)
        if (
            j is not None
            and compatible(mention.cls, story.mentions[j].cls)
            and mention.cls
            and page.tag[mention.head] in ("NN", "NNP")
        ):
            story.join(j, i)


def _another_kind(story: Story, name: int, cls: str) -> bool:
    """True where a name says that it is something else: "the Church of KX website" is no church, but its own."""
    kinds = story.scene.ontology.lexicon.kinds
    said = {kinds[word] for word in story.keys[name].split() if word in kinds}
    return bool(said) and not any(compatible(kind, cls) for kind in said)


def _owner(story: Story, head: int) -> int | None:
    """The name that stands before a noun as its own: "KX" in "KX province"."""
    for child in story.page.children[head]:
        index = story.by_head.get(child)
        if index is not None and story.page.dep[child] in ("compound", "nmod") and story.mentions[index].kind == "name":
            return index
    return None


def _name_right_of(story: Story, head: int) -> int | None:
    """The name that follows a noun as its own: "group KX"."""
    page = story.page
    after = head + 1
    for index in (story.by_head.get(page.head[head]), *(story.by_head.get(c) for c in page.children[head] if c > head)):
        if index is None:
            continue
        name = story.mentions[index]
        if name.kind == "name" and name.start == after:
            return index
    beside = next(
        (index for index in (story.by_start.get(after),) if index is not None and story.mentions[index].kind == "name"), None
    )
    return beside if beside is not None and story.mentions[beside].cls in ORGANIZATIONS and page.tag[head] == "NN" else None


def appositions(story: Story) -> None:
    """One explains the other, set off by commas: "KX, an armed group"."""
    page = story.page
    for i, mention in enumerate(story.mentions):
        if page.dep[mention.head] != "appos" or mention.kind == "pronoun":
            continue
        governor = page.head[mention.head]
        if page.dep[governor] == "appos" and governor not in story.by_head:
            governor = page.head[governor]  # "a spokesman, Major General KX": the rank stands between
        if mention.kind == "name" and mention.cls == "Person" and (speaker := _behind(story, governor)) is not None:
            story.join(speaker, i)
            continue
        j = story.by_head.get(governor)
        if j is None or mention.start <= story.mentions[j].head < mention.end:
            continue
        other = story.mentions[j]
        if other.kind == "pronoun" or (mention.kind == "name" and other.kind == "name"):
            continue
        if mention.plural and any(page.lower[k] in ("among", "including") for k in range(other.head + 1, mention.start)):
            continue  # "the travellers, among them five children"
        if _place_list(story, i, j) or _one_and_many(mention, other) or _some_of_many(story, i, j):
            continue
        if mention.kind == "name" and other.kind == "name" and not compatible(mention.cls, other.cls):
            continue
        if compatible(mention.cls, other.cls) and mention.cls and other.cls:
            story.join(i, j)


def _behind(story: Story, noun: int) -> int | None:
    """Whom a name explains that the parser has hung on the last noun: "a spokeswoman for Boeing, Ana KX"."""
    page, preposition = story.page, story.page.head[noun]
    if page.dep[noun] != "pobj" or page.lower[preposition] not in ("for", "of", "at", "with", "to", "in"):
        return None
    found = story.by_head.get(page.head[preposition])
    somebody = found is not None and story.mentions[found].kind == "nominal" and story.mentions[found].cls == "Person"
    inner = story.by_head.get(noun)
    another = inner is not None and story.mentions[inner].cls in ("Person", "PersonGroup", "")
    return found if somebody and not another and page.tag[page.head[preposition]] == "NN" else None


def _one_and_many(a: Mention, b: Mention) -> bool:
    """True for a person and people, "two senators, KX and KY"; an organization's name may well have a plural beside it."""
    if max(a.number or 0, b.number or 0) > 1 and "name" in (a.kind, b.kind):
        return True
    return bool(a.plural) != bool(b.plural) and ("name" not in (a.kind, b.kind) or "Person" in (a.cls, b.cls))


def _some_of_many(story: Story, i: int, j: int) -> bool:
    """True for "armed groups, among them the KX": one organization is not several groups."""
    page, lexicon = story.page, story.scene.ontology.lexicon
    many = [k for k in (i, j) if story.mentions[k].kind == "nominal" and page.tag[story.mentions[k].head] == "NNS"]
    named = [k for k in (i, j) if story.mentions[k].kind == "name"]
    return bool(many and named) and lexicon.kinds.get(page.lemma[story.mentions[many[0]].head].lower()) in ORGANIZATIONS


def _place_list(story: Story, i: int, j: int) -> bool:
    """True for "KX, Ruritania": a place and where it lies."""
    a, b = story.mentions[i], story.mentions[j]
    return BRANCH.get(a.cls) == "Place" and BRANCH.get(b.cls) == "Place" and a.kind == b.kind == "name"


CONDITIONS = frozenset({"whether", "if", "unless"})
"""Under them nothing is said to be so."""


def predicates(story: Story) -> None:
    """One is said to be the other: "KX is an armed group", "she became the mayor"."""
    _predicates(story, of_pronouns=False)


def predicates_of_pronouns(story: Story) -> None:
    """What is said of a pronoun is said of whom it stands for: "KX resigned. She was the mayor"."""
    _predicates(story, of_pronouns=True)


def _predicates(story: Story, *, of_pronouns: bool) -> None:
    page = story.page
    for i in story.nominals:
        mention = story.mentions[i]
        verb = page.head[mention.head]
        if page.dep[mention.head] != "attr" or page.lemma[verb] not in ("be", "become", "remain") or not mention.cls:
            continue
        if any(
            page.dep[c] == "neg" or page.tag[c] == "MD" or (page.dep[c] == "mark" and page.lower[c] in CONDITIONS)
            for c in page.children[verb]
        ):
            continue
        for child in page.children[verb]:
            if page.dep[child] == "nsubj":
                j = story.by_head.get(child)
                if (
                    j is not None
                    and (story.mentions[j].kind == "pronoun") == of_pronouns
                    and (story.mentions[j].cls or of_pronouns)
                    and story.agree(i, j)
                    and not _distributes(story, i, j)
                    and (not any(page.dep[c] == "conj" for c in page.children[child]))
                ):
                    story.join(i, j)


def _distributes(story: Story, i: int, j: int) -> bool:
    return story.mentions[i].plural != story.mentions[j].plural and "name" not in (story.mentions[i].kind, story.mentions[j].kind)
