"""Archives and mails: each file in them is an input, hostile ones end with a reason, and nothing leaves its place."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from archives import linked, locked, mail, named_in, plan, zipped
from ingest_files import body
from PIL import Image

from kehoach.pipeline.batch.files import is_inside
from kehoach.pipeline.errors import BadInput, Encrypted, KehoachError, NoDocument
from kehoach.pipeline.ingest import (
    BrokenPage,
    PdfPage,
    Reason,
    copies,
    digest_of,
    find_inputs,
    limits,
    on_disk,
    open_input,
)
from kehoach.pipeline.ingest.identify import is_mail
from kehoach.pipeline.options import IngestOptions

PLAIN = IngestOptions()


def found_in(path: Path, content: bytes, options: IngestOptions = PLAIN):
    path.write_bytes(content)
    return find_inputs([path], options)


def places(found) -> list[str]:
    return [item.relative.as_posix() for item in found.inputs]


def asides(found) -> dict[str, Reason | None]:
    return {one.source.relative.as_posix(): one.reason for one in found.aside}


def text_of(source) -> str:
    with open_input(source, PLAIN) as opened:
        return opened.page(1).text or ""


def test_each_file_in_a_zip_is_an_input(tmp_path):
    found = found_in(tmp_path / "hồ sơ.zip", zipped(("tập 1/kế hoạch.txt", plan(1)), ("b.txt", plan(2))))
    assert places(found) == ["hồ sơ.zip/tập 1/kế hoạch.txt", "hồ sơ.zip/b.txt"]
    with open_input(found.inputs[0], PLAIN) as opened:
        assert opened.source.path == tmp_path / "hồ sơ.zip" / "tập 1" / "kế hoạch.txt"
        assert opened.source.sha256 == hashlib.sha256(plan(1)).hexdigest()
        assert opened.page(1).text == plan(1).decode()
    assert digest_of(found.inputs[1]).sha256 == hashlib.sha256(plan(2)).hexdigest()


def test_a_member_on_disk_is_gone_afterwards(tmp_path):
    found = found_in(tmp_path / "a.zip", zipped(("b.txt", plan())))
    with on_disk(found.inputs[0]) as plain:
        assert plain.paths[0].read_bytes() == plan()
        copy = plain.paths[0]
    assert not copy.exists()


def test_copies_that_a_killed_process_left_are_swept_and_those_in_use_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with copies.copy_to_fill(Path("a.pdf")) as (used, _):
        left, young = tmp_path / "kehoach-member-dead.pdf", tmp_path / "kehoach-member-young.pdf"
        for path in (left, young):
            path.write_bytes(b"x")
        for path in (left, used):
            os.utime(path, (0, 0))
        copies._sweep.cache_clear()
        with copies.copy_to_fill(Path("b.pdf")):
            assert not left.exists()
            assert used.exists()
            assert young.exists()
    assert list(tmp_path.iterdir()) == [young]


def test_a_pdf_in_an_archive_is_read_over_many_pages(tmp_path, make_pdf):
    pdf = make_pdf(*[body] * 45)  # the file is opened anew now and then
    (source,) = found_in(tmp_path / "a.zip", zipped(("x/kế hoạch.pdf", pdf.read_bytes()))).inputs
    with open_input(source, PLAIN) as opened:
        assert {type(raw) for raw in opened.pages()} == {PdfPage}
        assert opened.page(45).render(20).page == 45


def test_what_fails_in_an_archive_is_named_by_its_place_there(tmp_path):
    found = found_in(tmp_path / "a.zip", zipped(("x/hỏng.pdf", b"%PDF-1.4\nnothing")))
    with pytest.raises(BadInput) as caught:
        open_input(found.inputs[0], PLAIN)
    assert str(caught.value).startswith(f"{tmp_path}/a.zip/x/hỏng.pdf: ")
    assert tempfile.gettempdir() + "/kehoach" not in str(caught.value)


def test_a_broken_page_of_a_member_names_the_member(tmp_path):
    data = io.BytesIO()
    pages = [Image.new("L", (60, 80), 255) for _ in range(2)]
    pages[0].save(data, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    broken = data.getvalue().replace(b"\x80\x3f", b"\xff\xff")
    (source,) = found_in(tmp_path / "a.zip", zipped(("quét.tif", broken))).inputs
    try:
        with open_input(source, PLAIN) as opened:
            said = [raw.problem for raw in opened.pages() if isinstance(raw, BrokenPage)]
    except KehoachError as error:
        said = [str(error)]
    assert said
    assert all(f"{tmp_path}/a.zip/quét.tif" in one and "kehoach-member" not in one for one in said)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("kế hoạch.txt".encode(), "kế hoạch.txt"),  # macOS: UTF-8 that does not say so
        ("kế.txt".encode(), "kế.txt"),
        (b"c\xe1ch ly.txt", "cách ly.txt"),  # Windows in Vietnamese: code page 1258
        ("café.txt".encode("cp437"), "café.txt"),
    ],
)
def test_names_whose_encoding_is_not_said(tmp_path, written, name):
    stand_in = b"n" * (len(written) - 4) + b".txt"
    archive = named_in(zipped((stand_in.decode(), plan())), stand_in, written)
    assert places(found_in(tmp_path / "a.zip", archive)) == [f"a.zip/{name}"]


def test_documents_of_office_programs_are_no_archives(tmp_path):
    docx = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    late = zipped(("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<Types/>"))
    odt = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"))
    for name, content in {"a.docx": docx, "b.docx": late, "c.odt": odt}.items():
        assert places(found_in(tmp_path / name, content)) == [name]
    found = found_in(tmp_path / "z.zip", zipped(("a.docx", docx), ("b.docx", late), ("c.odt", odt)))
    assert places(found) == ["z.zip/a.docx", "z.zip/b.docx", "z.zip/c.odt"]


def test_an_archive_within_another_is_opened_and_none_further_in(tmp_path):
    third = zipped(("c.txt", plan(3)))
    second = zipped(("b.txt", plan(2)), ("third.zip", third))
    found = found_in(tmp_path / "first.zip", zipped(("a.txt", plan(1)), ("second.zip", second)))
    assert places(found) == ["first.zip/a.txt", "first.zip/second.zip/b.txt"]
    assert asides(found) == {"first.zip/second.zip/third.zip": None}
    assert "too deep" in str(found.aside[0].error)
    assert text_of(found.inputs[1]) == plan(2).decode()


HOSTILE = [
    ("../../escape.txt", "escape.txt"),
    ("/etc/passwd.txt", "etc/passwd.txt"),
    ("C:\\Windows\\a.txt", "C_/Windows/a.txt"),
    ("a/../../b.txt", "a/b.txt"),
    ("a\nb\x1b[2Jc.txt", "a_b_[2Jc.txt"),
    ("\u202etxt.fdp", "_txt.fdp"),
    ("..", "_"),
]


@pytest.mark.parametrize(("name", "place"), HOSTILE)
def test_no_name_leads_out_of_its_archive(tmp_path, name, place):
    (source,) = found_in(tmp_path / "a.zip", zipped((name, plan()))).inputs
    assert source.relative.as_posix() == f"a.zip/{place}"
    assert is_inside(source.relative)
    assert text_of(source) == plan().decode()


def test_duplicates_of_a_name_are_told_apart(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        archive = zipped(("a.txt", plan(1)), ("a.txt", plan(2)), ("a.txt/b.txt", plan(3)))
    found = found_in(tmp_path / "a.zip", archive)
    assert places(found) == ["a.zip/a.txt", "a.zip/a.txt~2", "a.zip/a.txt~3/b.txt"]
    assert [text_of(source) for source in found.inputs] == [plan(n).decode() for n in (1, 2, 3)]


def test_names_longer_than_any_file_system_takes(tmp_path):
    found = found_in(tmp_path / "a.zip", zipped(("x" * 5000 + ".txt", plan()), ("y/" * 3000 + "z.txt", plan())))
    assert all(len(part.encode()) < 200 for source in found.inputs for part in source.relative.parts)
    assert [source.relative.suffix for source in found.inputs] == [".txt", ".txt"]


def test_links_and_hidden_members_are_passed_over_with_their_reason(tmp_path):
    archive = zipped(
        ("a.txt", plan()), linked("passwd", "/etc/passwd"), ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"),
        ("~$a.docx", b"x"), ("số liệu.csv", b"x"),
    )  # fmt: skip
    found = found_in(tmp_path / "a.zip", archive)
    assert places(found) == ["a.zip/a.txt"]
    assert asides(found) == {
        "a.zip/passwd": Reason.OUTSIDE,
        "a.zip/__MACOSX/._a.txt": Reason.SYSTEM,
        "a.zip/.DS_Store": Reason.HIDDEN,
        "a.zip/~$a.docx": Reason.UNFINISHED,
        "a.zip/số liệu.csv": Reason.SIDE,
    }


def test_an_encrypted_member_wants_its_password(tmp_path):
    (source,) = found_in(tmp_path / "a.zip", locked(zipped(("a.txt", plan())))).inputs
    with pytest.raises(Encrypted, match="--password"):
        open_input(source, PLAIN)
    with pytest.raises(KehoachError, match="password"):
        open_input(source, IngestOptions(password="sai"))


def failure(found) -> str:
    assert not found.inputs
    (one,) = found.aside
    assert one.failed
    return str(one.error)


def test_a_bomb_is_refused_by_what_it_claims(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.zips.BOMB_BYTES", 1 << 20)
    bomb = zipped(("a.txt", bytes(4 << 20)))
    assert "times its size" in failure(found_in(tmp_path / "a.zip", bomb))


def test_a_member_that_is_larger_than_it_claims_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.containers.MEMBER_BYTES", 1 << 10)
    (source,) = found_in(tmp_path / "a.zip", zipped(("a.txt", plan() * 10))).inputs
    with pytest.raises(BadInput, match="unpacks to more"):
        open_input(source, PLAIN)


def test_a_nested_archive_that_is_too_large_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.containers.NESTED_BYTES", 1 << 10)
    inner = zipped(("a.txt", plan() * 50), method=zipfile.ZIP_STORED)
    assert "unpacks to more" in failure(found_in(tmp_path / "a.zip", zipped(("b.zip", inner))))


def test_a_hundred_thousand_members_are_refused_before_they_are_listed(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(limits.MEMBERS + 1):
            archive.writestr(str(number), b"")
    assert f"more than {limits.MEMBERS} files" in failure(found_in(tmp_path / "a.zip", data.getvalue()))
    few = bytearray(data.getvalue())
    few[-14:-10] = b"\1\0\1\0"  # it says that it has one
    assert f"more than {limits.MEMBERS} files" in failure(found_in(tmp_path / "b.zip", bytes(few)))


def test_a_bomb_of_archives_in_archives_ends(tmp_path):
    bomb = zipped(("a.txt", bytes(1 << 20)))
    for _ in range(5):
        bomb = zipped(*((f"{n}.zip", bomb) for n in range(6)))
    found = found_in(tmp_path / "42.zip", bomb)
    assert not found.inputs
    assert len(found.aside) == 36
    assert all("too deep" in str(one.error) for one in found.aside)


@pytest.mark.parametrize("keep", [4, 30, 60, 120])
def test_a_broken_archive_is_a_failure(tmp_path, keep):
    assert "broken" in failure(found_in(tmp_path / "a.zip", zipped(("a.txt", plan()))[:keep]))


def test_a_damaged_member_fails_alone(tmp_path):
    archive = bytearray(zipped(("a.txt", plan(1)), ("b.txt", plan(2)), method=zipfile.ZIP_STORED))
    archive[60] ^= 0xFF
    one, other = found_in(tmp_path / "a.zip", bytes(archive)).inputs
    with pytest.raises(BadInput, match="damaged"):
        open_input(one, PLAIN)
    assert text_of(other) == plan(2).decode()


def test_an_empty_archive_is_said(tmp_path):
    assert asides(found_in(tmp_path / "a.zip", zipped())) == {"a.zip": Reason.EMPTY}


@pytest.mark.parametrize(
    ("name", "head"),
    [("a.rar", b"Rar!\x1a\x07\x01\x00"), ("a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04"), ("a.tgz", b"\x1f\x8b\x08\x00")],
)
def test_archives_that_are_not_opened_are_failures_with_advice(tmp_path, name, head):
    assert "unpack it" in failure(found_in(tmp_path / name, head + bytes(100)))
    inside = found_in(tmp_path / "z.zip", zipped((name, head + bytes(100))))
    assert "unpack it" in failure(inside)


def test_what_is_attached_to_a_mail_is_read_and_a_short_text_is_not(tmp_path):
    found = found_in(tmp_path / "thư.eml", mail("Kính gửi, xin gửi kèm.\n", ("kế hoạch.txt", plan())).as_bytes())
    assert places(found) == ["thư.eml/kế hoạch.txt"]
    assert asides(found) == {"thư.eml/mail.txt": Reason.SHORT}
    assert text_of(found.inputs[0]) == plan().decode()


@pytest.mark.parametrize("as_html", [False, True])
def test_a_mail_that_is_a_document_itself(tmp_path, as_html):
    body = plan().decode() * 3
    if as_html:
        message = mail("x")
        message.set_content("<p>" + body.replace("\n", "</p><p>") + "</p>", subtype="html")
    else:
        message = mail(body)
    (source,) = found_in(tmp_path / "thư.eml", message.as_bytes()).inputs
    assert source.relative.as_posix() == "thư.eml/mail.txt"
    assert "Truyền thông phòng, chống sốt xuất huyết" in text_of(source)


def test_a_mail_within_a_mail_and_an_archive_in_it(tmp_path):
    inner = mail("Chuyển tiếp.\n", ("b.txt", plan(2)), ("c.zip", zipped(("d.txt", plan(3)))))
    found = found_in(
        tmp_path / "thư.eml", mail("Xem thư dưới.\n", ("e.zip", zipped(("f.txt", plan(4)))), inner=inner).as_bytes()
    )
    assert places(found) == ["thư.eml/e.zip/f.txt", "thư.eml/Gửi kế hoạch.eml/b.txt"]
    assert [text_of(source) for source in found.inputs] == [plan(4).decode(), plan(2).decode()]
    assert asides(found)["thư.eml/Gửi kế hoạch.eml/c.zip"] is None


def test_a_text_that_only_begins_like_a_mail_is_a_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("From: Sở Y tế\nTo: các đơn vị\nKính gửi các đồng chí\n\nKế hoạch\n", "utf-8")
    assert places(find_inputs([path], PLAIN)) == ["a.txt"]
    assert not is_mail("Số: 12/KH-SYT\n\nKẾ HOẠCH".encode())


def test_a_mail_of_hostile_nesting_ends(tmp_path):
    deep = b"From: a@b.vn\r\nTo: c@d.vn\r\nDate: x\r\n"
    for level in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    found = found_in(tmp_path / "a.eml", deep)
    assert len(found.inputs) + len(found.aside) >= 1


def test_what_is_told_to_be_a_mail_is_opened_as_one_and_a_typed_memo_is_a_text(tmp_path):
    """Finding and opening ask the same question: a file that one takes for a mail is no stranger to the other."""
    few = b"Subject: KH\r\nMIME-Version: 1.0\r\n\r\n" + plan() * 3
    assert places(found_in(tmp_path / "a.eml", few)) == ["a.eml/mail.txt"]
    memo = "Date: 5/3/2024\nFrom: phòng NVY\nTo: các đơn vị\nSubject: tiêm chủng\n\n".encode() + plan()
    assert places(found_in(tmp_path / "b.txt", memo)) == ["b.txt"]
    typed = b"Content-Type: text\nSubject: x\nand on as prose\n" + plan()
    assert places(found_in(tmp_path / "c.txt", typed)) == ["c.txt"]
    assert "mailbox of several mails" in failure(found_in(tmp_path / "d", b"From a@b.vn Mon Mar 4 2024\n" + few))


def test_a_book_is_one_document_that_is_not_read_and_no_archive(tmp_path):
    book = zipped(("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<x/>"), ("1.xhtml", b"<html/>"))
    (source,) = found_in(tmp_path / "a.epub", book).inputs
    with pytest.raises(NoDocument, match=r"a\.epub"):
        open_input(source, PLAIN)


@pytest.mark.parametrize(("size", "is_page"), [((800, 150), False), ((64, 64), False), ((620, 877), True)])
def test_of_pictures_within_a_mails_text_pages_are_taken_and_logos_are_not(tmp_path, size, is_page):
    """A black-and-white page of 75 dpi is smaller in bytes than many a logo: pixels tell, bytes do not."""
    made = io.BytesIO()
    Image.new("1", size, 1).save(made, "PNG")
    message = mail("Kính gửi, xin gửi kèm.\n")
    message.add_related(made.getvalue(), "image", "png", cid="<a@b>", filename="a.png", disposition="inline")
    found = found_in(tmp_path / "thư.eml", message.as_bytes())
    assert places(found) == (["thư.eml/a.png"] if is_page else [])
    assert asides(found).get("thư.eml/a.png") == (None if is_page else Reason.SIDE)
