"""What the service says about itself: SPARQL 1.1 Service Description and VoID."""

import json
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ..ontology import KG, RDF, RDFS
from ..questions import questions
from ..terms import DCTERMS, PREFIXES, XSD
from . import formats
from .evaluate import Query
from .formats import GRAPHS, RESULTS, Format
from .service import Service

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
SH = "http://www.w3.org/ns/shacl#"
FORMATS = "http://www.w3.org/ns/formats/"
FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle", "nt": "N-Triples", "nq": "N-Quads", "trig": "TriG", "rdf": "RDF_XML", "jsonld": "JSON-LD",
}  # fmt: skip
OWN_PREFIXES = {"sd": SD, "void": VOID, "sh": SH, "formats": FORMATS}

TITLE = "Knowledge graph of news, made by kg"
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "documents": "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
}
CLASSES = "SELECT ?term (COUNT(*) AS ?n) { ?s a ?term FILTER (isIRI(?term)) } GROUP BY ?term ORDER BY ?term"
PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"

DOCUMENTS = """SELECT ?iri ?identifier ?title ?issued ?publisher { ?iri a <https://w3id.org/kg-builder/ontology#Document> ;
  <http://purl.org/dc/terms/identifier> ?identifier
  OPTIONAL { ?iri <http://purl.org/dc/terms/title> ?title } OPTIONAL { ?iri <http://purl.org/dc/terms/issued> ?issued }
  OPTIONAL { ?iri <http://purl.org/dc/terms/publisher> ?publisher } } ORDER BY ?identifier LIMIT %d OFFSET %d"""

Statement = tuple[str, str, "str | ox.Literal"]
"""Subject, predicate and object; a str is an IRI."""


def service_description(endpoint: str, *, writable: bool) -> Iterator[Statement]:
    """What can be asked at the URL `endpoint`, and how."""
    dataset, graph = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield endpoint, f"{RDF}type", f"{SD}Service"
    yield endpoint, f"{RDFS}label", ox.Literal(TITLE)
    yield endpoint, f"{SD}endpoint", endpoint
    yield endpoint, f"{SD}supportedLanguage", f"{SD}SPARQL11Query"
    if writable:
        yield endpoint, f"{SD}supportedLanguage", f"{SD}SPARQL11Update"
    for found in (*RESULTS, *GRAPHS):
        yield endpoint, f"{SD}resultFormat", FORMATS + FORMAT_NAMES[found.name]
    for found in GRAPHS:
        yield endpoint, f"{SD}inputFormat", FORMATS + FORMAT_NAMES[found.name]
    yield endpoint, f"{SD}feature", f"{SD}UnionDefaultGraph"
    yield endpoint, f"{SD}defaultDataset", dataset
    yield dataset, f"{RDF}type", f"{SD}Dataset"
    yield dataset, f"{RDF}type", f"{VOID}Dataset"
    yield dataset, f"{RDFS}seeAlso", endpoint.rpartition("/")[0] + "/.well-known/void"
    yield dataset, f"{SD}defaultGraph", graph
    yield graph, f"{RDF}type", f"{SD}Graph"
    for prefix, namespace in sorted(PREFIXES.items()):
        node = f"{endpoint}#prefix-{prefix}"
        yield endpoint, f"{SH}declare", node
        yield node, f"{SH}prefix", ox.Literal(prefix)
        yield node, f"{SH}namespace", ox.Literal(namespace, datatype=ox.NamedNode(f"{XSD}anyURI"))
    for question in questions().values():
        node = f"{endpoint}#question-{question.name}"
        yield node, f"{RDF}type", f"{SH}SPARQLExecutable"
        yield node, f"{RDF}type", f"{SH}SPARQLSelectExecutable"
        yield node, f"{RDFS}comment", ox.Literal(question.summary, language="en")
        yield node, f"{SH}select", ox.Literal(question.sparql)


async def statistics(service: Service) -> dict[str, list[tuple[str, int]]]:
    """Counts of the graph: "counts", and per class and property. They are kept with the other answers."""
    found: dict[str, list[tuple[str, int]]] = {"counts": []}
    for name, text in COUNTS.items():
        rows = await select(service, text)
        found["counts"].append((name, int(rows[0]["n"]["value"])))
    for name, text in (("classes", CLASSES), ("properties", PROPERTIES)):
        found[name] = [(row["term"]["value"], int(row["n"]["value"])) for row in await select(service, text)]
    return found


async def select(service: Service, text: str, **parameters: str) -> list[dict[str, dict[str, str]]]:
    """The rows of a SELECT as in the JSON results format, with IRIs in place of variables. Raises KgError."""
    content = await service.answer(Query(text, parameters=tuple(sorted(parameters.items()))))
    return json.loads(content)["results"]["bindings"]


async def documents(service: Service, limit: int, offset: int = 0) -> list[dict[str, str]]:
    """The documents by identifier, each with its "iri", "identifier" and, where it has them, "title", "issued", "publisher"."""
    rows = await select(service, DOCUMENTS % (limit, offset))
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def void(origin: str, base: str, found: dict[str, list[tuple[str, int]]]) -> Iterator[Statement]:
    """The description of the graph itself, with its counts."""
    dataset = f"{origin}/.well-known/void#dataset"
    yield dataset, f"{RDF}type", f"{VOID}Dataset"
    yield dataset, f"{DCTERMS}title", ox.Literal(TITLE, language="en")
    yield dataset, f"{VOID}sparqlEndpoint", f"{origin}/sparql"
    yield dataset, f"{VOID}dataDump", f"{origin}/store?format=nq"
    yield dataset, f"{VOID}uriSpace", ox.Literal(base)
    yield dataset, f"{VOID}vocabulary", KG
    for form in GRAPHS:
        yield dataset, f"{VOID}feature", FORMATS + FORMAT_NAMES[form.name]
    for name, number in [*found["counts"], ("classes", len(found["classes"])), ("properties", len(found["properties"]))]:
        yield dataset, VOID + name, integer(number)
    for kind, key, counted in (("class", "classes", "entities"), ("property", "properties", "triples")):
        for term, number in found[key]:
            part = f"{origin}/.well-known/void#{kind}-{ending(term)}"
            yield dataset, f"{VOID}{kind}Partition", part
            yield part, VOID + kind, term
            yield part, VOID + counted, integer(number)


def ending(term: str) -> str:
    """A term as the end of an IRI.

    >>> ending("https://w3id.org/kg-builder/ontology#ArmedGroup")
    'kg-ArmedGroup'
    """
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace):
            return f"{prefix}-{term.removeprefix(namespace)}"
    return "".join(character if character.isalnum() else "-" for character in term)


def integer(number: int) -> ox.Literal:
    return ox.Literal(number)


def written(statements: Iterable[Statement], form: Format) -> bytes:
    """Statements in an RDF format."""
    terms = ((subject, predicate, ox.NamedNode(o) if isinstance(o, str) else o) for subject, predicate, o in statements)
    triples = (ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), object_) for subject, predicate, object_ in terms)
    return formats.written(triples, form.name, PREFIXES | OWN_PREFIXES)
