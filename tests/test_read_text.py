"""Plain text: the encodings it comes in, and the parts of an article that its layout tells."""

import datetime
from itertools import pairwise

import pytest
from articles import BODY, TEXT, body, error, one
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DocumentError
from kg.read.decode import decode
from kg.read.layout import paragraphs
from kg.read.text import article

# ---- Decoding ----


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        "José’s “café” — ½ Łódź ‘Ata\n\nsecond, e\u0301 and ﬁ.".encode(),
        b"\tA tab and  two blanks. \n",
    ],
)
def test_clean_utf8_comes_through_as_it_is(raw, tmp_path):
    (tmp_path / "a.txt").write_bytes(raw)
    assert one(tmp_path / "a.txt").text.encode() == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\ufeffJosé came.".encode(), "José came."),
        ("José came.".encode("utf-16"), "José came."),
        ("José came.".encode("utf-16-le"), "José came."),
        ("José came.".encode("utf-16-be"), "José came."),
        ("José came.".encode("latin-1"), "José came."),
        ("The “café” of Côte d’Ivoire".encode("cp1252"), "The “café” of Côte d’Ivoire"),
        ("The café of Côte d’Ivoire".encode().decode("cp1252").encode(), "The café of Côte d’Ivoire"),
        (("é" * 40).encode() + b"\xe9", "é" * 40 + "\ufffd"),
        ("The mayor’s “plan” for the café’s terrace".encode("mac_roman"), "The mayor’s “plan” for the café’s terrace"),
    ],
)
def test_other_encodings(raw, text):
    assert decode(raw, origin="a.txt") == text


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "iso8859_5"])
def test_what_is_no_western_text_is_not_made_one(encoding, tmp_path):
    (tmp_path / "a.txt").write_bytes(("Мост снова открыт, сообщили власти области. " * 10).encode(encoding))
    assert "is skipped: its language is" in error(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b" \r\n\t\n", "nothing but white space"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary file"),
        (bytes(range(1, 32)) * 20, "binary file"),
        (b"a" * 5_000_001, "5.0 MB, more than the 5 MB"),
    ],
)
def test_what_is_no_text(raw, reason, tmp_path):
    (tmp_path / "a.txt").write_bytes(raw)
    message = error(tmp_path / "a.txt")
    assert message.startswith(f"{tmp_path / 'a.txt'}: ")
    assert reason in message


# ---- Layout ----


def test_metadata_line_and_dateline_on_the_first_line():
    document = article(f" date 2011-05-04 LIMA (AP) – {TEXT}", identifier="a")
    assert (document.issued, document.place, document.publisher, document.headline) == (
        datetime.date(2011, 5, 4),
        "Lima",
        "AP",
        None,
    )
    assert body(document) == BODY


def test_metadata_line_of_its_own_then_headline():
    document = article(f"date 2011-05-04\nBridge Reopens After Storm\n\n{TEXT}", identifier="a")
    assert document.title == "Bridge Reopens After Storm"
    assert document.headline.of(document.text) == document.title
    assert body(document) == BODY


@pytest.mark.parametrize(
    ("line", "place", "publisher"),
    [
        ("WASHINGTON (AP) –", "Washington", "AP"),
        ("BEIRUT, Lebanon (Reuters) -", "Beirut, Lebanon", "Reuters"),
        ("KYIV, March 3 (Xinhua) --", "Kyiv", "Xinhua"),
        ("GENEVA —", "Geneva", None),
        ("UNITED NATIONS (AP) _", "United Nations", "AP"),
        ("PORT-AU-PRINCE, Haiti —", "Port-au-Prince, Haiti", None),
        ("The Hague (AP) -", "The Hague", "AP"),
        ("(Reuters) -", None, "Reuters"),
        ("RIO DE JANEIRO, Brazil –", "Rio de Janeiro, Brazil", None),
        ("Washington (CNN)", "Washington", "CNN"),
        ("N’DJAMENA, Chad (AP) —", "N’Djamena, Chad", "AP"),
        ("St. PETERSBURG, Russia —", "St. Petersburg, Russia", None),
    ],
)
def test_datelines(line, place, publisher):
    document = article(f"Storm hits the coast\n\n{line} {TEXT}", identifier="a")
    assert (document.place, document.publisher) == (place, publisher)
    assert body(document) == BODY


@pytest.mark.parametrize(
    "start",
    [
        "UPDATE 2 - The rain",
        "Oil — the main export — fell",
        "The IRGC (Iran) - backed",
        "NATO — which met in May — said",
        "In 2011 (AP) there",
    ],
)
def test_what_is_no_dateline(start):
    document = article(f"{start} and more of it.\n\n{TEXT}", identifier="a")
    assert document.place is None
    assert body(document)[0].startswith(start)


def test_date_of_the_dateline_takes_its_year_from_the_default():
    text = f"KYIV, Dec. 30 (Xinhua) -- {TEXT}"
    assert article(text, identifier="a", date=datetime.date(2012, 1, 2)).issued == datetime.date(2011, 12, 30)
    assert article(text, identifier="a").issued is None
    assert article("KYIV, 30 December 2009 — " + TEXT, identifier="a").issued == datetime.date(2009, 12, 30)


def test_bylines_dates_and_fields_at_the_top_and_notices_at_the_bottom():
    text = f"Bridge Reopens\nBy JANE DOE and John Roe\nMarch 3, 2011 10:15 AM\n\nLIMA — {TEXT}\n\n(Reporting by Jane Doe)\n\n©"
    document = article(text, identifier="a")
    assert (document.title, document.issued, body(document)) == ("Bridge Reopens", datetime.date(2011, 3, 3), BODY)
    document = article(
        f"Title: Bridge Reopens\nDate: 3 March 2011\nSource: Example News\nURL: http://e.org/a\n\n{TEXT}", identifier="a"
    )
    assert (document.title, document.issued, document.publisher) == ("Bridge Reopens", datetime.date(2011, 3, 3), "Example News")
    assert (document.source, body(document)) == ("http://e.org/a", BODY)


@pytest.mark.parametrize("text", [BODY[0], f"{BODY[0]}\n\n{BODY[1]}", "Jane Doe, Reporter\n\n" + TEXT, "By Jane Doe\n\n" + TEXT])
def test_no_headline(text):
    assert article(text, identifier="a").headline is None


def test_wrapped_lines_are_one_paragraph_and_long_lines_one_each():
    wrapped = (
        "Fighters of the Northern Front entered the town of Amala on Sunday after\n"
        "two days of shelling, residents and two officers\n"
        "said, and raised their flag over the post office that had been closed\n"
        "since June.\n\nThe army said that it had withdrawn to a hill nearby, "
        "and\nthat it gave no other\ndetails.\n- water for all\n- tents"
    )
    lines = [span.of(wrapped) for span in paragraphs(wrapped)]
    assert [line.split()[0] for line in lines] == ["Fighters", "The", "water", "tents"]
    assert [span.of("\n".join(BODY)) for span in paragraphs("\n".join(BODY))] == list(BODY)


@pytest.mark.parametrize(
    ("line", "shown"), [("date 5 Marh 2024", "date 5 Marh 2024"), ("date 2024-13-01 LIMA - Rain", "date 2024-13-01")]
)
def test_malformed_metadata_line(line, shown, tmp_path):
    (tmp_path / "a.txt").write_text(f"{line}\n\n{TEXT}")
    assert error(tmp_path / "a.txt") == f'{tmp_path / "a.txt"}, line 1: "{shown}" is not a date. Write it as date 2024-03-05.'


def test_articles_may_begin_with_the_word_date():
    assert article("date palms grow in the south.", identifier="a").issued is None


# ---- Whatever the text ----

WORDS = st.sampled_from([
    "date ", "2011-05-04", "LIMA", " (AP) –", "By Jane Doe", "\n", "\n\n", "\r\n", " ", "- ", "1. ", "Title: ", "©",
    "(", "A", "rain. ", "\f", "\u2028", "’",
])


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_document_or_an_error(text):
    try:
        document = article(text, identifier="a")
    except DocumentError:
        return
    parts = [*([document.headline] if document.headline else []), *document.paragraphs]
    assert document.text == text
    assert all(0 <= span.start < span.end <= len(text) for span in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    assert all(span.of(text) == span.of(text).strip() for span in parts)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_text_or_an_error(raw):
    try:
        assert isinstance(decode(raw, origin="a.txt"), str)
    except DocumentError as reason:
        assert str(reason).startswith("a.txt: ")


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("By Jane Doe on June 25, 2024", "2024-06-25"),
        ("2 December 2021", "2021-12-02"),
        ("14/10/2023", "2023-10-14"),
        ("Jane Doe, 2 December 2021", "2021-12-02"),
        ("Last updated: 2024-06-25 10:15 GMT", "2024-06-25"),
    ],
)
def test_a_byline_may_bear_the_date(line, issued):
    found = article(f"Bridge reopens after floods\n\n{line}\n\nIt had been shut for weeks, the mayor said.", identifier="a")
    assert str(found.issued) == issued
    assert [paragraph.of(found.text)[:6] for paragraph in found.paragraphs] == ["It had"]


@pytest.mark.parametrize(
    "line", ["5/6/2023", "By 2 December 2021 Peru had sent 300 soldiers.", "Rebels killed nine on 2 December 2021"]
)
def test_a_date_that_may_be_another_or_stands_in_a_sentence_is_not_the_documents(line):
    text = f"Bridge reopens after floods\n\n{line}\n\nIt had been shut for weeks, the mayor said."
    assert article(text, identifier="a").issued is None


@pytest.mark.parametrize(
    ("line", "place", "text"),
    [
        ("March 30, 2011 - Ottawa, Ontario - Office of the Treasurer", "Ottawa, Ontario", "Office of the Treasurer"),
        ("Nairobi, Kenya – Gunmen attacked a bus on Monday.", "Nairobi, Kenya", "Gunmen attacked a bus on Monday."),
        ("Addis Ababa, March 12: The union has suspended a member.", "Addis Ababa", "The union has suspended a member."),
        ("Oslo - Police held two men after the fire on Monday.", "Oslo", "Police held two men after the fire on Monday."),
        ("Results - Police held two men after the fire.", None, "Results - Police held two men after the fire."),
    ],
)
def test_datelines_without_capitals_need_a_known_place(line, place, text):
    document = article(f"Who was held and why\n\n{line}\n\nThe rest is told here, at some length.", identifier="a")
    assert document.place == place
    assert document.paragraphs[0].of(document.text) == text


@pytest.mark.parametrize(("top", "issued", "place", "headline"), [
    ("March 30, 2023 - Ottawa, Ontario - Office of the Treasurer\n\n", "2023-03-30", "Ottawa, Ontario", None),
    ("FOR IMMEDIATE RELEASE\nDecember 2, 2021\n\n", "2021-12-02", None, None),
    ("Bridge reopens\nMonday, 6 December 2021\n\n", "2021-12-06", None, "Bridge reopens"),
    ("Press Release\nBridge reopens\nDecember 2, 2021\n\n", "2021-12-02", None, "Bridge reopens"),
    ("Bridge reopens\n02.12.2021\n\n", "2021-12-02", None, "Bridge reopens"),
    ("Brussels, 2 December 2021\n\n", "2021-12-02", "Brussels", None),
])
def test_the_top_of_a_press_release(top, issued, place, headline):
    document = article(f"{top}The bridge was reopened by the minister on Sunday, after a week of work.", identifier="x")
    assert (document.issued.isoformat(), document.place, document.title) == (issued, place, headline)


def test_the_lines_above_a_release_are_no_text_of_it():
    line = "March 30, 2011 - Ottawa, Ontario - Treasury"
    text = f"Two firms listed\n\nFrom: Treasury\n\nNews release\n\n{line}\n\nTwo firms were listed on Monday."
    document = article(text, identifier="a")
    assert document.place == "Ottawa, Ontario"
    assert [span.of(text) for span in document.paragraphs] == ["Treasury", "Two firms were listed on Monday."]
