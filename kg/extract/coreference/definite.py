"""Definite nominals: "the group", "the two generals", "that official" point back to what the text has named before."""

from collections.abc import Iterable

from ..classes.kinds import BRANCH, ORGANIZATIONS
from .descriptions import describes
from .nouns import coarguments, determiner_of, modifiers, points_back, same_noun, same_title
from .story import Story, compatible

REACH = 5
"""Sentences back that a nominal without the same head noun may point."""
ALONE = 15
"""Sentences back that "the rebels" may point to the only armed group named, "the Baltic country" to the main one."""
NEAR = 3
"""Sentences back that it may point where only being alone of its kind decides."""
MOST = 200
"""Mentions back that it may point, in sentences without end."""
BASES = frozenset({"base", "camp", "fort", "airbase", "airfield", "barracks", "garrison", "outpost", "station", "headquarters"})
SOLE = ("Company", "MediaOrganization", "ArmedGroup", "PoliticalParty")
"""Classes whose nouns ("the carmaker", "the newspaper") point to the only named thing that may be one."""
GROUPS = tuple(cls for cls in ORGANIZATIONS if cls not in ("SecurityForce", "GovernmentBody"))
FIGHTING = ("ArmedGroup", "Organization")
"""Classes of what "the rebels" may be; an organization only where the text calls it a group."""
GENERIC = {
    "group": GROUPS,
    "organization": GROUPS,
    "organisation": GROUPS,
    "movement": ("ArmedGroup", "Organization"),
    "network": GROUPS,
    "sect": GROUPS,
    "nation": ("Country",),
    "country": ("Country",),
    "city": ("Settlement",),
    "town": ("Settlement",),
    "village": ("Settlement",),
    "capital": ("Settlement",),
    "province": ("Region",),
    "region": ("Region",),
    "area": ("Region", "Settlement"),
    "alliance": ("InternationalOrganization",),
    "bloc": ("InternationalOrganization",),
    "charity": ("Organization",),
    "watchdog": ("Organization", "GovernmentBody"),
    "force": ("SecurityForce",),
    "company": ("Company",),
    "firm": ("Company",),
    "party": ("PoliticalParty",),
    "base": ("Facility",),
    "agency": ("GovernmentBody",),
    "district": ("Region",),
    "state": ("Region",),
    "county": ("Region",),
    "island": ("Region",),
    "territory": ("Region",),
    "peninsula": ("Region",),
    "kingdom": ("Country",),
    "republic": ("Country",),
}


def definite_nominals(story: Story) -> None:
    """A nominal with "the", "this" or "that" is the nearest earlier mention that it can describe: of its noun or kind.

    Numbers and modifiers must agree; where two candidates are equally near, it is none of them.
    """
    for i in story.nominals:
        if not points_back(story, i):
            continue
        j = same_noun(story, i)
        if j is not None:
            j = _nearer_kind(story, i, j)
        if j is None or story.mentions[i].cls == "Person":
            j = _later(story, i, j, same_title(story, i))
        if j is None:
            j = same_kind(story, i)
        if j is None:
            j = sole(story, i)
        if j is not None:
            story.join(j, i)


def _nearer_kind(story: Story, i: int, j: int) -> int:
    """The named thing of the nominal's kind, where it stands nearer than `j`, which has the noun with other words before it."""
    head, noun = story.mentions[i].head, story.noun(story.mentions[i])
    same = modifiers(story, i) == modifiers(story, j)
    if noun not in GENERIC or story.mentions[j].kind == "name" or (same and not story.group(j).named):
        return j
    named = same_kind(story, i)
    if story.group(j).named and named is not None:
        other = story.mentions[named].head
        leads = story.page.dep[other] in ("nsubj", "nsubjpass") and story.distance(head, other) == 1
        return named if leads and all(story.distance(head, story.mentions[k].head) > 1 for k in _so_far(story, i, j)) else j
    return named if named is not None and named > j and story.group(named).named else j


def _later(story: Story, i: int, one: int | None, other: int | None) -> int | None:
    """Of two that the nominal may be the one that the text spoke of later."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda j: _so_far(story, i, j)[-1])


def _so_far(story: Story, i: int, j: int) -> list[int]:
    """The mentions of a cluster before a mention."""
    return [k for k in story.group(j).members if k < i]


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
    armed = story.scene.words("armedWords") | story.scene.words("creeds")
    if mention.end > mention.head + 1 and page.text[mention.head + 1] != ",":
        return None
    fighter = lemma in story.scene.words("groupMembers") and mention.plural
    if fighter and not described <= armed:
        return None
    wanted = FIGHTING if fighter or (described and described <= armed and mention.cls == "ArmedGroup") else GENERIC.get(lemma)
    if wanted is None:
        return None
    alone = (fighter and len(_armed(story, i)) == 1) or (bool(described) and wanted == ("Country",))
    reach = ALONE if alone else REACH
    best, score = None, 0.0
    seen: set[int] = set()
    for j in range(i - 1, max(i - MOST, 0) - 1, -1):
        other = story.mentions[j]
        distance = story.distance(mention.head, other.head)
        if distance > reach:
            break
        root = story.root(j)
        if root in seen or other.kind == "pronoun" or other.start <= mention.head < other.end or coarguments(story, i, j):
            continue
        seen.add(root)
        group = story.groups[root]
        if not (group.named or other.kind == "nominal") or group.cls not in wanted:
            continue
        if not fighter and (group.plural or (other.plural and not group.named)):
            continue
        if wanted is FIGHTING and group.cls == "Organization" and not group.heads & story.scene.words("armableNouns"):
            continue  # the Red Cross has no fighters
        if page.dep[other.head] == "oprd" or determiner_of(story, j) == "no":
            continue
        if fighter and not distance:
            continue  # "a spokesman for the army said the rebels fled": who speaks calls others so
        beside = page.dep[other.head] in ("amod", "compound") and len(group.members) == 1
        if group.cls == "Country" and beside and len(story.spoken) > 1:
            continue  # of "the Ruritanian company" the land is not what the text speaks of
        if described and not fighter and not describes(story, i, j):
            continue
        if (mention.number or 0) > 1 and not fighter and not group.plural:
            continue  # "the two companies" are not one of them
        if BRANCH.get(group.cls) == "Place" and not (group.named and _by_itself(story, i, j)):
            continue
        if group.cls == "Region" and lemma not in ("region", "area") and story.scene.gazetteer.region(other.text):
            continue  # "the territory" is no part of the world
        if lemma == "capital" and not _capital_here(story, j):
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


def _armed(story: Story, i: int) -> set[int]:
    """The armed groups that the text has named before."""
    return {story.root(j) for j in story.names if j < i and story.group(j).cls == "ArmedGroup"}


def _by_itself(story: Story, i: int, j: int) -> bool:
    """True for a name that is no piece of another or of the nominal's own phrase: "Zenda", not that of "Zenda Unionists"."""
    page, name = story.page, story.mentions[j]
    if name.kind != "name" or name.cls == "Country":
        return True
    if page.dep[name.head] in ("compound", "amod", "nmod") and page.last[page.head[name.head]] >= story.mentions[i].head:
        return False
    return not any(
        other.kind == "name"
        and other.start <= name.start
        and name.end <= other.end
        and (other.start, other.end) != (name.start, name.end)
        for other in story.mentions[max(0, j - 3) : j + 4]
    )


def _capital_here(story: Story, j: int) -> bool:
    """True for the capital of the country that the text speaks of most."""
    country = story.scene.gazetteer.capital(story.mentions[j].text)
    return country is not None and story.spoken[country.name] == max(story.spoken.values(), default=0)


def sole(story: Story, i: int) -> int | None:
    """The only thing or person of the last sentences that the nominal may mean: "the carmaker", "the attacker", "the woman"."""
    page, mention = story.page, story.mentions[i]
    told = modifiers(story, i)
    where = {page.lower[k] for k in range(mention.start, mention.head) if page.label[k] == "GPE"}
    if told and not (mention.cls == "Company" and told - where <= story.scene.words("companyWords")):
        return None
    if not mention.cls or determiner_of(story, i) not in story.scene.words("definite"):
        return None
    lemma = page.lemma[mention.head].lower()
    if lemma in story.scene.words("culprits"):
        fitting = (j for j in _recent(story, i) if _culprit(story, i, j))
    elif lemma in story.scene.words("persons") and not mention.plural:
        fitting = (j for j in _recent(story, i) if _somebody(story, i, j))
    elif lemma in story.scene.words("premises") and not mention.plural:
        fitting = (j for j in _recent(story, i) if story.group(j).cls == "Facility" and story.group(j).named)
    elif mention.cls in SOLE and not mention.plural:
        fitting = (j for j in _recent(story, i) if _of_kind(story, i, j))
    else:
        return None
    roots: dict[int, int] = {}
    for j in fitting:
        roots.setdefault(story.root(j), j)
    return next(iter(roots.values())) if len(roots) == 1 else None


def _recent(story: Story, i: int) -> Iterable[int]:
    """The earlier mentions of the last sentences, nearest first, pronouns and those that hold the nominal left out."""
    mention = story.mentions[i]
    for j in range(i - 1, max(i - MOST, 0) - 1, -1):
        other = story.mentions[j]
        if story.distance(mention.head, other.head) > NEAR:
            return
        if other.kind != "pronoun" and not other.start <= mention.head < other.end and not coarguments(story, i, j):
            yield j


def _culprit(story: Story, i: int, j: int) -> bool:
    called = story.group(j).heads & story.scene.words("culprits")
    return bool(called) and story.mentions[j].plural == story.mentions[i].plural and story.agree(i, j)


def _somebody(story: Story, i: int, j: int) -> bool:
    """True for one person without a name, of the sex that the noun tells."""
    group = story.group(j)
    return group.cls == "Person" and not group.named and not group.plural and story.agree(i, j)


def _of_kind(story: Story, i: int, j: int) -> bool:
    """True for a named thing of the nominal's class, or of none more exact, whose name does not say that it is something else."""
    group, lexicon = story.group(j), story.scene.ontology.lexicon
    if not group.named or group.cls not in (*ORGANIZATIONS, "") or not compatible(group.cls, story.mentions[i].cls):
        return False
    lemma = story.page.lemma[story.mentions[i].head].lower()
    named = {word for k in group.members if story.mentions[k].kind == "name" for word in story.keys[k].split()}
    return lemma in GENERIC or lemma in named or not any(word in lexicon.kinds for word in named)
