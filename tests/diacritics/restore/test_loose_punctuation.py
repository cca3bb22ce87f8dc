from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.judge.damage import Damage
from kehoach.diacritics.language.tokens import split_token
from kehoach.diacritics.restore.candidates import Candidates
from kehoach.diacritics.restore.loose_punctuation import hung
from tests.diacritics.restore.scripted_predictor import ScriptedPredictor


def atoms(line):
    return [split_token(token) for token in line.split()]


def texts(line):
    ((row,), _) = hung([atoms(line)])
    return [atom.text for atom in row]


def test_marks_that_stand_apart_belong_to_the_words_beside_them():
    assert texts("Hà Nội , ngày 5 ( thứ tư ) ; nay") == ["Hà", "Nội,", "ngày", "5", "(thứ", "tư);", "nay"]


def test_straight_quotes_open_and_close_in_turn():
    assert texts('nó nói : " đi " , rồi " thôi "') == ["nó", "nói:", '"đi",', "rồi", '"thôi"']


def test_a_dash_belongs_to_the_word_before_but_not_at_the_head_of_an_entry():
    assert texts("- Độc lập - Tự do") == ["-", "Độc", "lập-", "Tự", "do"]


def test_marks_without_a_neighbour_stay_apart():
    assert texts(", (") == [",", "("]
    assert texts("* một (") == ["*", "một", "("]


def test_text_without_such_marks_is_left_as_it_is():
    rows = [atoms("Hà Nội, ngày 5"), []]
    assert hung(rows) == (rows, None)


GIVEN = ["một", "(hai)", "3", ",", ".", "(", ")", '"', "-", "*", "...", "“", "”"]
TOKENS = st.lists(st.sampled_from(GIVEN), max_size=12)


@given(st.lists(TOKENS, max_size=4))
def test_nothing_is_lost_and_every_word_is_found_again(lines):
    rows = [atoms(" ".join(line)) for line in lines]
    found, places = hung(rows)
    assert ["".join(atom.text for atom in row) for row in found] == ["".join(line) for line in lines]
    if places is None:
        assert found == rows
    else:
        flat, given_ = [atom for row in found for atom in row], [atom for row in rows for atom in row]
        assert all(flat[at].core == atom.core for at, atom in zip(places, given_, strict=True) if atom.core)
        assert all(atom.lead in flat[at].text for at, atom in zip(places, given_, strict=True) if not atom.core)


class Listener(ScriptedPredictor):
    """Remembers what it was given to read."""

    def read(self, tokens, alone=(), *, misread=True):
        self.heard = [token.text for token in tokens]
        return super().read(tokens, alone, misread=misread)


def test_words_are_read_with_the_marks_at_their_edges_and_answered_where_they_stood():
    reader = Listener({"hoi": [("hội", 0.9)], "nghi": [("nghị", 0.9)]})
    found = Candidates(reader, [atoms("hoi , nghi .")], [Damage.MARKS])
    assert reader.heard == ["hoi,", "nghi."]
    assert [found.choice(place).word for place in (0, 2)] == ["hội", "nghị"]
    assert [found.choice(place).stop for place in (0, 2)] == [False, True]
