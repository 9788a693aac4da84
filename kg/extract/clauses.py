"""The clauses of a document: the logical subjects and objects of each verb.

"Logical" subject and object are those of the active clause: passives, relative clauses, participles, coordination, control
and raising are undone here and nowhere else.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from ..ontology import Lexicon
from .syntax import RELATIVE, before_place, conjuncts, fronted, heading, lemma, meant, nominal, passive, spread, verbal

OBJECT_CONTROL = frozenset({"of", "from", "into", "for", "with", "as"})
"""Prepositions whose gerund is what the object does, where there is one ("accused X of lying", "kept X from leaving")."""


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


def _cleft(copula: Token) -> Token | None:
    """X of "it is X that backs Y"."""
    if copula.lemma_ != "be" or not any(c.dep_ == "nsubj" and c.lower_ == "it" for c in copula.lefts):
        return None
    return next((c for c in copula.rights if c.dep_ == "attr"), None)


def _described(name: Token) -> Token:
    """What "that" goes back to where the parser has it go back to a name: in "the rockets in X that killed six" the rockets."""
    inside = name.dep_ == "pobj" and name.tag_ == "NNP" and not any(c.dep_ == "det" for c in name.lefts)
    above = name.head.head if inside else name
    if verbal(above):
        return next((c for c in above.rights if c.dep_ == "dobj" and c.i < name.i), name)
    return above if nominal(above) else name


def _begins_clause(noun: Token) -> bool:
    """True for a noun that is the subject of the verb behind it, and no object with the one before it."""
    after = noun.right_edge.i + 1
    if after >= len(noun.doc):
        return False
    verb = noun.doc[after] if verbal(noun.doc[after]) else noun.doc[after].head
    return lent_subject(verb) == noun


@dataclass(frozen=True, slots=True)
class Clause:
    """The logical participants of one verb. `surface` is the grammatical subject, which coordination and control share."""

    subjects: tuple[Token, ...] = ()
    objects: tuple[Token, ...] = ()
    surface: tuple[Token, ...] = ()
    rule: str = "active"


class Clauses:
    """The clauses of one doc, each worked out once, on demand."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._making, self._undertakings, self._blaming = (
            lexicon.words("making"), lexicon.words("undertaking"), lexicon.words("blaming"))
        self._frames, self._complex = lexicon.frames, lexicon.words("complex-preposition")
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

    def governor(self, preposition: Token) -> Token:
        """What a gerund's preposition belongs to: "accused X in a speech of lying", where the parser has it of the speech."""
        noun = preposition.head
        if noun.dep_ == "pobj" and noun.lemma_.lower() in self._complex:  # "in addition to arming X, Y ..."
            return self.verb_above(noun)
        if preposition.lower_ in ("of", "for") and nominal(noun) and noun.dep_ == "pobj":
            above = self.verb_above(noun)
            if lemma(above) in self._blaming and not any(c.lower_ == preposition.lower_ for c in above.rights):
                return above
        return noun

    def _read(self, verb: Token) -> Clause:
        surface: list[Token] = []
        objects: list[Token] = []
        agents: list[Token] = []
        rule = "active"
        antecedent = self._antecedent(verb)
        halved = any(c.dep_ == "aux" and c.lemma_ == "be" and any(c.children) for c in verb.lefts)
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
            elif dep == "agent" or (dep == "prep" and child.lower_ == "by" and halved):
                agents.extend(t for pobj in child.children if pobj.dep_ in ("pobj", "pcomp") for t in spread(meant(pobj)))
                if not agents:  # "by, among others, X and Y"
                    agents.extend(t for among in verb.rights if among.i > child.i and among.lower_ == "among"
                                  for pobj in among.rights for t in conjuncts(pobj)[1:])
            elif dep == "aux":  # "was on Tuesday shot": the parser leaves the subject with the auxiliary
                surface.extend(t for c in child.lefts if c.dep_ in ("nsubj", "nsubjpass") for t in self._fill(c, antecedent))
        is_passive = passive(verb)
        surface = [t for t in surface if not fronted(t) and before_place(t) is None and not heading(t)] or surface
        objects = [t for t in objects if t.dep_ != "conj" or not _begins_clause(t)]
        lent = None if surface else lent_subject(verb)
        if lent is not None:
            surface = [lent]
        if not surface:
            surface, is_passive, rule = self._inherited(verb, is_passive)
        elif (antecedent is not None and antecedent not in surface and antecedent not in objects and not objects
                and not is_passive):
            if self._gap(verb) and (verb.tag_ != "VBG" or any(c.dep_ == "aux" for c in verb.lefts)):
                objects, rule = [antecedent], "object relative"
        elif antecedent is not None:
            rule = "relative clause"
        if not objects and not is_passive:
            objects = self._shared(verb)
        if is_passive:
            by_phrase = tuple(agents)
            return Clause(by_phrase, tuple([*surface, *(o for o in objects if o not in surface)]) if not objects
                          else tuple(surface),
                          tuple(surface), "passive" if rule == "active" else rule)
        return Clause(tuple(surface), tuple(objects), tuple(surface), rule)

    def _shared(self, verb: Token) -> list[Token]:
        """The object that "killed and wounded dozens" and "stormed, looted and burned the town" have in common."""
        after = verb.i + 1
        if after >= len(verb.doc) or (verb.doc[after].dep_ != "cc" and verb.doc[after].text != ","):
            return []
        behind = next((c for c in verb.rights if c.dep_ == "conj" and verbal(c)), None)
        if behind is None or any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "mark") for c in behind.lefts):
            return []
        objects = list(self.of(behind).objects) if self._transitive(lemma(verb)) else []
        idiom = any(("verb", f"{lemma(behind)} {t.lemma_.lower()}") in self._frames for t in objects)  # "set fire to"
        return [] if idiom else objects

    def _transitive(self, verb: str) -> bool:
        """True for a verb of the lexicon that is said of an object."""
        return any("object" in entry.slots.get(end, ()) for entry in self._frames.get(("verb", verb), ())
                   for end in ("to", "target", "victim"))

    def _owners(self, noun: Token) -> list[Token]:
        """Who is to do what an infinitive after `noun` says.

        The owner of a plan ("X's plan to", "the X plan to"); of a plan without one, who has or makes it ("X made an effort to",
        "X helped Y in an effort to"); else the noun itself ("a coalition to defeat Y").
        """
        owners = [t for child in noun.lefts if child.dep_ == "poss" for t in conjuncts(child)]
        if not owners:
            owners = [child for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod") and child.ent_type_]
        if not owners and noun.lemma_ in self._undertakings:  # "the campaign by X to"
            owners = [t for child in noun.rights if child.dep_ in ("prep", "agent") and child.lower_ == "by"
                      for pobj in child.rights if pobj.dep_ == "pobj" for t in spread(pobj)]
        if owners:
            helped = self.of(noun.head.head).objects if noun.dep_ == "pobj" and noun.head.lower_ == "in" and all(
                t.pos_ == "PRON" for t in owners) and verbal(noun.head.head) else ()
            return [*helped, *owners]  # "helped X in its efforts to": whose they are is a guess
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "in" else noun.head
        if verbal(above) and (noun.dep_ == "pobj" or (noun.dep_ == "dobj" and above.lemma_ in self._making)):
            return list(self.of(above).surface)
        return [] if noun.lemma_ in self._undertakings else spread(noun)

    def _antecedent(self, verb: Token) -> Token | None:
        """The noun that a relative clause belongs to, for the verb and its conjuncts without a subject of their own."""
        own = any(child.lower_ in RELATIVE for child in verb.lefts)
        while verbal(verb.head) and (verb.dep_ == "conj" or (verb.dep_ == "ccomp" and own)):
            if verb.dep_ == "ccomp" and (cleft := _cleft(verb.head)) is not None:
                return cleft
            verb = verb.head  # "rebels who officials say are backed by X": the pronoun is the inner clause's
        if verb.dep_ != "relcl" or not nominal(verb.head):
            return None
        return _described(verb.head) if any(child.lower_ == "that" for child in verb.lefts) else verb.head

    def _fill(self, token: Token, antecedent: Token | None) -> list[Token]:
        if antecedent is not None and token.lower_ in RELATIVE:
            return conjuncts(antecedent)
        return spread(meant(token))

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
        if dep == "pcomp" and verbal(governor := self.governor(head)):
            above = self.of(governor)
            controlled = head.lower_ in OBJECT_CONTROL and head.i > governor.i and above.objects
            return list(above.objects if controlled else above.surface), is_passive, "gerund"
        if dep == "pcomp" and head.head.lemma_ in self._undertakings:  # "has a policy of arming X"
            return self._owners(head.head), is_passive, "gerund"
        if dep == "pcomp" and head.head.pos_ == "ADJ" and verbal(head.head.head):  # "is committed to defeating"
            return list(self.of(head.head.head).surface), is_passive, "gerund"
        if dep == "pcomp" and head.dep_ == "agent":
            return [], is_passive, "gerund"
        return [], is_passive, "no subject"
