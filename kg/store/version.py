"""The version of a store: a small file beside the engine's own, changed before and after every write."""

import hashlib
import os
from pathlib import Path

FILE = "kg-version"
PENDING = "+"
NONE = "0" * 16
"""The version of a store that nothing was written to."""


class Version:
    """A chain of digests: the same writes give the same versions, and no version ever names two contents.

    While a write is under way the file says "+". Who finds that after a crash, or a file that is not whole, cannot tell which
    of the two contents he has, and starts from a version of its own. The file is overwritten in place, in one call and within
    one sector of the disk; its check digits tell who reads it at that very moment.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> version = Version(folder)
    >>> version.begin(b"a write"); version.text, stored(folder)
    ('0000000000000000', '')
    >>> version.commit(); version.text, stored(folder)
    ('03ab19fb2eed6945', '03ab19fb2eed6945')
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.text = held(folder) or ("" if read_only else NONE)
        self._file = -1
        if not read_only:
            self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o644)
            if self.text.endswith(PENDING):
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
        """Makes sure that it survives a power cut."""
        os.fsync(self._file)

    def copy(self, folder: Path) -> None:
        """Gives a copy of the store in `folder` the version that it has."""
        (folder / FILE).write_bytes(record(self.text))

    def close(self) -> None:
        """Lets go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _put(self, text: str) -> None:
        os.pwrite(self._file, record(text), 0)


def record(text: str) -> bytes:
    """A version as the file holds it: always as long, with ten check digits.

    >>> record("03ab19fb2eed6945"), record("03ab19fb2eed6945+")
    (b'03ab19fb2eed6945  30347390a8\\n', b'03ab19fb2eed6945+ 62f22a4938\\n')
    """
    line = f"{text:17} ".encode()
    return line + hashlib.blake2b(line, digest_size=5).hexdigest().encode() + b"\n"


def held(folder: Path) -> str:
    """What the file of a store says, with "+" behind it where a write is under way or the file is not whole; "" without one."""
    try:
        found = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return ""
    text = found[:17].decode("ascii", "replace").rstrip()
    if found == record(text):
        return text
    return hashlib.blake2b(found, digest_size=8).hexdigest() + PENDING if found else NONE


def stored(folder: Path) -> str:
    """The version of the store in a folder; "" while it is being written to, and where it cannot be read."""
    try:
        text = held(folder)
    except OSError:
        return ""
    return "" if text.endswith(PENDING) else text
