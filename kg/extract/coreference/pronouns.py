"""Pronouns: whom "he", "it" and "they" stand for."""

from ..classes.kinds import BRANCH, ORGANIZATIONS
from ..columns import Columns
from .nouns import clause_of
from .quotations import says, side_of, speaker_of
from .story import Story, compatible

REACH = 3
"""Sentences back that a pronoun may point."""
MOST = 100
"""Mentions back that a pronoun may point, in sentences without end."""
NEARNESS = (100.0, 78.0, 55.0, 40.0)
ROLES = {
    "nsubj": 32.0,
    "nsubjpass": 30.0,
    "dobj": 14.0,
    "pobj": 6.0,
    "poss": 4.0,
    "appos": -10.0,
    "agent": 10.0,
    "conj": 8.0,
    "compound": -35.0,
    "amod": -25.0,
    "attr": -5.0,
    "nmod": -20.0,
    "npadvmod": -20.0,
}


SUBJECTS = ("nsubj", "nsubjpass")
MINDS = frozenset({"know", "understand", "realize", "realise", "learn", "decide", "refuse", "agree", "regret", "deserve", "vow"})
CLAIMING = frozenset({"deny", "confirm", "admit", "acknowledge", "regret", "know", "say", "mean", "do", "refute"})
"""Verbs whose "it" stands for what was said or done."""
CATAPHORA = 15.0
"""What it costs a name to stand after the pronoun."""


def pronouns(story: Story) -> None:
    """A pronoun is the most prominent earlier mention that fits it in number, gender and kind: near, often a subject."""
    for i, mention in enumerate(story.mentions):
        if mention.kind == "pronoun" and all(story.mentions[k].kind == "pronoun" for k in story.group(i).members):
            j = antecedent(story, i)
            if j is not None:
                story.join(j, i)


def antecedent(story: Story, i: int) -> int | None:
    """The mention that a third-person pronoun stands for, None where nothing fits or two fit equally well."""
    page, scene, mention = story.page, story.scene, story.mentions[i]
    word = page.lower[mention.head]
    sort = next((s for s in ("pronounsHe", "pronounsShe", "pronounsIt", "pronounsThey") if word in scene.words(s)), None)
    if sort is None:
        return None
    possessive = page.dep[mention.head] == "poss"
    speaks = page.dep[mention.head] == "nsubj" and _of_mind(story, page.head[mention.head])
    candidates = _before(story, i)
    ahead = _main_subject(story, mention.head)
    if ahead is not None:
        candidates.append(ahead)
    if word in scene.words("reflexives") and (own := _own_subject(story, mention.head)) is not None:
        return own
    share = _shared(story, i, sort)
    if share is not None:
        return share
    owned = story.by_head.get(page.head[mention.head]) if possessive else None
    denied = sort == "pronounsIt" and page.dep[mention.head] == "dobj" and page.lemma[page.head[mention.head]] in CLAIMING
    taken = sort == "pronounsIt" and _taken(story, mention.head)
    nouns = _said_to_be(story, mention.head) if page.dep[mention.head] == "nsubj" else {}
    peopled = owned is not None and BRANCH.get(story.mentions[owned].cls) in ("Person", "PersonGroup", "Organization", "Agent")
    barred = {story.root(i), *_speaking(story, i)}
    if word not in scene.words("reflexives") and not possessive:
        actor = story.by_head.get(_actor(page, mention.head))
        barred |= {story.root(j) for j in candidates if _bound(page, mention.head, story.mentions[j].head) or j == actor}
    best: dict[tuple[bool, int], float] = {}
    for j in candidates:
        other, group, root = story.mentions[j], story.group(j), story.root(j)
        whole = _coordination(story, j, mention.head) if sort == "pronounsThey" else None
        if root in barred or (peopled and not group.cls and other.kind != "pronoun"):
            continue
        if (whole is None and not _fits(story, j, sort, speaks)) or (denied and group.cls):
            continue
        if (taken and BRANCH.get(group.cls) != "Place") or any(not compatible(cls, group.cls) for cls in nouns.values()):
            continue
        distance = story.distance(mention.head, other.head)
        value = NEARNESS[distance] + ROLES.get(page.dep[other.head], 0.0) + 2.0 * min(len(group.members), 6)
        if page.dep[other.head] == "poss" and other.kind == "name":
            value += 12.0
        if other.kind == "pronoun":
            value += 8.0 if page.lower[other.head] != word else 12.0
        if page.dep[other.head] == "poss" and page.dep[mention.head] == "dobj" and page.dep[page.head[other.head]] in SUBJECTS:
            value -= 12.0  # "the group's leader sold them"
        if page.quoted[mention.head] != page.quoted[other.head]:
            value -= 12.0
        if distance == 0:
            value -= 0.4 * abs(mention.head - other.head)
        if other.head > mention.head:
            value += 60.0 if _for_his_part(page, mention.head) else -CATAPHORA
        if page.dep[mention.head] in SUBJECTS and page.dep[other.head] in SUBJECTS:
            value += 8.0
            if speaks and says(story, page.head[other.head]):
                value += 8.0
        if (
            possessive
            and distance == 0
            and page.head[page.head[mention.head]] == other.head
            and page.dep[page.head[mention.head]] == "conj"
        ):
            value += 40.0
        if possessive and page.lower[mention.head - 1] == "and" and mention.head - other.end in (1, 2):
            value += 40.0  # "KX and its allies", "KX (KY) and its leader"
        if not group.heads.isdisjoint(nouns):
            value += 45.0
        value += _liking(sort, group.cls, True if whole is not None else group.plural)
        key = (True, whole) if whole is not None else (False, root)
        if value > best.get(key, 0.0):
            best[key] = value
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    (together, found), _ = ranked[0]
    return None if together else found


def _own_subject(story: Story, token: int) -> int | None:
    """Whom a reflexive means: the subject of its verb, and the noun of a relative clause."""
    page, verb = story.page, story.page.head[token]
    subject = _actor(page, token)
    if subject >= 0 and page.lower[subject] in ("who", "which", "that") and page.dep[verb] == "relcl":
        subject = page.head[verb]
    return story.by_head.get(subject)


def _of_mind(story: Story, verb: int) -> bool:
    """True for verbs of saying, thinking and wishing: things without a mind are not their subjects."""
    lemma = story.page.lemma[verb].lower()
    return says(story, verb) or any(lemma in story.scene.words(words) for words in ("believing", "planning")) or lemma in MINDS


def _speaking(story: Story, i: int) -> set[int]:
    """Who speaks where the pronoun is quoted, and his side: they call themselves "I" and "we"."""
    head = story.mentions[i].head
    speaker = speaker_of(story, head) if story.page.quoted[head] else None
    if speaker is None:
        return set()
    side = side_of(story, speaker)
    return {story.root(speaker)} | ({story.root(side)} if side is not None else set())


def _actor(page: Columns, token: int) -> int:
    """The subject of the verb that a token is an object of, also where the verb shares that of another: "..., denying them"."""
    verb = page.head[token]
    while page.pos[verb] == "ADP" and page.head[verb] != verb:
        verb = page.head[verb]
    for _ in range(4):
        subject = next((c for c in page.children[verb] if page.dep[c] in SUBJECTS), None)
        if subject is not None or page.dep[verb] not in ("advcl", "xcomp", "conj", "pcomp"):
            return -1 if subject is None or subject == token else subject
        verb = page.head[verb]
    return -1


def _for_his_part(page: Columns, i: int) -> bool:
    """True in "for his part, KX": the pronoun is always who comes after it."""
    return page.lower[i - 1] == "for" and page.lower[i + 1 : i + 2] == ["part"]


def _before(story: Story, i: int) -> list[int]:
    """The mentions that a pronoun may point back to, nearest first."""
    mention, found = story.mentions[i], []
    for j in range(i - 1, max(i - MOST, 0) - 1, -1):
        other = story.mentions[j]
        if story.distance(mention.head, other.head) > REACH:
            break
        inside = other.start <= mention.head < other.end and not _in_clause(story.page, mention.head, other.head)
        if not inside and other.head < mention.head:
            found.append(j)
    return found


def _in_clause(page: Columns, pronoun: int, noun: int) -> bool:
    """True in a relative clause of the noun: "a driver who turned his car"; the owner of "his car's driver" is another."""
    i = pronoun
    while page.head[i] != i and i != noun:
        if page.dep[i] in ("relcl", "acl") and page.head[i] == noun:
            return True
        i = page.head[i]
    return False


def _shared(story: Story, i: int, sort: str) -> int | None:
    """Whom "among them", "five of them" count: those who are named just before in the sentence."""
    page, head = story.page, story.mentions[i].head
    of = page.head[head]
    if sort != "pronounsThey" or page.dep[head] != "pobj" or page.lower[of] not in ("among", "of"):
        return None
    if page.lower[of] == "of" and page.pos[page.head[of]] not in ("NUM", "DET", "PRON", "ADJ", "NOUN"):
        return None
    for j in range(i - 1, -1, -1):
        other = story.mentions[j]
        if page.sentence[other.head] != page.sentence[head]:
            return None
        if other.end <= (of if page.lower[of] == "among" else page.head[of]) and other.plural and other.kind != "pronoun":
            return j
    return None


def _said_to_be(story: Story, subject: int) -> dict[str, str]:
    """The nouns that a clause says its subject is, with the class of the first: "it is a bridge", "it is one of the bridges"."""
    page, nouns = story.page, {}
    for child in page.children[page.head[subject]]:
        if page.dep[child] == "attr":
            i = story.by_head.get(child)
            nouns[page.lemma[child].lower()] = story.mentions[i].cls if i is not None else ""
            nouns |= {page.lemma[g].lower(): "" for c in page.children[child] if page.lower[c] == "of" for g in page.children[c]}
    return nouns


def _taken(story: Story, token: int) -> bool:
    """True for what is retaken or besieged, which is a place: "retook it", "most of it"."""
    page, verb = story.page, story.page.head[token]
    if page.dep[token] == "pobj" and page.lower[verb] == "of":
        verb = page.head[page.head[verb]]
    return page.dep[token] in ("dobj", "pobj") and page.lemma[verb].lower() in story.scene.words("takingVerbs")


def _main_subject(story: Story, pronoun: int) -> int | None:
    """The subject of the clause that the pronoun's phrase opens: "When she arrived, KX", "In his speech, KX"."""
    page, i = story.page, pronoun
    while page.head[i] != i and page.dep[i] not in ("advcl", "ROOT"):
        if page.dep[i] == "prep" and page.pos[page.head[i]] in ("VERB", "AUX"):
            break
        i = page.head[i]
    verb = page.head[i]
    if verb == i or page.last[i] >= verb or page.first[i] > pronoun:
        return None
    for child in page.children[verb]:
        if page.dep[child] in SUBJECTS and child > page.last[i]:
            index = story.by_head.get(child)
            return None if index is None or story.mentions[index].kind == "pronoun" else index
    return None


def _coordination(story: Story, j: int, pronoun: int) -> int | None:
    """The first token of the coordination of two things of a sort ("KX and KY") that a mention is a part of; it has no entity."""
    page, head = story.page, story.mentions[j].head
    while page.dep[head] == "conj":
        head = page.head[head]
    rest = next((c for c in page.children[head] if page.dep[c] == "conj"), None)
    one, other = story.by_head.get(head), story.by_head.get(rest) if rest is not None else None
    if one is None or other is None or rest is None or page.first[head] <= pronoun <= page.last[rest]:
        return None
    alike = BRANCH.get(story.group(one).cls) == BRANCH.get(story.group(other).cls)
    return head if alike and any(page.lower[c] == "and" for c in page.children[head]) else None


def _fits(story: Story, j: int, sort: str, speaks: bool) -> bool:
    group, other = story.group(j), story.mentions[j]
    if other.kind == "nominal" and story.page.lower[other.start] == "no":
        return False
    cls, branch = group.cls, BRANCH.get(group.cls, "")
    if other.kind == "pronoun" and not cls and len(group.members) == 1:
        word = story.page.lower[other.head]
        return word in story.scene.words(sort)
    if sort in ("pronounsHe", "pronounsShe"):
        gender = "m" if sort == "pronounsHe" else "f"
        somebody = cls == "Person" or (not cls and group.named and other.kind == "name")
        return somebody and not group.plural and group.gender in ("", gender)
    if sort == "pronounsIt":
        return (
            branch not in ("Person", "PersonGroup")
            and not group.plural
            and not (speaks and cls not in (*ORGANIZATIONS, "Country"))
        )
    if branch == "Person" or (cls in ("Settlement", "Region", "Facility", "Weapon") and not group.plural):
        return False
    if speaks and not cls:
        return False
    return bool(group.plural) or cls in ORGANIZATIONS or cls in ("PersonGroup", "Country")


def _liking(sort: str, cls: str, plural: bool | None) -> float:
    if sort == "pronounsThey":
        return 15.0 if plural and cls == "PersonGroup" else 8.0 if plural else -25.0 if cls == "Country" else -6.0
    if sort in ("pronounsHe", "pronounsShe"):
        return 0.0 if cls else -40.0
    if sort == "pronounsIt":
        return 10.0 if cls in ORGANIZATIONS or cls == "Country" else 0.0 if not cls else -5.0
    return 0.0


def _bound(page: Columns, pronoun: int, candidate: int) -> bool:
    """True where both are arguments of one verb, so that only "himself" could mean the same."""
    return page.sentence[pronoun] == page.sentence[candidate] and clause_of(page, pronoun) == clause_of(page, candidate)
