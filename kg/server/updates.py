"""What happens to an update before the engine runs it."""

from collections.abc import Sequence

from ..errors import QueryError
from ..store.tokens import Token, tokens


def using(update: str, graphs: Sequence[str], named: Sequence[str]) -> str:
    """The update with USING and USING NAMED clauses in each of its operations that has a WHERE.

    `DELETE WHERE` has no place for them and is written out. Raises QueryError where the update has USING or WITH of its
    own: the protocol forbids both at once.

    >>> using("DELETE WHERE { ?s ?p 1 }", ["http://a.example/g"], [])
    'DELETE { ?s ?p 1 } USING <http://a.example/g> WHERE { ?s ?p 1 }'
    """
    if not graphs and not named:
        return update
    clauses = "".join([*(f"USING <{name}> " for name in graphs), *(f"USING NAMED <{name}> " for name in named)])
    found = list(tokens(update))
    pieces, done, depth = [], 0, 0
    for i, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.is_word("USING", "WITH"):
            raise QueryError(f"The update has {token.text} itself: it cannot be combined with using-graph-uri.")
        if depth == 0 and token.is_word("WHERE"):
            pieces.append(update[done : token.start])
            if i and found[i - 1].is_word("DELETE"):
                pieces.append(block(update, found[i + 1 :]) + " ")
            pieces.append(clauses)
            done = token.start
    return "".join([*pieces, update[done:]])


def without_silent_loads(update: str) -> str:
    """The update without its LOAD SILENT: to load is refused here, and SILENT says that a failure is to be passed over.

    >>> without_silent_loads("LOAD SILENT <http://a.example/g> INTO GRAPH <http://b.example/g> ; CLEAR ALL")
    ' CLEAR ALL'
    """
    found = list(tokens(update))
    pieces, done, depth = [], 0, 0
    for i, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        after = found[i + 1 : i + 3]
        silent = len(after) == 2 and after[0].is_word("SILENT") and after[1].kind in ("iri", "name")
        if depth == 0 and token.is_word("LOAD") and silent:
            end = i + 3
            if end + 2 < len(found) and found[end].is_word("INTO") and found[end + 1].is_word("GRAPH"):
                end += 3
            last = end < len(found) and found[end].text == ";"
            pieces.append(update[done : token.start])
            done = found[end].end if last else found[end - 1].end
    return "".join([*pieces, update[done:]])


def block(update: str, found: Sequence[Token]) -> str:
    """The text from the first token, a brace, to the brace that closes it."""
    depth = 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return update[found[0].start : token.end]
    raise QueryError("The update has a brace that is not closed.")
