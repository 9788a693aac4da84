"""What the extractor process does: reads documents with the language pipeline, which it loads once. It has no store."""

import dataclasses
import datetime
import io
from collections.abc import Callable, Iterator
from typing import Any

from .. import annotate, gazetteer, ontology, pipeline, rdf
from ..errors import DocumentError
from ..model import Document
from ..read.formats import reader
from ..read.language import foreign
from ..read.sources import Source
from .formats import written
from .output import Output


def start(options: dict[str, Any]) -> Callable[[dict[str, Any], Output], dict[str, Any]]:
    """The function that does the extractor's requests. options: model (None for the default), base (of the IRIs)"""
    nlp = annotate.pipeline(options["model"])
    terms, places, base = ontology.load(), gazetteer.load(), options["base"]

    def do(request: dict[str, Any], output: Output) -> dict[str, Any]:
        """Writes the N-Quads of the documents that are sent; the values say which graphs they are, and how many bytes each."""
        failures: list[DocumentError] = []
        graphs = []
        output.begin("nq")
        for extraction, _ in pipeline.extractions(list(documents(request)), nlp, terms, places, failures=failures):
            name = rdf.document_iri(extraction.document, base=base)
            lines = written(rdf.quads(extraction, base=base, ontology=terms), "nq")
            output.write(lines)
            graphs.append([name.value, len(lines)])
        if failures:
            raise failures[0]
        return {"graphs": graphs}

    return do


def documents(request: dict[str, Any]) -> Iterator[Document]:
    """The documents of a body. Raises DocumentError for one that cannot be read, or is not in English.

    request: body, name (its ending says the format), identifier, date, url; the last three may be None
    """
    body, identifier = request["body"], request["identifier"]
    date = datetime.date.fromisoformat(request["date"]) if request["date"] else None
    source = Source("the request", request["name"], lambda: io.BytesIO(body), len(body), date, request["url"])
    found = list(reader(source)(source))
    for document in found:
        if isinstance(document, DocumentError):
            raise document
        if isinstance(document, Source):
            raise DocumentError("the request: is an archive. Send the documents in it one by one.")
        if language := foreign(document):
            raise DocumentError(f"the request: its language is {language!r}, and kg reads English.")
        if identifier and len(found) == 1:
            document = dataclasses.replace(document, identifier=identifier)
        yield document
