"""Characters from files: what is read, what is refused and with which line. No network."""

import io
from datetime import date
from pathlib import Path

import pytest

from app.errors import BadInput
from app.reading.inputs import read_input
from app.reading.records import Document

TODAY = date(2026, 1, 10)
LINE = "Troops took 5 km² near Львів on 3 May."
PAGE = """<!doctype html><html lang="en"><head><title>Front report | Paper</title>
<meta property="og:title" content="Front report">
<meta property="article:published_time" content="2025-12-07T10:00:00+00:00">
<link rel="canonical" href="https://paper.example/report"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Front report</h1><p>Troops took five square kilometres of ground near the river, the army said.</p>
<p>The second paragraph says that the line did not move anywhere else during the week.</p></article></body></html>"""
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>
<item><title>First</title><link>https://paper.example/1</link><pubDate>Sun, 07 Dec 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Troops took 5 km&#178;.&lt;/p&gt;&lt;p&gt;More &amp;amp; more.&lt;/p&gt;</description></item>
<item><title>Second, only a title</title></item>
<item><title>From the future</title><pubDate>Sun, 07 Dec 2036 10:00:00 GMT</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Entry</title>
<updated>2025-12-06T10:00:00Z</updated><content type="html">&lt;b&gt;Body&lt;/b&gt; text</content></entry></feed>"""


def read(source: bytes | str | Path, max_bytes: int = 100_000, **said: object) -> list[Document]:
    return read_input(source, max_bytes=max_bytes, today=TODAY, **said)  # type: ignore[arg-type]


def pdf(text: str, password: str | None = None) -> bytes:
    """One page with one line of text."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(400, 200)
    if text:
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
        stream = DecodedStreamObject()
        lines = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
        stream.set_data(f"BT /F 12 Tf 14 TL 20 150 Td {lines} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_in_each_encoding_that_says_what_it_is(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(LINE.encode(encoding))
    (document,) = read(path)
    assert document == Document(LINE)


def test_what_the_user_says_goes_into_the_document() -> None:
    (document,) = read(LINE.encode(), published=date(2025, 5, 4), title="T", url="https://x.example", lang="en")
    assert document == Document(LINE, date(2025, 5, 4), "T", "https://x.example", "en")


def test_a_text_without_a_date_has_none_and_never_todays() -> None:
    assert read(LINE.encode())[0].published is None


def test_a_page_gives_its_article_and_its_own_metadata() -> None:
    (document,) = read(PAGE.encode())
    assert "five square kilometres" in document.text and "Home" not in document.text
    assert (document.title, document.published, document.url) == (
        "Front report",
        date(2025, 12, 7),
        "https://paper.example/report",
    )


def test_what_the_user_says_goes_before_the_page() -> None:
    (document,) = read(PAGE.encode(), published=date(2025, 12, 8), title="Mine", url="https://me.example/")
    assert (document.title, document.published, document.url) == ("Mine", date(2025, 12, 8), "https://me.example/")


def test_a_page_is_told_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert read(path)[0].title == "Front report"


def test_a_page_without_a_date_has_none() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2025-12-07T10:00:00+00:00">', "")
    assert read(page.encode())[0].published is None


def test_a_page_in_its_declared_character_set() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("the army", "армія")
    assert "армія" in read(page.encode("cp1251"))[0].text


def test_each_entry_of_a_feed_is_a_document_with_its_own_date() -> None:
    first, second, third = read(FEED.encode(), published=date(2025, 1, 1))
    assert (first.title, first.published, first.url) == ("First", date(2025, 12, 7), "https://paper.example/1")
    assert first.text == "Troops took 5 km².\nMore & more."
    assert (second.text, second.published) == ("Second, only a title", date(2025, 1, 1))
    assert third.published == date(2025, 1, 1), "a date in the future is no date"


def test_an_atom_feed() -> None:
    (entry,) = read(ATOM.encode())
    assert (entry.text, entry.title, entry.published) == ("Body text", "Entry", date(2025, 12, 6))


def test_a_pdf_gives_its_text_with_the_lines_of_a_paragraph_joined() -> None:
    (document,) = read(pdf("Troops took 5 square\nkilometres near the river."))
    assert document.text == "Troops took 5 square kilometres near the river."


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "4 bytes of white space"),
        (bytes(1000), "1000 bytes of zero bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary data"),
        (b"PK\x03\x04 zip", "binary data"),
        ("Стаття".encode("cp1251"), "not utf-8 at byte 0; expected UTF-8"),
        (pdf(""), "has 1 pages and no text"),
        (pdf("secret", password="pw"), "has a password"),
        (b"%PDF-1.4 broken", "the PDF is broken"),
        (b"<!doctype html><html><body><script>x()</script></body></html>", "without article text"),
        (b"<rss version='2.0'><channel><title>No entries</title></channel></rss>", "a feed of 0 entries"),
        (PAGE.replace("2025-12-07", "2031-12-07").encode(), "published on 2031-12-07, after today"),
        (b"<html><meta charset='klingon'><p>text</p></html>", "unknown character set"),
        (b"x" * 100_001, "FRONTLINE_MAX_TEXT_MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_one_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    for source in (content, path):
        with pytest.raises(BadInput, match=complaint) as caught:
            read(source)
        assert "\n" not in str(caught.value)


def test_no_file_a_folder_and_a_url_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(BadInput, match="expected a file, got a folder"):
        read(tmp_path)
    with pytest.raises(BadInput, match="save the page and give the file"):
        read("https://paper.example/report")
    with pytest.raises(BadInput, match="cannot be read"):
        read("nul\0byte")


def test_a_publication_date_in_the_future_is_refused() -> None:
    with pytest.raises(BadInput, match="is in the future"):
        read(LINE.encode(), published=date(2026, 1, 11))


def test_the_size_limit_is_exact() -> None:
    assert read(b"x" * 10, max_bytes=10)
    with pytest.raises(BadInput, match="more than the"):
        read(b"x" * 11, max_bytes=10)
