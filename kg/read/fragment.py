"""Bits of HTML, as feeds and mails have them -> plain text with a blank line between paragraphs."""

from html.parser import HTMLParser

_BREAKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dt", "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
})
_SILENT = frozenset({"script", "style", "head", "noscript", "template", "svg"})

Attributes = list[tuple[str, str | None]]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]
        self.silent = 0

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.blocks.append([])

    def handle_startendtag(self, tag: str, attributes: Attributes) -> None:
        if tag in _BREAKS:
            self.blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BREAKS:
            self.blocks.append([])

    def handle_data(self, text: str) -> None:
        if not self.silent:
            self.blocks[-1].append(text)


def plain(markup: str) -> str:
    """The text of a bit of HTML.

    >>> plain("<p>Rain &amp; <b>snow</b></p><ul><li>one<li>two</ul><script>x()</script>")
    'Rain & snow\\n\\none\\n\\ntwo'
    """
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return "\n\n".join(filter(None, (" ".join("".join(block).split()) for block in parser.blocks)))
