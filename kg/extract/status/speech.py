"""Direct speech: what stands in quotation marks, and who utters it."""

from spacy.tokens import Doc, Token

from ..clauses import Clauses
from ..columns import columns

QUOTES = ("“", "``", '"', "”", "''")


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
    for i, word in enumerate(columns(doc).text):
        if "\n" in word:
            opened = None
        elif word in ("“", "``") or (word in ('"', "”", "''") and opened is None):
            opened = i
        elif word in ("”", '"', "''") and opened is not None:
            for inside in range(opened + 1, i):
                found[inside] = (opened, i + 1)
            opened = None
    return found


def _sentences_of(doc: Doc, start: int, end: int) -> list:
    """The sentences of a quotation, first the one it begins in, then the one it ends in, then the one before in its paragraph."""
    first, last = doc[start].sent, doc[end - 1].sent
    found = [first, last] if last.start != first.start else [first]
    before = doc[first.start - 1] if first.start else None
    if before is not None and not (before.is_space and "\n" in before.text):
        found.append(before.sent)
    return found
