"""Ô 7 of Nghị định 30/2020/NĐ-CP: the signature's lines put together to authority, position and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kehoach.pipeline.form.authority import AUTHORITY, authority_of
from kehoach.pipeline.form.persons import without_titles
from kehoach.pipeline.form.posts import is_beside_row, is_post, mended_position, position_like
from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.plan import Signer


def _phrases(lines: Sequence[str]) -> list[str]:
    """Signature lines joined where one phrase is broken over two lines, and parted where two stand on one."""
    phrases: list[str] = []
    for line in lines:
        begins = is_post(line) or position_like(line) is not None
        if phrases and AUTHORITY.match(line) is None and not begins:
            phrases[-1] += " " + line
        else:
            phrases.append(line)
    parted: list[str] = []
    for phrase in phrases:
        cuts = [m.start() for m in AUTHORITY.finditer(phrase) if m.start() > 0 and phrase[m.start() - 1] == " "]
        parted += [phrase[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(phrase)], strict=True)]
    return [phrase for phrase in parted if phrase]


@dataclass(slots=True)
class _Signing:
    """What the lines above a name have said so far."""

    authority: str | None = None
    on_behalf_of: str | None = None
    position: str | None = None


def read_signer(lines: Sequence[str], name: str | None) -> Signer | None:
    """The signer from the lines above the name; None where there is neither line nor name.

    A deputy's position below the head's says that the deputy signs for the head, «KT.» printed or not.
    With TM. and KT. both printed the first line is the authority (the body signs), the first without one the position.

    >>> read_signer(["TM. ỦY BAN NHÂN", "DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "Lê An").on_behalf_of
    'ỦY BAN NHÂN DÂN'
    >>> read_signer(["GIÁM ĐỐC"], "Lê An").position
    'GIÁM ĐỐC'
    >>> read_signer(["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND XÃ"], "Lê An").position
    'TRƯỞNG BAN'
    >>> signer = read_signer(["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "Lê An"); signer.authority, signer.position
    ('KT.', 'PHÓ GIÁM ĐỐC')
    >>> signer = read_signer(["Q. GIÁM ĐỐC"], "Lê An"); signer.authority, signer.position
    ('Q.', 'GIÁM ĐỐC')
    """
    if not lines and not name:
        return None
    signer = _Signing()
    for phrase in _phrases(lines):
        match = AUTHORITY.match(phrase)
        rest = mended_position((phrase[match.end() :] if match else phrase).strip(" .,:;"))
        if match is None:
            if signer.position is None or is_beside_row(signer.position):
                signer.position = rest  # a second one is the office that the signer holds elsewhere (ô 7b)
            elif signer.authority is None and key(rest) == f"pho {key(signer.position)}":
                signer.authority, signer.on_behalf_of, signer.position = "KT.", signer.position, rest
        elif signer.authority is None:
            signer.authority = authority_of(match)
            if signer.authority == "Q.":
                signer.position = rest
            else:
                signer.on_behalf_of = rest
        elif authority_of(match) == "Q.":
            signer.position = rest
    hurt = bool(lines) and position_like(lines[-1]) == signer.position and key(lines[-1]) != key(signer.position or "")
    if hurt and signer.authority == "KT." and signer.position == signer.on_behalf_of:
        signer.position = f"PHÓ {signer.position}"  # only a deputy signs KT. (Nghị định 30/2020/NĐ-CP, Điều 13)
    return Signer(**asdict(signer), name=without_titles(name) if name else None, lines=list(lines))
