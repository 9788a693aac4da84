"""The command line: parse, call, print. Data goes to stdout, talk to stderr.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 some documents failed, 4 the graph breaks its rules, 130 interrupted.
"""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from ..errors import KgError, UsageError, ValidationFailed
from . import asking, building, serving, writing
from .console import fail, say

FAILED, USAGE, VIOLATIONS, INTERRUPTED = 1, 2, 4, 130

app = typer.Typer(
    name="kg", add_completion=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: kg build seeds/ && kg query attacks",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version
        typer.echo(f"kg {version('kg-builder')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def kg(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """News goes in, a knowledge graph comes out: offline, deterministic, every statement with its evidence."""
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(USAGE)


def _command(function: Callable[..., None], *examples: str) -> None:
    about = (function.__doc__ or "").partition("\n")[0]
    brief = about.partition(":")[0].partition(";")[0].rstrip(".")
    app.command(function.__name__, short_help=brief, epilog="\n\n".join(f"Example: {example}" for example in examples))(function)


_command(building.build, "kg build seeds/", "cat article.txt | kg build - --date 2024-03-05 --out graph.ttl")
_command(asking.query, "kg query attacks --param since=2020-01-01", "kg query 'SELECT ?who { ?who a kg:Person }' --format csv")
_command(asking.show, "kg show 'Northern Front'")
_command(asking.explain, "kg explain Ruritania backs 'Northern Front'")
_command(writing.export, "kg export --out graph.ttl", "kg export --format nquads | gzip > graph.nq.gz")
_command(building.check, "kg check --store graph.kg")
_command(serving.serve, "kg serve --port 8000", "KG_TOKEN=secret kg serve --timeout 10 --memory 500")
_command(writing.retract, "kg retract 2020-03-13-article")
_command(building.frames, "kg frames article.txt")


def run(arguments: list[str] | None = None) -> int:
    """Runs one command line, by default the process's own, and gives back its exit status."""
    try:
        status = typer.main.get_command(app)(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        if status == INTERRUPTED:
            fail("interrupted. What was finished is kept.")
        return status or 0
    except (UsageError, ValidationFailed) as error:
        fail(error)
        return USAGE if isinstance(error, UsageError) else VIOLATIONS
    except KgError as error:
        fail(error)
    except BrokenPipeError:
        # Who read our output has gone, as `head` does: there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except MemoryError:
        fail("there is not enough memory for this. Give it fewer or smaller documents at once.")
    except OSError as error:
        fail(f"{error.filename or 'standard output'}: {error.strerror or error}.")
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        fail(f"{error.format_message().rstrip('.')}. See: {_help_of(error)}")
        return USAGE
    return FAILED


def _help_of(error: Exception) -> str:
    """The command line that explains the command which a parser's error is about."""
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'kg'} --help"


def main() -> None:
    """The `kg` command."""
    sys.exit(run())
