"""The engine's syntax errors as one line of prose."""

import re
from collections.abc import Iterable

from ..errors import QueryError
from ..terms import PREFIXES
from .tokens import tokens

FAMILIAR = {
    "dc": "http://purl.org/dc/elements/1.1/", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#", "geof": "http://www.opengis.net/def/function/geosparql/",
    "org": "http://www.w3.org/ns/org#", "schema": "https://schema.org/", "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#", "time": "http://www.w3.org/2006/time#", "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/", "wdt": "http://www.wikidata.org/prop/direct/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}  # fmt: skip
"""Prefixes that people use without declaring them, beside those of kg."""

EXPECTED = re.compile(
    r"""\[(?:'(?:\\.|[^'\\])+'|[^]'])*\] | "(?:[^"\\]|\\.)*" | ([A-Za-z]\w*[ ](?:[^,\[]|,(?!\s))*)""", re.VERBOSE
)
"""What a parser expected, item by item: character classes and tokens, which say little, and (group 1) reasons in words."""


def syntax_error(what: str, sparql: str, error: SyntaxError, declared: Iterable[str] = ()) -> QueryError:
    """The engine's "error at LINE:COLUMN: expected ..." with the words around that place.

    `declared` are prefixes that the text need not declare itself.

    >>> print(syntax_error("query", "ASK { ?s e:p 1 }", SyntaxError("error at 1:12: expected one of Prefix not found, ['%']")))
    The query cannot be read at line 1, column 12: the prefix e: is not declared, near "ASK { ?s e:p 1 }".
    """
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", str(error), re.DOTALL)
    if not found:
        return QueryError(f"The {what} cannot be read: {error}")
    line, column = int(found[1]), int(found[2])
    reasons = [reason.strip() for reason in EXPECTED.findall(found[3]) if reason]
    offset = sum(map(len, sparql.split("\n")[: line - 1])) + line - 1 + column - 1
    prefix = undeclared(sparql[:offset], declared)
    if prefix is not None:
        namespace = (PREFIXES | FAMILIAR).get(prefix)
        hint = f"; begin with the line PREFIX {prefix}: <{namespace}>" if namespace else ""
        reason = f"the prefix {prefix}: is not declared{hint}"
    elif reasons:
        reason = reasons[0]
    elif sparql[offset:].strip():
        reason = "this cannot stand here"
    else:
        reason = "the text ends too early"
    near = " ".join(sparql[max(0, offset - 30) : offset + 15].split())
    return QueryError(f"The {what} cannot be read at line {line}, column {column}: {reason}, near \"{near}\".")


def undeclared(sparql: str, declared: Iterable[str]) -> str | None:
    """The first prefix that a text uses and does not declare, None where it declares all.

    >>> undeclared("PREFIX a: <urn:a> ASK { a:b kg:leads <urn:c>", ["rdf"])
    'kg'
    """
    known, before = set(declared), ""
    for token in tokens(sparql):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                known.add(prefix)
            elif prefix not in known:
                return prefix
        elif token.text in ("'", '"'):
            # A string without its end: what follows may be its words.
            return None
        before = token.text.upper()
    return None
