"""Another name that the text itself gives: "KX, also known as KY", "KX, whose real name is KY", "KX (formerly KY)"."""

import itertools
from collections.abc import Iterator

from ..classes.kinds import BRANCH
from .story import Story, compatible

FAR = 9
"""Tokens that may stand between two names of one thing."""


def also_known(story: Story) -> None:
    """The text gives another name for it: "KX, also known as KY", "the KX, or KY", "KX, whose real name is KY"."""
    for a, b in (*_beside(story), *_called(story), *_by_name(story), *_as_known(story), *_self_called(story)):
        if _one_sort(story, a, b):
            story.join(a, b)


def _one_sort(story: Story, a: int, b: int) -> bool:
    """True where both may be names of one thing; a name of which the text tells little is what the other is."""
    one, other = story.mentions[a], story.mentions[b]
    if "Country" in (one.cls, other.cls) and one.cls != other.cls:
        return False
    if one.plural != other.plural and "Person" in (one.cls, other.cls):
        return False  # "the victims were identified as KX and KY"
    unsure = {one.cls, other.cls} <= {"Person", "Organization", "ArmedGroup", "Company", ""} and not (one.plural or other.plural)
    return (compatible(one.cls, other.cls) or unsure) and not (one.kind == "nominal" and not one.cls)


def _beside(story: Story) -> Iterator[tuple[int, int]]:
    """Two names with nothing but words for naming between them."""
    page, words = story.page, story.scene.words("alsoWords")
    outer: list[int] = []
    for i in story.names:
        if not outer or story.mentions[i].start >= story.mentions[outer[-1]].end:
            outer.append(i)
    for i, j in itertools.pairwise(outer):
        first, second = story.mentions[i], story.mentions[j]
        between = page.lower[first.end : second.start]
        if (
            not 0 < len(between) < FAR
            or any(word not in words for word in between)
            or page.sentence[first.head] != page.sentence[second.head]
        ):
            continue
        said = [k for k in range(first.end, second.start) if page.lower[k] in story.scene.words("naming")]
        named = bool(said) and all(page.pos[k] != "VERB" or _is_called(story, k) for k in said)
        renamed = (
            between[0] in (",", "(")
            and between[-1] in story.scene.words("renaming")
            and page.lower[second.end : second.end + 1] in ([","], [")"], ["."])
            and BRANCH.get(first.cls) == BRANCH.get(second.cls)
        )
        alternative = between == [",", "or", "the"] or (between == [",", "or"] and page.text[second.start].isupper())
        if named or renamed or (alternative and compatible(first.cls, second.cls)):
            yield i, j


def _is_called(story: Story, verb: int) -> bool:
    """True for "known", "called" in the passive; "KX called KY a liar" gives no name."""
    page = story.page
    return page.tag[verb] == "VBN" and not any(page.dep[c] in ("nsubj", "dobj") for c in page.children[verb])


def _called(story: Story) -> Iterator[tuple[int, int]]:
    """What a participle says it is called: "a leader better known as KX", "the attacker was identified as KX"."""
    page = story.page
    for j in story.names:
        name = story.mentions[j]
        above = page.head[name.head]
        if page.dep[name.head] == "conj" and story.mentions[j].start - 1 > 0 and page.dep[above] == "pobj":
            above = page.head[above]  # "known as KX or KY"
        verb = page.head[above] if page.lower[above] == "as" else above
        if page.lower[verb] not in story.scene.words("naming") or page.pos[verb] != "VERB" or name.start <= verb:
            continue
        if verb == above and page.dep[name.head] != "oprd":
            continue
        if any(page.dep[c] in ("det", "poss", "amod") for c in page.children[name.head] if c < name.start):
            continue  # "known as the KX of the south"
        found = _bearer(story, verb)
        if found is not None and found != j and story.mentions[found].head < name.start:
            yield found, j


def _bearer(story: Story, verb: int) -> int | None:
    """Whom a verb of naming names: the noun of the participle, the subject of the passive, the object of "identified"."""
    page = story.page
    if any(page.dep[c] == "mark" and page.lower[c] == "as" for c in page.children[verb]):
        return None
    if page.dep[verb] == "acl":
        return story.by_head.get(page.head[verb])
    wanted = "nsubjpass" if any(page.dep[c] == "auxpass" for c in page.children[verb]) else "dobj"
    subject = next((c for c in page.children[verb] if page.dep[c] == wanted), None)
    if subject is None or (wanted == "dobj" and page.lemma[verb].lower() != "identify"):
        return None
    return story.by_head.get(subject)


def _as_known(story: Story) -> Iterator[tuple[int, int]]:
    """ "KX, as the group is known": the subject of "known" is the name before the comma."""
    page = story.page
    for j, mention in enumerate(story.mentions):
        verb = page.head[mention.head]
        if page.dep[mention.head] != "nsubjpass" or page.lower[verb] not in ("known", "called") or mention.kind == "pronoun":
            continue
        mark = next((c for c in page.children[verb] if page.dep[c] == "mark" and page.lower[c] == "as"), None)
        before = [i for i in story.names if mark is not None and story.mentions[i].end == mark - 1]
        if before and mark is not None and page.text[mark - 1] == ",":
            yield before[0], j


def _self_called(story: Story) -> Iterator[tuple[int, int]]:
    """ "KX, who calls himself KY"."""
    page = story.page
    for j in story.names:
        verb = page.head[story.mentions[j].head]
        if page.dep[story.mentions[j].head] != "oprd" or page.lemma[verb] not in ("call", "style") or page.dep[verb] != "relcl":
            continue
        own = [c for c in page.children[verb] if page.lower[c] in story.scene.words("reflexives")]
        bearer = story.by_head.get(page.head[verb])
        if own and bearer is not None and own[0] + 1 == story.mentions[j].start:
            yield bearer, j


def _by_name(story: Story) -> Iterator[tuple[int, int]]:
    """Whose real name, or alias, the text says: "KX, whose real name is KY", "who goes by the name of KY"."""
    page, words = story.page, story.scene.words("nameNouns")
    for j in story.names:
        name = story.mentions[j]
        above, dep = page.head[name.head], page.dep[name.head]
        noun = None
        if dep == "attr" and page.lemma[above] == "be":
            noun = next((c for c in page.children[above] if page.dep[c] == "nsubj"), None)
        elif dep == "appos":
            noun = above
        elif dep == "pobj" and page.lower[above] == "of":
            noun = page.head[above]
        if noun is None or page.lemma[noun].lower() not in words:
            continue
        found = _owner(story, noun)
        if found is not None and found != j:
            yield found, j


def _owner(story: Story, noun: int) -> int | None:
    """Whose name it is: who owns the noun, also by "whose", or the subject of "goes by the name of"."""
    page = story.page
    owner = next((c for c in page.children[noun] if page.dep[c] == "poss"), None)
    verb = page.head[noun]
    if owner is not None and page.lower[owner] != "whose":
        found = story.by_head.get(owner)
        return found if found is not None and story.mentions[found].kind != "pronoun" else None
    if owner is None:
        by = verb
        verb = page.head[by]
        if page.lower[by] not in ("by", "under") or page.lemma[verb].lower() not in ("go", "know"):
            return None
    return story.by_head.get(page.head[verb]) if page.dep[verb] in ("relcl", "acl") else None
