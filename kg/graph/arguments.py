"""What calls may give, as RDF terms: days, IRIs, values for the parameters of a query."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from ..errors import UsageError
from ..model import Period
from ..terms import IRI, PREFIXES, Term, to_term
from .records import Node

What = str | Node
"""How a thing is named in a call: by its name, one of its other names, its IRI, a prefixed name or its record."""

Literal = int | datetime.date | Period
"""What else the object of a statement may be: how many, or when."""
WRITTEN_TIME = re.compile(r"\d{4}(-\d\d)?")


def spelled_iri(what: What) -> IRI | None:
    """The IRI that `what` is or spells out, None where it is a name to be looked up.

    >>> spelled_iri("kg:backs"), spelled_iri("<urn:x>"), spelled_iri("Reuters: the agency")
    ('https://w3id.org/kg-builder/ontology#backs', 'urn:x', None)
    """
    if isinstance(what, Node):
        return what.iri
    if isinstance(what, IRI):
        return what
    if not isinstance(what, str):
        raise UsageError(f"{what!r} names nothing. Give a name, an IRI, or a record that another call gave.")
    name = what.strip().removeprefix("<").removesuffix(">")
    prefix, colon, rest = name.partition(":")
    if not colon or any(c.isspace() for c in name):
        return None
    if prefix in PREFIXES:
        return IRI(PREFIXES[prefix] + rest)
    return IRI(name) if rest.startswith("//") or prefix == "urn" else None


def node(iri: str) -> ox.NamedNode:
    """The RDF node of an IRI; raises UsageError where it is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri!r} is no IRI: {error}") from None


def calendar_day(given: datetime.date | str) -> datetime.date:
    """The day given as a date or as "1987-05-12"; raises UsageError where it is none."""
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    try:
        return datetime.date.fromisoformat(given)
    except (TypeError, ValueError):
        raise UsageError(f"{given!r} is no day. Write it as 1987-05-12.") from None


def day(given: datetime.date | str) -> Term:
    """The RDF term of a day, given as a date or as "1987-05-12"; raises UsageError where it is none."""
    return to_term(calendar_day(given))


def time(given: datetime.date | Period | str) -> Term:
    """The RDF term of a day, month or year, given as a date or as "1987-05-12", "1987-05" or "1987"; raises UsageError."""
    if isinstance(given, str) and WRITTEN_TIME.fullmatch(given):
        given = Period(given)
    return to_term(given) if isinstance(given, Period) else day(given)


def number(given: int | str) -> Term:
    """The RDF term of a whole number; raises UsageError where it is none."""
    try:
        return to_term(int(given))
    except ValueError:
        raise UsageError(f"{given!r} is no whole number.") from None


def terms(parameters: Mapping[str, Any]) -> dict[str, Term]:
    """The RDF terms of a query's parameters; records stand for their IRIs."""
    try:
        return {name: node(given.iri) if isinstance(given, Node) else to_term(given) for name, given in parameters.items()}
    except TypeError as error:
        raise UsageError(str(error)) from None
