"""Names that the pipeline missed: capitalised words in mid-sentence, and what is a name elsewhere in the text."""

import itertools

from .boundaries import happening
from .mending import describes, is_title_part, portfolio
from .nametext import CODE, Name, Text


def missed(text: Text, taken: list[bool]) -> list[Name]:
    """Runs of capitalised words in mid-sentence that the pipeline gave no label."""
    page, found, i = text.page, [], 0
    while i < text.n:
        label = "" if taken[i] else _land(text, i)
        if label:
            found.append(Name(i, i + 1, label))
            take(taken, found[-1])
            i += 1
            continue
        if not _nameable(text, taken, i) or text.shouting[page.sentence[i]] or is_title_part(text, i, i + 1):
            i += 1
            continue
        start = i
        i += 1
        while i < text.n and page.sentence[i] == page.sentence[start] and (_nameable(text, taken, i) or _links(text, taken, i)):
            i += 1
        if i - start == 1 and (_common(text, start) or page.lower[start] in text.lexicon.words("officeStarts")):
            continue
        first = start in text.starts or page.text[start - 1] in ("“", '"', ":", "•", "-", ".")
        opens = first and i - start == 1 and not (page.text[start].isupper() and len(page.text[start]) > 1)
        if opens and not (_person(text, start) or _explained(text, start) or _names_a_site(text, start)):
            continue
        while i - start > 2 and page.lower[start] in text.lexicon.kinds and describes(text, start):
            start += 1  # "Umpire Ana Petrov"
        name = Name(start, i, "")
        take(taken, name)
        if not happening(text, name) and not (i - start > 1 and portfolio(text, start, i)):
            found.append(name)
    return found


def _nameable(text: Text, taken: list[bool], i: int) -> bool:
    """True for a capitalised word that the tagger takes for a name and that nothing else has taken."""
    page = text.page
    return (
        not taken[i]
        and not page.label[i]
        and page.pos[i] == "PROPN"
        and page.capital(i)
        and page.text[i][:1].isalpha()
        and page.lower[i] not in text.excluded
        and page.lower[i] not in text.lexicon.titles
        and len(page.text[i]) > 1
        and not CODE.fullmatch(page.text[i])
    )


def _links(text: Text, taken: list[bool], i: int) -> bool:
    """True for a particle or hyphen inside a name ("al - Sham", "van der Berg")."""
    page = text.page
    joint = page.text[i] == "-" or page.lower[i] in text.particles
    return (
        joint
        and i + 1 < text.n
        and (_nameable(text, taken, i + 1) or (page.text[i + 1] == "-" and i + 2 < text.n and _nameable(text, taken, i + 2)))
    )


def _land(text: Text, i: int) -> str:
    """GPE or NORP for a country, its adjective or a people that the pipeline has passed over, "" for any other word."""
    page = text.page
    word = page.text[i].capitalize() if text.lowered else page.text[i]
    if page.label[i] or len(word) < 4 or not word[0].isupper() or page.pos[i] not in ("PROPN", "ADJ", "NOUN"):
        return ""
    if text.gazetteer.demonym(word):
        return "NORP"
    inside = i > 0 and page.capital(i - 1) and page.dep[i - 1] == "compound"
    alone = i + 1 < text.n and not page.capital(i + 1) and not inside
    if alone and not text.shouting[page.sentence[i]] and text.gazetteer.people(word):
        return "NORP"
    return "GPE" if text.gazetteer.country(page.text[i]) else ""


def _person(text: Text, i: int) -> bool:
    """True for the word that opens a sentence on what only people do or suffer: says, dies, is arrested, is 45, is one who."""
    page, words = text.page, text.lexicon.words
    verb = page.head[i]
    if page.tag[i] != "NNP":
        return False
    if any(page.dep[c] == "relcl" and any(page.lower[k] == "who" for k in page.children[c]) for c in page.children[i]):
        return True
    if page.text[i + 1 : i + 2] == [","] and i + 3 < text.n and page.text[i + 2].isdigit() and page.text[i + 3] == ",":
        return True
    if page.dep[i] == "nsubjpass":
        return page.lemma[verb].lower() in words("bodilyVerbs")
    if page.dep[i] != "nsubj" or not 0 < verb - i < 3:
        return False
    return page.lemma[verb].lower() in words("saying") | words("livingVerbs")


def _explained(text: Text, i: int) -> bool:
    """True for the word that opens a sentence and is explained behind a comma: "Vostenergo, the state grid operator, said"."""
    page, kinds = text.page, text.lexicon.kinds
    if page.tag[i] != "NNP" or page.text[i + 1 : i + 2] != [","]:
        return False
    return any(page.dep[c] == "appos" and page.pos[c] == "NOUN" and page.lower[c] in kinds for c in page.children[i])


def _names_a_site(text: Text, i: int) -> bool:
    """True for the word that opens a sentence and names a building: "Halden hospital was full"."""
    page, noun = text.page, text.page.head[i]
    if page.dep[i] not in ("compound", "nmod") or noun != i + 1 or page.tag[noun] != "NN":
        return False
    return page.lower[noun] in text.lexicon.words("siteNouns")


def _common(text: Text, i: int) -> bool:
    """True for a capitalised word that is a common noun ("the Town")."""
    page, kinds = text.page, text.lexicon.kinds
    return not page.text[i].isupper() and (page.lower[i] in kinds or page.lower[i].removesuffix("s") in kinds)


def repeated(text: Text, taken: list[bool], found: list[Name]) -> list[Name]:
    """Words that are a name elsewhere in the text, where nothing has taken them yet, headlines included."""
    page = text.page
    known: dict[str, dict[tuple[str, ...], str]] = {}
    suffixes = text.lexicon.words("companySuffixes")
    for name in found:
        words = tuple(page.lower[name.start : name.end])
        known.setdefault(words[0], {}).setdefault(words, name.label)
        if name.label == "PERSON" and len(words) > 1:
            last = words[-1:]
            known.setdefault(last[0], {}).setdefault(last, "PERSON")
        elif name.label == "ORG" and words[-1] in suffixes and len(words[0]) > 3:
            bare = tuple(itertools.takewhile(lambda word: word not in suffixes, words))
            if bare:
                known.setdefault(bare[0], {}).setdefault(bare, "ORG")
    again = []
    i = 0
    while i < text.n:
        if taken[i] or page.lower[i] not in known or not (page.capital(i) or text.lowered or page.lower[i] in text.particles):
            i += 1
            continue
        best: Name | None = None
        for words, label in known[page.lower[i]].items():
            end = i + len(words)
            if (
                (best is None or end > best.end)
                and tuple(page.lower[i:end]) == words
                and not any(taken[i:end])
                and (
                    len(words) > 1
                    or (
                        (len(page.text[i]) > 2 or page.text[i].isupper())
                        and page.lower[i] not in text.excluded
                        and (page.pos[i] != "VERB" or not text.shouting[page.sentence[i]])
                    )
                )
                and page.capital(end - 1)
            ):
                best = Name(i, end, label)
        if best:
            take(taken, best)
            again.append(best)
            i = best.end
        else:
            i += 1
    return again


def take(taken: list[bool], name: Name) -> None:
    """Mark the name's tokens as taken."""
    for i in range(name.start, name.end):
        taken[i] = True
