"""Who wrote an article, from the line between its headline and its text: "By ANA PETROV and JAN HOLM, Associated Press"."""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from ..gazetteer import Gazetteer
from ..model import Document, Mention, Span
from ..ontology import Lexicon

_LINE = re.compile(r"^[ \t]*(?:by|written by|reported by)[ \t]+(?P<who>\S.*)$", re.I | re.M)
_END = re.compile(r"[|,;:(\d]|\s(?:in|for|of|at|from|with|reports?)\s|$")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")


def with_authors(mentions: Iterable[Mention], document: Document, doc: Doc, *, lexicon: Lexicon,
                 gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions with the writers of the byline as persons and whom they write for; "JAN HOLM" is read as "Jan Holm"."""
    begin = document.headline.end if document.headline else 0
    end = document.paragraphs[0].start if document.paragraphs else 0
    found = []
    for line in _LINE.finditer(document.text, begin, end):
        for start, stop, cls in _named(document.text, line.start("who"), line.end("who"), lexicon, gazetteer):
            tokens = doc.char_span(start, stop)
            if tokens is not None:
                words = tokens.text.split()
                name = " ".join(w.title() if w.isupper() and len(w) > 2 and cls == "Person" else w for w in words)
                found.append(Mention(Span(start, stop), name, tokens.start, tokens.end, tokens.end - 1, "name", cls))
    kept = [m for m in mentions if not any(m.start < new.end and new.start < m.end for new in found)]
    return tuple(sorted((*kept, *found), key=lambda mention: (mention.start, mention.end))) if found else tuple(mentions)


def _named(text: str, start: int, end: int, lexicon: Lexicon, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """Where names stand in what follows "By", with their class: people first, then at most the newsroom that they write for."""
    media, staff = lexicon.words("namedMediaOrganization"), lexicon.words("newsroomWords")
    at = start
    for part in re.split(r"(,? and | & |, )", text[start:end]):
        stop = _END.search(part)
        found = _NAME.fullmatch(part[: stop.start() if stop else len(part)].strip())
        words = found[0].split() if found else []
        begin = text.index(words[0], at) if words else at
        at += len(part)
        low = [word.lower().strip(".") for word in words]
        while low and low[-1] in staff and low[-1] not in media:
            low.pop()
        if low and low[-1] in media and words[0][0].isupper():
            yield begin, begin + len(" ".join(words[: len(low)])), "MediaOrganization"
            return
        person = words and words[0][0].isupper() and words[-1][0].isupper() and not (media | staff).intersection(low)
        if person and len(low) == len(words) and not gazetteer.places(" ".join(words)):
            yield begin, begin + len(" ".join(words)), "Person"
        elif words:
            return
