"""Names of the world: countries, demonyms, capitals, cities, first-level regions, parts of the world, peoples.

The tables lie in ontology/tables/ (sources and licences: SOURCES.md there; made by scripts/make_tables.py). Each is
read at its first question and kept. A name is looked up by its folded form: without case, accents, apostrophes,
hyphens and a leading "the". Two bearers of a country's name mean none; of a city's name all are given, and the
caller chooses by country and population, since Of, Nice and Reading are cities too.
"""

import csv
import functools
import gzip
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .resources import folder

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "-": " ", "–": " "} | dict.fromkeys("'’‘ʼʻ`´.ʿʾ")
)
_KIND_OF_REGION = re.compile(
    "^(?:province|governorate|state|region) of | (?:province|governorate|region|oblast|district|state|prefecture)$"
)
_COMMON_NOUNS = frozenset({
    "turkey", "chad", "china", "guinea", "jersey", "jordan", "niger", "the states", "states", "States", "emirates",
})
"""Words that are no country as they are written here."""


def fold(name: str) -> str:
    """The key under which a name is looked up.

    >>> fold("Deir ez-Zor"), fold("the Netherlands"), fold("Ta‘izz"), fold("São  Paulo")
    ('deir ez zor', 'netherlands', 'taizz', 'sao paulo')
    """
    key = name.translate(_LETTERS).casefold()
    if not key.isascii():
        key = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    return " ".join(key.split()).removeprefix("the ")


@dataclass(frozen=True, slots=True)
class Country:
    """A state or country-like territory, present or past.

    code      ISO 3166-1 alpha-2; for states that are no more the four letters of ISO 3166-3, "" before 1974; XK for Kosovo
    capital   "" for territories without metonymic capital
    state     False for territories that belong to a state, and for states that are no more
    """

    name: str
    code: str
    capital: str
    demonyms: tuple[str, ...]
    aliases: tuple[str, ...]
    wikidata: str
    geonames: str
    state: bool

    @property
    def links(self) -> tuple[str, ...]:
        """IRIs of the same country elsewhere: Wikidata, GeoNames."""
        return (WIKIDATA + self.wikidata, *([f"{GEONAMES}{self.geonames}/"] if self.geonames else []))


@dataclass(frozen=True, slots=True)
class Place:
    """A city, first-level region, or part of the world.

    geonames    identifier in GeoNames, "" for parts of the world
    country     ISO alpha-2 code of the country that it lies in, "" where it spans several
    admin1      name of the first-level region that a city lies in
    population  of a region: of its cities with 15,000 people and more; 0 where unknown
    """

    name: str
    kind: Literal["Settlement", "Region"]
    geonames: str = ""
    country: str = ""
    admin1: str = ""
    population: int = 0

    @property
    def links(self) -> tuple[str, ...]:
        """IRIs of the same place elsewhere: GeoNames."""
        return (f"{GEONAMES}{self.geonames}/",) if self.geonames else ()


@dataclass(frozen=True, slots=True)
class People:
    """A people, faith, or the dwellers of a part of the world: no country's demonym. `home` is where they are named for."""

    name: str
    home: Country | Place | None


class Gazetteer:
    """Answers questions about names; see the methods. Make one by `load()`."""

    def __init__(self, tables: Path) -> None:
        self._tables = tables

    def country(self, name: str) -> Country | None:
        """The country of this name, alias or abbreviation, None where there is none or more than one.

        Abbreviations count as they are written: "US" is one, "us" is not.

        >>> gazetteer = load()
        >>> [gazetteer.country(name).code for name in ("Iraq", "the United States", "U.S.", "Burma", "IRAN", "Côte d'Ivoire")]
        ['IQ', 'US', 'US', 'MM', 'IR', 'CI']
        >>> gazetteer.country("us"), gazetteer.country("turkey"), gazetteer.country("Korea")
        (None, None, None)
        """
        if name in self._abbreviations:
            return self._abbreviations[name]
        return None if name in _COMMON_NOUNS else self._names.get(fold(name))

    def by_code(self, code: str) -> Country | None:
        """The country with this ISO code.

        >>> load().by_code("TD").name
        'Chad'
        """
        return self._codes.get(code)

    def demonym(self, word: str) -> Country | None:
        """The country whose people or things are called so, singular or plural, None where it is none's or several's.

        >>> gazetteer = load()
        >>> [gazetteer.demonym(word).code for word in ("Iraqi", "Iraqis", "Briton", "Chadian", "Turks", "South Korean", "Soviet")]
        ['IQ', 'IQ', 'GB', 'TD', 'TR', 'KR', 'SUHH']
        >>> gazetteer.demonym("Kurdish"), gazetteer.demonym("Korean"), gazetteer.demonym("polish")
        (None, None, None)
        """
        return self._demonyms.get(fold(word)) if word[:1].isupper() else None

    def people(self, word: str) -> People | None:
        """The people or faith of this name that is no country's: Kurds, Arabs, Europeans, Sunnis, Croatian Serbs.

        Of two countries' words the first tells where they live.

        >>> load().people("Kurds").home.name, load().people("Arab").home, load().people("Iraqi")
        ('Kurdistan', None, None)
        >>> load().people("Romanian Germans").home.name, load().people("South Korean")
        ('Romania', None)
        """
        if not word[:1].isupper():
            return None
        first, _, second = word.partition(" ")
        home = self.demonym(first) if second and " " not in second else None
        if home and fold(word) not in self._peoples and (kin := self.demonym(second)) and kin != home:
            return People(word, home) if self.demonym(word) is None else None
        return self._peoples.get(fold(word))

    def capital(self, name: str) -> Country | None:
        """The country whose capital this is.

        >>> load().capital("Tehran").name, load().capital("Kiev").name, load().capital("Mosul")
        ('Iran', 'Ukraine', None)
        """
        return self._capitals.get(fold(name))

    def places(self, name: str) -> tuple[Place, ...]:
        """Cities of 15,000 people and more, and first-level regions, of this name, the likeliest first.

        Likeliest: capitals of some size, then the most populous; a region that is named for its city stands after it.
        Abbreviated states count as they are written: "Miss." is one, "Miss" is not.

        >>> [(place.kind, place.country) for place in load().places("Baghdad")]
        [('Settlement', 'IQ'), ('Region', 'IQ')]
        >>> load().places("Anbar province")[0].geonames, load().places("Va.")[0].name, load().places("Nowhere")
        ('99592', 'Virginia', ())
        """
        key = name if name in self._place_index else fold(name)
        if key in self._place_index:
            return tuple(self._place(row) for row in self._place_index[key])
        bare = _KIND_OF_REGION.sub("", key)
        found = (self._place(row) for row in self._place_index.get(bare, ())) if bare != key else ()
        return tuple(place for place in found if place.kind == "Region")

    def region(self, name: str) -> Place | None:
        """The part of the world of this name: continents, areas, seas, rivers, mountains, disputed lands.

        >>> load().region("the Middle East").name, load().region("Persian Gulf").name, load().region("West Bank").country
        ('Middle East', 'Gulf', 'PS')
        """
        return self._regions.get(fold(name)) if name[:1].isupper() or name.startswith("the ") else None

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self._tables / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)

    @functools.cached_property
    def _countries(self) -> tuple[tuple[Country, tuple[str, ...]], ...]:
        """Each country with the folded names of its capital."""
        found = []
        for row in self._rows("countries.tsv"):
            capital, *spellings = row["capital"].split("|")
            country = Country(row["name"], row["code"], capital, _split(row["demonyms"]), _split(row["names"]),
                              row["qid"], row["geonames"], row["state"] == "1")
            found.append((country, (fold(capital), *spellings) if capital else ()))
        return tuple(found)

    @functools.cached_property
    def _codes(self) -> Mapping[str, Country]:
        return {country.code: country for country, _ in self._countries if country.code}

    @functools.cached_property
    def _abbreviations(self) -> Mapping[str, Country]:
        return {name: country for country, _ in self._countries for name in country.aliases if _abbreviated(name)}

    @functools.cached_property
    def _names(self) -> Mapping[str, Country]:
        return {fold(name): country for country, _ in self._countries
                for name in (*country.aliases, country.name) if not _abbreviated(name)}

    @functools.cached_property
    def _demonyms(self) -> Mapping[str, Country]:
        return {fold(word): country for country, _ in self._countries for word in country.demonyms}

    @functools.cached_property
    def _capitals(self) -> Mapping[str, Country]:
        found: dict[str, Country] = {}
        for country, spellings in self._countries:
            for key in spellings:
                found.setdefault(key, country)
        return found

    @functools.cached_property
    def _regions(self) -> Mapping[str, Place]:
        found = {}
        for row in self._rows("regions.tsv"):
            place = Place(row["name"], "Region", country=row["country"])
            found.update({fold(name): place for name in (row["name"], *_split(row["names"]))})
        return found

    @functools.cached_property
    def _peoples(self) -> Mapping[str, People]:
        found = {}
        for row in self._rows("peoples.tsv"):
            forms = _split(row["forms"])
            home = self.region(row["region"]) or self.country(row["region"])
            found.update({fold(form): People(forms[0], home) for form in forms})
        return found

    @functools.cached_property
    def _place_lines(self) -> list[str]:
        with gzip.open(self._tables / "places.tsv.gz", "rt", encoding="utf-8") as file:
            return file.read().splitlines()[1:]

    @functools.cached_property
    def _place_index(self) -> Mapping[str, list[int]]:
        """Folded name -> numbers of the lines of places.tsv.gz, which stand in order of likelihood."""
        index: dict[str, list[int]] = {}
        for number, line in enumerate(self._place_lines):
            for key in line.rpartition("\t")[2].split("|"):
                index.setdefault(key, []).append(number)
        return index

    def _place(self, row: int) -> Place:
        kind, geonames, name, country, admin1, population, _ = self._place_lines[row].split("\t")
        return Place(name, "Settlement" if kind == "S" else "Region", geonames, country, admin1, int(population))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _abbreviated(name: str) -> bool:
    """True for what is a name in capitals alone: US, U.S.A., DRC."""
    return name.isupper() and len(name.replace(".", "").replace(" ", "")) <= 4


@functools.cache
def load(at: Path | None = None) -> Gazetteer:
    """The gazetteer over the tables of the folder `at` (default: those that ship with kg); reads nothing yet.

    >>> load().country("Iraq").links
    ('http://www.wikidata.org/entity/Q796', 'https://sws.geonames.org/99237/')
    """
    return Gazetteer(at or folder("ontology") / "tables")
