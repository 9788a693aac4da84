"""What no query or update may do, whatever its spelling: leave the store by SERVICE or LOAD, or name a local file.

A scannerless SPARQL parser takes keywords without a space behind them ("LOAD<file:...>", "SERVICESILENT<...>",
"trueSERVICE<...>", even "SERVICE:x{...}" as SERVICE and the name ":x"), and some servers decode \\u escapes before they
parse. So words are searched for the keyword, not compared with it; names, variables, literals and IRIs are let pass.
"""

import re
from collections.abc import Iterator

from ..errors import QueryRefused
from .tokens import Token, position, tokens

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[0-9A-Fa-f]{6})")
SUSPECTS = ("service", "load", "file", "\\u", "define", "bif:", "sql:")
SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*):")
LEAVING = ("SERVICE", "LOAD")
INNARDS = ("bif", "sql")
"""Schemes by which Virtuoso lets a query call what else its database can do, as its DEFINE makes it fetch what is on the web."""
DATASET = ("FROM", "USING", "NAMED")
OPERAND = frozenset({"string", "iri", "variable", "blank", "name", "language", "number"})


def check(sparql: str) -> None:
    """Raises QueryRefused where the text holds SERVICE, LOAD, or FROM or USING with a file: IRI.

    >>> check("SELECT * { ?service <http://example.org/load> 'SERVICE' } # LOAD")
    >>> check("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryRefused: SERVICE is refused (line 1, column 12): a query may not leave this store.
    """
    folded = sparql.casefold()
    if any(word in folded for word in SUSPECTS):
        _check(sparql)
        if "\\" in sparql:
            _check(ESCAPE.sub(_character, sparql))


def _character(match: re.Match) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _check(sparql: str) -> None:
    found = list(tokens(sparql))
    prefixes, base = _prologue(found)
    depth: list[str] = []
    for i, token in enumerate(found):
        before = found[i - 1] if i else None
        after = found[i + 1] if i + 1 < len(found) else None
        keyword = _keyword(token, before, after, prefixes, inside=depth[-1] if depth else "")
        if keyword:
            _refuse(sparql, token, keyword, "a query may not leave this store")
        if token.is_word("DEFINE"):
            _refuse(sparql, token, "DEFINE", "it is no SPARQL")
        if token.kind in ("iri", "name") and _scheme(token, prefixes, "") in INNARDS:
            _refuse(sparql, token, "A function of the database", "a query may not leave this store")
        if any(_scheme(name, prefixes, base) == "file" for name in _dataset(token, after)):
            _refuse(sparql, token, "A local file as graph", "only graphs of this store can be named")
        if token.text in ("(", "{"):
            depth.append(token.text)
        elif token.text in (")", "}") and depth:
            depth.pop()


def _keyword(token: Token, before: Token | None, after: Token | None, prefixes: dict[str, str], *, inside: str) -> str | None:
    """SERVICE or LOAD, where a parser could read it at this token."""
    text = token.text.upper()
    match token.kind:
        case "word":
            return next((k for k in LEAVING if k in text), None)
        case "name":
            prefix = text.partition(":")[0]
            keyword = next((k for k in LEAVING if k in prefix), None)
            if keyword is None or (before and before.is_word("PREFIX")):
                return None
            declared = prefix in map(str.upper, prefixes)
            opens = after is not None and after.text == "{" and not (before and before.is_word("GRAPH", "DESCRIBE", *DATASET))
            starts = before is None or before.text == ";" or before.kind == "iri"
            return keyword if not declared or (opens if keyword == "SERVICE" else starts and not inside) else None
        case "iri":  # "1<2)SERVICE:x#>" is an IRI to a tokenizer, and a comparison to a parser
            hidden = inside == "(" and before and (before.kind in OPERAND or before.text == ")") and ")" in text
            return "SERVICE" if hidden and "SERVICE" in text.partition(")")[2] else None
    return None


def _dataset(token: Token, after: Token | None) -> Iterator[Token]:
    """The graphs that a dataset clause may name at this token: the next one, or what is written in one with the keyword."""
    text = token.text.upper()
    if token.kind == "word" and text.endswith(DATASET) and after and after.kind in ("iri", "name"):
        yield after
    elif token.kind == "name":
        prefix = text.partition(":")[0]
        for keyword in DATASET:
            for match in re.finditer(keyword, prefix):
                yield Token("name", token.text[match.end() :], token.start)


def _prologue(found: list[Token]) -> tuple[dict[str, str], str]:
    """The prefixes and the base that the text declares."""
    prefixes, base = {}, ""
    for first, second, third in zip(found, found[1:], [*found[2:], None], strict=False):
        if first.is_word("BASE") and second.kind == "iri":
            base = second.text[1:-1]
        elif first.is_word("PREFIX") and second.kind == "name" and third and third.kind == "iri":
            prefixes[second.text.rstrip(":")] = third.text[1:-1]
    return prefixes, base


def _scheme(token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        iri = token.text[1:-1]
    else:
        prefix, _, local = token.text.partition(":")
        iri = prefixes.get(prefix, f"{prefix}:") + local
    return scheme(ESCAPE.sub(_character, iri)) or scheme(ESCAPE.sub(_character, base))


def scheme(iri: str) -> str:
    """The scheme of an IRI in small letters, "" where it is relative.

    >>> scheme("File:///a"), scheme("../file:a"), scheme("http://[a")
    ('file', '', 'http')
    """
    found = SCHEME.match(iri)
    return found[1].lower() if found else ""


def _refuse(sparql: str, token: Token, what: str, why: str) -> None:
    line, column = position(sparql, token.start)
    raise QueryRefused(f"{what} is refused (line {line}, column {column}): {why}.")
