"""The pipeline's entities with their boundaries mended: articles, titles, offices and endings cut off."""

import re
from collections.abc import Iterator

from .given import given
from .nametext import APOSTROPHES, CODE, Name, Raw, Text, nation

NAMED = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT"})
"""Labels of the pipeline that become names."""
PARTY = re.compile(r"[RDI]-[A-Z]")
"""A senator's party and state: "R-S.C."."""
CLOSED = frozenset({"ADP", "SCONJ", "CCONJ", "PRON", "AUX", "PART"})
"""Parts of speech that begin no name."""


def labelled(text: Text) -> Iterator[Raw]:
    """The pipeline's own entities that may be names."""
    page, i = text.page, 0
    while i < text.n:
        label = page.label[i]
        if not label:
            i += 1
            continue
        start = i
        i += 1
        while i < text.n and page.label[i] == label and not page.begins[i]:
            i += 1
        if label in NAMED:
            yield start, i, label


def mended(text: Text, start: int, end: int, label: str) -> list[Name]:
    """An entity without article, title, possessive ending or lower-case beginning; none where nothing is left."""
    page = text.page
    while start < end and (not opens(text, start)):
        start += 1
    if "(" in page.text[start:end] and ")" not in page.text[start:end]:
        opened = page.text.index("(", start)
        return [*mended(text, start, opened, label), *mended(text, opened + 1, end, label)]
    while end > start and not closes(text, end - 1):
        end -= 1
    if start == end:
        return []
    if end + 1 < text.n and page.text[end] == "-" and page.lower[end + 1] in text.lexicon.words("hyphenTails"):
        return []  # "Halden-class", "Orsova-style"
    if end - start > 1 and start > 1 and page.text[start - 1] == "-" and page.lower[start - 2] in ("pro", "anti", "non"):
        start += 1  # "the pro-Ruritanian Unity Party"
    if start and page.text[start - 1] == "The" and page.lower[start] in text.lexicon.words("articledNames"):
        start -= 1
    agency = after_place(text, start, end)
    if agency:
        return [*mended(text, start, agency, "GPE"), *mended(text, agency, end, "ORG")]
    if label == "PERSON" and end - start == 1 and text.gazetteer.people(page.text[start]):
        label = "NORP"
    if label == "PERSON":
        of = next((i for i in range(start + 2, end - 1) if page.lower[i] == "of"), None)
        if of is not None:  # "Ana Petrov of Northern Unity"
            return [*mended(text, start, of, label), *mended(text, of + 1, end, "ORG")]
        start = after_title(text, start, end)
    elif (
        label == "ORG"
        and (ranked := text.lexicon.titles.get(page.lower[start]))
        and ranked.rank
        and page.text[start].endswith(".")
    ):
        start, label = after_title(text, start, end), "PERSON"
    elif label in ("ORG", "GPE", "FAC", "LOC"):
        start, end, label = without_office(text, start, end, label)
    if label in ("ORG", "FAC"):
        end = before_place(text, start, end)
    if end - start == 1 and page.text[end : end + 1] and page.text[end].isdigit() and page.lower[start] in text.lexicon.kinds:
        return []  # "Warehouse 12"
    if label == "ORG" and portfolio(text, start, end):
        return []
    if end - start == 1 and (
        page.lower[start] in text.excluded or is_title_part(text, start, end) or qualifies_title(text, start)
    ):
        return []
    if (
        label == "NORP"
        and end - start == 1
        and page.dep[start] in ("amod", "compound", "nmod", "conj")
        and page.tag[start] in ("JJ", "NNP")
        and nation(text.gazetteer, page.text[start]) is None
        and not (page.text[start].isupper() and len(page.text[start]) > 2)
    ):
        return []
    if start < end and PARTY.match(page.words(start, end)):
        if end - start < 3:
            return []
        start, label = start + 2, "GPE"
    if end - start == 1 and len(page.text[start]) == 1 and page.text[end : end + 1] == ["-"]:
        return []
    if start >= end or not any(text.page.capital(i) or text.lowered for i in range(start, end)):
        return []
    if text.shouting[page.sentence[start]] and not stands_in_headline(text, start, end, label):
        return []
    if end < text.n and page.text[end] == "." and end > start and abbreviates_place(text, start, end):
        end += 1
    for i in range(start + 1, end - 1):  # two lines in one entity
        if page.blank(i) and "\n" in page.text[i]:
            return [*mended(text, start, i, label), *mended(text, i + 1, end, label)]
    return [Name(start, end, label)]


def opens(text: Text, i: int) -> bool:
    page = text.page
    if CODE.fullmatch(page.text[i]):
        return False
    if page.capital(i):
        return page.lower[i] not in ("the", "a", "an") and (
            (page.pos[i] not in CLOSED and page.lower[i] not in text.excluded) or page.lower[i] in text.particles
        )
    if page.text[i][:1].isdigit():
        return True
    if text.lowered:
        return page.pos[i] in ("PROPN", "ADJ", "NOUN", "X") and page.text[i][:1].isalpha()
    return page.lower[i] in text.particles and i + 1 < text.n and (page.capital(i + 1) or page.text[i + 1] == "-")


def closes(text: Text, i: int) -> bool:
    page = text.page
    if page.text[i] in APOSTROPHES or page.blank(i) or page.lower[i] in text.lexicon.words("captions"):
        return False
    if page.capital(i) or page.text[i][:1].isdigit() or text.lowered:
        return page.text[i][:1].isalnum()
    return page.text[i][:1].isalpha() and (page.pos[i] == "PROPN" or (i > 1 and page.text[i - 1] == "-" and page.capital(i - 2)))


def abbreviates_place(text: Text, start: int, end: int) -> bool:
    """True for "Vt" before a full stop that belongs to it."""
    places, words = text.gazetteer.places, text.page.words(start, end)
    return text.page.to[end - 1] == text.page.at[end] and not places(words) and bool(places(f"{words}."))


def after_place(text: Text, start: int, end: int) -> int | None:
    """Where the name of who reports begins behind the place where it is filed: "Lisbon LUSA", "Lisbon Radio Nacional"."""
    page = text.page
    reports = text.lexicon.words("beginsMediaOrganization")
    for at in range(min(end - 1, start + 3), start, -1):
        capitals = page.text[at].isupper() and len(page.text[at]) > 2 and page.text[at].isalpha()
        if (capitals or (page.lower[at] in reports and end - at > 1)) and not page.text[start].isupper():
            words = page.words(start, at)
            if any(place.kind == "Settlement" for place in text.gazetteer.places(words)) and not text.gazetteer.country(words):
                return at
    return None


def portfolio(text: Text, start: int, end: int) -> bool:
    """True for what a minister is minister of: "Minister of Foreign Affairs", "Foreign Affairs minister"."""
    page, holders = text.page, text.lexicon.words("portfolioHolders")
    if end < text.n and page.lower[end] in holders:
        return all(page.lower[i] in text.lexicon.words("institutionWords") or page.lower[i] == "and" for i in range(start, end))
    at = start - 1 - (start > 0 and page.lower[start - 1] == "the")
    if at < 1 or page.lower[at] not in ("of", "for") or page.lower[at - 1] not in holders:
        return False
    return text.lexicon.kinds.get(page.lower[end - 1]) is None and not text.page.text[start].isupper()


def before_place(text: Text, start: int, end: int) -> int:
    """Where the name of a building or school ends before where it stands: "Halden Girls School | in Orsova"."""
    page = text.page
    at = next((i for i in range(start + 2, end - 1) if page.lower[i] in ("in", "at", "near")), end)
    built = page.lower[at - 1] in text.lexicon.words("namedFacility") or page.lower[at - 1] in text.lexicon.words("housedNouns")
    return at if built and page.text[end - 1] not in text.acronyms else end


def after_title(text: Text, start: int, end: int) -> int:
    """Where a person's name begins behind its titles and what it is ("Gen. Ana Petrov", "Tuareg Ana Petrov" -> "Ana")."""
    page, titles, qualifiers = text.page, text.lexicon.titles, text.lexicon.words("titleQualifiers")
    while end - start > 2 and describes(text, start):
        start += 1
    best = start
    for stop in range(start + 1, min(start + 5, end)):
        for at in range(start, stop):
            bare = all(page.label[k] in ("GPE", "NORP") or page.lower[k] in qualifiers for k in range(start, at))
            if bare and " ".join(page.lower[at:stop]).replace(" - ", "-") in titles:
                best = stop
    if best == end - 1 and page.lower[start] in text.lexicon.words("givenNameTitles") and best == start + 1:
        return start
    return best if best < end else start


def describes(text: Text, i: int) -> bool:
    """True for the word before a person's name that says what he is: of which people, of which trade."""
    page, kinds = text.page, text.lexicon.kinds
    if given(page.text[i]) is not None or page.text[i].endswith("."):
        return False
    trade = kinds.get(page.lower[i]) == "Person" or kinds.get(page.lower[i].removesuffix("s")) == "Person"
    land = text.gazetteer.people(page.text[i]) is not None or text.gazetteer.demonym(page.text[i]) is not None
    return trade or land or page.lower[i] in text.lexicon.words("officeStarts")


def without_office(text: Text, start: int, end: int, label: str) -> tuple[int, int, str]:
    """An organization without the office in it that is held there: "Northern Bank Spokesman", "Chairman of the Northern Bank"."""
    page, titles = text.page, text.lexicon.titles
    over = f"{page.lower[end - 1]} {page.lower[end]}" if end - start > 1 and end < text.n and page.capital(end) else ""
    if over in titles and page.lower[end - 1] not in text.lexicon.kinds:
        return start, end - 1, label if end - start > 2 else page.label[start]  # "NATO Supreme | Commander"
    for length in (3, 2, 1):
        if (
            end - start > length
            and " ".join(page.lower[end - length : end]) in titles
            and not titles[" ".join(page.lower[end - length : end])].rank
            and page.lower[end - 1] not in text.lexicon.words("namedMediaOrganization")
            and page.text[end - length - 1] != "-"  # the last word of "Port-au-Prince" is no office
        ):
            end -= length
            while end > start and not closes(text, end - 1):
                end -= 1
            return start, end, label if end - start > 1 else page.label[start]
    for length in (3, 2, 1):
        if (
            end - start > length + 1
            and " ".join(page.lower[start : start + length]) in titles
            and page.lower[start + length] in ("of", "for")
        ):
            start += length + 1
            while start < end and not opens(text, start):
                start += 1
            break
    return start, end, label


def is_title_part(text: Text, start: int, end: int) -> bool:
    """True for "Defense" in "Defense Secretary" and for "State" in "Secretary of State"."""
    page, titles = text.page, text.lexicon.titles
    if page.lower[start] in titles and titles[page.lower[start]].name not in page.text[start]:
        return True
    for left in range(max(0, start - 3), start + 1):
        for right in range(end, min(text.n, end + 2) + 1):
            if right - left > 1 and " ".join(page.lower[left:right]) in titles:
                return True
    return False


def qualifies_title(text: Text, i: int) -> bool:
    """True for "Defense" in "Defense Secretary KX" where the lexicon does not have the whole title."""
    page = text.page
    after = page.lower[i + 1] if i + 1 < text.n and page.text[i + 1].islower() else ""
    bodies = ("GovernmentBody", "SecurityForce")
    if i in text.starts and page.lower[i] in text.lexicon.words("institutionWords") and (
        after in text.lexicon.titles or text.lexicon.kinds.get(after) in bodies
    ):
        return True  # "Interior ministry spokesman KX" at the head of a sentence
    title = text.lexicon.titles.get(page.lower[i + 1]) if i + 1 < text.n and page.capital(i + 1) else None
    if title is None or title.rank or page.text[i].isupper() or page.label[i] in ("GPE", "NORP"):
        return False
    return not text.gazetteer.country(page.text[i])


def stands_in_headline(text: Text, start: int, end: int, label: str) -> bool:
    """In a headline all words begin with capitals: a name there is one whose words are no common words of the text."""
    page = text.page
    words = {page.lower[i] for i in range(start, end) if len(page.lower[i]) > 3}
    loud = page.words(start, end)
    if label not in ("PERSON", "GPE", "LOC", "NORP") and len(loud) > 5 and loud.isupper() and not all(text.shouting):
        return text.told.count(loud.lower()) > 1  # in capitals alone any word may look like a name
    if label != "PERSON" and end - start > 1 and text.lexicon.kinds.get(page.lower[start].removesuffix("s")) == "Person":
        return False
    return not words & text.common and page.pos[end - 1] in ("PROPN", "ADJ", "NOUN") and (label != "PERSON" or end - start < 4)
