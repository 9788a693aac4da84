"""Persons by their age: "Ana Petrov, 54, ... the 54-year-old"."""

from .nouns import determiner_of, measure
from .story import Story

OLDEST = 115


def ages(story: Story) -> None:
    """ "The 54-year-old" is the person of that age, else the subject of the sentence before, whose age the text does not tell."""
    known = {i: age for i in range(len(story.mentions)) if (age := age_of(story, i)) is not None}
    if not known:
        return
    told: dict[int, set[int]] = {}
    for i, age in known.items():
        told.setdefault(story.root(i), set()).add(age)
    for i, age in known.items():
        mention = story.mentions[i]
        if mention.kind != "nominal" or mention.plural or determiner_of(story, i) not in story.scene.words("definite"):
            continue
        if story.group(i).named:
            continue
        same = [j for j in known if j < i and known[j] == age and not story.same(i, j) and _person(story, i, j)]
        roots = {story.root(j): j for j in same}
        found = next(iter(roots.values())) if len(roots) == 1 else None
        if not roots and len(story.group(i).members) == 1:
            found = _just_told_of(story, i, told)
        if found is not None:
            story.join(found, i)


def age_of(story: Story, i: int) -> int | None:
    """How old the text says that somebody is right there: "KX, 54," "KX (54)", "a 54-year-old teacher"."""
    page, mention = story.page, story.mentions[i]
    if mention.cls not in ("Person", ""):
        return None
    if mention.kind == "name":
        at = mention.end + 1
        opened, shut = page.lower[mention.end : at], page.lower[at + 1 : at + 2]
        stands = opened in ([","], ["("]) and shut in ([","], [")"], ["."], ["who"], ["and"])
        return _years(page.lower[at]) if stands else None
    words = measure(story, i)
    return _years(page.lower[words[0]]) if len(words) > 2 and "year" in page.lower[words[0] : words[-1] + 1] else None


def _years(word: str) -> int | None:
    return int(word) if word.isdigit() and 0 < int(word) < OLDEST else None


def _person(story: Story, i: int, j: int) -> bool:
    return story.group(j).cls == "Person" and not story.group(j).plural and story.agree(i, j)


def _just_told_of(story: Story, i: int, told: dict[int, set[int]]) -> int | None:
    """The one person who is the subject of the last sentence with any, or the only one in it, if no other age is told of him."""
    page, here = story.page, story.mentions[i]
    subjects: dict[int, int] = {}
    everybody: dict[int, int] = {}
    at: int | None = None
    for j in range(i - 1, max(i - 60, 0) - 1, -1):
        other = story.mentions[j]
        back = story.distance(here.head, other.head)
        if back > 2 or (at is not None and back > at):
            break
        root = story.root(j)
        if back == 0 or other.kind == "pronoun" or not _person(story, i, j) or root in told:
            continue
        at = back
        everybody.setdefault(root, j)
        verb = page.head[other.head]
        if page.dep[other.head] in ("nsubj", "nsubjpass") and page.head[verb] == verb:
            subjects.setdefault(root, j)
    for found in (subjects, everybody):
        if len(found) == 1:
            return next(iter(found.values()))
    return None
