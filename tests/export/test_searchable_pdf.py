"""PDF/A is checked twice, by pikepdf's validator and by one that shares no code with it (page-validation)."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import page as validator
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String, pdfa
from PIL import Image

from kehoach.pipeline.document import Box, MediaKind, Method, Page
from kehoach.pipeline.errors import BadInput, Encrypted
from kehoach.pipeline.export.file_facts import file_facts
from kehoach.pipeline.export.original import Original
from kehoach.pipeline.export.pdf_content import MOST_TOKENS
from kehoach.pipeline.export.searchable_pdf import write_pdf
from tests.export import scans

INVISIBLE = f"BT 3 Tr /Old 12 Tf 50 500 Td ({scans.OLD}) Tj ET"


def scan_pdf(path: Path, rotate: int = 0, shift: float = 0.0, extra: str = "") -> bytes:
    """A PDF of one scanned page, shown upright as 450 x 600 points; returns the bytes of its picture."""
    image = scans.picture().rotate(rotate, expand=True)  # lies in the file as /Rotate turns it back
    data, pdf = scans.jpeg(image), pikepdf.new()
    wide, high = (450, 600) if rotate % 180 == 0 else (600, 450)
    page = pdf.add_blank_page(page_size=(wide + 2 * shift, high + 2 * shift))
    about = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode, Interpolate=True,
    )  # fmt: skip
    old = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=Stream(pdf, data, about)), Font=Dictionary(Old=old))
    page.obj.Contents = pdf.make_stream(f"q {wide} 0 0 {high} {shift} {shift} cm /Im Do Q {extra}".encode("latin-1"))
    if rotate:
        page.obj.Rotate = rotate
    if shift:
        page.obj.CropBox = [shift, shift, wide + shift, high + shift]
    pdf.save(path)
    return data


def made(tmp_path: Path, kind: MediaKind, path: Path, pages: list[Page], password: str | None = None) -> Path:
    original = Original(scans.document(path, kind, pages), (path,), password)
    target = tmp_path / "out" / "document.pdf"
    assert write_pdf(scans.a_plan(path, kind), original, target) == [target]
    return target


def assert_pdfa(path: Path) -> None:
    report = pdfa.validate_written(path, "2b")
    assert report.passed, [finding.message for finding in report.findings]
    other = validator.validate_pdf(path, profile="2b")
    assert other.is_compliant, [failure.message for failure in other.failures]


def words_of(path: Path, number: int = 1) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return str(pdf[number - 1].get_textpage().get_text_range()).split()


def found_box(path: Path, word: str) -> Box:
    """Where a word is found, in points of the shown page, origin top left."""
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        index, count = text.search(word, match_case=True).get_next()
        spots = [text.get_charbox(at, loose=True) for at in range(index, index + count)]
        turned = page.get_rotation()
        left, bottom, right, top = page.get_cropbox()
    shown = []
    for x0, y0, x1, y1 in spots:
        box = {
            0: (x0 - left, top - y1, x1 - left, top - y0),
            90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
            180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
            270: (top - y1, right - x1, top - y0, right - x0),
        }[turned]
        shown.append(Box(*box))
    return Box.around(shown)


@pytest.mark.parametrize(("rotate", "shift"), [(0, 0.0), (90, 0.0), (180, 0.0), (270, 0.0), (0, 20.0), (90, 20.0)])
def test_words_lie_in_their_place_on_every_kind_of_page(tmp_path: Path, rotate: int, shift: float) -> None:
    scan_pdf(tmp_path / "scan.pdf", rotate, shift, INVISIBLE)
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])
    assert_pdfa(path)
    assert words_of(path) == list(scans.WORDS)
    for word, box in zip(scans.WORDS, scans.boxes(), strict=True):
        wanted, found = box.scaled(0.75), found_box(path, word)
        assert abs(found.middle[0] - wanted.middle[0]) < 3, word
        assert abs(found.middle[1] - wanted.middle[1]) < 3, word
        assert abs(found.width - wanted.width) < 6, word


def test_the_scan_itself_is_untouched_and_the_old_layer_gone(tmp_path: Path) -> None:
    data = scan_pdf(tmp_path / "scan.pdf", extra=INVISIBLE)
    assert words_of(tmp_path / "scan.pdf") == scans.OLD.split()
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])
    with pikepdf.open(path) as pdf:
        pictures = [o for o in pdf.objects if isinstance(o, Stream) and o.get("/Subtype") == Name.Image]
        assert [picture.read_raw_bytes() for picture in pictures] == [data]
        assert "/Old" not in pdf.pages[0].resources.Font
    assert not set(scans.OLD.split()) & set(words_of(path))


def test_a_layer_inside_a_form_goes_from_the_page_that_was_read_again_alone(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "one.pdf")
    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        first = pdf.pages[0]
        form = pdf.make_stream(INVISIBLE.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 450, 600])
        form.Resources = Dictionary(Font=first.resources.Font)
        first.resources.XObject.Fm = form
        first.contents_add(b"/Fm Do")
        pdf.pages.append(first)
        pdf.save(tmp_path / "scan.pdf")
    pages = [scans.pdf_page(1), scans.pdf_page(2, Method.TEXT_LAYER)]
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", pages)
    assert words_of(path, 1) == list(scans.WORDS)
    assert words_of(path, 2) == scans.OLD.split()


def shown(path: Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    with pypdfium2.PdfDocument(path) as pdf:
        return np.asarray(pdf[0].render(scale=1).to_numpy()).copy()


def test_visible_letters_with_a_wrong_layer_look_the_same_and_are_not_found(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "scan.pdf", extra=INVISIBLE.replace("3 Tr", "0 Tr"))
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page(method=Method.REPAIRED)])
    assert words_of(path) == list(scans.WORDS)
    assert (shown(path) == shown(tmp_path / "scan.pdf")).all()


def test_a_file_that_cannot_be_pdfa_does_not_say_that_it_is(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "scan.pdf", extra=INVISIBLE.replace("3 Tr", "0 Tr"))  # Helvetica, seen and not embedded
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page(method=Method.TEXT_LAYER)])
    with pikepdf.open(path) as pdf:
        assert pdf.open_metadata().pdfa_status == ""
        assert pdf.open_metadata()["dc:title"] == "Kế hoạch số 118/KH-SYT: Tiêm chủng mở rộng"


def encode_png(image: Image.Image, path: Path) -> None:
    image.convert("RGBA").save(path)


def encode_turned(image: Image.Image, path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6  # to be shown turned by 90 degrees clockwise
    image.rotate(90, expand=True).save(path, exif=exif)


def encode_tiff(image: Image.Image, path: Path) -> None:
    image.convert("1").save(path, "TIFF", compression="group4", dpi=(100, 100))


@pytest.mark.parametrize(
    ("name", "kind", "encode"),
    [
        ("a.png", MediaKind.PNG, encode_png),
        ("turned.jpg", MediaKind.JPEG, encode_turned),
        ("fax.tif", MediaKind.TIFF, encode_tiff),
        ("grey.jpg", MediaKind.JPEG, lambda image, path: image.convert("L").save(path, dpi=(300, 300))),
        ("palette.png", MediaKind.PNG, lambda image, path: image.quantize(16).save(path)),
        ("cmyk.jpg", MediaKind.JPEG, lambda image, path: image.convert("CMYK").save(path)),
        ("deep.png", MediaKind.PNG, lambda image, path: image.convert("I;16").save(path)),
    ],
)
def test_pictures_become_pages(
    tmp_path: Path, name: str, kind: MediaKind, encode: Callable[[Image.Image, Path], None]
) -> None:
    encode(scans.picture(), tmp_path / name)
    path = made(tmp_path, kind, tmp_path / name, [scans.image_page()])
    assert_pdfa(path)
    assert words_of(path) == list(scans.WORDS)
    with pypdfium2.PdfDocument(path) as pdf:
        width, _ = pdf[0].get_size()
    scale = width / scans.WIDTH
    for word, box in zip(scans.WORDS, scans.boxes(), strict=True):
        found, wanted = found_box(path, word), box.scaled(scale)
        assert abs(found.middle[0] - wanted.middle[0]) < 4 * scale, word
        assert abs(found.middle[1] - wanted.middle[1]) < 4 * scale, word
    grey = np.asarray(Image.fromarray(shown(path)[:, :, ::-1]).convert("L").resize((scans.WIDTH, scans.HEIGHT)))
    assert all(grey[int(box.middle[1]), int(box.middle[0])] < 128 for box in scans.boxes())


def test_jpeg_data_are_taken_over_as_they_are(tmp_path: Path) -> None:
    data = scans.jpeg(scans.picture())
    (tmp_path / "photo.jpg").write_bytes(data)
    path = made(tmp_path, MediaKind.JPEG, tmp_path / "photo.jpg", [scans.image_page()])
    with pikepdf.open(path) as pdf:
        assert pdf.pages[0].resources.XObject.Scan.read_raw_bytes() == data
        assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx([432, 576])


def test_every_frame_of_a_tiff_is_a_page_and_its_dots_are_kept(tmp_path: Path) -> None:
    first, second = scans.picture("1"), scans.picture("1").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    path = tmp_path / "fax.tif"
    first.save(path, save_all=True, append_images=[second], compression="group4")
    target = made(tmp_path, MediaKind.TIFF, path, [scans.image_page(1), scans.image_page(2)])
    with pypdfium2.PdfDocument(target) as pdf:
        for number, image in enumerate((first, second)):
            drawn = next(iter(pdf[number].get_objects())).get_bitmap().to_pil().convert("1")
            assert (np.asarray(drawn) == np.asarray(image)).all()
    assert words_of(target, 2) == list(scans.WORDS)


def turned_boxes(quarter: int) -> tuple[list[Box], tuple[int, int]]:
    """The words' boxes on a page that was scanned turned clockwise by quarters, and the size of that page."""
    places, size = scans.boxes(), (scans.WIDTH, scans.HEIGHT)
    for _ in range(quarter):
        places = [Box(size[1] - box.bottom, box.left, size[1] - box.top, box.right) for box in places]
        size = size[1], size[0]
    return places, size


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_page_that_lies_on_its_side_is_searched_too(tmp_path: Path, quarter: int) -> None:
    places, size = turned_boxes(quarter)
    scans.picture().rotate(-90 * quarter, expand=True).save(tmp_path / "side.png")
    page = scans.image_page()
    page = Page(1, scans.lines(1, places), (), *map(float, size), page.unit, Method.OCR)
    path = made(tmp_path, MediaKind.PNG, tmp_path / "side.png", [page])
    assert sorted(words_of(path)) == sorted(scans.WORDS)
    with pypdfium2.PdfDocument(path) as pdf:
        scale = pdf[0].get_size()[0] / size[0]
    for word, box in zip(scans.WORDS, places, strict=True):
        found, wanted = found_box(path, word), box.scaled(scale)
        assert abs(found.middle[0] - wanted.middle[0]) < 3, word
        assert abs(found.middle[1] - wanted.middle[1]) < 3, word


def test_what_an_archive_forbids_is_taken_out(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "one.pdf", extra=INVISIBLE)
    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        form = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("so"), Rect=[9, 9, 18, 18], F=4,
                V=Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3]), AP=Dictionary(N=form),
            )
        )  # fmt: skip
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=Dictionary())
        pdf.pages[0].obj.Annots = Array([field, pdf.make_indirect(note)])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3, NeedAppearances=True)
        pdf.save(tmp_path / "scan.pdf")
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])
    assert_pdfa(path)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages[0].obj.get("/Annots", [])) == 0
        assert not {"/OpenAction", "/AcroForm"} & set(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
    assert shown(path)[-14, 14, :3].tolist() == [0, 0, 255]  # the signature's picture, in red (BGR)


def test_ink_and_idle_fonts_do_not_keep_a_page_from_pdfa(tmp_path: Path) -> None:
    extra = "BT /Old 9 Tf ET 0 0 0 1 k 100 100 50 50 re f 0 0 0 0.5 K BT /Im Do ET"
    scan_pdf(tmp_path / "scan.pdf", extra=extra)
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page(method=Method.TEXT_LAYER)])
    assert_pdfa(path)
    assert shown(path)[-125, 125, :3].tolist() == [0, 0, 0]


@pytest.mark.parametrize("hidden", [False, True])
def test_layers_that_are_all_shown_become_part_of_the_page(tmp_path: Path, hidden: bool) -> None:
    scan_pdf(tmp_path / "one.pdf", extra="/OC /L BDC 0 g 100 100 50 50 re f EMC")
    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lớp")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer] if hidden else [])))
        pdf.pages[0].resources.Properties = Dictionary(L=layer)
        pdf.save(tmp_path / "scan.pdf")
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page(method=Method.TEXT_LAYER)])
    assert shown(path)[-125, 125, 0] == (255 if hidden else 0)
    if not hidden:
        assert_pdfa(path)


def test_information_comes_from_the_plan(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "scan.pdf")
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])
    with pikepdf.open(path) as pdf:
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"]) == "Kế hoạch số 118/KH-SYT: Tiêm chủng mở rộng"
        assert xmp["dc:creator"] == ["Sở Y tế"]
        assert pdf.Root.Lang == "vi"


def test_passwords_are_asked_for_and_taken(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "open.pdf")
    with pikepdf.open(tmp_path / "open.pdf") as pdf:
        pdf.save(tmp_path / "scan.pdf", encryption=pikepdf.Encryption(owner="chủ", user="mở"))
    with pytest.raises(Encrypted, match="password"):
        made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])
    assert_pdfa(made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()], "mở"))


def test_text_has_no_pdf_and_a_broken_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch")
    text = Original(scans.document(path, MediaKind.TEXT, [Page(1)]), (path,))
    assert write_pdf(scans.a_plan(path), text, tmp_path / "document.pdf") == []
    broken = Original(scans.document(path, MediaKind.PDF, [scans.pdf_page()]), (path,))
    with pytest.raises(BadInput, match=r"a\.txt"):
        write_pdf(scans.a_plan(path), broken, tmp_path / "document.pdf")
    assert not (tmp_path / "document.pdf").exists()


def test_a_page_that_draws_without_end_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    scan_pdf(path, extra="q Q " * (MOST_TOKENS // 2))
    with pytest.raises(BadInput, match=r"scan\.pdf: the PDF cannot be copied: a page draws more than 2,000,000"):
        made(tmp_path, MediaKind.PDF, path, [scans.pdf_page()])
    facts = file_facts(path, MediaKind.PDF)
    assert facts is not None
    assert facts.scans == (None,)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_poppler_finds_the_same_words(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "scan.pdf", extra=INVISIBLE)
    path = made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    assert text.split() == list(scans.WORDS)


def test_the_same_document_gives_the_same_text_operators(tmp_path: Path) -> None:
    scan_pdf(tmp_path / "scan.pdf")
    contents = []
    for _ in range(2):
        with pikepdf.open(made(tmp_path, MediaKind.PDF, tmp_path / "scan.pdf", [scans.pdf_page()])) as pdf:
            data = io.BytesIO()
            pdf.pages[0].contents_coalesce()
            data.write(pdf.pages[0].Contents.read_bytes())
            contents.append(data.getvalue())
    assert contents[0] == contents[1]
