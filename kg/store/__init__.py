"""Where graphs are kept: a folder on this machine, or any SPARQL 1.1 server."""

from pathlib import Path

from ..errors import StoreError
from .base import Content, GraphName, Results, Retraction, Store
from .embedded import MEMORY, EmbeddedStore

__all__ = ["Content", "EmbeddedStore", "GraphName", "Results", "Retraction", "Store", "open"]


def open(location: str | Path, *, read_only: bool = False, create: bool = False) -> Store:
    """The store at `location`: a folder, the address of a SPARQL server, or ":memory:" for one that is gone when it is closed.

    `create` makes the folder where it is missing. Raises StoreError where there is no store, StoreLocked where
    another process has it open for writing.

    >>> with open(":memory:") as store:
    ...     store.update("INSERT DATA { <urn:a> <urn:b> 'c' }")
    ...     [row["o"].value for row in store.query("SELECT ?o { ?s <urn:b> ?o }")]
    ['c']
    >>> open("nowhere.kg")
    Traceback (most recent call last):
    kg.errors.StoreError: nowhere.kg: there is no store here. Make one with: kg build PATH --store nowhere.kg
    """
    if location == MEMORY:
        return EmbeddedStore.temporary()
    if str(location).startswith(("http://", "https://")):
        from .remote import RemoteStore  # httpx is loaded for servers only

        return RemoteStore(str(location), read_only=read_only)
    folder = Path(location)
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file. A store is a folder.")
    try:
        filled = folder.is_dir() and any(folder.iterdir())
        store = (folder / "CURRENT").is_file()
    except PermissionError as error:
        raise StoreError(f"{folder}: permission denied. Check who owns the folder and its files.") from error
    if filled and not store:
        raise StoreError(f"{folder} is a folder, but no store. Name another one, or an empty one to build into.")
    if not store:
        if not create or read_only:
            raise StoreError(f"{folder}: there is no store here. Make one with: kg build PATH --store {folder}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: the folder cannot be made ({error.strerror}).") from error
    return EmbeddedStore(folder, read_only=read_only)
