"""Markdown -> Document: what a reader of the page would see, without code, tables and pictures."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model import Document
from .days import calendar_date
from .decode import decode
from .sources import Source, parsing
from .text import article

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", re.S)
_FIELD = re.compile(r"^([A-Za-z]+)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.M)


def read(source: Source) -> Iterator[Document]:
    """The one article of a Markdown file; title, date, publisher and url are taken from front matter too."""
    text = decode(source.read(), origin=source.origin)
    front = _FRONT.match(text)
    fields = {name.lower(): value for name, value in _FIELD.findall(front[1])} if front else {}
    with parsing(source, "Markdown"):
        title, blocks = _rendered(text[front.end() :] if front else text)
    yield article(
        "\n\n".join(blocks), identifier=source.identifier, origin=source.origin, title=fields.get("title") or title,
        issued=calendar_date(fields.get("date", "")), publisher=fields.get("publisher") or fields.get("source"),
        source=fields.get("url"), date=source.date,
    )


def _rendered(text: str) -> tuple[str | None, list[str]]:
    """The first heading where the text begins with it, and the blocks after it as plain text."""
    from markdown_it import MarkdownIt  # 0.05 s, for Markdown alone

    title: str | None = None
    blocks: list[str] = []
    inside = ""
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
        if token.type.endswith("_open") and token.tag in ("h1", "h2", "p", "table"):
            inside = "table" if "table" in (token.tag, inside) else token.tag
        elif token.type == "table_close":
            inside = ""
        elif token.type == "inline" and inside != "table":
            block = " ".join("".join(_shown(child) for child in token.children or ()).split())
            if inside in ("h1", "h2") and title is None and not blocks:
                title = block
            elif block:
                blocks.append(block)
    return title, blocks


def _shown(token: "Token") -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content if token.type in ("text", "code_inline") else ""
