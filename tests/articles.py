"""What the tests of kg.read are made from: one article, pages of several layouts that hold it, and helpers."""

from kg.errors import DocumentError
from kg.model import Document
from kg.read import documents

BODY = (
    "The bridge over the river reopened on Tuesday after a week of repairs, officials of the province said.",
    "It had been shut since a storm damaged two of its pillars, and hundreds of people had to walk to the market.",
    "General Ana Petrov, who leads the engineers of the Northern Front, said that her troops had worked by night.",
)
TEXT = "\n\n".join(BODY)


def read(path, **options):
    return list(documents([path], **options))


def one(path, **options) -> Document:
    found = read(path, **options)
    assert len(found) == 1, found
    assert isinstance(found[0], Document), found[0]
    return found[0]


def error(path, **options) -> str:
    found = read(path, **options)
    assert len(found) == 1, found
    assert isinstance(found[0], DocumentError), found[0]
    return str(found[0])


def body(document: Document) -> tuple[str, ...]:
    return tuple(span.of(document.text) for span in document.paragraphs)


PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
LAYOUTS = {
    "semantic": f"""<!DOCTYPE html><html lang="en"><head><title>Bridge reopens after storm | Example News</title>
        <meta property="og:site_name" content="Example News">
        <meta property="article:published_time" content="2011-05-04T10:00:00Z">
        <link rel="canonical" href="https://news.example.org/2011/bridge"></head>
        <body><nav><a href="/">Home</a><a href="/world">World</a></nav>
        <article><h1>Bridge reopens after storm</h1>{PARAGRAPHS}</article>
        <div class="comments"><p>I do not believe a word of it, they lie.</p></div>
        <footer>Copyright 2011 Example News</footer></body></html>""",
    "divs": f"""<html><head><title>Bridge reopens after storm</title><meta name="date" content="2011-05-04"></head>
        <body><div id="header">Example News</div>
        <div id="menu"><ul><li><a href="a">Sports</a></li><li><a href="b">Money</a></li></ul></div>
        <div id="content"><h1>Bridge reopens after storm</h1><div class="post-content">{PARAGRAPHS}</div></div>
        <div id="sidebar">Most read: <a href="x">Ten tricks</a></div></body></html>""",
    "tables": f"""<html><head><title>Bridge reopens after storm</title></head><body><table><tr><td><a href="a">Home</a></td><td>
        <h1>Bridge reopens after storm</h1>{PARAGRAPHS}</td></tr></table></body></html>""",
    "json-ld": f"""<html><head><script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
        "headline":"Bridge reopens after storm","datePublished":"2011-05-04T08:00:00+00:00",
        "publisher":{{"@type":"Organization","name":"Example News"}}}}
        </script><title>Bridge reopens after storm</title></head>
        <body><main><h1>Bridge reopens after storm</h1>{PARAGRAPHS}</main></body></html>""",
}
