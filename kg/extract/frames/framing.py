"""What all frames share: an argument's head, the longer forms of a predicate, its tense and times, what a preposition adds."""

import functools
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from ...model import Argument, Certainty, Frame, Span, Status
from ...ontology import Lexicon
from ..clauses import Clauses
from ..status.commitment import Commitment
from ..status.verbs import Commitments
from ..syntax import clause, conjuncts, hyphenated, infinitive, lemma, nominal, prepositions, verbal

AUXILIARY = frozenset({"aux", "auxpass"})
LANGUAGES = frozenset({"NORP", "LANGUAGE"})
"""Labels of what nothing is in: "a broadcast in Danish" is in no country."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What all frames of one doc share."""

    clauses: Clauses
    commitments: Commitments
    lexicon: Lexicon
    times: dict[int, tuple[tuple[int, int], ...]]
    complex_nouns: frozenset[str]
    entities: Container[int]


def governed(doc: Doc, times: Sequence[tuple[int, int]], lexicon: Lexicon) -> dict[int, tuple[tuple[int, int], ...]]:
    """Predicate's token index -> the time expressions that belong to it."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in times:
        root = doc[start:end].root
        governor = root.head
        while governor.pos_ in ("ADP", "ADV", "PART", "SCONJ", "NUM") and governor.head != governor:
            governor = governor.head
        if root.dep_ in ("pobj", "npadvmod", "advmod"):
            # "seized three men near the bridge on Monday": the parser likes to hang the day on the nearest noun.
            while not verbal(governor) and governor.head != governor and not _timed(governor, lexicon):
                governor = governor.head
        if governor != root:
            found.setdefault(governor.i, []).append((start, end))
    return {i: tuple(ranges) for i, ranges in found.items()}


def _timed(noun: Token, lexicon: Lexicon) -> bool:
    """True for a noun of an event or of harm, which has a time of its own; an "institute" has none."""
    return any(entry.means[:1].isupper() or entry.means in ("killed", "injured")
               for entry in lexicon.frames.get(("noun", noun.lemma_.lower()), ()))


def argument(slot: str, head: Token, reading: Reading) -> Argument:
    """The argument with the head that is meant."""
    return Argument(slot, counted(head, reading).i)


def counted(noun: Token, reading: Reading) -> Token:
    """"Dozens of fighters", "300 of its members": what is counted is meant, not the count."""
    counts = noun.tag_ == "CD" or (noun.pos_ != "PROPN" and noun.lemma_.lower() in reading.lexicon.words("partitive"))
    if noun.n_rights and counts:
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((inner for inner in child.rights if inner.dep_ == "pobj"), noun)
    return noun


def build(token: Token, pos: Literal["verb", "noun", "adjective"], arguments: list[Argument], number: int, reading: Reading, *,
           rule: str, name: str | None = None, span: Span | None = None, variants: tuple[str, ...] | None = None) -> Frame:
    """The frame of `token` with its arguments, as the text commits itself to it."""
    commitment = reading.commitments.of(token)
    given = reading.commitments.given(token) if pos == "noun" else commitment
    return Frame(
        name or lemma(token), pos, token.i, span or clause(token), number, tuple(dict.fromkeys(arguments)),
        variants_of(token, pos) if variants is None else variants,
        _status(commitment), _status(given), commitment.speaker, reading.times.get(token.i, ()), tense(token, reading), rule,
    )


def _status(commitment: Commitment) -> Status:
    return _shared_status(commitment.certainty, commitment.negated, commitment.ended)


@functools.cache
def _shared_status(certainty: Certainty, negated: bool, ended: bool) -> Status:
    return Status(certainty, "negated" if negated else "affirmed", None, ended)


def variants_of(token: Token, pos: str) -> tuple[str, ...]:
    """Longer forms under which the lexicon may know the predicate, longest first."""
    base = lemma(token)
    if pos == "verb":
        found = []
        for child in token.rights:
            if child.dep_ in ("dobj", "oprd"):  # "open fire", "were taken hostage"
                found.append(f"{base} {child.lemma_.lower()}")
            elif child.dep_ == "advcl" and child.tag_ == "VBN" and child.i < token.i + 4:  # "leaving 18 wounded"
                found.append(f"{base} {child.lower_}")
            elif child.dep_ == "prep":
                found += [f"{base} {child.lower_} {inner.lemma_.lower()}" for inner in child.rights if inner.dep_ == "pobj"]
                if not any(child.children) and child.i == token.i + 1:  # "was fired on"
                    found.append(f"{base} {child.lower_}")
        return tuple(found)
    if pos == "noun":
        before = [child for child in token.lefts if child.dep_ in ("compound", "amod", "nmod")]
        words = [child.lower_ if child.tag_ in ("VBG", "VBN") else child.lemma_.lower() for child in before]
        longest = [" ".join([*words[i:], base]) for i in range(len(words))]
        prefix = hyphenated(token)
        joined = [f"{prefix.lower_} {base}", f"{prefix.lower_}-{base}"] if prefix is not None else []
        of = [f"{base} of {inner.lemma_.lower()}" for child in token.rights if child.dep_ == "prep" and child.lower_ == "of"
              for inner in child.rights if inner.dep_ == "pobj"]  # "chief of staff", "secretary of state"
        behind = [f"{base} {child.lower_}" for child in token.rights if child.i == token.i + 1 and child.dep_ == "amod"]
        return tuple(dict.fromkeys([*behind, *joined, *(f"{word} {form}" for form in of for word in words[-1:]), *of, *longest,
                                    *(f"{word} {base}" for word in words)]))
    return ()


def tense(token: Token, reading: Reading) -> Literal["past", "present", "future"]:
    """Tense of the clause that holds the token: future for *will* and infinitives, else that of the finite verb."""
    verb = reading.clauses.verb_above(token)
    if not verbal(verb):
        return "past"
    auxiliaries = {child.lower_ for child in verb.lefts if child.dep_ in AUXILIARY}
    to = infinitive(verb) or {"to", "be"} <= auxiliaries  # "to be held"
    if auxiliaries & reading.lexicon.words("future") or (to and verb.dep_ in ("xcomp", "advcl", "acl")):
        return "future"
    if verb.tag_ in ("VBP", "VBZ") and not auxiliaries:
        return "present"
    return "past"


def prepositional(token: Token, reading: Reading) -> list[Argument]:
    """What stands behind the token's prepositions, but for relative pronouns; "against the rule of X" is against X too."""
    found = [(name, filler) for name, _, fillers in prepositions(token, reading.complex_nouns) for filler in fillers
             if filler.lower_ not in ("which", "whom", "who") and not (name == "in" and filler.ent_type_ in LANGUAGES)]
    return [argument(f"prep:{name}", t, reading) for name, filler in found
            for t in (filler, *(rulers(filler, reading) if name == "against" else ()))]


def rulers(noun: Token, reading: Reading) -> list[Token]:
    """Whose rule or occupation the noun is: "Soviet rule", "X's occupation", "the rule of X"."""
    return behind(noun, reading) if noun.lemma_.lower() in reading.lexicon.words("dominion") else []


def behind(noun: Token, reading: Reading) -> list[Token]:
    """Who stands behind what the noun tells: "Soviet rule", "X's efforts", "the re-taking by X"."""
    before = [child for child in noun.lefts if child.dep_ in ("poss", "amod", "compound", "nmod")]
    after = [t for name, _, fillers in prepositions(noun, reading.complex_nouns) if name in ("of", "by") for t in fillers]
    return [t for child in before for t in conjuncts(child)] + after


def relative_preposition(verb: Token, reading: Reading) -> list[Argument]:
    """"a front of which X is a member", "the base they fired at", "the town where": the antecedent fills its place."""
    if verb.dep_ != "relcl" or not nominal(verb.head):
        return []
    where = any(child.lower_ == "where" for told in conjuncts(verb) for child in told.lefts)
    found = [argument("prep:in", verb.head, reading)] if where else []
    for name, _, fillers in prepositions(verb, reading.complex_nouns):
        if any(filler.lower_ in ("which", "whom", "who") for filler in fillers):
            found.append(argument(f"prep:{name}", verb.head, reading))
    for child in verb.rights:
        if child.dep_ == "prep" and not any(child.children):
            found.append(argument(f"prep:{child.lower_}", verb.head, reading))
    return found


def named_prefix(token: Token) -> Token | None:
    """X of "X-backed", a name."""
    before = hyphenated(token)
    return before if before is not None and before.text[:1].isupper() else None
