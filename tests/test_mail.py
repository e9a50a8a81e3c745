"""Mails and saved pages: their text with what the head says, and what they carry."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

import pytest

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.mail.eml import read_eml
from ingest.formats.mail.mhtml import read_mhtml
from tests.parsed import kinds, numbers, parse_extract, titles
from tests.small_files import mhtml

MINUTES = (
    "1. Godkendelse af dagsorden\n\nBeslutning\n\nGodkendt på Ærø.\n\n"
    "2. Takster\n\nIndstilling\n\nDet indstilles, at taksten hæves.\n\nBeslutning\n\nTiltrådt.\n"
)
PAGE = "<h2>1. Takster</h2><h3>Beslutning</h3><p>Tiltrådt af hele kredsen på Ærø.</p>"


def mail(text: str = MINUTES, **head: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = head.get("subject", "Referat af møde i KKR Sjælland den 4. marts 2024")
    message["From"] = head.get("sender", '"Ask, Åse" <aase@example.dk>')
    message["To"] = "Bo Birk <bo@example.dk>, sekretariat@example.dk"
    message["Date"] = "Tue, 12 Mar 2024 09:05:00 +0100"
    message.set_content(text)
    return message


def read(message: EmailMessage | bytes) -> Extract:
    return read_eml(bytes(message), "mail.eml")


def test_a_mail_is_its_subject_its_people_and_its_text() -> None:
    extract = read(mail(subject="VS: SV: Referat af møde i KKR Sjælland den 4. marts 2024"))
    assert extract.text == (
        "# Referat af møde i KKR Sjælland den 4. marts 2024\n\n"
        "Fra: Ask, Åse (aase@example.dk)\nTil: Bo Birk (bo@example.dk); sekretariat@example.dk\n"
        f"Udsendt: 12. marts 2024 kl. 9.05\n\n{MINUTES}"
    )
    document = parse_extract(extract)
    assert titles(document) == ["Godkendelse af dagsorden", "Takster"]
    assert (document.forum, document.date) == ("KKR Sjælland", dt.date(2024, 3, 4))


def test_a_subject_is_no_heading_beside_those_of_the_text() -> None:
    report = "# Mål\n\nDer er fem mål i aftalen.\n\n# Takster\n\nTaksten er fast.\n"
    document = parse_extract(read(mail(report, subject="Status for aftalen")))
    assert (document.structure, titles(document)) == ("headings", ["Mål", "Takster"])


def test_the_day_that_a_mail_was_sent_is_not_the_meetings() -> None:
    document = parse_extract(
        read(mail(f"Mandag den 4. marts 2024\n\n{MINUTES}", subject="Referat"))
    )
    assert document.date == dt.date(2024, 3, 4)


def test_plain_text_is_read_before_html_unless_it_says_next_to_nothing() -> None:
    both = mail()
    both.add_alternative("<p>Det samme med skrift</p>", subtype="html")
    assert "skrift" not in read(both).text
    empty = mail("Åbn mailen i et andet program.")
    empty.add_alternative(PAGE * 5, subtype="html")
    extract = read(empty)
    assert "## 1. Takster" in extract.text and "andet program" not in extract.text


def test_a_mail_of_html_alone_keeps_its_links() -> None:
    message = mail()
    message.set_content(f"{PAGE}<p>Se <a href='https://kkr.example/n.pdf'>notatet</a></p>", "html")
    extract = read(message)
    assert numbers(parse_extract(extract)) == ["1"]
    assert [(extract.text[x.start : x.end], x.target) for x in extract.links] == [
        ("notatet", "https://kkr.example/n.pdf")
    ]


def test_attachments_are_named_and_linked_but_not_the_pictures_of_a_signature() -> None:
    message = mail()
    message.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Bilag 1 – Økonomi.pdf")
    message.add_attachment(b"PNG", "image", "png", filename="image001.png")
    message.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    extract = read(message)
    assert "\nVedhæftede filer: Bilag 1 – Økonomi.pdf\n" in extract.text
    [link] = extract.links
    assert extract.text[link.start : link.end] == link.target == "Bilag 1 – Økonomi.pdf"


def test_the_mail_that_a_mail_passes_on_is_read_with_its_head() -> None:
    inner = mail(subject="Referat fra Ærø")
    inner.add_attachment(b"x y z", "application", "pdf", filename="indre.pdf")
    outer = mail("Til orientering.", subject="Videresendt")
    outer.add_attachment(inner)
    extract = read(outer)
    assert extract.text.index("# Videresendt") < extract.text.index("# Referat fra Ærø")
    assert extract.text.count("Vedhæftede filer: indre.pdf") == 1
    assert numbers(parse_extract(extract)) == ["1", "2"]
    deep = mail("Yderst.", subject="Yderst")
    deep.add_attachment(outer)
    extract = read(deep)
    assert "Referat fra Ærø" not in extract.text
    assert extract.notes == (
        "Mailen »Videresendt« rummer selv mails; de er ikke læst. Gem dem for sig.",
    )


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        (b"Subject: =?iso-8859-1?Q?M=F8de_p=E5?= =?utf-8?B?IMOGcsO4?=", "Møde på Ærø"),
        (b"Subject: =?utf-8?Q?M=C3=B8de?=\r\n =?utf-8?Q?_p=C3=A5_=C3=86r=C3=B8?=", "Møde på Ærø"),
        ("Subject: Møde på Ærø".encode(), "Møde på Ærø"),
        ("Subject: Møde på Ærø".encode("cp1252"), "Møde på Ærø"),
        (b"Subject: =?ukendt-1?Q?M=F8de?= i KKR", "Møde i KKR"),
    ],
)
def test_subjects_in_every_way_of_writing_them(head: bytes, subject: str) -> None:
    raw = head + b"\r\nFrom: a@example.dk\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    assert read(raw + MINUTES.encode()).text.startswith(f"# {subject}\n\nFra: a@example.dk\n")


@pytest.mark.parametrize(
    "name",
    [
        b"filename*=utf-8''Bilag%20%C3%A6%C3%B8.pdf",
        b"filename*0*=iso-8859-1''Bilag%20; filename*1*=%E6%F8.pdf",
        b'filename="=?iso-8859-1?Q?Bilag_=E6=F8.pdf?="',
        'filename="Bilag æø.pdf"'.encode(),
        'filename="Bilag æø.pdf"'.encode("cp1252"),
    ],
)
def test_names_of_attachments_in_every_way_of_writing_them(name: bytes) -> None:
    raw = (
        b"From: a@example.dk\nSubject: Referat\nContent-Type: multipart/mixed; boundary=g\n\n"
        b"--g\nContent-Type: text/plain; charset=utf-8\n\n" + MINUTES.encode() + b"\n--g\n"
        b"Content-Type: application/pdf\nContent-Disposition: attachment; "
        + name
        + b"\n\nx\n--g--\n"
    )
    assert "Vedhæftede filer: Bilag æø.pdf\n" in read(raw).text


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-8"),
        ("us-ascii", "cp1252"),
        ("us-ascii", "utf-8"),
        ("findes-ikke", "cp1252"),
    ],
)
def test_text_in_every_encoding_whatever_the_head_claims(charset: str, encoding: str) -> None:
    raw = f"From: a@b.dk\nSubject: Referat\nContent-Type: text/plain; charset={charset}\n\n"
    assert "Godkendt på Ærø." in read(raw.encode() + MINUTES.encode(encoding)).text


def test_lines_that_a_mail_program_broke_are_whole_again() -> None:
    raw = (
        b"From: a@b.dk\nSubject: x\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
        b"Kommunerne er enige om \nat taksten \nhaeves.\n Indrykket.\n-- \nHilsen Anne fra KKR\n"
    )
    text = read(raw).text
    assert "enige om at taksten haeves.\nIndrykket.\n-- \nHilsen Anne" in text


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.dk\nTo: ((((((\nDate: i morgen\nSubject: Referat\n\n" + MINUTES.encode(),
        b"Subject: Referat\nContent-Type: multipart/mixed\n\n" + MINUTES.encode(),
        b"Subject: Referat\nContent-Type: text/plain;;;=\nContent-Transfer-Encoding: base65\n\n"
        + MINUTES.encode(),
        b"\n\nSubject: Referat\nBroken header\n\n" + MINUTES.encode(),
    ],
)
def test_a_head_with_faults_does_not_hide_the_text(raw: bytes) -> None:
    assert numbers(parse_extract(read(raw))) == ["1", "2"]


def test_an_encrypted_mail_says_so() -> None:
    raw = b"From: a@b.dk\nSubject: x\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMIAG"
    with pytest.raises(UnreadableFile, match="mail.eml: Mailen er krypteret"):
        read(raw)


def test_mails_in_mails_without_end_are_refused() -> None:
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000)
    )
    with pytest.raises(UnreadableFile, match="indlejret så dybt"):
        read(f"From: a@b.dk\nSubject: x\n{parts}\n{MINUTES}".encode())


def saved(*parts: tuple[str, str, str], start: str = "") -> bytes:
    """A saved page: (type, place, content) of each part."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "Referat"
    message.make_related()
    for kind, place, content in parts:
        part = EmailMessage()
        part.set_content(content, subtype=kind, charset="utf-8", cte="quoted-printable")
        part["Content-Location"] = place
        part["Content-ID"] = f"<{place}>"
        message.attach(part)
    if start:
        message.set_param("start", start)
    return bytes(message)


def test_a_saved_page_is_its_root_and_the_frames_that_hold_minutes() -> None:
    data = saved(
        ("css", "stil.css", "p { color: red }"),
        ("html", "https://kkr.example/", f"<main>{PAGE}</main>"),
        ("html", "cid:bilag", "<h2>2. Evt.</h2><h3>Beslutning</h3><p>Intet at bemærke her.</p>"),
        ("html", "cid:film", f"<p>{'Se vores film om byen og alt det andet. ' * 10}</p>"),
    )
    extract = read_mhtml(data, "side.mhtml")
    document = parse_extract(extract)
    assert titles(document) == ["Takster", "Evt."]
    assert [kinds(one) for one in document.items] == [["decision"], ["decision"]]
    assert "film" not in extract.text and "color" not in extract.text
    assert extract.format == "mhtml"


def test_the_root_of_a_saved_page_is_the_one_that_its_head_names() -> None:
    data = saved(("html", "a", "<h1>Bagest på Ærø</h1>" + PAGE), ("html", "b", "<h1>Forrest</h1>"),
                 start="<b>")  # fmt: skip
    text = read_mhtml(data, "side.mhtml").text
    assert text.index("Forrest") < text.index("Bagest på Ærø")


def test_a_frameset_that_was_saved_is_read_frame_by_frame() -> None:
    data = saved(
        ("html", "index", "<frameset><frame src=menu><frame src=referat></frameset>"),
        ("html", "menu", "<a href=1>Møder</a><br><a href=2>Udvalg</a><br><a href=3>Kontakt</a>"),
        ("html", "referat", PAGE),
    )
    text = read_mhtml(data, "side.mhtml").text
    assert text.startswith("## 1. Takster") and "Kontakt" not in text


def test_a_saved_page_of_the_usual_kind_is_split() -> None:
    document = parse_extract(read_mhtml(mhtml(f"Referat fra Ærø\n\n{MINUTES}"), "side.mhtml"))
    assert numbers(document) == ["1", "2"]


def test_a_saved_page_without_text_says_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="side.mhtml: Filen rummer ingen side"):
        read_mhtml(saved(("html", "a", "<img src=b>")), "side.mhtml")
