"""The frames of adjectives, predicative or hyphenated, and of prefixes: "is hostile to X", "X-friendly", "pro-X"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from ...model import Frame, Span
from ..syntax import clause, conjuncts, lemma, nominal, phrase, verbal
from .framing import Reading, argument, build, named_prefix, prepositional


def adjective_frame(adjective: Token, number: int, reading: Reading) -> Iterator[Frame]:
    """The frame of a predicate adjective, or of one that a noun has, where it means something."""
    arguments = prepositional(adjective, reading)
    head, dep = adjective.head, adjective.dep_
    rule = "predicate adjective"
    subjects: list[Token] = []
    if dep == "conj" and head.pos_ == "ADJ":
        dep, head = head.dep_, head.head
    if dep in ("acomp", "oprd", "advcl") and verbal(head):
        parts = reading.clauses.of(head)
        subjects = list(parts.objects if dep == "oprd" and parts.objects else parts.surface)
    elif dep in ("amod", "appos", "relcl", "acl") and nominal(head):
        subjects, rule = conjuncts(head) if adjective.i > head.i else [head], "attribute"
        owners = [t for child in head.lefts if child.dep_ == "poss" for t in conjuncts(child)]  # "her native X"
        arguments += [argument("possessor", t, reading) for t in owners]
    own = [t for child in adjective.lefts if child.dep_ == "nsubj" for t in conjuncts(child)]  # "left six people dead"
    if own:
        subjects, rule = own, "predicate adjective"
    arguments += [argument("subject", t, reading) for t in subjects]
    prefix = named_prefix(adjective)
    if prefix is not None:
        arguments.append(argument("prefix", prefix, reading))
        rule = "hyphenated adjective"
    means = ("adjective", adjective.lower_) in reading.lexicon.frames or adjective.lower_ in reading.lexicon.words("probable")
    if len({a.slot for a in arguments}) > 1 or (arguments and means):
        # A predicate adjective is committed to as its copula is: the walk starts there.
        anchor = head if dep in ("acomp", "oprd", "ccomp") and verbal(head) else adjective
        span = (clause(anchor) if anchor != adjective else Span(min(phrase(s).start for s in subjects) if subjects
                                                                else adjective.idx,
                                                                  max([adjective.idx + len(adjective),
                                                                       *(s.idx + len(s) for s in subjects)])))
        frame = build(anchor, "adjective", arguments, number, reading, rule=rule, name=adjective.lower_, span=span)
        feared = anchor == head and lemma(head) in reading.lexicon.words("believing") and frame.status.certainty == "certain"
        yield replace(frame, status=replace(frame.status, certainty="probable")) if feared else frame


def prefix_frame(token: Token, number: int, reading: Reading) -> Iterator[Frame]:
    """"pro-X militia", "anti-X protests": the name behind the hyphen and the noun that both modify."""
    if token.i + 2 >= len(token.doc) or token.nbor().text != "-":
        return
    name = token.nbor(2)
    noun = name
    while noun.dep_ in ("compound", "amod", "nmod", "npadvmod", "pobj", "punct") and noun.head != noun and noun.head.i > name.i:
        noun = noun.head
    if noun != name:
        arguments = [argument("subject", noun, reading), argument("prefix", name, reading)]
        yield build(noun, "adjective", arguments, number, reading, rule="hyphenated adjective", name=token.lower_,
                     span=phrase(noun))
