"""Whether the words before a noun can tell of an earlier thing: "the West African country", "the Swiss city"."""

from ..classes.kinds import BRANCH
from ..names.nametext import nation
from .nouns import modifiers
from .story import Group, Story

RECENT = 2
"""Sentences back in which no other country may be named."""


def describes(story: Story, i: int, j: int) -> bool:
    """True where each modifier of the nominal `i` is a word of the other's names, tells its land, or fits any thing of its kind.

    "The neighbouring country" and "the two other groups" are told from what was named before.
    """
    group = story.group(j)
    told = modifiers(story, i)
    if not told:
        return True
    if told & story.scene.words("contrasting"):
        return False
    own = {word for k in group.members if story.mentions[k].kind == "name" for word in story.keys[k].split()}
    rest = told - own - group.heads - _fitting(story, group)
    if BRANCH.get(group.cls) == "Organization" and "based" in rest:
        return _alone(story, i, j)  # "the Boston-based group"
    lands = {word for word in rest if nation(story.scene.gazetteer, word.title())}
    peoples = {word for word in rest if story.scene.gazetteer.people(word.title())}
    if BRANCH.get(group.cls) == "Organization" and rest and rest == lands | peoples:
        return _alone(story, i, j)  # "the Basque group"
    if group.cls == "Country":
        return len(rest) < 4 and not lands and _prominent(story, i, j)
    return rest == lands and (not lands or _in_land(story, group, sorted(lands)))


def _fitting(story: Story, group: Group) -> frozenset[str]:
    """The adjectives that tell nothing against a thing of this kind."""
    words = story.scene.words
    if group.cls in ("Settlement", "Region", "Facility"):
        return words("placeAdjectives")
    if group.cls in ("ArmedGroup", "Organization", "PoliticalParty"):
        return words("armedWords") | words("creeds") | words("charityWords")
    return words("personAdjectives") if group.cls == "Person" else frozenset()


def _prominent(story: Story, i: int, j: int) -> bool:
    """True for the country that the text names far more than any other, where it names no other in the last sentences."""
    gazetteer, spoken = story.scene.gazetteer, story.spoken
    country = next((c for k in story.group(j).members if (c := nation(gazetteer, story.mentions[k].text))), None)
    if country is None or any(2 * count > spoken[country.name] for name, count in spoken.items() if name != country.name):
        return False
    for k in range(i - 1, -1, -1):
        other = story.mentions[k]
        if story.distance(story.mentions[i].head, other.head) > RECENT:
            return True
        within = story.page.dep[other.head] in ("compound", "amod", "nmod") or other.end > story.mentions[i].start
        if other.kind == "name" and story.group(k).cls == "Country" and not within and not story.same(k, j):
            return False
    return True


def _alone(story: Story, i: int, j: int) -> bool:
    """True for the only named thing of its branch in the last sentences."""
    for k in range(i - 1, -1, -1):
        other = story.mentions[k]
        if story.distance(story.mentions[i].head, other.head) > RECENT:
            return True
        if other.kind == "name" and BRANCH.get(story.group(k).cls) == "Organization" and not story.same(k, j):
            return False
    return True


def _in_land(story: Story, group: Group, lands: list[str]) -> bool:
    """True for a town or region that lies in the country that the nominal names: "the Swiss city" is Geneva."""
    gazetteer = story.scene.gazetteer
    country = nation(gazetteer, lands[0].title())
    if country is None or len(lands) > 1 or BRANCH.get(group.cls) != "Place":
        return False
    names = [story.mentions[k].text for k in group.members if story.mentions[k].kind == "name"]
    return any(place.country == country.code for name in names for place in gazetteer.places(name)[:1])
