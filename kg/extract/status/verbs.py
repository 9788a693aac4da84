"""How a text commits itself to a predicate: certainty, polarity, and who says so.

The walk goes from the predicate up the tree. Each governor adds what it does to its complement: *said* names a speaker,
*believed* makes it probable, *may* possible, *failed to* negates, an infinitive under anything but an implicative verb
("managed to") is only possible. Attribution stops at the nearest speaker; what stands above a speaker is not ours to weigh.
"""

from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Certainty
from ...ontology import Lexicon
from ..clauses import Clauses
from ..syntax import infinitive, lemma, nominal, passive, verbal
from .commitment import ORDER, PLAIN, Commitment
from .nouns import given, hedged_by, noun_status, telling, tells, told_by
from .signs import SUBJECTS, Signs
from .speech import Quotations
from .tellers import Tellers

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
        self._tellers = Tellers(clauses, lexicon)
        self._saying, self._denying, self._believing = words("saying"), words("denying"), words("believing")
        self._implicative, self._failing, self._ending = words("implicative"), words("failing"), words("ending")
        self._planning, self._preventing, self._seeming = words("planning"), words("preventing"), words("seeming")
        self._probable, self._unreal_nouns, self._negation = words("probable"), words("unreal-noun"), words("negation")
        self._blaming, self._acquitting, self._yet = words("blaming"), words("acquitting"), words("not-yet")
        self._disbelieving, self._instead, self._keeping = words("disbelieving"), words("instead"), words("keeping-from")
        self._factive, self._wrongly, self._habitual = words("factive"), words("wrongly"), words("habitual")
        self._rank, self._suspecting, self._convinced = words("rank"), words("suspecting"), words("convinced")
        self._prospective, self._hearsay, self._false = words("prospective"), words("hearsay"), words("false")
        self._poised, self._occasion, self._adjunct = words("poised"), words("occasion"), words("adjunct")

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
        if found.speaker is None and self._quotations.scare(token, self.clauses):
            found = found.weaker("probable")
        self._known[token.i] = found
        return found

    def given(self, noun: Token) -> Commitment:
        """What is said of the noun wherever its phrase stands."""
        return given(noun, self)

    def speaker(self, verb: Token) -> int | None:
        """Who says what `verb` tells: the author of a statement, else its subject."""
        subjects = self.clauses.of(verb).subjects
        return self._tellers.author(subjects[0]).i if subjects else None

    def above(self, token: Token) -> Commitment:
        """The nearest predicate above, only asked for its speaker."""
        verb = self.clauses.verb_above(token)
        return self.of(verb) if verbal(verb) else PLAIN

    def _verb(self, verb: Token) -> Commitment:
        found = self.signs.of_verb(verb)
        head, dep = verb.head, verb.dep_
        if head == verb:
            return self._tellers.beside(verb, found)
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
        if verbal(head) and (dep == "xcomp" or (dep == "ccomp" and infinitive(verb))):  # "wants it to leave"
            return self._complement(found, verb, head)
        if dep == "ccomp" and self._subjunctive(verb):
            found = found.weaker("possible")
        if (teller := self._teller(verb)) is not None:
            return self._reported(found, verb, teller)
        if dep in ("ccomp", "csubj", "csubjpass", "parataxis", "advcl") and verbal(head) and self._reports(head, verb):
            return self._reported(found, verb, head)
        if tells(head, verb, self):
            return told_by(found, head, self)
        if dep == "ccomp" and head.lower_ in self._convinced and (held := self._held(found, head)) is not None:
            return held
        if dep == "xcomp" and head.pos_ == "ADJ":  # "is due to meet", "is ready to talk"; "is likely to be" is probable
            return found.weaker("probable" if head.lower_ in self._probable else "possible").said_by(self.above(head))
        if dep in ("acl", "relcl") and infinitive(verb) and not self._singled_out(head):
            found = found.weaker("possible")
        if dep == "advcl" and infinitive(verb):
            if verbal(head) and lemma(head) in self._implicative:  # "used drones to destroy the post"
                return self._complement(found, verb, head)
            found = found.weaker("possible")
        if dep == "ccomp" and verbal(head) and (subjects := self.clauses.of(head).subjects):
            if telling(subjects[0], self):
                return told_by(found, subjects[0], self)  # "rumours spread that"
            if any(c.lower_ in self._false for c in subjects[0].lefts):  # "a fake video shows jets bombing it"
                return found.weaker("possible")
        if dep in ("acl", "relcl") and head.lemma_ in self._occasion and head.dep_ == "attr":
            return found.weaker(self.of(head.head).certainty).said_by(self.above(head))  # "would be the first time that"
        if dep in ("ccomp", "csubj") and verbal(head):
            above = self.of(head)
            if above.certainty != "certain":  # "it is unlikely that"
                return found.joined(above)
            return (found.weaker("possible") if above.negated and lemma(head) not in self._factive else found).said_by(above)
        if dep == "pcomp" and head.head != head:
            return self._gerund(found, head)
        return self._tellers.beside(verb, found.said_by(self.above(head)))

    # -- speakers

    def _teller(self, verb: Token) -> Token | None:
        """The verb of saying over a clause that the parser hangs deeper: "said in a statement released on Monday that"."""
        noun = verb.head.head
        if not (verb.dep_ == "ccomp" and verb.head.dep_ == "acl" and any(c.dep_ == "mark" for c in verb.lefts)):
            return None
        above = self.clauses.verb_above(noun)
        told = lemma(above) in self._saying and noun.dep_ == "pobj" and not any(c.dep_ == "ccomp" for c in above.rights)
        return above if told else None

    def _held(self, found: Commitment, adjective: Token) -> Commitment | None:
        """The clause of "X is convinced that"; None where nobody is ("it is certain that")."""
        copula = self.clauses.verb_above(adjective)
        subjects = self.clauses.of(copula).surface
        if not subjects or subjects[0].lower_ == "it":
            return None
        found = found.weaker("possible" if self.of(copula).negated else "probable")
        return found if found.speaker is not None else replace(found, speaker=subjects[0].i)

    def _subjunctive(self, verb: Token) -> bool:
        """True for the clause of "demanded that X leave"."""
        bare = verb.tag_ == "VB" and not any(c.dep_ == "aux" for c in verb.lefts)
        return bare and any(c.dep_ in SUBJECTS for c in verb.lefts) and lemma(verb.head) not in self._implicative

    def _singled_out(self, noun: Token) -> bool:
        """True for the noun of "the first woman to lead": who did."""
        return any(c.lower_ in self._rank or c.tag_ == "JJS" for c in noun.lefts)

    def _reports(self, head: Token, verb: Token) -> bool:
        word = lemma(head)
        if word in self._denying and any(c.dep_ == "dobj" for c in head.rights):
            return False  # "the army denies any role": the clause beside it is not what is denied
        if verb.dep_ == "advcl":  # "X left, he said, killing six": what is told
            return head.lemma_.lower() in self._saying and not any(c.dep_ == "mark" for c in verb.lefts)
        return head.lemma_.lower() in self._saying or any(
            word in words for words in (self._saying, self._denying, self._believing, self._disbelieving))

    def _reported(self, found: Commitment, verb: Token, head: Token) -> Commitment:
        """Under a verb of saying, denying or believing."""
        word, own = lemma(head), self.signs.of_verb(head)
        subjects = self.clauses.of(head).subjects
        speaker = self.speaker(head) if subjects else self.of(head).speaker
        if subjects and any(c.lower_ in self._false for c in subjects[0].lefts):  # "a forged letter said"
            found = found.weaker("possible")
        elif subjects and telling(subjects[0], self):  # "unconfirmed reports say"
            found = hedged_by(found, subjects[0], self)
        if head.dep_ == "relcl" and (anyone := _anyone(head.head)) is not None:  # "those who say that X left"
            found = found.weaker(anyone)
        if not subjects and word in self._hearsay and any(c.lower_ == "it" for c in head.lefts):  # "it is claimed that"
            found = found.weaker("probable")
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
        above = self.of(head) if head.dep_ == "xcomp" else PLAIN
        unsaid = above.certainty == "possible" or above.negated  # "it would be wrong to say that", "declined to confirm that"
        if own.certainty == "possible" or unsaid or (own.negated and word not in self._denying and not asked):
            found = found.weaker("possible")  # but what somebody "did not say who" did, was done
        return found if found.speaker is not None else replace(found, speaker=speaker)

    # -- complements

    def _complement(self, found: Commitment, verb: Token, head: Token) -> Commitment:
        """Under a verb that takes an infinitive, participle or gerund."""
        word, above, own = lemma(head), self.of(head), self.signs.of_verb(head)
        if word in self._habitual and head.tag_ == "VBD" and infinitive(verb):
            return replace(found, ended=True).said_by(above)
        if any(c.tag_ == "TO" for c in verb.lefts) and (word == "be" or (word in self._prospective and head.tag_ == "VBG")):
            return found.weaker("possible").said_by(above)  # "was to leave", "was going to leave"
        if word in self._failing:
            return found.denied().joined(replace(above, negated=False))
        if word in self._ending:  # who only pledged to stop has not
            found = found if above.negated else replace(found, ended=True)
            return found.joined(replace(above, negated=False))
        if word in self._denying:  # "did not deny it" says neither yes nor no
            return (found.weaker("possible") if own.negated else found.denied()).said_by(above)
        if word in self._believing or word in self._seeming:  # "is not believed to have" says that it has not
            mere = infinitive(verb) and verb.dep_ == "xcomp" and word in self._believing and not passive(head)  # "hopes to win"
            return (found.denied() if own.negated else found).weaker("possible" if mere else "probable").said_by(above)
        if infinitive(verb) and any(c.dep_ == "advmod" and c.lower_ in self._yet for c in head.rights):
            return found.denied().said_by(above)  # "has yet to reply"
        if not infinitive(verb) and word in self._planning:  # "opposes arming them", "risks angering them"
            return found.weaker("possible").said_by(above)
        if head.lemma_.lower() in self._saying and self.clauses.of(head).rule == "passive":
            return found.weaker("probable").said_by(above)
        if head.lemma_.lower() in self._saying:  # "claims to have killed"
            found = found if found.speaker is not None else replace(found, speaker=self.speaker(head))
        if word in self._implicative or not infinitive(verb):
            return found.joined(above)
        return found.weaker("possible").said_by(above)

    def _gerund(self, found: Commitment, preposition: Token) -> Commitment:
        """Under a preposition: "accused of arming", "cleared of arming", "without arming", "instead of arming"."""
        governor = self.clauses.governor(preposition)
        above = self.of(governor) if verbal(governor) or nominal(governor) else self.above(governor)
        word = lemma(governor)
        if self._not_so(preposition):
            return found.denied().said_by(above)
        if governor.pos_ == "ADJ" and (word in self._poised or self.of(self.clauses.verb_above(governor)).negated):
            return found.weaker("possible").said_by(above)  # "capable of attacking", "not aware of anyone attacking"
        if word in self._believing or word in self._seeming:
            return found.weaker("probable").said_by(above)
        if word in self._acquitting or any(c.dep_ == "neg" for c in governor.children):  # "cleared of", "not guilty of"
            return found.denied().said_by(above)
        if word in self._failing or (preposition.lower_ == "from" and (word in self._preventing or word in self._keeping)):
            return found.denied().said_by(above)  # "refrained from", "was kept from"
        if word in self._blaming:  # "accused of arming rebels"
            accuser = self.speaker(governor)
            return replace(found.weaker("probable"), speaker=above.speaker if accuser is None else accuser)
        if word in self._suspecting and preposition.lower_ in ("for", "over"):
            return found.weaker("probable").said_by(above)
        if (word in self._planning and preposition.lower_ not in self._adjunct) or word in self._unreal_nouns:
            return found.weaker("possible").said_by(above)
        if preposition.lower_ in self._negation:
            return replace(found, negated=True).said_by(above)
        if preposition.lower_ == "against":  # "voted against arming them"
            return found.weaker("possible").said_by(above)
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


def _anyone(noun: Token) -> Certainty | None:
    """How surely a clause about those who say it tells it: "those who say", "critics who say"; None for "Lopes, who says"."""
    if noun.pos_ in ("PRON", "DET") or noun.tag_ == "DT":
        return "possible"
    behind = noun.i + 1 < len(noun.doc) and noun.nbor().is_punct
    return "probable" if noun.tag_ == "NNS" and not behind and not any(noun.lefts) else None
