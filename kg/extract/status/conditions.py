"""Clauses that hold on a condition ("if X, Y"), and states that the text says are over ("until 2011")."""

from spacy.tokens import Token

from ...ontology import Lexicon
from ..syntax import infinitive, nominal, verbal


class Conditions:
    """What the verbs of one doc are made to depend on."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._condition, self._concession, self._case = words("condition"), words("concession"), words("case-noun")
        self._until, self._closing = words("until"), words("closing")

    def marks(self, mark: Token) -> bool:
        """True for the "if" of a condition, also in two words ("as long as")."""
        return mark.lower_ in self._condition or (
            mark.i > 0 and f"{mark.nbor(-1).lower_} {mark.lower_}" in self._condition)

    def sets(self, child: Token) -> bool:
        """True for the child of a verb that makes it depend: "if the report is true, X arms Y", "provided that X agrees".

        "Even if" and "as if" do not.
        """
        if child.dep_ == "advcl":
            return verbal(child) and not infinitive(child) and any(
                c.dep_ in ("mark", "advmod") and self.marks(c) and not (c.i and c.nbor(-1).lower_ in self._concession)
                for c in child.lefts)
        return child.dep_ == "prep" and self.marks(child) and any(c.dep_ == "pcomp" for c in child.rights)

    def case(self, verb: Token) -> bool:
        """True for the clause of "in case X attacks", "in the event that X attacks", and for that of "provided that"."""
        head = verb.head
        if verb.dep_ == "pcomp":
            return head.lower_ in self._condition
        return (verb.dep_ in ("acl", "relcl") and nominal(head) and head.dep_ == "pobj" and head.head.dep_ == "prep"
                and head.lemma_.lower() in self._case and head.head.lower_ in ("in", "on"))

    def ends(self, child: Token) -> bool:
        """True for the child of a verb that says how long it lasted: "until 2011", "from 1990 to 1996", "until it fell"."""
        if child.dep_ == "advcl":
            return any(c.dep_ == "mark" and c.lower_ in self._until for c in child.lefts)
        if child.dep_ != "prep":
            return False
        if child.lower_ in self._until:
            return True
        return child.lower_ == "from" and any(c.dep_ == "pobj" and c.ent_type_ == "DATE" for c in child.rights) and any(
            c.dep_ == "prep" and c.lower_ in self._closing for c in child.rights)
