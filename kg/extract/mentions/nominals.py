"""Noun phrases and pronouns as mentions: their extent, kind and number."""

from collections.abc import Iterator

from text_to_num import text2num

from ...model import Mention, Span
from ...ontology import Lexicon
from ..classes.kinds import BRANCH, ORGANIZATIONS, Scene, noun_kind
from ..columns import Columns

TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "LAW", "LANGUAGE"})
"""Labels of what is no entity of the ontology."""
LONGEST = 25
"""Words that may follow the head of a noun phrase."""
INNER = frozenset({"compound", "nmod", "amod", "npadvmod", "quantmod", "advmod", "nummod"})
"""Dependencies of words that build no phrase of their own."""
PRONOUN_SETS = ("pronounsHe", "pronounsShe", "pronounsIt", "pronounsThey", "pronounsI", "pronounsWe")
PRONOUN_CLASS = {"pronounsHe": "Person", "pronounsShe": "Person", "pronounsI": "Person"}


def nominals(scene: Scene, taken: list[int]) -> Iterator[Mention]:
    """The noun phrases whose head is no name's token. `taken[i]` is 1 where a name holds token i.

    cls is "" where the lexicon does not know the head: such a phrase can still be what "it" stands for.
    """
    page = scene.page
    quantities = scene.words("quantities")
    for i in range(len(page)):
        if not taken[i] and page.dep[i] in ARGUMENTS and page.pos[i] in ("NUM", "ADJ", "VERB"):
            found = _counted(scene, i) if page.pos[i] == "NUM" else _people(page, i)
            if found:
                yield found
            continue
        if taken[i] or page.pos[i] not in ("NOUN", "PROPN") or (page.label[i] in TIMES and page.tag[i] != "NNS"):
            continue
        if page.label[i] in ("DATE", "TIME", "MONEY", "PERCENT"):
            continue
        if page.pos[i] == "PROPN" and i > 1 and " ".join(page.lower[i - 2 : i + 1]) in scene.ontology.lexicon.titles:
            continue
        inner = page.dep[i] in INNER and page.head[i] > i
        if inner:
            cls = _inside(scene, i)
            if cls:
                yield _mention(page, i, i, i + 1, cls, None, False)
            continue
        if page.lemma[i].lower() in quantities and partitive(page, i) is not None:
            continue
        cls = noun_kind(scene, i) or ""
        start, end = extent(page, i)
        if BRANCH.get(cls) in ("Person", "PersonGroup", "Organization") and page.dep[i] == "pobj":
            start = _quantity_start(page, i, start, quantities)
        yield _mention(page, i, start, end, cls, number(page, i), page.tag[i] in ("NNS", "NNPS") or cls == "PersonGroup")


ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr", "poss"})


def _counted(scene: Scene, i: int) -> Mention | None:
    """Some of a group: "more than 300 of its fighters"."""
    page = scene.page
    whole = partitive(page, i)
    if whole is None or page.pos[whole] != "NOUN":
        return None
    cls = noun_kind(scene, whole)
    if not cls:
        return None
    start, single = page.first[i], page.lower[i] == "one"
    cls = "Person" if single and cls == "PersonGroup" else cls
    end = page.last[whole] + 1 if page.last[whole] - whole < 3 else whole + 1
    return _mention(page, i, start, end, cls, amount(page.lower[i]), not single)


def _people(page: Columns, i: int) -> Mention | None:
    """People named by what befell them: "the wounded", "the dead"."""
    if page.tag[i] not in ("JJ", "VBN") or not page.children[i] or page.capital(i):
        return None
    determiner = page.children[i][0]
    if page.lower[i] == "old" and page.lower[i - 2 : i] == ["year", "-"] and page.dep[determiner] == "det":
        return _mention(page, i, determiner, i + 1, "Person", None, False)  # "the 54-year-old"
    if page.lower[determiner] != "the" or page.dep[determiner] != "det" or page.text[i][:1].isdigit():
        return None
    if page.lower[i] not in (
        "wounded",
        "injured",
        "dead",
        "killed",
        "missing",
        "displaced",
        "poor",
        "rich",
        "elderly",
        "sick",
        "accused",
        "disabled",
        "detained",
        "arrested",
        "kidnapped",
        "abducted",
        "unemployed",
        "young",
        "old",
        "innocent",
    ):
        return None
    return _mention(page, i, determiner, i + 1, "PersonGroup", None, True)


def _inside(scene: Scene, i: int) -> str | None:
    """The class of a modifying noun that stands for somebody of its own ("army spokesman"), None for mere qualities."""
    page = scene.page
    if page.dep[i] not in ("compound", "nmod", "npadvmod") or page.tag[i] not in ("NN", "NNP"):
        return None
    head = page.head[i]
    lexicon = scene.ontology.lexicon
    if f"{page.lower[i]} {page.lemma[head].lower()}" in lexicon.kinds or page.lower[i] in ("press", "media"):
        return None
    cls = noun_kind(scene, i)
    return cls if cls in ORGANIZATIONS or (cls == "Weapon" and page.lemma[i].lower() in lexicon.kinds) else None


def partitive(page: Columns, i: int) -> int | None:
    """The noun that a quantity is of ("dozens of people" -> people), None where there is none."""
    for child in page.children[i]:
        if page.lower[child] == "of":
            for inner in page.children[child]:
                if page.dep[inner] == "pobj":
                    return inner
    return None


def _quantity_start(page: Columns, i: int, start: int, quantities: frozenset[str]) -> int:
    """Where a phrase begins that a quantity governs: at "dozens" in "dozens of people"."""
    of = page.head[i]
    if page.lower[of] == "of" and page.dep[of] == "prep":
        governor = page.head[of]
        if page.lemma[governor].lower() in quantities:
            return page.phrase_start(governor)
    return start


def extent(page: Columns, i: int) -> tuple[int, int]:
    """The token range of the noun phrase: determiner, modifiers, head, and what after it tells which is meant."""
    start, end = page.phrase_start(i), i + 1
    while start < i and (page.pos[start] in ("PUNCT", "SPACE", "CCONJ") or page.dep[start] == "cc"):
        start += 1
    for child in page.children[i]:
        if (
            child > i
            and page.dep[child] in ("prep", "relcl", "acl")
            and page.last[child] - i < LONGEST
            and page.text[child - 1] != ","
        ):
            end = page.last[child] + 1
    while end > i + 1 and page.pos[end - 1] in ("PUNCT", "SPACE"):
        end -= 1
    return start, end


def number(page: Columns, i: int) -> int | None:
    """How many the phrase counts ("three", "at least 68", "a"), None where it does not say."""
    for child in page.children[i]:
        if page.dep[child] == "nummod" and child < i:
            return amount(page.lower[child])
    return None


SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
"""Numerals that alone give no number: "several hundred"."""


def amount(word: str) -> int | None:
    """The number that a numeral says.

    >>> amount("three"), amount("1,200"), amount("dozens")
    (3, 1200, None)
    """
    if word in SCALES:
        return None
    digits = word.replace(",", "")
    if digits.isdigit():
        return int(digits)
    try:
        return int(text2num(word, "en"))
    except ValueError:
        return None


def pronouns(scene: Scene) -> Iterator[Mention]:
    """Personal and possessive pronouns; "it" without a referent ("it is likely that") is none."""
    page = scene.page
    kinds = {word: name for name in PRONOUN_SETS for word in sorted(scene.words(name))}
    for i, word in enumerate(page.lower):
        kind = kinds.get(word)
        if kind is None or page.pos[i] not in ("PRON", "DET", "PROPN") or (word == "us" and page.text[i] == "US"):
            continue
        if kind == "pronounsIt" and expletive(page, i, scene.ontology.lexicon):
            continue
        cls = PRONOUN_CLASS.get(kind, "")
        span = Span(page.at[i], page.to[i])
        yield Mention(span, page.text[i], i, i + 1, i, "pronoun", cls, None, kind in ("pronounsThey", "pronounsWe"))


def expletive(page: Columns, i: int, lexicon: Lexicon) -> bool:
    """True for an "it" that stands for a clause: "it is clear that ...", "it seems", "it took days to ..."."""
    if page.dep[i] == "expl":
        return True
    if _judged(page, i, lexicon):
        return True
    if page.dep[i] not in ("nsubj", "nsubjpass"):
        return False
    verb = page.head[i]
    clause = any(page.dep[c] in ("ccomp", "xcomp", "csubj", "advcl", "csubjpass") and c > verb for c in page.children[verb])
    if page.lemma[verb] in lexicon.words("impersonal") and clause:
        return True
    if page.lemma[verb] == "be":
        adjective = any(page.dep[c] == "acomp" for c in page.children[verb])
        return adjective and (
            clause
            or any(
                page.dep[g] in ("ccomp", "xcomp", "prep") and (page.dep[g] != "prep" or page.lower[g] == "for")
                for c in page.children[verb]
                if page.dep[c] == "acomp"
                for g in page.children[c]
            )
        )
    return (
        page.dep[i] == "nsubjpass"
        and clause
        and page.lemma[verb] in ("believe", "think", "report", "say", "expect", "know", "hope")
    )


def _judged(page: Columns, i: int, lexicon: Lexicon) -> bool:
    """ "Made it clear that", "called it likely that": the pronoun stands for the clause that follows."""
    judgement: int | None = page.head[i]
    if page.dep[i] == "dobj":
        judgement = next((c for c in page.children[page.head[i]] if c > i and page.pos[c] == "ADJ"), None)
    if judgement is None or page.pos[judgement] != "ADJ" or page.lemma[page.head[judgement]] not in lexicon.words("judging"):
        return False
    after = range(judgement + 1, min(judgement + 12, len(page)))
    return any(page.lower[k] in ("that", "to", "how", "whether") for k in after if page.sentence[k] == page.sentence[i])


def _mention(page: Columns, head: int, start: int, end: int, cls: str, count: int | None, plural: bool) -> Mention:
    span = Span(page.at[start], page.to[end - 1])
    return Mention(span, span.of(page.source), start, end, head, "nominal", cls, count, plural)
