"""What a clause says of its subject: each relation phrase with its object, for a verb and for the verbs that continue it."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from ..syntax import RELATIVE, clausal, conjuncts, infinitive, passive, thing, verbal
from .prepositional import inside, own_prepositions, prepositional, stranded
from .wording import ANONYMOUS, NOTHING, TIMES, Words, ago, complement, coordination, describes, noun_phrase, stretch, verb_group

SEPARATE = frozenset({
    "before", "after", "while", "since", "until", "when", "upon", "despite", "without", "besides", "in", "by", "on", "with",
    "like", "than",
})
"""Prepositions whose gerund is a clause of its own ("after losing the vote"); under others it continues the verb."""
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
    if dep in ("acl", "relcl") and infinitive(verb) and thing(head):
        return True
    above = head.head if dep == "pcomp" or head.dep_ in ("acomp", "oprd") else head
    return any(verb == inner for inner, _ in _continuations(above))


def _predicates(verb: Token, before: Words, words: Wordlists) -> Iterator[Predicate]:
    phrase = before + verb_group(verb, words.altering)
    objects = _objects(verb)
    if objects:
        for receiver in verb.rights:
            if receiver.dep_ == "dative" and thing(receiver) and receiver not in objects:
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
            if thing(value) and value.lower_ not in ANONYMOUS:
                if not _raised(verb, first, words):
                    yield phrase, noun_phrase(value)
                yield from inside(value, phrase, DEPTH, words.measures)
    yield from _complements(verb, phrase, objects)
    relative = _relative_object(verb)
    if relative is not None:
        yield phrase, noun_phrase(relative)
    middle = coordination(objects[0], LONGEST) if objects else noun_phrase(relative) if relative is not None else _described(verb)
    for preposition in own_prepositions(verb) or _shared_prepositions(verb):
        early = bool(objects) and verb.i < preposition.i < objects[0].i
        yield from prepositional(preposition, phrase if early else phrase + middle, DEPTH, words.measures)
    for preposition, described in _of_adjectives(verb):
        yield from prepositional(preposition, phrase + described, DEPTH, words.measures)
    for time in verb.children:
        measured = time.dep_ == "npadvmod" and time.tag_ != "CD" and thing(time)
        if measured and (time.i > verb.i or (time.ent_type_ in TIMES and time.left_edge.ent_iob_ != "I")):
            yield phrase + middle, noun_phrase(time)
        elif ago(time):
            yield phrase + middle, stretch(time.doc, time.left_edge.i, time.i)


# -- objects and complements


def _objects(verb: Token) -> list[Token]:
    """The first of each coordinated object; of "approved and signed the bill" the first verb's too."""
    for dep in (("dobj", "attr"), ("dative",)):
        found = [c for c in verb.rights if c.dep_ in dep and thing(c)]
        if found:
            return found
    if verb.pos_ == "VERB" and all(c.dep_ in ("cc", "conj", "advmod") for c in verb.rights):
        for other in verb.rights:
            if other.dep_ == "conj" and other.tag_ == verb.tag_ and other.i <= verb.i + 3:
                return [c for c in other.rights if c.dep_ == "dobj" and thing(c)]
    return []


def _own_subject(clause: Token) -> Token | None:
    return next((c for c in clause.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)


def _raised(verb: Token, value: Token, words: Wordlists) -> bool:
    """ "The law requires banks to report": what is required is the reporting, not the banks."""
    return verb.lemma_ in words.raising and any(c.dep_ == "xcomp" and c.i > value.i and infinitive(c) for c in verb.rights)


def _relative_object(verb: Token) -> Token | None:
    """ "The bridge that engineers built": the noun that a relative clause leaves open."""
    if verb.dep_ != "relcl" or not thing(verb.head):
        return None
    if any(c.lower_ in RELATIVE and c.dep_ == "dobj" for c in verb.lefts):
        return verb.head
    own = _own_subject(verb)
    if own is None or own.lower_ in RELATIVE or verb.pos_ != "VERB":
        return None
    taken = any(c.dep_ in ("dobj", "ccomp", "xcomp", "acomp", "attr", "oprd") or stranded(c) for c in verb.rights)
    elsewhere = any(t.lower_ in ADVERBIAL or (t.dep_ == "advmod" and t.lower_ == "that") for c in verb.lefts for t in c.subtree)
    return None if taken or elsewhere else verb.head


def _complements(verb: Token, phrase: Words, objects: list[Token]) -> Iterator[tuple[Words, Words]]:
    """Predicate adjectives and names, and clauses that are said, known or meant, also as a quotation before the verb."""
    for child in verb.lefts:
        if child.dep_ == "ccomp" and verb.pos_ == "VERB" and clausal(child) and not _infinite(child):
            yield phrase + (noun_phrase(objects[0]) if objects else NOTHING), complement(child)
    for child in verb.rights:
        before = phrase + noun_phrase(objects[0]) if objects and objects[0].i < child.i else phrase
        own = _own_subject(child)
        if child.dep_ in ("acomp", "oprd"):
            if not any(inner.dep_ in ("xcomp", "ccomp") for inner in child.rights):
                yield from ((before, describes(each)) for each in _coordinated(child))
        elif child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("ADJ", "NOUN", "PROPN") and own is not None:
            yield phrase + noun_phrase(own), describes(child)
        elif child.dep_ == "ccomp" and clausal(child) and not _infinite(child):
            yield before, complement(child)
        elif _bare_gerund(child):
            yield before, Words((child,))


def _described(verb: Token) -> Words:
    """What stands between a verb without an object and its prepositions: a predicate adjective or name, with its own subject."""
    for child in verb.rights:
        if _predicative(child):
            return _subject_and(child, child)
        if _bare_gerund(child) and child.i == verb.i + 1:
            return Words((child,))
    return NOTHING


def _bare_gerund(child: Token) -> bool:
    """True for "fighting" in "stopped fighting", but not in "stopped fighting them"."""
    return child.dep_ == "xcomp" and child.tag_ == "VBG" and all(c.dep_ in ("punct", "cc", "conj") for c in child.children)


def _predicative(child: Token) -> bool:
    """True for a predicate adjective or noun, also with a subject of its own ("left the town empty")."""
    return child.dep_ in ("acomp", "oprd") or (child.dep_ in ("ccomp", "xcomp") and child.pos_ == "ADJ" and not clausal(child))


def _subject_and(child: Token, adjective: Token) -> Words:
    own = _own_subject(child)
    return describes(adjective) if own is None else noun_phrase(own) + describes(adjective)


# -- verbs that continue a verb


def _infinite(clause: Token) -> bool:
    """ "want the state to lower taxes": a clause without a finite verb, which continues the verb above it."""
    finite = any((c.dep_ == "aux" and c.tag_ != "TO") or c.dep_ == "mark" for c in clause.lefts)
    return verbal(clause) and clause.tag_ == "VB" and not finite


def _continuations(verb: Token) -> list[tuple[Token, Words]]:
    """The verbs that continue a verb's phrase, each with the words between them.

    "forced | them | to leave", "is | ready | to talk", "accused | him of | lying", "has | the votes | to block".
    """
    if not clausal(verb):
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


# -- prepositions that a verb shares


def _of_adjectives(verb: Token) -> Iterator[tuple[Token, Words]]:
    """The prepositions of predicate adjectives, each with its adjective; coordinated ones share those of the last.

    "angry and alarmed at the news" is both "angry at" and "alarmed at".
    """
    for child in filter(_predicative, verb.rights):
        adjectives = _coordinated(child)
        shared = own_prepositions(adjectives[-1])
        for adjective in adjectives:
            for preposition in own_prepositions(adjective) or shared:
                yield preposition, _subject_and(child, adjective)


def _coordinated(adjective: Token) -> list[Token]:
    """The adjective with its conjuncts, of which the tagger calls some participles verbs ("was sad and ashamed by")."""
    found = [adjective]
    for known in found:
        found += [c for c in known.rights if c.dep_ == "conj" and (not verbal(c) or (c.tag_ == "VBN" and not any(c.lefts)))]
    return found


def _shared_prepositions(verb: Token) -> list[Token]:
    """"designed and built by X": a verb that ends in its conjunct has the agent of that one."""
    if not passive(verb) or any(c.dep_ not in ("cc", "conj", "punct", "advmod") for c in verb.rights):
        return []
    later = [c for c in verb.rights if c.dep_ == "conj" and passive(c)]
    return [p for each in later[:1] for last in conjuncts(each)[-1:] for p in own_prepositions(last) if p.dep_ == "agent"]
