"""Digital signatures in PDFs, made with a key of our own."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from ingest_files import as_input, body
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from kehoach.pipeline.ingest import open_input
from kehoach.pipeline.ingest.signatures import _hex_read_at_once, read_signatures
from kehoach.pipeline.options import IngestOptions


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> signers.SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn Mẫu"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SỞ Y TẾ TỈNH MẪU"),
            x509.NameAttribute(NameOID.EMAIL_ADDRESS, "mau@example.gov.vn"),
        ]
    )
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("key") / "key.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", key, certificate, None, serialization.NoEncryption()))
    loaded = signers.SimpleSigner.load_pkcs12(str(path))
    assert loaded is not None
    return loaded


def sign(path: Path, signer: signers.SimpleSigner, field: str, into: Path) -> Path:
    with path.open("rb") as file, into.open("wb") as out:
        writer = IncrementalPdfFileWriter(file)
        signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), signer=signer, output=out)
    return into


def test_who_signed_and_that_the_file_is_unchanged(make_pdf, signer, tmp_path):
    path = sign(make_pdf(body), signer, "one", tmp_path / "signed.pdf")
    with open_input(as_input(path), IngestOptions()) as document:
        (found,) = document.source.signatures
    assert found.signer == "Nguyễn Văn Mẫu"
    assert found.organisation == "SỞ Y TẾ TỈNH MẪU"
    assert found.email == "mau@example.gov.vn"
    assert found.intact is True
    assert datetime.datetime.fromisoformat(found.time or "").tzinfo is not None


def test_a_second_signature_leaves_the_first_intact(make_pdf, signer, tmp_path):
    once = sign(make_pdf(body), signer, "one", tmp_path / "once.pdf")
    twice = sign(once, signer, "two", tmp_path / "twice.pdf")
    assert [found.intact for found in read_signatures(twice)] == [True, True]


def test_signatures_are_checked_up_to_a_number(make_pdf, signer, tmp_path, monkeypatch):
    monkeypatch.setattr("kehoach.pipeline.ingest.signatures.SIGNATURES", 1)
    once = sign(make_pdf(body), signer, "one", tmp_path / "once.pdf")
    assert len(read_signatures(sign(once, signer, "two", tmp_path / "twice.pdf"))) == 1


def test_a_changed_byte_is_noticed(make_pdf, signer, tmp_path):
    path = sign(make_pdf(body), signer, "one", tmp_path / "signed.pdf")
    data = bytearray(path.read_bytes())
    place = data.index(b"ReportLab")
    data[place] ^= 1
    path.write_bytes(data)
    (found,) = read_signatures(path)
    assert found.intact is False


def test_pages_cut_from_a_signed_file_say_so(make_pdf, signer, tmp_path):
    signed = sign(make_pdf(body, body), signer, "one", tmp_path / "signed.pdf")
    cut = tmp_path / "cut.pdf"
    with pikepdf.open(signed) as pdf:
        pdf.pages[0].Annots = pdf.make_indirect([pdf.Root.AcroForm.Fields[0]])
        del pdf.Root.AcroForm
        del pdf.pages[1]
        pdf.save(cut)
    (found,) = read_signatures(cut)
    assert found.signer == "Nguyễn Văn Mẫu"
    assert found.intact is not True


def test_a_time_without_a_zone_is_vietnamese(make_pdf, signer, tmp_path):
    path = tmp_path / "no-zone.pdf"
    with pikepdf.open(sign(make_pdf(body), signer, "one", tmp_path / "signed.pdf")) as pdf:
        pdf.Root.AcroForm.Fields[0].V.M = "D:20250403102419"
        pdf.save(path)
    (found,) = read_signatures(path)
    assert found.time == "2025-04-03T10:24:19+07:00"


def test_a_file_without_signatures_has_none(make_pdf):
    with open_input(as_input(make_pdf(body)), IngestOptions()) as document:
        assert document.source.signatures == ()


def test_a_file_that_only_names_a_signature_is_no_obstacle(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4\n/ByteRange [0 1 2 3]")
    assert read_signatures(path) == ()


HEX = [b"<48656C6C6F>x", b"<48 65\n6c>x", b"<>x", b"<486>x", b"<48%c\n65>x", b"<48" + b"0" * 9000 + b">x"]


@pytest.mark.parametrize("text", HEX)
def test_hex_strings_are_read_as_pyhanko_reads_them(text: bytes) -> None:
    from pyhanko.pdf_utils import generic

    own, fast = io.BytesIO(text), io.BytesIO(text)
    wanted = generic.read_hex_string_from_stream(own)
    with _hex_read_at_once():
        assert generic.read_hex_string_from_stream(fast) == wanted
    assert fast.tell() == own.tell()
