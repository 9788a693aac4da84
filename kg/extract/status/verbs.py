"""How a text commits itself to a predicate: certainty, polarity, and who says so.

The walk goes from the predicate up the tree. Each governor adds what it does to its complement: *said* names a speaker,
*believed* makes it probable, *may* possible, *failed to* negates, an infinitive under anything but an implicative verb
("managed to") is only possible. Attribution stops at the nearest speaker; what stands above a speaker is not ours to weigh.
"""

from dataclasses import replace

from spacy.tokens import Doc, Token

from ...ontology import Lexicon
from ..clauses import Clauses
from ..syntax import infinitive, lemma, nominal, prepositions, verbal
from .commitment import ORDER, PLAIN, Commitment
from .nouns import noun_status, tells, told_by
from .signs import Signs
from .speech import Quotations

DEEP = 50
"""Governors above a token up to which the walk just recurs."""


class Commitments:
    """The commitments of one doc, each worked out once."""

    def __init__(self, doc: Doc, clauses: Clauses, lexicon: Lexicon) -> None:
        self.clauses, self.lexicon = clauses, lexicon
        self.signs = Signs(doc, lexicon)
        self._known: dict[int, Commitment] = {}
        words = lexicon.words
        self._quotations = Quotations(doc, clauses, words("saying"))
        self._saying, self._denying, self._believing = words("saying"), words("denying"), words("believing")
        self._implicative, self._failing, self._ending = words("implicative"), words("failing"), words("ending")
        self._planning, self._preventing, self._seeming = words("planning"), words("preventing"), words("seeming")
        self._probable, self._unreal_nouns, self._negation = words("probable"), words("unreal-noun"), words("negation")
        self._blaming, self._acquitting, self._yet = words("blaming"), words("acquitting"), words("not-yet")
        self._disbelieving, self._instead, self._keeping = words("disbelieving"), words("instead"), words("keeping-from")
        self._factive, self._wrongly = words("factive"), words("wrongly")
        self._habitual, self._complex = words("habitual"), words("complex-preposition")

    def of(self, token: Token) -> Commitment:
        """The commitment to the predicate that `token` heads."""
        known = self._known.get(token.i)
        if known is None:
            above, governor = [token], token.head
            while governor != above[-1] and governor.i not in self._known:
                above.append(governor)
                governor = governor.head
            for each in reversed(above[DEEP::DEEP]):  # from the top, as a list of a thousand names is as deep a tree
                self._settle(each)
            known = self._settle(token)
        return known

    def _settle(self, token: Token) -> Commitment:
        self._known[token.i] = PLAIN  # a loop in a bad parse ends here
        found = self._verb(token) if verbal(token) else noun_status(token, self)
        if found.speaker is None and (speaker := self._quotations.speaker(token)) is not None:
            found = replace(found, speaker=speaker)
        self._known[token.i] = found
        return found

    def above(self, token: Token) -> Commitment:
        """The nearest predicate above, only asked for its speaker."""
        verb = self.clauses.verb_above(token)
        return self.of(verb) if verbal(verb) else PLAIN

    def _verb(self, verb: Token) -> Commitment:
        found = self.signs.of_verb(verb)
        head, dep = verb.head, verb.dep_
        if head == verb:
            return self._beside(verb, found)
        if dep == "conj" and verbal(head):
            above = self.of(head)
            first = self._first_told(verb)
            if first is not None:
                return self._reported(found, verb, first)
            shares = not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts)
            if shares and not any(c.dep_ == "aux" for c in verb.lefts):
                return found.joined(above)
            return self._below(found, head, above)
        if dep in ("ccomp", "advcl") and verbal(head) and any(map(self.signs.fiction, self.clauses.of(head).subjects)):
            return found.weaker("possible")  # "the novel tells how ..."
        if dep in ("ccomp", "csubj", "csubjpass", "parataxis", "advcl") and verbal(head) and self._reports(head, verb):
            return self._reported(found, verb, head)
        if dep == "xcomp" and verbal(head):
            return self._complement(found, verb, head)
        if tells(head, verb, self):
            return told_by(found, head, self)
        if dep == "xcomp" and head.pos_ == "ADJ":  # "is due to meet", "is ready to talk"; "is likely to be" is probable
            return found.weaker("probable" if head.lower_ in self._probable else "possible").said_by(self.above(head))
        if dep == "acl" and infinitive(verb):
            found = found.weaker("possible")
        if dep == "advcl" and infinitive(verb):
            if verbal(head) and lemma(head) in self._implicative:  # "used drones to destroy the post"
                return self._complement(found, verb, head)
            found = found.weaker("possible")
        if dep in ("ccomp", "csubj") and verbal(head):
            above = self.of(head)
            if above.certainty != "certain":  # "it is unlikely that"
                return found.joined(above)
            return (found.weaker("possible") if above.negated and lemma(head) not in self._factive else found).said_by(above)
        if dep == "pcomp" and head.head != head:
            return self._gerund(found, head)
        return self._beside(verb, found.said_by(self.above(head)))

    # -- speakers

    def _beside(self, verb: Token, found: Commitment) -> Commitment:
        """Speakers that stand beside the clause: "according to X", "..., X said, ..."."""
        if found.speaker is not None:
            return found
        for child in verb.children:
            if child.lower_ == "according":
                for _, _, objects in prepositions(child, self._complex):
                    return replace(found, speaker=objects[0].i)
            if child.dep_ in ("parataxis", "ccomp", "advcl") and child.lemma_.lower() in self._saying and (
                child.dep_ == "parataxis" or not any(c.dep_ in ("ccomp", "dobj", "mark") for c in child.children)
            ):
                subjects = self.clauses.of(child).subjects
                if subjects and subjects[0] not in self.clauses.of(verb).subjects:
                    return replace(found, speaker=subjects[0].i)
        return found

    def _reports(self, head: Token, verb: Token) -> bool:
        word = lemma(head)
        if word in self._denying and any(c.dep_ == "dobj" for c in head.rights):
            return False  # "the army denies any role": the clause beside it is not what is denied
        if head.lemma_.lower() in self._saying or word in self._denying or word in self._believing or word in self._disbelieving:
            return verb.dep_ != "advcl" or not any(c.dep_ == "mark" for c in verb.lefts)
        return False

    def _reported(self, found: Commitment, verb: Token, head: Token) -> Commitment:
        """Under a verb of saying, denying or believing."""
        word, own = lemma(head), self.signs.of_verb(head)
        subjects = self.clauses.of(head).subjects
        speaker = subjects[0].i if subjects else self.of(head).speaker
        if word in self._denying:
            found = found.weaker("possible") if own.negated or _nor(head) else found.denied()
        elif word in self._believing:
            found = found.weaker("probable")
        elif word in self._disbelieving or _nor(head):
            found = found.weaker("possible")
        if any(c.dep_ == "advmod" and c.lower_ in self._wrongly for c in head.children):  # "it was wrongly reported that"
            found = found.denied()
        if head.dep_ == "acl" and nominal(head.head) and head.head.dep_ == "dobj" and lemma(head.head.head) in self._denying:
            # "rejected a report alleging that ...": the denial reaches what the report says.
            deniers = self.clauses.of(head.head.head).subjects
            return replace(found.denied(), speaker=deniers[0].i if deniers else None)
        asked = any(c.tag_ in ("WP", "WDT", "WRB") or any(d.tag_ == "WDT" for d in c.lefts) for c in verb.lefts)
        unsaid = head.dep_ == "xcomp" and self.of(head).certainty == "possible"  # "it would be wrong to say that"
        if own.certainty == "possible" or unsaid or (own.negated and word not in self._denying and not asked):
            found = found.weaker("possible")  # but what somebody "did not say who" did, was done
        return found if found.speaker is not None else replace(found, speaker=speaker)

    # -- complements

    def _complement(self, found: Commitment, verb: Token, head: Token) -> Commitment:
        """Under a verb that takes an infinitive, participle or gerund."""
        word, above, own = lemma(head), self.of(head), self.signs.of_verb(head)
        if word in self._habitual and head.tag_ == "VBD" and infinitive(verb):
            return replace(found, ended=True).said_by(above)
        if word in self._failing:
            return found.denied().joined(replace(above, negated=False))
        if word in self._ending:  # who only pledged to stop has not
            found = found if above.negated else replace(found, ended=True)
            return found.joined(replace(above, negated=False))
        if word in self._denying:  # "did not deny it" says neither yes nor no
            return (found.weaker("possible") if own.negated else found.denied()).said_by(above)
        if word in self._believing or word in self._seeming:  # "is not believed to have" says that it has not
            return (found.denied() if own.negated else found).weaker("probable").said_by(above)
        if infinitive(verb) and any(c.dep_ == "advmod" and c.lower_ in self._yet for c in head.rights):
            return found.denied().said_by(above)  # "has yet to reply"
        if not infinitive(verb) and word in self._planning:  # "opposes arming them", "risks angering them"
            return found.weaker("possible").said_by(above)
        if head.lemma_.lower() in self._saying and self.clauses.of(head).rule == "passive":
            return found.weaker("probable").said_by(above)
        if word in self._implicative or not infinitive(verb):
            return found.joined(above)
        return found.weaker("possible").said_by(above)

    def _gerund(self, found: Commitment, preposition: Token) -> Commitment:
        """Under a preposition: "accused of arming", "cleared of arming", "without arming", "instead of arming"."""
        governor = preposition.head
        above = self.of(governor) if verbal(governor) or nominal(governor) else self.above(governor)
        word = lemma(governor)
        if self._not_so(preposition):
            return found.denied().said_by(above)
        if word in self._believing or word in self._seeming:
            return found.weaker("probable").said_by(above)
        if word in self._acquitting or any(c.dep_ == "neg" for c in governor.children):  # "cleared of", "not guilty of"
            return found.denied().said_by(above)
        if word in self._failing or (preposition.lower_ == "from" and (word in self._preventing or word in self._keeping)):
            return found.denied().said_by(above)  # "refrained from", "was kept from"
        if word in self._blaming:  # "accused of arming rebels"
            accusers = self.clauses.of(governor).subjects
            return replace(found.weaker("probable"), speaker=accusers[0].i if accusers else above.speaker)
        if word in self._planning or word in self._unreal_nouns:
            return found.weaker("possible").said_by(above)
        if preposition.lower_ in self._negation:
            return replace(found, negated=True).said_by(above)
        return found.joined(above) if verbal(governor) and preposition.lower_ == "by" else found.said_by(above)

    def _not_so(self, preposition: Token) -> bool:
        """ "Instead of", "far from", "stopped short of": what follows is not so."""
        before = preposition.nbor(-1).lower_ if preposition.i else ""
        return f"{before} {preposition.lower_}" in self._instead

    def _first_told(self, verb: Token) -> Token | None:
        """The verb that tells both clauses of "denied that X left and that Y came"; None where the second is none of its own."""
        if not any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.lefts):
            return None
        first = verb.head
        while first.dep_ == "conj" and verbal(first.head):
            first = first.head
        told = first.dep_ == "ccomp" and verbal(first.head) and self._reports(first.head, first)
        return first.head if told else None

    def _below(self, found: Commitment, head: Token, above: Commitment) -> Commitment:
        """A coordinated clause with its own subject: it shares what governs the first clause, not that clause's own modals."""
        mine = self.signs.of_verb(head)
        inherited = above if ORDER[mine.certainty] < ORDER[above.certainty] else replace(above, certainty="certain")
        if above.negated != mine.negated:  # what governs both denies both
            found = found.denied()
        return found.weaker(inherited.certainty).said_by(above)


def _nor(verb: Token) -> bool:
    """True for the second verb of "neither confirmed nor denied"."""
    return verb.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ == "nor" for c in verb.head.children)
