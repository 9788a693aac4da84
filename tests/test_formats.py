"""The formats of other people's tools, each read back by its own reader and compared with the graph it was written from."""

import asyncio
import csv
import datetime
import io
import json
import re
import sqlite3
import uuid

import factories
import networkx as nx
import pyoxigraph as ox
import pytest
import stix2
from conftest import fill

import kg
from kg.errors import UsageError
from kg.export import FORMATS, acled, ftm, write
from kg.graph.records import Node, text

ID = "https://w3id.org/kg-builder/id/"
FILES = [name for name, format in FORMATS.items() if not format.folder]


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """The invented story and a document with places of the real world."""
    folder = fill(tmp_path_factory.mktemp("formats") / "all.kg", [*factories.story(), factories.abroad()])
    with kg.open(folder) as opened:
        yield opened


def exported(graph, name) -> bytes:
    stream = io.BytesIO()
    write(graph, stream, name)
    return stream.getvalue()


def rows(graph, name) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(graph, name).decode())))


@pytest.mark.parametrize("name", FILES)
def test_the_same_bytes_every_time(graph, name):
    assert exported(graph, name) == exported(graph, name)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in FILES])
def test_folders_are_the_same_every_time(graph, tmp_path, name):
    one, two = (graph.save(tmp_path / number, format=name) for number in "12")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}
    with pytest.raises(UsageError, match="folder of several files"):
        write(graph, io.BytesIO(), name)


def test_nothing_depends_on_the_clock(graph):
    this_year = re.compile(rb"20(2[5-9]|[3-9]\d)-\d\d-\d\d")
    assert not [name for name in FILES if this_year.search(exported(graph, name))]


# ---- RDF 1.2

@pytest.mark.parametrize(("name", "syntax"), [("turtle12", ox.RdfFormat.TURTLE), ("ntriples12", ox.RdfFormat.N_TRIPLES)])
def test_reifiers_say_what_claims_say(graph, name, syntax):
    store = ox.Store()
    store.extend(ox.parse(exported(graph, name), format=syntax))
    found = store.query("""PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX kg: <https://w3id.org/kg-builder/ontology#>
        SELECT ?s ?p ?o ?certainty { ?claim rdf:reifies <<( ?s ?p ?o )>> ; kg:certainty ?certainty }""")
    told = {(row["s"].value, row["p"].value.rpartition("#")[2], row["certainty"].value.rpartition("#")[2]) for row in found}
    assert told == {(c.subject.iri, c.predicate, c.certainty) for c in graph.claims()}
    assert not store.query("ASK { ?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?y }")


# ---- networks

def statements(graph) -> set[tuple]:
    known = {node.iri for node in (*graph.entities(), *graph.events(claimed=True))}
    return {(s.subject.iri, s.predicate, s.object.iri, s.certainty, s.polarity) for s in graph.statements()
            if isinstance(s.object, Node) and {s.subject.iri, s.object.iri} <= known}


def edges(network) -> set[tuple]:
    return {(start, known["label"], end, known["certainty"], known["polarity"]) for start, end, known in network.edges(data=True)}


def test_networkx(graph):
    network = graph.to_networkx(claimed=True)
    assert edges(network) == statements(graph)
    assert edges(graph.to_networkx()) == {e for e in statements(graph) if e[3:] == ("certain", "affirmed")} - {
        (f"{ID}ana-petrov", "memberOf", f"{ID}border-guard", "certain", "affirmed")}, "what is over has no edge"
    node = network.nodes[f"{ID}northern-front"]
    assert (node["label"], node["kind"], node["aliases"]) == ("Northern Front", "ArmedGroup", "Front")


def test_graphml(graph, tmp_path):
    network = nx.read_graphml(graph.save(tmp_path / "g.graphml"), force_multigraph=True)
    assert edges(network) == statements(graph)
    assert network.nodes[f"{ID}lima"]["label"] == "Lima"
    keys = re.findall(r'<edge [^>]*id="(\w+)"', (tmp_path / "g.graphml").read_text(encoding="utf-8"))
    assert len(keys) == len(set(keys)) == network.number_of_edges()


def test_graphml_by_igraph(graph, tmp_path):
    igraph = pytest.importorskip("igraph", reason="igraph is not installed")
    network = igraph.Graph.Read_GraphML(str(graph.save(tmp_path / "g.graphml")))
    ids = network.vs["id"]
    found = {(ids[e.source], e["label"], ids[e.target], e["certainty"], e["polarity"]) for e in network.es}
    assert network.is_directed() and found == statements(graph)
    certainty = {vertex["label"]: vertex["certainty"] for vertex in network.vs}
    assert (certainty["bombing in Lima"], certainty["shelling of Cusco"], certainty["Lima"]) == ("certain", "possible", "")


def test_gexf(graph, tmp_path):
    network = nx.read_gexf(graph.save(tmp_path / "g.gexf"))
    assert edges(network) == statements(graph)
    killed = {known["label"]: known.get("killed") for _, known in network.nodes(data=True)}
    assert killed["bombing in Lima"] == 3 and killed["Lima"] is None


def test_cytoscape(graph):
    made = json.loads(exported(graph, "cytoscape"))
    network = nx.cytoscape_graph({"directed": True, "multigraph": True, **made, "data": []})
    assert edges(network) == statements(graph)
    ids = [element["data"]["id"] for kind in made["elements"].values() for element in kind]
    assert len(ids) == len(set(ids))


NEO4J = {
    "": str, "string[]": str, "ID": bool, "START_ID": bool, "END_ID": bool, "TYPE": re.compile(r"\w+").fullmatch,
    "LABEL": re.compile(r"\w+(;\w+)*").fullmatch, "boolean": ("true", "false").__contains__,
    "int": lambda value: not value or int(value) >= 0, "float": lambda value: 0 <= float(value) <= 1,
    "date": lambda value: not value or datetime.date.fromisoformat(value),
}
"""Type of a column of the import's documented header format -> what makes a value of it, or False."""


def test_neo4j(graph, tmp_path):
    folder = graph.save(tmp_path / "import", format="neo4j")
    nodes, links = (list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text("utf-8")))) for name in ("nodes", "edges"))
    for row in (*nodes, *links):
        for column, value in row.items():
            name, _, kind = column.partition(":")
            assert "\n" not in value, "a field has one line, unless the importer is told otherwise"
            assert NEO4J[kind](value) is not False and (name or kind in ("LABEL", "START_ID", "END_ID", "TYPE")), (column, value)
    known = {node["iri:ID"]: node for node in nodes}
    assert len(known) == len(nodes) == len(graph.entities()) + len(graph.events(claimed=True))
    assert known[f"{ID}northern-front"][":LABEL"] == "ArmedGroup;Organization;Agent"
    found = {(link[":START_ID"], link[":TYPE"], link[":END_ID"], link["certainty"], link["polarity"]) for link in links}
    assert found == statements(graph) and {end for s, _, o, *_ in found for end in (s, o)} <= set(known)


# ---- events

def test_acled(graph):
    table = rows(graph, "acled")
    assert tuple(table[0]) == acled.COLUMNS
    by_name = {row["event_id_cnty"].rpartition("=")[2]: row for row in table}
    assert set(by_name) == {"rocket-attack", "airstrike", "bombing", "arrest", "truce"}, "meetings and denied events have no type"
    bombing = by_name["bombing"]
    assert (bombing["event_date"], bombing["time_precision"], bombing["date_as_stated"]) == ("1991-03-01", "3", "1991-03")
    assert (bombing["event_type"], bombing["sub_event_type"]) == ("Explosions/Remote violence", "Remote explosive/landmine/IED")
    assert (bombing["actor1"], bombing["inter1"], bombing["actor2"]) == ("Andean Column", "Rebel group", "people")
    assert (bombing["country"], bombing["iso"], bombing["fatalities"], bombing["source"]) == ("Peru", "PE", "3", "Andean Wire")
    truce = by_name["truce"]
    assert (truce["location"], truce["geo_precision"], truce["event_date"], truce["time_precision"]) == ("Cusco", "1", "", "")
    assert abs(float(truce["latitude"]) + 13.5) < 0.1 and abs(float(truce["longitude"]) + 72) < 0.1
    attack = by_name["rocket-attack"]
    assert attack["actor1"] == "" and "agent Northern Front (probable)" in attack["notes"], "a suspect is no actor"
    assert (attack["event_date"], attack["time_precision"], attack["latitude"]) == ("1987-05-12", "1", "")
    assert {row["certainty"] for row in table} == {"certain"}
    known = ontology_events(graph)
    assert set(acled.TYPES) <= known and set(acled.INTER) <= set(graph.ontology.ancestry)


def test_what_may_have_happened_is_listed_when_asked_for(graph, tmp_path):
    plain, every = (list(csv.DictReader((graph.save(tmp_path / f"{claimed}.acled.csv", claimed=claimed)).read_text("utf-8")
                                        .splitlines())) for claimed in (False, True))
    (shelling,) = [row for row in every if row not in plain]
    assert (shelling["certainty"], shelling["actor1"], shelling["location"]) == ("possible", "Andean Column", "Cusco")
    assert (shelling["event_date"], shelling["date_as_stated"], shelling["fatalities"]) == ("1991-04-01", "1991-04", "")
    days = [row["event_date"] for row in every if row["event_date"]]
    assert days == sorted(days)
    places = json.loads(graph.save(tmp_path / "g.geojson", claimed=True).read_text("utf-8"))["features"]
    found = {(f["properties"]["name"], f["properties"]["certainty"]): f["properties"] for f in places}
    assert set(found) == {("bombing in Lima", "certain"), ("truce", "certain"), ("shelling of Cusco", "possible")}
    assert found["shelling of Cusco", "possible"]["injured"] == 2


def ontology_events(graph) -> set[str]:
    return {name for name in graph.ontology.ancestry if graph.ontology.is_event(name)}


def test_geojson_by_its_schema(graph):
    geojson = pytest.importorskip("geojson_pydantic", reason="geojson-pydantic is not installed")
    made = geojson.FeatureCollection.model_validate_json(exported(graph, "geojson"))
    assert [feature.properties["place"] for feature in made.features] == ["Lima", "Cusco"]


def test_geojson(graph):
    made = json.loads(exported(graph, "geojson"))
    assert made["type"] == "FeatureCollection" and set(made) == {"type", "features"}
    for feature in made["features"]:
        assert feature["type"] == "Feature" and feature["geometry"]["type"] == "Point" and feature["id"]
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90
    found = {(f["properties"]["name"], f["properties"]["place"]): f for f in made["features"]}
    assert set(found) == {("bombing in Lima", "Lima"), ("truce", "Cusco")}
    assert found["bombing in Lima", "Lima"]["properties"] | {"event": ""} == {
        "event": "", "name": "bombing in Lima", "kind": "Bombing", "certainty": "certain", "date": "1991-03",
        "earliest": "1991-03-01", "latest": "1991-03-31", "place": "Lima", "exact": True, "agents": ["Andean Column"],
        "targets": ["bank"],
        "victims": ["people"], "killed": 3, "injured": 12,
    }


# ---- intelligence formats

def test_followthemoney(graph):
    made = [json.loads(line) for line in exported(graph, "ftm").splitlines()]
    by_id = {entity["id"]: entity for entity in made}
    assert len(by_id) == len(made)
    assert all(set(entity) == {"id", "schema", "properties"} for entity in made)
    values = [value for entity in made for several in entity["properties"].values() for value in several]
    assert all(isinstance(value, str) and value for value in values)
    column = by_id[ftm.identifier(f"{ID}andean-column")]
    assert column["schema"] == "Organization" and column["properties"]["alias"] == ["Column"]
    (membership,) = [entity for entity in made if entity["schema"] == "Membership"]
    assert membership["properties"]["member"] == [ftm.identifier(f"{ID}luis-ferro")], "what is over is no membership"
    (bombing,) = [entity for entity in made if entity["properties"].get("name") == ["bombing in Lima"]]
    assert bombing["schema"] == "Event" and bombing["properties"]["organizer"] == [column["id"]]
    assert bombing["properties"]["date"] == ["1991-03"] and by_id[bombing["properties"]["proof"][0]]["schema"] == "Article"
    attack = next(entity for entity in made if entity["properties"].get("name") == ["rocket attack on Camp Zenda"])
    assert "organizer" not in attack["properties"], "a suspect is no organizer"


def test_followthemoney_by_its_own_schema(graph):
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney needs PyICU, which has no wheel")
    made = {}
    for line in exported(graph, "ftm").splitlines():
        told = json.loads(line)
        if "xr" not in told["properties"].get("country", ()):  # the country of an invented land
            made[told["id"]] = followthemoney.model.get_proxy(told, cleaned=False)
            made[told["id"]].schema.validate(told)
    for entity in made.values():
        for prop, value in ((p, v) for p in entity.iterprops() if p.type.name == "entity" for v in entity.get(p)):
            assert value not in made or made[value].schema.is_a(prop.range), (entity.schema.name, prop.name)


def test_stix_by_its_validator(graph, tmp_path):
    stix2validator = pytest.importorskip("stix2validator", reason="stix2-validator is not installed")
    options = stix2validator.ValidationOptions(version="2.1")
    found = stix2validator.validate_file(str(graph.save(tmp_path / "g.stix.json")), options)
    assert found.is_valid, [str(error) for one in found.object_results for error in one.errors]


def test_stix(graph):
    bundle = stix2.parse(exported(graph, "stix").decode(), allow_custom=False)
    by_id = {made.id: made for made in bundle.objects}
    assert len(by_id) == len(bundle.objects)
    assert all(uuid.UUID(i.partition("--")[2]).version == 5 for i in by_id)
    relations = [made for made in bundle.objects if made.type == "relationship"]
    links = {(by_id[r.source_ref].name, r.relationship_type, by_id[r.target_ref].name) for r in relations}
    assert {("Ruritania", "supports", "Northern Front"), ("Luis Ferro", "member-of", "Andean Column"),
            ("bombing in Lima", "attributed-to", "Andean Column"), ("bombing in Lima", "targets", "bank")} <= links
    assert not {link for link in links if link[0] == "rocket attack on Camp Zenda" and link[1] == "attributed-to"}
    named = {made.name: made for made in bundle.objects if hasattr(made, "name")}
    assert named["Northern Front"].type == "threat-actor"
    assert named["Lima"].country == "PE" and abs(named["Lima"].latitude + 12) < 0.2
    report = named["1991-04-02-lima"]
    assert report.published.year == 1991 and named["bombing in Lima"].id in report.object_refs


# ---- tables and annotation

def test_sqlite(graph, tmp_path):
    path = graph.save(tmp_path / "g.db")
    database = sqlite3.connect(path)
    try:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        claims = [claim for claim in graph.claims() if claim.predicate != "type"]
        assert database.execute("SELECT count(*) FROM claims").fetchone() == (len(claims),)
        facts = {row[:3] for row in database.execute("SELECT subject, predicate, object FROM facts")}
        told = [fact for fact in graph.facts() if fact.predicate not in ("earliest", "latest")]
        assert facts == {(fact.subject.name, fact.predicate, text(fact.object)) for fact in told}
        words = "SELECT words FROM mentions JOIN things ON thing = iri WHERE name = 'Ana Petrov' ORDER BY document, start"
        assert [row[0] for row in database.execute(words)] == ["Ana Petrov", "Ana Petrov", "Petrov"]
    finally:
        database.close()


def test_sqlite_by_datasette(graph, tmp_path):
    app = pytest.importorskip("datasette.app", reason="datasette is not installed")
    path = graph.save(tmp_path / "g.db")

    async def rows(sql: str) -> list:
        served = app.Datasette([str(path)])
        await served.invoke_startup()
        answer = await served.client.get("/g.json", params={"sql": sql, "_shape": "array"})
        return answer.json()
    found = asyncio.run(rows("SELECT object FROM facts WHERE subject = 'Ana Petrov' AND predicate = 'leads'"))
    assert found == [{"object": "Northern Front"}]


def test_brat_by_a_reader(graph, tmp_path):
    parser = pytest.importorskip("pybrat.parser", reason="pybrat is not installed")
    # "ignore": it asks for one entity a span, and brat itself does not.
    texts = parser.BratParser(error="ignore").parse(str(graph.save(tmp_path / "brat", format="brat")))
    assert len(texts) == len(graph.documents())
    lima = next(one for one in texts if "Lima" in one.text)
    (bombing,) = [event for event in lima.events if event.type == "Bombing"]
    assert (bombing.trigger.mention, bombing.trigger.references[0].entry) == ("bombed", "bombing in Lima")
    assert {filler.mention for filler in bombing.arguments} == {"Andean Column", "bank", "Lima", "three people"}
    assert ("memberOf", "Luis Ferro", "Column") in {(r.type, r.arg1.mention, r.arg2.mention) for r in lima.relations}


def test_brat(graph, tmp_path):
    folder = graph.save(tmp_path / "brat", format="brat")
    assert len(list(folder.glob("*.ann"))) == len(graph.documents()) == 3
    declared = (folder / "annotation.conf").read_text(encoding="utf-8")
    for path in folder.glob("*.ann"):
        whole = path.with_suffix(".txt").read_text(encoding="utf-8")
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        ids = {line[0] for line in lines}
        assert len(ids) == len(lines)
        for name, body, *rest in lines:
            kind, *arguments = body.split(" ")
            if name[0] == "T":
                start, end = map(int, arguments)
                assert whole[start:end] == rest[0] and re.search(rf"^{kind}\b", declared, re.M)
            elif name[0] == "N":
                assert kind == "Reference" and arguments[0] in ids and arguments[1].startswith("kg:http")
            elif name[0] in "RE":
                assert {part.partition(":")[2] for part in (arguments if name[0] == "R" else [kind, *arguments])} <= ids
                assert re.search(rf"^{kind.partition(':')[0]}\b", declared, re.M)
            else:
                assert name[0] == "A" and arguments[0] in ids and kind in ("Negated", "Ended", "Probable", "Possible")
    lima = (folder / "1991-04-02-lima.ann").read_text(encoding="utf-8")
    assert re.search(r"(E\d+)\tMissileAttack:T\d+\nA\d+\tPossible \1\n", lima)
    zenda = (folder / "1987-05-14-camp-zenda.ann").read_text(encoding="utf-8")
    assert "E1\tMissileAttack:T10 instrument:" in zenda and "Negated E3" in zenda
    assert re.search(r"R\d+\tagent Arg1:T10 Arg2:T\d+\nA\d+\tProbable R\d+\n", zenda)
