"""Reading paths: which files are read in which order, and one clear line for whatever cannot be."""

import datetime
import io
import json
import os
import socket
import subprocess
import sys
import threading

import pytest
from articles import BODY, TEXT, body, error, one, read
from conftest import fill

from kg.errors import DocumentError
from kg.model import Document
from kg.read import documents

GERMAN = "Die Brücke über den Fluss wurde am Dienstag nach einer Woche wieder geöffnet, sagten die Behörden der Provinz. " * 4


# ---- Paths ----


def test_folders_are_sorted_recursive_and_say_once_what_they_skip(tmp_path):
    for name in ("b.txt", "a/c.txt", ".hidden.txt", ".git/d.txt", "x.foo", "a/y.foo", "z.bar", "noending"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    found = read(tmp_path)
    assert [d.identifier for d in found if isinstance(d, Document)] == ["c", "b", "noending"]
    errors = [str(e) for e in found if isinstance(e, DocumentError)]
    assert len(errors) == 2
    assert any("y.foo: this and 1 more are skipped" in e for e in errors) and any(
        "z.bar: this file is skipped" in e for e in errors
    )


def test_missing_empty_and_bare_paths(tmp_path):
    assert error(tmp_path / "no.txt") == f"{tmp_path / 'no.txt'}: there is no such file or folder."
    assert "there is no file in this folder" in error(tmp_path)
    assert "kg reads no addresses" in error("https://example.org/a")
    assert "The path is empty" in error("")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    assert "Permission denied" in error(tmp_path / "a.txt")


def test_what_is_no_file_in_a_folder_is_passed_over(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "circle").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        folder = os.open(tmp_path, os.O_RDONLY)  # a socket's path may have 100 characters, so that it is bound from here
        listening.bind(f"/proc/self/fd/{folder}/socket")
        os.close(folder)
        script = "import sys; from kg.read import documents; print(*documents([sys.argv[1]]), sep='\\n')"
        command = [sys.executable, "-c", script, str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    article, *told = done.stdout.splitlines()
    assert article.startswith("Document(identifier='a'")
    assert told == [
        f"{tmp_path}/gone.txt: cannot be read: No such file or directory.",
        f"{tmp_path}/loop.txt: cannot be read: Too many levels of symbolic links.",
        f"{tmp_path}/pipe.txt: is skipped: it is a pipe, socket or device, no file.",
        f"{tmp_path}/socket: is skipped: it is a pipe, socket or device, no file.",
    ]


def test_stores_are_no_documents(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    fill(tmp_path / "graph.kg")
    assert one(tmp_path).identifier == "a"
    assert "is a store that kg keeps a graph in" in error(tmp_path / "graph.kg")


def test_a_pipe_that_is_named_is_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(TEXT,))
    writer.start()
    assert one(tmp_path / "pipe").identifier == "pipe"
    writer.join()


def test_file_that_fails_when_it_is_opened(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert error(tmp_path / "a.txt") == f"{tmp_path / 'a.txt'}: cannot be read: Permission denied."


def test_same_identifier_twice_whatever_the_order(tmp_path):
    for name in ("a/x.txt", "b/x.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(TEXT)
    paths = [tmp_path / "a", tmp_path / "b"]
    for order in (paths, paths[::-1]):
        first, second = documents(order)
        assert first.origin == str(tmp_path / "a" / "x.txt")
        assert "has the identifier 'x'" in str(second) and str(second).startswith(str(tmp_path / "b"))
    assert len(list(documents([tmp_path / "a", tmp_path / "a" / "x.txt"]))) == 1


def test_date_is_the_default_only(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("date 2001-02-03\n" + TEXT)
    issued = [d.issued for d in documents([tmp_path], date=datetime.date(2010, 1, 1))]
    assert issued == [datetime.date(2010, 1, 1), datetime.date(2001, 2, 3)]


def test_stdin_is_read_by_what_it_holds(monkeypatch):
    for raw in (
        TEXT.encode(),
        f"<!DOCTYPE html><html><body><article><p>{'</p><p>'.join(BODY)}</p></article></body></html>".encode(),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        document = one("-")
        assert (document.identifier, body(document)) == ("stdin", BODY)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert error("-") == "stdin: the file is empty."


def test_list_of_paths(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "list").write_text(f"# mine\n{tmp_path / 'a.txt'}\n\n{tmp_path / 'no.txt'}\n")
    found = read(f"@{tmp_path / 'list'}")
    assert {type(d) for d in found} == {Document, DocumentError}
    assert "list of paths cannot be read" in error("@no-such-list")
    (tmp_path / "empty").write_text("\n")
    assert "no path in this list" in error(f"@{tmp_path / 'empty'}")


def test_a_file_without_ending_is_known_by_its_content(tmp_path):
    (tmp_path / "page").write_text(f"<html><body><article><p>{'</p><p>'.join(BODY)}</p></article></body></html>")
    assert body(one(tmp_path / "page")) == BODY
    (tmp_path / "lines").write_text(json.dumps({"text": TEXT, "id": "x7"}) + "\n")
    assert one(tmp_path / "lines").identifier == "x7"


# ---- Language ----


def test_other_languages_are_skipped(tmp_path):
    (tmp_path / "a.txt").write_text(GERMAN)
    assert error(tmp_path / "a.txt") == f"{tmp_path / 'a.txt'}: is skipped: its language is 'de', and kg reads English."
    (tmp_path / "a.txt").write_text("Die Brücke ist offen.")
    assert one(tmp_path / "a.txt")


@pytest.mark.parametrize("text", [TEXT.upper(), TEXT, "List of names: Ana Petrov, Juan Gómez, Li Wei, Omar Haddad. " * 6])
def test_english_in_capitals_and_lists_stay(text, tmp_path):
    (tmp_path / "a.txt").write_text(text)
    assert one(tmp_path / "a.txt")


# ---- What is not installed, what is not loaded ----


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("a.html", "trafilatura", "html"),
        ("a.pdf", "pypdf", "pdf"),
        ("a.docx", "docx", "docx"),
        ("a.rss", "feedparser", "web"),
        ("a.warc", "warcio", "web"),
    ],
)
def test_missing_extras_say_how_to_install_them(name, package, extra, tmp_path, monkeypatch):
    (tmp_path / name).write_bytes(b"<html><body><p>x</p></body></html>")
    monkeypatch.setitem(sys.modules, package, None)
    message = error(tmp_path / name)
    assert f"pip install 'kg-builder[{extra}]'" in message and message.startswith(f"{tmp_path / name}: ")


def test_plain_text_loads_none_of_the_libraries():
    code = (
        "import sys, kg.read as r; from kg.read.text import article; article('Rain fell.', identifier='a');"
        "heavy = ('trafilatura', 'pypdf', 'docx', 'feedparser', 'warcio', 'py3langid', 'ftfy', 'charset_normalizer', 'lxml');"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_name_that_is_no_utf8(tmp_path):
    with open(os.fsencode(tmp_path) + b"/graz\xff.txt", "w", encoding="utf-8") as file:
        file.write(TEXT)
    assert [document.identifier for document in documents([tmp_path])] == ["grazÿ"]
