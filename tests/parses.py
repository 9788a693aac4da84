"""Parses in one line, and who is meant in them: what the tests of the rules are written in."""

from factories import CLOSE, COARSE, OPEN, VOCAB
from spacy.tokens import Doc

from kg.extract.frames.reading import frames
from kg.model import Entity, Frame, Mention, Resolution, Span
from kg.ontology import load


def parse(line: str) -> Doc:
    """A Doc from "word/TAG/dep>head/lemma" with spaces between; heads are positions from 0.

    The lemma may be left out where it is the word itself (in lower case, unless it is a name). A "~" before a word joins
    it to the one before.
    """
    fields = [part.split("/") for part in line.split()]
    words = [field[0].removeprefix("~") for field in fields]
    tags, deps = [field[1] for field in fields], [field[2].split(">")[0] for field in fields]
    lemmas = [field[3] if len(field) > 3 else word if field[1].startswith("NNP") else word.lower()
              for field, word in zip(fields, words, strict=True)]
    pos = ["AUX" if lemma == "be" or (dep in ("aux", "auxpass") and tag != "TO") else COARSE.get(tag, "PUNCT")
           for lemma, dep, tag in zip(lemmas, deps, tags, strict=True)]
    joined = [field[0].startswith("~") or word in CLOSE for field, word in zip(fields, words, strict=True)]
    spaces = [not after and word not in OPEN for word, after in zip(words, [*joined[1:], True], strict=True)]
    return Doc(VOCAB, words=words, spaces=spaces, tags=tags, pos=pos, lemmas=lemmas, deps=deps,
               heads=[int(field[2].split(">")[1]) for field in fields])


def word(doc: Doc, text: str):
    """The first token of `doc` that reads `text`."""
    return next(token for token in doc if token.text == text)


def meant(doc: Doc, *entities: str) -> Resolution:
    """The entities "Class: words of the text" as a Resolution; words that begin in lower case are no name."""
    found, heads = {}, {}
    for told in entities:
        cls, _, name = told.partition(": ")
        words = name.split()
        named = name[0].isupper()
        key = name.lower().replace(" ", "-") if named else f"#entity={name.replace(' ', '-')}"
        mentions = []
        for start in range(len(doc) - len(words) + 1):
            if [token.text for token in doc[start : start + len(words)]] == words:
                span, end = doc[start : start + len(words)], start + len(words)
                mentions.append(Mention(Span(span.start_char, span.end_char), span.text, start, end, end - 1, "name" if named
                                        else "nominal", cls))
                heads |= {i: key for i in (range(start, end) if named else (end - 1,))}
        assert mentions, f"{name!r} is not in {doc.text!r}"
        found[key] = Entity(key, cls, name, mentions=tuple(mentions))
    return Resolution(found, heads)


def read(doc: Doc, times: tuple[tuple[int, int], ...] = ()) -> tuple[Frame, ...]:
    """The frames of all sentences of `doc`."""
    return frames(doc.sents, times, lexicon=load().lexicon)


def frame(doc: Doc, lemma: str, *, rule: str | None = None) -> Frame:
    """The first frame of `lemma`."""
    return next(f for f in read(doc) if f.lemma == lemma and rule in (None, f.rule))


def slots(found: Frame, doc: Doc) -> set[str]:
    """The arguments of a frame as "slot word"."""
    return {f"{argument.slot} {doc[argument.head].text}" for argument in found.arguments}
