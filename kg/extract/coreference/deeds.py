"""People called by their part in what was told: "the attackers", "the victims", "the captives", "the accused"."""

from collections.abc import Iterator

from .nouns import determiner_of, modifiers
from .story import Story

NEAR = 2
"""Sentences back in which the deed was told; farther back only where one alone is in that part."""
REACH = 20
PEOPLE = ("Person", "PersonGroup", "")
DOERS = ("Person", "PersonGroup", "ArmedGroup", "Organization", "")


def parts_in_deeds(story: Story) -> None:
    """ "The attackers" are who attacked in an earlier sentence, "the victims" who was harmed: the nearest, if it is one."""
    page, words = story.page, story.scene.words
    done: dict[str, list[int]] | None = None
    for i in story.nominals:
        mention = story.mentions[i]
        lemma = story.noun(mention)
        part = next((part for part in PARTS if lemma in words(part) or page.lower[mention.head] in words(part)), None)
        like = None if part or mention.cls == "Person" else lemma
        if not part:
            told = modifiers(story, i)
            hurt = next((each for each in ("theHarmed", "theWounded", "theSeized") if told & words(each)), None)
            part = hurt or ("theHarmed" if _killed(story, i) else None)
        if not part or determiner_of(story, i) not in words("definite") or story.group(i).members[0] != i:
            continue
        if mention.end > mention.head + 1 and page.lower[mention.head + 1] in ("of", "in", "from"):
            continue
        if done is None:
            done = {each: list(_parties(story, *PARTS[each])) for each in PARTS}
        if modifiers(story, i) - words("theHarmed") - words("theWounded") - words("theSeized"):
            continue
        found = _nearest(story, i, done[part], like=like)
        if found is not None:
            story.join(found, i)


SUBJECT, OBJECT = ("nsubj", "agent"), ("dobj", "nsubjpass")
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "theHarmed": ("harmVerbs", OBJECT),
    "theWounded": ("woundVerbs", OBJECT),
    "theSeized": ("seizeVerbs", OBJECT),
    "theSeizing": ("seizeVerbs", SUBJECT),
    "theAccused": ("accuseVerbs", OBJECT),
    "theAttacking": ("attackVerbs", SUBJECT),
}
"""Words for a part -> the verbs of the deed, and the places of the one in that part."""


def _parties(story: Story, verbs: str, places: tuple[str, ...]) -> Iterator[int]:
    """The mentions in a place beside one of the verbs, in text order; what is denied or only possible is no deed."""
    page, wanted = story.page, story.scene.words(verbs)
    for j, mention in enumerate(story.mentions):
        if mention.kind == "pronoun":
            continue
        dep, verb = page.dep[mention.head], page.head[mention.head]
        if dep == "pobj" and page.dep[verb] == "agent":
            dep, verb = "agent", page.head[verb]
        if dep == "conj" and page.dep[verb] in places and verb in story.by_head:
            continue  # two sides of one verb have no entity together
        if dep == "pobj" and page.lower[verb] == "of" and places == OBJECT:
            dep, verb = "dobj", page.head[verb]
            if verbs == "harmVerbs" and page.lemma[verb].lower() in story.scene.words("harmNouns"):
                yield j
            continue
        told = [c for c in page.children[mention.head] if page.dep[c] == "acl" and page.tag[c] == "VBN"]
        if places == OBJECT and any(page.lemma[c].lower() in wanted for c in told):
            yield j  # "two men accused of spying"
            continue
        if dep in places and page.lemma[verb].lower() in wanted and page.pos[verb] == "VERB" and _told_as_done(story, verb):
            yield j


def _killed(story: Story, i: int) -> bool:
    """True for one person whose killing is told, perhaps again: "a bomb killed the governor ... had killed the official"."""
    page, mention = story.page, story.mentions[i]
    told = mention.cls == "Person" and not mention.plural and page.dep[mention.head] in OBJECT and not modifiers(story, i)
    return told and page.lemma[page.head[mention.head]].lower() in ("kill", "assassinate", "murder", "slay")


def _told_as_done(story: Story, verb: int) -> bool:
    page = story.page
    return not any(page.dep[c] == "neg" or page.tag[c] == "MD" for c in page.children[verb])


def _nearest(story: Story, i: int, parties: list[int], *, like: str | None) -> int | None:
    """The one party of the nearest sentence that has any; `like`: its noun must be this one."""
    mention = story.mentions[i]
    found: dict[int, int] = {}
    at: int | None = None
    for j in reversed(parties):
        other, group = story.mentions[j], story.group(j)
        if other.head >= mention.start:
            continue
        back = story.distance(mention.head, other.head)
        if back > REACH or (at is not None and at <= NEAR and back > at):
            break
        if group.cls not in DOERS or not _fits(story, i, j) or (like is not None and like not in group.heads) or back == 0:
            continue
        at = back if at is None else at
        found.setdefault(story.root(j), j)
    return next(iter(found.values())) if len(found) == 1 else None


def _fits(story: Story, i: int, j: int) -> bool:
    """True where number and kind agree: "the attacker" is one person, "the attackers" are people or a group."""
    mention, group = story.mentions[i], story.group(j)
    if mention.number is not None and mention.number != story.mentions[j].number:
        return False
    if mention.plural and story.page.lower[mention.head] != "accused":
        return group.cls in ("ArmedGroup", "PersonGroup") or (group.cls == "" and bool(group.plural))
    return group.cls in ("Person", "") and not group.plural and story.agree(i, j)
