"""Questions to a parse tree, answered the same way for every construction.

Labels are those of spaCy's English pipelines (ClearNLP). "Logical" subject and object are those of the active clause:
passives, relative clauses, participles, coordination, control and raising are undone here and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from ..model import Span

RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
"""Relative pronouns; a closed class of English."""
PARTICLES = frozenset({"down", "up", "out", "off", "over", "away"})
"""Adverbs that make one verb with the word before them; a closed class."""
OBJECT_CONTROL = frozenset({"of", "from", "into", "for", "with"})
"""Prepositions whose gerund is what the object does, where there is one ("accused X of lying", "kept X from leaving")."""
PREMODIFIERS = frozenset({"det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "npadvmod", "advmod", "predet", "neg",
                          "case"})


WITHIN = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "heart", "centre",
                    "center", "outskirts", "vicinity", "middle", "suburbs", "interior"})
"""Nouns for a part of a place: what lies in the part lies in the whole."""
MAKING = frozenset({"have", "make", "launch", "begin", "start", "continue", "mount", "lead", "intensify", "resume", "pursue"})
"""Verbs whose subject owns the plan or effort that is their object."""


UNDERTAKINGS = frozenset({"order", "campaign", "effort", "bid", "plan", "attempt", "operation", "mission", "move", "drive",
                          "strategy"})
"""Nouns of an aim: what an infinitive after them says is done by somebody else."""


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
    for known in list(found):
        for child in known.rights:
            listed = child.lower_ in INCLUDING and child.dep_ == "prep"
            such_as = child.lower_ == "as" and child.dep_ == "prep" and any(c.lower_ == "such" for c in child.children)
            if listed or such_as:
                found.extend(t for pobj in child.rights if pobj.dep_ == "pobj" for t in conjuncts(pobj) if nominal(t))
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
    if any(child.dep_ in ("auxpass", "nsubjpass", "csubjpass") for child in verb.lefts):
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


def lent_subject(verb: Token) -> Token | None:
    """ "Rioters burned a bus and officers arrested two": the noun that the parser joins to the object before it."""
    if verb.dep_ != "conj" or not verbal(verb.head):
        return None
    start = min((c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg", "advmod")), default=verb.i)
    noun = verb.doc[start - 1] if start else verb
    while noun.dep_ != "conj" and noun.head.i < start and noun.head != noun and not verbal(noun.head):
        noun = noun.head
    if noun.dep_ != "conj" or not nominal(noun) or noun.right_edge.i != start - 1 or not noun.left_edge.i:
        return None
    above = noun.head
    while above.dep_ == "conj":
        above = above.head
    joined = noun.left_edge.nbor(-1).lower_ in ("and", "but", "while")
    return noun if joined and above.dep_ in ("dobj", "pobj") and above.i > verb.head.i else None


def _begins_clause(noun: Token) -> bool:
    """True for a noun that is the subject of the verb behind it, and no object with the one before it."""
    after = noun.right_edge.i + 1
    if after >= len(noun.doc):
        return False
    verb = noun.doc[after] if verbal(noun.doc[after]) else noun.doc[after].head
    return lent_subject(verb) == noun


def infinitive(verb: Token) -> bool:
    """True for a *to*-infinitive."""
    return verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)


@dataclass(frozen=True, slots=True)
class Clause:
    """The logical participants of one verb. `surface` is the grammatical subject, which coordination and control share."""

    subjects: tuple[Token, ...] = ()
    objects: tuple[Token, ...] = ()
    surface: tuple[Token, ...] = ()
    rule: str = "active"


class Clauses:
    """The clauses of one doc, each worked out once, on demand."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._known: dict[int, Clause] = {}
        self._above: dict[int, Token] = {}

    def of(self, verb: Token) -> Clause:
        """The clause of `verb`; a clause that is being worked out (a loop in a bad parse) counts as empty."""
        known = self._known.get(verb.i)
        if known is None:
            self._known[verb.i] = Clause()
            known = self._known[verb.i] = self._read(verb)
        return known

    def verb_above(self, token: Token) -> Token:
        """The token where it is a verb, else the nearest verb above it; the root where there is none."""
        passed: list[int] = []
        while token.i not in self._above and not verbal(token) and token.head != token:
            passed.append(token.i)
            token = token.head
        found = self._above.get(token.i, token)
        for i in passed:
            self._above[i] = found
        return found

    def _read(self, verb: Token) -> Clause:
        surface: list[Token] = []
        objects: list[Token] = []
        agents: list[Token] = []
        rule = "active"
        antecedent = self._antecedent(verb)
        for child in verb.children:
            dep = child.dep_
            if dep in ("nsubj", "nsubjpass", "csubj", "csubjpass"):
                surface.extend(self._fill(child, antecedent))
            elif (dep == "dobj" or (dep == "attr" and verb.lemma_ != "be")
                  or (dep == "xcomp" and child.pos_ == "PROPN")):  # a name is no clause, whatever the parser says
                objects.extend(self._fill(child, antecedent))
            elif dep == "oprd":  # "was designated a threat by X"
                agents.extend(t for by in child.rights if by.dep_ == "prep" and by.lower_ == "by"
                              for pobj in by.rights if pobj.dep_ == "pobj" for t in spread(pobj))
            elif dep == "agent":
                agents.extend(t for pobj in child.children if pobj.dep_ in ("pobj", "pcomp") for t in spread(pobj))
        is_passive = passive(verb)
        surface = [t for t in surface if not fronted(t) and before_place(t) is None] or surface
        objects = [t for t in objects if t.dep_ != "conj" or not _begins_clause(t)]
        lent = None if surface else lent_subject(verb)
        if lent is not None:
            surface = [lent]
        if not surface:
            surface, is_passive, rule = self._inherited(verb, is_passive)
        elif (antecedent is not None and antecedent not in surface and antecedent not in objects and not objects
                and not is_passive):
            if self._gap(verb):
                objects, rule = [antecedent], "object relative"
        elif antecedent is not None:
            rule = "relative clause"
        if is_passive:
            by_phrase = tuple(agents)
            return Clause(by_phrase, tuple([*surface, *(o for o in objects if o not in surface)]) if not objects
                          else tuple(surface),
                          tuple(surface), "passive" if rule == "active" else rule)
        return Clause(tuple(surface), tuple(objects), tuple(surface), rule)

    def _owners(self, noun: Token) -> list[Token]:
        """Who is to do what an infinitive after `noun` says.

        The owner of a plan ("X's plan to", "the X plan to"); of a plan without one, who has or makes it ("X made an effort to",
        "X helped Y in an effort to"); else the noun itself ("a coalition to defeat Y").
        """
        owners = [t for child in noun.lefts if child.dep_ == "poss" for t in conjuncts(child)]
        if not owners:
            owners = [child for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod") and child.ent_type_]
        if owners:
            return owners
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "in" else noun.head
        if verbal(above) and (noun.dep_ == "pobj" or (noun.dep_ == "dobj" and above.lemma_ in MAKING)):
            return list(self.of(above).surface)
        return [] if noun.lemma_ in UNDERTAKINGS else spread(noun)

    def _antecedent(self, verb: Token) -> Token | None:
        """The noun that a relative clause belongs to, for the verb and its conjuncts without a subject of their own."""
        own = any(child.lower_ in RELATIVE for child in verb.lefts)
        while verbal(verb.head) and (verb.dep_ == "conj" or (verb.dep_ == "ccomp" and own)):
            verb = verb.head  # "rebels who officials say are backed by X": the pronoun is the inner clause's
        return verb.head if verb.dep_ == "relcl" and nominal(verb.head) else None

    def _fill(self, token: Token, antecedent: Token | None) -> list[Token]:
        if antecedent is not None and token.lower_ in RELATIVE:
            return conjuncts(antecedent)
        return spread(token)

    def _gap(self, verb: Token) -> bool:
        """True where a relative clause with its own subject leaves its object open ("areas that they seized")."""
        return not any(child.dep_ in ("dobj", "ccomp", "xcomp", "acomp", "attr", "oprd") for child in verb.rights) and not any(
            child.dep_ == "prep" and not any(child.children) for child in verb.rights
        )

    def _inherited(self, verb: Token, is_passive: bool) -> tuple[list[Token], bool, str]:
        """Surface subject of a clause that has none of its own, whether it is passive, and the rule that found it."""
        head, dep = verb.head, verb.dep_
        participle = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)
        if dep == "conj" and verbal(head):
            return list(self.of(head).surface), is_passive, "coordination"
        if dep in ("acl", "amod", "relcl") and nominal(head):
            if (dep != "relcl" and verb.tag_ in ("VBN", "VBD")) or participle:
                return spread(head), True, "participle"
            if verb.tag_ == "VBG":
                return spread(head), False, "participle"
            return self._owners(head), is_passive, "infinitive of a noun"
        if dep == "xcomp" and verbal(head):
            controller = [c for child in head.rights if child.dep_ in ("dobj", "dative") for c in conjuncts(child)
                          if child.i < verb.i]
            return controller or list(self.of(head).surface), is_passive or participle, "control"
        if dep == "xcomp" and head.pos_ == "ADJ" and verbal(head.head):  # "is due to meet"
            return list(self.of(head.head).surface), is_passive, "control"
        if dep == "advcl" and verbal(head):
            # "X bombed the town, officials said, killing six": the participle belongs to the clause that is reported.
            reported = next((child for child in head.lefts if child.dep_ == "ccomp" and child.i < verb.i and verbal(child)), None)
            return list(self.of(reported or head).surface), is_passive or (participle
                                                                           and verb.tag_ == "VBN"), "adverbial participle"
        if dep == "pcomp" and head.lower_ == "by" and verbal(head.head) and passive(head.head):
            return [], is_passive, "gerund"  # "were killed by shelling"
        if dep == "pcomp" and verbal(head.head):
            above = self.of(head.head)
            controlled = head.lower_ in OBJECT_CONTROL and above.objects
            return list(above.objects if controlled else above.surface), is_passive, "gerund"
        if dep == "pcomp" and head.dep_ == "agent":
            return [], is_passive, "gerund"
        return [], is_passive, "no subject"


def hyphenated(token: Token) -> Token | None:
    """What a hyphen joins to the front of the token: X of "X-backed", "vice" of "vice-president"."""
    if token.i < 2:
        return None
    hyphen = token.nbor(-1)
    if hyphen.text not in ("-", "–", "‑") or hyphen.whitespace_:
        return None
    before = token.nbor(-2)
    return None if before.whitespace_ else before


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
    if first == noun or first.lower_ not in PLACING or not (first.is_sent_start or first.nbor(-1).is_punct):
        return None
    after = noun.right_edge.i + 1
    return first if after < len(noun.doc) and noun.doc[after].text == "," else None


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


def _prepositional(name: str, preposition: Token, complex_nouns: frozenset[str]) -> Iterator[tuple[str, Token, list[Token]]]:
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
                yield name, preposition, spread(child)
        elif child.dep_ == "prep":
            yield from _prepositional(f"{name} {child.lower_}", child, complex_nouns)
