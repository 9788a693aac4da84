"""Questions to a parse tree, answered the same way for every construction.

Labels are those of spaCy's English pipelines (ClearNLP).
"""

from collections.abc import Iterator

from spacy.tokens import Token

from ..model import Span

RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
"""Relative pronouns; a closed class of English."""
PARTICLES = frozenset({"down", "up", "out", "off", "over", "away"})
"""Adverbs that make one verb with the word before them; a closed class."""
PREMODIFIERS = frozenset({"det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "npadvmod", "advmod", "predet", "neg",
                          "case"})
WITHIN = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "heart", "centre",
                    "center", "outskirts", "vicinity", "middle", "suburbs", "interior"})
"""Nouns for a part of a place: what lies in the part lies in the whole."""


def verbal(token: Token) -> bool:
    """True for a verb that is no auxiliary of another."""
    return token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass"))


def clausal(token: Token) -> bool:
    """True for a verb, and for a participle with an auxiliary that the tagger calls an adjective ("is committed to leaving")."""
    return verbal(token) or (token.pos_ == "ADJ" and any(child.dep_ in ("auxpass", "aux") for child in token.lefts))


def nominal(token: Token) -> bool:
    """True for a noun, name, pronoun or number."""
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") or token.tag_ in ("NNP", "NNPS", "NN", "NNS")


def thing(token: Token) -> bool:
    """True for a noun, and for a word that an article makes one ("the wounded", "the other")."""
    if nominal(token):
        return True
    return token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") and token.tag_ in ("JJ", "VBN") and any(
        child.dep_ == "det" for child in token.lefts)


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated below it, in text order ("Niger, Chad and Cameroon" -> three)."""
    found = [token]
    for known in found:
        for child in known.rights:
            if child.dep_ == "conj" and verbal(child) == verbal(token):
                found.append(child)
            elif child.dep_ == "appos":  # "the minister, X, and Y": the parser hangs Y on X
                found.extend(c for c in child.rights if c.dep_ == "conj" and nominal(c) and c.pos_ == child.pos_ == "PROPN")
    return found


INCLUDING = frozenset({"including", "include", "like"})
"""Prepositions after which a noun's members are listed; "such as" counts too."""


def spread(token: Token) -> list[Token]:
    """The conjuncts with the members that the text lists of them ("groups, including X and Y" -> groups, X, Y)."""
    found = conjuncts(token)
    return found + [member for known in found for member in members(known)]


def members(noun: Token) -> list[Token]:
    """What the text lists of a noun's: "groups, including X and Y", "towns such as X" -> X, Y; X."""
    found: list[Token] = []
    for child in noun.rights:
        listed = child.lower_ in INCLUDING and child.dep_ == "prep"
        such_as = child.lower_ == "as" and child.dep_ == "prep" and any(c.lower_ == "such" for c in child.children)
        if listed or such_as:
            found += [t for pobj in child.rights if pobj.dep_ == "pobj" for t in conjuncts(pobj) if nominal(t)]
    return found


def phrase(token: Token) -> Span:
    """The characters of the noun phrase that `token` heads: premodifiers and head, without clauses and later additions."""
    first = token
    for child in token.lefts:
        if child.dep_ in PREMODIFIERS or child.tag_ in ("HYPH", "``"):
            first = child.left_edge
            break
    while first.is_punct and first.i < token.i:
        first = first.nbor()
    return Span(first.idx, token.idx + len(token))


def clause(token: Token) -> Span:
    """The characters of the token's subtree, without punctuation and blanks at its edges."""
    first, last = token.left_edge, token.right_edge
    while first.i < token.i and (first.is_punct or first.is_space):
        first = first.nbor()
    while last.i > token.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    return Span(first.idx, last.idx + len(last))


def lemma(token: Token) -> str:
    """The lemma in lower case, with a verb's particle ("carry out")."""
    base = token.lemma_.lower()
    if token.pos_ == "VERB":
        for child in token.rights:
            if (child.dep_ == "prt" or (child.dep_ == "advmod" and child.tag_ in ("RP", "RB") and child.i == token.i + 1
                                        and child.lower_ in PARTICLES)):
                return f"{base} {child.lower_}"
    return base


def passive(verb: Token) -> bool:
    """True where the surface subject is the logical object."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if any(child.dep_ in ("auxpass", "nsubjpass", "csubjpass") for child in verb.children):
        return True
    if any(child.dep_ == "aux" and child.lemma_ == "be" for child in verb.lefts):  # "was on Tuesday shot dead"
        return True
    if verb.dep_ == "conj" and any(c.dep_ == "agent" for c in verb.rights) and not any(c.dep_ == "dobj" for c in verb.rights):
        return True  # "was built and sold by X": the tagger often takes the second one for a past tense
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.lefts):
        # Also with a subject of its own: "40 were killed and 60 wounded"; and "a force armed by X and trained by Y".
        return (passive(verb.head) or _reduced(verb.head)) and not any(c.dep_ == "dobj" for c in verb.rights)
    # A participle with a subject and no auxiliary: headlines ("Two jailed over fraud"), and gaps that the parser hangs higher.
    return verb.tag_ == "VBN" and any(c.dep_ == "nsubj" for c in verb.lefts) and not any(
        c.dep_ in ("aux", "dobj", "ccomp", "xcomp") for c in verb.children)


def _reduced(verb: Token) -> bool:
    """True for a past participle that stands for a relative clause ("a force armed by X")."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def infinitive(verb: Token) -> bool:
    """True for a *to*-infinitive."""
    return verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)


def hyphenated(token: Token) -> Token | None:
    """What a hyphen joins to the front of the token: X of "X-backed", "vice" of "vice-president"."""
    if token.i < 2:
        return None
    hyphen = token.nbor(-1)
    if hyphen.text not in ("-", "–", "‑") or hyphen.whitespace_:
        return None
    before = token.nbor(-2)
    return None if before.whitespace_ else before


def heading(noun: Token) -> bool:
    """True for what stands before a colon at the head of its sentence: X of "X: Y backs Z"."""
    last = noun.right_edge
    if last.text != ":":
        if last.i + 1 >= len(noun.doc):
            return False
        last = last.nbor()
    return last.text == ":" and noun.left_edge.is_sent_start is True and last.i - noun.left_edge.i <= 8


PLACING = frozenset({"near", "outside", "inside", "around"})
"""Prepositions that a tagger takes for part of the name behind them at the head of a sentence."""


def fronted(noun: Token) -> bool:
    """True for a description before its clause: "a member of the party since 1990, she voted against".

    The parser makes it a second subject.
    """
    if noun.pos_ != "NOUN" or noun.dep_ not in ("nsubj", "nsubjpass", "npadvmod", "dep", "advcl") or not verbal(noun.head):
        return False
    after = noun.right_edge.i + (noun.right_edge.text != ",")
    return after < len(noun.doc) and noun.doc[after].text == "," and any(
        c.dep_ in ("nsubj", "nsubjpass") and c.i > after and c.i < noun.head.i for c in noun.head.lefts)


def before_place(noun: Token) -> Token | None:
    """ "Near Kunduz, two strikes hit ...": the preposition that the parser reads as part of the name, None where it does not."""
    if noun.pos_ != "PROPN" or noun.dep_ not in ("nsubj", "nsubjpass", "npadvmod", "dep"):
        return None
    first = noun.left_edge
    while first.is_punct and first.i < noun.i:  # the mark of a list's line
        first = first.nbor()
    if first == noun or first.lower_ not in PLACING or not (first.is_sent_start or first.nbor(-1).is_punct):
        return None
    after = noun.right_edge.i + (noun.right_edge.text != ",")
    return first if after < len(noun.doc) and noun.doc[after].text == "," else None


def meant(clause: Token) -> Token:
    """The noun of "what police called an attack", "what is believed to be a bomb"; else the clause itself."""
    if not verbal(clause) or not any(c.lower_ == "what" for c in clause.lefts):
        return clause
    for child in clause.rights:
        if child.dep_ == "oprd" and nominal(child):
            return child
        if child.dep_ in ("prep", "xcomp") and child.lower_ in ("as", "be", "been"):
            return next((c for c in child.rights if c.dep_ in ("pobj", "attr") and nominal(c)), clause)
    return clause


def so_called(noun: Token) -> bool:
    """True for the noun of "what police called an attack": it is somebody's word (`meant`)."""
    above = noun.head
    while above.dep_ in ("prep", "xcomp") and above.head != above:
        above = above.head
    return noun.dep_ in ("oprd", "pobj", "attr") and above != noun and meant(above) == noun


def prepositions(token: Token, complex_nouns: frozenset[str]) -> Iterator[tuple[str, Token, list[Token]]]:
    """Each prepositional phrase of `token` as (preposition, its token, objects).

    Chains count as one: "in response to X" is ("in response to", ...), "north of X" ("north of", ...).
    """
    for child in token.children:
        if child.dep_ in ("prep", "agent") or (child.dep_ == "dative" and child.pos_ == "ADP"):
            yield from _prepositional(child.lower_, child, complex_nouns)
            for joined in child.rights:
                if joined.dep_ == "conj" and joined.pos_ == "ADP":  # "in the city and on its outskirts"
                    yield from _prepositional(joined.lower_, joined, complex_nouns)
        elif (misread := before_place(child)) is not None:
            yield misread.lower_, misread, [child]
        elif child.dep_ == "advmod" and child.i > token.i:  # "a base north of X", "inside of X"
            for inner in child.children:
                if inner.dep_ == "prep":
                    yield from _prepositional(f"{child.lower_} {inner.lower_}", inner, complex_nouns)


def _cut_off(preposition: Token) -> Token | None:
    """ "Five killed in Sinai ambush": the noun that a headline's preposition lost to a place, or to the sentence."""
    last = preposition.right_edge
    if preposition.n_rights > 1 or last.i + 1 >= len(last.doc) or (last != preposition and last.dep_ != "pobj"):
        return None
    noun = last.nbor()
    while noun.dep_ == "compound" and noun.head.i > noun.i:
        noun = noun.head
    lost = noun.dep_ in ("ROOT", "dep", "punct") and noun.tag_ in ("NN", "NNS") and not any(c.dep_ == "det" for c in noun.lefts)
    return noun if lost and (noun.is_ancestor(preposition) or noun.head.is_ancestor(preposition)) else None


def _prepositional(name: str, preposition: Token, complex_nouns: frozenset[str]) -> Iterator[tuple[str, Token, list[Token]]]:
    lost = _cut_off(preposition)
    if lost is not None:
        yield name, preposition, [lost]
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp") or (child.dep_ == "npadvmod" and nominal(child)):
            inner = [c for c in child.children if c.dep_ == "prep"]
            if inner and child.lemma_.lower() in WITHIN and name in ("in", "at", "on", "near"):  # "in the south of X" is in X
                for deeper in inner:
                    yield from _prepositional(name, deeper, complex_nouns)
            elif child.lemma_.lower() in complex_nouns and inner:
                for deeper in inner:
                    yield from _prepositional(f"{name} {child.lower_} {deeper.lower_}", deeper, complex_nouns)
            else:
                yield name, preposition, spread(meant(child))
        elif child.dep_ == "prep":
            yield from _prepositional(f"{name} {child.lower_}", child, complex_nouns)


def entity_range(token: Token) -> tuple[int, int]:
    """The tokens (start, end) of the pipeline's entity that holds the token.

    `Span.ents` and `Doc.ents` walk the whole document, which is too much for each of its events.
    """
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end
