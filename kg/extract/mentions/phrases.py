"""The whole phrases in which a text names something: "Kenya's foreign minister Ana Petrov", "Petrov, head of the union"."""

from ...model import Mention, Span
from ..classes.kinds import BRANCH
from ..columns import Columns

LONGEST = 25
"""Words that may follow a name and still belong to its phrase."""
EXPLAINING = frozenset({"appos", "prep", "relcl", "acl"})
"""Dependencies of what tells more about a name after it."""


def phrase(page: Columns, name: Mention) -> Mention | None:
    """The phrase around a name that says more of what it names, as a mention of the same; None where there is no more to it."""
    start, end = _start(page, name), _end(page, name)
    if (start, end) == (name.start, name.end):
        return None
    if start == name.start and start > 0 and page.dep[start - 1] == "det" and name.start <= page.head[start - 1] < end:
        start -= 1
    span = Span(page.at[start], page.to[end - 1])
    return Mention(span, span.of(page.source), start, end, name.head, "nominal", name.cls)


def _start(page: Columns, name: Mention) -> int:
    """Where the phrase begins; at the name itself where but an article stands before it."""
    start = min(page.phrase_start(name.head), name.start)
    while start < name.start and page.pos[start] in ("PUNCT", "SPACE", "CCONJ"):
        start += 1
    words = range(start, name.start)
    if all(page.pos[i] == "DET" for i in words) or (
        # A place has no title: a capitalised word before it is a piece of a longer name.
        BRANCH.get(name.cls) == "Place" and any(page.pos[i] == "PROPN" and page.head[i] == name.head for i in words)
    ):
        return name.start
    return start


def _end(page: Columns, name: Mention) -> int:
    """Where the phrase ends: after what explains the name, before what is coordinated with it."""
    end = name.end
    for child in page.children[name.head]:
        if child < name.end:
            continue
        if page.dep[child] in EXPLAINING and page.last[child] - name.head < LONGEST:
            end = _before_another(page, child) or page.last[child] + 1
        elif page.pos[child] not in ("PUNCT", "SPACE"):
            break
    if end == name.end:
        end = _with_origin(page, name)
    while end > name.end and page.pos[end - 1] in ("PUNCT", "SPACE"):
        end -= 1
    return end


def _with_origin(page: Columns, name: Mention) -> int:
    """The end of "KX of the Front" where the parser has hung "of" on another word before it; names behind a name explain it."""
    if name.cls == "Person" and name.end < len(page) and page.lower[name.end] in ("of", "from"):
        for child in page.children[name.end]:
            if page.pos[child] == "PROPN" and page.dep[child] == "pobj" and page.label[child] in ("ORG", "GPE", "NORP"):
                return child + 1
    return name.end


def _before_another(page: Columns, preposition: int) -> int | None:
    """Where somebody is coordinated that belongs beside the name: "KX of the Front | and Viktor Holm"."""
    for noun in page.children[preposition]:
        for other in page.children[noun]:
            if page.dep[other] == "conj" and page.label[other] == "PERSON" != page.label[noun]:
                return next((c for c in page.children[noun] if page.dep[c] in ("cc", "punct") and noun < c < other), None)
    return None
