"""The state of one document's coreference: clusters of mentions, with what is known of each."""

import functools
from bisect import insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ...model import Mention
from ..classes.kinds import BRANCH, ORGANIZATIONS, Scene, normal, singular
from ..names.given import given
from ..names.nametext import nation


@dataclass(slots=True)
class Group:
    """One cluster while it grows."""

    members: list[int]
    cls: str
    gender: str = ""
    plural: bool | None = None
    named: bool = False
    heads: set[str] = field(default_factory=set)


class Story:
    """Mentions and their clusters (a union-find); `rule` is the name of the rule at work."""

    def __init__(self, scene: Scene, mentions: tuple[Mention, ...]) -> None:
        self.scene, self.page, self.mentions = scene, scene.page, mentions
        self.rule = ""
        self.parent = list(range(len(mentions)))
        self.sides: dict[int, int] = {}
        """A "we" whose side the text does not name -> the mention of who says it."""
        self.rules: list[set[str]] = [set() for _ in mentions]
        self.keys = [normal(m.text) if m.kind == "name" else "" for m in mentions]
        self.by_head: dict[int, int] = {}
        for i, m in enumerate(mentions):
            self.by_head.setdefault(m.head, i)
        self.by_start = {m.start: i for i, m in reversed(list(enumerate(mentions))) if m.kind == "name"}
        self.by_noun: dict[str, list[int]] = defaultdict(list)
        for i, m in enumerate(mentions):
            if m.kind != "pronoun":
                self.by_noun[self.noun(m)].append(i)
                if m.kind == "name" and m.end - 1 != m.head and m.cls in ORGANIZATIONS:
                    self.by_noun[self.page.lower[m.end - 1]].append(i)  # "the Association of ... Union" is a union too
        self.groups = [self._group(i, m) for i, m in enumerate(mentions)]
        self.headline = self._headline()
        self.order = self._order()
        """Each sentence's place among the sentences with words: what stands between paragraphs is none."""
        self.names = [i for i, m in enumerate(mentions) if m.kind == "name"]
        self.nominals = [i for i, m in enumerate(mentions) if m.kind == "nominal"]

    def noun(self, mention: Mention) -> str:
        """The head noun in lower case: of a nominal its lemma, also where a capital hid the plural from the lemmatizer."""
        page, head = self.page, mention.head
        if mention.kind == "nominal" and page.pos[head] != "PROPN":
            return page.lemma[head].lower()
        return page.lower[head] if mention.kind == "name" else singular(page.lower[head], self.scene.ontology.lexicon.kinds)

    def _headline(self) -> int | None:
        """The number of the first sentence with words, if no full stop ends it."""
        page = self.page
        for number, start in enumerate(page.starts):
            end = page.starts[number + 1] if number + 1 < len(page.starts) else len(page)
            words = [i for i in range(start, end) if not page.blank(i)]
            if words and self.mentions and words[0] >= min(m.start for m in self.mentions[:1]) - 3:
                return number if page.text[words[-1]] not in (".", "?", "!", "”", '"', ":") else None
        return None

    @functools.cached_property
    def breaks(self) -> list[int]:
        """The tokens between paragraphs."""
        return [i for i, word in enumerate(self.page.text) if "\n\n" in word]

    @functools.cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """The token range of each quotation."""
        page, found, start = self.page, [], None
        for i, quoted in enumerate([*page.quoted, False]):
            if quoted and start is None:
                start = i
            elif not quoted and start is not None:
                found.append((start, i))
                start = None
        return found

    @functools.cached_property
    def spoken(self) -> Counter[str]:
        """How often the text names each country."""
        names = (self.mentions[i].text for i in self.names if self.mentions[i].cls == "Country")
        return Counter(found.name for name in names if (found := nation(self.scene.gazetteer, name)))

    def _order(self) -> list[int]:
        page, order, count = self.page, [], -1
        for number, start in enumerate(page.starts):
            end = page.starts[number + 1] if number + 1 < len(page.starts) else len(page)
            count += any(not page.blank(i) for i in range(start, end))
            order.append(max(count, 0))
        return order

    def distance(self, token: int, earlier: int) -> int:
        """How many sentences stand between two tokens."""
        return self.order[self.page.sentence[token]] - self.order[self.page.sentence[earlier]]

    def _group(self, index: int, mention: Mention) -> Group:
        page = self.page
        lemma = self.noun(mention)
        gender = ""
        if mention.kind == "pronoun":
            word = page.lower[mention.head]
            gender = "m" if word in self.scene.words("pronounsHe") else "f" if word in self.scene.words("pronounsShe") else ""
        elif mention.cls in ("Person", ""):
            titled = mention.kind == "name" and mention.start > 0 and page.capital(mention.start - 1)
            words = {lemma} if mention.kind == "nominal" else {page.lower[mention.start - 1]} if titled else set()
            gender = "m" if words & self.scene.words("maleWords") else "f" if words & self.scene.words("femaleWords") else ""
            if not gender and mention.kind == "name" and mention.cls == "Person" and mention.end - mention.start > 1:
                gender = (given(page.text[mention.start]) or "").strip("-")
        plural: bool | None = mention.plural or (mention.number or 0) > 1
        if mention.kind == "name" and not mention.plural:
            plural = None if mention.cls in ORGANIZATIONS or mention.cls in ("", "PersonGroup") else False
        elif mention.kind == "nominal" and not mention.plural and (mention.cls == "Country" or mention.cls in ORGANIZATIONS):
            plural = None if mention.cls != "Country" else False
        heads = {lemma} if mention.kind == "nominal" else {page.lower[mention.head]} if mention.kind == "name" else set()
        return Group([index], mention.cls, gender, plural, mention.kind == "name", heads)

    def root(self, index: int) -> int:
        parent = self.parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def group(self, index: int) -> Group:
        return self.groups[self.root(index)]

    def same(self, a: int, b: int) -> bool:
        return self.root(a) == self.root(b)

    def join(self, a: int, b: int) -> None:
        """Put the clusters of two mentions together, in the name of the rule at work."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        if b < a:
            a, b = b, a
        kept, other = self.groups[a], self.groups[b]
        self.parent[b] = a
        self.rules[a] |= self.rules[b] | {self.rule}
        for member in other.members:
            insort(kept.members, member)
        if ((other.named, _detail(other.cls)) > (kept.named, _detail(kept.cls)) and other.cls) or not kept.cls:
            kept.cls = other.cls
        kept.named = kept.named or other.named
        kept.gender = kept.gender or other.gender
        if kept.cls in ORGANIZATIONS:
            kept.plural = None  # "the Front ... it", "the Front's fighters ... they"
        elif kept.plural is None:
            kept.plural = other.plural
        kept.heads |= other.heads

    def agree(self, a: int, b: int) -> bool:
        """True where class, number and gender let two mentions speak of the same thing."""
        one, other = self.group(a), self.group(b)
        if one.gender and other.gender and one.gender != other.gender:
            return False
        return compatible(one.cls, other.cls)


def _detail(cls: str) -> int:
    """How exactly a class tells what something is."""
    return 0 if not cls else 1 if cls in ("Organization", "Place", "Agent", "PersonGroup") else 2


def compatible(a: str, b: str) -> bool:
    """True where things of class `a` and `b` may be the same.

    >>> compatible("ArmedGroup", "Organization"), compatible("ArmedGroup", "Company"), compatible("Person", "Settlement")
    (True, False, False)
    """
    if not a or not b or a == b:
        return True
    if "Agent" in (a, b):
        return not {a, b} & {"Settlement", "Region", "Facility", "Weapon"}
    if BRANCH.get(a) != BRANCH.get(b):
        return {a, b} in ({"ArmedGroup", "PersonGroup"}, {"SecurityForce", "PersonGroup"}, {"Person", "PersonGroup"})
    if BRANCH.get(a) == "Organization":
        return "Organization" in (a, b)
    return BRANCH.get(a) == "Place" and {a, b} <= {"Settlement", "Region"}
