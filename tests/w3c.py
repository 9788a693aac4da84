"""The W3C's SPARQL 1.1 suites as Python: manifests read into tests, and what is the same answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import httpx
import pyoxigraph as ox
import pytest
from serving import serving

SUITE = Path(__file__).parents[2] / "shared" / "w3c" / "sparql" / "sparql11"
MISSING = f"{SUITE} is not here: the W3C's suites are no part of the project"
SITE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

QUERY = ("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
         "project-expression", "property-path", "subquery", "syntax-query", "syntax-fed")
UPDATE = ("add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
          "syntax-update-1", "syntax-update-2", "update-silent")
RESULTS = ("csv-tsv-res", "json-res")
FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML, ".trig": ox.RdfFormat.TRIG,
           ".n3": ox.RdfFormat.TURTLE}


class Manifest:
    """The triples of a manifest file, asked by subject and predicate."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.base = SITE + path.relative_to(SUITE).as_posix()
        self._store = ox.Store()
        self._store.load(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=self.base)

    def all(self, subject, predicate: str) -> list:
        return [quad.object for quad in self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def one(self, subject, predicate: str):
        found = self.all(subject, predicate)
        return found[0] if found else None

    def items(self, head) -> Iterator:
        """The members of an RDF list."""
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            yield self.one(head, RDF + "first")
            head = self.one(head, RDF + "rest")

    def tests(self) -> Iterator:
        return self.items(self.one(ox.NamedNode(self.base), MF + "entries"))

    def text(self, subject, predicate: str) -> str:
        found = self.one(subject, predicate)
        return found.value if found is not None else ""

    def file(self, node: ox.NamedNode) -> Path:
        return SUITE / node.value.removeprefix(SITE)

    def kind(self, test) -> str:
        return self.text(test, RDF + "type").rpartition("#")[2]


@dataclass(frozen=True)
class Test:
    """One entry of a manifest."""

    __test__ = False

    manifest: Manifest
    node: ox.NamedNode

    @property
    def name(self) -> str:
        return f"{self.manifest.path.parent.name}/{self.node.value.rpartition('#')[2]}"

    @property
    def action(self):
        return self.manifest.one(self.node, MF + "action")

    @property
    def result(self):
        return self.manifest.one(self.node, MF + "result")

    @property
    def files(self) -> list[Path]:
        """The file of a syntax test."""
        return [self.manifest.file(self.action)]


def tests(groups: Iterable[str], *kinds: str, manifest: str = "manifest.ttl") -> list[Test]:
    """The tests of these groups that are of these kinds, [] where the suites are missing."""
    if not SUITE.is_dir():
        return []
    found = [Manifest(SUITE / group / manifest) for group in groups]
    return [Test(one, node) for one in found for node in one.tests() if one.kind(node) in kinds]


def triples(path: Path, base: str | None = None) -> list[ox.Triple]:
    """The triples of a file."""
    iri = base or SITE + path.relative_to(SUITE).as_posix()
    return [quad.triple for quad in ox.parse(path.read_bytes(), FORMATS[path.suffix], base_iri=iri, rename_blank_nodes=True)]


def state(default: Iterable[ox.Triple], named: Iterable[tuple[str, Iterable[ox.Triple]]]) -> str:
    """The update that makes a store hold exactly this."""
    body = "\n".join(f"{triple} ." for triple in default)
    graphs = "\n".join(f"GRAPH <{name}> {{ {' '.join(f'{triple} .' for triple in found)} }}" for name, found in named)
    created = "".join(f" ; CREATE SILENT GRAPH <{name}>" for name, _ in named)
    return f"DROP ALL{created} ; INSERT DATA {{ {body} {graphs} }}"


def normal(term):
    """A term as the engine keeps it: numbers, booleans and dates by value, derived integers as integers."""
    if not isinstance(term, ox.Literal):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term))
    return next(iter(store)).object


def graph(found: Iterable[ox.Triple]) -> ox.Dataset:
    """Triples in a form in which equal graphs are equal."""
    made = ox.Dataset(ox.Quad(t.subject, t.predicate, normal(t.object)) for t in found)
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


def rows(variables: list[str], solutions: Iterable[dict]) -> Counter | ox.Dataset:
    """Solutions in a form in which equal ones are equal, whatever their order and the names of blank nodes."""
    found = [{name: normal(term) for name, term in solution.items() if term is not None} for solution in solutions]
    if not any(isinstance(term, ox.BlankNode) for row in found for term in row.values()):
        return Counter(frozenset(row.items()) for row in found)
    quads = []
    for number, row in enumerate(found):
        node = ox.BlankNode(f"row{number}")
        quads.append(ox.Quad(node, ox.NamedNode("urn:row"), ox.Literal("")))
        quads += [ox.Quad(node, ox.NamedNode(f"urn:{name}"), term) for name, term in row.items()]
    made = ox.Dataset(quads)
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


def parsed(content: bytes, media_type: str) -> tuple[list[str], Counter | ox.Dataset] | bool:
    """The variables, sorted, and the solutions of results in any format, or the boolean."""
    found = ox.parse_query_results(content, ox.QueryResultsFormat.from_media_type(media_type))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    variables = [variable.value for variable in found.variables]
    return sorted(variables), rows(variables, [{name: row[name] for name in variables} for row in found])


def result_set(path: Path) -> tuple[list[str], Counter | ox.Dataset] | bool:
    """The results of a file that holds them as RDF."""
    store = ox.Store()
    store.load(path.read_bytes(), FORMATS[path.suffix], base_iri=SITE + path.relative_to(SUITE).as_posix())

    def objects(subject, name):
        return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(RS + name), None)]

    (root,) = {quad.subject for quad in store.quads_for_pattern(None, None, ox.NamedNode(RS + "ResultSet"))}
    if objects(root, "boolean"):
        return objects(root, "boolean")[0].value == "true"
    variables = sorted(term.value for term in objects(root, "resultVariable"))
    solutions = [
        {objects(binding, "variable")[0].value: objects(binding, "value")[0] for binding in objects(solution, "binding")}
        for solution in objects(root, "solution")
    ]
    return variables, rows(variables, solutions)


def served() -> Iterator[httpx.Client]:
    """What a module's fixture `server` gives: a client of a server of its own; skips where the suites are missing."""
    if not SUITE.is_dir():
        pytest.skip(MISSING)
    with serving(":memory:") as client:
        yield client


def cases(tests: Iterable[Test], known: Mapping[str, str] = MappingProxyType({})) -> list:
    """Tests as pytest's parameters; `known` are the names of those that fail, with the reason."""
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in known.items()}
    return [pytest.param(test, id=test.name, marks=marks.get(test.name, [])) for test in tests]
