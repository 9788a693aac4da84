"""SPARQL text as tokens: enough to tell words from names, variables, literals and comments, without a parser."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

Kind = Literal["comment", "string", "iri", "variable", "blank", "name", "language", "number", "word", "mark"]

_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]"
TOKEN = re.compile(
    rf"""(?P<comment>\#[^\r\n]*)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
        | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*")
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:\w(?:[\w.\-]*[\w\-])?)
    | (?P<name>(?:[^\W\d_][\w.\-]*+(?<!\.))?:
        (?:(?:{_ESCAPE}|[\w:])(?:(?:{_ESCAPE}|[\w:.\-])*(?:{_ESCAPE}|[\w:\-]))?)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d_][\w.\-]*+)
    | (?P<mark>\^\^|&&|\|\||[<>!]=|\S)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


def tokens(sparql: str) -> Iterator[Token]:
    """The tokens of a query or update, comments left out; what is no token at all comes as single marks.

    >>> [token.kind for token in tokens("ASK { ?s ex:p 'a # b' } # c")]
    ['word', 'mark', 'variable', 'name', 'string', 'mark']
    """
    for match in TOKEN.finditer(sparql):
        kind = cast(Kind, match.lastgroup)
        if kind != "comment":
            yield Token(kind, match.group(), match.start())


def position(sparql: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both counted from 1.

    >>> position("ASK {\\n oops }", 7)
    (2, 2)
    """
    return sparql.count("\n", 0, offset) + 1, offset - sparql.rfind("\n", 0, offset)
