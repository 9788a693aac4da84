"""Frames: every predicate of a document with its arguments, read off the parse once.

Relations and events never look at syntax: they read these. A frame exists for each verb, for each noun that has arguments
or that the lexicon knows, and for each predicative or hyphenated adjective; which of them mean anything is the lexicon's to say.
"""

from collections.abc import Container, Iterable, Iterator, Sequence

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from ...model import Argument, Frame
from ...ontology import Lexicon
from ..clauses import Clause, Clauses
from ..status.verbs import Commitments
from ..syntax import conjuncts, lemma, nominal, phrase, prepositions
from .adjectives import adjective_frame, prefix_frame
from .framing import (
    AUXILIARY,
    Reading,
    argument,
    behind,
    build,
    governed,
    named_prefix,
    prepositional,
    relative_preposition,
    rulers,
    variants_of,
)
from .nouns import PREFIXES, noun_frames

PREFIX_LENGTHS = frozenset(map(len, PREFIXES))


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
    clauses = Clauses(lexicon)
    commitments = Commitments(doc, clauses, lexicon)
    reading = Reading(clauses, commitments, lexicon, governed(doc, times, lexicon), lexicon.words("complex-preposition"),
                       range(len(doc)) if entities is None else entities)
    return tuple(frame for number, sentence in enumerate(wanted) for frame in _sentence(sentence, number, reading))


def _sentence(sentence: Sentence, number: int, reading: Reading) -> Iterator[Frame]:
    for token in sentence:
        pos = token.pos_
        if pos == "VERB" or (pos == "AUX" and token.dep_ not in AUXILIARY):
            yield _verb_frame(token, number, reading)
        elif pos in ("NOUN", "PROPN"):
            known = token.lemma_.lower() in reading.lexicon.titles or ("noun", token.lemma_.lower()) in reading.lexicon.frames
            if known or token.dep_ not in ("compound", "nmod"):
                yield from noun_frames(token, number, reading)
        elif (pos == "ADJ" and (token.dep_ in ("acomp", "oprd", "conj", "ROOT", "advcl", "relcl", "appos", "amod", "acl",
                                               "ccomp"))):
            yield from adjective_frame(token, number, reading)
        if len(token) in PREFIX_LENGTHS and token.lower_ in PREFIXES:
            yield from prefix_frame(token, number, reading)


def _verb_frame(verb: Token, number: int, reading: Reading) -> Frame:
    parts = reading.clauses.of(verb)
    if _subject_is_object(verb, parts, reading):
        parts = Clause((), parts.subjects, parts.surface, "passive")
    arguments = [argument("subject", t, reading) for t in parts.subjects] + [argument("object", t, reading)
                                                                              for t in parts.objects]
    arguments += [argument("owner", t, reading) for noun in parts.objects for t in _owners(noun, reading)]
    efforts = reading.lexicon.words("effort")
    arguments += [argument("striver", t, reading) for noun in parts.objects if noun.lemma_.lower() in efforts
                  for t in behind(noun, reading)]
    if verb.dep_ == "amod" and verb.head.dep_ == "compound" and verb.head.head.pos_ == "PROPN":  # "the Oslo-born writer X"
        arguments.append(argument("object", verb.head.head, reading))
    for child in verb.children:
        if child.dep_ == "dative" and nominal(child):
            arguments += [argument("indirect", t, reading) for t in conjuncts(child)]
        elif child.dep_ in ("attr", "oprd", "acomp"):
            arguments += [argument("complement", t, reading) for t in conjuncts(child)]
        elif child.dep_ in ("ccomp", "xcomp", "advcl"):
            arguments.append(Argument(f"clause:{_mark(child)}" if child.dep_ == "advcl" else "clause", child.i))
    arguments += prepositional(verb, reading)
    arguments += relative_preposition(verb, reading)
    prefix = named_prefix(verb)
    if prefix is not None:
        arguments.append(argument("prefix", prefix, reading))
    # "the Libyan-backed militia" is evidence as a whole, not its participle alone.
    passage = phrase(verb.head) if verb.dep_ == "amod" and nominal(verb.head) else None
    variants = list(variants_of(verb, "verb"))
    if parts.rule != "active":  # "weapons were supplied to X"
        variants += [f"{lemma(verb)} {t.lemma_.lower()}" for t in parts.objects if t.pos_ == "NOUN"]
    return build(verb, "verb", arguments, number, reading, rule=parts.rule, span=passage, variants=tuple(dict.fromkeys(variants)))


def _subject_is_object(verb: Token, parts: Clause, reading: Reading) -> bool:
    """ "Nine were hurt and 46 arrested", "Mayor shot dead": a past tense of what cannot do without an object."""
    if verb.tag_ != "VBD" or parts.rule != "active" or parts.objects or any(c.dep_ == "aux" for c in verb.lefts):
        return False
    shot_dead = any(c.dep_ == "oprd" and c.lower_ == "dead" for c in verb.rights)
    return (shot_dead or lemma(verb) in reading.lexicon.words("needs-object")) and not any(
        c.dep_ in ("ccomp", "xcomp", "prt", "dative", "conj") for c in verb.rights)


def _owners(noun: Token, reading: Reading) -> list[Token]:
    """Whose assets or rule the object is: "froze the assets of X", "fought Y's rule"."""
    if noun.lemma_.lower() not in reading.lexicon.words("holdings"):
        return rulers(noun, reading)
    return [t for child in noun.lefts if child.dep_ == "poss" for t in conjuncts(child)] + [
        t for name, _, fillers in prepositions(noun, reading.complex_nouns) if name in ("of", "belonging to") for t in fillers]


def _mark(verb: Token) -> str:
    """The conjunction that opens an adverbial clause, "" for a participle."""
    return next((child.lower_ for child in verb.lefts if child.dep_ in ("mark", "advmod") and child.tag_ in ("IN", "WRB")), "")
