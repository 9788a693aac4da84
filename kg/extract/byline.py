"""Who wrote an article, from the line between its headline and its text: "By ANA PETROV and JAN HOLM, Associated Press"."""

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from ..model import Document, Mention, Span
from ..ontology import Lexicon

_LINE = re.compile(r"^[ \t]*(?:by|written by|reported by)[ \t]+(?P<who>\S.*)$", re.I | re.M)
_END = re.compile(r"[|,;:(\d]|\s(?:in|for|of|at|from|with|reports?)\s|$")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")


def with_authors(mentions: Iterable[Mention], document: Document, doc: Doc, *, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions with the writers of the byline as persons; "JAN HOLM" is read as "Jan Holm"."""
    begin = document.headline.end if document.headline else 0
    end = document.paragraphs[0].start if document.paragraphs else 0
    found = []
    for line in _LINE.finditer(document.text, begin, end):
        for start, stop in _writers(document.text, line.start("who"), line.end("who"), lexicon):
            tokens = doc.char_span(start, stop)
            if tokens is not None:
                name = " ".join(w.title() if w.isupper() and len(w) > 2 else w for w in tokens.text.split())
                found.append(Mention(Span(start, stop), name, tokens.start, tokens.end, tokens.end - 1, "name", "Person"))
    kept = [m for m in mentions if not any(m.start < new.end and new.start < m.end for new in found)]
    return tuple(sorted((*kept, *found), key=lambda mention: (mention.start, mention.end))) if found else tuple(mentions)


def _writers(text: str, start: int, end: int, lexicon: Lexicon) -> Iterable[tuple[int, int]]:
    """Where the names of people stand in what follows "By": parts of two to four capitalised words that name no newsroom."""
    newsrooms = lexicon.words("namedMediaOrganization") | lexicon.words("newsroomWords")
    at = start
    for part in re.split(r"(,? and | & |, )", text[start:end]):
        stop = _END.search(part)
        name = _NAME.fullmatch(part[: stop.start() if stop else len(part)].strip())
        words = name[0].split() if name else []
        named = words and words[0][0].isupper() and words[-1][0].isupper()
        if named and not any(word.lower().strip(".") in newsrooms for word in words):
            begin = text.index(words[0], at)
            yield begin, begin + len(name[0] if name else "")
        at += len(part)
