"""How a text commits itself to a predicate: certainty, polarity, and who says so.

The walk goes from the predicate up the tree. Each governor adds what it does to its complement: *said* names a speaker,
*believed* makes it probable, *may* possible, *failed to* negates, an infinitive under anything but an implicative verb
("managed to") is only possible. Attribution stops at the nearest speaker; what stands above a speaker is not ours to weigh.
"""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from ..model import Certainty
from ..ontology import Lexicon
from .columns import columns
from .syntax import Clauses, hyphenated, infinitive, lemma, nominal, prepositions, verbal

GIVEN = frozenset({"the", "this", "that", "these", "those"})
"""Determiners that take their noun for granted."""
QUOTES = ("“", "``", '"', "”", "''")
ORDER: dict[str, int] = {"certain": 0, "probable": 1, "possible": 2}


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the text says of one predicate. `speaker` is the token index of the head of the speaker."""

    certainty: Certainty = "certain"
    negated: bool = False
    speaker: int | None = None
    ended: bool = False
    planned: bool = False

    def weaker(self, certainty: Certainty) -> "Commitment":
        """The same, at most as certain as `certainty`.

        >>> Commitment("probable").weaker("possible").certainty, Commitment("possible").weaker("probable").certainty
        ('possible', 'possible')
        """
        return replace(self, certainty=max(self.certainty, certainty, key=ORDER.__getitem__))


PLAIN = Commitment()


class Commitments:
    """The commitments of one doc, each worked out once."""

    def __init__(self, doc: Doc, clauses: Clauses, lexicon: Lexicon) -> None:
        self._clauses = clauses
        words = lexicon.words
        self._known: dict[int, Commitment] = {}
        text = columns(doc).source
        self._quotes = _quoted(doc) if any(quote in text for quote in QUOTES) else {}
        self._asks = "?" in text
        self._spoken: dict[int, int | None] = {}
        self._modified: dict[int, Commitment] = {}
        self._saying, self._denying, self._believing = words("saying"), words("denying"), words("believing")
        self._implicative, self._failing, self._ending = words("implicative"), words("failing"), words("ending")
        self._planning, self._preventing, self._seeming = words("planning"), words("preventing"), words("seeming")
        self._probable, self._possible = words("probable"), words("possible")
        self._modal, self._condition, self._negation = words("modal"), words("condition"), words("negation")
        self._unreal_nouns, self._unreal, self._former = words("unreal-noun"), words("unreal"), words("former")
        self._negated_adjectives = words("negated")
        self._blaming, self._leaving, self._once = words("blaming"), words("leaving-office"), words("once")
        self._acquitting = words("acquitting")
        self._yet, self._false = words("not-yet"), words("false")
        self._reports_nouns, self._doubtful, self._deeming = words("report-noun"), words("doubtful-noun"), words("deeming")
        self._unlikely, self._formerly, self._habitual = words("unlikely"), words("formerly"), words("habitual")
        self._complex = words("complex-preposition")
        self._presupposing = words("presupposing") | words("not-agent") - words("planning")
        self._receiving = words("receiving")

    def of(self, token: Token) -> Commitment:
        """The commitment to the predicate that `token` heads."""
        known = self._known.get(token.i)
        if known is None:
            self._known[token.i] = PLAIN  # a loop in a bad parse ends here
            known = self._verb(token) if verbal(token) else self._noun(token)
            if known.speaker is None and (speaker := self._quoted_speaker(token)) is not None:
                known = replace(known, speaker=speaker)
            self._known[token.i] = known
        return known

    # -- what a predicate bears itself

    def own(self, verb: Token) -> Commitment:
        """Modals, negations and adverbs of the verb itself."""
        found = PLAIN
        for child in verb.children:
            word = child.lower_
            if child.dep_ == "neg" or (word in self._negation and child.dep_ != "prep"):
                found = replace(found, negated=True)
            elif child.dep_ == "aux" and word in self._modal:
                found = replace(found.weaker("possible"), planned=True)
            elif child.dep_ in ("advmod", "acomp", "amod"):
                found = self._hedged(found, word)
                if word in self._unlikely:
                    found = replace(found.weaker("probable"), negated=True)
                elif word in self._formerly or any(f"{c.lower_} {word}" in self._formerly for c in child.lefts):
                    found = replace(found, ended=True)
            elif child.dep_ == "mark" and word in self._condition:
                found = found.weaker("possible")
            elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "pobj") and self._none(child):
                found = replace(found, negated=True)
        if self._asks and _asked(verb):
            found = found.weaker("possible")
        return found

    def _hedged(self, found: Commitment, word: str) -> Commitment:
        if word in self._probable:
            return found.weaker("probable")
        if word in self._possible:
            return found.weaker("possible")
        return found

    def _none(self, noun: Token) -> bool:
        return (noun.lower_ in self._negation or any(c.dep_ in ("det", "neg", "preconj") and c.lower_ in self._negation
                                                     for c in noun.lefts))

    # -- what its governors add

    def _verb(self, verb: Token) -> Commitment:
        found = self.own(verb)
        head, dep = verb.head, verb.dep_
        if head == verb:
            return self._beside(verb, found)
        if dep == "conj" and verbal(head):
            above = self.of(head)
            shares = not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts)
            if shares and not any(c.dep_ == "aux" for c in verb.lefts):
                return self._join(found, above)
            return self._below(found, head, above)
        if dep in ("ccomp", "csubj", "csubjpass", "parataxis", "advcl") and verbal(head) and self._reports(head, verb):
            return self._reported(found, verb, head)
        if dep == "xcomp" and verbal(head):
            return self._complement(found, verb, head)
        if dep in ("acl", "ccomp") and nominal(head) and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.lefts):
            return self._noun_report(found, head)
        if dep == "xcomp" and head.pos_ == "ADJ":  # "is due to meet", "is ready to talk"; "is likely to be" is probable
            found = found.weaker("probable" if head.lower_ in self._probable else "possible")
            return self._speech(found, self._above(head))
        if dep == "acl" and infinitive(verb):
            found = found.weaker("possible")
        if dep == "advcl" and infinitive(verb):
            if verbal(head) and lemma(head) in self._implicative:  # "used drones to destroy the post"
                return self._complement(found, verb, head)
            found = found.weaker("possible")
        if dep in ("ccomp", "csubj") and verbal(head):
            above = self.of(head)
            if above.certainty != "certain":  # "it is unlikely that"
                return self._join(found, above)
            return self._speech(found.weaker("possible") if above.negated and head.pos_ == "AUX" else found, above)
        if dep == "pcomp" and head.head != head:
            governor = head.head
            above = self.of(governor) if verbal(governor) or nominal(governor) else self._above(governor)
            word = lemma(governor)
            if word in self._believing or word in self._seeming:
                return self._speech(found.weaker("probable"), above)
            if word in self._acquitting or any(c.dep_ == "neg" for c in governor.children):  # "cleared of", "not guilty of"
                return self._speech(replace(found, negated=not found.negated), above)
            if word in self._blaming:  # "accused of arming rebels"
                accusers = self._clauses.of(governor).subjects
                return replace(found.weaker("probable"), speaker=accusers[0].i if accusers else above.speaker)
            if word in self._planning or word in self._unreal_nouns:
                return self._speech(found.weaker("possible"), above)
            if head.lower_ in self._negation:
                return self._speech(replace(found, negated=True), above)
            return self._join(found, above) if verbal(governor) and head.lower_ == "by" else self._speech(found, above)
        above = self._above(head)
        return self._beside(verb, self._speech(found, above))

    def _above(self, token: Token) -> Commitment:
        """The nearest predicate above, only asked for its speaker."""
        while not verbal(token) and token.head != token:
            token = token.head
        return self.of(token) if verbal(token) else PLAIN

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
                subjects = self._clauses.of(child).subjects
                if subjects and subjects[0] not in self._clauses.of(verb).subjects:
                    return replace(found, speaker=subjects[0].i)
        return found

    def _reports(self, head: Token, verb: Token) -> bool:
        word = lemma(head)
        if word in self._denying and any(c.dep_ == "dobj" for c in head.rights):
            return False  # "the army denies any role": the clause beside it is not what is denied
        if head.lemma_.lower() in self._saying or word in self._denying or word in self._believing:
            return verb.dep_ != "advcl" or not any(c.dep_ == "mark" for c in verb.lefts)
        return False

    def _reported(self, found: Commitment, verb: Token, head: Token) -> Commitment:
        """Under a verb of saying, denying or believing."""
        word, above = lemma(head), self.own(head)
        subjects = self._clauses.of(head).subjects
        speaker = subjects[0].i if subjects else self.of(head).speaker
        if word in self._denying:
            found = found.weaker("possible") if above.negated else replace(found, negated=not found.negated)
        elif word in self._believing:
            found = found.weaker("probable")
        if head.dep_ == "acl" and nominal(head.head) and head.head.dep_ == "dobj" and lemma(head.head.head) in self._denying:
            # "rejected a report alleging that ...": the denial reaches what the report says.
            deniers = self._clauses.of(head.head.head).subjects
            return replace(found, negated=not found.negated, speaker=deniers[0].i if deniers else None)
        asked = any(c.tag_ in ("WP", "WDT", "WRB") or any(d.tag_ == "WDT" for d in c.lefts) for c in verb.lefts)
        if above.certainty == "possible" or (above.negated and word not in self._denying and not asked):
            found = found.weaker("possible")  # but what somebody "did not say who" did, was done
        return found if found.speaker is not None else replace(found, speaker=speaker)

    def _noun_report(self, found: Commitment, noun: Token) -> Commitment:
        """Under "the claim that", "rumours that": doubted by the noun, denied where the noun is what somebody denies."""
        word, governor = noun.lemma_.lower(), noun.head
        if word in self._doubtful:
            found = found.weaker("probable")
        if self._none(noun):  # "there is no evidence that"
            found = found.weaker("possible")
        if noun.dep_ == "nsubjpass" and lemma(governor) in self._denying:
            found = replace(found, negated=not found.negated)  # "the report that ... was retracted"
        if noun.dep_ == "dobj" and verbal(governor):
            subjects = self._clauses.of(governor).subjects
            if lemma(governor) in self._denying:
                found = replace(found, negated=not found.negated)
            if subjects and found.speaker is None and (word in self._reports_nouns or word in self._doubtful):
                return replace(found, speaker=subjects[0].i)
        if noun.dep_ == "nsubj" and any(c.dep_ in ("acomp", "attr") and c.lower_ in self._false for c in governor.rights):
            found = replace(found, negated=not found.negated)  # "the claim that ... is baseless"
        return self._speech(found, self._above(noun))

    def _complement(self, found: Commitment, verb: Token, head: Token) -> Commitment:
        """Under a verb that takes an infinitive, participle or gerund."""
        word, above = lemma(head), self.of(head)
        if word in self._habitual and head.tag_ == "VBD" and infinitive(verb):
            return self._speech(replace(found, ended=True), above)
        if word in self._failing:
            return self._join(replace(found, negated=not found.negated), replace(above, negated=False))
        if word in self._ending:  # who only pledged to stop has not
            return self._join(replace(found, ended=True), replace(above, negated=False)) if not above.negated else self._join(
                found, replace(above, negated=False))
        if word in self._denying:
            undenied = self.own(head).negated  # "did not deny it" says neither yes nor no
            return self._speech(found.weaker("possible") if undenied else replace(found, negated=not found.negated), above)
        if word in self._believing or word in self._seeming:
            return self._speech(found.weaker("probable"), above)
        if infinitive(verb) and any(c.dep_ == "advmod" and c.lower_ in self._yet for c in head.rights):
            return self._speech(replace(found, negated=not found.negated), above)  # "has yet to reply"
        if word in self._implicative or not infinitive(verb):
            return self._join(found, above)
        if head.lemma_.lower() in self._saying and self._clauses.of(head).rule == "passive":
            return self._speech(found.weaker("probable"), above)
        return self._speech(found.weaker("possible"), above)

    def modifiers(self, noun: Token) -> Commitment:
        """What the noun's own determiner and modifiers say: "suspected", "planned", "failed", "former", "no"."""
        known = self._modified.get(noun.i)
        if known is None:
            known = self._modified[noun.i] = self._modifiers(noun)
        return known

    def _modifiers(self, noun: Token) -> Commitment:
        found = PLAIN
        prefix = hyphenated(noun)
        first = noun.left_edge
        if not first.is_sent_start and first.i and first.nbor(-1).lower_ in self._once:  # "X, then president of Y"
            found = replace(found, ended=True)
        if prefix is not None and prefix.lower_ in self._former:  # "ex-president", "then-mayor"
            found = replace(found, ended=True)
        # The parser hangs what stands before a title on the name behind it ("the late King X").
        named = noun.dep_ in ("compound", "nmod") and noun.head.pos_ == "PROPN"
        for child in (*noun.lefts, *((c for c in noun.head.lefts if c.i < noun.i) if named else ())):
            word = child.lower_
            if child.dep_ == "det" and word in self._negation:
                found = replace(found, negated=True)
            elif child.dep_ in ("amod", "compound", "advmod", "nmod"):
                found = self._hedged(found, word)
                if word in self._unreal:
                    found = replace(found.weaker("possible"), planned=True)
                if word in self._negated_adjectives:
                    found = replace(found, negated=True)
                if word in self._former:
                    found = replace(found, ended=True)
        return found

    def _noun(self, noun: Token) -> Commitment:
        """An event noun or relational noun: its modifiers, then what governs it, unless it is taken for granted."""
        found = self.modifiers(noun)
        head, dep = noun.head, noun.dep_
        if head == noun:
            return found
        if dep in ("attr", "oprd") and verbal(head):
            joined = self._join(found, self._once_negated(noun, self.of(head)))
            return self._deemed(joined, head) if dep == "oprd" else joined
        if dep == "pobj" and head.lower_ == "as" and verbal(head.head):
            return self._deemed(self._join(found, self.of(head.head)), head.head)
        given = any(child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in GIVEN) for child in noun.lefts)
        if dep == "conj" and nominal(head):
            above = self.of(head)
            return self._join(found, above) if not given else self._speech(found, above)
        if dep == "appos":
            return self._speech(found, self.of(head))
        governor, preposition = (head.head, head.lower_) if dep in ("pobj", "pcomp") else (head, "")
        if dep in ("dobj", "nsubj", "nsubjpass", "pobj", "dative") and governor != noun:
            if verbal(governor):
                above = self.of(governor)
                word = lemma(governor)
                if dep in ("dobj", "nsubjpass") or preposition in ("for", "to", "on", "against", "of", "in"):
                    if word in self._preventing:
                        return self._speech(replace(found, negated=True), above)
                    if word in self._planning and not (given and dep == "pobj"):
                        return self._speech(replace(found.weaker("possible"), planned=True), above)
                    if word in self._denying and dep == "dobj":
                        return self._speech(found, above)
                if preposition in ("without",):
                    found = replace(found, negated=True)
                if given and dep == "dobj" and word in self._receiving:  # "reportedly has the support of X"
                    return self._join(found, above)
                if given or dep == "pobj" or (dep == "dobj" and word in self._presupposing):
                    return self._speech(found, above)
                return self._join(found, self._once_negated(noun, above))
            if nominal(governor) and dep == "pobj":
                above = self.of(governor)
                if governor.lemma_.lower() in self._unreal_nouns and not given:
                    found = replace(found.weaker("possible"), planned=True)
                return self._speech(found, above)
        if dep in ("compound", "nmod") and nominal(head):
            above = self.of(head)
            if head.lemma_.lower() in self._unreal_nouns:
                found = replace(found.weaker("possible"), planned=True)
            return self._speech(found, above)
        return self._speech(found, self._above(head))

    def _once_negated(self, noun: Token, above: Commitment) -> Commitment:
        """The verb's commitment without the negation that it has from the noun's own "no": "no attack took place"."""
        return replace(above, negated=False) if self._none(noun) else above

    def _deemed(self, found: Commitment, verb: Token) -> Commitment:
        """ "Described as a leader" is the speaker's word, and no more than probable; "resigned as leader" ends it."""
        if lemma(verb) in self._leaving:
            return replace(found, ended=True)
        if verb.lemma_.lower() not in self._deeming:
            return found
        subjects = self._clauses.of(verb).subjects
        return replace(found.weaker("probable"), speaker=subjects[0].i if subjects else found.speaker)

    # -- joining

    def _join(self, found: Commitment, above: Commitment) -> Commitment:
        """The lower predicate inherits everything: it stands or falls with the upper one."""
        return self._speech(
            replace(found.weaker(above.certainty), negated=found.negated != above.negated, ended=found.ended or above.ended,
                    planned=found.planned or above.planned), above)

    def _below(self, found: Commitment, head: Token, above: Commitment) -> Commitment:
        """A coordinated clause with its own subject: it shares what governs the first clause, not that clause's own modals."""
        mine = self.own(head)
        inherited = above if ORDER[mine.certainty] < ORDER[above.certainty] else replace(above, certainty="certain")
        return self._speech(found.weaker(inherited.certainty), above)

    @staticmethod
    def _speech(found: Commitment, above: Commitment) -> Commitment:
        return found if found.speaker is not None or above.speaker is None else replace(found, speaker=above.speaker)

    # -- direct speech

    def _quoted_speaker(self, token: Token) -> int | None:
        """Who utters the quotation that holds `token`: the subject of the verb of saying in its sentence or beside it."""
        quote = self._quotes.get(token.i)
        if quote is None:
            return None
        if quote[0] not in self._spoken:
            self._spoken[quote[0]] = self._utterer(token.doc, *quote)
        return self._spoken[quote[0]]

    def _utterer(self, doc: Doc, start: int, end: int) -> int | None:
        inside = range(start, end)
        for sentence in _sentences_of(doc, start, end):
            for token in sentence:
                if token.i not in inside and token.lemma_.lower() in self._saying and token.pos_ == "VERB":
                    subjects = [s for s in self._clauses.of(token).subjects if s.i not in inside]
                    if subjects:
                        return subjects[0].i
        return None


def _asked(verb: Token) -> bool:
    """True where the verb's sentence ends in a question mark."""
    sentence = verb.sent
    return sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?")


def _quoted(doc: Doc) -> dict[int, tuple[int, int]]:
    """Token index -> (start, end) of the quotation around it; a quotation never crosses a blank line."""
    found: dict[int, tuple[int, int]] = {}
    opened: int | None = None
    for i, word in enumerate(columns(doc).text):
        if "\n" in word:
            opened = None
        elif word in ("“", "``") or (word in ('"', "”", "''") and opened is None):
            opened = i
        elif word in ("”", '"', "''") and opened is not None:
            for inside in range(opened + 1, i):
                found[inside] = (opened, i + 1)
            opened = None
    return found


def _sentences_of(doc: Doc, start: int, end: int) -> list:
    """The sentences of a quotation, first the one it begins in, then the one it ends in, then the one before in its paragraph."""
    first, last = doc[start].sent, doc[end - 1].sent
    found = [first, last] if last.start != first.start else [first]
    before = doc[first.start - 1] if first.start else None
    if before is not None and not (before.is_space and "\n" in before.text):
        found.append(before.sent)
    return found
