"""kg serve: a graph over HTTP."""

from typing import Annotated

import typer

from ..terms import BASE
from .console import say
from .options import DEFAULT_STORE, Model, Store


def serve(
    store: Store = DEFAULT_STORE,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", metavar="NUMBER", min=1, max=65535, help="The port to listen on.")] = 8000,
    token: Annotated[str | None, typer.Option(
        "--token", metavar="SECRET", envvar="KG_TOKEN", show_default=False,
        help="Opens writing to whoever sends it; without it the service only reads.",
    )] = None,
    base: Annotated[str, typer.Option("--base", metavar="IRI", help="IRIs that begin with it are served as pages.")] = BASE,
    model: Model = None,
    workers: Annotated[int, typer.Option(
        "--workers", metavar="NUMBER", min=1, max=64,
        help="Processes that take requests; more than one only for a service that only reads.",
    )] = 1,
    timeout: Annotated[float, typer.Option(
        "--timeout", metavar="SECONDS", min=0.01, help="How long a query may take, its transfer included.")] = 30,
    update_timeout: Annotated[float, typer.Option(
        "--update-timeout", metavar="SECONDS", min=0.01, help="How long a write may take.")] = 300,
    extract_timeout: Annotated[float, typer.Option(
        "--extract-timeout", metavar="SECONDS", min=0.01, help="How long reading a document that is sent may take.")] = 600,
    memory: Annotated[int, typer.Option("--memory", metavar="MB", min=1, help="How much memory a query may take.")] = 2_000,
    max_query: Annotated[int, typer.Option(
        "--max-query", metavar="CHARACTERS", min=1, help="How long a query or an update may be.")] = 1_000_000,
    max_body: Annotated[int, typer.Option(
        "--max-body", metavar="BYTES", min=1, help="How large a document or a graph that is sent may be.")] = 100_000_000,
    max_result: Annotated[int, typer.Option(
        "--max-result", metavar="BYTES", min=1, help="How large an answer may be.")] = 2_000_000_000,
    concurrent: Annotated[int, typer.Option(
        "--concurrent", metavar="NUMBER", min=0, max=1_000,
        help="Queries at work at once; 0 for one more than there are processors.",
    )] = 0,
    waiting: Annotated[int, typer.Option(
        "--waiting", metavar="NUMBER", min=0, help="Queries that may wait for those; more are told to come back.")] = 256,
    cache: Annotated[int, typer.Option("--cache", metavar="BYTES", min=0, help="Answers that are kept.")] = 32_000_000,
) -> None:
    """Serve a graph over HTTP: a SPARQL endpoint at /sparql, a page for each thing, and with a token writing and ingest.

    The language pipeline is loaded when the first document is sent.
    """
    from ..graph import open_graph
    from ..server.app import run
    from ..server.limits import Limits
    if store != ":memory:":
        open_graph(store).close()  # a store that is not there is told before the address is
    limits = Limits(timeout, update_timeout, extract_timeout, max_query, max_body, max_result, memory, concurrent, waiting, cache)
    at = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    run(store, host=host, port=port, token=token, base=base, limits=limits, model=model, workers=workers,
        ready=lambda: say(f"Serving {store} at {at}/sparql (Ctrl-C ends it)"))
