"""The shipped graphs as a checkpoint again, so that the weights can be trained further where no checkpoint is left.

    python -m kehoach.diacritics.training.unpack --model models/restorer --work DIR --name NAME

The inverse of `export`: 8-bit weights come back as the numbers that the run-time multiplies with. The vocabulary must
stay the same (`prepare --vocabulary models/restorer`), and the optimiser begins without memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from kehoach.diacritics.restore.features import Vocabulary
from kehoach.diacritics.restore.network import read_graph
from kehoach.diacritics.training.model import Restorer, Shape
from kehoach.diacritics.training.train import digest

LAYERS = 2
"""Recurrent layers of the context that are not grown ones."""

_ONNX_GATES = (0, 2, 3, 1)
"""Where torch's gates i f g o stand among ONNX's i o f g."""


class Weights:
    """The weights of a graph by name; 8-bit ones multiplied out."""

    def __init__(self, file: bytes) -> None:
        self.graph = onnx.load_from_string(file).graph
        self._arrays = {entry.name: numpy_helper.to_array(entry) for entry in self.graph.initializer}
        for node in self.nodes("Cast"):  # weights kept in 16 bits
            if node.input[0] in self._arrays:
                self._arrays[node.output[0]] = self._arrays[node.input[0]]

    def nodes(self, *kinds: str) -> list[Any]:
        """The nodes of some kinds, in the order of the graph."""
        return [node for node in self.graph.node if node.op_type in kinds]

    def get(self, name: str) -> Tensor:
        """A weight in 32 bits."""
        return torch.from_numpy(np.array(self._arrays[name], dtype=np.float32))

    def whole(self, name: str) -> Tensor:
        """A weight that was quantised by channel, its scales along its last axis: `export` asks for symmetric ones."""
        base = name.removesuffix("_quantized")
        scale = self._arrays[f"{base}_scale"]
        low = self._arrays[name].astype(np.float32)
        return torch.from_numpy(low * (scale[:, None, :] if low.ndim == 3 else scale))


def unpack_encoder(weights: Weights) -> dict[str, Tensor]:
    """The encoder's state, under `Restorer`'s names."""
    chars, lead, trail = (weights.get(node.input[0]) for node in weights.nodes("Gather"))
    state = {"chars.weight": chars, "lead.weight": lead, "trail.weight": trail}
    for name, node in zip(("narrow", "wide"), weights.nodes("Conv"), strict=True):
        state[f"{name}.weight"], state[f"{name}.bias"] = weights.get(node.input[1]), weights.get(node.input[2])
    (product,), (bias,) = weights.nodes("MatMul"), weights.nodes("Add")
    state["join.weight"], state["join.bias"] = weights.get(product.input[1]).T, weights.get(bias.input[1])
    return {f"encoder.{name}": value for name, value in state.items()}


def _torch_gates(matrix: Tensor) -> Tensor:
    parts = matrix.chunk(4)
    return torch.cat([parts[gate] for gate in _ONNX_GATES])


def unpack_layer(weights: Weights, node: Any) -> list[tuple[str, Tensor]]:
    """One bidirectional layer as (name of torch less the layer's number, value)."""
    inputs, states, biases = weights.whole(node.input[1]), weights.whole(node.input[2]), weights.get(node.input[3])
    state = []
    for way, end in enumerate(("", "_reverse")):
        state += [(f"weight_ih_l{{}}{end}", _torch_gates(inputs[way].T))]
        state += [(f"weight_hh_l{{}}{end}", _torch_gates(states[way].T))]
        for part, bias in zip(("ih", "hh"), biases[way].chunk(2), strict=True):
            state += [(f"bias_{part}_l{{}}{end}", _torch_gates(bias))]
    return state


def unpack_context(weights: Weights) -> dict[str, Tensor]:
    """The state of the recurrent layers and of the two heads."""
    state = {}
    layers = weights.nodes("DynamicQuantizeLSTM")
    gains = [name for node in weights.nodes("Mul") for name in node.input if _is_vector(weights, name)]
    for number, node in enumerate(layers):
        grown = number - LAYERS
        prefix = f"{'deeper' if grown == 0 else f'further.{grown - 1}'}.layers." if grown >= 0 else "context."
        for name, value in unpack_layer(weights, node):
            state[prefix + name.format(0 if grown >= 0 else number)] = value
        if grown >= 0:
            state[prefix.replace("layers.", "gain")] = weights.get(gains[grown])
    (norm,) = weights.nodes("LayerNormalization")
    state["norm.weight"], state["norm.bias"] = weights.get(norm.input[1]), weights.get(norm.input[2])
    biases = [weights.get(node.input[1]) for node in weights.nodes("Add")[-2:]]
    for name, node, bias in zip(("answer", "case"), weights.nodes("MatMulInteger"), biases, strict=True):
        state[f"{name}.weight"], state[f"{name}.bias"] = weights.whole(node.input[1]).T, bias
    return state


def _is_vector(weights: Weights, name: str) -> bool:
    """Whether a name is a plain weight of one axis."""
    sizes = {entry.name: list(entry.dims) for entry in weights.graph.initializer}
    return len(sizes.get(name, ())) == 1 and not name.endswith("_scale")


def unpack_words(weights: Weights) -> dict[str, Tensor]:
    """The word table and its bias."""
    (product,) = weights.nodes("MatMulInteger")
    low = weights.get(product.input[1])
    answer_steps = weights.nodes("Mul")[0]  # how far one step of the answers reaches, times each word's scale
    (bias,) = (node.input[1] for node in weights.nodes("Add"))
    return {"words.weight": low.T * weights.get(answer_steps.input[1])[:, None], "bias": weights.get(bias)}


def unpack(folder: Path, *, marks: bool = False) -> Restorer:
    """The network whose graphs lie in a model's folder; `marks`: the one for lost marks alone."""
    vocabulary = Vocabulary.load(folder)
    encoder, first, words = (read_graph(folder, name) for name in ("encoder", "context", "words"))
    context = Weights(read_graph(folder, "marks", first) if marks else first)
    state = unpack_encoder(Weights(encoder)) | unpack_context(context) | unpack_words(Weights(words))
    answer, width = state["answer.weight"].shape
    deeper = len(context.nodes("DynamicQuantizeLSTM")) - LAYERS
    shape = Shape(vocabulary.char_count, len(vocabulary.words), "lstm", width, LAYERS, answer, deeper)
    net = Restorer(shape)
    net.load_state_dict({name: value.contiguous() for name, value in state.items()})
    return net.eval()


def main() -> None:
    """Model folder in, checkpoint out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--marks", action="store_true", help="the network for lost marks alone")
    args = parser.parse_args()
    net = unpack(args.model, marks=args.marks)
    state = {"shape": net.shape.as_dict(), "mean": net.state_dict(), "vocabulary": digest(Vocabulary.load(args.model))}
    torch.save(state, args.work / f"{args.name}.pt")


if __name__ == "__main__":
    main()
