"""The torch network: its loss against the full softmax, and its ONNX graphs against itself. Needs the `train` extra."""

from __future__ import annotations

import argparse
import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is in the train extra only")
onnxruntime = pytest.importorskip("onnxruntime")

from kehoach.diacritics.restore.features import MAX_CHARS, Vocabulary  # noqa: E402
from kehoach.diacritics.training import train  # noqa: E402
from kehoach.diacritics.training.average import average  # noqa: E402
from kehoach.diacritics.training.batches import Batch  # noqa: E402
from kehoach.diacritics.training.export import context_graph, encoder_graph, words_graph  # noqa: E402
from kehoach.diacritics.training.model import Restorer, Shape, rival_loss, sampled_loss  # noqa: E402
from kehoach.diacritics.training.ngram_scores import Rivals  # noqa: E402


def small(backbone="lstm", deeper=0) -> Restorer:
    torch.manual_seed(3)
    return Restorer(Shape(30, 50, backbone, 24, 2, 16, deeper)).eval()


def grown() -> Restorer:
    """A network whose grown layer has learnt to matter."""
    net = small(deeper=1)
    torch.nn.init.normal_(net.deeper.gain)
    return net


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


def test_a_word_is_weighed_against_those_of_its_letters_with_what_phrases_say():
    net, answers = small(), torch.randn(3, 16)
    ids = np.array([[0, 3, 4], [0, 7, 0], [0, 0, 0]])
    prior = np.array([[-1.0, -1.0, -0.5], [-2.0, 0.0, -np.inf], [-np.inf] * 3], dtype=np.float32)
    rivals = Rivals(ids, prior, np.array([1, 1, -1]), np.array([True, False, False]))
    shares = (net.scores(answers)[torch.arange(3)[:, None], torch.from_numpy(ids)] + torch.from_numpy(prior)).softmax(1)
    wanted = -(torch.log(shares[0, 0] + shares[0, 1]) + torch.log(shares[1, 1])) / 2
    assert rival_loss(net, answers, rivals).item() == pytest.approx(wanted.item(), rel=1e-5)


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


def run_of(name, net, folder):
    """A run of one step's memory, saved under a name."""
    args = argparse.Namespace(rate=1e-3)
    run = train.Run(net, copy.deepcopy(net), train.make_optimiser(net, args), step=1)
    net(forms(9), torch.arange(9)[None])[0].sum().backward()
    run.optimiser.step()
    run.save(folder / f"{name}.pt")
    return run


def opened(folder, **given):
    """What `train` begins with, given these arguments."""
    vocabulary = Vocabulary(tuple("abcdefghijklmnopqrstuvwxyzăâđ")[:28], tuple(map(str, range(50))))
    sizes = {"backbone": "lstm", "width": 24, "layers": 2, "deeper": 0, "dropout": 0.0, "shared": False}
    args = argparse.Namespace(work=folder, name="next", start="first", rate=1e-3, **(sizes | given))
    return train.open_run(args, vocabulary)


def test_a_grown_network_answers_at_first_as_it_did(tmp_path):
    torch.manual_seed(3)
    first = run_of("first", Restorer(Shape(30, 50, "lstm", 24, 2)), tmp_path)
    run = opened(tmp_path, deeper=1)
    drawn, places = forms(9), torch.arange(9)[None]
    with torch.no_grad():
        for before, now in zip(first.net(drawn, places), run.net(drawn, places), strict=True):
            assert torch.equal(before, now)
    remembered = run.optimiser.state_dict()["state"]
    for number, kept in first.optimiser.state_dict()["state"].items():
        assert torch.equal(kept["exp_avg"], remembered[number]["exp_avg"])
    run.net(drawn, places)[0].sum().backward()
    run.optimiser.step()
    assert run.net.deeper.gain.abs().max() > 0
    run.save(tmp_path / "next.pt")
    again = opened(tmp_path, deeper=1)
    assert torch.equal(again.net.deeper.gain, run.net.deeper.gain)


def test_a_grown_network_may_grow_further(tmp_path):
    torch.manual_seed(3)
    first = Restorer(Shape(30, 50, "lstm", 24, 2, deeper=1))
    torch.nn.init.normal_(first.deeper.gain)
    run_of("first", first, tmp_path)
    run = opened(tmp_path, deeper=3, dropout=0.5)
    drawn, places = forms(9), torch.arange(9)[None]
    with torch.no_grad():
        before = first(drawn, places)[0]
        assert torch.allclose(before, run.net.eval()(drawn, places)[0])
        assert not torch.allclose(before, run.net.train()(drawn, places)[0])
    run.net(drawn, places)[0].sum().backward()
    run.optimiser.step()
    assert all(layer.gain.abs().max() > 0 for layer in run.net.further)


def test_an_average_lies_between_and_keeps_grown_layers():
    first, last = small(), grown()
    states = [{"shape": net.shape.as_dict(), "mean": net.state_dict()} for net in (first, last)]
    torch.nn.init.ones_(first.bias)
    found = average(states, [1, 3])
    net = Restorer(Shape(**found["shape"]))
    net.load_state_dict(found["mean"])
    assert torch.allclose(net.bias, (first.bias + 3 * last.bias) / 4)
    assert torch.equal(net.deeper.gain, last.deeper.gain)


def test_weights_of_another_shape_are_refused(tmp_path):
    run_of("first", Restorer(Shape(30, 50, "lstm", 24, 2, deeper=1)), tmp_path)
    with pytest.raises(SystemExit, match="do not fit"):
        opened(tmp_path)


def test_weights_of_another_vocabulary_are_refused(tmp_path):
    run = run_of("first", small(), tmp_path)
    run.vocabulary = "another"
    run.save(tmp_path / "first.pt")
    with pytest.raises(SystemExit, match="another vocabulary"):
        opened(tmp_path)


def test_weights_without_an_optimisers_memory_can_be_trained_on(tmp_path):
    first = Restorer(Shape(30, 50, "lstm", 24, 2))
    torch.save({"shape": first.shape.as_dict(), "mean": first.state_dict()}, tmp_path / "first.pt")
    run = opened(tmp_path)
    assert torch.equal(run.net.bias, first.bias)
    assert not run.optimiser.state_dict()["state"]


def test_a_network_that_shares_moves_its_context_alone(tmp_path):
    first = run_of("first", Restorer(Shape(30, 50, "lstm", 24, 2)), tmp_path)
    run = opened(tmp_path, shared=True)
    assert not run.optimiser.state_dict()["state"]
    batch = Batch(forms(9).numpy(), np.arange(9)[None], np.arange(9)[None], np.zeros((1, 9), dtype=np.int64))
    train.take_step(run, batch, torch.full((50,), 0.02), argparse.Namespace(negatives=20), 1e-2)
    now = run.net.state_dict()
    moved = {name for name, value in first.net.state_dict().items() if not torch.equal(value, now[name])}
    assert {"context.weight_ih_l0", "answer.weight", "norm.weight"} <= moved
    assert not [name for name in moved if name.startswith(("encoder.", "words.", "bias"))]


def session(graph):
    return onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("make", [small, grown])
def test_the_graphs_compute_what_torch_computes(make):
    net, drawn = make(), forms(12)
    net.encoder.join.weight.data = net.encoder.join.weight.half().float()  # as the graph keeps it
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
