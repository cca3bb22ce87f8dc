"""From the network's probabilities to a confidence that means what it says: a logistic fitted on held-out lines."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, astuple, dataclass
from functools import cached_property
from operator import mul
from pathlib import Path
from typing import Self

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.restore.candidates import Choice
from kehoach.diacritics.restore.likeness import likeness

FILE = "confidence.json"
"""Beside the weights; made by `python -m kehoach.diacritics.training.calibrate`."""


LIMIT = 30.0
"""Log-odds beyond which a confidence is 0 or 1."""


@dataclass(frozen=True)
class Weights:
    """One logistic: the log-odds of being right."""

    constant: float = 0.0
    log_odds: float = 1.0
    margin: float = 0.0
    likeness: float = 0.0
    length: float = 0.0
    network: float = 0.0
    around: float = 0.0
    case: float = 0.0
    stop: float = 0.0

    def confidence(self, features: tuple[float, ...]) -> float:
        """The probability of being right, given the `features` of a choice."""
        odds = self.constant + sum(map(mul, self._weights, features))
        return 1.0 / (1.0 + math.exp(-odds)) if -LIMIT < odds < LIMIT else float(odds > 0)

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        """The weights of the features, in their order."""
        return astuple(self)[1:]


LETTERS = 8
"""Letters of a core beyond which more of them tell no more."""

SURE = 1 - 6e-6
"""A probability that is as good as certain: log-odds of 12."""


def log_odds(probability: float) -> float:
    """The log-odds of a probability, that of certainty being 12.

    >>> log_odds(0.5), round(log_odds(1.0), 1)
    (0.0, 12.0)
    """
    p = SURE if probability > SURE else 1 - SURE if probability < 1 - SURE else probability
    return math.log(p / (1 - p))


def features(choice: Choice, core: str) -> tuple[float, ...]:
    """What a confidence is weighed from, in the order of `Weights`.

    Log-odds of the choice, its margin, its likeness to the core, the core's letters (LETTERS at most), the network's
    log-odds, and how sure the words around are: on a page that is hard to read, or in prose unlike the training text,
    less is right than the odds of a single word say. Then what makes a token wrong though its word is right: the
    log-odds of its case, and whether a stop follows that the reader may have given for another.
    """
    letters = len(core)
    return (
        log_odds(choice.probability),
        choice.margin,
        likeness(core, choice.word),
        float(letters if letters < LETTERS else LETTERS),
        log_odds(choice.network),
        choice.around,
        log_odds(choice.case),
        float(choice.stop),
    )


@dataclass(frozen=True)
class Calibration:
    """One logistic a kind of damage, and the confidence from which a change is made rather than only proposed."""

    marks: Weights = Weights()
    shapes: Weights = Weights()
    threshold: float = 0.5

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the weights of a model's folder; without the file the network's own probability is the confidence."""
        path = folder / FILE
        if not path.is_file():
            return cls()
        found = json.loads(path.read_text("utf-8"))
        return cls(Weights(**found["marks"]), Weights(**found["shapes"]), found["threshold"])

    def save(self, folder: Path) -> None:
        """Write the file that `load` reads."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    def confidence(self, choice: Choice, core: str, damage: Damage) -> float:
        """How likely the choice is right, 0 to 1.

        >>> choice = Choice("hội", 0.9, (("hợi", 0.05),))
        >>> round(Calibration().confidence(choice, "hgi", Damage.SHAPES), 3)
        0.9
        """
        weights = self.marks if damage is Damage.MARKS else self.shapes
        return weights.confidence(features(choice, core))
