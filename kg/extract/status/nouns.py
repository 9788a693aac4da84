"""How a text commits itself to what a noun stands for, and to the clause that a noun tells: "the claim that ..."."""

from dataclasses import replace
from typing import Protocol

from spacy.tokens import Token

from ...ontology import Lexicon
from ..clauses import Clauses
from ..syntax import lemma, nominal, verbal
from .commitment import PLAIN, Commitment
from .signs import Signs

GIVEN = frozenset({"the", "this", "that", "these", "those"})
"""Determiners that take their noun for granted."""
GOVERNED = ("for", "to", "on", "against", "of", "in")
"""Prepositions whose noun is what a verb is about, as an object is ("called for a strike")."""


class Walk(Protocol):
    """The walk up the tree (`status.Commitments`)."""

    clauses: Clauses
    signs: Signs
    lexicon: Lexicon

    def of(self, token: Token) -> Commitment: ...

    def above(self, token: Token) -> Commitment: ...

    def speaker(self, verb: Token) -> int | None: ...


def tells(noun: Token, clause: Token, walk: Walk) -> bool:
    """True where the clause is what the noun says ("the report that X left"), not about it ("the report that X read")."""
    if not nominal(noun) or clause.dep_ not in ("acl", "ccomp", "relcl"):
        return False
    if not any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts):  # "there is no proof X left"
        return clause.dep_ == "acl" and telling(noun, walk) and any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.lefts)
    return clause.dep_ != "relcl" or telling(noun, walk)


def telling(noun: Token, walk: Walk) -> bool:
    """True for a noun of what somebody says: "report", "rumour", "hoax"."""
    return any(noun.lemma_.lower() in walk.lexicon.words(name) for name in ("report-noun", "doubtful-noun", "false-noun"))


def told_by(found: Commitment, noun: Token, walk: Walk) -> Commitment:
    """`found` as the clause of "the claim that", "rumours that" has it, or the noun of "reports of"."""
    words = walk.lexicon.words
    word, governor = noun.lemma_.lower(), noun.head
    utterer = _utterer(noun, walk)
    if utterer is not None:  # "the army said in a statement that"
        return replace(found, speaker=walk.speaker(utterer)) if found.speaker is None else found
    if word in words("undoubted"):  # "there is no doubt that"
        return found if walk.signs.none(noun) else found.weaker("possible")
    found = hedged_by(found, noun, walk)
    if walk.signs.none(noun) or _scant(noun, walk) or _lacking(noun, walk):  # "there is no evidence that"
        found = found.weaker("possible")
    false = word in words("false-noun") or any(c.dep_ == "amod" and c.lower_ in words("false") for c in noun.lefts)
    if false or _called_false(noun, walk) or _contrary(noun, walk):
        found = found.denied()
    if noun.dep_ in ("dobj", "nsubjpass") and verbal(governor):
        found = _answered(found, governor, walk)
        utters = any(lemma(governor) in words(name) for name in ("saying", "uttering", "denying", "disbelieving"))
        if noun.dep_ == "dobj" and utters and found.speaker is None and telling(noun, walk):
            found = replace(found, speaker=walk.speaker(governor))
    found = found.said_by(walk.above(noun))
    if found.speaker is None and word in words("report-noun") and word not in words("factive-noun"):
        found = found.weaker("probable")
    return found


def hedged_by(found: Commitment, noun: Token, walk: Walk) -> Commitment:
    """`found` as surely as the noun of a report has it: "unconfirmed reports", "rumours"."""
    found = found.weaker(walk.signs.of_noun(noun).certainty)
    return found.weaker("probable") if noun.lemma_.lower() in walk.lexicon.words("doubtful-noun") else found


def _utterer(noun: Token, walk: Walk) -> Token | None:
    """The verb of saying of "said in a statement"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "in" else noun
    return verb if verb != noun and verbal(verb) and lemma(verb) in walk.lexicon.words("saying") else None


def _scant(noun: Token, walk: Walk) -> bool:
    """ "Little evidence"."""
    return any(c.lower_ in walk.lexicon.words("scant") for c in noun.lefts)


def _lacking(noun: Token, walk: Walk) -> bool:
    """ "Without proof", "for lack of evidence"."""
    preposition = noun.head
    return noun.dep_ == "pobj" and (preposition.lower_ == "without"
                                    or preposition.head.lemma_.lower() in walk.lexicon.words("lack"))


def _answered(found: Commitment, verb: Token, walk: Walk) -> Commitment:
    """What a report says once somebody denied it, or cast doubt on it."""
    above = walk.of(verb)
    unsaid = above.negated or above.certainty == "possible"  # "is unable to confirm reports"
    if lemma(verb) in walk.lexicon.words("denying") and not unsaid:
        return found.denied()
    return found.weaker("possible") if unsaid or lemma(verb) in walk.lexicon.words("disbelieving") else found


def _called_false(noun: Token, walk: Walk) -> bool:
    """ "The claim that ... is baseless", "the attack was a hoax"."""
    return noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and not any(c.dep_ == "neg" for c in noun.head.children) and any(
        c.dep_ in ("acomp", "attr") and (c.lower_ in walk.lexicon.words("false")
                                         or c.lemma_.lower() in walk.lexicon.words("false-noun")) for c in noun.head.rights)


def _contrary(noun: Token, walk: Walk) -> bool:
    """ "Contrary to reports that ..."."""
    head = noun.head
    return noun.dep_ == "pobj" and f"{head.head.lower_} {head.lower_}" in walk.lexicon.words("instead")


def given(noun: Token, walk: Walk) -> Commitment:
    """What is said of the noun wherever its phrase stands: its modifiers, that it is over, that there is no such thing."""
    found = walk.signs.of_noun(noun)
    behind = [*noun.rights, *(c for of in noun.rights for inner in of.rights for c in inner.rights)]
    for child in behind:
        if child.dep_ == "acl" and child.tag_ == "VBN":  # "an attack planned for Monday", "attack on X averted"
            found = walk.signs.stated(found, child.lower_)
    if noun.dep_ in ("dobj", "nsubjpass", "nsubj") and verbal(noun.head):
        if _called_false(noun, walk):
            return found.denied()
        if _withdrawn(noun, walk):
            return replace(found, ended=True)
    return found


def _withdrawn(noun: Token, walk: Walk) -> bool:
    """ "X withdrew its support", "its support ended"; not where that is only threatened or denied."""
    verb, words = noun.head, walk.lexicon.words
    word = lemma(verb)
    over = word in words("withdrawing") or word in words("ending") if noun.dep_ != "nsubj" else word in words("running-out")
    above = walk.of(verb) if over else PLAIN
    return over and above.certainty == "certain" and not above.negated


def noun_status(noun: Token, walk: Walk) -> Commitment:
    """An event noun or relational noun: its modifiers, then what governs it, unless it is taken for granted."""
    found = given(noun, walk)
    head, dep = noun.head, noun.dep_
    if head == noun:
        return found.weaker("possible") if walk.signs.asked(noun) else found
    if dep in ("attr", "oprd") and verbal(head):
        joined = found.joined(_once_negated(noun, walk.of(head), walk))
        return _deemed(joined, head, walk) if dep == "oprd" else joined
    if dep == "pobj" and head.lower_ == "as" and verbal(head.head):
        return _deemed(found.joined(walk.of(head.head)), head.head, walk)
    granted = any(child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in GIVEN) for child in noun.lefts)
    if dep == "conj" and nominal(head):
        above = walk.of(head)
        return found.said_by(above) if granted else found.joined(above)
    if dep == "appos":
        return found.said_by(walk.of(head))
    governor, preposition = (head.head, head.lower_) if dep in ("pobj", "pcomp") else (head, "")
    if dep in ("dobj", "nsubj", "nsubjpass", "pobj", "dative") and governor != noun:
        if verbal(governor):
            return _governed(found, noun, governor, preposition, granted, walk)
        if governor.lower_ in walk.lexicon.words("poised"):  # "ready for an attack"
            return found.weaker("possible").said_by(walk.above(head))
        if nominal(governor) and dep == "pobj":
            return _inside(found, governor, preposition, granted, walk)
    if dep in ("compound", "nmod") and nominal(head):
        if head.lemma_.lower() in walk.lexicon.words("unreal-noun"):
            found = found.weaker("possible")
        return found.said_by(walk.of(head))
    return found.said_by(walk.above(head))


def _governed(found: Commitment, noun: Token, verb: Token, preposition: str, granted: bool, walk: Walk) -> Commitment:
    """Under a verb: "planned an attack", "denied the attack", "took part in the attack"."""
    words, word, above = walk.lexicon.words, lemma(verb), walk.of(verb)
    if noun.dep_ in ("dobj", "nsubjpass") or preposition in GOVERNED:
        if word in words("preventing"):
            return replace(found, negated=True).said_by(above)
        if word in words("planning") and not (granted and noun.dep_ == "pobj"):
            return found.weaker("possible").said_by(above)
        if word in words("denying") and noun.dep_ == "dobj":
            return found.said_by(above)
    subjects = walk.clauses.of(verb).subjects if preposition in ("of", "about") else ()
    if subjects and telling(subjects[0], walk):  # "unconfirmed reports spoke of an attack"
        return hedged_by(found, subjects[0], walk).said_by(above)
    if preposition == "without":
        found = replace(found, negated=True)
    if granted and noun.dep_ == "dobj" and word in words("receiving"):  # "reportedly has the support of X"
        return found.joined(above)
    if preposition == "for" and not granted and above.certainty == "possible":  # "will visit the town for talks"
        return found.joined(above)
    presupposed = word in words("presupposing") or (word in words("not-agent") and word not in words("planning"))
    if granted or found.ended or noun.dep_ == "pobj" or (noun.dep_ == "dobj" and presupposed):
        return found.said_by(above)
    return found.joined(_once_negated(noun, above, walk))


def _inside(found: Commitment, governor: Token, preposition: str, granted: bool, walk: Walk) -> Commitment:
    """Inside another noun's phrase: "plans for an attack", "reports of an attack"."""
    word = governor.lemma_.lower()
    if word in walk.lexicon.words("unreal-noun") and not granted:
        found = found.weaker("possible")
    elif preposition == "of" and not granted:
        if telling(governor, walk):
            return told_by(found, governor, walk)
        if walk.signs.none(governor) or _scant(governor, walk):  # "no sign of an attack"
            found = found.weaker("possible")
    return found.said_by(walk.of(governor))


def _once_negated(noun: Token, above: Commitment, walk: Walk) -> Commitment:
    """The verb's commitment without the negation that it has from the noun's own "no": "no attack took place"."""
    return replace(above, negated=False) if walk.signs.none(noun) else above


def _deemed(found: Commitment, verb: Token, walk: Walk) -> Commitment:
    """ "Described as a leader" is the speaker's word, and no more than probable; "resigned as leader" ends it."""
    if lemma(verb) in walk.lexicon.words("leaving-office"):
        return replace(found, ended=True)
    if verb.lemma_.lower() not in walk.lexicon.words("deeming"):
        return found
    subjects = walk.clauses.of(verb).subjects
    return replace(found.weaker("probable"), speaker=subjects[0].i if subjects else found.speaker)
