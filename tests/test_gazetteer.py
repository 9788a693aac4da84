"""The gazetteer: names that the news uses are found, traps are not walked into, loading is lazy and fast."""

import importlib.util
import subprocess
import sys

import pytest

from kg.gazetteer import Gazetteer, fold, load
from kg.resources import folder

TABLES = folder("ontology") / "tables"
SCRIPT = TABLES.parent.parent / "scripts" / "make_tables.py"
world = load()


def code(country):
    return country and country.code


@pytest.mark.parametrize(("name", "expected"), [
    ("United States", "US"), ("the United States of America", "US"), ("U.S.", "US"), ("US", "US"), ("USA", "US"),
    ("America", "US"), ("UK", "GB"), ("U.K.", "GB"), ("Britain", "GB"), ("Great Britain", "GB"), ("DPRK", "KP"),
    ("North Korea", "KP"), ("South Korea", "KR"), ("Republic of Korea", "KR"), ("Russian Federation", "RU"),
    ("Ivory Coast", "CI"), ("Cote d'Ivoire", "CI"), ("Burma", "MM"), ("Turkey", "TR"), ("Türkiye", "TR"),
    ("Czech Republic", "CZ"), ("the Netherlands", "NL"), ("Holland", "NL"), ("UAE", "AE"), ("Palestine", "PS"),
    ("Kosovo", "XK"), ("Taiwan", "TW"), ("Vatican", "VA"), ("East Timor", "TL"), ("Swaziland", "SZ"), ("Macedonia", "MK"),
    ("Congo", "CD"), ("DR Congo", "CD"), ("Republic of Congo", "CG"), ("Guinea-Bissau", "GW"), ("Guinea", "GN"), ("IRAQ", "IQ"),
    ("el salvador", "SV"), ("Soviet Union", "SUHH"), ("USSR", "SUHH"), ("Yugoslavia", "YUCS"), ("Czechoslovakia", "CSHH"),
    ("East Germany", "DDDE"), ("Zaire", "ZRCD"),
])
def test_countries_are_found_by_their_names(name, expected):
    assert code(world.country(name)) == expected


@pytest.mark.parametrize("name", [
    "us", "Us", "uk", "turkey", "chad", "jordan", "china", "Korea", "Baghdad", "Iraqi", "Estonian", "", "the",
])
def test_what_is_no_country_or_several_is_none(name):
    assert world.country(name) is None


@pytest.mark.parametrize(("word", "expected"), [
    ("Iraqi", "IQ"), ("Iraqis", "IQ"), ("American", "US"), ("Americans", "US"), ("British", "GB"), ("Briton", "GB"),
    ("Britons", "GB"), ("Scottish", "GB"), ("Turk", "TR"), ("Turks", "TR"), ("Turkish", "TR"), ("Chadian", "TD"),
    ("Bruneian", "BN"), ("French", "FR"), ("Frenchman", "FR"), ("Frenchmen", "FR"), ("Spaniards", "ES"), ("Dutch", "NL"),
    ("Swiss", "CH"), ("Chinese", "CN"), ("Filipinos", "PH"), ("Nigerian", "NG"), ("Nigerien", "NE"), ("Israelis", "IL"),
    ("Palestinian", "PS"), ("Palestinians", "PS"), ("Saudi", "SA"), ("South Koreans", "KR"), ("Congolese", "CD"),
    ("Poles", "PL"), ("Danes", "DK"), ("Serbs", "RS"), ("Croats", "HR"), ("Soviet", "SUHH"), ("Yugoslav", "YUCS"),
    ("East German", "DDDE"), ("Salvadoran", "SV"), ("Guatemalan", "GT"), ("Indians", "IN"), ("Kosovar", "XK"),
    ("Afghans", "AF"), ("Ukrainian", "UA"), ("Thai", "TH"), ("New Zealanders", "NZ"), ("Burmese", "MM"), ("Irishmen", "IE"),
])
def test_demonyms_singular_and_plural(word, expected):
    assert code(world.demonym(word)) == expected


@pytest.mark.parametrize("word", [
    "Kurdish", "Arab", "Korean", "Iraq", "polish", "turkey", "Baghdadi", "European", "Muslim", "English", "",
])
def test_what_is_no_countrys_demonym_is_none(word):
    assert world.demonym(word) is None


def test_no_demonym_is_a_countrys_name_or_a_peoples():
    for country in world._codes.values():
        for word in country.demonyms:
            assert world.country(word) is None
            assert world.people(word) is None


@pytest.mark.parametrize(("word", "home"), [
    ("Kurds", "Kurdistan"), ("Chechen", "Chechnya"), ("Gazans", "Gaza Strip"), ("Europeans", "Europe"),
    ("Middle Eastern", "Middle East"), ("Bosniaks", "Bosnia and Herzegovina"), ("Tibetan", "Tibet"),
])
def test_peoples_know_their_home(word, home):
    assert world.people(word).home.name == home


@pytest.mark.parametrize("word", ["Arab", "Sunni", "Shiites", "Tuareg", "Hutus", "Rohingya"])
def test_peoples_and_faiths_without_a_land(word):
    assert world.people(word).home is None


def test_every_home_of_a_people_is_in_the_tables():
    named = [line.split("\t") for line in (TABLES / "peoples.tsv").read_text("utf-8").splitlines()[1:]]
    assert [forms for forms, home in named if home and not world.people(forms.split("|")[0]).home] == []


@pytest.mark.parametrize(("name", "expected"), [
    ("Baghdad", "IQ"), ("Kabul", "AF"), ("Kyiv", "UA"), ("Kiev", "UA"), ("Washington", "US"), ("London", "GB"),
    ("Moscow", "RU"), ("Beijing", "CN"), ("Pyongyang", "KP"), ("Seoul", "KR"), ("N'Djamena", "TD"), ("Sanaa", "YE"),
    ("Sana'a", "YE"), ("Brussels", "BE"), ("Mosul", None), ("New York", None), ("Hamilton", None), ("Jersey", None),
])
def test_capitals_of_states(name, expected):
    assert code(world.capital(name)) == expected


@pytest.mark.parametrize(("name", "kind", "country"), [
    ("Mosul", "Settlement", "IQ"), ("Raqqa", "Settlement", "SY"), ("Ar-Raqqah", "Settlement", "SY"),
    ("Fallujah", "Settlement", "IQ"), ("Falluja", "Settlement", "IQ"), ("Basra", "Settlement", "IQ"),
    ("Deir ez-Zor", "Settlement", "SY"), ("Kharkov", "Settlement", "UA"), ("Odessa", "Settlement", "UA"),
    ("Bombay", "Settlement", "IN"), ("Saigon", "Settlement", "VN"), ("Goma", "Settlement", "CD"), ("Paris", "Settlement", "FR"),
    ("Washington", "Settlement", "US"), ("New York", "Settlement", "US"), ("São Paulo", "Settlement", "BR"),
    ("Sao Paulo", "Settlement", "BR"), ("St. Petersburg", "Settlement", "RU"), ("California", "Region", "US"),
    ("Anbar", "Region", "IQ"), ("Al-Anbar", "Region", "IQ"), ("Anbar province", "Region", "IQ"),
    ("Nineveh Governorate", "Region", "IQ"), ("Helmand", "Region", "AF"), ("Borno", "Region", "NG"),
    ("Borno State", "Region", "NG"), ("North Kivu", "Region", "CD"), ("Kandahar province", "Region", "AF"),
    ("Calif.", "Region", "US"), ("N.M.", "Region", "US"), ("Ont.", "Region", "CA"), ("province of Kandahar", "Region", "AF"),
    ("Donetsk Oblast", "Region", "UA"), ("Scotland", "Region", "GB"), ("Texas", "Region", "US"),
])
def test_the_likeliest_place_of_a_name(name, kind, country):
    place = world.places(name)[0]
    assert (place.kind, place.country) == (kind, country)


def test_a_place_carries_what_the_caller_chooses_by():
    paris = world.places("Paris")
    assert paris[0].population > 2_000_000 and {place.country for place in paris} >= {"FR", "US"}
    assert [p.population for p in paris if p.kind == "Settlement"] == sorted((p.population for p in paris), reverse=True)
    assert paris[0].links == (f"https://sws.geonames.org/{paris[0].geonames}/",)


@pytest.mark.parametrize("name", ["Northern", "Est", "Nowhere at all", "", "Attackers", "Lime", "Masr", "Miss"])
def test_words_that_are_no_places(name):
    assert world.places(name) == ()


@pytest.mark.parametrize(("name", "expected"), [
    ("the Middle East", "Middle East"), ("Mideast", "Middle East"), ("Persian Gulf", "Gulf"),
    ("the Horn of Africa", "Horn of Africa"), ("sub-Saharan Africa", None), ("Sub-Saharan Africa", "Sub-Saharan Africa"),
    ("West Bank", "West Bank"), ("Gaza", "Gaza Strip"), ("the Balkans", "Balkans"), ("Southeast Asia", "Southeast Asia"),
    ("Strait of Hormuz", "Strait of Hormuz"), ("Crimea", "Crimea"), ("gulf", None), ("Iraq", None), ("the Amazon", "Amazon"),
    ("Latin America", "Latin America"), ("Golan Heights", "Golan Heights"),
])
def test_parts_of_the_world(name, expected):
    found = world.region(name)
    assert (found and found.name) == expected


def test_links_are_of_the_country_itself():
    assert world.country("Iraq").links == ("http://www.wikidata.org/entity/Q796", "https://sws.geonames.org/99237/")
    assert all(country.wikidata.startswith("Q") for country in world._codes.values())
    assert len({country.wikidata for country in world._codes.values()}) == len(world._codes)


def test_every_place_is_found_by_its_own_name():
    for number in range(0, len(world._place_lines), 97):
        place = world._place(number)
        assert place in world.places(place.name) or place.kind == "Region", place


def test_the_script_folds_names_as_the_gazetteer_does():
    spec = importlib.util.spec_from_file_location("make_tables", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name in ("Deir ez-Zor", "Ta‘izz", "São  Paulo", "the Gambia", "Łódź", "Iğdır", "Côte d’Ivoire", "U.S.", "Øster"):
        assert script.fold(name) == fold(name)


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    empty = Gazetteer(tmp_path)
    with pytest.raises(FileNotFoundError):
        empty.country("Iraq")


def test_loading_is_fast():
    script = (
        "import time; from kg.gazetteer import load; world = load(); begun = time.process_time();"
        "world.country('Iraq'); world.demonym('Iraqi');"
        "first = time.process_time() - begun; world.places('Mosul'); world.region('Gulf'); world.people('Kurd');"
        "world.capital('Tehran');"
        "print(first, time.process_time() - begun)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    countries, everything = map(float, done.stdout.split())
    assert countries < 0.05 and everything < 0.5
