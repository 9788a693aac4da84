"""The W3C's protocol, graph store and service description suites: their HTTP requests, sent as they stand."""

import re
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import w3c
from serving import WRITING

CNT = "http://www.w3.org/2011/content#"
HT = "http://www.w3.org/2011/http#"
SD = "http://www.w3.org/ns/sparql-service-description#"

PROTOCOL = w3c.tests(["protocol"], "ProtocolTest")
GRAPH_STORE = [test for name in ("manifest-direct.ttl", "manifest-indirect.ttl")
               for test in w3c.tests(["graph-store-protocol"], "GraphStoreProtocolTest", manifest=name)]
DESCRIPTION = w3c.tests(["service-description"], "ServiceDescriptionTest")
NAMES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
MEDIA_TYPES = {
    "boolean": ("json", "xml"),
    "tabular": ("json", "xml", "csv", "tab-separated"),
    "RDF": ("turtle", "triples", "rdf+xml"),
}

server = pytest.fixture(scope="module")(w3c.served)


class Exchange:
    """One request of a connection and what is expected of its answer."""

    def __init__(self, test, node) -> None:
        self._manifest, self._node = test.manifest, node

    def _sent(self, node) -> tuple[bytes, dict[str, str]]:
        manifest = self._manifest
        body = manifest.one(node, HT + "body")
        encoding = manifest.text(body, CNT + "characterEncoding") if body else ""
        content = manifest.text(body, CNT + "chars").encode(encoding or "utf-8") if body else b""
        headers = {manifest.text(one, HT + "fieldName").lower(): manifest.text(one, HT + "fieldValue")
                   for one in manifest.items(manifest.one(node, HT + "headers"))}
        return content, headers

    def send(self, server, authority: str, location: str):
        content, headers = self._sent(self._node)
        path = self._manifest.text(self._node, HT + "absolutePath").replace("$LOCATION$", location)
        path = re.sub(r"^/gsp(?=[/?]|$)", "/store", path)
        if headers.get("content-type", "").startswith("multipart"):
            content = re.sub(rb"\r?\n[ \t]*", b"\r\n", content.strip()) + b"\r\n"
        method = self._manifest.text(self._node, HT + "methodName")
        return server.request(method, path, content=content, headers=WRITING | headers | {"host": authority})

    def check(self, answer) -> None:
        manifest = self._manifest
        wanted = manifest.one(self._node, HT + "resp")
        statuses = [node.value.rpartition("#")[2] for node in manifest.all(wanted, w3c.MF + "expectedStatus")]
        assert any(fits(answer.status_code, status) for status in statuses), (answer.status_code, statuses, answer.text)
        media_type = answer.headers.get("content-type", "")
        boolean = manifest.one(wanted, w3c.MF + "expectedBoolean")
        if boolean is not None:
            assert w3c.parsed(answer.content, media_type.partition(";")[0]) is (boolean.value == "true")
        for form in manifest.all(wanted, w3c.MF + "expectedFormat"):
            assert any(part in media_type for part in MEDIA_TYPES[form.value])
        body, _ = self._sent(wanted)
        if body:
            base = "http://www.example/"
            expected, found = (ox.parse(text, ox.RdfFormat.TURTLE, base_iri=base) for text in (body, answer.content))
            assert w3c.graph(quad.triple for quad in found) == w3c.graph(quad.triple for quad in expected)


def fits(status: int, name: str) -> bool:
    if name.startswith("StatusCode"):
        return str(status)[0] == name.removeprefix("StatusCode")[0]
    return status == NAMES[name]


def run(server, test) -> None:
    manifest, action = test.manifest, test.action
    authority, location = manifest.text(action, HT + "connectionAuthority"), ""
    for node in manifest.items(manifest.one(action, HT + "requests")):
        exchange = Exchange(test, node)
        answer = exchange.send(server, authority, location)
        exchange.check(answer)
        location = answer.headers.get("location", location)


def load(server, default, named) -> None:
    headers = WRITING | {"content-type": "application/sparql-update"}
    sent = server.post("/sparql", content=w3c.state(default, named), headers=headers)
    assert sent.status_code == 204, sent.text


@pytest.mark.parametrize("test", w3c.cases(PROTOCOL))
def test_protocol(server, test):
    manifest = test.manifest
    named = [(manifest.text(one, w3c.RDFS + "label"), w3c.triples(manifest.file(manifest.one(one, w3c.UT + "graph"))))
             for one in manifest.all(test.node, w3c.UT + "graphData")]
    load(server, [], named)
    run(server, test)


@pytest.mark.parametrize("test", w3c.cases(GRAPH_STORE))
def test_graph_store(server, test):
    load(server, [], [])
    run(server, test)


@pytest.mark.parametrize("test", w3c.cases(DESCRIPTION))
def test_service_description(server, test):
    answer = server.get("/sparql", headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    graph = ox.Store()
    graph.load(answer.content, ox.RdfFormat.TURTLE, base_iri=str(answer.url))

    def objects(subject, name):
        return [quad.object for quad in graph.quads_for_pattern(subject, ox.NamedNode(SD + name), None)]

    def typed(name):
        return [quad.subject for quad in graph.quads_for_pattern(None, ox.NamedNode(w3c.RDF + "type"), ox.NamedNode(SD + name))]

    kind = test.name.partition("/")[2]
    (service,) = typed("Service")
    if kind == "has-endpoint-triple":
        assert [urlsplit(node.value).path for node in objects(service, "endpoint")] == ["/sparql"]
    elif kind == "conforms-to-schema":
        assert {node.value for node in objects(service, "supportedLanguage")} == {f"{SD}SPARQL11Query", f"{SD}SPARQL11Update"}
        for name in ("resultFormat", "inputFormat", "feature"):
            assert objects(service, name) and all(isinstance(node, ox.NamedNode) for node in objects(service, name))
        (dataset,) = objects(service, "defaultDataset")
        assert dataset in typed("Dataset")
        assert set(objects(dataset, "defaultGraph")) <= set(typed("Graph"))
        for node in objects(dataset, "namedGraph"):
            assert node in typed("NamedGraph") and len(objects(node, "name")) == 1


def test_the_suites_are_whole():
    if not w3c.SUITE.is_dir():
        pytest.skip(w3c.MISSING)
    assert (len(PROTOCOL), len(GRAPH_STORE), len(DESCRIPTION)) == (34, 13, 3)
