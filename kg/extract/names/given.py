"""Given names: who bears them, from ontology/tables/given-names.tsv."""

import functools
from collections.abc import Mapping

from ...resources import folder


@functools.cache
def _table() -> Mapping[str, str]:
    rows = (folder("ontology") / "tables" / "given-names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(row.split("\t") for row in rows)


def given(name: str) -> str | None:
    """ "m" or "f" for a man's or woman's given name, "-" for one that does not tell, None for what is no given name.

    >>> given("Maria"), given("Viktor"), given("Leslie"), given("Ministry")
    ('f', 'm', '-', None)
    """
    return _table().get(name.lower())
