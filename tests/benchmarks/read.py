"""Documents a second of each reader, and the peak memory of a web archive with 10,000 records.

    python tests/benchmarks/read.py [--records 10000]

Every document is the same article of some 500 words with a number in it. Reading alone: no extraction.
"""

import argparse
import csv
import email.message
import gc
import io
import json
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from kg.model import Document
from kg.read import documents

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))
from articles import BODY  # noqa: E402

PARAGRAPHS = [*BODY] * 9


def text(number: int) -> str:
    return "\n\n".join([f"Bridge {number} reopens", *PARAGRAPHS])


def page(number: int) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    menu = "".join(f'<li><a href="/{entry}">Section {entry}</a></li>' for entry in range(40))
    return (f"<!DOCTYPE html><html><head><title>Bridge {number} reopens</title><meta name='date' content='2011-05-04'></head>"
            f"<body><nav><ul>{menu}</ul></nav><article><h1>Bridge {number} reopens</h1>{body}</article>"
            "<footer>Example News</footer></body></html>")


def files(ending: str, write: Callable[[Path, int], None]) -> Callable[[Path, int], Path]:
    def make(folder: Path, count: int) -> Path:
        for number in range(count):
            write(folder / f"{number:06}{ending}", number)
        return folder

    return make


def write_pdf(path: Path, number: int) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for paragraph in PARAGRAPHS:
        pdf.multi_cell(0, 5, paragraph, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(5)
    pdf.output(str(path))


def write_docx(path: Path, number: int) -> None:
    import docx

    file = docx.Document()
    for paragraph in text(number).split("\n\n"):
        file.add_paragraph(paragraph)
    file.save(str(path))


def write_mail(path: Path, number: int) -> None:
    mail = email.message.EmailMessage()
    mail["Subject"], mail["Date"] = f"Bridge {number}", "Wed, 04 May 2011 10:00:00 +0000"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content(text(number))
    path.write_bytes(bytes(mail))


def make_json_lines(folder: Path, count: int) -> Path:
    with (folder / "a.jsonl").open("w") as stream:
        for number in range(count):
            stream.write(json.dumps({"id": str(number), "text": text(number), "date": "2011-05-04"}) + "\n")
    return folder


def make_table(folder: Path, count: int) -> Path:
    with (folder / "a.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "text"])
        rows.writerows([str(number), text(number)] for number in range(count))
    return folder


def make_feed(folder: Path, count: int) -> Path:
    items = "".join(f"<item><title>Bridge {n}</title><link>http://e.org/{n}</link><description><![CDATA["
                    f"{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}]]></description></item>" for n in range(count))
    (folder / "a.rss").write_text(f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>")
    return folder


def make_box(folder: Path, count: int) -> Path:
    with (folder / "a.mbox").open("wb") as stream:
        for number in range(count):
            write_mail(folder / "one", number)
            stream.write(b"From desk Wed May  4 10:00:00 2011\n" + (folder / "one").read_bytes() + b"\n")
    (folder / "one").unlink()
    return folder


def make_zip(folder: Path, count: int) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number:06}.txt", text(number))
    return folder


def make_tar(folder: Path, count: int) -> Path:
    with tarfile.open(folder / "a.tar.gz", "w:gz") as archive:
        for number in range(count):
            raw = text(number).encode()
            info = tarfile.TarInfo(f"{number:06}.txt")
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return folder


def make_warc(folder: Path, count: int) -> Path:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (folder / "a.warc.gz").open("wb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        writer = WARCWriter(stream, gzip=True)
        for number in range(count):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
            address, payload = f"http://e.org/{number}", io.BytesIO(page(number).encode())
            writer.write_record(writer.create_warc_record(address, "response", payload=payload, http_headers=headers))
        gc.collect()
    return folder


MAKERS: dict[str, tuple[int, Callable[[Path, int], Path]]] = {
    "text": (2000, files(".txt", lambda path, n: path.write_text(text(n)) and None)),
    "Markdown": (500, files(".md", lambda path, n: path.write_text(text(n)) and None)),
    "HTML": (200, files(".html", lambda path, n: path.write_text(page(n)) and None)),
    "PDF": (50, files(".pdf", write_pdf)),
    "docx": (50, files(".docx", write_docx)),
    "eml": (500, files(".eml", write_mail)),
    "mbox": (500, make_box),
    "JSON lines": (2000, make_json_lines),
    "CSV": (2000, make_table),
    "RSS": (300, make_feed),
    "zip": (2000, make_zip),
    "tar.gz": (2000, make_tar),
    "WARC.gz": (200, make_warc),
}


def peak(path: Path) -> tuple[int, float, float]:
    """Documents, seconds of the processor and megabytes of a process that reads `path` and keeps nothing."""
    start = time.process_time()  # of the processor: others may work on the machine
    count = sum(isinstance(document, Document) for document in documents([path]))
    return count, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.peak:
        print(json.dumps(peak(asked.peak)))
        return
    print(f"{'reader':12} {'documents':>9} {'per second':>10}")
    for name, (count, make) in MAKERS.items():
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), count)
            list(documents([Path(folder)]))  # the libraries are loaded, the files in the cache
            read, seconds, _ = peak(Path(folder))
            assert read == count, f"{name}: {read} of {count}"
            print(f"{name:12} {count:9,} {count / seconds:10,.0f}")
    for count in (asked.records // 10, asked.records):
        with tempfile.TemporaryDirectory() as folder:
            make_warc(Path(folder), count)
            done = subprocess.run([sys.executable, str(HERE), "--peak", folder], capture_output=True, text=True, check=True)
            read, seconds, megabytes = json.loads(done.stdout)
            print(f"WARC.gz with {count:,} records: {read:,} documents in {seconds:.1f} s of CPU, peak {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
