"""Nominals that say again whom the text has spoken of: the headline's gunmen, one person's father."""

import bisect
from collections import defaultdict

from .nouns import modifiers, same_title, titles
from .story import Story

LEAD = 4
"""Sentences after the headline, the dateline among them, in which it is told anew."""
SOON = 2
"""Sentences in which somebody is named who was called by an office before."""
KIN = {"mum": "mother", "mom": "mother", "dad": "father"}
"""Familiar words for kin."""


def headlines(story: Story) -> None:
    """What the headline calls by a noun without an article is what the first sentences introduce with that noun."""
    if story.headline is None:
        return
    page = story.page
    lead: dict[str, list[int]] = defaultdict(list)
    for i in story.nominals:
        if 0 < page.sentence[story.mentions[i].head] - story.headline <= LEAD:
            lead[story.noun(story.mentions[i])].append(i)
    for i in story.nominals:
        mention = story.mentions[i]
        if page.sentence[mention.head] != story.headline or not mention.cls or len(story.group(i).members) > 1:
            continue
        told = [
            j
            for j in lead[story.noun(mention)]
            if story.mentions[j].plural == mention.plural
            and modifiers(story, i) <= modifiers(story, j)
            and (None in (mention.number, story.mentions[j].number) or mention.number == story.mentions[j].number)
            and story.agree(i, j)
        ]
        first = [j for j in told if page.sentence[story.mentions[j].head] == page.sentence[story.mentions[told[0]].head]]
        if len(first) == 1:
            story.join(i, first[0])


def named_later(story: Story) -> None:
    """Who is called by an office first and named with it just after: "the regional governor said", "Governor KX said"."""
    words = story.scene.words
    ahead = [j for j in story.names if story.mentions[j].cls == "Person"]
    for i in story.nominals:
        mention, group = story.mentions[i], story.group(i)
        lemma = story.noun(mention)
        if mention.cls != "Person" or mention.plural or group.named or lemma not in story.scene.ontology.lexicon.titles:
            continue
        mine = {lemma} | modifiers(story, i)
        found: dict[int, int] = {}
        for j in ahead[bisect.bisect(ahead, i) :]:
            if story.distance(story.mentions[j].head, mention.head) > SOON:
                break
            theirs = titles(story, j)
            other_rank = (mine ^ theirs) & (words("seconds") | words("former"))
            if lemma in theirs and not other_rank and mine - theirs <= words("localWords") and first_named(story, j):
                found.setdefault(story.root(j), j)
        if len(found) == 1 and same_title(story, i) is None:
            story.join(i, next(iter(found.values())))


def first_named(story: Story, j: int) -> bool:
    """True where the text has not named the person before."""
    return next(k for k in story.group(j).members if story.mentions[k].kind == "name") == j


def relatives(story: Story) -> None:
    """Both are the same relative of one person: "his father", "Daniel's father"."""
    page, kin = story.page, story.scene.words("relativeWords")
    first: dict[tuple[int, str], int] = {}
    for i in story.nominals:
        mention = story.mentions[i]
        noun = KIN.get(story.noun(mention), story.noun(mention))
        owner = next((story.by_head.get(c) for c in page.children[mention.head] if page.dep[c] == "poss"), None)
        called = story.scene.ontology.lexicon.counterparts.get(noun)
        if called and owner is not None and not mention.plural and not story.group(i).named:
            _counterpart(story, i, owner, called)
        if noun not in kin or mention.plural or owner is None:
            continue
        key = (story.root(owner), noun)
        if key not in first:
            first[key] = i
        elif story.agree(first[key], i):
            story.join(first[key], i)


def _counterpart(story: Story, i: int, owner: int, called: frozenset[str]) -> None:
    """ "Her client", "his wife" is whose lawyer or husband the text has called the owner: "KX's lawyer, KY, said"."""
    page = story.page
    for k in story.group(owner).members:
        mention = story.mentions[k]
        if mention.kind != "nominal" or mention.plural or story.noun(mention) not in called:
            continue
        whose = next((story.by_head.get(c) for c in page.children[mention.head] if page.dep[c] == "poss"), None)
        if whose is None:
            whose = next((story.by_head.get(c) for of in page.children[mention.head] if page.lower[of] == "of"
                          for c in page.children[of]), None)
        if whose is not None and story.group(whose).cls in ("Person", "") and story.agree(whose, i):
            story.join(whose, i)
            return
