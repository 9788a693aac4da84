"""Whether the words before a noun can tell of an earlier thing: "the West African country", "the Swiss city"."""

from ..classes.kinds import BRANCH
from ..names.nametext import nation
from .nouns import modifiers
from .story import Group, Story


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
    lands = {word for word in rest if nation(story.scene.gazetteer, word.title())}
    if group.cls == "Country":
        return len(rest) < 4 and not lands and _prominent(story, j)
    return rest == lands and (not lands or _in_land(story, group, sorted(lands)))


def _fitting(story: Story, group: Group) -> frozenset[str]:
    """The adjectives that tell nothing against a thing of this kind."""
    words = story.scene.words
    if group.cls in ("Settlement", "Region", "Facility"):
        return words("placeAdjectives")
    if group.cls in ("ArmedGroup", "Organization", "PoliticalParty"):
        return words("armedWords") | words("creeds")
    return words("personAdjectives") if group.cls == "Person" else frozenset()


def _prominent(story: Story, j: int) -> bool:
    """True for the country that the text names most."""
    gazetteer, spoken = story.scene.gazetteer, story.spoken
    country = next((c for k in story.group(j).members if (c := nation(gazetteer, story.mentions[k].text))), None)
    if country is None:
        return False
    others = sorted((count for name, count in spoken.items() if name != country.name), reverse=True)
    return not others or spoken[country.name] > others[0]


def _in_land(story: Story, group: Group, lands: list[str]) -> bool:
    """True for a town or region that lies in the country that the nominal names: "the Swiss city" is Geneva."""
    gazetteer = story.scene.gazetteer
    country = nation(gazetteer, lands[0].title())
    if country is None or len(lands) > 1 or BRANCH.get(group.cls) != "Place":
        return False
    names = [story.mentions[k].text for k in group.members if story.mentions[k].kind == "name"]
    return any(place.country == country.code for name in names for place in gazetteer.places(name)[:1])
