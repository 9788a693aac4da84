"""Nominals with another noun of the same sort: "the captives" after "33 hostages", "the diplomat" after "Ambassador KX"."""

from .descriptions import describes
from .nouns import all_titles, coarguments, determiner_of, lands, modifiers, titles
from .story import Story

NEAR = 3
"""Sentences back that a noun of the same sort may stand."""
JUST = 1
"""Sentences back that an epithet may point."""
MOST = 60
"""Mentions back that are asked."""


def same_sort(story: Story) -> None:
    """ "The captives" are the hostages, "the fugitive" the only person told of just before: other nouns for one thing."""
    sorts = story.scene.ontology.lexicon.sorts
    epithets = story.scene.words("epithets")
    for i in story.nominals:
        mention = story.mentions[i]
        if determiner_of(story, i) not in story.scene.words("definite") or story.group(i).members[0] != i:
            continue
        lemma = story.noun(mention)
        wanted = sorts.get(lemma, frozenset())
        if mention.cls == "Person" and lands(story, (lemma,)):
            found = _only(story, i, [j for j in _back(story, i, NEAR) if _of_nation(story, i, j, lemma)])
            if found is not None:
                story.join(found, i)
            continue
        if lemma in story.scene.words("pairWords"):
            found = _only(story, i, [j for j in story.nominals if j < i and story.mentions[j].number == 2 and _people(story, j)])
            if found is not None:
                story.join(found, i)
            continue
        if not (wanted or lemma in epithets) or _restricted(story, i):
            continue
        found = _only(story, i, [j for j in _back(story, i, NEAR) if _called(story, i, j, wanted)]) if wanted else None
        if found is None and lemma in epithets and not mention.plural:
            found = _only(story, i, [j for j in _back(story, i, JUST) if _somebody(story, i, j)])
        if found is not None:
            story.join(found, i)


def _people(story: Story, j: int) -> bool:
    return story.group(j).cls == "PersonGroup"


def _restricted(story: Story, i: int) -> bool:
    """True where words after the noun tell which is meant: "the men who fled", "the capital of KX"."""
    mention = story.mentions[i]
    return mention.end > mention.head + 1 and story.page.text[mention.head + 1] != ","


def _back(story: Story, i: int, reach: int) -> list[int]:
    mention, found = story.mentions[i], []
    for j in range(i - 1, max(i - MOST, 0) - 1, -1):
        other = story.mentions[j]
        if story.distance(mention.head, other.head) > reach:
            break
        if other.kind != "pronoun" and not other.start <= mention.head < other.end and not coarguments(story, i, j):
            found.append(j)
    return found


def _only(story: Story, i: int, fitting: list[int]) -> int | None:
    roots = {story.root(j): j for j in fitting}
    return next(iter(roots.values())) if len(roots) == 1 else None


def _called(story: Story, i: int, j: int, wanted: frozenset[str]) -> bool:
    """True for a thing that the text calls by a noun of the sort, or a person with such a title; descriptions must fit."""
    mention, other, group = story.mentions[i], story.mentions[j], story.group(j)
    if other.plural != mention.plural or (not group.heads & wanted and not (titles(story, j) & wanted and group.cls == "Person")):
        return False
    if mention.number is not None and other.number is not None and mention.number != other.number:
        return False
    return story.agree(i, j) and _described(story, i, j)


def _described(story: Story, i: int, j: int) -> bool:
    """True where nothing before the noun tells against the other; a person without a stated country may be of any."""
    told = modifiers(story, i)
    if not told or describes(story, i, j):
        return True
    theirs = all_titles(story, j)
    rest = told - theirs - story.scene.words("personAdjectives")
    return story.group(j).cls == "Person" and (not rest or (lands(story, rest) and not lands(story, theirs)))


def _of_nation(story: Story, i: int, j: int, demonym: str) -> bool:
    """True for a person whom the text calls by the demonym: "the Ruritanian" after "a Ruritanian driver"."""
    if story.group(j).cls != "Person" or story.mentions[j].plural or not story.agree(i, j):
        return False
    members = ((k, story.mentions[k].kind) for k in story.group(j).members[:20] if story.mentions[k].kind != "pronoun")
    return any(demonym in (titles(story, k) if kind == "name" else modifiers(story, k)) for k, kind in members)


def _somebody(story: Story, i: int, j: int) -> bool:
    group, told = story.group(j), modifiers(story, i)
    rest = told - story.scene.words("personAdjectives") - all_titles(story, j)
    if rest and not _of_place(story, i) and not (lands(story, rest) and not lands(story, all_titles(story, j))):
        return False
    return group.cls == "Person" and not group.plural and not story.mentions[j].plural and story.agree(i, j)


def _of_place(story: Story, i: int) -> bool:
    """True where but a place tells who is meant: "the Oslo man"."""
    page, head = story.page, story.mentions[i].head
    return page.label[head - 1] == "GPE" and len(modifiers(story, i)) == 1
