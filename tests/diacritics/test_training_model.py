"""The torch network: its loss against the full softmax, and its ONNX graphs against itself. Needs the `train` extra."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is in the train extra only")
onnxruntime = pytest.importorskip("onnxruntime")

from diacritics.features import MAX_CHARS  # noqa: E402
from diacritics.training.export import context_graph, encoder_graph, words_graph  # noqa: E402
from diacritics.training.model import Restorer, Shape, sampled_loss  # noqa: E402


def small(backbone="lstm") -> Restorer:
    torch.manual_seed(3)
    return Restorer(Shape(30, 50, backbone, 24, 2, 16)).eval()


def forms(count: int) -> torch.Tensor:
    drawn = torch.randint(0, 30, (count, MAX_CHARS + 2))
    drawn[:, MAX_CHARS:] %= 5
    return drawn


def test_with_every_word_in_the_sample_the_loss_is_the_full_softmax():
    net, answers, words = small(), torch.randn(400, 16, requires_grad=True), torch.randint(0, 50, (400,))
    full = torch.nn.functional.cross_entropy(net.scores(answers), words)
    (wanted,) = torch.autograd.grad(full, answers)
    loss = sampled_loss(net, answers, words, torch.full((50,), 0.4), 5000)
    (found,) = torch.autograd.grad(loss, answers)
    assert loss.item() == pytest.approx(full.item(), rel=0.02)
    assert found.numpy() == pytest.approx(wanted.numpy(), abs=0.02 * float(wanted.abs().max()))


def test_a_small_sample_estimates_the_full_loss():
    net, answers, words = small(), torch.randn(60, 16), torch.randint(0, 10, (60,))
    frequency = torch.full((50,), 1e-9)
    frequency[:10] = 0.1
    full = torch.nn.functional.cross_entropy(net.scores(answers), words).item()
    drawn = [sampled_loss(net, answers, words, frequency, 20).item() for _ in range(200)]
    assert np.mean(drawn) == pytest.approx(full, rel=0.03)


@pytest.mark.parametrize("backbone", ["lstm", "conv"])
def test_both_backbones_read_context_from_both_sides(backbone):
    net, places = small(backbone), torch.arange(9)[None]
    before = forms(9)
    after = before.clone()
    after[4] = (after[4] + 1) % 5
    with torch.no_grad():
        changed = (net(before, places)[0] - net(after, places)[0]).abs().sum(2)[0]
    assert changed[3] > 1e-6
    assert changed[5] > 1e-6


def session(graph):
    return onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])


def test_the_graphs_compute_what_torch_computes():
    net, drawn = small(), forms(12)
    places = torch.tensor([[0, 1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 0, 0]])
    (vectors,) = session(encoder_graph(net)).run(None, {"forms": drawn.numpy()})
    keep = np.array([[True] * 7, [True] * 5 + [False] * 2]).reshape(-1)
    feeds = {"tokens": vectors[places.numpy()], "lengths": np.array([7, 5], dtype=np.int32), "keep": keep}
    answers, cases = session(context_graph(net)).run(["answers", "cases"], feeds)
    with torch.no_grad():
        rows = [net(drawn, places[:1]), net(drawn, places[1:, :5])]
        wanted = torch.cat([row[0][0] for row in rows])
        shares = torch.softmax(torch.cat([row[1][0] for row in rows]), 1)
    assert answers == pytest.approx(wanted.numpy(), abs=1e-4)
    assert cases == pytest.approx(shares.numpy(), abs=1e-4)


def test_the_word_graph_ranks_as_torch_does_and_holds_its_table():
    net, answers = small(), torch.randn(40, 16)
    words = session(words_graph(net))
    ids, scores, table, bias = words.run(["ids", "scores", "table", "bias"], {"answers": answers.numpy()})
    with torch.no_grad():
        wanted = net.scores(answers)
    assert table == pytest.approx(net.words.weight.detach().numpy(), abs=0.002)
    assert bias == pytest.approx(net.bias.detach().numpy())
    assert (np.diff(scores, axis=1) <= 0).all()
    assert scores == pytest.approx(wanted.gather(1, torch.from_numpy(ids)).numpy(), abs=0.05)
