"""The engine's syntax errors as one line of prose."""

import re

from ..errors import QueryError

EXPECTED = re.compile(
    r"""\[(?:'(?:\\.|[^'\\])+'|[^]'])*\] | "(?:[^"\\]|\\.)*" | ([A-Za-z]\w*[ ](?:[^,\[]|,(?!\s))*)""", re.VERBOSE
)
"""What a parser expected, item by item: character classes and tokens, which say little, and (group 1) reasons in words."""


def syntax_error(what: str, sparql: str, error: SyntaxError) -> QueryError:
    """The engine's "error at LINE:COLUMN: expected ..." with the words around that place.

    >>> print(syntax_error("query", "ASK { ?s e:p 1 }", SyntaxError("error at 1:12: expected one of Prefix not found, ['%']")))
    The query cannot be read at line 1, column 12: Prefix not found, near "ASK { ?s e:p 1 }".
    """
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", str(error), re.DOTALL)
    if not found:
        return QueryError(f"The {what} cannot be read: {error}")
    line, column = int(found[1]), int(found[2])
    reasons = [reason.strip() for reason in EXPECTED.findall(found[3]) if reason]
    offset = sum(map(len, sparql.split("\n")[: line - 1])) + line - 1 + column - 1
    if reasons:
        reason = reasons[0]
    elif sparql[offset:].strip():
        reason = "this cannot stand here"
    else:
        reason = "the text ends too early"
    near = " ".join(sparql[max(0, offset - 30) : offset + 15].split())
    return QueryError(f"The {what} cannot be read at line {line}, column {column}: {reason}, near \"{near}\".")
