"""The version of a store: a small file beside the engine's own, changed before and after every write."""

import hashlib
import os
import shutil
from pathlib import Path

PENDING = "+"


class Version:
    """A chain of digests: the same writes give the same versions, and no version ever names two contents.

    While a write is under way the file ends in "+". Who finds that after a crash cannot tell which of the two contents he
    has, and starts from a version of its own.

    >>> import tempfile
    >>> version = Version(Path(tempfile.mkdtemp()) / "kg-version")
    >>> version.begin(b"a write"); version.text
    '0'
    >>> version.commit(); version.text
    '283ed591abb4245e'
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.text = path.read_text() if path.exists() else "0"
        if self.text.endswith(PENDING) and not read_only:
            self.begin(b"crash")
            self.commit()

    def begin(self, write: bytes) -> None:
        """Notes that `write` is about to change the content."""
        self.next = hashlib.blake2b(self.text.encode() + b"\n" + write, digest_size=8).hexdigest()
        self._put(self.next + PENDING)

    def commit(self) -> None:
        """Notes that it has."""
        self._put(self.next)
        self.text = self.next

    def abandon(self) -> None:
        """Notes that nothing has changed after all."""
        self._put(self.text)

    def sync(self) -> None:
        if self.path.exists():
            with self.path.open("rb") as file:
                os.fsync(file.fileno())

    def copy(self, folder: Path) -> None:
        """Gives a copy of the store in `folder` the version that it has."""
        if self.path.exists():
            shutil.copy2(self.path, folder)

    def _put(self, text: str) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(self.path)
