"""Shipped graphs become a checkpoint again. Needs the `train` extra."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is in the train extra only")
onnxruntime = pytest.importorskip("onnxruntime")

from kehoach.diacritics.restore.features import Vocabulary  # noqa: E402
from kehoach.diacritics.restore.network import Network, read_graph  # noqa: E402
from kehoach.diacritics.training.export import export  # noqa: E402
from kehoach.diacritics.training.model import Restorer, Shape  # noqa: E402
from kehoach.diacritics.training.unpack import unpack  # noqa: E402

VOCABULARY = Vocabulary(tuple("abcdeghiklmnopq"), ("", *(f"tu{n}" for n in range(40))))


@pytest.fixture(params=[0, 1, 3])
def exported(request, tmp_path):
    torch.manual_seed(5)
    net = Restorer(Shape(VOCABULARY.char_count, len(VOCABULARY.words), "lstm", 24, 2, 16, deeper=request.param)).eval()
    for layer in net.grown:
        torch.nn.init.normal_(layer.gain)
    export(net, VOCABULARY, tmp_path)
    return net, tmp_path


def test_weights_come_back_but_for_the_rounding_to_eight_bits(exported):
    net, folder = exported
    wanted, found = net.state_dict(), unpack(folder).state_dict()
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        assert found[name].numpy() == pytest.approx(value.numpy(), abs=0.02 * float(value.abs().max()) + 1e-6), name


def test_what_is_unpacked_and_exported_again_is_the_same(exported, tmp_path_factory):
    again = tmp_path_factory.mktemp("again")
    export(unpack(exported[1]), VOCABULARY, again)
    for name in ("encoder", "context", "words"):
        feeds = [_weights(read_graph(folder, name)) for folder in (exported[1], again)]
        assert feeds[0].keys() == feeds[1].keys()
        for key, value in feeds[0].items():
            assert np.allclose(value, feeds[1][key], rtol=1e-6), (name, key)


@pytest.mark.parametrize("deeper", [0, 1])
def test_a_context_for_lost_marks_comes_back_too_and_may_be_deeper(exported, deeper, tmp_path_factory):
    net, _ = exported
    marks = Restorer(replace(net.shape, deeper=net.shape.deeper + deeper)).eval()
    marks.load_state_dict(net.state_dict(), strict=False)
    with torch.no_grad():
        for name, weight in marks.named_parameters():
            if not name.startswith(("encoder.", "words.", "bias")):
                weight.add_(0.05 * weight.std() * torch.randn_like(weight))
    folder = tmp_path_factory.mktemp("marks")
    export(net, VOCABULARY, folder, marks)
    assert Network.load(folder).read([], misread=False) is not None
    found = unpack(folder, marks=True).state_dict()
    for name, value in marks.state_dict().items():
        assert found[name].numpy() == pytest.approx(value.numpy(), abs=0.03 * float(value.abs().max()) + 1e-6), name


def test_a_context_of_other_words_is_refused(exported, tmp_path_factory):
    other = copy.deepcopy(exported[0])
    torch.nn.init.normal_(other.bias)
    with pytest.raises(SystemExit, match="differ in bias"):
        export(exported[0], VOCABULARY, tmp_path_factory.mktemp("strangers"), other)


def _weights(file):
    onnx = pytest.importorskip("onnx")
    graph = onnx.load_from_string(file).graph
    return {entry.name: onnx.numpy_helper.to_array(entry) for entry in graph.initializer}
