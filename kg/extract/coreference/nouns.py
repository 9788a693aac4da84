"""What tells one nominal from another, and earlier mentions that have its noun: "the general" after "Gen. KX"."""

from bisect import bisect_left
from collections.abc import Iterable

from ..classes.kinds import BRANCH
from ..columns import Columns
from ..names.nametext import nation
from .story import Story

CLOSE = 8
"""Mentions beside a nominal that may stand in its clause."""
JUST = 3
"""Sentences back that a plural without any word before it may point."""
MANY = 12
"""Mentions of a cluster that are asked for titles: a title comes early."""
FAR = 30
"""Sentences back that a nominal with the same head noun may point."""


def points_back(story: Story, i: int) -> bool:
    """True for a nominal that does not start something new and is in no cluster yet."""
    page, mention = story.page, story.mentions[i]
    determiner = determiner_of(story, i)
    if determiner in story.scene.words("indefinite") or determiner == "whose":
        return False
    if len(story.group(i).members) > 1 and story.group(i).named:
        return False
    if mention.number is not None and not determiner:
        return False
    return bool(determiner) or page.tag[mention.head] in ("NNS", "NN", "NNP", "NNPS")


def determiner_of(story: Story, i: int) -> str:
    page, mention = story.page, story.mentions[i]
    for child in page.children[mention.head]:
        if page.dep[child] in ("det", "poss", "predet") and child < mention.head:
            if page.dep[child] == "poss" and page.lower[child] not in story.scene.words("possessive"):
                return "'s"
            return page.lower[child]
    return ""


def modifiers(story: Story, i: int) -> set[str]:
    """What tells this thing from others of its noun: adjectives, nouns and names before it, numbers aside."""
    page, mention = story.page, story.mentions[i]
    first = max(mention.start, page.phrase_start(mention.head))
    measured = measure(story, i)
    return {
        page.lower[k]
        for k in range(first, mention.head)
        if page.pos[k] in ("ADJ", "NOUN", "PROPN", "VERB")
        and k not in measured
        and page.lower[k] not in ("other", "same", "such", "own", "said", "late", "former")
    }


def measure(story: Story, i: int) -> range:
    """The tokens of an age or size before the noun: "43-year-old", which may come with the second mention only."""
    page, head = story.page, story.mentions[i].head
    for child in page.children[head]:
        words = range(page.first[child], page.last[child] + 1)
        if child < head and any(page.pos[k] == "NUM" and page.lower[k + 1] == "-" for k in words[:-1]):
            return words
    return range(0)


def _two_measures(story: Story, i: int, j: int) -> bool:
    one, other = ([story.page.lower[k] for k in measure(story, at)] for at in (i, j))
    return bool(one and other and one != other)


def _two_complements(story: Story, i: int, j: int) -> bool:
    """True for "relatives of the mayor" and "relatives of the leaders"."""
    one, other = (_complement(story, at) for at in (i, j))
    return bool(one and other and one.isdisjoint(other))


def _complement(story: Story, i: int) -> set[str]:
    page, head = story.page, story.mentions[i].head
    found = set()
    for of in page.children[head]:
        if page.lower[of] == "of":
            for noun in page.children[of]:
                index = story.by_head.get(noun)
                found |= {page.lemma[noun].lower()} | (story.group(index).heads if index is not None else set())
    return found


def same_noun(story: Story, i: int) -> int | None:
    """The nearest earlier mention with the same head noun whose description does not contradict."""
    page, mention = story.page, story.mentions[i]
    determiner = determiner_of(story, i)
    lemma = page.lemma[mention.head].lower()
    mine = modifiers(story, i)
    inner = page.dep[mention.head] in ("compound", "nmod", "npadvmod")
    namesakes = story.by_noun.get(lemma, ())
    for number in reversed(range(bisect_left(namesakes, i))):
        j = namesakes[number]
        other = story.mentions[j]
        if story.distance(mention.head, other.head) > FAR:
            break
        if (
            other.start <= mention.head < other.end
            or page.dep[other.head] == "oprd"
            or other.plural != mention.plural
            or _two_numbers(mention.number, other.number)
            or (other.kind == "nominal" and (_two_measures(story, i, j) or _two_complements(story, i, j)))
            or (other.kind == "nominal" and lemma in story.scene.ontology.lexicon.titles and former(story, i) != former(story, j))
        ):
            continue
        theirs = modifiers(story, j) if other.kind == "nominal" else {page.lower[k] for k in range(other.start, other.end)}
        if not mine - theirs <= story.group(j).heads:
            continue
        bare = determiner in ("", "'s") and not inner
        if bare and not mine and mention.plural and story.distance(mention.head, other.head) > JUST:
            continue  # "troops" and, much later, other troops
        if bare and (mine != theirs or determiner_of(story, j) != determiner or mention.number != other.number):
            continue
        if determiner in story.scene.words("possessive") and determiner_of(story, j) != determiner:
            continue
        if story.agree(i, j) or _its_own_noun(story, i, j):
            return j
    return None


def _its_own_noun(story: Story, i: int, j: int) -> bool:
    """True for "the church" after "the Church of KX": the noun is the name's own, whatever else such nouns mean."""
    name, mine, theirs = story.mentions[j], story.mentions[i].cls, story.group(j).cls
    one_premises = "Facility" in (mine, theirs) and "Organization" in (BRANCH.get(mine), BRANCH.get(theirs))
    one_body = "SecurityForce" not in (mine, theirs) and BRANCH.get(mine) == BRANCH.get(theirs) == "Organization"
    its_own = name.kind == "name" or (story.group(j).named and story.noun(story.mentions[i]) in story.group(j).heads)
    return its_own and (one_premises or one_body) and determiner_of(story, i) in story.scene.words("definite")


def coarguments(story: Story, i: int, j: int) -> bool:
    """True where the clause of the nominal names the other already: "KX sued the supplier" tells of two."""
    page, head, root = story.page, story.mentions[i].head, story.root(j)
    clause = clause_of(page, head)
    for k in range(max(i - CLOSE, 0), min(i + CLOSE, len(story.mentions))):
        other = story.mentions[k].head
        beside = k != i and other != head and page.sentence[other] == page.sentence[head]
        if beside and story.root(k) == root and clause_of(page, other) == clause:
            return True
    return False


def clause_of(page: Columns, i: int) -> int:
    """The verb whose argument a token is, through prepositions."""
    governor = page.head[i]
    while governor != i and (page.pos[governor] in ("ADP", "SCONJ") or page.dep[i] == "conj" or page.dep[governor] == "attr"):
        i, governor = governor, page.head[governor]
    while (
        page.dep[governor] in ("xcomp", "conj")
        and page.head[governor] != governor
        and not any(page.dep[c] in ("nsubj", "nsubjpass") for c in page.children[governor])
    ):
        governor = page.head[governor]  # the subject of "promised" is that of "and left", "to leave"
    return governor


def _two_numbers(a: int | None, b: int | None) -> bool:
    return a is not None and b is not None and a != b


def same_title(story: Story, i: int) -> int | None:
    """The nearest person who is introduced with the title that the nominal repeats: "President KX ... the president"."""
    page, mention = story.page, story.mentions[i]
    lemma = page.lemma[mention.head].lower()
    if (
        mention.cls != "Person"
        or mention.plural
        or lemma not in story.scene.ontology.lexicon.titles
        or (determiner_of(story, i) not in story.scene.words("definite"))
    ):
        return None
    mine = modifiers(story, i)
    found: int | None = None
    loose: dict[int, int] = {}
    for j in range(i - 1, -1, -1):
        name = story.mentions[j]
        if name.kind != "name" or name.cls != "Person" or story.distance(mention.head, name.head) > FAR:
            continue
        if mention.start <= name.head < mention.end:
            continue
        words = titles(story, j)
        if former(story, i) and not words & story.scene.words("former"):
            continue
        if not any(word == lemma or (word.endswith(".") and len(word) > 3 and lemma.startswith(word[:-1])) for word in words):
            continue
        if mine <= words:
            if found is not None and story.root(found) != story.root(j):
                return found if page.sentence[story.mentions[found].head] != page.sentence[name.head] else None
            found = j if found is None else found
        elif lands(story, mine - words) and not lands(story, words):
            loose.setdefault(story.root(j), j)
    return next(iter(loose.values())) if found is None and len(loose) == 1 else found


def lands(story: Story, words: Iterable[str]) -> bool:
    """True where one of the words names a country or its people."""
    return any(nation(story.scene.gazetteer, word.upper() if "." in word else word.title()) for word in sorted(words))


def former(story: Story, i: int) -> bool:
    """True for "the former minister", who is not who has the office now."""
    page, mention = story.page, story.mentions[i]
    gone = story.scene.words("former") - {"late", "then", "outgoing", "retired"}
    return any(page.lower[k] in gone for k in range(mention.start, mention.head))


def all_titles(story: Story, j: int) -> frozenset[str]:
    """The words before the first mentions of a cluster that tell who it is: titles, and modifiers of nominals."""
    members = ((k, story.mentions[k].kind) for k in story.group(j).members[:MANY])
    return frozenset().union(*(titles(story, k) if kind == "name" else modifiers(story, k) for k, kind in members))


def titles(story: Story, j: int) -> frozenset[str]:
    """The words right before a name that tell who bears it: "President", "Ruritanian foreign minister"; of a nominal none."""
    page, name = story.page, story.mentions[j]
    if name.kind != "name":
        return frozenset()
    first = name.start
    while (
        first > 0
        and name.start - first < 5
        and (page.pos[first - 1] in ("PROPN", "NOUN", "ADJ") or (page.lower[first - 1] == "of" and page.capital(first - 2)))
        and page.sentence[first - 1] == page.sentence[name.head]
    ):
        first -= 1
    words = frozenset(page.lower[first : name.start])
    return words | {"premier"} if {"prime", "minister"} <= words else words
