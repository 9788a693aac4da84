"""Definite nominals: "the group", "the two generals", "that official" point back to what the text has named before."""

from .kinds import BRANCH, ORGANIZATIONS
from .story import Story

REACH = 6
"""Sentences back that a nominal without the same head noun may point."""
FAR = 30
"""Sentences back that a nominal with the same head noun may point."""
CREEDS = frozenset({"islamist", "sunni", "shiite", "shia", "leftist", "marxist", "maoist", "islamic", "muslim"})
BASES = frozenset({"base", "camp", "fort", "airbase", "airfield", "barracks", "garrison", "outpost", "station", "headquarters"})
GROUPS = tuple(cls for cls in ORGANIZATIONS if cls not in ("SecurityForce", "GovernmentBody"))
GENERIC = {
    "group": GROUPS,
    "organization": GROUPS,
    "organisation": GROUPS,
    "movement": ("ArmedGroup", "Organization"),
    "country": ("Country",),
    "nation": ("Country",),
    "city": ("Settlement",),
    "town": ("Settlement",),
    "village": ("Settlement",),
    "capital": ("Settlement",),
    "province": ("Region",),
    "region": ("Region",),
    "area": ("Region", "Settlement"),
    "alliance": ("InternationalOrganization", "Organization"),
    "bloc": ("InternationalOrganization", "Organization"),
    "company": ("Company",),
    "firm": ("Company",),
    "party": ("PoliticalParty",),
    "base": ("Facility",),
    "agency": ("GovernmentBody",),
}


def definite_nominals(story: Story) -> None:
    """A nominal with "the", "this" or "that" is the nearest earlier mention that it can describe: of its noun or kind.

    Numbers and modifiers must agree; where two candidates are equally near, it is none of them.
    """
    for i in story.nominals:
        if not points_back(story, i):
            continue
        j = same_noun(story, i)
        if j is None:
            j = same_title(story, i)
        if j is None:
            j = same_victims(story, i)
        if j is None:
            j = same_kind(story, i)
        if j is not None:
            story.join(j, i)


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
    return {
        page.lower[k]
        for k in range(first, mention.head)
        if page.pos[k] in ("ADJ", "NOUN", "PROPN", "VERB")
        and page.lower[k] not in ("other", "same", "such", "own", "said", "late", "former")
    }


def same_noun(story: Story, i: int) -> int | None:
    """The nearest earlier mention with the same head noun whose description does not contradict."""
    page, mention = story.page, story.mentions[i]
    determiner = determiner_of(story, i)
    lemma = page.lemma[mention.head].lower()
    mine = modifiers(story, i)
    inner = page.dep[mention.head] in ("compound", "nmod", "npadvmod")
    sentence = page.sentence[mention.head]
    for j in reversed(story.by_noun.get(lemma, ())):
        if j >= i:
            continue
        other = story.mentions[j]
        if sentence - page.sentence[other.head] > FAR:
            break
        if (
            other.start <= mention.head < other.end
            or other.plural != mention.plural
            or _two_numbers(mention.number, other.number)
        ):
            continue
        theirs = modifiers(story, j) if other.kind == "nominal" else {page.lower[k] for k in range(other.start, other.end)}
        if not mine <= theirs and not mine <= theirs | story.group(j).heads:
            continue
        if determiner in ("", "'s") and not inner and (mine != theirs or determiner_of(story, j) != determiner):
            continue
        if determiner in story.scene.words("possessive") and determiner_of(story, j) != determiner:
            continue
        if story.agree(i, j):
            return j
    return None


def _two_numbers(a: int | None, b: int | None) -> bool:
    return a is not None and b is not None and a != b


def same_victims(story: Story, i: int) -> int | None:
    """The nearest counted people before: "three officers ... the slain men", "five protesters ... the victims"."""
    page, mention = story.page, story.mentions[i]
    if mention.cls != "PersonGroup" or mention.number is not None or determiner_of(story, i) not in story.scene.words("definite"):
        return None
    if page.lemma[mention.head].lower() != "victim" and not modifiers(story, i) & HARMED:
        return None
    for j in range(i - 1, -1, -1):
        other = story.mentions[j]
        if page.sentence[mention.head] - page.sentence[other.head] > 3:
            return None
        if other.kind == "nominal" and other.cls == "PersonGroup" and other.number is not None and other.end <= mention.start:
            return j
    return None


HARMED = frozenset({"slain", "dead", "killed", "fallen", "murdered", "wounded", "injured", "kidnapped", "abducted", "captured"})


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
    for j in range(i - 1, -1, -1):
        name = story.mentions[j]
        if name.kind != "name" or name.cls != "Person" or page.sentence[mention.head] - page.sentence[name.head] > FAR:
            continue
        if mention.start <= name.head < mention.end:
            continue
        first = name.start
        while (
            first > 0
            and name.start - first < 5
            and page.pos[first - 1] in ("PROPN", "NOUN", "ADJ")
            and (page.sentence[first - 1] == page.sentence[name.head])
        ):
            first -= 1
        words = page.lower[first : name.start]
        if any(word == lemma or (word.endswith(".") and len(word) > 3 and lemma.startswith(word[:-1])) for word in words) and (
            mine <= set(words) or not mine
        ):
            if found is not None and story.root(found) != story.root(j):
                return found if page.sentence[story.mentions[found].head] != page.sentence[name.head] else None
            found = j if found is None else found
    return found


def same_kind(story: Story, i: int) -> int | None:
    """The nearest earlier thing of the kind that the nominal names, if one stands out."""
    page, mention = story.page, story.mentions[i]
    if (
        not mention.cls
        or determiner_of(story, i) not in story.scene.words("definite")
        or (mention.plural and mention.number is None and (BRANCH.get(mention.cls) not in ("PersonGroup",)))
    ):
        return None
    lemma = page.lemma[mention.head].lower()
    described = modifiers(story, i)
    if (described and not (described <= story.scene.words("armedWords") | CREEDS and mention.cls == "ArmedGroup")) or (
        mention.end > mention.head + 1
    ):
        return None
    fighter = lemma in story.scene.words("groupMembers") and mention.plural
    wanted = ("ArmedGroup",) if described or fighter else GENERIC.get(lemma)
    if wanted is None:
        return None
    best, score = None, 0.0
    seen: set[int] = set()
    sentence = page.sentence[mention.head]
    for j in range(i - 1, -1, -1):
        other = story.mentions[j]
        distance = sentence - page.sentence[other.head]
        if distance > REACH:
            break
        root = story.root(j)
        if root in seen or other.kind == "pronoun" or other.start <= mention.head < other.end:
            continue
        seen.add(root)
        group = story.groups[root]
        if not (group.named or other.kind == "nominal") or group.cls not in wanted:
            continue
        if not fighter and (group.plural or (other.plural and not group.named)):
            continue
        if BRANCH.get(group.cls) == "Place" and not group.named:
            continue
        if lemma == "base" and not {page.lower[other.start], page.lower[other.head]} & BASES:
            continue
        value = (
            10.0
            - distance
            + (3.0 if page.dep[other.head] in ("nsubj", "nsubjpass") else 0.0)
            + min(len(group.members), 5) * 0.6
            + (2.0 if group.named else 0.0)
        )
        if value > score:
            best, score = j, value
        elif value == score:
            return None
    return best
