"""Event mentions: the words that speak of an event, and what fills its roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...model import Frame, Period, Span, Status
from ...ontology import Entry


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of one role: an entity's key, a Period or a number, with the passage that says so."""

    role: str
    value: str | Period | int
    evidence: Span
    status: Status
    rule: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One word that speaks of an event.

    definite  taken for granted ("the attack"), so that it may refer back
    also      triggers of the verbs that only told more of it ("the bomb exploded")
    distinct  set apart from what was told before ("another attack")
    foremost  it is called the worst of its kind, and so is what the story is about
    pointing  it takes up what was told last ("that attack")
    extra     why the mention may only join another event, where that is so
    times     token ranges of its own time expressions
    """

    cls: str
    trigger: int
    frame: Frame
    status: Status
    entry: Entry
    fillers: tuple[Filler, ...] = ()
    definite: bool = False
    plural: bool = False
    times: tuple[tuple[int, int], ...] = ()
    headline: bool = False
    distinct: bool = False
    pointing: bool = False
    foremost: bool = False
    also: tuple[int, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def values(self, role: str) -> set:
        return {filler.value for filler in self.fillers if filler.role == role}
