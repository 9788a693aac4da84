"""The words of a fact as the text has them: the group of a verb, the phrase of a noun without what merely tells more."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from ...model import Span
from ..syntax import conjuncts, nominal, passive

AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
MEASURES = frozenset({"DATE", "TIME", "MONEY", "QUANTITY", "PERCENT", "CARDINAL"})
"""Entity labels whose words the parser scatters ("Dec. 8, 1980"): the label tells where they end."""
TIMES = frozenset({"DATE", "TIME"})
"""Entity labels of what stands before its verb as a time of it ("Last month the court ..."), and not as a description."""
ANONYMOUS = frozenset({"who", "what", "which", "that", "whom", "whose", "there", "where", "when", "how", "why"})
"""Words that name no subject or object where nothing stands for them."""
EDGES = frozenset({"``", "''", ",", "-LRB-", "-RRB-", ":", "_SP"})
FUNCTION = frozenset({"ADP", "SCONJ", "VERB", "ADV", "AUX", "PART"})
INNER = frozenset({"HYPH", "POS"})


@dataclass(frozen=True, slots=True)
class Words:
    """Some tokens of a doc, in the order in which they are told."""

    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The words with blanks where the text has any, or where words are brought together."""
        return _joined((token, token.text) for token in self.tokens)

    @property
    def relation(self) -> str:
        """The words as a relation phrase: "In" of "In May X left" begins nothing here."""
        return _joined((t, t.lower_ if t.is_sent_start and t.pos_ in FUNCTION else t.text) for t in self.tokens)

    @property
    def span(self) -> Span:
        """From the first to the last of the characters."""
        return Span(min(t.idx for t in self.tokens), max(t.idx + len(t) for t in self.tokens))

    def __add__(self, other: "Words") -> "Words":
        return Words(self.tokens + other.tokens)

    def __len__(self) -> int:
        return len(self.tokens)


NOTHING = Words(())


def _joined(words: Iterable[tuple[Token, str]]) -> str:
    out, before = "", None
    for token, text in words:
        apart = before is not None and (before.i + 1 != token.i or bool(before.whitespace_))
        out += " " * apart + text
        before = token
    return " ".join(out.split())


def stretch(doc: Doc, first: int, last: int) -> Words:
    """The tokens from `first` to `last`, without punctuation at the edges; of a pair of quotation marks both stay or go."""
    while first < last and _outer(doc[first]) and not _quotes(doc, first, first + 1, last):
        first += 1
    while last > first and doc[last].tag_ in EDGES and not _quotes(doc, last, first, last - 1):
        last -= 1
    return Words(tuple(doc[first : last + 1]))


def _outer(token: Token) -> bool:
    return token.tag_ in EDGES or token.dep_ in ("cc", "preconj")


def _quotes(doc: Doc, i: int, first: int, last: int) -> bool:
    """True for a quotation mark whose counterpart stands between `first` and `last`, but not at the far edge."""
    inside = range(first, last) if i < first else range(first + 1, last + 1)
    return doc[i].is_quote and any(doc[j].is_quote for j in inside)


def noun_phrase(noun: Token, *, whole: bool = True) -> Words:
    """The noun with all before it and, where `whole`, its "of ..."; no relative clause, apposition or coordination."""
    first, last = noun.i, noun.i
    for child in noun.lefts:
        if child.dep_ not in ("cc", "punct", "relcl", "acl", "conj", "preconj", "prep") or child.tag_ in INNER:
            first = child.left_edge.i
            break
    for child in noun.rights:
        if child.i != last + 1 and child.left_edge.i != last + 1:
            break
        if child.dep_ in ("nummod", "case", "prt", "compound", "quantmod") or child.tag_ in INNER or (
                child.dep_ == "advmod" and child.lower_ == "ago"):
            last = child.right_edge.i
        elif whole and child.dep_ == "prep" and child.lower_ == "of":
            inner = [t for t in child.rights if t.dep_ == "pobj"]
            if not inner:
                break
            last = noun_phrase(conjuncts(inner[-1])[-1]).tokens[-1].i
        else:
            break
    while last + 1 < len(noun.doc) and noun.ent_type_ in MEASURES and noun.doc[last + 1].ent_iob_ == "I":
        last += 1
    return stretch(noun.doc, first, last)


def coordination(noun: Token, limit: int) -> Words:
    """The noun's phrase with all that is coordinated with it, where that is at most `limit` tokens, else the noun's own."""
    alone = noun_phrase(noun)
    last = noun_phrase(conjuncts(noun)[-1])
    joined = stretch(noun.doc, alone.tokens[0].i, last.tokens[-1].i)
    return joined if len(joined) <= limit else alone


def verb_group(verb: Token, adverbs: frozenset[str]) -> Words:
    """The verb with its auxiliaries, negation, particle and those of its adverbs that are among `adverbs`; a coordinated
    verb shares the auxiliaries of the first."""
    own = [c for c in verb.children if c.dep_ in AUXILIARIES or (c.dep_ == "advmod" and (c.lower_ in adverbs or c.tag_ == "RP"))]
    own += [c for child in own if child.dep_ == "neg" for c in child.children]
    return Words((*shared(verb), *sorted((*own, verb), key=lambda t: t.i)))


def shared(verb: Token) -> tuple[Token, ...]:
    """The auxiliaries that a coordinated verb has from the first one ("has taught and written", "to cut and move")."""
    head = verb.head
    tag = "VBN" if verb.tag_ == "VBD" and passive(verb) else verb.tag_
    if verb.dep_ != "conj" or head.tag_ != tag or tag not in ("VB", "VBN", "VBG"):
        return ()
    if any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "expl") for c in verb.lefts):
        return ()
    found = [c for c in head.lefts if c.dep_ in ("aux", "auxpass", "neg")]
    return tuple(found) or shared(head)


def complement(verb: Token) -> Words:
    """A clause that is the object of a verb, without the conjunction that opens it."""
    doc, first, last = verb.doc, verb.left_edge.i, verb.right_edge.i
    while first < last and (doc[first].dep_ == "mark" or doc[first].is_punct):
        first += 1
    return stretch(doc, first, last)


def describes(token: Token) -> Words:
    """A predicate adjective or other complement with its adverbs."""
    if nominal(token):
        return noun_phrase(token)
    first = next((c.left_edge.i for c in token.lefts if c.dep_ in ("advmod", "npadvmod", "neg", "amod", "punct")), token.i)
    last = next((c.i for c in token.rights if c.i == token.i + 1 and c.lower_ == "enough"), token.i)
    return stretch(token.doc, first, last)


def ago(token: Token) -> bool:
    """True for the "ago" of "two years ago"."""
    return token.lower_ == "ago" and token.dep_ == "advmod" and any(token.lefts)
