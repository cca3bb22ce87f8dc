"""A trained network as three ONNX graphs, all but the first in small integers, with the vocabulary beside them.

    python -m kehoach.diacritics.training.export --work DIR --name NAME [--marks NAME] --out models/restorer

`--marks`: a network trained on from the same as the first with `--shared`; its context becomes `marks`,
which may have grown deeper.

The graphs are written node by node, so the export needs no tracing and the file holds nothing but the network.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from kehoach.diacritics.restore.features import MAX_CHARS, Vocabulary
from kehoach.diacritics.restore.network import TOP, graph_path
from kehoach.diacritics.restore.network_file import Alike, packed
from kehoach.diacritics.training.model import Restorer, Shape

OPSET = 17

CONTEXT_STEP, WORD_STEP = 4, 2
"""The 8-bit weights are whole multiples of these: they pack better (8.9 MB of four graphs become 6.2), and as many
words come out right (held-out prose and official text); with 6 for the difference of the two contexts two words in ten
thousand fewer did."""

info = helper.make_tensor_value_info


class Graph:
    """A list of nodes and weights under construction."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, value: Any, name: str = "") -> str:
        """Store an array (or tensor); its name."""
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        name = name or f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        """Append a node with one output; the output's name."""
        out = out or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def half(self, value: torch.Tensor) -> str:
        """A weight stored in 16 bits; the run-time widens it once, when it loads."""
        return self.add("Cast", self.weight(value.half()), to=TensorProto.FLOAT)

    def linear(self, layer: torch.nn.Linear, value: str, name: str, out: str) -> str:
        """value @ weight + bias; the weight has the name given."""
        product = self.add("MatMul", value, self.weight(layer.weight.T, name))
        return self.add("Add", product, self.weight(layer.bias), out=out)

    def shaped(self, value: str, shape: list[int]) -> str:
        """Reshape; 0 keeps a size, -1 is what is left."""
        return self.add("Reshape", value, self.weight(np.array(shape, dtype=np.int64)))

    def model(self, inputs: list[Any], outputs: list[Any]) -> onnx.ModelProto:
        """The finished model, checked."""
        graph = helper.make_graph(self.nodes, self.name, inputs, outputs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
        onnx.checker.check_model(model)
        return model


def encoder_graph(net: Restorer) -> onnx.ModelProto:
    """forms (n, MAX_CHARS + 2) int64 -> vectors (n, width)."""
    graph, encoder = Graph("encoder"), net.encoder
    cuts = graph.weight(np.array([MAX_CHARS, 1, 1], dtype=np.int64))
    graph.nodes.append(helper.make_node("Split", ["forms", cuts], ["chars", "lead", "trail"], axis=1))
    letters = graph.add("Gather", graph.weight(encoder.chars.weight), "chars")
    across = graph.add("Transpose", letters, perm=[0, 2, 1])
    parts = []
    for conv in (encoder.narrow, encoder.wide):
        pad = conv.kernel_size[0] // 2
        filtered = graph.add("Conv", across, graph.weight(conv.weight), graph.weight(conv.bias), pads=[pad, pad])
        parts.append(graph.add("ReduceMax", filtered, axes=[2], keepdims=0))
    parts.append(graph.add("Flatten", letters, axis=1))
    for table, name in ((encoder.lead, "lead"), (encoder.trail, "trail")):
        parts.append(graph.add("Flatten", graph.add("Gather", graph.weight(table.weight), name), axis=1))
    joined = graph.add("MatMul", graph.add("Concat", *parts, axis=1), graph.half(encoder.join.weight.T))
    joined = graph.add("Add", joined, graph.weight(encoder.join.bias))
    graph.add("Relu", joined, out="vectors")
    forms = info("forms", TensorProto.INT64, ["n", MAX_CHARS + 2])
    return graph.model([forms], [info("vectors", TensorProto.FLOAT, ["n", net.shape.width])])


def _gates(matrix: torch.Tensor) -> torch.Tensor:
    """torch orders the gates i f g o, ONNX i o f g."""
    i, f, g, o = matrix.chunk(4)
    return torch.cat([i, o, f, g])


def _lstm_layer(graph: Graph, lstm: torch.nn.LSTM, layer: int, value: str) -> str:
    """One bidirectional layer; value and result are (length, windows, width)."""
    ends = [f"l{layer}", f"l{layer}_reverse"]
    inputs = torch.stack([_gates(getattr(lstm, f"weight_ih_{end}")) for end in ends])
    states = torch.stack([_gates(getattr(lstm, f"weight_hh_{end}")) for end in ends])
    biases = [torch.cat([_gates(getattr(lstm, f"bias_{part}_{end}")) for part in ("ih", "hh")]) for end in ends]
    names = [graph.weight(value) for value in (inputs, states, torch.stack(biases))]
    hidden = graph.add("LSTM", value, *names, "lengths", hidden_size=lstm.hidden_size, direction="bidirectional")
    return graph.shaped(graph.add("Transpose", hidden, perm=[0, 2, 1, 3]), [0, 0, -1])


def context_graph(net: Restorer) -> onnx.ModelProto:
    """tokens (windows, length, width), lengths, keep -> answers and case probabilities of the kept tokens."""
    graph, width = Graph("context"), net.shape.width
    given = value = graph.add("Transpose", "tokens", perm=[1, 0, 2])
    for layer in range(net.shape.layers):
        value = _lstm_layer(graph, net.context, layer, value)
    found = graph.add("Add", given, value)
    for number, grown in enumerate(net.grown):
        deeper = _lstm_layer(graph, grown.layers, 0, found if number else value)
        found = graph.add("Add", found, graph.add("Mul", deeper, graph.weight(grown.gain)))
    value = graph.add("Transpose", found, perm=[1, 0, 2])
    value = graph.add("Compress", graph.shaped(value, [-1, width]), "keep", axis=0)
    scale, shift = graph.weight(net.norm.weight), graph.weight(net.norm.bias)
    value = graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=net.norm.eps)
    graph.linear(net.answer, value, "answer", out="answers")
    graph.add("Softmax", graph.linear(net.case, value, "case", out="votes"), out="cases", axis=-1)
    inputs = [
        info("tokens", TensorProto.FLOAT, ["windows", "length", width]),
        info("lengths", TensorProto.INT32, ["windows"]),
        info("keep", TensorProto.BOOL, ["all"]),
    ]
    sizes = {"answers": ["n", net.shape.answer], "cases": ["n", 4]}
    return graph.model(inputs, [info(name, TensorProto.FLOAT, size) for name, size in sizes.items()])


def words_graph(net: Restorer) -> onnx.ModelProto:
    """answers (n, width) -> ids and scores (n, TOP) of the likeliest words; and the word table itself, for any words.

    The table is held once, in 8 bits a number with a scale a word: the run-time folds its 32-bit form when it loads.
    """
    graph = Graph("words")
    rows = net.words.weight.detach().numpy()
    scale = (np.abs(rows).max(1) / most(WORD_STEP) + 1e-12).astype(np.float32)
    low = graph.weight(stepped(rows / scale[:, None], WORD_STEP).T)
    scales, bias = graph.weight(scale), graph.weight(net.bias)
    small, step, zero = (f"small_{name}" for name in ("answers", "step", "zero"))
    graph.nodes.append(helper.make_node("DynamicQuantizeLinear", ["answers"], [small, step, zero]))
    product = graph.add("Cast", graph.add("MatMulInteger", small, low, zero), to=TensorProto.FLOAT)
    scores = graph.add("Add", graph.add("Mul", product, graph.add("Mul", step, scales)), bias)
    graph.nodes.append(helper.make_node("TopK", [scores, graph.weight(np.array([TOP]))], ["scores", "ids"], axis=1))
    whole = graph.add("Mul", graph.add("Cast", low, to=TensorProto.FLOAT), scales)
    graph.add("Transpose", whole, out="table", perm=[1, 0])
    graph.add("Identity", bias, out="bias")
    outputs = [info("ids", TensorProto.INT64, ["n", TOP]), info("scores", TensorProto.FLOAT, ["n", TOP])]
    outputs += [info("table", TensorProto.FLOAT, rows.shape), info("bias", TensorProto.FLOAT, scale.shape)]
    return graph.model([info("answers", TensorProto.FLOAT, ["n", net.shape.answer])], outputs)


def load_net(path: Path) -> Restorer:
    """The running-mean weights of a checkpoint."""
    state = torch.load(path, map_location="cpu")
    net = Restorer(Shape(**state["shape"]))
    net.load_state_dict(state["mean"])
    return net.eval()


def most(step: int) -> int:
    """The greatest multiple of a step that 8 bits hold."""
    return 127 // step * step


def stepped(values: np.ndarray, step: int) -> np.ndarray:
    """The nearest multiples of a step, none above `most`."""
    return np.clip(step * np.round(values / step), -most(step), most(step)).astype(np.int8)


def small_context(net: Restorer) -> bytes:
    """The graph that reads text, its products in 8 bits, their weights CONTEXT_STEPs apart."""
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        onnx.save(context_graph(net), plain)
        kinds = ["MatMul", "LSTM"]
        quantize_dynamic(plain, small, op_types_to_quantize=kinds, per_channel=True, weight_type=QuantType.QInt8)
        model = onnx.load(small)
    whole = 127 / most(CONTEXT_STEP)
    for entry in model.graph.initializer:
        values = numpy_helper.to_array(entry)
        if entry.data_type == TensorProto.INT8 and entry.name.endswith("_quantized"):
            entry.CopyFrom(numpy_helper.from_array(stepped(values / whole, CONTEXT_STEP), entry.name))
        elif entry.name.endswith("_scale"):
            entry.CopyFrom(numpy_helper.from_array((values * whole).astype(np.float32), entry.name))
    return bytes(model.SerializeToString())


def alike(graph: bytes, first: bytes) -> list[Alike]:
    """Where the 8-bit weights of two graphs stand that have the same name and shape."""
    theirs, ours = ({e.name: e for e in onnx.load_from_string(file).graph.initializer} for file in (first, graph))
    same = [
        (entry.raw_data, theirs[name].raw_data)
        for name, entry in ours.items()
        if entry.data_type == TensorProto.INT8
        and len(entry.raw_data) > 1
        and name in theirs
        and entry.dims == theirs[name].dims
    ]
    return [Alike(graph.index(own), first.index(other), len(own)) for own, other in same]


def refuse_strangers(net: Restorer, other: Restorer) -> None:
    """Stop where two networks do not share the encoder and the words; averaging may have moved their last bits."""
    theirs = other.state_dict()
    for name, value in net.state_dict().items():
        if name.startswith(("encoder.", "words.", "bias")) and not torch.allclose(value, theirs[name], rtol=1e-5):
            message = f"the two networks differ in {name}: train the second with --shared from the first"
            raise SystemExit(message)


def export(net: Restorer, vocabulary: Vocabulary, out: Path, marks: Restorer | None = None) -> None:
    """Write everything `Network.load` reads (but the calibration) to the folder."""
    if net.shape.backbone != "lstm":
        message = "only the BiLSTM can be exported; the convolutions were built for the comparison"
        raise SystemExit(message)
    out.mkdir(parents=True, exist_ok=True)
    context = small_context(net)
    graph_path(out, "encoder").write_bytes(packed(encoder_graph(net).SerializeToString()))
    graph_path(out, "context").write_bytes(packed(context))
    graph_path(out, "words").write_bytes(packed(words_graph(net).SerializeToString()))
    graph_path(out, "marks").unlink(missing_ok=True)
    if marks:
        refuse_strangers(net, marks)
        other = small_context(marks)
        graph_path(out, "marks").write_bytes(packed(other, context, alike(other, context)))
    vocabulary.save(out)


def main() -> None:
    """Checkpoint in, model folder out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", default="restorer")
    parser.add_argument("--marks", help="the network for lost marks alone")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    net, vocabulary = load_net(args.work / f"{args.name}.pt"), Vocabulary.load(args.work)
    export(net, vocabulary, args.out, load_net(args.work / f"{args.marks}.pt") if args.marks else None)


if __name__ == "__main__":
    main()
