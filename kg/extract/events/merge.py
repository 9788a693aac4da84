"""One node per real event: which mentions speak of the same one.

Mentions are taken in text order. Each joins an earlier event by a named rule, or begins its own. A rule says yes only where
classes agree and nothing that both state (agent, place, date, casualties, status) speaks against it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ...model import Period, Resolution
from ...ontology import Ontology
from .mentions import EventMention

WEIGHT = {"agent": 2, "target": 2, "victim": 2, "instrument": 1, "participant": 1, "location": 1}
"""How much a shared filler of a role speaks for one event: who did it and to whom more than where."""
ENOUGH = 3
ENOUGH_FOR_DEFINITE = 0
LEAD = 4
"""Sentences, headline included, in which a story tells again what its headline says."""
LOOKING_BACK = ("toll", "identified")
"""Why mentions may only join an event that was told before them."""
REACH = 100
"""Events back to which a mention may belong, more than an article tells: a book is merged in time linear in its length."""
FULL = 300
"""Mentions of one event, more than an article has: what comes after them is another one, for the same reason."""


@dataclass(slots=True)
class Node:
    """An event in the making: its mentions and the periods of each."""

    mentions: list[EventMention] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    _values: dict[str, set] = field(default_factory=dict)

    def add(self, mention: EventMention, periods: list[Period]) -> None:
        self.mentions.append(mention)
        self.periods += periods
        for filler in mention.fillers:
            self._values.setdefault(filler.role, set()).add(filler.value)

    def values(self, role: str) -> set:
        return self._values.get(role) or set()

    @property
    def negated(self) -> bool:
        return self.mentions[0].status.polarity == "negated"


def merge(mentions: Sequence[EventMention], periods: Mapping[int, Sequence[Period]], resolution: Resolution,
          sentence_of: Mapping[int, int],
          apart: Collection[tuple[int, int]] = (), *, ontology: Ontology) -> list[Node]:
    """The events of a document, in the order of their first mentions.

    `periods` are those of each mention by trigger; `apart` are pairs of triggers that are never one event: cause and effect.
    """
    nodes: list[Node] = []
    rivals: dict[int, set[int]] = {}
    for one, other in apart:
        rivals.setdefault(one, set()).add(other)
        rivals.setdefault(other, set()).add(one)
    for mention in mentions:
        own = list(periods.get(mention.trigger, ()))
        unlike = rivals.get(mention.trigger, ())
        others = [node for node in nodes[-REACH:]
                  if len(node.mentions) < FULL and not (unlike and any(m.trigger in unlike for m in node.mentions))]
        node = _antecedent(mention, own, others, resolution, sentence_of, ontology)
        if node is None:
            node = Node()
            nodes.append(node)
        node.add(mention, own)
    return [node for node in nodes if not all(m.extra for m in node.mentions)]


def _antecedent(mention: EventMention, periods: list[Period], nodes: list[Node], resolution: Resolution,
                sentence_of: Mapping[int, int],
                ontology: Ontology) -> Node | None:
    if mention.distinct:  # "further sanctions" are no others than those of the headline
        nodes = [node for node in nodes if all(m.headline for m in node.mentions) and sentence_of[mention.trigger] < LEAD]
    candidates = [node for node in nodes if same_kind(mention, node, ontology)
                  and not _conflict(mention, periods, node, resolution)]
    if not candidates:
        return None
    here = sentence_of[mention.trigger]
    candidates = [node for node in candidates
                  if sentence_of[node.mentions[-1].trigger] == here or not all(map(_open, node.mentions))]
    best, best_score = None, -1.0
    for node in candidates:
        score = _score(mention, periods, node, resolution)
        if mention.values("instrument") & node.values("instrument") and here == sentence_of[node.mentions[-1].trigger]:
            score += ENOUGH + 1  # "shells fired by the army fell on the town"
        distance = here - sentence_of[node.mentions[-1].trigger]
        if distance == 1 and len(node.mentions) == 1 and node.mentions[0].headline and mention.status.asserted:
            score += 1.5  # the lead tells what its headline says
        joined = "joined" in mention.extra and node.mentions[0].cls not in ("Protest", "MilitaryOperation")
        if distance == 0 and not mention.definite and not joined and mention.frame.pos == "verb" and score < ENOUGH + 1:
            continue  # two verbs of one sentence are two deeds unless they share nearly everything
        if (distance == 0 and refers_back(mention) and not mention.extra and score < 1 and not node.mentions[0].extra
                and mention.values("target") | mention.values("victim")
                and mention.frame.lemma not in {m.frame.lemma for m in node.mentions}):
            continue  # "the bombing came after the killing of their leader"
        if (refers_back(mention) and mention.cls == "MilitaryOperation" and score < 1
                and mention.frame.lemma not in {m.frame.lemma for m in node.mentions}):
            continue  # "the operations" are not the coup
        if mention.extra and not refers_back(mention) and distance <= 2:
            score += 1  # "... shelled the town. Two people were hurt."
        needed = (ENOUGH_FOR_DEFINITE if refers_back(mention) else 1.0 if mention.extra else ENOUGH - 1
                  if node.mentions[0].headline and here < LEAD else ENOUGH)
        if distance and refers_back(mention) and mention.values("target") and not mention.extra and all(
                m.extra for m in node.mentions):
            needed = 1.0  # "five people died ... the bombing of the hall": another one
        if score < needed and not (mention.foremost and node is nodes[0]):
            continue
        # Among equals the nearest, and what the story began with: a definite noun looks back to one of these.
        if mention.pointing:
            rank = score - 0.5 * distance
        elif refers_back(mention):
            rank = score - min(0.2 * distance, 1.0) + (2.0 if mention.foremost else 0.5) * (node is nodes[0])
        else:
            rank = score - 0.05 * distance
        if refers_back(mention) and any(_same_stem(mention, m) for m in node.mentions):
            rank += 1  # "the abduction" is the abducting, not the hijacking
        if best is None or rank > best_score:
            best, best_score = node, rank
    return best


def _open(mention: EventMention) -> bool:
    """True for a toll that found nothing told before: no later event is meant by it, but for that of its sentence or headline."""
    return mention.extra.get("provisional") in LOOKING_BACK and not mention.headline


STEM = 5
"""Letters that a noun and its verb share: "abduct", "abduction"."""


def _same_stem(mention: EventMention, other: EventMention) -> bool:
    return mention.frame.pos != other.frame.pos and mention.frame.lemma[:STEM] == other.frame.lemma[:STEM]


def refers_back(mention: EventMention) -> bool:
    """A definite mention may take up an earlier event without sharing a participant: "the attack", "fired the rockets"."""
    return mention.definite


def same_kind(mention: EventMention, node: Node, ontology: Ontology) -> bool:
    """True where class and status of the mention let it speak of the event; a war is none of its attacks."""
    long = ontology.lexicon.words("long-running")
    counted = mention.extra.get("provisional") in LOOKING_BACK  # "the ministry puts the number of the uprising's dead at 365"
    if not counted and (mention.frame.lemma in long) != (node.mentions[0].frame.lemma in long):
        return False
    if (mention.status.polarity == "negated") != node.negated:
        return False
    if mention.status.certainty == "possible" and node.mentions[0].status.certainty == "certain" and not mention.definite:
        return False
    if node.mentions[0].status.certainty == "possible" and mention.status.certainty == "certain":
        return False
    if mention.extra and node.mentions[0].cls in ("MilitaryOperation", "Protest"):
        first = node.mentions[0].frame.lemma  # harm comes of these too
        return not ontology.lexicon.words("bloodless") & {first, first.split(" ")[0]}
    return all(_agree(mention, other, ontology) for other in node.mentions[-REACH:])


def _agree(mention: EventMention, other: EventMention, ontology: Ontology) -> bool:
    """Classes agree where one lies above the other; an assassination may be done by any kind of attack, and "the blast",
    "the incident" takes up any."""
    if ontology.is_a(mention.cls, other.cls) or ontology.is_a(other.cls, mention.cls):
        return True
    if not (ontology.is_a(mention.cls, "Attack") and ontology.is_a(other.cls, "Attack")):
        return False
    bare = not any(a.slot == "modifier" for a in mention.frame.arguments)
    return ("Assassination" in (mention.cls, other.cls) or (refers_back(mention) and bare
                                                            and mention.frame.lemma in ontology.lexicon.words("anaphoric")))


def _conflict(mention: EventMention, periods: list[Period], node: Node, resolution: Resolution) -> bool:
    if periods and node.periods and not any(overlap(a, b) for a in periods for b in node.periods):
        return True
    if (_differ(mention.values("agent"), node.values("agent")) and not _related(mention.values("agent") | node.values("agent"),
                                                                                resolution)):
        return True
    if _differ(_places(mention.values("location"), resolution), _places(node.values("location"), resolution)):
        return True
    headline = node.mentions[0].headline and len(node.mentions) == 1  # counts some of the dead
    return _differ(mention.values("killed"), node.values("killed")) and not refers_back(mention) and not headline


def _differ(mine: set, theirs: set) -> bool:
    return bool(mine and theirs and not mine & theirs)


def _places(keys: set, resolution: Resolution) -> set:
    """Places that exclude each other: two towns are two places, a town and its province are not."""
    return {key for key in keys if resolution.entities[key].cls == "Settlement" and resolution.entities[key].named}


def _elsewhere(mention: EventMention, node: Node, resolution: Resolution) -> bool:
    """True where other targets are told, or other places of the same kind: a town in a province is no contradiction.

    "A village" may be the town that is named later; but "the attack on the bridge" is not the one on a school.
    """
    (targets, places), (their_targets, their_places) = (
        [{k for k in x.values(role) if refers_back(mention) or resolution.entities[k].named} for role in ("target", "location")]
        for x in (mention, node))
    if (targets | places) & (their_targets | their_places):
        return False
    if refers_back(mention) and (mention.cls == "Sanction" or mention.plural):
        targets = set()  # "the measures target X", "the strikes hit Y": more of those whom they are against
    if node.mentions[0].headline and len(node.mentions) == 1:
        places = {k for k in places if resolution.entities[k].cls != "Region"}  # a headline names the wider place
    kinds, their_kinds = ({resolution.entities[k].cls for k in keys} for keys in (places, their_places))
    return bool((targets and their_targets) or kinds & their_kinds)


def _alike(mention: EventMention, node: Node, resolution: Resolution) -> int:
    """How much unnamed victims look the same: "19 guards" and "nineteen guards" 2, "guards" and "five guards" 1."""
    mine, theirs = ([resolution.entities[key] for key in sorted(x.values("victim"))] for x in (mention, node))
    alike = [(a.number, b.number) for a in mine for b in theirs if not a.named and not b.named
             and a.name.lower().split()[-1:] == b.name.lower().split()[-1:]]
    if any(a is not None and a == b for a, b in alike):
        return 2
    return int(any(a is None or b is None for a, b in alike))


def _related(agents: set, resolution: Resolution) -> bool:
    """Agents that may be one and the same deed's: an unnamed group and a named one."""
    return any(not resolution.entities[key].named for key in agents)


def _score(mention: EventMention, periods: list[Period], node: Node, resolution: Resolution) -> float:
    score = 0.0
    for role, weight in WEIGHT.items():
        shared = mention.values(role) & node.values(role)
        score += weight * min(len(shared), 2 if role == "participant" else 1)
    shared = (mention.values("target") | mention.values("victim")) & (node.values("target") | node.values("victim"))
    if shared:
        score += 1
    if not mention.values("agent") and any(resolution.entities[key].cls == "Person" and resolution.entities[key].named
                                           for key in shared):
        score += 2  # nobody is shot twice: "X was hit in the chest" tells more of how X was killed
    if not mention.values("victim") & node.values("victim"):
        score += _alike(mention, node, resolution)
    if _elsewhere(mention, node, resolution):
        score -= 1.5  # each tells where or whom, and not the same
    if mention.values("killed") & node.values("killed") or mention.values("injured") & node.values("injured"):
        score += 2
    if any(a == b for a in periods for b in node.periods):
        score += 2.5
    if mention.cls == node.mentions[0].cls and mention.cls != "Attack":
        score += 0.5
    first = node.mentions[0]
    if first.headline and mention.frame.pos == first.frame.pos == "verb" and mention.frame.lemma == first.frame.lemma:
        score += 1
    if (mention.frame.pos == "noun" and mention.frame.variants and any(mention.frame.variants[-1:] == m.frame.variants[-1:]
                                                                       for m in node.mentions)):
        score += 1.5
    return score + min(0.2 * len(node.mentions), 1.0) if refers_back(mention) else score


def overlap(a: Period, b: Period) -> bool:
    """True where two periods may be the same time.

    >>> import datetime as d
    >>> overlap(Period("2021", d.date(2021, 1, 1), d.date(2021, 12, 31)), Period.day(d.date(2021, 5, 4)))
    True
    """
    return not ((a.latest and b.earliest and a.latest < b.earliest) or (b.latest and a.earliest and b.latest < a.earliest))
