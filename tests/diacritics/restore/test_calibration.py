import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.restore.calibration import FILE, Calibration, Weights, features, log_odds
from kehoach.diacritics.restore.candidates import Choice

P = st.floats(0.0, 1.0)


def test_what_is_saved_is_loaded(tmp_path):
    calibration = Calibration(Weights(-0.5, 0.7, 0.1), Weights(-1.0, 0.8, 0.0, 0.3, 0.2, 0.1, 0.4, 0.5, -0.6), 0.4)
    calibration.save(tmp_path)
    assert (tmp_path / FILE).is_file()
    assert Calibration.load(tmp_path) == calibration


def test_without_a_file_the_probability_is_the_confidence(tmp_path):
    choice = Choice("hội", 0.8, (("hợi", 0.2),))
    assert Calibration.load(tmp_path).confidence(choice, "hgi", Damage.SHAPES) == pytest.approx(0.8)


def test_each_kind_of_damage_has_its_own_weights():
    calibration = Calibration(Weights(5.0), Weights(-5.0))
    choice = Choice("hội", 0.5, ())
    assert calibration.confidence(choice, "hoi", Damage.MARKS) > 0.9
    assert calibration.confidence(choice, "hoi", Damage.SHAPES) < 0.1


@given(P, P)
def test_a_likelier_choice_is_surer(first, second):
    low, high = sorted((first, second))
    weights, rest = Weights(), [0] * 7
    assert weights.confidence((log_odds(low), *rest)) <= weights.confidence((log_odds(high), *rest))


@given(P, st.text(alphabet="aăbdđehiôr6¢", min_size=1, max_size=12))
def test_features_and_confidence_are_always_finite(p, core):
    choice = Choice("hội", p, (("hợi", 1 - p),), p)
    assert all(abs(value) <= 12.1 for value in features(choice, core))
    assert 0 < Calibration().confidence(choice, core, Damage.SHAPES) < 1


def test_the_same_choice_is_less_sure_in_a_doubtful_neighbourhood():
    calibration = Calibration(shapes=Weights(around=0.2))
    calm, rough = (Choice("hội", 0.9, (), around=around) for around in (6.0, 1.0))
    assert calibration.confidence(calm, "hgi", Damage.SHAPES) > calibration.confidence(rough, "hgi", Damage.SHAPES)


def test_a_doubtful_case_or_stop_makes_a_token_less_sure():
    calibration = Calibration(shapes=Weights(case=0.2, stop=-0.5))
    sure, cased, stopped = (Choice("hội", 0.9, (), case=case, stop=stop) for case, stop in ((1, 0), (0.6, 0), (1, 1)))
    confidences = [calibration.confidence(choice, "hgi", Damage.SHAPES) for choice in (sure, cased, stopped)]
    assert max(confidences[1:]) < confidences[0]


def test_weights_fitted_before_a_feature_was_known_still_load(tmp_path):
    (tmp_path / FILE).write_text(
        '{"marks": {"constant": -0.5}, "shapes": {"log_odds": 0.7}, "threshold": 0.2}', "utf-8"
    )
    assert Calibration.load(tmp_path) == Calibration(Weights(-0.5), Weights(log_odds=0.7), 0.2)
