"""The signs of commitment that a predicate bears itself: modals, negations, adverbs, determiners, "suspected", "former"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...ontology import Lexicon
from ..columns import columns
from ..syntax import hyphenated, lemma
from .commitment import PLAIN, Commitment
from .conditions import Conditions

HARM = frozenset({"killed", "injured"})
SUBJECTS = ("nsubj", "nsubjpass")


class Signs:
    """What the predicates of one doc bear themselves."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._asks = "?" in columns(doc).source
        self._modified: dict[int, Commitment] = {}
        self._probable, self._possible, self._unlikely = words("probable"), words("possible"), words("unlikely")
        self._modal, self._negation, self._planning = words("modal"), words("negation"), words("planning")
        self._merely, self._undoubted = words("merely"), words("undoubted")
        self._conditions, self._frames, self._habit = Conditions(lexicon), lexicon.frames, words("habit")
        self._unreal, self._negated, self._nearly = words("unreal"), words("negated"), words("nearly")
        self._former, self._formerly, self._once = words("former"), words("formerly"), words("once")
        self._inverted, self._fiction, self._instead = words("inverted"), words("fiction"), words("instead")

    def of_verb(self, verb: Token) -> Commitment:
        """Modals, negations and adverbs of the verb itself, a question, a condition, and whether it is but a story."""
        found, depends, limited = PLAIN, False, False
        for child in verb.children:
            word = child.lower_
            if child.dep_ == "neg" or (word in self._negation and child.dep_ != "prep"):
                found = found if self._not_only(child) else replace(found, negated=True)
            elif child.dep_ == "aux" and word in self._modal:
                found = found.weaker("possible")
            elif child.dep_ in ("aux", "auxpass") and word in self._inverted and self._opens(child, verb):
                found = found.weaker("possible")  # "had it attacked", "were it to attack"
            elif child.dep_ in ("advmod", "acomp", "amod"):
                found = self._hedged(found, word)
                if word in self._unlikely or (word in self._nearly and child.i < verb.i):
                    found = replace(found.weaker("probable"), negated=True)
                elif word in self._formerly or any(f"{c.lower_} {word}" in self._formerly for c in child.lefts):
                    found = replace(found, ended=True)
            elif child.dep_ == "mark":
                if child.i and f"{child.nbor(-1).lower_} {word}" in self._instead:  # "rather than bomb it, they ..."
                    found = replace(found, negated=True)
                elif self._conditions.marks(child) or (word == "than" and verb.tag_ == "VB"):  # "would rather X than bomb it"
                    found = found.weaker("possible")
            elif child.dep_ in (*SUBJECTS, "dobj", "attr", "pobj") and self.none(child):
                found = found if child.lemma_.lower() in self._undoubted else replace(found, negated=True)
            elif child.dep_ == "prep" and word in ("in", "during") and any(map(self.fiction, child.rights)):
                found = found.weaker("possible")
            if child.dep_ in ("advcl", "prep"):
                depends = depends or self._conditions.sets(child)
                limited = limited or self._conditions.ends(child)
        depends = depends and lemma(verb) not in self._planning  # a threat is made all the same
        supposed = verb.lower_ in self._inverted and self._opens(verb, verb)  # "were it true that"
        if depends or supposed or self._conditions.case(verb) or self.asked(verb) or self._general(verb):
            found = found.weaker("possible")
        if limited and _past(verb):  # what was not so until 2011 was so then
            return replace(found, negated=False, ended=not found.negated)
        return found

    def of_noun(self, noun: Token) -> Commitment:
        """What the noun's own determiner and modifiers say: "suspected", "planned", "failed", "former", "no"."""
        known = self._modified.get(noun.i)
        if known is None:
            known = self._modified[noun.i] = self._of_noun(noun)
        return known

    def _of_noun(self, noun: Token) -> Commitment:
        found = PLAIN
        prefix = hyphenated(noun)
        first = noun.left_edge
        if not first.is_sent_start and first.i and first.nbor(-1).lower_ in self._once:  # "X, then president of Y"
            found = replace(found, ended=True)
        if prefix is not None and prefix.lower_ in self._former:  # "ex-president", "then-mayor"
            found = replace(found, ended=True)
        for child in _before(noun):
            word = child.lower_
            if child.dep_ == "det" and word in self._negation:
                found = replace(found, negated=True)
            elif child.dep_ in ("amod", "compound", "advmod", "nmod"):
                before = hyphenated(child)
                found = self._hedged(found, word if before is None else f"{before.lower_}-{word}")
                found = self.stated(found, word)
                if word in self._former:
                    found = replace(found, ended=True)
        behind = [child for child in noun.rights if child.dep_ == "prep"]
        behind += [c for c in noun.head.rights if c.dep_ == "prep" and c.i > noun.i] if noun.dep_ == "appos" else []
        behind += [deeper for child in behind if child.lower_ == "of" for inner in child.rights for deeper in inner.rights]
        if any(map(self._conditions.ends, behind)):  # "president of X until 2011"
            found = replace(found, ended=True)
        return found

    def stated(self, found: Commitment, word: str) -> Commitment:
        """`found` of what is "planned" or "failed"."""
        found = found.weaker("possible") if word in self._unreal else found
        return replace(found, negated=True) if word in self._negated else found

    def none(self, noun: Token) -> bool:
        """True for "no attack", "neither side", "nobody"."""
        return noun.lower_ in self._negation or any(
            c.dep_ in ("det", "neg", "preconj") and c.lower_ in self._negation and not self._not_only(c) for c in noun.lefts)

    def _not_only(self, negation: Token) -> bool:
        return negation.i + 1 < len(negation.doc) and negation.nbor().lower_ in self._merely

    def asked(self, token: Token) -> bool:
        """True where the token's sentence ends in a question mark."""
        if not self._asks:
            return False
        sentence = token.sent
        return sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?")

    def fiction(self, noun: Token) -> bool:
        """True for what tells or plays what did not happen: a novel, a drill, a mock attack."""
        return noun.lemma_.lower() in self._fiction or any(c.lower_ in self._fiction for c in noun.lefts)

    def _general(self, verb: Token) -> bool:
        """True for an event in the present that is none of its own: "terrorists kill people.", "rebels often attack convoys"."""
        if verb.tag_ not in ("VBP", "VBZ") or not any(
                entry.means[:1].isupper() or entry.means in HARM for entry in self._frames.get(("verb", lemma(verb)), ())):
            return False
        if any(c.dep_ in ("advmod", "npadvmod") and (c.lower_ in self._habit or any(d.lower_ in self._habit for d in c.lefts))
               for c in verb.children):
            return True
        taking_part = [c for c in verb.children if c.dep_ in ("nsubj", "dobj")]
        placed = any(c.dep_ in ("prep", "npadvmod", "advcl") for c in verb.children)
        return len(taking_part) == 2 and not placed and all(map(_unspecified, taking_part)) and verb.sent[-1].text == "."

    def _opens(self, auxiliary: Token, verb: Token) -> bool:
        """True for an auxiliary before its subject at the head of the clause, where no question is asked."""
        return verb.left_edge == auxiliary and any(c.dep_ in SUBJECTS and c.i > auxiliary.i for c in verb.children)

    def _hedged(self, found: Commitment, word: str) -> Commitment:
        if word in self._probable:
            return found.weaker("probable")
        return found.weaker("possible") if word in self._possible else found


def _unspecified(noun: Token) -> bool:
    """True for a bare plural: "terrorists", "armed men"."""
    return noun.tag_ == "NNS" and not noun.ent_type_ and not any(noun.rights) and all(
        c.dep_ == "amod" and not c.ent_type_ for c in noun.lefts)


def _past(verb: Token) -> bool:
    """True for a past tense and a past perfect."""
    helpers = [c for c in verb.lefts if c.dep_ in ("aux", "auxpass")]
    return any(c.tag_ == "VBD" for c in helpers) if helpers else verb.tag_ == "VBD"


def _before(noun: Token) -> Iterator[Token]:
    """What stands before the noun; the parser hangs what stands before a title on the name behind it ("the late King X")."""
    yield from noun.lefts
    if noun.dep_ in ("compound", "nmod") and noun.head.pos_ == "PROPN":
        yield from (child for child in noun.head.lefts if child.i < noun.i)
