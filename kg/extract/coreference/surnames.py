"""Persons of one surname: whom the bare "KX" names where the text has more than one."""

from collections import defaultdict

from .nouns import titles
from .story import Story

KEPT = 12
"""Sentences for which a bearer who was called by the surname alone keeps it."""
BACK = 4
"""Sentences back in which the bearer of a shared surname must have been named."""


def surnames(story: Story) -> None:
    """A surname that several persons of the text bear is the one of them in the nearest sentence before that names any."""
    shared = shared_surnames(story)
    if not shared:
        return
    named: dict[str, list[int]] = defaultdict(list)
    left: dict[str, list[int]] = defaultdict(list)
    for i in story.names:
        words = story.keys[i].split()
        if story.mentions[i].cls not in ("Person", "") or not words or words[-1] not in shared or of_clan(story, i):
            continue
        last = words[-1]
        if len(words) == 1 and not another_office(story, i, named[last]):
            found = _nearest(story, i, named[last])
            if found is None:
                left[last].append(i)
                continue
            story.join(found, i)
        named[last].append(i)
    for last, bare in left.items():
        in_headline = story.page.sentence[story.mentions[bare[0]].head] == story.headline
        if in_headline and named[last] and story.agree(bare[0], named[last][0]):
            story.join(named[last][0], bare.pop(0))  # the lead has the whole name
        for i in bare[1:]:
            story.join(bare[0], i)


def _nearest(story: Story, i: int, named: list[int]) -> int | None:
    """The only bearer in the nearest sentence; but whom the text has called so before keeps it beside another's whole name."""
    head = story.mentions[i].head
    named = [j for j in named if story.agree(i, j)]
    if not named or elder(story, i):
        return None
    back = story.distance(head, story.mentions[named[-1]].head)
    bare = [j for j in named if " " not in story.keys[j]]
    if back > BACK:
        near = bare or named
    else:
        near = [j for j in named if story.distance(head, story.mentions[j].head) == back]
        if bare and bare[-1] not in near and story.distance(head, story.mentions[bare[-1]].head) <= KEPT:
            return bare[-1]
    return near[-1] if len({story.root(j) for j in near}) == 1 else None


def elder(story: Story, i: int) -> bool:
    """True for "the younger KX", who is told from the other bearer of the name."""
    return story.page.lower[story.mentions[i].start - 1] in ("elder", "younger", "older")


def of_clan(story: Story, i: int) -> bool:
    """True for a family or caste of the name: "the KX clan"."""
    page, name = story.page, story.mentions[i]
    return page.dep[name.head] in ("compound", "nmod") and page.lower[page.head[name.head]] in story.scene.words("clans")


def another_office(story: Story, i: int, bearers: list[int]) -> bool:
    """True for "President KX" after "first lady Ana KX", and no other KX: she has another office than who heads the state."""
    first = titles(story, i) & story.scene.words("singleOffices")
    roots = {story.root(j) for j in bearers if story.mentions[j].end - story.mentions[j].start > 1}
    if not first or len(roots) != 1 or not any(story.group(j).gender == "f" for j in bearers):
        return False
    theirs = {word for j in bearers for word in titles(story, j)}
    return bool(theirs & story.scene.words("otherOffices")) and not theirs & story.scene.words("singleOffices")


def shared_surnames(story: Story) -> frozenset[str]:
    """The last words of names that two persons of the text bear, "President KX" and "first lady Ana KX" among them."""
    first: dict[str, dict[str, int]] = defaultdict(dict)
    for i in story.names:
        words = story.keys[i].split()
        if story.mentions[i].cls == "Person" and len(words) > 1:
            first[words[-1]].setdefault(words[0], i)
    shared = {last for last, bearers in first.items() if len(bearers) > 1}
    for i in story.names:
        if story.keys[i] in first and another_office(story, i, sorted(first[story.keys[i]].values())):
            shared.add(story.keys[i])
    return frozenset(shared)
