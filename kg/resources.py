"""Where the files that ship with kg lie: ontology/ and queries/, in a wheel or in a checkout."""

from pathlib import Path

from .errors import KgError


def folder(name: str) -> Path:
    """The folder `name` ("ontology" or "queries") of this installation.

    A wheel carries it as kg/_data/NAME; a checkout has it at the top.

    >>> (folder("ontology") / "kg.ttl").is_file()
    True
    """
    here = Path(__file__).parent
    for place in (here / "_data" / name, here.parent / name):
        if place.is_dir():
            return place
    raise KgError(f"{here}: the folder {name}/ is missing from this installation. Install kg again.")
