"""The prepositional phrases of a clause as facts, with those inside their nouns: "served as head of the board of | a bank"."""

from collections.abc import Iterator

from spacy.tokens import Token

from ..syntax import conjuncts, thing
from .wording import ANONYMOUS, TIMES, Words, describes, noun_phrase


def own_prepositions(token: Token) -> list[Token]:
    """The prepositions that hang on a verb or adjective, also behind an adverb ("north of", "together with")."""
    found = []
    for child in token.children:
        if child.dep_ in ("prep", "agent") or (child.dep_ == "dative" and child.pos_ == "ADP"):
            if child.lower_ != "according":
                found.append(child)
        elif child.dep_ == "advmod" and child.i > token.i:
            found += [inner for inner in child.rights if inner.dep_ == "prep"]
    return found


def stranded(preposition: Token) -> bool:
    """ "the town they fled to"."""
    return preposition.dep_ == "prep" and not any(preposition.children)


def prepositional(preposition: Token, before: Words, depth: int, measures: frozenset[str]) -> Iterator[tuple[Words, Words]]:
    """The facts of one prepositional phrase, and of the phrases inside its nouns."""
    led = preposition.head.dep_ == "advmod" and preposition.head.i < preposition.i
    relation = before + Words((preposition.head, preposition) if led else (preposition,))
    objects = [c for c in preposition.children if c.dep_ == "pobj"]
    for child in objects:
        antecedent = _antecedent(child)
        for value in conjuncts(antecedent or child):
            if thing(value) and value.lower_ not in ANONYMOUS:
                yield relation, noun_phrase(value)
                if antecedent is None:
                    yield from inside(value, relation, min(depth, 1), measures)
    for child in preposition.children:
        if child.dep_ == "prep":  # "out of X"; "from X to Y" is two phrases of the verb
            yield from prepositional(child, before if objects else relation, depth, measures)
    if stranded(preposition) and preposition.head.dep_ == "relcl" and thing(preposition.head.head):
        yield relation, noun_phrase(preposition.head.head)


def _antecedent(pronoun: Token) -> Token | None:
    """The noun that "in which", "of whom" stands for."""
    if pronoun.lower_ not in ("which", "whom"):
        return None
    above = pronoun
    while above.dep_ != "relcl" and above.head != above:
        above = above.head
    return above.head if above.dep_ == "relcl" else None


def inside(noun: Token, before: Words, depth: int, measures: frozenset[str]) -> Iterator[tuple[Words, Words]]:
    """ "member of | the council": the phrases of an object that itself governs prepositions."""
    if not depth or noun.ent_type_ in TIMES or noun.pos_ == "PRON":
        return
    for adjective in noun.rights:  # "a letter critical of | the king"
        if adjective.dep_ == "amod" and adjective.tag_ == "JJ":
            for preposition in own_prepositions(adjective):
                described = before + noun_phrase(noun, whole=False) + describes(adjective)
                yield from prepositional(preposition, described, depth - 1, measures)
    for preposition in noun.rights:
        if preposition.dep_ != "prep" or _within_name(noun, preposition):
            continue
        measured = preposition.lower_ == "of" and (noun.lemma_.lower() in measures or noun.tag_ == "CD")
        relation = before + noun_phrase(noun, whole=False) + Words((preposition,))
        for child in preposition.rights:
            if child.dep_ == "pobj" and _antecedent(child) is None:
                for value in filter(thing, conjuncts(child)):
                    if not measured:
                        yield relation, noun_phrase(value)
                    yield from inside(value, relation, depth if measured else depth - 1, measures)


def _within_name(noun: Token, preposition: Token) -> bool:
    """ "the University of X" is one name; "became Prime Minister of X" and "served as Minister of X" are none."""
    said = noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ == "as")
    return preposition.lower_ == "of" and noun.pos_ == "PROPN" and not said
