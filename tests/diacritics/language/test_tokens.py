import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.diacritics.language.tokens import EDGE, atoms, split_token

TOKEN = st.text(min_size=1, max_size=20).filter(lambda t: not any(c.isspace() for c in t))


@given(TOKEN)
def test_a_cut_loses_nothing(token):
    assert split_token(token).text == token
    assert "".join(atom.text for atom in atoms(token)) == token


@given(TOKEN)
def test_a_core_has_no_punctuation_at_its_edges(token):
    core = split_token(token).core
    assert not core or (core[0] not in EDGE and core[-1] not in EDGE)
    assert split_token(core).core == core


@pytest.mark.parametrize(
    ("token", "cut"),
    [
        ("kế", ("", "kế", "")),
        ("(KH-SYT),", ("(", "KH-SYT", "),")),
        ("“Đảng", ("“", "Đảng", "")),
        ("hiện./.", ("", "hiện", "./.")),
        ("S¢", ("", "S¢", "")),
        ("t&;", ("", "t&", ";")),
        (":[héng", (":[", "héng", "")),
        ("chl’nh’", ("", "chl’nh", "’")),
        ('"X', ('"', "X", "")),
        ("|.", ("", "|", ".")),
        ("95%.", ("", "95%", ".")),
        ("37°C", ("", "37°C", "")),
        ("**Lưu:**", ("**", "Lưu", ":**")),
        ("./.", ("./.", "", "")),
        ("•", ("•", "", "")),
    ],
)
def test_where_a_token_is_cut(token, cut):
    found = split_token(token)
    assert (found.lead, found.core, found.trail) == cut


@pytest.mark.parametrize(
    ("token", "texts"),
    [
        ("tế-xã", ["tế-", "xã"]),
        ("và/hoặc;", ["và/", "hoặc;"]),
        ("đức,phong", ["đức,", "phong"]),
        ("KT.GIÁM", ["KT.", "GIÁM"]),
        ("Lưu:VT,TCCB", ["Lưu:", "VT,", "TCCB"]),
        ("16/6/2025", ["16/6/2025"]),
        ("171/KH-UBND", ["171/KH-UBND"]),
        ("COVID-19", ["COVID-19"]),
        ("soyte.quangninh.gov.vn", ["soyte.quangninh.gov.vn"]),
        ("https://moh.gov.vn/a-b", ["https://moh.gov.vn/a-b"]),
        ("a.b@c.vn", ["a.b@c.vn"]),
        ("tế-", ["tế-"]),
        ("I11.", ["I11."]),
    ],
)
def test_atoms(token, texts):
    assert [atom.text for atom in atoms(token)] == texts


def test_a_new_core_keeps_the_punctuation():
    assert split_token("(Dang),").with_core("Đảng").text == "(Đảng),"
