"""What spaCy's tokenizer and parser regularly get wrong in news, put right in the Doc, before the parse or after it."""

import re

from spacy.tokens import Doc

from . import ontology
from .model import Span

PARTIES = frozenset("RDI")
"""What stands for a legislator's party before a state."""
LABEL, LONGEST_HEADLINE = 3, 60
"""Tokens of the longest label before or behind a headline's colon, and of what may hold a headline."""
RESULTATIVE = re.compile(r"(?<=\w )(?:dead|to death)(?= \w)")
"""What a verb makes of its object, where it stands before it: "shot dead two men", "beat to death a guard"."""
GERUND = re.compile(r"\b\w+ing (?=(?:of|in|between|near|around|on|by|from|at|across|against)\b)")


def split_hyphens(doc: Doc) -> None:
    """Split "U.S.-led" and "R-S.C." as "Iran-led" is split: the tokenizer keeps a word with inner full stops whole."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            before, hyphen, after = token.text.rpartition("-")
            led = "." in before and before[:1].isupper() and after.isalpha()
            if hyphen and (led or (before in PARTIES and after[:1].isupper())):
                retokenizer.split(token, [before, hyphen, after], [(token, 2), (token, 2), token])


def part_labels(doc: Doc, headline: Span) -> None:
    """Make two sentences of "Minister: X backs Y" and of "X backs Y: minister", which the parser mixes up as one."""
    words = [token for token in doc[: LONGEST_HEADLINE] if headline.start <= token.idx < headline.end and not token.is_space]
    colon = next((n for n, token in enumerate(words) if token.text == ":"), len(words))
    after = len(words) - colon - 1
    if (0 < colon <= LABEL < after) or (0 < after <= LABEL < colon):
        words[colon + 1].is_sent_start = True


def mend(doc: Doc) -> None:
    """Put the parse right where it is known to be wrong."""
    _resultatives(doc)
    _gerunds(doc)


def _resultatives(doc: Doc) -> None:
    """ "Shot dead two men": the parser calls the men dead, and takes a time for the object of "beat to death"."""
    for found in RESULTATIVE.finditer(doc.text):
        result = doc.char_span(*found.span())
        if result is None or result.start == 0:
            continue
        word, verb = result[0], doc[result.start - 1]
        if verb.pos_ != "VERB" or verb.tag_ not in ("VBD", "VBN", "VB", "VBG", "VBZ", "VBP"):
            continue
        for thing in doc[result.end : verb.sent.end]:
            if thing.head == verb and thing.dep_ == "npadvmod" and verb.tag_ != "VBN" and not any(
                    c.dep_ == "dobj" for c in verb.rights):
                thing.dep_ = "dobj"
            if thing.pos_ in ("NOUN", "PROPN", "VERB") and thing.head == verb:
                break
        if word.text == "dead" and word.dep_ in ("amod", "advmod") and (word.head == verb or word.head.head == verb):
            word.head, word.dep_ = verb, "oprd"


def _gerunds(doc: Doc) -> None:
    """ "Shelling of the town killed two": a noun that the lexicon knows, which the parser takes for a verb."""
    known = ontology.load().lexicon.frames
    for found in GERUND.finditer(doc.text):
        if ("noun", found[0].strip().lower()) not in known:
            continue
        span = doc.char_span(found.start(), found.end() - 1)
        if span is None or span[0].tag_ != "VBG" or any(c.dep_ == "dobj" for c in span[0].rights):
            continue
        noun, verb = span[0], span[0].head
        subjects = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") and c != noun]
        leads = noun.dep_ == "advcl" and noun.i < verb.i and not subjects
        if leads or noun.dep_ in ("nsubj", "nsubjpass", "csubj"):
            noun.pos_, noun.tag_, noun.lemma_ = "NOUN", "NN", noun.lower_
            noun.dep_ = "nsubj" if noun.dep_ in ("advcl", "csubj") else noun.dep_
