"""Places: which of a name's bearers a text means, and keys that two things of one name do not share."""

from collections import Counter

from ..extract.classes.kinds import BRANCH, normal
from ..extract.mentions.labels import slug
from ..gazetteer import Gazetteer, Place
from ..ontology import Ontology

RIVAL = 6
"""How many times smaller than the likeliest bearer of its name a place may be and yet be meant, in a text on its country."""


def choose_place(places: tuple[Place, ...], cls: str, home: Counter[str]) -> Place | None:
    """The place of a name that the text means: of the right kind, in the country it speaks of most, else the likeliest."""
    fitting = [place for place in places if place.kind == cls]
    spoken = [place for place in fitting if home[place.country] and place.population * RIVAL >= fitting[0].population]
    return max(spoken, key=lambda place: home[place.country], default=fitting[0] if fitting else None)


def place_key(place: Place, places: tuple[Place, ...], name: str, gazetteer: Gazetteer) -> str:
    """A key that two places of one name do not share: the likeliest bears the bare name, others also their country or kind."""
    key = slug(place.name)
    rivals = [other for other in gazetteer.places(place.name) if other.geonames]
    if place.geonames and rivals and rivals[0] != place:
        country = gazetteer.by_code(place.country)
        key = (
            f"{key}-{slug(place.kind)}"
            if rivals[0].country == place.country
            else f"{key}-{slug(country.name if country else place.country)}"
        )
    if gazetteer.country(place.name):
        key = f"{slug(place.name)}-{slug(place.kind)}"
    return key


def kind_told(name: str, cls: str, gazetteer: Gazetteer, ontology: Ontology) -> str:
    """The ending of a key where the name alone may be another kind of thing in another document, "" elsewhere.

    A name of the tables is a place's, a seat of power a body's, a noun for buildings in it a building's. Of other names of one
    word the organization has the bare one. So no two documents give one IRI to a person, a place and an organization.
    """
    branch, words = BRANCH.get(cls, cls), ontology.lexicon.words
    last = name.split()[-1].lower()
    known = not (name.isupper() and len(name) < 6) and bool(
        gazetteer.country(name) or gazetteer.region(name) or gazetteer.places(name))
    built = last in words("namedFacility") or name.split()[0].lower() in words("beginsFacility")
    if normal(name) in words("seats"):
        return "" if branch == "Organization" else f"-{slug(branch)}"
    if branch == "Place":
        if cls == "Facility":
            return "" if built or (len(name.split()) > 1 and not known) else "-facility"
        return "" if known or (len(name.split()) > 1 and not built) else "-place"
    if branch == "PersonGroup":
        return "" if gazetteer.people(name) else "-people"
    if known:
        return f"-{slug(branch)}"
    return "" if branch == "Organization" or len(name.split()) > 1 else f"-{slug(branch)}"
