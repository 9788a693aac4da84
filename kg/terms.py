"""Namespaces, and the one pair of functions in which Python values and RDF terms meet: `to_term`, `from_term`."""

import calendar
import datetime
from collections.abc import Callable
from decimal import Decimal

import pyoxigraph as ox

from .model import Period
from .ontology import KG, LEX, OWL, RDF, RDFS

BASE = "https://w3id.org/kg-builder/id/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
GN = "http://www.geonames.org/ontology#"

PREFIXES = {
    "kg": KG, "id": BASE, "lex": LEX, "nif": NIF, "itsrdf": ITSRDF, "prov": PROV, "dcterms": DCTERMS, "gn": GN,
    "skos": SKOS, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD,
}

Term = ox.NamedNode | ox.Literal
Value = str | bool | int | float | Decimal | datetime.date | datetime.datetime | Period

DECIMAL, DATE = (ox.NamedNode(XSD + name) for name in ("decimal", "date"))
CALENDAR = {name: ox.NamedNode(XSD + name) for name in ("date", "gYearMonth", "gYear")}


class IRI(str):
    """The IRI of a thing: a string for every purpose, and told apart from a text that looks like one.

    >>> to_term(IRI("https://example.org/a")), to_term("https://example.org/a").datatype.value.rpartition("#")[2]
    (<NamedNode value=https://example.org/a>, 'string')
    """

    __slots__ = ()


def decimal(number: float | Decimal, places: int = 2) -> ox.Literal:
    """An xsd:decimal in the canonical form in which a store keeps it.

    >>> decimal(0.8999).value, decimal(1.0).value
    ('0.9', '1')
    """
    digits = f"{number:.{places}f}"
    return ox.Literal(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype=DECIMAL)


def to_term(value: Value | Term) -> Term:
    """The RDF term of a Python value; terms pass through.

    A str is an xsd:string, an `IRI` a named node, a Period the date at its own precision. Raises TypeError for
    any other type, and ValueError for a Period that is no calendar day, month or year.

    >>> to_term(3).value, to_term(Period("2020-03")).datatype.value
    ('3', 'http://www.w3.org/2001/XMLSchema#gYearMonth')
    """
    match value:
        case ox.NamedNode() | ox.Literal():
            return value
        case IRI():
            return ox.NamedNode(value)
        case str():
            return ox.Literal(str(value))
        case bool() | int() | float():
            return ox.Literal(value)
        case Decimal():
            return _exactly(value)
        case datetime.datetime():
            return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "dateTime"))
        case datetime.date():
            return ox.Literal(value.isoformat(), datatype=DATE)
        case Period():
            if value.value is None:
                raise ValueError(f"{value} is a range, no calendar day, month or year. Write its earliest and latest day.")
            return ox.Literal(value.value, datatype=CALENDAR[value.datatype])
    raise TypeError(f"{type(value).__name__} has no RDF term here: {value!r}. Give a str, IRI, bool, number, date or Period.")


def _exactly(value: Decimal) -> Term:
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no xsd:decimal.")
    return decimal(value, max(0, -exponent))


def in_graph(ntriples: bytes, graph: ox.NamedNode) -> bytes:
    """N-Triples as N-Quads of one graph. In both a line ends where its statement does: literals have no line breaks.

    >>> in_graph(b'<urn:s> <urn:p> "o .\\\\n" .\\n', ox.NamedNode("urn:g"))
    b'<urn:s> <urn:p> "o .\\\\n" <urn:g> .\\n'
    """
    return ntriples.replace(b" .\n", f" {graph} .\n".encode())


def from_term(term: Term) -> Value:
    """The Python value of an RDF term, the other half of `to_term`.

    Raises TypeError for blank nodes, triple terms and datatypes that kg does not use, and ValueError where a
    literal's text is not of its datatype.

    >>> from_term(ox.Literal("2020-03", datatype=CALENDAR["gYearMonth"])).latest
    datetime.date(2020, 3, 31)
    >>> from_term(ox.NamedNode("https://example.org/a"))
    'https://example.org/a'
    """
    match term:
        case ox.NamedNode():
            return IRI(term.value)
        case ox.Literal():
            text, datatype = term.value, term.datatype.value
            if datatype in _READERS:
                return _READERS[datatype](text)
            raise TypeError(f"{term} has a datatype that kg does not read: {datatype}.")
    raise TypeError(f"{term} has no Python value here: only IRIs and literals have.")


def _boolean(text: str) -> bool:
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text]
    except KeyError:
        raise ValueError(f"{text!r} is no xsd:boolean.") from None


def _month(text: str) -> Period:
    year, month = map(int, text.split("-"))
    return Period(text, datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1]))


def _year(text: str) -> Period:
    return Period(text, datetime.date(int(text), 1, 1), datetime.date(int(text), 12, 31))


_READERS: dict[str, Callable[[str], Value]] = {
    XSD + "string": str, RDF + "langString": str, XSD + "boolean": _boolean, XSD + "integer": int, XSD + "decimal": Decimal,
    XSD + "double": float, XSD + "float": float, XSD + "date": datetime.date.fromisoformat,
    XSD + "dateTime": datetime.datetime.fromisoformat, XSD + "gYearMonth": _month, XSD + "gYear": _year,
}
