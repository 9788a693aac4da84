"""Who tells a clause that no verb of saying governs: "according to X", "..., X said", "as X put it", "in X's words", "X: ..."."""

from dataclasses import replace

from spacy.tokens import Token

from ...model import Certainty
from ...ontology import Lexicon
from ..clauses import Clauses
from ..syntax import heading, lemma, nominal, prepositions, verbal
from .commitment import Commitment

LONGEST_LABEL = 8
"""Tokens of the longest name or title that stands before a colon."""


class Tellers:
    """The tellers of one doc."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._clauses, self._lexicon = clauses, lexicon
        self._saying, self._complex, self._utterances = words("saying"), words("complex-preposition"), words("utterances")
        self._uttering = words("uttering")
        self._believing, self._seeming = words("believing"), words("seeming")
        self._wording, self._words, self._opinions, self._false = (
            words("wording"), words("words-noun"), words("opinion"), words("false"))

    def author(self, noun: Token) -> Token:
        """Who made an utterance: X of "X's statement", "a statement by X", "an X report"; else the noun itself."""
        if noun.lemma_.lower() not in self._utterances:
            return noun
        for child in noun.children:
            if child.dep_ == "poss":
                return child
            if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
                return next((c for c in child.rights if c.dep_ == "pobj"), noun)
            if child.dep_ == "compound" and (child.ent_type_ in ("ORG", "GPE", "PERSON")
                                             or child.lemma_.lower() in self._lexicon.kinds):
                return child
        if noun.dep_ == "dobj" and (lemma(noun.head) in self._uttering or noun.head.lemma_.lower() in self._saying):
            return next(iter(self._clauses.of(noun.head).subjects), noun)  # "issued a statement saying"
        return noun

    def beside(self, verb: Token, found: Commitment) -> Commitment:
        """`found` with the speaker that stands beside the clause of `verb`, where it has none."""
        if found.speaker is not None:
            return found
        for child in verb.children:
            if child.lower_ == "according":
                for _, _, objects in prepositions(child, self._complex):
                    return replace(found, speaker=self.author(objects[0]).i)
            elif child.dep_ == "prep" and child.lower_ in ("in", "by"):
                for noun in child.rights:
                    owner = self._owner(noun) if noun.dep_ == "pobj" else None
                    if owner is not None:
                        found = found.weaker("probable") if noun.lemma_.lower() in self._opinions else found
                        return replace(found, speaker=owner.i)
            elif child.dep_ in ("parataxis", "ccomp", "advcl") and (surely := self._says(child)) is not None:
                subjects = self._clauses.of(child).subjects
                found = found.weaker(surely)
                if subjects and subjects[0] not in self._clauses.of(verb).subjects:
                    return replace(found, speaker=self.author(subjects[0]).i)
        label = self._label(verb)
        if label is None:
            return found
        return found.denied() if label.lower_ in self._false else replace(found, speaker=label.i)

    def _says(self, aside: Token) -> Certainty | None:
        """How surely what stands beside a clause tells it: "..., X said, ...", "as X put it", "X suspects", "it seems"."""
        word = aside.lemma_.lower()
        with_it = any(c.dep_ == "dobj" and c.lower_ == "it" for c in aside.rights)
        believes = word in self._believing or word in self._seeming
        if not (believes or word in self._saying or (with_it and lemma(aside) in self._wording)):
            return None
        as_told = with_it or not any(c.dep_ == "dobj" for c in aside.rights)
        as_told = as_told and any(c.dep_ == "mark" and c.lower_ == "as" for c in aside.lefts)
        alone = not any(c.dep_ in ("ccomp", "xcomp", "dobj", "mark") for c in aside.children)
        if believes:  # but "as many expected" doubts nothing
            return "probable" if alone and any(c.dep_ == "nsubj" for c in aside.lefts) else None
        return "certain" if as_told or alone or aside.dep_ == "parataxis" else None

    def _owner(self, noun: Token) -> Token | None:
        """X of "in X's words", "in the view of X"."""
        if noun.lemma_.lower() not in self._words and noun.lemma_.lower() not in self._opinions:
            return None
        return next((c for c in noun.lefts if c.dep_ == "poss"), None) or next(
            (c for of in noun.rights if of.lower_ == "of" for c in of.rights if c.dep_ == "pobj"), None)

    def _label(self, verb: Token) -> Token | None:
        """X of "X: Y backs Z", in the verb's sentence or as one of its own before it."""
        own = next((c for c in verb.lefts if nominal(c) and c.dep_ in ("nsubj", "dep", "npadvmod") and heading(c)), None)
        if verb.dep_ == "acl" and nominal(verb.head) and verb.head.nbor().text == ":":
            return verb.head
        if own is not None or verb.dep_ != "ROOT":
            return own
        doc, start, end = verb.doc, verb.sent.start, verb.sent.end
        if start and doc[start - 1].text == ":":
            label = doc[start - 1].sent
        elif doc[end - 1].text == ":" and end < len(doc):
            label = doc[end].sent
        else:
            return None
        return label.root if len(label) <= LONGEST_LABEL and nominal(label.root) and not any(map(verbal, label)) else None
