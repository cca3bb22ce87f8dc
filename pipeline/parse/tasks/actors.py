"""Who acts: the agency that a heading names, or with which a sentence begins; partners after «phối hợp với»."""

from __future__ import annotations

import re

from kehoach.pipeline.form.agencies import begins_agency
from kehoach.pipeline.form.text_key import key, squeeze, vi_pattern
from kehoach.pipeline.parse.lines.paragraphs import Para

_GIVEN = re.compile(r"(?:giao(?: cho)?|de nghi|yeu cau|trach nhiem cua|nhiem vu cua|doi voi)\s+")
_VERBS = (
    r"chu tri|phoi hop|lam dau moi|la (?:don vi |co quan )?dau moi|co trach nhiem|chiu trach nhiem|tham muu"
    r"|xay dung|to chuc|theo doi|chi dao|can cu|bao cao|thuc hien|trien khai|huong dan|tong hop|kiem tra|don doc"
    r"|tiep tuc|tang cuong|chu dong|cung cap|quan triet|pho bien|tuyen truyen|bo tri|ra soat|cu |lua chon|dang tai"
    r"|day manh|nghien cuu|thuong xuyen|xem xet|bao dam|dam bao|tham dinh"
    r"|giam sat|chuan bi|cap nhat|tiep nhan|van dong"
    r"|lap (?:ke hoach|danh sach|du tru|bien ban|doan|doi|to|so)\b|gui (?:bao cao|so lieu|ket qua|danh sach|ve)\b"
)
_REACH_OF_WHO = 140  # letters of a doer before its verb
_ACTING = re.compile(rf"(?P<who>[^.;:]{{2,{_REACH_OF_WHO}}}?)\s*(?:,\s*)?\b(?<!duoc )(?<!bi )(?P<verb>{_VERBS})")
_PARTNERS = re.compile(r"phoi hop\s*(?:chat che\s*)?(?:voi\s+|cung\s+)?(?P<who>[^.;:]{3,220})")
_PARTNER_END = re.compile(
    r"\s*,?\s*\b(?:tham muu|(?<!cac )to chuc|trien khai|xay dung|thuc hien|huong dan|kiem tra|theo doi|don doc|day manh"
    r"|tuyen truyen|cung cap|de\b|trong viec|trong cong tac|tien hanh|lap\b|thong nhat|rà soat|ra soat|chi dao"
    r"|tong hop|bao cao|nghien cuu|dam bao|bao dam|tang cuong|thu thap|san xuat|xu ly|ho tro|tham gia|giam sat"
    r"|quan ly|tiep tuc|kip thoi|van dong|dua\b|mo\b|phat (?:dong|hanh|hien|song)|ky (?:ket|hop)|tich hop|danh gia"
    r"|tham dinh|chuan bi)"
)
_GROUPS = re.compile(
    r"(?:cac|thu truong|giam doc|chu tich|lanh dao|truong|nhung|toan the|moi|tung)\s|(?:don vi|co quan"
    r"|dia phuong|nganh|ttyt|bv|ttksbt|cdc|benh vien|mttq|doan the)\b"
)
_SPLIT = vi_pattern(
    r"[;+]|,(?=\s+(?:[A-ZÀ-Ỵ]|các |đơn vị ))|\s+và\s+(?=(?:Sở|Bộ|UBND|Ủy ban|Phòng|Trung tâm|Công an|Báo|Đài|Cục"
    r"|Chi cục|Bệnh viện|các (?:cơ quan|đơn vị|sở|ban|tổ chức|phòng|địa phương))\b)"
)


NO_ACTORS = (
    "cong tac",
    "phong chong",
    "phong,",
    "hoi nghi",
    "hoi thao",
    "vien phi",
    "bao cao",
    "ban hanh",
    "doan kiem tra",
    "so luong",
    "so ket",
    "thue ",
    "van ban",
    "bo sung",
    "bo tri",
    "truong hop",
    "hoi thi",
    "bo tieu chi",
    "so lieu",
    "phong van",
    "van phong pham",
    "hoi cho",
    "cuc bo",
    "bo may",
    "bo cong cu",
    "vu viec",
    "vu an",
    "bo loc",
    "so do",
    "hoi chung",
    "hoi chuan",
    "ban do",
    "ban tin",
    "ban kinh",
    "bao gom",
    "bao dam",
    "bao ve",
    "bao hiem y te toan dan",
    "dai dich",
    "dai hoi",
    "tram cap",
    "vien tro",
)
"""Words that begin as an agency does without marks, and name none: «Bộ tiêu chí», «Hội nghị», «Số liệu»."""


_UNIT = vi_pattern(r"(?:Khoa|Tổ|Đội|Bộ phận) [A-ZÀ-Ỵ]")
"""Parts of a hospital or a centre; in small letters the words mean much else («Tổ chức …», «Khoa học …»)."""


_NAME_REACH = 200
"""How far a name is looked for: it begins the text, and the longest words before it have 30 letters. Paragraphs are
asked once for each of their dates, so all of their text would be folded again and again."""


def names_actor(text: str) -> bool:
    """Whether a text begins with an agency, a part of one, or a group of them.

    >>> names_actor("Sở Tài chính:"), names_actor("Các đơn vị trực thuộc Sở"), names_actor("Công tác truyền thông")
    (True, True, False)
    >>> names_actor("Khoa Dược - TTB"), names_actor("Tổ chức tập huấn"), names_actor("TỔ CHỨC THỰC HIỆN")
    (True, False, False)
    """
    text = text[:_NAME_REACH]
    folded = key(text)
    given = _GIVEN.match(folded)
    start = given.end() if given else 0
    if _UNIT.match(text, start):
        return True
    if folded.startswith(NO_ACTORS, start):
        return False
    return begins_agency(text[start:]) or _GROUPS.match(folded, start) is not None


def heading_actor(text: str) -> str | None:
    """The agency that a heading names, without «Đề nghị», «Giao» and the colon; None where it names none."""
    if not names_actor(text):
        return None
    given = _GIVEN.match(key(text))
    return squeeze(text[given.end() if given else 0 :]).rstrip(" :.;,") or None


_PERSONS = re.compile(
    r"(?:(?:pho )?(?:tram truong|truong (?:tram|phong|khoa|ban|doan)|giam doc)|nu ho sinh|y te (?:thon|ban|khom|ap|to)"
    r"|y si|bac si|duoc si|dieu duong|ke toan|can bo|nhan vien|vien chuc|cong tac vien)\b"
)
"""Those to whom communes' and hospitals' plans give tasks by name of their office."""


def actor_before_colon(text: str) -> str | None:
    """The agency or officer that a text names before its colon: «Chi cục Dân số: báo cáo …».

    An agency's second word has a capital: «Phòng bệnh: …» names none.

    >>> actor_before_colon("Chi cục Dân số: báo cáo kết quả"), actor_before_colon("Các khoa, phòng: đăng ký đề án")
    ('Chi cục Dân số', 'Các khoa, phòng')
    >>> actor_before_colon("Phòng bệnh: tiêm vắc xin"), actor_before_colon("Sở Y tế:"), actor_before_colon("Hà Nội: 5")
    (None, None, None)
    >>> actor_before_colon("Trạm trưởng: phụ trách chung")
    'Trạm trưởng'
    """
    head, colon, said = text.partition(":")
    if not colon or not said.strip() or len(head) > 120:
        return None
    if _PERSONS.match(key(head)):
        return squeeze(head)
    if not names_actor(head):
        return None
    named = _GROUPS.match(key(head)) or any(word[0].isupper() for word in head.split()[1:3])
    return heading_actor(head) if named else None


def sentence_actor(para: Para) -> str | None:
    """The agency with which a sentence begins, before its verb or a colon: «Phòng Tổ chức cán bộ làm đầu mối …»."""
    if before := actor_before_colon(para.text):
        return before
    if not names_actor(para.text):
        return None
    given = _GIVEN.match(para.key)
    start = given.end() if given else 0
    match = _acting(para, start)
    if match is None:
        return None
    who = squeeze(para.text[match.start("who") : match.end("who")]).rstrip(" ,:;")
    if key(who).endswith((" va", " tap trung")):
        return None  # another verb stands before this one, and the doer before that
    return who if " " in who or who.isupper() else None


def _acting(para: Para, start: int) -> re.Match[str] | None:
    """The doer and its verb from `start` on; a verb with a capital is part of a name: «Sở Xây dựng», «Ban Tổ chức»."""
    letters = list(para.key[: start + 2 * _REACH_OF_WHO])
    while (match := _ACTING.match("".join(letters), start)) is not None:
        at = match.start("verb")
        if not para.text[at].isupper() or para.text[at : match.end("verb")].isupper():
            return match
        letters[at] = "#"  # no verb begins here
    return None


def split_names(text: str) -> list[str]:
    """A list of agencies as its entries; commas inside a name stay.

    >>> split_names("Sở Khoa học và Công nghệ, UBND xã, phường.")
    ['Sở Khoa học và Công nghệ', 'UBND xã, phường']
    >>> split_names("các Sở, ban, ngành")
    ['các Sở, ban, ngành']
    """
    return [name for part in _SPLIT.split(text) if (name := squeeze(part).strip(" .,;:-"))]


def partners_in(para: Para) -> list[str]:
    """The agencies after «phối hợp với», up to the next verb."""
    match = _PARTNERS.search(para.key)
    if match is None:
        return []
    stop = _PARTNER_END.search(para.key, match.start("who"), match.end("who"))
    end = stop.start() if stop else match.end("who")
    text = para.text[match.start("who") : end]
    return [name for name in split_names(text) if 3 < len(name) < 120]
