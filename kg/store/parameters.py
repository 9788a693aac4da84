"""Parameters of a query: each takes the place of its variable, term for token, never text for text."""

from collections.abc import Iterator, Mapping

from ..errors import QueryError
from ..terms import Term, Value, to_term
from .tokens import Token, tokens


def substitute(sparql: str, parameters: Mapping[str, Value | Term]) -> str:
    """The query with the terms of `parameters` in place of the variables of their names, wherever these stand.

    A column of the result keeps its name. Raises QueryError for a parameter that the query does not have.

    >>> substitute("SELECT ?s ?n { ?s rdfs:label ?n }", {"n": "Ana's \\"Front\\""})
    'SELECT ?s ("Ana\\'s \\\\"Front\\\\"" AS ?n) { ?s rdfs:label "Ana\\'s \\\\"Front\\\\"" }'
    """
    found = list(tokens(sparql))
    variables = {token.text[1:] for token in found if token.kind == "variable"}
    for name in parameters:
        if name not in variables:
            known = ", ".join(f"?{v}" for v in sorted(variables)) or "no variables"
            raise QueryError(f"The query has no parameter ?{name}. It has {known}.")
    terms = {name: str(to_term(value)) for name, value in parameters.items()}
    pieces, done = [], 0
    for token, place in _places(found):
        if token.kind == "variable" and token.text[1:] in terms and place != "name":
            term = terms[token.text[1:]]
            written = {"column": f"({term} AS {token.text})", "condition": f"({term})", "value": term}[place]
            pieces += [sparql[done : token.start], written]
            done = token.end
    return "".join([*pieces, sparql[done:]])


def _places(found: list[Token]) -> Iterator[tuple[Token, str]]:
    """Each token with where it stands: a bare column of SELECT, a bare condition of GROUP or ORDER BY, a name, or a value."""
    clause, depth = "", 0
    for i, token in enumerate(found):
        if token.is_word("SELECT"):
            clause, depth = "column", 0
        elif token.is_word("BY"):
            clause, depth = "condition", 0
        elif token.text in ("{", "}") or token.is_word("WHERE", "FROM", "LIMIT", "OFFSET", "HAVING", "VALUES"):
            clause = ""
        elif token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        if i and found[i - 1].is_word("AS"):
            yield token, "name"
        else:
            yield token, clause if clause and depth == 0 else "value"
