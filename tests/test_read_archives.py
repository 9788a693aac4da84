"""Reading web archives, archives and compressed files: as streams, with an end to what they may unpack to."""

import bz2
import gc
import gzip
import io
import lzma
import os
import sys
import tarfile
import warnings
import zipfile

import pytest
from articles import BODY, LAYOUTS, TEXT, body, error, one, read

# ---- Web archives ----


def warc(path, pages, *, gzipped=True):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with open(path, "wb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the writer leaves its temporary files to the collector
        writer = WARCWriter(stream, gzip=gzipped)
        for number, (address, kind, markup, status) in enumerate(pages):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            writer.write_record(
                writer.create_warc_record(
                    address,
                    "response",
                    payload=io.BytesIO(markup),
                    http_headers=headers,
                    warc_headers_dict={
                        "WARC-Date": "2020-01-01T00:00:00Z",
                        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
                    },
                )
            )
        gc.collect()


def test_web_archives(tmp_path):
    page = LAYOUTS["divs"].encode()
    warc(
        tmp_path / "a.warc.gz",
        [
            ("http://e.org/1", "text/html; charset=utf-8", page, "200 OK"),
            ("http://e.org/p.png", "image/png", b"\x89PNG", "200 OK"),
            ("http://e.org/404", "text/html", page, "404 Not Found"),
            ("http://e.org/2", "text/plain", TEXT.encode(), "200 OK"),
            ("http://e.org/3", "text/html", b"<html></html>", "200 OK"),
        ],
    )
    first, second, third = read(tmp_path / "a.warc.gz")
    assert (first.identifier, first.source, body(first)) == ("http://e.org/1", "http://e.org/1", BODY)
    assert (second.identifier, body(second)) == ("http://e.org/2", BODY)
    assert str(third).startswith(f"{tmp_path / 'a.warc.gz'}!http://e.org/3: ")
    warc(tmp_path / "b.warc", [("http://e.org/9", "text/html", page, "200 OK")], gzipped=False)
    assert one(tmp_path / "b.warc").identifier == "http://e.org/9"


def test_broken_web_archives(tmp_path):
    path = tmp_path / "a.warc.gz"
    warc(path, [(f"http://e.org/{n}", "text/plain", os.urandom(9000).hex().encode() + TEXT.encode(), "200 OK") for n in range(3)])
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 2 // 3 + 900])
    *whole, last = read(path)
    assert len(whole) >= 2 and str(last).startswith(str(path))
    for broken in (b"", b"no archive", gzip.compress(b"no archive")):
        path.write_bytes(broken)
        assert error(path).startswith(f"{path}: ")


# ---- Archives ----


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)


def tarred(path, members):
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for name, raw in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))


MEMBERS = {
    "b/two.txt": TEXT.encode(),
    "a/one.html": LAYOUTS["divs"].encode(),
    "x.css": b"p {}",
    "y.css": b"p {}",
    ".hid/z.txt": b"x",
    "__MACOSX/q.txt": b"x",
}


@pytest.mark.parametrize("kind", ["a.zip", "a.tar", "a.tar.gz"])
def test_archives(kind, tmp_path):
    (zipped if kind.endswith("zip") else tarred)(tmp_path / kind, MEMBERS)
    found = read(tmp_path / kind)
    assert sorted((d.identifier, d.origin.split("!")[1]) for d in found[:2]) == [("one", "a/one.html"), ("two", "b/two.txt")]
    assert all(body(d) == BODY for d in found[:2])
    assert len(found) == 3 and "x.css: this and 1 more are skipped" in str(found[2])


def test_compressed_files(tmp_path):
    for number, (ending, compress) in enumerate({".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}.items()):
        (tmp_path / f"a{number}.txt{ending}").write_bytes(compress(TEXT.encode()))
    found = read(tmp_path)
    assert [(d.identifier, body(d)) for d in found] == [(f"a{n}", BODY) for n in range(3)]
    (tmp_path / "a0.txt.gz").write_bytes(gzip.compress(TEXT.encode() * 50)[:-30])
    assert error(tmp_path / "a0.txt.gz").startswith(f"{tmp_path / 'a0.txt.gz'}: ")


def test_archive_on_stdin(tmp_path, monkeypatch):
    zipped(tmp_path / "a.zip", {"one.txt": TEXT})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((tmp_path / "a.zip").read_bytes())))
    assert one("-").origin == "stdin!one.txt"


def test_archives_in_archives_have_an_end(tmp_path):
    raw = TEXT.encode()
    for depth in range(5):
        zipped(tmp_path / "in.zip", {"a.txt" if not depth else "in.zip": raw})
        raw = (tmp_path / "in.zip").read_bytes()
    assert "lies in more than 2 archives" in error(tmp_path / "in.zip")


@pytest.mark.parametrize(
    "make",
    [
        lambda path: zipped(path / "a.zip", {f"{n}.txt": bytes(40_000_000) for n in range(3)}),
        lambda path: tarred(path / "a.tar.gz", {f"{n}.txt": bytes(40_000_000) for n in range(3)}),
        lambda path: (path / "a.txt.gz").write_bytes(gzip.compress(bytes(120_000_000))),
    ],
)
def test_archives_made_to_do_harm(make, tmp_path):
    make(tmp_path)
    found = [str(e) for e in read(tmp_path)]
    assert all(e.startswith(str(tmp_path)) for e in found)
    assert "made to do harm" in found[-1] or "more than the" in found[-1]


def test_broken_and_encrypted_archives(tmp_path):
    for name in ("a.zip", "a.tar", "a.tar.gz", "a.gz"):
        path = tmp_path / name
        path.write_bytes(b"no archive at all, but some text")
        assert error(path).startswith(f"{path}: ")
        path.unlink()
    path = tmp_path / "a.zip"
    zipped(path, {"a.txt": os.urandom(5000).hex(), "b.txt": TEXT})
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert "cannot be read as a zip archive" in error(path)
    path.write_bytes(raw[:900] + b"xxxx" + raw[904:])
    broken, whole = read(path)
    assert str(broken).startswith(f"{path}!a.txt: is damaged") and whole.identifier == "b"
    flagged = bytearray(raw)
    for at in (6, raw.index(b"PK\x01\x02") + 8):
        flagged[at] |= 1
    path.write_bytes(bytes(flagged))
    broken, whole = read(path)
    assert "is encrypted" in str(broken) and whole.identifier == "b"
    zipped(path, {})
    assert "no file in this archive" in error(path)
