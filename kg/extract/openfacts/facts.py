"""Open facts: who does what, in the words of the text, whether or not the ontology has a property for it.

One fact per object and per prepositional phrase of each verb: "X sold Y to Z" is (X | sold | Y) and (X | sold Y to | Z).
Verbs that govern verbs are one phrase with them ("agreed to buy"), coordination is spread, and what is only in apposition,
or a possession, makes no fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from ...model import Frame, Span, Status
from ...ontology import Lexicon
from ..clauses import Clauses
from ..syntax import clausal, infinitive, thing, verbal
from .predicates import Predicate, Wordlists, continues, predicates
from .wording import ANONYMOUS, Words, noun_phrase

ALTERING = ("altering", "negation", "probable", "possible")
"""Word lists of the adverbs without which a statement is not what the text says."""

OPENING = frozenset({"that", "whether", "if"})
"""Conjunctions of a clause for which "it" holds the place."""


@dataclass(frozen=True, slots=True)
class OpenFact:
    """One statement in the words of the text. Subject and object have a span each; `span` is the passage with all three."""

    subject: str
    relation: str
    object: str
    subject_span: Span
    object_span: Span
    span: Span
    status: Status = field(default_factory=Status)
    document: str = ""

    def __str__(self) -> str:
        return f"{self.subject} | {self.relation} | {self.object}"


def open_facts(sentences: Iterable[Sentence], frames: Iterable[Frame] = (), *, lexicon: Lexicon,
               document: str = "") -> Iterator[OpenFact]:
    """Every statement that the sentences of one doc make, in text order, each once.

    `frames` are those of the same sentences: they give each statement its certainty and polarity, that of its last verb.
    """
    status = {frame.trigger: frame.status for frame in frames}
    words = Wordlists(frozenset().union(*map(lexicon.words, ALTERING)), lexicon.words("raising"), lexicon.words("measure"))
    clauses = Clauses(lexicon)
    for sentence in sentences:
        seen: set[tuple[str, str, str]] = set()
        for verb in sentence:
            if not clausal(verb) or continues(verb):
                continue
            for subject in _subjects(verb, clauses, lexicon):
                for predicate in predicates(verb, words):
                    fact = _fact(subject, predicate, status.get(predicate.verb.i, Status()), document)
                    parts = (fact.subject, fact.relation, fact.object)
                    if all(parts) and parts not in seen and fact.subject != fact.object:
                        seen.add(parts)
                        yield fact


def _fact(subject: Words, predicate: Predicate, status: Status, document: str) -> OpenFact:
    relation, value = predicate.relation, predicate.object
    whole = (subject + relation + value).span
    return OpenFact(subject.text, relation.relation, value.text, subject.span, value.span, whole, status, document)


def _subjects(verb: Token, clauses: Clauses, lexicon: Lexicon) -> list[Words]:
    """Whoever the verb's clause is about, as the text has them; "there" where it only says that something exists."""
    found = []
    for surface in clauses.of(verb).surface:
        token = _meant(surface, verb, clauses, lexicon)
        if (verbal(token) and not thing(token)) or token.lower_ in ANONYMOUS or _holds_place(token, verb):
            continue
        phrase = noun_phrase(token)
        if verb not in phrase.tokens:
            found.append(phrase)
    return found or [Words((child,)) for child in verb.lefts if child.dep_ == "expl" and child.lower_ == "there"]


def _meant(token: Token, verb: Token, clauses: Clauses, lexicon: Lexicon) -> Token:
    """X of "X, a lawyer who defended Y" and of "X is a lawyer who defended Y": it was X who did."""
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.lemma_ in lexicon.words("instrumental"):
        # "hit the post using mortars": the post did not use them; but in "has boats using gas" the boats do.
        governor = token.head.head if token.dep_ == "pobj" else token.head
        if token.dep_ in ("dobj", "pobj") and verbal(governor) and governor.lemma_ not in lexicon.words("not-agent"):
            return next(iter(clauses.of(governor).surface), token)
    while token.dep_ == "appos" and token.head.pos_ == "PROPN":
        token = token.head
    predicated = token.dep_ == "attr" and token.head != verb and token.head.lemma_ == "be"
    if predicated and any(child.lower_ in ("a", "an") for child in token.lefts):
        return next((s for s in clauses.of(token.head).surface if s.lower_ not in ANONYMOUS), token)
    return token


def _holds_place(token: Token, verb: Token) -> bool:
    """ "It is clear that ...": a subject that only holds the place of a clause."""
    if token.lower_ != "it" or not any(child.dep_ in ("acomp", "attr", "oprd") for child in verb.rights):
        return False
    inner = [clause for child in (verb, *verb.rights) for clause in child.rights
             if clause.dep_ in ("ccomp", "xcomp", "csubj", "advcl", "acl")]
    return any(infinitive(clause) or any(c.dep_ == "mark" and c.lower_ in OPENING for c in clause.lefts) for clause in inner)
