"""Direct speech: what stands in quotation marks, and who utters it."""

from spacy.tokens import Doc, Token

from ..clauses import Clauses
from ..columns import columns
from ..syntax import verbal

QUOTES = ("“", "``", '"', "”", "''", "'", "‘")
LONGEST_PIECE = 16
"""Tokens of what single quotation marks enclose: words of a headline."""
SHORT = 4
"""Tokens of a noun or two between their marks."""


class Quotations:
    """The quotations of one doc, each one's speaker looked for once."""

    def __init__(self, doc: Doc, clauses: Clauses, saying: frozenset[str]) -> None:
        self._clauses, self._saying = clauses, saying
        text = columns(doc).source
        self._quotes = _quoted(doc) if any(quote in text for quote in QUOTES) else {}
        self._spoken: dict[int, int | None] = {}

    def speaker(self, token: Token) -> int | None:
        """Who utters the quotation that holds `token`: the subject of the verb of saying in its sentence or beside it."""
        quote = self._quotes.get(token.i)
        if quote is None:
            return None
        if quote[0] not in self._spoken:
            self._spoken[quote[0]] = self._utterer(token.doc, *quote)
        return self._spoken[quote[0]]

    def scare(self, token: Token, clauses: Clauses) -> bool:
        """True for a predicate in quotation marks whose subject stands outside: 'X "backs" Y', "X 'arms rebels'"."""
        quote = self._quotes.get(token.i)
        if quote is None or not (verbal(token) or quote[1] - quote[0] <= SHORT):
            return False
        subjects = clauses.of(token).surface if verbal(token) else ()
        return all(subject.i not in range(*quote) for subject in subjects)

    def _utterer(self, doc: Doc, start: int, end: int) -> int | None:
        inside = range(start, end)
        for sentence in _sentences_of(doc, start, end):
            for token in sentence:
                if token.i not in inside and token.lemma_.lower() in self._saying and token.pos_ == "VERB":
                    subjects = [s for s in self._clauses.of(token).subjects if s.i not in inside]
                    if subjects:
                        return subjects[0].i
        return None


def _quoted(doc: Doc) -> dict[int, tuple[int, int]]:
    """Token index -> (start, end) of the quotation around it; a quotation never crosses a blank line."""
    found: dict[int, tuple[int, int]] = {}
    opened: int | None = None
    single = False
    for i, word in enumerate(columns(doc).text):
        if "\n" in word:
            opened = None
        elif word in ("“", "``") or (word in ('"', "”", "''") and opened is None):
            opened, single = i, False
        elif opened is None and word in ("'", "‘") and _opens(doc, i):
            opened, single = i, True
        elif opened is not None and (word in ("'", "’") if single else word in ("”", '"', "''")):
            for inside in range(opened + 1, i):
                found[inside] = (opened, i + 1)
            opened = None
    return found


def _opens(doc: Doc, i: int) -> bool:
    """True for an apostrophe that begins a quotation: a blank before it, none behind it, and another that ends it."""
    if doc[i].whitespace_ or (i and not doc[i - 1].whitespace_ and "\n" not in doc[i - 1].text):
        return False
    return any(doc[k].text in ("'", "’") for k in range(i + 1, min(i + LONGEST_PIECE, len(doc))))


def _sentences_of(doc: Doc, start: int, end: int) -> list:
    """The sentences of a quotation, first the one it begins in, then the one it ends in, then the one before in its paragraph."""
    first, last = doc[start].sent, doc[end - 1].sent
    found = [first, last] if last.start != first.start else [first]
    before = doc[first.start - 1] if first.start else None
    if before is not None and not (before.is_space and "\n" in before.text):
        found.append(before.sent)
    return found
