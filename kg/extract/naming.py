"""Where the names stand in a text: the pipeline's entities with their boundaries mended, and the names that it missed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..gazetteer import Gazetteer
from ..ontology import Lexicon
from .columns import Columns

NAMED = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT"})
"""Labels of the pipeline that become names."""
DOUBTFUL = frozenset({"WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"})
"""Labels of things outside the ontology; what bears one is a name only where the same words are one elsewhere."""
ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9+&-]{1,7}|(?=[A-Za-z-]*[A-Z][a-z-]*[A-Z])[A-Z][A-Za-z-]{1,7}")
PARTY = re.compile(r"[RDI]-[A-Z]")
"""A senator's party and state: "R-S.C."."""
APOSTROPHES = {"'s", "’s", "'", "’", "`s"}
QUALIFIERS = frozenset({"former", "acting", "foreign", "deputy", "vice", "chief", "defense", "defence", "interior", "then", "late", "ex"})
"""Words before a title that belong to it."""
CAPTIONS = frozenset({"image", "images", "photo", "photos", "file", "video", "said", "says"})
"""Words of captions that run into a name."""
CLOSED = frozenset({"ADP", "SCONJ", "CCONJ", "PRON", "AUX", "PART"})
"""Parts of speech that begin no name."""
JOINERS = frozenset({"of", "for", "and", "the", "to", "&", "against"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name's token range and the label that the pipeline gave it, "" where it gave none."""

    start: int
    end: int
    label: str


def names(page: Columns, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Name]:
    """All names of the text in order, none overlapping another."""
    return Namer(page, lexicon, gazetteer).names()


class Namer:
    """The names of one text while they are found."""

    def __init__(self, page: Columns, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.page, self.lexicon, self.gazetteer = page, lexicon, gazetteer
        self.particles, self.excluded = lexicon.words("nameParticles"), lexicon.words("notNames")
        self.n = len(page)
        self.lowered = not any(page.capital(i) and page.text[i].isalpha() for i in range(self.n))
        self.shouting = [self._shouts(start, end) for start, end in self._sentences()]
        self.taken = [False] * self.n
        self.generic = frozenset().union(*(lexicon.words(f"named{cls}") for cls in ("Company", "SecurityForce", "MediaOrganization", "GovernmentBody")))
        self.acronyms = {word for word in page.text if 1 < len(word) < 8 and word.isupper()}

    def names(self) -> list[Name]:
        found = [name for raw in self._labelled() for name in self._mended(*raw)]
        found = self._merged(sorted(found, key=lambda name: (name.start, -name.end)))
        found = [part for name in found for part in self._split(self._lengthened(name))]
        found = [name for at, name in enumerate(found) if at == 0 or name.start >= found[at - 1].end]
        found = [name for name in self._spelled(self._acronyms(found)) if not self._happening(name)]
        for name in found:
            self._take(name)
        found += self._missed()
        found += self._repeated(found)
        return sorted(found, key=lambda name: name.start)

    # -- what the pipeline found ---------------------------------------------------------------------------------------

    def _labelled(self) -> Iterator[tuple[int, int, str]]:
        """The pipeline's own entities that may be names."""
        page, i = self.page, 0
        while i < self.n:
            label = page.label[i]
            if not label:
                i += 1
                continue
            start = i
            i += 1
            while i < self.n and page.label[i] == label and not page.begins[i]:
                i += 1
            if label in NAMED:
                yield start, i, label

    def _mended(self, start: int, end: int, label: str) -> list[Name]:
        """An entity without article, title, possessive ending or lower-case beginning; none where nothing is left."""
        page = self.page
        while start < end and (not self._opens(start)):
            start += 1
        while end > start and not self._closes(end - 1):
            end -= 1
        if label == "PERSON":
            start = self._after_title(start, end)
        elif label in ("ORG", "GPE", "FAC", "LOC"):
            start, end, label = self._without_office(start, end, label)
        if end - start == 1 and (page.lower[start] in self.excluded or self._is_title_part(start, end) or self._qualifies_title(start)):
            return []
        if label == "NORP" and end - start == 1 and page.dep[start] in ("amod", "compound", "nmod", "conj") and page.tag[start] in (
                "JJ", "NNP") and self.gazetteer.demonym(page.text[start]) is None:
            return []
        if start < end and PARTY.match(page.words(start, end)):
            return []
        if start >= end or not any(self.page.capital(i) or self.lowered for i in range(start, end)):
            return []
        if self.shouting[page.sentence[start]] and not self._stands_in_headline(start, end, label):
            return []
        for i in range(start + 1, end - 1):  # two lines in one entity
            if page.blank(i) and "\n" in page.text[i]:
                return [*self._mended(start, i, label), *self._mended(i + 1, end, label)]
        return [Name(start, end, label)]

    def _opens(self, i: int) -> bool:
        page = self.page
        if page.capital(i):
            return page.lower[i] not in ("the", "a", "an") and (
                page.pos[i] not in CLOSED and page.lower[i] not in self.excluded or page.lower[i] in self.particles)
        if page.text[i][:1].isdigit():
            return True
        if self.lowered:
            return page.pos[i] in ("PROPN", "ADJ", "NOUN", "X") and page.text[i][:1].isalpha()
        return page.lower[i] in self.particles and i + 1 < self.n and (page.capital(i + 1) or page.text[i + 1] == "-")

    def _closes(self, i: int) -> bool:
        page = self.page
        if page.text[i] in APOSTROPHES or page.blank(i) or (page.lower[i] in CAPTIONS):
            return False
        if page.capital(i) or page.text[i][:1].isdigit() or self.lowered:
            return page.text[i][:1].isalnum()
        return page.text[i][:1].isalpha() and (page.pos[i] == "PROPN" or (i > 1 and page.text[i - 1] == "-" and page.capital(i - 2)))

    def _after_title(self, start: int, end: int) -> int:
        """Where a person's name begins behind its titles ("Gen. Ana Petrov" -> "Ana")."""
        page, titles = self.page, self.lexicon.titles
        best = start
        for stop in range(start + 1, min(start + 5, end)):
            for at in range(start, stop):
                bare = at == start or all(page.label[k] in ("GPE", "NORP") or page.lower[k] in QUALIFIERS for k in range(start, at))
                if bare and " ".join(page.lower[at:stop]) in titles:
                    best = stop
        return best if best < end else start

    def _without_office(self, start: int, end: int, label: str) -> tuple[int, int, str]:
        """An organization without the office in it that is held there: "Northern Bank Spokesman", "Chairman of the Northern Bank"."""
        page, titles = self.page, self.lexicon.titles
        for length in (3, 2, 1):
            if end - start > length and " ".join(page.lower[end - length : end]) in titles and not titles[
                    " ".join(page.lower[end - length : end])].rank:
                end -= length
                while end > start and not self._closes(end - 1):
                    end -= 1
                return start, end, label if end - start > 1 else page.label[start]
        for length in (3, 2, 1):
            if end - start > length + 1 and " ".join(page.lower[start : start + length]) in titles and page.lower[start + length] in (
                    "of", "for"):
                start += length + 1
                while start < end and not self._opens(start):
                    start += 1
                break
        return start, end, label

    def _is_title_part(self, start: int, end: int) -> bool:
        """True for "Defense" in "Defense Secretary" and for "State" in "Secretary of State"."""
        page, titles = self.page, self.lexicon.titles
        if page.lower[start] in titles and titles[page.lower[start]].name not in page.text[start]:
            return True
        for left in range(max(0, start - 3), start + 1):
            for right in range(end, min(self.n, end + 2) + 1):
                if right - left > 1 and " ".join(page.lower[left:right]) in titles:
                    return True
        return False

    def _qualifies_title(self, i: int) -> bool:
        """True for "Defense" in "Defense Secretary KX" where the lexicon does not have the whole title."""
        page = self.page
        title = self.lexicon.titles.get(page.lower[i + 1]) if i + 1 < self.n and page.capital(i + 1) else None
        if title is None or title.rank or page.text[i].isupper() or page.label[i] in ("GPE", "NORP"):
            return False
        return not self.gazetteer.country(page.text[i])

    def _stands_in_headline(self, start: int, end: int, label: str) -> bool:
        """In a headline all words begin with capitals: a name there is one whose words are no common words of the text."""
        page = self.page
        words = {page.lower[i] for i in range(start, end) if len(page.lower[i]) > 3}
        common = {page.text[i] for i in range(self.n) if not page.capital(i)}
        return not words & common and page.pos[end - 1] in ("PROPN", "ADJ", "NOUN") and (label != "PERSON" or end - start < 4)

    def _sentences(self) -> list[tuple[int, int]]:
        starts = self.page.starts
        return [(start, starts[at + 1] if at + 1 < len(starts) else self.n) for at, start in enumerate(starts)]

    def _shouts(self, start: int, end: int) -> bool:
        """True for a sentence in headline capitals; headlines have no full stop."""
        while end > start and self.page.blank(end - 1):
            end -= 1
        if end > start and self.page.text[end - 1] in (".", "?", "!", ":", "”", '"'):
            return False
        words = [self.page.text[i] for i in range(start, end) if self.page.text[i].isalpha() and len(self.page.text[i]) > 3]
        return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.75 * len(words)

    # -- boundaries ----------------------------------------------------------------------------------------------------

    def _merged(self, found: list[Name]) -> list[Name]:
        """Neighbours that are one name: nothing between them but a blank or a hyphen, and no border of a noun phrase."""
        page, merged = self.page, []
        for name in found:
            if merged and name.start < merged[-1].end:
                continue
            before = merged[-1] if merged else None
            if before and self._continues(before, name):
                label = before.label if before.label in ("PERSON", "ORG") else name.label
                merged[-1] = Name(before.start, name.end, label)
                continue
            start = name.start
            while name.label in ("PERSON", "ORG", "FAC") and start > 0 and self._belongs(start - 1, name) and not self._held(
                start - 1, merged
            ):
                start -= 1
            end = name.end
            while end < self.n and page.pos[end] == "PROPN" and page.capital(end) and not page.label[end] and (
                page.sentence[end] == page.sentence[name.start]) and page.head[end - 1] == end and page.dep[end - 1] == "compound" and (
                page.lower[end] not in self.excluded and page.lower[end] not in self.lexicon.titles) and (
                not self.shouting[page.sentence[end]]) and name.label in ("ORG", "FAC", "LOC", "PERSON"):
                end += 1
            merged.append(Name(start, end, name.label))
        return merged

    def _held(self, i: int, merged: list[Name]) -> bool:
        return bool(merged) and merged[-1].end > i

    def _belongs(self, i: int, name: Name) -> bool:
        """True where the unlabelled capitalised word before a name is its first part."""
        page = self.page
        if page.label[i] or not page.capital(i) or page.pos[i] != "PROPN" or page.sentence[i] != page.sentence[name.start]:
            return False
        lower = page.lower[i]
        if lower in self.excluded or lower in self.lexicon.titles or self.shouting[page.sentence[i]]:
            return False
        before = " ".join(page.lower[max(0, i - 1) : i + 1])
        if before in self.lexicon.titles or self.gazetteer.region(page.words(max(0, i - 1), i + 1)):
            return False
        return name.start <= page.head[i] < name.end and page.dep[i] == "compound"

    def _continues(self, before: Name, name: Name) -> bool:
        page = self.page
        between = range(before.end, name.start)
        if before.end == name.start and before.label == "NORP" and name.label == "ORG" and name.end - name.start == 1:
            return page.lower[name.start] in self.generic
        if [page.text[i] for i in between] in (["'"], ["’"]) and before.label in ("NORP", "ORG") and name.label == "ORG":
            return True
        if not all(page.text[i] == "-" or (page.blank(i) and "\n" not in page.text[i]) for i in between):
            return False
        return before.label == name.label and before.label in ("PERSON", "ORG") and page.text[before.end - 1] not in APOSTROPHES

    def _lengthened(self, name: Name) -> Name:
        """"Northern State of Ruritania" with "and the South" where the text has the acronym of the whole."""
        page, end = self.page, name.end
        if not any(page.lower[i] == "of" for i in range(name.start, name.end)) or name.label not in ("GPE", "ORG", "LOC"):
            return name
        if self.gazetteer.country(page.words(name.start, name.end)) is None and name.label == "GPE":
            name = Name(name.start, name.end, "ORG")
        if end + 1 >= self.n or page.lower[end] != "and":
            return name
        after = end + 1 + (page.lower[end + 1] == "the")
        stop = after
        while stop < self.n and page.capital(stop) and page.pos[stop] == "PROPN":
            stop += 1
        initials = "".join(page.text[i][0] for i in range(name.start, stop) if page.capital(i))
        state = any(page.text[i : i + 2] == ["State", "of"] for i in range(name.start, name.end)) and page.label[after] in ("GPE", "LOC")
        return Name(name.start, stop, "ORG") if stop > after and (state or initials in self.acronyms) else name

    def _split(self, name: Name) -> Iterator[Name]:
        """A name cut where it holds two: "the Tenth Brigade of the Northern Army"."""
        page, forces = self.page, self.lexicon.words("namedSecurityForce")
        for i in range(name.start + 2, name.end - 3):
            if page.lower[i] == "of" and page.lower[i + 1] == "the" and page.lower[i - 1] in forces and page.lower[name.end - 1] in forces:
                yield Name(name.start, i, name.label)
                yield Name(i + 2, name.end, name.label)
                return
        yield name

    def _acronyms(self, found: list[Name]) -> list[Name]:
        """Names mended by the acronym that follows them in brackets: its letters say where the name begins and ends."""
        page = self.page
        for i in range(2, self.n - 1):
            if page.text[i - 1] != "(" or page.text[i + 1] != ")" or not ACRONYM.fullmatch(page.text[i]):
                continue
            start = initials_start(page, i - 1, page.text[i], self.particles)
            if start is None:
                continue
            label = next((name.label for name in found if name.start < i - 1 and name.end > start), "ORG")
            if not any(name.start == start and name.end == i - 1 for name in found):
                found = [name for name in found if name.end <= start or name.start >= i - 1]
                found.append(Name(start, i - 1, label if label not in ("GPE", "NORP") else "ORG"))
            if not any(name.start <= i < name.end for name in found):
                found.append(Name(i, i + 1, label))
        return sorted(found, key=lambda name: name.start)

    def _spelled(self, found: list[Name]) -> list[Name]:
        """Two names with a small word between are one where the text has the acronym of both: "KX in the Eastern Valley"."""
        page, joined = self.page, []
        for name in found:
            before = joined[-1] if joined else None
            if before and before.label in ("ORG", "NORP", "") and 0 < name.start - before.end < 3 and self.acronyms and all(
                    page.lower[i] in ("in", "of", "for", "and", "the", "on") for i in range(before.end, name.start)):
                words = [page.text[i] for i in range(before.start, name.end) if page.text[i][0].isalpha()]
                capitals = "".join(word[0] for word in words if word[0].isupper())
                whole = "".join(word[0] for word in words if word.lower() != "the").upper()
                al = "".join(word[0] for word in words if word[0].isupper() or word.lower() == "al").upper()
                if len(capitals) > 2 and {capitals, whole, al} & self.acronyms:
                    joined[-1] = Name(before.start, name.end, "ORG")
                    continue
            joined.append(name)
        return joined

    def _happening(self, name: Name) -> bool:
        """True for the name of an event, law or text: "Seven Weeks' War", "Operation Northern Wind", "Executive Order"."""
        if name.label == "PERSON" or name.end - name.start < 2:
            return False
        words, lower = self.lexicon.words, self.page.lower
        return lower[name.end - 1] in words("namedEvent") or lower[name.start] in words("beginsEvent")

    # -- what the pipeline missed --------------------------------------------------------------------------------------

    def _take(self, name: Name) -> None:
        for i in range(name.start, name.end):
            self.taken[i] = True

    def _nameable(self, i: int) -> bool:
        """True for a capitalised word that the tagger takes for a name and that nothing else has taken."""
        page = self.page
        return (
            not self.taken[i] and not page.label[i] and page.pos[i] == "PROPN" and page.capital(i) and page.text[i][:1].isalpha()
            and page.lower[i] not in self.excluded and page.lower[i] not in self.lexicon.titles and len(page.text[i]) > 1
        )

    def _missed(self) -> list[Name]:
        """Runs of capitalised words in mid-sentence that the pipeline gave no label."""
        page, found, i = self.page, [], 0
        while i < self.n:
            if not self._nameable(i) or self.shouting[page.sentence[i]] or self._is_title_part(i, i + 1):
                i += 1
                continue
            start = i
            i += 1
            while i < self.n and page.sentence[i] == page.sentence[start] and (self._nameable(i) or self._links(i)):
                i += 1
            if i - start == 1 and self._common(start):
                continue
            first = start in page.starts or page.text[start - 1] in ("“", '"', ":", "•", "-", ".")
            if first and i - start == 1 and not (page.text[start].isupper() and len(page.text[start]) > 1) and not self._says(start):
                continue
            name = Name(start, i, "")
            self._take(name)
            if not self._happening(name):
                found.append(name)
        return found

    def _says(self, i: int) -> bool:
        """True for the subject of a verb of saying that stands right after it."""
        page = self.page
        verb = page.head[i]
        return page.dep[i] == "nsubj" and 0 < verb - i < 3 and page.lemma[verb].lower() in self.lexicon.words("saying") and page.tag[i] == "NNP"

    def _common(self, i: int) -> bool:
        """True for a capitalised word that is a common noun ("the Town")."""
        page, kinds = self.page, self.lexicon.kinds
        return not page.text[i].isupper() and (page.lower[i] in kinds or page.lower[i].removesuffix("s") in kinds)

    def _links(self, i: int) -> bool:
        """True for a particle or hyphen inside a name ("al - Sham", "van der Berg")."""
        page = self.page
        joint = page.text[i] == "-" or page.lower[i] in self.particles
        return joint and i + 1 < self.n and (self._nameable(i + 1) or (page.text[i + 1] == "-" and i + 2 < self.n and self._nameable(i + 2)))

    def _repeated(self, found: list[Name]) -> list[Name]:
        """Words that are a name elsewhere in the text, where nothing has taken them yet, headlines included."""
        page = self.page
        known: dict[str, dict[tuple[str, ...], str]] = {}
        for name in found:
            words = tuple(page.lower[name.start : name.end])
            known.setdefault(words[0], {}).setdefault(words, name.label)
            if name.label == "PERSON" and len(words) > 1:
                last = words[-1:]
                known.setdefault(last[0], {}).setdefault(last, "PERSON")
        again = []
        i = 0
        while i < self.n:
            if self.taken[i] or page.lower[i] not in known or not (page.capital(i) or self.lowered or page.lower[i] in self.particles):
                i += 1
                continue
            best: Name | None = None
            for words, label in known[page.lower[i]].items():
                end = i + len(words)
                if (best is None or end > best.end) and tuple(page.lower[i:end]) == words and not any(self.taken[i:end]) and (
                    len(words) > 1 or ((len(page.text[i]) > 2 or page.text[i].isupper()) and page.lower[i] not in self.excluded
                    and (page.pos[i] != "VERB" or not self.shouting[page.sentence[i]]))
                ) and page.capital(end - 1):
                    best = Name(i, end, label)
            if best:
                self._take(best)
                again.append(best)
                i = best.end
            else:
                i += 1
        return again


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
        elif word in ("-", "’", "'") or page.blank(i):
            pass
        else:
            return None
        i -= 1
    return start if position < 0 else None


def _initials_left(page: Columns, i: int, letters: list[str]) -> bool:
    """True where the capitalised words before `i` still give all of `letters`, so that the small word may count for its own."""
    initials = [page.lower[j][:1] for j in range(max(0, i - 8), i) if page.capital(j)]
    return initials[-1:] == letters[-1:] or (len(letters) > 1 and letters[-1] in initials)
