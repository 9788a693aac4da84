"""What a clause says of its subject: each relation phrase with its object, for a verb and for the verbs that continue it."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from .syntax import RELATIVE, conjuncts, infinitive, nominal, verbal
from .wording import NOTHING, Words, complement, coordination, describes, noun_phrase, verb_group

SEPARATE = frozenset({
    "before", "after", "while", "since", "until", "when", "upon", "despite", "without", "besides", "in", "by", "on", "with",
    "like", "than",
})
"""Prepositions whose gerund is a clause of its own ("after losing the vote"); under others it continues the verb."""
ANONYMOUS = frozenset({"who", "what", "which", "that", "whom", "whose", "there", "where", "when", "how", "why"})
"""Words that name no subject or object where nothing stands for them."""
ADVERBIAL = frozenset({"where", "when", "why", "how", "which", "whom", "whose"})
DEPTH = 2
"""How deep noun phrases are followed: "served as head of the board of | a bank"."""
LONGEST = 8
"""Tokens of an object that a relation phrase takes up whole."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said with one object; `verb` is the last verb of the relation phrase."""

    relation: Words
    object: Words
    verb: Token


@dataclass(frozen=True, slots=True)
class Wordlists:
    """What the lexicon knows that matters here.

    altering  adverbs that belong to a relation phrase;  raising  verbs whose object is but the subject of what follows
    measures  nouns that only measure what stands behind them
    """

    altering: frozenset[str]
    raising: frozenset[str]
    measures: frozenset[str]


def predicates(verb: Token, words: Wordlists) -> Iterator[Predicate]:
    """Each relation phrase that begins with `verb`, with its object, in the order of the text."""
    return _predicates(verb, NOTHING, words)


def continues(verb: Token) -> bool:
    """True where the verb is part of the relation phrase of another one, or coordinated with such a verb."""
    head, dep = verb.head, verb.dep_
    if dep == "conj" and verbal(head):
        return not _own_subject(verb) and not any(c.dep_ == "expl" for c in verb.lefts) and continues(head)
    if dep in ("acl", "relcl") and infinitive(verb) and nominal(head):
        return True
    above = head.head if dep == "pcomp" or head.dep_ in ("acomp", "oprd") else head
    return any(verb == inner for inner, _ in _continuations(above))


def _predicates(verb: Token, before: Words, words: Wordlists) -> Iterator[Predicate]:
    phrase = before + verb_group(verb, words.altering)
    objects = _objects(verb)
    if objects:
        for receiver in verb.rights:
            if receiver.dep_ == "dative" and nominal(receiver) and receiver not in objects:
                phrase += noun_phrase(receiver)
    for relation, value in _said(verb, phrase, objects, words):
        yield Predicate(relation, value, verb)
    for inner, between in _continuations(verb):
        for each in conjuncts(inner):
            if each == inner or not _own_subject(each):
                yield from _predicates(each, phrase + between, words)


def _said(verb: Token, phrase: Words, objects: list[Token], words: Wordlists) -> Iterator[tuple[Words, Words]]:
    for first in objects:
        for value in conjuncts(first):
            if nominal(value) and value.lower_ not in ANONYMOUS:
                if not _raised(verb, first, words):
                    yield phrase, noun_phrase(value)
                yield from _inside(value, phrase, DEPTH, words)
    yield from _complements(verb, phrase, objects)
    relative = _relative_object(verb)
    if relative is not None:
        yield phrase, noun_phrase(relative)
    middle = coordination(objects[0], LONGEST) if objects else noun_phrase(relative) if relative is not None else _described(verb)
    for preposition in _prepositions(verb):
        early = bool(objects) and verb.i < preposition.i < objects[0].i
        yield from _prepositional(preposition, phrase if early else phrase + middle, DEPTH, words)
    for time in verb.rights:
        if time.dep_ == "npadvmod" and time.tag_ != "CD" and nominal(time):
            yield phrase + middle, noun_phrase(time)


# -- objects and complements


def _objects(verb: Token) -> list[Token]:
    """The first of each coordinated object; of "approved and signed the bill" the first verb's too."""
    for dep in (("dobj", "attr"), ("dative",)):
        found = [c for c in verb.rights if c.dep_ in dep and nominal(c)]
        if found:
            return found
    if verb.pos_ == "VERB" and all(c.dep_ in ("cc", "conj", "advmod") for c in verb.rights):
        for other in verb.rights:
            if other.dep_ == "conj" and other.tag_ == verb.tag_ and other.i <= verb.i + 3:
                return [c for c in other.rights if c.dep_ == "dobj" and nominal(c)]
    return []


def _own_subject(clause: Token) -> Token | None:
    return next((c for c in clause.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)


def _raised(verb: Token, value: Token, words: Wordlists) -> bool:
    """ "The law requires banks to report": what is required is the reporting, not the banks."""
    return verb.lemma_ in words.raising and any(c.dep_ == "xcomp" and c.i > value.i and infinitive(c) for c in verb.rights)


def _relative_object(verb: Token) -> Token | None:
    """ "The bridge that engineers built": the noun that a relative clause leaves open."""
    if verb.dep_ != "relcl" or not nominal(verb.head):
        return None
    if any(c.lower_ in RELATIVE and c.dep_ == "dobj" for c in verb.lefts):
        return verb.head
    own = _own_subject(verb)
    if own is None or own.lower_ in RELATIVE or verb.pos_ != "VERB":
        return None
    taken = any(c.dep_ in ("dobj", "ccomp", "xcomp", "acomp", "attr", "oprd") or _stranded(c) for c in verb.rights)
    elsewhere = any(t.lower_ in ADVERBIAL for c in verb.lefts for t in c.subtree)
    return None if taken or elsewhere else verb.head


def _complements(verb: Token, phrase: Words, objects: list[Token]) -> Iterator[tuple[Words, Words]]:
    """Predicate adjectives and names, and clauses that are said, known or meant."""
    for child in verb.rights:
        before = phrase + noun_phrase(objects[0]) if objects and objects[0].i < child.i else phrase
        own = _own_subject(child)
        if child.dep_ in ("acomp", "oprd"):
            if not any(inner.dep_ in ("xcomp", "ccomp") for inner in child.rights):
                yield from ((before, describes(each)) for each in conjuncts(child))
        elif child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("ADJ", "NOUN", "PROPN") and own is not None:
            yield phrase + noun_phrase(own), describes(child)
        elif child.dep_ == "ccomp" and verbal(child) and not _infinite(child):
            yield before, complement(child)


def _described(verb: Token) -> Words:
    """What stands between a verb without an object and its prepositions: a predicate adjective or name, with its own subject."""
    for child in verb.rights:
        own = _own_subject(child)
        if child.dep_ in ("acomp", "oprd"):
            return describes(child)
        if child.dep_ in ("ccomp", "xcomp") and child.pos_ == "ADJ" and own is not None:
            return noun_phrase(own) + describes(child)
    return NOTHING


# -- verbs that continue a verb


def _infinite(clause: Token) -> bool:
    """ "want the state to lower taxes": a clause without a finite verb, which continues the verb above it."""
    finite = any((c.dep_ == "aux" and c.tag_ != "TO") or c.dep_ == "mark" for c in clause.lefts)
    return verbal(clause) and clause.tag_ == "VB" and not finite


def _continuations(verb: Token) -> list[tuple[Token, Words]]:
    """The verbs that continue a verb's phrase, each with the words between them.

    "forced | them | to leave", "is | ready | to talk", "accused | him of | lying", "has | the votes | to block".
    """
    if not verbal(verb):
        return []
    objects = _objects(verb)
    found: list[tuple[Token, Words]] = []
    for child in verb.rights:
        between = next((noun_phrase(o) for o in objects if verb.i < o.i < child.i), NOTHING)
        if child.dep_ == "xcomp" and verbal(child):
            found.append((child, between))
        elif child.dep_ == "ccomp" and _infinite(child):
            own = _own_subject(child)
            found.append((child, between if own is None else noun_phrase(own)))
        elif child.dep_ == "advcl" and infinitive(child) and not any(c.dep_ in ("nsubj", "mark") for c in child.lefts):
            found.append((child, between))
        elif child.dep_ in ("acomp", "oprd"):
            found += [(inner, between + describes(child)) for inner in child.rights if inner.dep_ == "xcomp" and verbal(inner)]
        elif child.dep_ == "prep" and child.lower_ not in SEPARATE:
            gerunds = [inner for inner in child.rights if inner.dep_ == "pcomp" and inner.tag_ == "VBG"]
            found += [(inner, between + Words((child,))) for inner in gerunds]
    for value in (each for first in objects for each in conjuncts(first)):
        found += [(child, noun_phrase(value)) for child in value.rights if child.dep_ in ("acl", "relcl") and infinitive(child)]
    return found


# -- prepositions


def _prepositions(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in ("prep", "agent") or (child.dep_ == "dative" and child.pos_ == "ADP"):
            if child.lower_ != "according":
                yield child
        elif child.dep_ in ("acomp", "oprd") or (child.dep_ in ("ccomp", "xcomp") and child.pos_ == "ADJ"):
            yield from _prepositions(child)
        elif child.dep_ == "advmod" and child.i > token.i:  # "north of X", "together with X"
            yield from (inner for inner in child.rights if inner.dep_ == "prep")


def _stranded(preposition: Token) -> bool:
    """ "the town they fled to"."""
    return preposition.dep_ == "prep" and not any(preposition.children)


def _prepositional(preposition: Token, before: Words, depth: int, words: Wordlists) -> Iterator[tuple[Words, Words]]:
    """The facts of one prepositional phrase, and of the phrases inside its nouns."""
    led = preposition.head.dep_ == "advmod" and preposition.head.i < preposition.i
    relation = before + Words((preposition.head, preposition) if led else (preposition,))
    objects = [c for c in preposition.children if c.dep_ == "pobj"]
    for child in objects:
        antecedent = _antecedent(child)
        for value in conjuncts(antecedent or child):
            if nominal(value) and value.lower_ not in ANONYMOUS:
                yield relation, noun_phrase(value)
                if antecedent is None:
                    yield from _inside(value, relation, min(depth, 1), words)
    for child in preposition.children:
        if child.dep_ == "prep":  # "out of X"; "from X to Y" is two phrases of the verb
            yield from _prepositional(child, before if objects else relation, depth, words)
    if _stranded(preposition) and preposition.head.dep_ == "relcl" and nominal(preposition.head.head):
        yield relation, noun_phrase(preposition.head.head)


def _antecedent(pronoun: Token) -> Token | None:
    """The noun that "in which", "of whom" stands for."""
    if pronoun.lower_ not in ("which", "whom"):
        return None
    above = pronoun
    while above.dep_ != "relcl" and above.head != above:
        above = above.head
    return above.head if above.dep_ == "relcl" else None


def _inside(noun: Token, before: Words, depth: int, words: Wordlists) -> Iterator[tuple[Words, Words]]:
    """ "member of | the council": the phrases of an object that itself governs prepositions."""
    if not depth or noun.ent_type_ in ("DATE", "TIME") or noun.pos_ == "PRON":
        return
    for preposition in noun.rights:
        if preposition.dep_ != "prep" or _within_name(noun, preposition):
            continue
        measured = preposition.lower_ == "of" and (noun.lemma_.lower() in words.measures or noun.tag_ == "CD")
        relation = before + noun_phrase(noun, whole=False) + Words((preposition,))
        for child in preposition.rights:
            if child.dep_ == "pobj" and _antecedent(child) is None:
                for value in filter(nominal, conjuncts(child)):
                    if not measured:
                        yield relation, noun_phrase(value)
                    yield from _inside(value, relation, depth if measured else depth - 1, words)


def _within_name(noun: Token, preposition: Token) -> bool:
    """ "the University of X" is one name; "became Prime Minister of X" and "served as Minister of X" are none."""
    said = noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ == "as")
    return preposition.lower_ == "of" and noun.pos_ == "PROPN" and not said
