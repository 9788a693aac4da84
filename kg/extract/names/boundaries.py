"""Names joined, lengthened and cut: neighbours that are one name, one that holds two, what an acronym spells."""

import re
from collections.abc import Iterator

from ..columns import Columns
from .given import given
from .mending import describes
from .nametext import APOSTROPHES, Name, Text, nation

ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9+&-]{1,7}|(?=[A-Za-z-]*[A-Z][a-z-]*[A-Z])[A-Z][A-Za-z-]{1,7}")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d)")
JOINERS = frozenset({"of", "for", "and", "the", "to", "&", "against"})


def merged(text: Text, found: list[Name]) -> list[Name]:
    """Neighbours that are one name: nothing between them but a blank or a hyphen, and no border of a noun phrase."""
    page = text.page
    joined: list[Name] = []
    for name in found:
        if joined and name.start < joined[-1].end:
            continue
        before = joined[-1] if joined else None
        if before and _continues(text, before, name):
            label = before.label if before.label in ("PERSON", "ORG") and name.label not in ("PERSON", "ORG") else name.label
            joined[-1] = Name(before.start, name.end, label)
            continue
        start = name.start
        while (
            name.label in ("PERSON", "ORG", "FAC")
            and start > 0
            and _belongs(text, start - 1, name)
            and not _held(start - 1, joined)
        ):
            start -= 1
        if _partisans(text, start, name) and not _held(start - 1, joined):
            start, name = start - 1, Name(name.start, name.end, "ORG")
        start -= _numbered(text, start, name) and not _held(start - 1, joined)
        end = name.end
        while (
            end < text.n
            and page.pos[end] == "PROPN"
            and page.capital(end)
            and not page.label[end]
            and (page.sentence[end] == page.sentence[name.start])
            and page.head[end - 1] == end
            and page.dep[end - 1] == "compound"
            and (page.lower[end] not in text.excluded and page.lower[end] not in text.lexicon.titles)
            and (not text.shouting[page.sentence[end]])
            and name.label in ("ORG", "FAC", "LOC", "PERSON")
        ):
            end += 1
        media = start < name.start and page.lower[start] == "radio"
        joined.append(Name(start, end, "ORG" if media else name.label))
    return joined


def _partisans(text: Text, start: int, name: Name) -> bool:
    """True for "Democrats" behind a word of the party's name that nothing else has taken: "the Social Democrats"."""
    page, i = text.page, start - 1
    plural = page.lower[name.end - 1] in text.lexicon.words("namedPoliticalParty") and page.lower[name.end - 1].endswith("s")
    return (plural and name.end - start == 1 and i > 0 and page.capital(i) and page.pos[i] in ("PROPN", "ADJ")
            and page.lower[i - 1] == "the" and page.label[i] != "GPE" and page.label[i] != "PERSON"
            and page.lower[i] not in text.excluded and page.sentence[i] == page.sentence[start]
            and nation(text.gazetteer, page.text[i]) is None)


def _numbered(text: Text, start: int, name: Name) -> bool:
    """True behind the number of a unit: "82nd" before "Airborne Division"."""
    page = text.page
    return (start > 0 and name.label in ("ORG", "") and ORDINAL.fullmatch(page.lower[start - 1]) is not None
            and page.dep[start - 1] in ("compound", "amod") and page.sentence[start - 1] == page.sentence[start])


def _held(i: int, joined: list[Name]) -> bool:
    return bool(joined) and joined[-1].end > i


def _belongs(text: Text, i: int, name: Name) -> bool:
    """True where the unlabelled capitalised word before a name is its first part."""
    page = text.page
    if page.label[i] or not page.capital(i) or page.pos[i] != "PROPN" or page.sentence[i] != page.sentence[name.start]:
        return False
    lower = page.lower[i]
    if lower == "radio" and name.start == i + 1:
        return True
    if lower in text.excluded or lower in text.lexicon.titles or text.shouting[page.sentence[i]]:
        return False
    if name.label == "PERSON" and describes(text, i):
        return False
    before = " ".join(page.lower[max(0, i - 1) : i + 1])
    if before in text.lexicon.titles or text.gazetteer.region(page.words(max(0, i - 1), i + 1)):
        return False
    return name.start <= page.head[i] < name.end and page.dep[i] == "compound"


def _continues(text: Text, before: Name, name: Name) -> bool:
    page = text.page
    between = range(before.end, name.start)
    if before.end == name.start and before.label == "NORP" and name.label == "ORG" and name.end - name.start == 1:
        return page.lower[name.start] in text.generic
    if [page.text[i] for i in between] in (["'"], ["’"]) and before.label in ("NORP", "ORG") and name.label == "ORG":
        return True
    if not all(page.text[i] == "-" or (page.blank(i) and "\n" not in page.text[i]) for i in between):
        return False
    if before.end == name.start and before.label == "GPE" and name.label == "ORG" and page.head[before.end - 1] == name.end - 1:
        public = page.lower[name.end - 1] in text.lexicon.words("namedGovernmentBody")
        return not public and text.gazetteer.country(page.words(before.start, before.end)) is not None and _built(text, name)
    if name.label == "PERSON" and _forename(text, before, name):
        return True
    if before.label == "ORG" and name.label == "GPE" and before.end == name.start and _of_country(text, before, name):
        return True
    return before.label == name.label and before.label in ("PERSON", "ORG") and page.text[before.end - 1] not in APOSTROPHES


def _of_country(text: Text, before: Name, name: Name) -> bool:
    """True for the country that ends the name of an office of it: "Global Affairs Canada"."""
    page, last = text.page, name.end - 1
    if page.head[before.end - 1] != last or page.dep[before.end - 1] != "compound" or page.dep[last] in ("compound", "nmod"):
        return False
    return page.lower[before.end - 1] in text.lexicon.words("institutionWords") and (
        text.gazetteer.country(page.words(name.start, name.end)) is not None
    )


def _built(text: Text, name: Name) -> bool:
    """True for a name of two words and more on a noun for parties, forces or societies."""
    words, last = text.lexicon.words, text.page.lower[name.end - 1]
    return name.end - name.start > 1 and any(
        last in words(f"named{cls}") for cls in ("PoliticalParty", "SecurityForce", "ArmedGroup", "Organization"))


def _forename(text: Text, before: Name, name: Name) -> bool:
    """True for the one word of another label that a person's name begins with."""
    page, i = text.page, before.end - 1
    if before.end != name.start or before.label not in ("GPE", "ORG", "LOC"):
        return False
    if before.end - before.start > 1 and given(page.text[before.start]) is None:
        return False
    if page.dep[i] != "compound" or not name.start <= page.head[i] < name.end or page.text[i].isupper():
        return False
    known = text.gazetteer.country(page.text[i]) or text.gazetteer.places(page.text[i])
    return given(page.text[i]) is not None or (before.label == "GPE" and not known)


def lengthened(text: Text, name: Name) -> Name:
    """ "Northern State of Ruritania" with "and the South" where the text has the acronym of the whole."""
    page, end = text.page, name.end
    if not any(page.lower[i] in ("of", "for") for i in range(name.start, name.end)) or name.label not in ("GPE", "ORG", "LOC"):
        return name
    if text.gazetteer.country(page.words(name.start, name.end)) is None and name.label == "GPE":
        name = Name(name.start, name.end, "ORG")
    if end + 1 >= text.n or page.lower[end] != "and":
        return name
    after = end + 1 + (page.lower[end + 1] == "the")
    stop = after
    while stop < text.n and page.capital(stop) and page.pos[stop] == "PROPN":
        stop += 1
    initials = "".join(page.text[i][0] for i in range(name.start, stop) if page.capital(i))
    state = any(page.text[i : i + 2] == ["State", "of"] for i in range(name.start, name.end)) and page.label[after] in (
        "GPE",
        "LOC",
    )
    return Name(name.start, stop, "ORG") if stop > after and (state or initials in text.acronyms) else name


def split(text: Text, name: Name) -> Iterator[Name]:
    """A name cut where it holds two: "the Tenth Brigade of the Northern Army", "North College of the City University"."""
    page, words = text.page, text.lexicon.words
    twice = next((i for i in range(name.start + 2, name.end - 2) if page.lower[i] == "and"), None)
    if twice and page.text[twice - 1] == page.text[name.end - 1] and text.gazetteer.country(page.text[name.end - 1]):
        yield Name(name.start, twice, name.label)  # "Health Canada and Parks Canada"
        yield Name(twice + 1, name.end, name.label)
        return
    forces, bodies = words("namedSecurityForce"), words("namedOrganization")
    for i in range(name.start + 2, name.end - 3):
        if page.lower[i] != "of" or page.lower[i + 1] != "the":
            continue
        stop = next((k for k in range(i + 2, name.end) if page.lower[k] in ("of", "for", "in")), name.end)
        pair = page.lower[i - 1], page.lower[stop - 1]
        if stop - i > 3 and (all(word in bodies for word in pair) or (stop == name.end and all(word in forces for word in pair))):
            yield Name(name.start, i, name.label)
            yield Name(i + 2, name.end, name.label)
            return
    yield name


def with_acronyms(text: Text, found: list[Name]) -> list[Name]:
    """Names mended by the acronym that follows them in brackets: its letters say where the name begins and ends."""
    page = text.page
    at = {i: k for k, name in enumerate(found) for i in range(name.start, name.end)}
    gone: set[int] = set()
    added: list[Name] = []
    for i in range(2, text.n - 1):
        if page.text[i - 1] != "(" or page.text[i + 1] != ")" or not ACRONYM.fullmatch(page.text[i]):
            continue
        start = initials_start(page, i - 1, page.text[i], text.particles)
        if start is None:
            continue
        inside = sorted({at[k] for k in range(start, i - 1) if k in at})
        label = found[inside[0]].label if inside else "ORG"
        whole = [k for k in inside if found[k].start == start and found[k].end == i - 1]
        if not whole:
            gone.update(inside)
            label = label if label not in ("GPE", "NORP") else "ORG"
            added.append(Name(start, i - 1, label))
        if i not in at:
            added.append(Name(i, i + 1, label))
    found = [name for k, name in enumerate(found) if k not in gone] + added
    return sorted(found, key=lambda name: name.start)


def spelled(text: Text, found: list[Name]) -> list[Name]:
    """Two names with a small word between are one where the text has the acronym of both: "KX in the Eastern Valley"."""
    page = text.page
    joined: list[Name] = []
    for name in found:
        before = joined[-1] if joined else None
        if (
            before
            and page.text[before.end : name.start] in (["'"], ["’"])
            and before.label in ("NORP", "ORG")
            and name.label in ("ORG", "")
        ):
            joined[-1] = Name(before.start, name.end, "ORG")
            continue
        if (
            before
            and before.label in ("ORG", "NORP", "")
            and 0 < name.start - before.end < 3
            and text.acronyms
            and all(page.lower[i] in ("in", "of", "for", "and", "the", "on") for i in range(before.end, name.start))
        ):
            words = [page.text[i] for i in range(before.start, name.end) if page.text[i][0].isalpha()]
            capitals = "".join(word[0] for word in words if word[0].isupper())
            whole = "".join(word[0] for word in words if word.lower() != "the").upper()
            al = "".join(word[0] for word in words if word[0].isupper() or word.lower() == "al").upper()
            if len(capitals) > 2 and {capitals, whole, al} & text.acronyms:
                joined[-1] = Name(before.start, name.end, "ORG")
                continue
        joined.append(name)
    return joined


def happening(text: Text, name: Name) -> bool:
    """True for the name of an event, law or text: "Seven Weeks' War", "Operation Northern Wind", "Executive Order"."""
    words, lower = text.lexicon.words, text.page.lower
    if name.end - name.start < 2:
        return False
    after = name.end + 3
    if text.page.text[name.end : name.end + 1] == ["("] and lower[after - 1 : after] == [")"] and after < text.n and (
            text.page.capital(after) and lower[after] in words("namedEvent")):
        return True  # "Special Measures (KX) Regulations"
    if name.label == "PERSON":
        return lower[name.start] in words("beginsEvent") and given(lower[name.start]) is None
    return lower[name.end - 1] in words("namedEvent") or lower[name.start] in words("beginsEvent")


def initials_start(page: Columns, end: int, acronym: str, particles: frozenset[str]) -> int | None:
    """Where the name that ends before `end` begins if `acronym` abbreviates it, None where it does not.

    The letters are matched from the right with the initials of the words; small words may be passed over or count.
    """
    letters = [c.lower() for c in acronym if c.isalpha() and (c.isupper() or acronym.islower())]
    i, position = end - 1, len(letters) - 1
    start = None
    while i >= 0 and position >= 0 and end - i <= 12:
        word = page.text[i]
        if "\n\n" in word or word in (".", ",", ";", "(", ")", ":"):
            return None
        if word[:1].isupper() and word[:1].lower() == letters[position]:
            start, position = i, position - 1
        elif page.lower[i] in JOINERS or page.lower[i] in particles:
            if word[:1].lower() == letters[position] and position > 0 and _initials_left(page, i, letters[:position]):
                position -= 1
        elif word in ("-", "’", "'") or page.blank(i) or (i and page.text[i - 1] == "-"):
            pass
        else:
            return None
        i -= 1
    return start if position < 0 else None


def _initials_left(page: Columns, i: int, letters: list[str]) -> bool:
    """True where the capitalised words before `i` still give all of `letters`, so that the small word may count for its own."""
    initials = [page.lower[j][:1] for j in range(max(0, i - 8), i) if page.capital(j)]
    return initials[-1:] == letters[-1:] or (len(letters) > 1 and letters[-1] in initials)
