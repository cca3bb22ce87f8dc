"""The network in torch: characters of a token -> vector -> context of the line -> word and case."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kehoach.diacritics.restore.features import LEAD_CLASSES, MAX_CHARS, TRAIL_CLASSES
from kehoach.diacritics.training.ngram_scores import Rivals

CHAR_WIDTH = 32
NARROW, WIDE = 128, 96
"""Filters of three and of five characters, pooled over the token."""


@dataclass(frozen=True)
class Shape:
    """Sizes of a network; `backbone` is "lstm" or "conv", `deeper` the recurrent layers grown on top later.

    `dropout`: the share of each layer's inputs that are left out while training, so that what it learns does not hang
    on any one of them.
    """

    chars: int
    words: int
    backbone: str
    width: int
    layers: int
    answer: int = 256
    deeper: int = 0
    dropout: float = 0.0

    def as_dict(self) -> dict[str, int | str | float]:
        """The sizes as plain values, for a checkpoint."""
        return asdict(self)


class Encoder(nn.Module):
    """A form (characters and punctuation classes) as a vector; computed once for each distinct form."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.chars = nn.Embedding(shape.chars, CHAR_WIDTH, padding_idx=0)
        self.narrow = nn.Conv1d(CHAR_WIDTH, NARROW, 3, padding=1)
        self.wide = nn.Conv1d(CHAR_WIDTH, WIDE, 5, padding=2)
        self.lead = nn.Embedding(LEAD_CLASSES, 8)
        self.trail = nn.Embedding(TRAIL_CLASSES, 8)
        self.join = nn.Linear(NARROW + WIDE + CHAR_WIDTH * MAX_CHARS + 16, shape.width)

    def forward(self, forms: Tensor) -> Tensor:
        """(forms, MAX_CHARS + 2) -> (forms, width)."""
        letters = self.chars(forms[:, :MAX_CHARS])
        across = letters.transpose(1, 2)
        pooled = [conv(across).amax(2) for conv in (self.narrow, self.wide)]
        marks = [self.lead(forms[:, MAX_CHARS]), self.trail(forms[:, MAX_CHARS + 1])]
        return functional.relu(self.join(torch.cat([*pooled, letters.flatten(1), *marks], 1)))


class GatedBlock(nn.Module):
    """A residual gated convolution of three tokens, `dilation` apart, as one matrix product."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, 2 * width)

    def forward(self, tokens: Tensor) -> Tensor:
        """(windows, length, width) -> the same."""
        gap, length = self.dilation, tokens.shape[1]
        padded = functional.pad(self.norm(tokens), (0, 0, gap, gap))
        three = torch.cat([padded[:, i * gap : i * gap + length] for i in range(3)], 2)
        return tokens + functional.glu(self.mix(three), 2)


DILATIONS = (1, 2, 4, 8, 1, 2, 4, 8, 1)


def recurrent(width: int, layers: int) -> nn.LSTM:
    """Layers that read both ways, half of the width each way."""
    return nn.LSTM(width, width // 2, layers, batch_first=True, bidirectional=True)


class Deeper(nn.Module):
    """A layer grown on top later, entering by a gain that starts at nothing (ReZero, Bachlechner et al. 2020).

    So a grown network answers at first as it did before. Such layers' parameters are the network's last: an optimiser's
    memory of the others still fits.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.layers = recurrent(shape.width, 1)
        self.gain = nn.Parameter(torch.zeros(shape.width))

    def forward(self, context: Tensor) -> Tensor:
        """(windows, length, width) -> the same, to be added."""
        return self.gain * self.layers(context)[0]


class Restorer(nn.Module):
    """The whole network. `forward` gives the vector to compare with the words, and the case scores."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        if shape.backbone == "lstm":
            self.context: nn.Module = recurrent(shape.width, shape.layers)
        else:
            self.context = nn.Sequential(*(GatedBlock(shape.width, gap) for gap in DILATIONS[: shape.layers]))
        self.norm = nn.LayerNorm(shape.width)
        self.answer = nn.Linear(shape.width, shape.answer)
        self.case = nn.Linear(shape.width, 4)
        self.words = nn.Embedding(shape.words, shape.answer)
        self.bias = nn.Parameter(torch.zeros(shape.words))
        nn.init.normal_(self.words.weight, std=0.06)
        self.drop = nn.Dropout(shape.dropout)
        if shape.deeper:
            self.deeper = Deeper(shape)
            self.further = nn.ModuleList(Deeper(shape) for _ in range(shape.deeper - 1))

    @property
    def grown(self) -> list[Deeper]:
        """The layers grown on top, lowest first."""
        return [self.deeper, *self.further] if self.shape.deeper else []

    def forward(self, forms: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """Distinct forms and, for each token of each window, its place among them -> (answers, cases)."""
        tokens = self.encoder(forms)[places]
        hidden = self.drop(self.norm(self.in_context(self.drop(tokens))))
        return self.answer(hidden), self.case(hidden)

    def in_context(self, tokens: Tensor) -> Tensor:
        """Token vectors of windows, each in the light of its neighbours."""
        if self.shape.backbone != "lstm":
            return self.context(tokens)
        context = self.context(tokens)[0]
        context = self.drop(context) if self.shape.deeper else context
        found = tokens + context
        for number, layer in enumerate(self.grown):
            found = found + layer(self.drop(found) if number else context)
        return found

    def share(self) -> None:
        """Train no more what two networks have in common: how a token is read, and the words."""
        for part in (self.encoder, self.words):
            part.requires_grad_(requires_grad=False)
        self.bias.requires_grad_(requires_grad=False)

    def scores(self, answers: Tensor) -> Tensor:
        """Scores of all the words."""
        return answers @ self.words.weight.T + self.bias


class _SampledSoftmax(torch.autograd.Function):
    """Mean softmax loss over a sample of words, with scores kept once and products in bfloat16: 2.5 times as fast."""

    @staticmethod
    def forward(ctx, answers, table, bias, raised, target):  # noqa: ANN001, ANN205
        """`raised` is added to each score but a token's own."""
        scores = (answers.bfloat16() @ table.bfloat16().T).float()
        scores += bias
        own = scores.gather(1, target[:, None])
        scores += raised
        scores.scatter_(1, target[:, None], own)
        top = scores.amax(1, keepdim=True)
        scores.sub_(top).exp_()
        total = scores.sum(1, keepdim=True)
        scores.div_(total)
        loss = (total.log() + top - own).mean()
        scores.scatter_add_(1, target[:, None], torch.full_like(own, -1.0))
        ctx.save_for_backward(answers, table, scores)
        return loss

    @staticmethod
    def backward(ctx, grad):  # noqa: ANN001, ANN205
        """The slope of a softmax is its probabilities, less one at the target."""
        answers, table, slope = ctx.saved_tensors
        scale = grad / len(answers)
        low = slope.bfloat16()
        by_answer = (low @ table.bfloat16()).to(answers.dtype) * scale
        if not ctx.needs_input_grad[1]:
            return by_answer, None, None, None, None
        by_table = (low.T @ answers.bfloat16()).float() * scale
        return by_answer, by_table, slope.sum(0) * scale, None, None


def sampled_loss(net: Restorer, answers: Tensor, words: Tensor, frequency: Tensor, negatives: int) -> Tensor:
    """Softmax loss over the batch's own words and `negatives` others.

    A word that a batch seldom holds stands for those left out: its score is raised by the logarithm of the chance
    that it is in, so the sum over the sample estimates the sum over the vocabulary.
    """
    count = net.shape.words
    present = torch.zeros(count, dtype=torch.bool)
    present[words] = True
    present[torch.randint(count, (negatives,))] = True
    chosen = present.nonzero().squeeze(1)
    place = torch.empty(count, dtype=torch.long)
    place[chosen] = torch.arange(len(chosen))
    absent = len(words) * torch.log1p(-frequency[chosen]) + negatives * torch.log1p(torch.tensor(-1.0 / count))
    raised = -torch.log(-torch.expm1(absent))
    return _SampledSoftmax.apply(answers, net.words.weight[chosen], net.bias[chosen], raised, place[words])


def rival_loss(net: Restorer, answers: Tensor, rivals: Rivals) -> Tensor:
    """Softmax loss over each word and those of the same letters, with what phrases say of them added to their scores.

    A word without marks is meant by COPY as well.
    """
    asked = rivals.right >= 0
    token, column = (torch.from_numpy(place) for place in np.nonzero(np.isfinite(rivals.prior) & asked[:, None]))
    ids, prior = torch.from_numpy(rivals.ids)[token, column], torch.from_numpy(rivals.prior)
    told = (answers[token] * net.words.weight[ids].to(answers.dtype)).sum(1, dtype=torch.float32) + net.bias[ids]
    scores = prior.index_put((token, column), told, accumulate=True)[torch.from_numpy(asked)]
    logs = scores.log_softmax(1)
    found = logs.gather(1, torch.from_numpy(rivals.right[asked])[:, None])[:, 0]
    own = torch.from_numpy(rivals.own[asked])
    return -torch.where(own, torch.logaddexp(found, logs[:, 0]), found).mean()
