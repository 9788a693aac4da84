"""Reading the formats that hold one article or some: each from material made here, and each from broken material."""

import datetime
import json

import pytest
from articles import BODY, LAYOUTS, PARAGRAPHS, TEXT, body, error, one, read

# ---- Markdown ----


def test_markdown(tmp_path):
    (tmp_path / "a.md").write_text(
        '---\ntitle: "Front title"\ndate: 2011-05-04\n---\n# Bridge *reopens*\n\nThe **bridge** over the [river](http://e.org) '
        "reopened\n"
        "on Tuesday, `officials` said. ![map](m.png)\n\n## Why\n\n* a storm\n* the age of it\n\n> Quoted by all.\n\n"
        "```\ncode()\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    document = one(tmp_path / "a.md")
    assert (document.title, document.issued) == ("Front title", datetime.date(2011, 5, 4))
    assert body(document) == (
        "The bridge over the river reopened on Tuesday, officials said.",
        "Why",
        "a storm",
        "the age of it",
        "Quoted by all.",
    )
    (tmp_path / "b.md").write_text(f"Bridge reopens\n===\n\n{TEXT}")
    assert one(tmp_path / "b.md").title == "Bridge reopens"
    (tmp_path / "c.md").write_text("![only](picture.png)\n")
    assert "no paragraph to read" in error(tmp_path / "c.md")


# ---- Web pages ----


@pytest.mark.parametrize("layout", LAYOUTS)
def test_web_pages(layout, tmp_path):
    (tmp_path / "page.html").write_text(LAYOUTS[layout])
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "ad.html").write_text(LAYOUTS["divs"])
    document = one(tmp_path)
    assert document.title == "Bridge reopens after storm"
    assert body(document) == BODY
    assert document.identifier == "page"
    assert document.issued == (None if layout == "tables" else datetime.date(2011, 5, 4))
    if layout == "semantic":
        assert (document.publisher, document.source) == ("Example News", "https://news.example.org/2011/bridge")


def test_web_page_with_other_encoding_and_dateline(tmp_path):
    (tmp_path / "a.html").write_bytes(
        LAYOUTS["divs"].replace("<p>The bridge", "<p>SÃO PAULO, Brazil (AP) – The bridge").encode("cp1252")
    )
    document = one(tmp_path / "a.html")
    assert (document.place, document.publisher, body(document)) == ("São Paulo, Brazil", "AP", BODY)


def test_future_dates_do_not_depend_on_the_clock(tmp_path):
    (tmp_path / "a.html").write_text(LAYOUTS["semantic"].replace("2011-05-04T", "2131-05-04T"))
    assert one(tmp_path / "a.html").issued == datetime.date(2131, 5, 4)


@pytest.mark.parametrize(
    "markup", ["<html><body></body></html>", "<html><body><script>x()</script></body></html>", "<!doctype html>"]
)
def test_web_pages_without_an_article(markup, tmp_path):
    (tmp_path / "a.html").write_text(markup)
    assert error(tmp_path / "a.html").startswith(f"{tmp_path / 'a.html'}: ")


def test_web_page_nested_deeply(tmp_path):
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 50_000 + PARAGRAPHS)
    found = read(tmp_path / "a.html")
    assert len(found) == 1


# ---- PDF ----


def pdf_by_reportlab(path, pages=1, encrypt=None):
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()
    story = [Paragraph("Bridge reopens after storm", style["Title"])]
    for number in range(pages):
        story += [Paragraph(text, style["BodyText"]) for text in BODY[number % 3 :] + BODY[: number % 3]]
        story += [PageBreak()] if number + 1 < pages else []

    def running_head(canvas, template):
        canvas.drawString(72, 820, "Daily Example News")
        canvas.drawString(280, 30, f"{canvas.getPageNumber()}")

    heads = {"onFirstPage": running_head, "onLaterPages": running_head} if pages > 1 else {}
    SimpleDocTemplate(str(path), encrypt=encrypt, invariant=True).build(story, **heads)


def pdf_by_fpdf(path, size):
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=size)
    for text in BODY:
        pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(6)
    pdf.output(str(path))


def test_pdf_of_two_producers(tmp_path):
    pdf_by_reportlab(tmp_path / "a.pdf")
    document = one(tmp_path / "a.pdf")
    assert (document.title, body(document)) == ("Bridge reopens after storm", BODY)
    for size in (8, 11, 14):  # lines of some 155, 110 and 90 characters
        pdf_by_fpdf(tmp_path / "b.pdf", size)
        assert body(one(tmp_path / "b.pdf")) == BODY


def test_pdf_without_running_heads(tmp_path):
    pdf_by_reportlab(tmp_path / "a.pdf", pages=3)
    document = one(tmp_path / "a.pdf")
    assert body(document) == (*BODY, *BODY[1:], BODY[0], BODY[2], *BODY[:2])
    assert "Daily" not in document.text


def test_broken_pdf(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "a.pdf"
    pdf_by_reportlab(path, encrypt="secret")
    assert "encrypted with a password" in error(path)
    pdf_by_reportlab(path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 3])
    assert error(path).startswith(f"{path}: ")
    path.write_bytes(b"no pdf at all")
    assert "cannot be read as PDF" in error(path)
    path.write_bytes(b"")
    assert error(path).startswith(f"{path}: ")
    canvas = Canvas(str(path))
    canvas.rect(100, 100, 200, 200)
    canvas.save()
    assert "no text in this PDF" in error(path)


# ---- Word ----


def test_docx(tmp_path):
    import docx

    file = docx.Document()
    file.add_heading("Bridge reopens after storm", 0)
    for text in BODY:
        file.add_paragraph(text)
    file.save(tmp_path / "a.docx")
    document = one(tmp_path / "a.docx")
    assert (document.title, body(document)) == ("Bridge reopens after storm", BODY)
    raw = (tmp_path / "a.docx").read_bytes()
    for broken in (raw[: len(raw) // 2], b"no word file", b""):
        (tmp_path / "a.docx").write_bytes(broken)
        assert error(tmp_path / "a.docx").startswith(f"{tmp_path / 'a.docx'}: cannot be read as a Word file")
    docx.Document().save(tmp_path / "a.docx")
    assert "no text in this file" in error(tmp_path / "a.docx")


# ---- Records ----


def test_json_lines(tmp_path):
    lines = [
        json.dumps(
            {
                "id": "n1",
                "headline": "Bridge reopens",
                "body": TEXT,
                "datePublished": "2011-05-04T10:00:00Z",
                "publisher": {"name": "Example News"},
            }
        ),
        "",
        json.dumps({"text": TEXT, "url": "http://e.org/2", "timestamp": 1304503200}),
        "{broken",
        json.dumps([1]),
        json.dumps({"id": 3}),
        '{"a":' * 9999,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, second, *errors = read(tmp_path / "a.jsonl")
    assert (first.identifier, first.title, first.issued, first.publisher) == (
        "n1",
        "Bridge reopens",
        datetime.date(2011, 5, 4),
        "Example News",
    )
    assert (second.identifier, second.issued, body(second)) == ("http://e.org/2", datetime.date(2011, 5, 4), BODY)
    path = tmp_path / "a.jsonl"
    assert [str(e).startswith(f"{path}, line {n}: ") for e, n in zip(errors, (4, 5, 6, 7), strict=True)] == [True] * 4


def test_json_when_named(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"articles": [{"text": TEXT}, {"text": TEXT, "id": "x"}]}))
    assert [d.identifier for d in read(tmp_path / "a.json")] == ["a-1", "x"]
    (tmp_path / "b.json").write_text(json.dumps({"text": TEXT}))
    assert one(tmp_path / "b.json").identifier == "b"
    (tmp_path / "b.json").write_text("{")
    assert "cannot be read as JSON" in error(tmp_path / "b.json")
    assert ["takes no .json" in str(e) for e in read(tmp_path)] == [True]


def test_csv_and_tsv(tmp_path):
    quoted = TEXT.replace('"', '""')
    (tmp_path / "a.csv").write_text(f'\ufeffID,Title,Date,Text\n1,Bridge reopens,2011-05-04,"{quoted}"\n2,,,\n')
    first, second = read(tmp_path / "a.csv")
    assert (first.identifier, first.title, body(first)) == ("1", "Bridge reopens", BODY)
    assert "no field holds the text" in str(second)
    (tmp_path / "b.tsv").write_text(f"url\tcontent\nhttp://e.org/1\t{BODY[0]}\n")
    assert one(tmp_path / "b.tsv").source == "http://e.org/1"
    (tmp_path / "c.csv").write_text("a;b\n1;2\n")
    assert "no column holds the text" in error(tmp_path / "c.csv")
    (tmp_path / "c.csv").write_text('text\n"never closed\n')
    assert "cannot be read as a table" in error(tmp_path / "c.csv")
    (tmp_path / "c.csv").write_bytes(b"")
    assert error(tmp_path / "c.csv").endswith("the file is empty.")
    (tmp_path / "c.csv").write_bytes(f"text\n{BODY[0]}\n".encode("utf-16"))
    assert body(one(tmp_path / "c.csv")) == BODY[:1]


# ---- Feeds ----

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example News</title>
<item><title>Bridge &amp; storm</title><link>http://e.org/1</link><pubDate>Wed, 04 May 2011 10:00:00 GMT</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item>
<item><title>Only a title</title><link>http://e.org/2</link></item></channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Example News</title><entry><title>Bridge</title>
<id>urn:x:1</id><updated>2011-05-04T10:00:00Z</updated>
<content type="html">{PARAGRAPHS.replace("<", "&lt;")}</content></entry></feed>"""


def test_feeds_of_both_kinds(tmp_path):
    (tmp_path / "a.rss").write_text(RSS)
    first, second = read(tmp_path / "a.rss")
    assert (first.identifier, first.title, first.issued) == ("http://e.org/1", "Bridge & storm", datetime.date(2011, 5, 4))
    assert (first.publisher, body(first)) == ("Example News", BODY)
    assert "entry 2: the entry has no text" in str(second)
    (tmp_path / "b.xml").write_text(ATOM)
    document = one(tmp_path / "b.xml")
    assert (document.identifier, document.issued, body(document)) == ("urn:x:1", datetime.date(2011, 5, 4), BODY)


@pytest.mark.parametrize(
    "raw", [b"", b"<rss><channel></channel></rss>", b"<?xml version='1.0'?><other/>", b"no feed", RSS[:200].encode()]
)
def test_broken_feeds(raw, tmp_path):
    (tmp_path / "a.xml").write_bytes(raw)
    assert error(tmp_path / "a.xml").startswith(f"{tmp_path / 'a.xml'}")


# ---- Mail ----

MAIL = (
    f"Message-ID: <m1@example.org>\nSubject: =?utf-8?q?Br=C3=BCcke?=\nDate: Wed, 04 May 2011 23:30:00 -0500\n"
    f"From: desk@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n-- \nThe desk\n"
)
PAGE_MAIL = (
    f"From: <Saved by a browser>\nSnapshot-Content-Location: https://news.example.org/b\nMIME-Version: 1.0\n"
    f"Content-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html; charset=utf-8\nContent-Location: https://news.example.org/b\n\n"
    f"{LAYOUTS['semantic']}\n--B--\n"
)


def test_mails(tmp_path):
    (tmp_path / "a.eml").write_text(MAIL)
    document = one(tmp_path / "a.eml")
    assert (document.identifier, document.title, document.issued, body(document)) == (
        "a",
        "Brücke",
        datetime.date(2011, 5, 4),
        BODY,
    )
    html_mail = MAIL.replace("text/plain", "text/html").replace(TEXT, PARAGRAPHS).replace("m1", "m2")
    box = "".join(f"From desk Wed May  4 1{hour}:00:00 2011\n{mail}\n" for hour, mail in enumerate((MAIL, html_mail, "")))
    (tmp_path / "b.mbox").write_text(box)
    first, second, third = read(tmp_path / "b.mbox")
    assert [first.identifier, second.identifier] == ["m1@example.org", "m2@example.org"]
    assert body(second)[:3] == BODY
    assert "mail 3: " in str(third)
    (tmp_path / "c.mht").write_text(PAGE_MAIL)
    document = one(tmp_path / "c.mht")
    assert (document.identifier, document.publisher, body(document)) == ("c", "Example News", BODY)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"Subject: x\n\n",
        b"Content-Type: image/png\n\nxx",
        b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\nContent-Type: multipart/mixed; boundary=B\n\n" * 3000,
    ],
)
def test_broken_mails(raw, tmp_path):
    (tmp_path / "a.eml").write_bytes(raw)
    assert error(tmp_path / "a.eml").startswith(f"{tmp_path / 'a.eml'}: ")
    (tmp_path / "b.mbox").write_text("no mail box")
    assert "no mail in this box" in error(tmp_path / "b.mbox")
