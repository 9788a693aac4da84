"""All that is no protocol of SPARQL: the home page, the ontology, health, metrics, ingest, and the API's own description."""

import json
from importlib import metadata
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from ..errors import KgError
from ..questions import questions
from .answering import entity_tag
from .description import TITLE, documents, select, statistics, void, written
from .errors import Problem, problem
from .evaluate import Query
from .formats import BY_NAME, DATASETS, GRAPHS, HTML
from .http import Headers, origin
from .metrics import CONTENT_TYPE, Metrics
from .negotiation import require
from .ontology_page import ontology, ontology_page
from .rendering import FOLDER, page_headers, refusal, render
from .service import Service

LISTED = 200
"""Documents that the home page lists."""
OPEN = {"vary": "Accept", "access-control-allow-origin": "*"}
NEGOTIATED: dict[int | str, dict[str, Any]] = {
    400: {"description": "There is no such format."},
    406: {"description": "No format of Accept is offered."},
}
COUNTS = {"documents": "?s a <https://w3id.org/kg-builder/ontology#Document>",
          "claims": "?s a <https://w3id.org/kg-builder/ontology#Claim>", "triples": "?s ?p ?o"}
PROTOCOLS = json.loads((Path(__file__).parent / "protocols.json").read_text(encoding="utf-8"))
"""The OpenAPI description of the paths that do not go through FastAPI."""
ROBOTS = "User-agent: *\nDisallow: /sparql\nDisallow: /query\nDisallow: /update\nDisallow: /store\nDisallow: /documents\n"


def site(service: Service, metrics: Metrics, *others: APIRouter, base: str) -> FastAPI:
    """The FastAPI application behind the protocols; `others` are paths that it takes in."""
    app = FastAPIOffline(
        redoc_url=None, title="kg", version=installed_version(), summary=TITLE, openapi_url="/openapi.json",
        description="A knowledge graph of news: SPARQL 1.1, graph store, linked data, ingest.",
    )
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    described = app.openapi

    def openapi() -> dict[str, Any]:
        whole = described()
        whole["paths"] = PROTOCOLS["paths"] | whole["paths"]
        whole.setdefault("components", {}).setdefault("securitySchemes", {}).update(PROTOCOLS["components"]["securitySchemes"])
        return whole

    app.openapi = openapi  # type: ignore[method-assign]

    for router in others:
        app.include_router(router)

    @app.exception_handler(KgError)
    async def failed(request: Request, error: KgError) -> Response:
        found = problem(error)
        stated, content = refusal(found, request.headers.get("accept", ""))
        return raw(content, found.status, stated)

    @app.exception_handler(HTTPException)
    async def nothing(request: Request, error: HTTPException) -> Response:
        told = f"There is nothing at {request.url.path}." if error.status_code == 404 else error.detail
        return await failed(request, Problem(error.status_code, told, **(error.headers or {})))

    @app.get("/", include_in_schema=False)
    async def home(request: Request) -> Response:
        counts = []
        for name, pattern in COUNTS.items():
            (row,) = await select(service, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
            counts.append((name, int(row["n"]["value"])))
        listed = await documents(service, LISTED + 1)
        content = render(
            "home.html", base=base, title=TITLE, counts=counts, documents=listed[:LISTED], more=len(listed) > LISTED,
            questions=questions().values(), dataset=dataset_metadata(origin(request.scope), base),
        )  # fmt: skip
        return raw(content)

    @app.get("/ontology", tags=["linked data"], response_class=Response, responses=NEGOTIATED)
    @app.get("/ontology.{ending}", include_in_schema=False)
    async def schema(request: Request, ending: str | None = None, format: str | None = None) -> Response:
        """The ontology: a page, or its triples in any RDF format."""
        form = require(request.headers.get("accept", ""), (HTML, *GRAPHS), ending or format)
        if form is HTML:
            return raw(ontology_page(base))
        return Response(ontology(form), media_type=form.content_type, headers=OPEN)

    @app.get("/.well-known/void", tags=["description"], response_class=Response, responses=NEGOTIATED)
    async def dataset(request: Request, format: str | None = None) -> Response:
        """What is in the graph: counts of triples, classes and properties, as VoID."""
        form = require(request.headers.get("accept", ""), GRAPHS, format)
        content = written(void(origin(request.scope), base, await statistics(service)), form)
        tag = {"etag": entity_tag(service.version, form.name)} if service.version else {}
        return Response(content, media_type=form.content_type, headers=OPEN | tag)

    @app.get("/healthz", tags=["operation"], response_class=PlainTextResponse)
    async def alive() -> str:
        """Whether the process lives."""
        return "ok\n"

    @app.get("/readyz", tags=["operation"])
    async def ready() -> JSONResponse:
        """Whether the store answers."""
        await service.answer(Query("ASK {}"))
        return JSONResponse({"ready": True, "version": service.version})

    @app.get("/metrics", tags=["operation"], response_class=PlainTextResponse)
    async def counters() -> Response:
        """Counters for Prometheus."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    @app.get("/robots.txt", include_in_schema=False)
    async def robots() -> PlainTextResponse:
        return PlainTextResponse(ROBOTS)

    return app


def installed_version() -> str:
    """The version of the installed package, "0" where kg runs out of a folder."""
    try:
        return metadata.version("kg-builder")
    except metadata.PackageNotFoundError:
        return "0"


def raw(content: bytes, status: int = 200, stated: Headers | None = None) -> Response:
    """A page, or another content with its headers as they are."""
    response = Response(content, status)
    response.raw_headers = [*(page_headers() if stated is None else stated), (b"content-length", str(len(content)).encode())]
    return response


def dataset_metadata(at: str, base: str) -> dict[str, Any]:
    """The graph as schema.org knows data sets, for search engines."""
    places = [(form.media_type, f"{at}/store?format={form.name}") for form in DATASETS]
    places.append((BY_NAME["json"].media_type, f"{at}/sparql"))
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE,
        "url": f"{at}/",
        "identifier": base,
        "description": "People, organizations, places and events in news articles, each statement with its passage.",
        "distribution": [{"@type": "DataDownload", "encodingFormat": kind, "contentUrl": place} for kind, place in places],
    }
