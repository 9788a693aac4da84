"""What a text says of one predicate: how surely, whether it denies it, whether it is over, and who says so."""

from dataclasses import dataclass, replace

from ...model import Certainty

ORDER: dict[str, int] = {"certain": 0, "probable": 1, "possible": 2}


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the text says of one predicate. `speaker` is the token index of the head of the speaker."""

    certainty: Certainty = "certain"
    negated: bool = False
    speaker: int | None = None
    ended: bool = False

    def weaker(self, certainty: Certainty) -> "Commitment":
        """The same, at most as certain as `certainty`.

        >>> Commitment("probable").weaker("possible").certainty, Commitment("possible").weaker("probable").certainty
        ('possible', 'possible')
        """
        return replace(self, certainty=max(self.certainty, certainty, key=ORDER.__getitem__))

    def denied(self) -> "Commitment":
        """The same, said not to be so; what was denied already is affirmed.

        >>> Commitment().denied().negated, Commitment().denied().denied().negated
        (True, False)
        """
        return replace(self, negated=not self.negated)

    def said_by(self, above: "Commitment") -> "Commitment":
        """The same, with the speaker of what stands above where it has none of its own."""
        return self if self.speaker is not None or above.speaker is None else replace(self, speaker=above.speaker)

    def joined(self, above: "Commitment") -> "Commitment":
        """The lower predicate inherits everything: it stands or falls with the upper one.

        >>> Commitment("probable").joined(Commitment(negated=True, speaker=3))
        Commitment(certainty='probable', negated=True, speaker=3, ended=False)
        """
        return replace(
            self.weaker(above.certainty), negated=self.negated != above.negated, ended=self.ended or above.ended
        ).said_by(above)


PLAIN = Commitment()
