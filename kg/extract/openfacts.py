"""Open facts: who does what, in the words of the text, whether or not the ontology has a property for it.

One fact per object and per prepositional phrase of each verb: "X sold Y to Z" is (X | sold | Y) and (X | sold Y to | Z).
Verbs that govern verbs are one phrase with them ("agreed to buy"), coordination is spread, and what is only in apposition,
or a possession, makes no fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from ..model import Frame, Span, Status
from ..ontology import Lexicon
from .syntax import RELATIVE, Clauses, conjuncts, infinitive, nominal, verbal
from .wording import NOTHING, Words, complement, coordination, describes, noun_phrase, verb_group

SEPARATE = frozenset({"before", "after", "while", "since", "until", "when", "upon", "despite", "without", "besides", "in", "by", "on", "like", "than"})
"""Prepositions whose gerund is a clause of its own ("after losing the vote"); under others it continues the verb."""
ANONYMOUS = frozenset({"who", "what", "which", "that", "whom", "whose", "there", "where", "when", "how", "why"})
"""Words that name no subject or object where nothing stands for them."""
DEPTH = 2
"""How deep noun phrases are followed: "served as head of the board of | a bank"."""
LONGEST = 8
"""Tokens of an object that a relation phrase takes up whole."""


@dataclass(frozen=True, slots=True)
class OpenFact:
    """One statement in the words of the text. Subject and object have a span each; `span` is the passage with all three."""

    subject: str
    relation: str
    object: str
    subject_span: Span
    object_span: Span
    span: Span
    status: Status = Status()
    document: str = ""

    def __str__(self) -> str:
        return f"{self.subject} | {self.relation} | {self.object}"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lexicon knows that matters here, and the clauses of the doc."""

    clauses: Clauses
    adverbs: frozenset[str]
    raising: frozenset[str]
    measures: frozenset[str]


def open_facts(sentences: Iterable[Sentence], frames: Iterable[Frame] = (), *, lexicon: Lexicon, document: str = "") -> Iterator[OpenFact]:
    """Every statement that the sentences of one doc make, in text order, each once.

    `frames` are those of the same sentences: they give each statement its certainty and polarity.
    """
    status = {frame.trigger: frame.status for frame in frames}
    known: _Known | None = None
    for sentence in sentences:
        if known is None:
            adverbs = lexicon.words("changing") | lexicon.words("negation") | lexicon.words("probable") | lexicon.words("possible")
            known = _Known(Clauses(sentence.doc), adverbs, lexicon.words("raising"), lexicon.words("measure"))
        seen: set[tuple[str, str, str]] = set()
        for verb in sentence:
            if not verbal(verb) or _continues(verb):
                continue
            for subject in _subjects(verb, known.clauses):
                for relation, value in _predicate(verb, NOTHING, DEPTH, known):
                    fact = _fact(subject, relation, value, status.get(verb.i, Status()), document)
                    parts = (fact.subject, fact.relation, fact.object)
                    if all(parts) and parts not in seen and fact.subject != fact.object:
                        seen.add(parts)
                        yield fact


def _fact(subject: Words, relation: Words, value: Words, status: Status, document: str) -> OpenFact:
    whole = (subject + relation + value).span
    return OpenFact(subject.text, relation.relation, value.text, subject.span, value.span, whole, status, document)


# -- whose clause it is


def _continues(verb: Token) -> bool:
    """True where the verb is part of the relation phrase of another one, or of its coordinated verb."""
    head, dep = verb.head, verb.dep_
    if dep == "conj" and verbal(head):
        return not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.lefts) and _continues(head)
    return any(verb in found for found, _ in _continuations(head)) or (
        dep == "pcomp" and any(verb in found for found, _ in _continuations(head.head))) or (
        dep in ("acl", "relcl") and infinitive(verb) and nominal(head))


def _subjects(verb: Token, clauses: Clauses) -> list[Words]:
    found = []
    for token in clauses.of(verb).surface:
        while token.dep_ == "appos" and token.head.pos_ == "PROPN" and token.head != token:
            token = token.head  # "X, a lawyer who defended Y": it was X who did
        if token.dep_ == "attr" and token.head != verb and token.head.lemma_ == "be" and any(c.lower_ in ("a", "an") for c in token.lefts):
            own = [s for s in clauses.of(token.head).surface if s.lower_ not in ANONYMOUS]
            token = own[0] if own else token  # "X is a lawyer who defended Y"
        if verbal(token) or token.lower_ in ANONYMOUS or _dummy(token, verb):
            continue
        phrase = noun_phrase(token)
        if verb not in phrase.tokens:
            found.append(phrase)
    if not found:
        for child in verb.lefts:
            if child.dep_ == "expl" and child.lower_ == "there":
                found.append(Words((child,)))
    return found


def _dummy(token: Token, verb: Token) -> bool:
    """ "It is clear that ...": a subject that only holds the place of a clause."""
    if token.lower_ != "it":
        return False
    return any(child.dep_ in ("acomp", "attr", "oprd") for child in verb.rights) and any(
        inner.dep_ in ("ccomp", "xcomp", "csubj", "advcl", "acl") and (infinitive(inner) or any(c.dep_ == "mark" and c.lower_ == "that" for c in inner.lefts))
        for child in (verb, *verb.rights) for inner in child.rights)


# -- what it says


def _predicate(verb: Token, before: Words, depth: int, known: _Known) -> Iterator[tuple[Words, Words]]:
    """Each (relation phrase, object) of a verb and of the verbs that continue it; `before` is the phrase that leads to it."""
    phrase = before + verb_group(verb, known.adverbs)
    objects = _objects(verb)
    receivers = [c for c in verb.rights if c.dep_ == "dative" and nominal(c)] if objects else []
    for receiver in receivers:
        phrase += noun_phrase(receiver)
    for first in objects:
        for value in conjuncts(first):
            if value.lower_ not in ANONYMOUS and nominal(value):
                if not _raised(verb, first, known):
                    yield phrase, noun_phrase(value)
                yield from _inside(value, phrase, depth, known)
    yield from _complements(verb, phrase, objects)
    relative = _antecedent_object(verb)
    if relative is not None:
        yield phrase, noun_phrase(relative)
    middle = coordination(objects[0], LONGEST) if objects else noun_phrase(relative) if relative is not None else NOTHING
    if not objects:
        middle = _described(verb)
    for preposition in _prepositions(verb):
        late = not objects or preposition.i > objects[0].i or preposition.i < verb.i
        yield from _phrase(preposition, phrase + middle if late else phrase, depth, known)
    for time in verb.children:
        if time.dep_ == "npadvmod" and time.tag_ != "CD" and nominal(time) and time.i > verb.i:
            yield phrase + middle, noun_phrase(time)
    for inner, between in _continuations(verb):
        for each in (inner[0], *(c for c in conjuncts(inner[0])[1:] if not any(s.dep_ in ("nsubj", "nsubjpass") for s in c.lefts))):
            yield from _predicate(each, phrase + between, depth, known)


def _objects(verb: Token) -> list[Token]:
    """The first of each coordinated object; of "approved and signed the bill" the first verb's too."""
    found = [c for c in verb.rights if c.dep_ in ("dobj", "attr") and nominal(c)]
    if not found:
        found = [c for c in verb.rights if c.dep_ == "dative" and nominal(c)]
    if not found and verb.pos_ == "VERB" and not any(c.dep_ not in ("cc", "conj", "advmod", "punct") for c in verb.rights):
        for other in verb.rights:
            if other.dep_ == "conj" and other.tag_ == verb.tag_ and other.i <= verb.i + 3 and not any(c.dep_ == "punct" for c in verb.rights):
                found = [c for c in other.rights if c.dep_ == "dobj" and nominal(c)]
    return found


def _raised(verb: Token, value: Token, known: _Known) -> bool:
    """ "The law requires banks to report": what is required is the reporting, not the banks."""
    return verb.lemma_ in known.raising and any(c.dep_ == "xcomp" and c.i > value.i and infinitive(c) for c in verb.rights)


def _antecedent_object(verb: Token) -> Token | None:
    """ "The bridge that engineers built": the noun that a relative clause leaves open."""
    if verb.dep_ != "relcl" or not nominal(verb.head):
        return None
    pronouns = [c for c in verb.lefts if c.lower_ in RELATIVE and c.dep_ == "dobj"]
    own = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")]
    bare = own and own[0].lower_ not in RELATIVE and not any(
        c.dep_ in ("dobj", "ccomp", "xcomp", "acomp", "attr", "oprd") or (c.dep_ == "prep" and not any(c.children)) for c in verb.rights) and not any(
        t.lower_ in ("where", "when", "why", "how", "which", "whom", "whose") for c in verb.lefts for t in c.subtree) and verb.pos_ == "VERB"
    return verb.head if pronouns or bare else None


def _complements(verb: Token, phrase: Words, objects: list[Token]) -> Iterator[tuple[Words, Words]]:
    """Predicate adjectives and names, and clauses that are said, known or meant."""
    for child in verb.rights:
        if child.dep_ in ("acomp", "oprd") or (child.dep_ == "attr" and not nominal(child) and child.pos_ == "ADJ"):
            if any(inner.dep_ in ("xcomp", "ccomp") for inner in child.rights):
                continue
            before = phrase + noun_phrase(objects[0]) if objects and objects[0].i < child.i else phrase
            for each in conjuncts(child) if child.pos_ == "ADJ" or nominal(child) else [child]:
                yield before, describes(each)
        elif child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("ADJ", "NOUN", "PROPN") and (own := _own_subject(child)) is not None:
            yield phrase + noun_phrase(own), describes(child)
        elif child.dep_ == "ccomp" and verbal(child) and child.i > verb.i and not _small(child):
            yield phrase + (noun_phrase(objects[0]) if objects and objects[0].i < child.i else NOTHING), complement(child)


def _described(verb: Token) -> Words:
    """The predicate adjective or name that stands between a verb and its prepositions."""
    for child in verb.rights:
        if child.dep_ in ("acomp", "oprd"):
            return describes(child)
        if child.dep_ in ("ccomp", "xcomp") and child.pos_ == "ADJ" and (own := _own_subject(child)) is not None:
            return noun_phrase(own) + describes(child)
    return NOTHING


def _own_subject(clause: Token) -> Token | None:
    return next((c for c in clause.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)


def _small(clause: Token) -> bool:
    """ "want the state to lower taxes": a clause without a finite verb, which continues the verb above it."""
    return verbal(clause) and clause.tag_ == "VB" and not any(c.dep_ == "aux" and c.tag_ != "TO" or c.dep_ == "mark" for c in clause.lefts)


def _continuations(verb: Token) -> list[tuple[list[Token], Words]]:
    """The verbs that continue a verb's phrase, each with the words between: "forced | them | to leave", "has | the votes | to block"."""
    found: list[tuple[list[Token], Words]] = []
    if not verbal(verb):
        return found
    values = _objects(verb)
    for child in verb.rights:
        if child.dep_ == "xcomp" and verbal(child):
            found.append(([child], _between(verb, child)))
        elif child.dep_ == "ccomp" and _small(child):
            own = _own_subject(child)
            found.append(([child], noun_phrase(own) if own is not None else _between(verb, child)))
        elif child.dep_ == "advcl" and infinitive(child) and not any(c.dep_ in ("nsubj", "mark") for c in child.lefts):
            found.append(([child], _between(verb, child)))
        elif child.dep_ in ("acomp", "oprd"):
            for inner in child.rights:
                if inner.dep_ == "xcomp" and verbal(inner):
                    found.append(([inner], describes(child)))
        elif child.dep_ == "prep" and child.lower_ not in SEPARATE:
            for inner in child.rights:
                if inner.dep_ == "pcomp" and inner.tag_ == "VBG":
                    found.append(([inner], _between(verb, child) + Words((child,))))
    for value in values:
        for each in conjuncts(value):
            for child in each.rights:
                if child.dep_ in ("acl", "relcl") and infinitive(child):
                    found.append(([child], noun_phrase(each)))
    return found


def _between(verb: Token, child: Token) -> Words:
    """The object that stands between a verb and the verb that continues it."""
    return next((noun_phrase(o) for o in _objects(verb) if verb.i < o.i < child.i), NOTHING)


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


def _phrase(preposition: Token, before: Words, depth: int, known: _Known) -> Iterator[tuple[Words, Words]]:
    """The facts of one prepositional phrase, and of the phrases inside its nouns."""
    led = preposition.head if preposition.head.dep_ == "advmod" and preposition.head.i < preposition.i else None
    relation = before + (Words((led,)) if led is not None else NOTHING) + Words((preposition,))
    for child in preposition.children:
        if child.dep_ == "pobj":
            antecedent = _relative(child)
            for value in conjuncts(antecedent or child):
                if nominal(value) and value.lower_ not in ANONYMOUS:
                    yield relation, noun_phrase(value)
                    if antecedent is None:
                        yield from _inside(value, relation, min(depth, 1), known)
        elif child.dep_ == "prep":  # "out of X"; "from X to Y" is two phrases of the verb
            own = any(c.dep_ == "pobj" for c in preposition.children)
            yield from _phrase(child, before if own else relation, depth, known)
    if not any(True for _ in preposition.children) and preposition.head.dep_ == "relcl" and nominal(preposition.head.head):
        yield relation, noun_phrase(preposition.head.head)


def _relative(pronoun: Token) -> Token | None:
    """The noun that "in which", "of whom" stands for."""
    if pronoun.lower_ not in ("which", "whom"):
        return None
    above = pronoun
    while above.dep_ != "relcl" and above.head != above:
        above = above.head
    return above.head if above.dep_ == "relcl" else None


def _as(noun: Token) -> bool:
    return noun.dep_ == "pobj" and noun.head.lower_ == "as"


def _inside(noun: Token, before: Words, depth: int, known: _Known) -> Iterator[tuple[Words, Words]]:
    """"member | of the council": the phrases of an object that itself governs prepositions."""
    if not depth or noun.ent_type_ in ("DATE", "TIME") or noun.pos_ == "PRON":
        return
    for preposition in noun.rights:
        if preposition.dep_ != "prep":
            continue
        if preposition.lower_ == "of" and noun.pos_ == "PROPN" and noun.dep_ != "attr" and not _as(noun):
            continue  # "the University of X" is one name, "served as Prime Minister of X" is none
        measured = preposition.lower_ == "of" and (noun.lemma_.lower() in known.measures or noun.tag_ == "CD")
        relation = before + noun_phrase(noun, whole=False) + Words((preposition,))
        for child in preposition.rights:
            if child.dep_ == "pobj" and _relative(child) is None:
                for value in conjuncts(child):
                    if nominal(value):
                        if not measured:
                            yield relation, noun_phrase(value)
                        yield from _inside(value, relation, depth if measured else depth - 1, known)
