"""Frames: every predicate of a document with its arguments, read off the parse once.

Relations and events never look at syntax: they read these. A frame exists for each verb, for each noun that has arguments
or that the lexicon knows, and for each predicative or hyphenated adjective; which of them mean anything is the lexicon's to say.
"""

import functools
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from ..model import Argument, Certainty, Frame, Span, Status
from ..ontology import Lexicon
from .commitment import Commitment
from .status import Commitments
from .syntax import Clauses, clause, conjuncts, fronted, hyphenated, infinitive, lemma, nominal, phrase, prepositions, verbal

AUXILIARY = frozenset({"aux", "auxpass"})
PREFIXES = frozenset({"pro", "anti", "counter"})
"""Prefixes that make a relation of the name behind their hyphen; a closed class."""
LANGUAGES = frozenset({"NORP", "LANGUAGE"})
"""Labels of what nothing is in: "a broadcast in Danish" is in no country."""
PREFIX_LENGTHS = frozenset(map(len, PREFIXES))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all frames of one doc share."""

    clauses: Clauses
    commitments: Commitments
    lexicon: Lexicon
    times: dict[int, tuple[tuple[int, int], ...]]
    complex_nouns: frozenset[str]
    entities: Container[int]


def frames(sentences: Iterable[Sentence], times: Sequence[tuple[int, int]], *, lexicon: Lexicon,
           entities: Container[int] | None = None) -> tuple[Frame, ...]:
    """The frames of a document's sentences, in text order.

    `times` are the token ranges of its time expressions (`dates.time_expressions`). `entities` are the tokens that stand for
    one, by default all: a noun makes a frame only where one takes part, or where the lexicon knows it or its argument.
    """
    wanted = list(sentences)
    if not wanted:
        return ()
    doc = wanted[0].doc
    clauses = Clauses(doc)
    commitments = Commitments(doc, clauses, lexicon)
    reading = _Reading(clauses, commitments, lexicon, _governed(doc, times, lexicon), lexicon.words("complex-preposition"),
                       range(len(doc)) if entities is None else entities)
    return tuple(frame for number, sentence in enumerate(wanted) for frame in _sentence(sentence, number, reading))


def _sentence(sentence: Sentence, number: int, reading: _Reading) -> Iterator[Frame]:
    for token in sentence:
        pos = token.pos_
        if pos == "VERB" or (pos == "AUX" and token.dep_ not in AUXILIARY):
            yield _verb_frame(token, number, reading)
        elif pos in ("NOUN", "PROPN"):
            known = token.lemma_.lower() in reading.lexicon.titles or ("noun", token.lemma_.lower()) in reading.lexicon.frames
            if known or token.dep_ not in ("compound", "nmod"):
                yield from _noun_frames(token, number, reading)
        elif (pos == "ADJ" and (token.dep_ in ("acomp", "oprd", "conj", "ROOT", "advcl", "relcl", "appos", "amod", "acl",
                                               "ccomp"))):
            yield from _adjective_frame(token, number, reading)
        if len(token) in PREFIX_LENGTHS and token.lower_ in PREFIXES:
            yield from _prefix_frame(token, number, reading)


def _governed(doc: Doc, times: Sequence[tuple[int, int]], lexicon: Lexicon) -> dict[int, tuple[tuple[int, int], ...]]:
    """Predicate's token index -> the time expressions that belong to it."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in times:
        root = doc[start:end].root
        governor = root.head
        while governor.pos_ in ("ADP", "ADV", "PART", "SCONJ", "NUM") and governor.head != governor:
            governor = governor.head
        if root.dep_ in ("pobj", "npadvmod", "advmod"):
            # "seized three men near the bridge on Monday": the parser likes to hang the day on the nearest noun.
            while not verbal(governor) and governor.head != governor and ("noun", governor.lemma_.lower()) not in lexicon.frames:
                governor = governor.head
        if governor != root:
            found.setdefault(governor.i, []).append((start, end))
    return {i: tuple(ranges) for i, ranges in found.items()}


def _argument(slot: str, head: Token, reading: _Reading) -> Argument:
    return Argument(slot, _counted(head, reading).i)


def _counted(noun: Token, reading: _Reading) -> Token:
    """"Dozens of fighters", "300 of its members": what is counted is meant, not the count."""
    counts = noun.tag_ == "CD" or (noun.pos_ != "PROPN" and noun.lemma_.lower() in reading.lexicon.words("partitive"))
    if noun.n_rights and counts:
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((inner for inner in child.rights if inner.dep_ == "pobj"), noun)
    return noun


def _build(token: Token, pos: Literal["verb", "noun", "adjective"], arguments: list[Argument], number: int, reading: _Reading, *,
           rule: str, name: str | None = None, span: Span | None = None, variants: tuple[str, ...] | None = None) -> Frame:
    commitment = reading.commitments.of(token)
    given = reading.commitments.signs.of_noun(token) if pos == "noun" else commitment
    return Frame(
        name or lemma(token), pos, token.i, span or clause(token), number, tuple(dict.fromkeys(arguments)),
        _variants(token, pos) if variants is None else variants,
        _status(commitment), _status(given), commitment.speaker, reading.times.get(token.i, ()), _tense(token, reading), rule,
    )


def _status(commitment: Commitment) -> Status:
    return _shared_status(commitment.certainty, commitment.negated, commitment.ended)


@functools.cache
def _shared_status(certainty: Certainty, negated: bool, ended: bool) -> Status:
    return Status(certainty, "negated" if negated else "affirmed", None, ended)


def _variants(token: Token, pos: str) -> tuple[str, ...]:
    """Longer forms under which the lexicon may know the predicate, longest first."""
    base = lemma(token)
    if pos == "verb":
        found = []
        for child in token.rights:
            if child.dep_ == "dobj":
                found.append(f"{base} {child.lemma_.lower()}")
            elif child.dep_ == "prep":
                found += [f"{base} {child.lower_} {inner.lemma_.lower()}" for inner in child.rights if inner.dep_ == "pobj"]
        return tuple(found)
    if pos == "noun":
        before = [child for child in token.lefts if child.dep_ in ("compound", "amod", "nmod")]
        words = [child.lower_ if child.tag_ in ("VBG", "VBN") else child.lemma_.lower() for child in before]
        longest = [" ".join([*words[i:], base]) for i in range(len(words))]
        prefix = hyphenated(token)
        joined = [f"{prefix.lower_} {base}", f"{prefix.lower_}-{base}"] if prefix is not None else []
        of = [f"{base} of {inner.lemma_.lower()}" for child in token.rights if child.dep_ == "prep" and child.lower_ == "of"
              for inner in child.rights if inner.dep_ == "pobj"]  # "chief of staff", "secretary of state"
        behind = [f"{base} {child.lower_}" for child in token.rights if child.i == token.i + 1 and child.dep_ == "amod"]
        return tuple(dict.fromkeys([*behind, *joined, *(f"{word} {form}" for form in of for word in words[-1:]), *of, *longest,
                                    *(f"{word} {base}" for word in words)]))
    return ()


def _tense(token: Token, reading: _Reading) -> Literal["past", "present", "future"]:
    """Tense of the clause that holds the token: future for *will* and infinitives, else that of the finite verb."""
    verb = token
    while not verbal(verb) and verb.head != verb:
        verb = verb.head
    if not verbal(verb):
        return "past"
    auxiliaries = {child.lower_ for child in verb.lefts if child.dep_ in AUXILIARY}
    if auxiliaries & reading.lexicon.words("future") or (infinitive(verb) and verb.dep_ in ("xcomp", "advcl", "acl")):
        return "future"
    if verb.tag_ in ("VBP", "VBZ") and not auxiliaries:
        return "present"
    return "past"


# -- verbs


def _verb_frame(verb: Token, number: int, reading: _Reading) -> Frame:
    parts = reading.clauses.of(verb)
    arguments = [_argument("subject", t, reading) for t in parts.subjects] + [_argument("object", t, reading)
                                                                              for t in parts.objects]
    if verb.dep_ == "amod" and verb.head.dep_ == "compound" and verb.head.head.pos_ == "PROPN":  # "the Oslo-born writer X"
        arguments.append(_argument("object", verb.head.head, reading))
    for child in verb.children:
        if child.dep_ == "dative" and nominal(child):
            arguments += [_argument("indirect", t, reading) for t in conjuncts(child)]
        elif child.dep_ in ("attr", "oprd", "acomp"):
            arguments += [_argument("complement", t, reading) for t in conjuncts(child)]
        elif child.dep_ in ("ccomp", "xcomp", "advcl"):
            arguments.append(Argument(f"clause:{_mark(child)}" if child.dep_ == "advcl" else "clause", child.i))
    arguments += _prepositional(verb, reading)
    arguments += _relative_preposition(verb, reading)
    prefix = _hyphenated(verb)
    if prefix is not None:
        arguments.append(_argument("prefix", prefix, reading))
    # "the Libyan-backed militia" is evidence as a whole, not its participle alone.
    passage = phrase(verb.head) if verb.dep_ == "amod" and nominal(verb.head) else None
    return _build(verb, "verb", arguments, number, reading, rule=parts.rule, span=passage)


def _mark(verb: Token) -> str:
    """The conjunction that opens an adverbial clause, "" for a participle."""
    return next((child.lower_ for child in verb.lefts if child.dep_ in ("mark", "advmod") and child.tag_ in ("IN", "WRB")), "")


def _prepositional(token: Token, reading: _Reading) -> list[Argument]:
    return [_argument(f"prep:{name}", filler, reading) for name, _, fillers in prepositions(token, reading.complex_nouns)
            for filler in fillers if filler.lower_ not in ("which", "whom", "who")
            and not (name == "in" and filler.ent_type_ in LANGUAGES)]


def _relative_preposition(verb: Token, reading: _Reading) -> list[Argument]:
    """"a front of which X is a member", "the base they fired at", "the town where": the antecedent fills its place."""
    if verb.dep_ != "relcl" or not nominal(verb.head):
        return []
    where = any(child.lower_ == "where" for told in conjuncts(verb) for child in told.lefts)
    found = [_argument("prep:in", verb.head, reading)] if where else []
    for name, _, fillers in prepositions(verb, reading.complex_nouns):
        if any(filler.lower_ in ("which", "whom", "who") for filler in fillers):
            found.append(_argument(f"prep:{name}", verb.head, reading))
    for child in verb.rights:
        if child.dep_ == "prep" and not any(child.children):
            found.append(_argument(f"prep:{child.lower_}", verb.head, reading))
    return found


def _hyphenated(token: Token) -> Token | None:
    """X of "X-backed", a name."""
    before = hyphenated(token)
    return before if before is not None and before.text[:1].isupper() else None


# -- nouns


def _noun_frames(noun: Token, number: int, reading: _Reading) -> Iterator[Frame]:
    arguments: list[Argument] = []
    rule = "noun"
    for child in noun.children:
        dep = child.dep_
        if dep == "poss":
            arguments += [_argument("possessor", t, reading) for t in conjuncts(child)]
        elif dep in ("compound", "amod", "nmod") and child.i < noun.i:
            arguments += [_argument("modifier", t, reading) for t in _modifiers(child)]
        elif dep == "appos" and nominal(child) and _names_the_same(noun, child, reading):
            arguments.append(_argument("subject", child, reading))
            rule = "apposition"
    arguments += _prepositional(noun, reading)
    arguments += _shared(noun, reading)
    subjects, found_by = _predicated(noun, reading)
    arguments += [_argument("subject", t, reading) for t in subjects]
    if found_by == "title":
        # The parser hangs all that stands before a name on the name: what stands before the title belongs to it.
        arguments += [_argument("possessor" if c.dep_ == "poss" else "modifier", t, reading)
                      for c in noun.head.lefts if c.i < noun.i and c.dep_ in ("compound", "amod", "nmod", "poss")
                      for t in _modifiers(c)]
    wider = _after_comma(noun)
    if wider is not None:
        arguments.append(_argument("comma", wider, reading))
    arguments += [_argument("then:in", t, reading) for t in _followed(noun, reading)]
    bearers = _bearers(noun, reading)
    received = noun.dep_ == "dobj" and lemma(noun.head) in reading.lexicon.words("receiving")
    arguments += [_argument(slot, t, reading) for t in bearers for slot in ("bearer", "receiver" if received else "giver")]
    arguments += _copular_relative(noun, reading)
    if not arguments and hyphenated(noun) is None and not _known(lemma(noun), reading.lexicon):
        return
    arguments.insert(0, _argument("self", noun, reading))
    variants = _variants(noun, "noun")
    words = (lemma(noun), *variants, *(noun.doc[a.head].lemma_.lower() for a in arguments))
    if not any(a.head in reading.entities for a in arguments) and not any(_known(word, reading.lexicon) for word in words):
        return
    yield _build(noun, "noun", arguments, number, reading, rule=found_by or rule, span=_noun_clause(noun, bool(found_by)),
                 variants=variants)


def _known(noun: str, lexicon: Lexicon) -> bool:
    return ("noun", noun) in lexicon.frames or noun in lexicon.titles


def _modifiers(token: Token) -> list[Token]:
    """A premodifier with its conjuncts and the modifiers inside it ("French and coalition soldiers", "Iraqi army base")."""
    found = conjuncts(token)
    found += [inner for known in list(found) for inner in known.lefts if inner.dep_ in ("compound", "amod", "nmod", "poss")]
    # "anti-X protests" are not X's
    return [t for t in found if not ((prefix := hyphenated(t)) is not None and prefix.lower_ in PREFIXES)]


def _names_the_same(noun: Token, child: Token, reading: _Reading) -> bool:
    """"the group's leader, X": a description or title followed by the name it describes."""
    return child.pos_ == "PROPN" and (noun.pos_ == "NOUN" or noun.lemma_.lower() in reading.lexicon.titles)


def _shared(noun: Token, reading: _Reading) -> list[Argument]:
    """"the founder and leader of X": what the parser hangs on the first noun is behind the second, and the second's too."""
    if noun.dep_ != "conj" or noun.head.pos_ != "NOUN" or any(child.dep_ == "prep" for child in noun.rights):
        return []
    return [_argument(f"prep:{name}", filler, reading) for name, preposition, fillers
            in prepositions(noun.head, reading.complex_nouns) if preposition.i == noun.i + 1 for filler in fillers]


def _predicated(noun: Token, reading: _Reading) -> tuple[list[Token], str]:
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
    if dep == "pobj" and head.lower_ == "as" and verbal(head.head):
        parts = reading.clauses.of(head.head)
        return list(parts.objects or parts.subjects), "as"
    if dep == "conj" and nominal(head):
        return _predicated(head, reading) if noun.pos_ == "NOUN" and head.dep_ in ("appos", "attr", "oprd", "pobj") else ([], "")
    if dep in ("compound", "nmod") and head.pos_ == "PROPN" and noun.i < head.i:
        return [head], "title"
    beside = _between_commas(noun) if _known(lemma(noun), reading.lexicon) else None
    if beside is not None:
        return [beside], "apposition"
    if fronted(noun):
        return list(reading.clauses.of(head).surface), "apposition"
    return [], ""


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


def _after_comma(noun: Token) -> Token | None:
    """Y of "X, Y" where both are names and nothing stands between: "Alexandria, Va.", "Karbala, Iraq"."""
    name = noun.pos_ == "PROPN" or any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in noun.lefts)  # "Basra province, Iraq"
    if not name or noun.i + 2 >= len(noun.doc) or noun.nbor().text != ",":
        return None
    after = noun.nbor(2)
    if len(after) == 1 and after.i + 2 < len(noun.doc) and after.nbor().text == "-":  # "X, R-Ohio"
        after = after.nbor(2)
    while after.dep_ in ("compound", "amod", "nmod", "nummod") and after.i < after.head.i <= after.i + 3:
        after = after.head
    return after if after.pos_ == "PROPN" and after.dep_ not in ("compound", "conj") else None


def _followed(noun: Token, reading: _Reading) -> list[Token]:
    """Y of "X in Y" where both are names, though the parser hangs "in Y" on the verb: "the summit was held at X in Y"."""
    if noun.pos_ != "PROPN" or noun.i + 2 >= len(noun.doc) or noun.nbor().lower_ != "in" or noun.nbor().head == noun:
        return []
    if noun.head.lower_ in ("of", "from") and (noun.head.head.pos_ == "ADV" or noun.head.head.lower_ in reading.complex_nouns):
        return []  # "ten miles north of X in Y"
    return [t for child in noun.nbor().rights if child.dep_ == "pobj" for t in _modifiers(child) if t.pos_ == "PROPN"]


def _bearers(noun: Token, reading: _Reading) -> list[Token]:
    """Of whom a relational noun holds that is the object of a verb: "X has ties to Y", "X provides support for Y"."""
    verb = noun.head
    words = reading.lexicon.words
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
    if (noun.dep_ != "dobj" or not verbal(verb) or lemma(verb) in words("not-agent") - {"have"}
            or lemma(verb) in words("planning")):
        return []
    return list(reading.clauses.of(verb).subjects)


def _copular_relative(noun: Token, reading: _Reading) -> list[Argument]:
    """"the front, of which X is a member": the preposition hangs on the copula, its noun is the predicate."""
    if noun.dep_ == "attr" and verbal(noun.head):
        return _relative_preposition(noun.head, reading) + [a for a in _prepositional(noun.head, reading)]
    return []


def _noun_clause(noun: Token, predicated: bool) -> Span:
    """The passage of a noun frame: its phrase with what follows it, and what it is predicated of."""
    own = clause(noun)
    if predicated and noun.head != noun:
        above = noun.head if noun.dep_ != "pobj" else noun.head.head
        start = min(own.start, phrase(above).start if nominal(above) else above.left_edge.idx)
        return Span(start, max(own.end, above.idx + len(above)))
    return own


# -- adjectives


def _adjective_frame(adjective: Token, number: int, reading: _Reading) -> Iterator[Frame]:
    arguments = _prepositional(adjective, reading)
    head, dep = adjective.head, adjective.dep_
    rule = "predicate adjective"
    subjects: list[Token] = []
    if dep == "conj" and head.pos_ == "ADJ":
        dep, head = head.dep_, head.head
    if dep in ("acomp", "oprd", "advcl") and verbal(head):
        parts = reading.clauses.of(head)
        subjects = list(parts.objects if dep == "oprd" and parts.objects else parts.surface)
    elif dep in ("amod", "appos", "relcl", "acl") and nominal(head):
        subjects, rule = conjuncts(head) if adjective.i > head.i else [head], "attribute"
        owners = [t for child in head.lefts if child.dep_ == "poss" for t in conjuncts(child)]  # "her native X"
        arguments += [_argument("possessor", t, reading) for t in owners]
    own = [t for child in adjective.lefts if child.dep_ == "nsubj" for t in conjuncts(child)]  # "left six people dead"
    if own:
        subjects, rule = own, "predicate adjective"
    arguments += [_argument("subject", t, reading) for t in subjects]
    prefix = _hyphenated(adjective)
    if prefix is not None:
        arguments.append(_argument("prefix", prefix, reading))
        rule = "hyphenated adjective"
    means = ("adjective", adjective.lower_) in reading.lexicon.frames or adjective.lower_ in reading.lexicon.words("probable")
    if len({a.slot for a in arguments}) > 1 or (arguments and means):
        # A predicate adjective is committed to as its copula is: the walk starts there.
        anchor = head if dep in ("acomp", "oprd", "ccomp") and verbal(head) else adjective
        span = (clause(anchor) if anchor != adjective else Span(min(phrase(s).start for s in subjects) if subjects
                                                                else adjective.idx,
                                                                  max([adjective.idx + len(adjective),
                                                                       *(s.idx + len(s) for s in subjects)])))
        frame = _build(anchor, "adjective", arguments, number, reading, rule=rule, name=adjective.lower_, span=span)
        yield frame


def _prefix_frame(token: Token, number: int, reading: _Reading) -> Iterator[Frame]:
    """"pro-X militia", "anti-X protests": the name behind the hyphen and the noun that both modify."""
    if token.i + 2 >= len(token.doc) or token.nbor().text != "-":
        return
    name = token.nbor(2)
    noun = name
    while noun.dep_ in ("compound", "amod", "nmod", "npadvmod", "pobj", "punct") and noun.head != noun and noun.head.i > name.i:
        noun = noun.head
    if noun != name:
        arguments = [_argument("subject", noun, reading), _argument("prefix", name, reading)]
        yield _build(noun, "adjective", arguments, number, reading, rule="hyphenated adjective", name=token.lower_,
                     span=phrase(noun))
