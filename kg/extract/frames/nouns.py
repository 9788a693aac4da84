"""The frames of nouns: of whom a noun is said, whose it is, what modifies it, what follows it."""

from collections.abc import Iterator

from spacy.tokens import Token

from ...model import Argument, Frame, Span
from ...ontology import Lexicon
from ..syntax import clause, conjuncts, entity_range, fronted, hyphenated, lemma, members, nominal, phrase, prepositions, verbal
from .framing import Reading, argument, build, prepositional, relative_preposition, variants_of

PREFIXES = frozenset({"pro", "anti", "counter"})
"""Prefixes that make a relation of the name behind their hyphen; a closed class."""


def noun_frames(noun: Token, number: int, reading: Reading) -> Iterator[Frame]:
    """The frame of a noun that has arguments or that the lexicon knows."""
    arguments: list[Argument] = []
    rule = "noun"
    for child in noun.children:
        dep = child.dep_
        if dep == "poss":
            owners = conjuncts(antecedent) if (antecedent := _whose(child)) is not None else conjuncts(child)
            arguments += [argument("possessor", t, reading) for t in owners]
        elif dep in ("compound", "amod", "nmod") and child.i < noun.i:
            arguments += [argument("modifier", t, reading) for t in _modifiers(child)]
        elif dep == "appos" and nominal(child) and _names_the_same(noun, child, reading):
            arguments.append(argument("subject", child, reading))
            rule = "apposition"
    if rule == "noun" and (holder := _named_behind(noun, reading)) is not None:
        arguments.append(argument("subject", holder, reading))
        rule = "apposition"
    arguments += prepositional(noun, reading)
    arguments += [argument("listed", t, reading) for t in _listed(noun)]
    arguments += _shared(noun, reading)
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.pos_ == "PROPN" and noun.right_edge.i < noun.head.i:
        # What stands between a subject and its verb is the subject's own; of "met X at Y" that is less sure.
        arguments += [a._replace(slot="own:at") for a in arguments if a.slot == "prep:at"][:1]
    beside = _beside(noun)
    if beside is not None:
        arguments.append(argument("beside", beside, reading))
    subjects, found_by = _predicated(noun, reading)
    arguments += [argument("subject", t, reading) for t in subjects]
    if found_by == "as" and noun.dep_ == "pobj":
        arguments += [argument("predecessor", t, reading) for t in _succeeded(noun.head.head, reading)]
    if found_by == "title":
        # The parser hangs all that stands before a name on the name: what stands before the title belongs to it.
        arguments += [argument("possessor" if c.dep_ == "poss" else "modifier", t, reading)
                      for c in noun.head.lefts if c.i < noun.i and c.dep_ in ("compound", "amod", "nmod", "poss")
                      for t in _modifiers(c)]
    wider = _after_comma(noun)
    if wider is not None:
        arguments.append(argument("comma", wider, reading))
    arguments += [argument("then:in", t, reading) for t in _followed(noun, reading)]
    arguments += [argument("verb:against", t, reading) for t in _aimed_at(noun, reading)]
    bearers = _bearers(noun, reading)
    received = noun.head.lower_ == "with" or (noun.dep_ == "dobj" and lemma(noun.head) in reading.lexicon.words("receiving"))
    arguments += [argument(slot, t, reading) for t in bearers for slot in ("bearer", "receiver" if received else "giver")]
    arguments += _copular_relative(noun, reading)
    if not arguments and hyphenated(noun) is None and not _known(lemma(noun), reading.lexicon):
        return
    arguments.insert(0, argument("self", noun, reading))
    variants = variants_of(noun, "noun")
    words = (lemma(noun), *variants, *(noun.doc[a.head].lemma_.lower() for a in arguments))
    if not any(a.head in reading.entities for a in arguments) and not any(_known(word, reading.lexicon) for word in words):
        return
    yield build(noun, "noun", arguments, number, reading, rule=found_by or rule, span=_noun_clause(noun, bool(found_by)),
                 variants=variants)


def _known(noun: str, lexicon: Lexicon) -> bool:
    return ("noun", noun) in lexicon.frames or noun in lexicon.titles


def _modifiers(token: Token) -> list[Token]:
    """A premodifier with its conjuncts and the modifiers inside it ("French and coalition soldiers", "Iraqi army base")."""
    found = conjuncts(token)
    found += [inner for known in list(found) for inner in known.lefts if inner.dep_ in ("compound", "amod", "nmod", "poss")]
    # "anti-X protests" are not X's, nor is "the North Y-trained brigade".
    return [t for t in found if not ((prefix := hyphenated(t)) is not None and prefix.lower_ in PREFIXES)
            and not (t.ent_iob_ == "B" and _begins_prefix(t))]


def _begins_prefix(first: Token) -> bool:
    """True for the first word of "North Korean" in "North Korean-trained", which the parser hangs on the noun."""
    doc, after = first.doc, entity_range(first)[1]
    return after > first.i + 1 and after + 1 < len(doc) and doc[after].tag_ == "HYPH" and doc[after + 1].tag_ == "VBN"


def _names_the_same(noun: Token, child: Token, reading: Reading) -> bool:
    """"the group's leader, X": a description or title followed by the name it describes."""
    return child.pos_ == "PROPN" and (noun.pos_ == "NOUN" or noun.lemma_.lower() in reading.lexicon.titles)


def _named_behind(noun: Token, reading: Reading) -> Token | None:
    """X of "the head of the Y Service, X, said": the parser hangs the name on the body that the title is in."""
    if noun.pos_ != "NOUN" or noun.tag_ == "NNS" or noun.lemma_.lower() not in reading.lexicon.titles:
        return None
    last = noun
    while True:
        inner = [t for prep in last.rights if prep.dep_ == "prep" for t in prep.rights if t.dep_ == "pobj"]
        if len(inner) != 1 or (inner[0].pos_ == "NOUN" and inner[0].lemma_.lower() in reading.lexicon.titles):
            return None
        last = inner[0]
        for child in last.rights:
            if child.dep_ == "appos" and child.pos_ == "PROPN" and child.ent_type_ == "PERSON":
                return child if child.left_edge.nbor(-1).text == "," else None


def _whose(determiner: Token) -> Token | None:
    """Whom a "whose" is about: the noun that its relative clause belongs to, else the one before it."""
    if determiner.lower_ != "whose" or determiner.is_sent_start:
        return None
    above = determiner.head
    while above.dep_ not in ("relcl", "ROOT"):
        above = above.head
    before = determiner.nbor(-1)
    noun = above.head if above.dep_ == "relcl" else before.nbor(-1) if before.text == "," and before.i else before
    return noun if nominal(noun) else None


def _listed(noun: Token) -> list[Token]:
    """X and Y of "towns such as X and Y", "X, Y and other members": what the noun says is said of each."""
    # Only the first of several looks behind the others, or a long list would be walked from each of its words.
    above = [noun] if noun.dep_ == "conj" else conjuncts(noun) if noun.n_rights else []
    found = [t for known in above for t in members(known) if t.pos_ == "PROPN"]
    if noun.dep_ == "conj" and any(child.lower_ == "other" for child in noun.lefts):
        first = noun.head
        while first.dep_ == "conj":
            first = first.head
        found += [t for t in conjuncts(first) if t.pos_ == "PROPN" and t.i < noun.i]
    return found


def _shared(noun: Token, reading: Reading) -> list[Argument]:
    """"the founder and leader of X": what the parser hangs on the first noun is behind the second, and the second's too."""
    if noun.dep_ != "conj" or noun.head.pos_ != "NOUN" or any(child.dep_ == "prep" for child in noun.rights):
        return []
    return [argument(f"prep:{name}", filler, reading) for name, preposition, fillers
            in prepositions(noun.head, reading.complex_nouns) if preposition.i == noun.i + 1 for filler in fillers]


def _predicated(noun: Token, reading: Reading) -> tuple[list[Token], str]:
    """Of whom the noun is said: apposition, copula, title before a name, "as N", "named N"."""
    head, dep = noun.head, noun.dep_
    if dep == "appos" and nominal(head):
        while head.dep_ == "appos" and nominal(head.head):  # "X, R-Ohio, chairman of Y": all is said of X
            head = head.head
        return [head], "apposition"
    if dep == "attr" and verbal(head):
        return list(reading.clauses.of(head).surface), "copula"
    if dep == "nsubj" and head.lemma_ == "be" and noun.pos_ == "NOUN":  # "their leader is X"
        named = [child for child in head.rights if child.dep_ == "attr" and child.tag_ == "NNP"]
        return named, "copula" if named else ""
    if dep == "oprd" and verbal(head):
        parts = reading.clauses.of(head)
        return list(parts.objects or parts.subjects), "copula"
    if dep == "pobj" and head.lower_ == "among" and head.head.lemma_ == "be":  # "among its backers are X and Y"
        return list(reading.clauses.of(head.head).surface), "copula"
    if dep == "pobj" and head.lower_ == "as" and verbal(head.head):
        parts = reading.clauses.of(head.head)
        if noun.lemma_ == "part":  # "sent ships as part of the fleet": both are
            return [*parts.subjects, *parts.objects], "as"
        succeeds = lemma(head.head) in reading.lexicon.words("succeeding")
        return list(parts.subjects if succeeds or not parts.objects else parts.objects), "as"
    if dep == "conj" and nominal(head):
        return _predicated(head, reading) if noun.pos_ == "NOUN" and head.dep_ in ("appos", "attr", "oprd", "pobj") else ([], "")
    if dep in ("compound", "nmod") and head.pos_ == "PROPN" and noun.i < head.i:
        return conjuncts(head) if noun.tag_ == "NNS" else [head], "title"
    beside = _between_commas(noun) if _known(lemma(noun), reading.lexicon) else None
    if beside is not None:
        return [beside], "apposition"
    if fronted(noun):
        return list(reading.clauses.of(head).surface), "apposition"
    return [], ""


def _succeeded(verb: Token, reading: Reading) -> list[Token]:
    """Y of "X succeeded Y as chairman", "X took over from Y as chairman"."""
    if lemma(verb) not in reading.lexicon.words("succeeding"):
        return []
    return [*reading.clauses.of(verb).objects, *(t for name, _, fillers in prepositions(verb, reading.complex_nouns)
                                                 if name == "from" for t in fillers)]


def _between_commas(noun: Token) -> Token | None:
    """The name that a description stands beside, where the parser hangs one of the two elsewhere.

    "In X, the capital of Y, ..." and "sacked the commander of the zone, Colonel X."
    """
    doc, first, after = noun.doc, noun.left_edge.i, noun.right_edge.i + 1
    if noun.pos_ != "NOUN" or noun.dep_ == "conj" or doc[first].dep_ not in ("det", "poss") or after >= len(doc):
        return None
    enclosed = doc[after].text == "," and not (after + 1 < len(doc) and doc[after + 1].dep_ == "cc")
    if enclosed and first > 1 and doc[first - 1].text == "," and doc[first - 2].pos_ == "PROPN":
        return doc[first - 2]
    if doc[after].text != "," or after + 1 >= len(doc) or doc[after + 1].pos_ != "PROPN":
        return None
    name = doc[after + 1]
    while name.dep_ == "compound" and name.head.i > name.i:
        name = name.head
    ends = name.right_edge.i + 1
    alone = name.dep_ in ("npadvmod", "dep", "ROOT", "appos", "nsubj") and name.head != noun and name.pos_ == "PROPN"
    return name if alone and (ends >= len(doc) or doc[ends].is_punct) else None


def _beside(noun: Token) -> Token | None:
    """X of "a report from X, the capital of Y", where the parser makes the description one of the report."""
    first = noun.left_edge.i
    if noun.dep_ != "appos" or noun.pos_ != "NOUN" or first < 2 or noun.doc[first - 1].text != ",":
        return None
    name = noun.doc[first - 2]
    while name.dep_ == "compound" and name.head.i < first:
        name = name.head
    return name if name.pos_ == "PROPN" and name != noun.head else None


def _after_comma(noun: Token) -> Token | None:
    """Y of "X, Y" where both are names and nothing stands between: "Alexandria, Va.", "Karbala, Iraq"."""
    name = noun.pos_ == "PROPN" or any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in noun.lefts)  # "Basra province, Iraq"
    if not name or noun.i + 2 >= len(noun.doc) or noun.nbor().text != ",":
        return None
    after = noun.nbor(2)
    if len(after) == 1 and after.i + 2 < len(noun.doc) and after.nbor().text == "-":  # "X, R-Ohio"
        after = after.nbor(2)
    while (after.dep_ in ("compound", "amod", "nmod", "nummod") and after.i < after.head.i <= after.i + 3
           and after.nbor().text not in ("(", ",")):
        after = after.head
    listed = after.dep_ == "conj" and any(c.dep_ == "cc" for t in (noun.head, noun, after, *after.rights) for c in t.rights)
    return after if after.pos_ == "PROPN" and after.dep_ != "compound" and not listed else None


def _followed(noun: Token, reading: Reading) -> list[Token]:
    """Y of "X in Y" where both are names, though the parser hangs "in Y" on the verb: "the summit was held at X in Y"."""
    if noun.pos_ != "PROPN" or noun.i + 2 >= len(noun.doc) or noun.nbor().lower_ != "in" or noun.nbor().head == noun:
        return []
    if noun.head.lower_ in ("of", "from") and (noun.head.head.pos_ == "ADV" or noun.head.head.lower_ in reading.complex_nouns):
        return []  # "ten miles north of X in Y"
    return [t for child in noun.nbor().rights if child.dep_ == "pobj" for t in _modifiers(child) if t.pos_ == "PROPN"]


def _bearers(noun: Token, reading: Reading) -> list[Token]:
    """Of whom a relational noun holds that is the object of a verb: "X has ties to Y", "X provides support for Y"."""
    verb = noun.head
    words = reading.lexicon.words
    if noun.dep_ == "pobj" and verb.lower_ == "with" and nominal(verb.head):  # "a cleric with ties to X"
        return conjuncts(verb.head)
    if noun.dep_ == "pobj" and verb.lower_ in ("at", "in"):
        above = verb.head
        if above.lemma_ == "be":  # "X is at war with Y"
            return list(reading.clauses.of(above).surface)
        if verb.lower_ == "in" and above.i < verb.i:  # "Z helps X in the fight against Y", "support for X in the fight against Y"
            if verbal(above):
                return list(reading.clauses.of(above).objects)
            helped = [t for name, _, fillers in prepositions(above, reading.complex_nouns) if name in ("for", "to", "of")
                      for t in fillers]
            return helped or conjuncts(above)
    if (noun.dep_ != "dobj" or not verbal(verb) or lemma(verb) in words("not-agent") - words("own-fight")
            or lemma(verb) in words("planning")):
        return []
    return list(reading.clauses.of(verb).subjects)


def _aimed_at(noun: Token, reading: Reading) -> list[Token]:
    """Y of "X wages an insurgency against Y", where the parser hangs "against" on the verb."""
    if noun.dep_ != "dobj" or noun.pos_ != "NOUN":
        return []
    behind = noun.right_edge.i + 1
    return [t for name, preposition, fillers in prepositions(noun.head, reading.complex_nouns)
            if name == "against" and preposition.i == behind for t in fillers]


def _copular_relative(noun: Token, reading: Reading) -> list[Argument]:
    """"the front, of which X is a member": the preposition hangs on the copula, its noun is the predicate."""
    if noun.dep_ == "attr" and verbal(noun.head):
        return relative_preposition(noun.head, reading) + [a for a in prepositional(noun.head, reading)]
    return []


def _noun_clause(noun: Token, predicated: bool) -> Span:
    """The passage of a noun frame: its phrase with what follows it, and what it is predicated of."""
    own = clause(noun)
    if predicated and noun.head != noun:
        above = noun.head if noun.dep_ != "pobj" else noun.head.head
        start = min(own.start, phrase(above).start if nominal(above) else above.left_edge.idx)
        return Span(start, max(own.end, above.idx + len(above)))
    return own
