"""Pronouns: whom "he", "it", "they" and, inside quotations, "I" and "we" stand for."""

from .kinds import BRANCH, ORGANIZATIONS
from .nouns import GENERIC, modifiers
from .story import Story

REACH = 3
"""Sentences back that a pronoun may point."""
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
    "compound": -25.0,
    "amod": -25.0,
    "attr": -5.0,
    "nmod": -20.0,
    "npadvmod": -20.0,
}


def speakers(story: Story) -> None:
    """ "I" and "we" in a quotation are who is quoted, and the side he speaks for."""
    page = story.page
    we: dict[int, int] = {}
    announced = introductions(story)
    for i, mention in enumerate(story.mentions):
        if mention.kind != "pronoun":
            continue
        word = page.lower[mention.head]
        first_person = word in story.scene.words("pronounsI")
        if not first_person and word not in story.scene.words("pronounsWe"):
            continue
        speaker = speaker_of(story, mention.head)
        if speaker is None and not page.quoted[mention.head]:
            speaker = next((who for sentence, who in reversed(announced) if sentence < page.sentence[mention.head]), None)
        if speaker is None:
            continue
        group = story.group(speaker)
        if first_person and group.cls in ("Person", ""):
            story.join(speaker, i)
        elif not first_person:
            root = story.root(speaker)
            side = speaker if group.cls in ("Country", *ORGANIZATIONS, "PersonGroup") else side_of(story, speaker)
            if side is not None:
                story.join(side, i)
            elif root in we:
                story.join(we[root], i)
            else:
                we[root] = i
                story.sides[i] = speaker


def speaker_of(story: Story, token: int) -> int | None:
    """The mention whose words the token is part of: subject of the verb of saying over it, or of one beside its quotation."""
    page = story.page
    i = token
    while page.head[i] != i:
        i = page.head[i]
        if _says(story, i) and not page.quoted[i]:
            found = _subject(story, i)
            if found is not None:
                return found
    if not page.quoted[token]:
        return None
    first, last = token, token
    while first > 0 and page.quoted[first - 1]:
        first -= 1
    while last + 1 < len(page) and page.quoted[last + 1]:
        last += 1
    before, after = page.sentence[first - 1] if first else 0, page.sentence[min(last + 1, len(page) - 1)]
    for sentence in dict.fromkeys((page.sentence[token], after, before, after + 1, before - 1)):
        for i in _tokens(page, sentence):
            if not page.quoted[i] and _says(story, i):
                found = _subject(story, i)
                if found is not None:
                    return found
    return None


def introductions(story: Story) -> list[tuple[int, int]]:
    """(sentence, mention) of each speaker whose words follow unquoted: "The minister said:" at the end of a paragraph."""
    page, found = story.page, []
    for sentence in range(len(page.starts)):
        tokens = [i for i in _tokens(page, sentence) if not page.blank(i)]
        if not tokens or page.text[tokens[-1]] != ":":
            continue
        subjects = [who for i in tokens if _says(story, i) and (who := _subject(story, i)) is not None]
        if subjects:
            found.append((sentence, subjects[-1]))
    return found


def side_of(story: Story, speaker: int, wanted: tuple[str, ...] = ("Country", *ORGANIZATIONS)) -> int | None:
    """The country or organization that a speaker's titles name: "Ruritanian minister KX", "KX of the Front"."""
    page = story.page
    for k in story.group(speaker).members:
        mention = story.mentions[k]
        if mention.kind == "pronoun":
            continue
        first = mention.start
        while (
            first > 0
            and page.sentence[first - 1] == page.sentence[mention.head]
            and page.pos[first - 1] in ("PROPN", "ADJ", "NOUN", "PART")
            and (mention.start - first < 6)
        ):
            first -= 1
        last = page.last[mention.head] if page.dep[mention.head] == "appos" or mention.kind == "nominal" else mention.end - 1
        for i in range(first, min(last + 1, mention.end + 8)):
            index = story.by_head.get(i)
            if index is not None and not story.same(index, speaker) and story.group(index).cls in wanted:
                return index
    return None


def own_groups(story: Story) -> None:
    """ "His group", "her country" is the one that the text names him or her with: "its leader KX", "Ruritanian minister KX"."""
    page = story.page
    for i in story.nominals:
        mention = story.mentions[i]
        wanted = GENERIC.get(page.lemma[mention.head].lower())
        if wanted is None or mention.plural or len(story.group(i).members) > 1 or modifiers(story, i):
            continue
        owner = next((story.by_head.get(c) for c in page.children[mention.head] if page.dep[c] == "poss"), None)
        if owner is None or story.mentions[owner].kind != "pronoun" or story.group(owner).cls != "Person":
            continue
        side = side_of(story, owner, wanted)
        if side is not None:
            story.join(side, i)


def _says(story: Story, i: int) -> bool:
    page = story.page
    return page.pos[i] == "VERB" and page.lemma[i].lower() in story.scene.words("saying")


def _tokens(page, sentence: int) -> range:
    if not 0 <= sentence < len(page.starts):
        return range(0)
    return range(page.starts[sentence], page.starts[sentence + 1] if sentence + 1 < len(page.starts) else len(page))


def _subject(story: Story, verb: int) -> int | None:
    page = story.page
    for child in page.children[verb]:
        if page.dep[child] == "nsubj":
            if page.lower[child] in UTTERANCES:
                child = next((owner for owner in page.children[child] if page.dep[owner] == "poss"), child)
            return story.by_head.get(child)
    return None


UTTERANCES = frozenset({"statement", "letter", "report", "message", "tweet", "post", "email", "remarks", "comments"})
"""Things said, whose owner is who says them."""


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
    sentence = page.sentence[mention.head]
    possessive = page.dep[mention.head] == "poss"
    reflexive = word in scene.words("reflexives")
    speaks = page.dep[mention.head] == "nsubj" and page.lemma[page.head[mention.head]].lower() in scene.words("saying")
    best: dict[int, float] = {}
    for j in range(i - 1, -1, -1):
        other = story.mentions[j]
        distance = sentence - page.sentence[other.head]
        if distance > REACH:
            break
        if other.start <= mention.head < other.end or other.head > mention.head:
            continue
        group = story.group(j)
        if not _fits(story, j, sort, speaks):
            continue
        if distance == 0 and not reflexive and _bound(story, mention.head, other.head, possessive):
            continue
        value = NEARNESS[distance] + ROLES.get(page.dep[other.head], 0.0) + 2.0 * min(len(group.members), 6)
        if other.kind == "pronoun":
            value += 12.0 if page.lower[other.head] != word else 18.0
        if page.quoted[mention.head] != page.quoted[other.head]:
            value -= 12.0
        if distance == 0:
            value -= 0.4 * (mention.head - other.head)
        if page.dep[mention.head] in ("nsubj", "nsubjpass") and page.dep[other.head] in ("nsubj", "nsubjpass"):
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
        value += _liking(sort, group.cls, group.plural)
        root = story.root(j)
        if value > best.get(root, 0.0):
            best[root] = value
    if not best:
        return None
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]


def _fits(story: Story, j: int, sort: str, speaks: bool) -> bool:
    group, other = story.group(j), story.mentions[j]
    cls, branch = group.cls, BRANCH.get(group.cls, "")
    if other.kind == "pronoun" and not cls and len(group.members) == 1:
        word = story.page.lower[other.head]
        return word in story.scene.words(sort)
    if sort in ("pronounsHe", "pronounsShe"):
        gender = "m" if sort == "pronounsHe" else "f"
        return cls == "Person" and not group.plural and group.gender in ("", gender)
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
        return 15.0 if plural and cls == "PersonGroup" else 8.0 if plural else -12.0 if cls == "Country" else -6.0
    if sort == "pronounsIt":
        return 10.0 if cls in ORGANIZATIONS or cls == "Country" else 0.0 if not cls else -5.0
    return 0.0


def _bound(story: Story, pronoun: int, candidate: int, possessive: bool) -> bool:
    """True where both are arguments of one verb, so that only "himself" could mean the same."""
    page = story.page
    if possessive:
        return False
    a, b = _clause(page, pronoun), _clause(page, candidate)
    return a == b


def _clause(page, i: int) -> int:
    """The verb whose argument a token is, through prepositions."""
    governor = page.head[i]
    while governor != i and (page.pos[governor] in ("ADP", "SCONJ") or page.dep[i] == "conj"):
        i, governor = governor, page.head[governor]
    while (
        page.dep[governor] in ("xcomp", "conj")
        and page.head[governor] != governor
        and not any(page.dep[c] in ("nsubj", "nsubjpass") for c in page.children[governor])
    ):
        governor = page.head[governor]  # the subject of "promised" is that of "and left", "to leave"
    return governor
